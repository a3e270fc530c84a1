"""What a test says of a pattern and an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._native import Event
from ._pattern import Pattern

if TYPE_CHECKING:
    from ._native import EventLike, PatternLike


def assert_matches(
    pattern: PatternLike, event: EventLike, /, strict: bool = False
) -> None:
    """Fail with the explanation unless the pattern matches the event."""
    __tracebackhide__ = True
    _check(pattern, event, strict, expected=True)


def assert_no_match(
    pattern: PatternLike, event: EventLike, /, strict: bool = False
) -> None:
    """Fail with the explanation if the pattern matches the event."""
    __tracebackhide__ = True
    _check(pattern, event, strict, expected=False)


def _check(
    pattern: PatternLike, event: EventLike, strict: bool, *, expected: bool
) -> None:
    __tracebackhide__ = True
    compiled = pattern if isinstance(pattern, Pattern) else Pattern(pattern)
    event = event if isinstance(event, Event) else Event(event)
    if compiled.matches(event, strict) == expected:
        return
    lead = (
        "the pattern does not match the event"
        if expected
        else "the pattern matches the event, and should not"
    )
    raise AssertionError(f"{lead}\n\n{compiled.explain(event, strict)}")
