"""What can go wrong."""

from __future__ import annotations


class PatternError(ValueError):
    """A pattern that the service refuses."""

    #: Why, in the service's words.
    reason: str
    #: Where the mistake is in the pattern's text: line and column, from 1, in characters.
    line: int
    column: int
    #: The whole message that the service answers with, its own place included.
    service_text: str
    #: The name of the service's exception: ``InvalidEventPatternException`` or ``ValidationException``.
    code: str
    #: What to write instead, where that is known.
    help: str | None
    #: The pattern's name in a ``RuleSet``.
    name: str | None

    def __init__(
        self,
        reason: str,
        line: int,
        column: int,
        service_text: str,
        code: str,
        help: str | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(reason, line, column, service_text, code, help, name)
        self.reason = reason
        self.line = line
        self.column = column
        self.service_text = service_text
        self.code = code
        self.help = help
        self.name = name

    def __str__(self) -> str:
        text = f"{self.reason} (line {self.line}, column {self.column})"
        if self.name is not None:
            text = f"{self.name}: {text}"
        return text if self.help is None else f"{text}\nhelp: {self.help}"


class EventError(ValueError):
    """A text that is not an event, or a file without events."""

    #: What is wrong.
    reason: str
    #: Where, from 1, in characters; ``None`` where no place is known.
    line: int | None
    column: int | None
    #: The row, from 0, where the text is in a column.
    row: int | None
    #: The file that it was read from.
    file: str | None

    def __init__(
        self,
        reason: str,
        line: int | None = None,
        column: int | None = None,
        row: int | None = None,
        file: str | None = None,
    ) -> None:
        super().__init__(reason, line, column, row, file)
        self.reason = reason
        self.line = line
        self.column = column
        self.row = row
        self.file = file

    def __str__(self) -> str:
        if self.file is not None:
            place = "" if self.line is None else f":{self.line}:{self.column}"
            return f"{self.file}{place}: {self.reason}"
        text = self.reason
        if self.line is not None:
            text = f"{text} (line {self.line}, column {self.column})"
        return text if self.row is None else f"row {self.row}: {text}"


class UndecidedError(RuntimeError):
    """The search for a strict verdict was given up.

    Only events that reach the same paths through several arrays of the same element can lead to this.
    """

    #: The row, from 0, where the event is in a column.
    row: int | None

    def __init__(self, reason: str, row: int | None = None) -> None:
        super().__init__(reason, row)
        self.reason = reason
        self.row = row

    def __str__(self) -> str:
        return self.reason if self.row is None else f"row {self.row}: {self.reason}"


class ServiceError(ValueError):
    """What ``TestEventPattern`` answers where it does not answer yes or no."""

    #: The exception's name: ``InvalidEventPatternException`` or ``ValidationException``.
    code: str
    #: Its text, as the service words it.
    message: str

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class InputError(ValueError):
    """Something that was named could not be read or used; the text says what, and what to do."""
