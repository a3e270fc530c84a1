"""Why a pattern matches an event or not: the model that ``explain --format json`` documents."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Generic, Literal, TypeVar

from ._native import Event, explain_html
from ._native import Pattern as NativePattern

T = TypeVar("T")

Mode = Literal["flattened", "strict"]


@dataclass(frozen=True)
class ByMode(Generic[T]):
    """What differs between the modes."""

    flattened: T
    strict: T


@dataclass(frozen=True)
class Span:
    """A range of bytes, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True)
class ArrayElement:
    """An array element that a value lies below."""

    array: str
    index: int
    pointer: str
    label: str | None


@dataclass(frozen=True)
class Place:
    """Where a value is in the event."""

    pointer: str
    path: str
    line: int
    column: int
    span: Span
    elements: list[ArrayElement]
    decoded: str | None = None
    """The field of a record in whose decoded text it is."""


@dataclass(frozen=True)
class Matcher:
    """One entry of a condition's array."""

    span: Span
    operator: str | None
    asks: str
    accepts: bool


@dataclass(frozen=True)
class Witness:
    """A value that is accepted."""

    value: Any
    matcher: int
    chosen: ByMode[bool]
    pointer: str
    path: str
    line: int
    column: int
    span: Span
    elements: list[ArrayElement]
    cut: bool = False
    decoded: str | None = None


@dataclass(frozen=True)
class Failure:
    """A value that is not accepted, or the lack of any."""

    code: str
    why: str
    value: Any = None
    cut: bool = False
    pointer: str | None = None
    path: str | None = None
    line: int | None = None
    column: int | None = None
    span: Span | None = None
    elements: list[ArrayElement] | None = None
    decoded: str | None = None


@dataclass(frozen=True)
class Hint:
    """A mistake that a condition looks like."""

    code: str
    message: str
    instead: str | None
    span: Span
    line: int
    column: int
    event: Place | None


@dataclass(frozen=True)
class Condition:
    """A path, what is asked of the values there, and what came of it."""

    id: int
    path: str
    key_span: Span
    span: Span
    line: int
    column: int
    asks: str
    matchers: list[Matcher]
    holds: bool
    by_absence: bool
    marks: ByMode[str]
    found: int
    witnesses: list[Witness]
    more_witnesses: int
    failures: list[Failure]
    more_failures: int
    replaced_by: list[int]
    hints: list[Hint]


@dataclass(frozen=True)
class BranchOf:
    """A branch of an ``$or`` that leads to an alternative."""

    or_: int = field(metadata={"json": "or"})
    branch: int


@dataclass(frozen=True)
class Alternative:
    """A way to match."""

    index: int
    branches: list[BranchOf]
    holds: ByMode[bool]
    conflict: list[int]
    conditions: list[Condition]


@dataclass(frozen=True)
class Branch:
    """A branch of an ``$or``."""

    span: Span
    line: int
    column: int
    marks: ByMode[str]
    decided: ByMode[bool]


@dataclass(frozen=True)
class Or:
    """An ``$or`` of the pattern."""

    key_span: Span
    line: int
    column: int
    branches: list[Branch]


@dataclass(frozen=True)
class Summary:
    """The closing paragraph."""

    text: str
    alternative: int | None
    change: list[list[int]]


@dataclass(frozen=True)
class Taken:
    """From where a condition took its value, in the mode that matches."""

    condition: int
    value: Any = None
    pointer: str | None = None
    path: str | None = None
    line: int | None = None
    column: int | None = None
    span: Span | None = None
    elements: list[ArrayElement] | None = None
    decoded: str | None = None


@dataclass(frozen=True)
class Cell:
    """What a condition finds in one element of an array."""

    holds: bool
    value: Any
    more: int


@dataclass(frozen=True)
class ElementRow:
    """An element of the array that the modes differ about."""

    element: ArrayElement
    cells: list[Cell]


@dataclass(frozen=True)
class Disagreement:
    """Where the modes come to different verdicts."""

    direction: str
    headline: str
    alternative: int
    array: str | None
    witnesses: list[Taken]
    elements: list[ElementRow]
    more_elements: int
    why: str
    ways_out: list[str]


