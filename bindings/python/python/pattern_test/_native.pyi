"""The native half of the package. Import from ``pattern_test``."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, Protocol, TypeAlias, final, overload

from typing_extensions import Self

__version__: str

class ArrowArray(Protocol):
    """A column of one of Arrow's libraries: an array."""

    def __arrow_c_array__(self, requested_schema: Any = ...) -> Any: ...

class ArrowStream(Protocol):
    """A column of one of Arrow's libraries: a chunked array, a series."""

    def __arrow_c_stream__(self, requested_schema: Any = ...) -> Any: ...

Column: TypeAlias = ArrowArray | ArrowStream
PatternLike: TypeAlias = str | bytes | dict[str, Any] | Pattern
EventLike: TypeAlias = str | bytes | bytearray | dict[str, Any] | Event
OnError: TypeAlias = Literal["raise", "null", "skip"]

@final
class Array:
    """A column of results: ``bool``, or lists of names.

    All of Arrow's libraries take it as it is: ``pyarrow.array(column)``, ``polars.Series(column)``.
    """

    @property
    def bad_rows(self) -> int:
        """How many rows hold no event, and were taken as ``on_error`` says."""
    @property
    def null_count(self) -> int:
        """How many rows are null."""
    def to_pylist(self) -> list[Any]:
        """The rows as Python's values."""
    def __len__(self) -> int: ...
    def __getitem__(self, row: int, /) -> Any: ...
    def __iter__(self) -> Iterator[Any]: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_array__(
        self, requested_schema: object | None = None
    ) -> tuple[object, object]: ...

@final
class Event:
    """An event that was read, to be looked at several times."""

    def __new__(
        cls, event: EventLike, /, *, name: str | None = None
    ) -> Self: ...
    @property
    def text(self) -> str:
        """The text of its JSON object."""
    @property
    def name(self) -> str | None:
        """What it is called: the file, with the place in it where there are several."""
    @property
    def forms(self) -> list[str]:
        """What it was wrapped in, outermost first; the last is ``event``."""
    @property
    def notes(self) -> list[str]:
        """What was completed or worked out, as this form does not say it."""
    @property
    def data(self) -> dict[str, Any]:
        """The event as Python's values."""

class Pattern:
    """A compiled pattern; ``pattern_test.Pattern`` adds what is written in Python."""

    def __new__(cls, pattern: PatternLike, /) -> Self: ...
    @property
    def text(self) -> str: ...
    @property
    def complexity(self) -> int: ...
    @property
    def warnings(self) -> list[str]: ...
    def matches(self, event: EventLike, /, strict: bool = False) -> bool: ...

@final
class RuleSet:
    """Named patterns, compiled together: as quick for a thousand as for ten.

    ``matches`` and ``names`` take an event, or a column of events: anything with
    ``__arrow_c_array__`` or ``__arrow_c_stream__``.
    """

    def __new__(cls, patterns: Mapping[str, PatternLike], /) -> Self: ...
    @property
    def patterns(self) -> dict[str, str]:
        """The patterns' texts by their names."""
    def __len__(self) -> int: ...
    @overload
    def matches(
        self,
        events: EventLike,
        /,
        *,
        strict: bool = False,
        on_error: OnError = "raise",
        threads: int = 1,
    ) -> bool: ...
    @overload
    def matches(
        self,
        events: Column,
        /,
        *,
        strict: bool = False,
        on_error: OnError = "raise",
        threads: int = 1,
    ) -> Array:
        """Whether at least one pattern matches.

        Of a column, null stays null. What holds no event raises an ``EventError`` with the number of the
        row, is null (``on_error="null"``), or matches nothing (``"skip"``). ``threads=0`` uses all cores.
        """
    @overload
    def names(
        self,
        events: EventLike,
        /,
        *,
        strict: bool = False,
        on_error: OnError = "raise",
        threads: int = 1,
    ) -> list[str]: ...
    @overload
    def names(
        self,
        events: Column,
        /,
        *,
        strict: bool = False,
        on_error: OnError = "raise",
        threads: int = 1,
    ) -> Array:
        """The names of the patterns that match, in the order of the patterns."""

@final
class CaseRow:
    @property
    def suite(self) -> int: ...
    @property
    def case(self) -> int: ...
    @property
    def suite_name(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def file(self) -> str: ...
    @property
    def line(self) -> int | None: ...
    @property
    def pattern(self) -> str: ...
    @property
    def expected(self) -> str: ...
    @property
    def why(self) -> str | None: ...

@final
class Suites:
    def __new__(cls, paths: list[str]) -> Self: ...
    @property
    def least_coverage(self) -> float | None: ...
    @property
    def cases(self) -> list[CaseRow]: ...
    @property
    def errors(
        self,
    ) -> list[tuple[str, int | None, int | None, str, str | None]]: ...
    def run(
        self, suite: int, case: int
    ) -> tuple[
        Literal["passed", "failed", "undecided"],
        list[tuple[str, list[str]]],
    ]: ...

def coverage(
    given: list[tuple[Suites, set[tuple[int, int]]]], whole: bool
) -> str: ...
def answer(pattern: str, event: str) -> bool: ...
def events_in(
    bytes: bytes, file: str, form: str | None
) -> tuple[list[Event], list[Exception]]: ...
def explain(
    pattern: Pattern,
    event: EventLike,
    strict: bool,
    pattern_name: str | None = None,
    event_name: str | None = None,
) -> list[str]: ...
def explain_html(
    pattern: Pattern,
    event: EventLike,
    strict: bool,
    markdown: bool,
    pattern_name: str | None = None,
    event_name: str | None = None,
) -> str: ...
def run(words: list[str]) -> int: ...
def said(words: list[str]) -> tuple[int, bytes, bytes]: ...
