"""One pattern."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import _native
from ._native import Event, explain

if TYPE_CHECKING:
    from ._explanation import Explanation
    from ._native import EventLike


class Pattern(_native.Pattern):
    """A compiled event pattern, of its text or a dictionary.

    >>> Pattern({"source": ["aws.ecs"]}).matches({"source": "aws.ecs"})
    True

    A pattern that the service refuses raises a ``PatternError``.
    """

    def explain(
        self,
        event: EventLike,
        /,
        strict: bool = False,
        *,
        name: str | None = None,
    ) -> Explanation:
        """Why the pattern matches an event or not, in both modes; ``strict`` says which is asked about."""
        from ._explanation import explanation

        event = event if isinstance(event, Event) else Event(event)
        texts = explain(self, event, strict, name, event.name)
        return explanation(texts, self, event)