@dataclass(frozen=True)
class EcsContainer:
    """A container of an ECS task."""

    name: str
    exit_code: Any
    reason: str | None


@dataclass(frozen=True)
class EcsTask:
    """What an ECS Task State Change event is about."""

    cluster: str | None
    task_definition: str | None
    task: str | None
    containers: list[EcsContainer]
    stopped_reason: str | None


@dataclass(frozen=True)
class ExplainedPattern:
    """The pattern that is explained."""

    name: str | None
    text: str


@dataclass(frozen=True)
class ExplainedEvent:
    """The event that is explained."""

    name: str | None
    bytes: int


@dataclass(frozen=True, repr=False)
class Explanation:
    """Why a pattern matches an event or not.

    ``str`` is the text for people; a notebook shows the page.
    """

    schema: int
    pattern: ExplainedPattern
    event: ExplainedEvent
    mode: Mode
    verdict: bool
    service: bool | None
    flattened: bool
    strict: bool
    strict_gave_up: bool
    decided_by: ByMode[int | None]
    disagree: bool
    summary: ByMode[Summary]
    alternatives: list[Alternative]
    more_alternatives: int
    replaced: list[Condition]
    ors: list[Or]
    disagreement: Disagreement | None = None
    ecs_task: EcsTask | None = None
    notes: list[str] = field(default_factory=list)
    """What else decides, or is to be known before anybody relies on the verdict."""
    _text: str = field(default="", compare=False)
    _again: tuple[NativePattern, Event] | None = field(
        default=None, compare=False
    )

    @property
    def matched(self) -> bool:
        """Whether the pattern matches in the mode that was asked about."""
        return self.verdict

    @property
    def hints(self) -> list[Hint]:
        """The mistakes that the conditions look like."""
        conditions = [
            condition
            for alternative in self.alternatives
            for condition in alternative.conditions
        ]
        found: dict[tuple[str, str], Hint] = {}
        for condition in conditions:
            for hint in condition.hints:
                found.setdefault((hint.code, hint.message), hint)
        return list(found.values())

    def to_html(self) -> str:
        """One self-contained page: pattern left, event right."""
        return self._written(markdown=False)

    def to_markdown(self) -> str:
        """For a pull-request comment or a chat message."""
        return self._written(markdown=True)

    def _written(self, *, markdown: bool) -> str:
        if self._again is None:
            raise ValueError("an explanation read from JSON has no event to write")
        pattern, event = self._again
        names = (self.pattern.name, self.event.name)
        return explain_html(pattern, event, self.mode == "strict", markdown, *names)

    def _repr_html_(self) -> str:
        # In a frame: its styles are not to change the notebook's.
        from html import escape

        page = escape(self.to_html(), quote=True)
        return (
            '<iframe sandbox="allow-scripts" style="width:100%;height:32em;border:0" '
            f'srcdoc="{page}"></iframe>'
        )

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return self._text


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def from_json(kind: Any, value: Any, names: dict[Any, Any] | None = None) -> Any:
    """A value of ``kind`` out of parsed JSON. Members that are not known are left out: there may be new ones."""
    if names and kind in names:
        kind = names[kind]
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        if value is None:
            return None
        (kind,) = [one for one in arguments if one is not type(None)]
        return from_json(kind, value, names)
    if origin is list:
        return [from_json(arguments[0], one, names) for one in value]
    if origin is not None and dataclasses.is_dataclass(origin):
        parameters: tuple[Any, ...] = vars(origin)["__parameters__"]
        return from_json(origin, value, dict(zip(parameters, arguments, strict=True)))
    if not dataclasses.is_dataclass(kind):
        return value
    made: Any = kind
    hints = _hints(made)
    members = {}
    for member in dataclasses.fields(kind):
        key = member.metadata.get("json", member.name)
        if key in value:
            members[member.name] = from_json(hints[member.name], value[key], names)
    return made(**members)


def explanation(texts: list[str], pattern: NativePattern, event: Event) -> Explanation:
    """The explanation in the document and the text that the library wrote."""
    document, text = texts
    parsed = json.loads(document)["explanations"][0]
    made: Explanation = from_json(Explanation, parsed)
    return dataclasses.replace(
        made, _text=text.rstrip("\n"), _again=(pattern, event)
    )
