"""What the commands that look at files say, as values."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from . import _native
from ._errors import InputError
from ._explanation import from_json
from ._native import Event, events_in, said
from ._pattern import Pattern

if TYPE_CHECKING:
    from ._native import EventLike, PatternLike

Severity = Literal["error", "warning", "note"]
Relation = Literal[
    "equivalent", "wider", "narrower", "overlapping", "disjoint", "unknown"
]
Kind = Literal["match", "boundary", "near-miss"]

#: What a directory is searched for.
_EXTENSIONS = {".json", ".jsonl", ".ndjson", ".log", ".txt"}


@dataclass(frozen=True)
class Problem:
    """Something that could not be read, compiled or decided."""

    file: str | None
    line: int | None
    column: int | None
    message: str
    help: str | None

    def __str__(self) -> str:
        place = "" if self.line is None else f":{self.line}:{self.column}"
        lead = "" if self.file is None else f"{self.file}{place}: "
        tail = "" if self.help is None else f"\nhelp: {self.help}"
        return f"{lead}{self.message}{tail}"


@dataclass(frozen=True)
class Finding:
    """Something that ``check`` found."""

    code: str
    severity: Severity
    message: str
    help: str | None
    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    path: str
    id: str
    note: str | None
    fixable: bool
    fixable_unsafely: bool

    def __str__(self) -> str:
        tail = "" if self.help is None else f"\nhelp: {self.help}"
        place = f"{self.file}:{self.line}:{self.column}"
        return f"{place}: {self.severity}: {self.message} [{self.code}]{tail}"


@dataclass(frozen=True)
class CheckReport:
    """What is wrong with patterns: the findings, and how much was looked at."""

    findings: list[Finding]
    #: What could not be read; there is nothing to be said about it.
    errors: list[Problem]
    patterns: int
    files: int
    #: How many patterns more there are of which nothing is known before deployment.
    open: int
    known: int

    @property
    def ok(self) -> bool:
        """Whether everything could be read, and there is nothing but notes."""
        return not self.errors and all(one.severity == "note" for one in self.findings)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    def __bool__(self) -> bool:
        # Like any other value: a report without findings is not nothing.
        return True

    def __str__(self) -> str:
        return "\n".join(str(one) for one in [*self.findings, *self.errors])


@dataclass(frozen=True)
class Verdict:
    """What one of two patterns says of an event, and why."""

    matches: bool
    why: str


@dataclass(frozen=True)
class Difference:
    """An event on which two patterns differ, or on which they agree."""

    event: dict[str, Any]
    #: Why one of them refuses it, in a few words.
    words: str
    old: Verdict
    new: Verdict
    base: str | None = None


@dataclass(frozen=True)
class Comparison:
    """How two patterns compare, over all possible events."""

    relation: Relation
    relation_of_single_values: Relation
    #: An event that only the old pattern matches, only the new one, and both. ``None`` where there is
    #: none, or none was found; ``unknown`` says why not.
    only_old: Difference | None
    only_new: Difference | None
    both: Difference | None
    unknown: list[str]


@dataclass(frozen=True)
class GeneratedEvent:
    """An event that was made for a pattern."""

    event: dict[str, Any]
    matches: bool
    #: The path that it is about, and the value there; empty for the whole pattern.
    path: str
    value: Any
    base: str | None = None


@dataclass(frozen=True)
class TemplatePattern:
    """A pattern in a template, as it will be deployed."""

    source: str
    line: int
    column: int
    id: str
    used_by: str
    format: str
    form: str
    #: Its text; what is not known before deployment is in it as ``${Name}``.
    text: str
    #: The names that were left open.
    unknown: list[str]

    @property
    def pattern(self) -> Pattern:
        """The compiled pattern. One that the service refuses raises a ``PatternError``."""
        return Pattern(self.text)


def _text(pattern: PatternLike) -> str:
    """A pattern as an argument of the command: text that starts with a brace."""
    if isinstance(pattern, _native.Pattern):
        return pattern.text
    if isinstance(pattern, dict):
        return json.dumps(pattern)
    return pattern.decode() if isinstance(pattern, bytes) else pattern


def _problems(found: list[dict[str, Any]]) -> list[Problem]:
    problems: list[Problem] = [from_json(Problem, one) for one in found]
    return problems


def _failed(err: bytes) -> InputError:
    text = err.decode(errors="replace").strip()
    return InputError(text.removeprefix("error: "))


def _document(words: list[str]) -> tuple[dict[str, Any], int, bytes]:
    code, out, err = said(words)
    try:
        document: dict[str, Any] = json.loads(out)
    except ValueError:
        # The words were refused before there was anything to be written.
        raise _failed(err) from None
    return document, code, err


def check(
    *paths: str | os.PathLike[str] | dict[str, Any] | _native.Pattern,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    fixtures: Iterable[str | os.PathLike[str]] = (),
    variables: dict[str, str] | None = None,
) -> CheckReport:
    """What is wrong with patterns: of files and directories, templates among them, or given as text.

    As ``pattern-test check``, with what ``pattern-test.toml`` says; without paths, the working directory.
    Text is what starts with a brace. Where there is nothing to check, that is an ``InputError``.
    """
    words = ["check", "--format", "json"]
    words += _options("--select", select) + _options("--ignore", ignore)
    words += [f"--fixtures={os.fspath(path)}" for path in fixtures]
    words += [f"--var={name}={value}" for name, value in (variables or {}).items()]
    named = [
        _text(path) if isinstance(path, (dict, _native.Pattern)) else os.fspath(path)
        for path in paths
    ]
    if "-" in named:
        raise InputError("standard input is not read here: give the text, or a file")
    document, code, err = _document([*words, "--", *named])
    report = CheckReport(
        findings=[from_json(Finding, one) for one in document["findings"]],
        errors=_problems(document["errors"]),
        patterns=document["patterns"],
        files=document["files"],
        open=document["open"],
        known=document["known"],
    )
    if code == 2 and not report.patterns and not report.findings:
        raise _failed(err)
    return report


def _options(flag: str, values: Iterable[str]) -> list[str]:
    values = [values] if isinstance(values, str) else list(values)
    return [f"{flag}={','.join(values)}"] if values else []


def _mode(strict: bool) -> str:
    return "--strict" if strict else "--flattened"


def compare(
    old: PatternLike,
    new: PatternLike,
    /,
    strict: bool = False,
    *,
    single_values_only: bool = False,
) -> Comparison:
    """How ``new`` compares to ``old``: equivalent, wider, narrower, overlapping or disjoint.

    The answer is about all events that there can be, and comes with events that show it.
    """
    # What is refused is reported as everywhere else.
    texts = [Pattern(one).text for one in (old, new)]
    words = ["compare", "--format", "json", _mode(strict)]
    words += ["--scalar"] if single_values_only else []
    document, _, err = _document([*words, "--", *(_braced(text) for text in texts)])
    if not document["comparisons"]:
        raise _failed(err)
    row = document["comparisons"][0]
    unknown: list[str] = []

    def shown(key: str) -> Difference | None:
        found = row.get(key)
        if found is None or found["exists"] == "no":
            return None
        if found["exists"] == "unknown":
            unknown.append(found["why"])
            return None
        made: Difference = from_json(Difference, found)
        return made

    same = row["outcome"] == "unchanged"
    return Comparison(
        relation="equivalent" if same else row["relation"],
        relation_of_single_values=(
            "equivalent" if same else row["relation_of_single_values"]
        ),
        only_old=shown("only_old"),
        only_new=shown("only_new"),
        both=shown("both"),
        unknown=unknown,
    )


def _braced(text: str) -> str:
    """The text of a pattern that compiles, so that it cannot be read as a path."""
    return text.lstrip("\ufeff \t\r\n")


def generate(
    pattern: PatternLike,
    /,
    *,
    kind: Kind = "match",
    count: int = 1,
    strict: bool = False,
    seed: int = 0,
    minimal: bool = False,
    base: Iterable[str | os.PathLike[str]] = (),
) -> list[GeneratedEvent]:
    """Events that match a pattern, that lie at the edge of it, or that just fail.

    At most ``count``; fewer, or none, where there are no more.
    """
    text = _braced(Pattern(pattern).text)
    words = ["generate", "--format", "json", _mode(strict)]
    words += [f"--kind={kind}", f"--count={count}", f"--seed={seed}"]
    words += ["--minimal"] if minimal else []
    words += [f"--base={os.fspath(path)}" for path in base]
    document, code, err = _document([*words, "--", text])
    if code == 2:
        raise _failed(err)
    events: list[GeneratedEvent] = [
        from_json(GeneratedEvent, one) for one in document["events"]
    ]
    return events


class Template:
    """A template, or a directory of them, with the patterns in it.

    CloudFormation, SAM and CDK output, Terraform, Serverless and others are recognised by their content.
    """

    #: The patterns, in the order of the templates.
    patterns: list[TemplatePattern]

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        variables: dict[str, str] | None = None,
    ) -> None:
        words = ["extract"]
        words += [f"--var={name}={value}" for name, value in (variables or {}).items()]
        code, out, err = said([*words, "--", os.fspath(path)])
        rows = [json.loads(line) for line in out.splitlines()]
        if code != 0 or any("error" in row for row in rows):
            raise _failed(err)
        self.patterns = [
            from_json(TemplatePattern, {**row, "text": row["pattern"]}) for row in rows
        ]

    def __iter__(self) -> Iterator[TemplatePattern]:
        return iter(self.patterns)

    def __len__(self) -> int:
        return len(self.patterns)

    def __getitem__(self, id: str) -> TemplatePattern:
        for pattern in self.patterns:
            if pattern.id == id:
                return pattern
        known = ", ".join(pattern.id for pattern in self.patterns)
        raise KeyError(f"no pattern {id!r}; the template has {known}")


def events(
    source: str | os.PathLike[str] | bytes,
    /,
    *,
    form: str | None = None,
    on_error: Literal["raise", "skip"] = "raise",
) -> list[Event]:
    """The events that a file holds, all files below a directory, or the bytes of a file.

    Whatever form they were saved in: JSON, JSON Lines, arrays, SQS and SNS messages, CloudTrail, logs, and
    the others of ``docs/inputs.md``, gzip and zstd unpacked. ``form`` names one where it is not to be
    recognised by the content. What is not an event raises an ``EventError`` unless it is to be skipped.
    """
    if on_error not in ("raise", "skip"):
        raise ValueError(f'on_error is "raise" or "skip", not {on_error!r}')
    found: list[Event] = []
    inputs: list[tuple[str, Callable[[], bytes]]]
    if isinstance(source, bytes):
        content = source
        inputs = [("<bytes>", lambda: content)]
    else:
        inputs = [(str(file), file.read_bytes) for file in _files(Path(source))]
    for name, read in inputs:
        more, problems = events_in(read(), name, form)
        if problems and on_error == "raise":
            raise problems[0]
        found += more
    return found


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    below = sorted(path.rglob("*"), key=lambda file: file.parts)
    files = [
        file
        for file in below
        if file.suffix in _EXTENSIONS
        and file.is_file()
        and not any(part.startswith(".") for part in file.relative_to(path).parts)
    ]
    if not files:
        raise InputError(f"{path}: there is no file of events below this directory")
    return files
