"""moto's EventBridge with the service's verdicts.

``install()`` makes moto match rules and archives, refuse patterns and answer ``TestEventPattern`` as the
service does. In pytest the fixture ``pattern_test_moto`` does that for one test.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from datetime import datetime, timezone
from types import TracebackType
from typing import Any

from ._errors import PatternError, ServiceError
from ._native import answer
from ._pattern import Pattern


class UnknownMotoError(RuntimeError):
    """moto's internals are not the ones that are known; nothing was changed."""


class Installed:
    """What ``install()`` changed. ``uninstall()``, or leaving a ``with`` block, puts it back."""

    def __init__(self, changes: list[tuple[type, str, Any]]) -> None:
        self._before = [(owner, name, vars(owner)[name]) for owner, name, _ in changes]
        for owner, name, value in changes:
            setattr(owner, name, value)

    def uninstall(self) -> None:
        """Put back what was there before."""
        for owner, name, value in self._before:
            setattr(owner, name, value)
        self._before = []

    def __enter__(self) -> Installed:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.uninstall()


def install(*, strict: bool = True) -> Installed:
    """Make moto's EventBridge decide as the service does today, or with ``strict=False`` as it did in 2019.

    Rules and archives that are made before are refused or accepted as moto did; they match as the
    service does from now on. Raises ``UnknownMotoError``, and changes nothing, where moto's internals are
    not the ones that are known.
    """
    try:
        from moto.core.exceptions import JsonRESTError
        from moto.events import models, responses
    except ImportError as error:
        raise UnknownMotoError(f"moto's EventBridge cannot be loaded: {error}") from error
    _examine(models, responses, JsonRESTError)
    moto_pattern: type[Any] = models.EventPattern
    moto_matches: Callable[[Any, Any], bool] = vars(moto_pattern)["matches_event"]
    moto_load: Any = vars(moto_pattern)["load"].__func__

    def load(cls: Any, raw_pattern: str | None) -> Any:
        if not raw_pattern:
            return moto_load(cls, raw_pattern)
        try:
            pattern = Pattern(raw_pattern)
        except PatternError as error:
            raise JsonRESTError(error.code, error.service_text) from error
        loaded = cls(raw_pattern, json.loads(raw_pattern))
        loaded._pattern_test = pattern
        return loaded

    def matches_event(self: Any, event: dict[str, Any]) -> bool:
        if not self._raw_pattern:
            # A schedule's rule: what moto does with it is moto's business.
            return moto_matches(self, event)
        pattern: Pattern | None = getattr(self, "_pattern_test", None)
        if pattern is None:
            pattern = self._pattern_test = Pattern(self._raw_pattern)
        return pattern.matches(_as_sent(event), strict)

    def answer_test_event_pattern(self: Any) -> str:
        pattern, event = self._get_param("EventPattern"), self._get_param("Event")
        try:
            result = answer(pattern or "", event or "")
        except ServiceError as error:
            raise JsonRESTError(error.code, error.message) from error
        return json.dumps({"Result": result})

    return Installed(
        [
            (moto_pattern, "load", classmethod(load)),
            (moto_pattern, "matches_event", matches_event),
            (responses.EventsHandler, "test_event_pattern", answer_test_event_pattern),
        ]
    )


def _as_sent(event: dict[str, Any]) -> str:
    """The event that a rule is asked about: moto adds another time, and has seconds in ``time``."""
    sent = {key: value for key, value in event.items() if key != "ingestion-time"}
    time = sent.get("time")
    if isinstance(time, (int, float)) and not isinstance(time, bool):
        when = datetime.fromtimestamp(time, tz=timezone.utc)
        sent["time"] = when.strftime("%Y-%m-%dT%H:%M:%SZ")
    return json.dumps(sent, default=str)


def _examine(models: Any, responses: Any, error: Any) -> None:
    """Raise unless everything that is to be changed, and everything that calls it, is as it is known."""

    def parameters(function: Any) -> list[str]:
        return list(inspect.signature(function).parameters)

    expected: list[tuple[str, Callable[[], bool]]] = [
        (
            "EventPattern(raw_pattern, pattern)",
            lambda: parameters(models.EventPattern) == ["raw_pattern", "pattern"],
        ),
        (
            "EventPattern.load(raw_pattern)",
            lambda: isinstance(vars(models.EventPattern)["load"], classmethod)
            and parameters(models.EventPattern.load) == ["raw_pattern"],
        ),
        (
            "EventPattern.matches_event(event)",
            lambda: parameters(vars(models.EventPattern)["matches_event"])
            == ["self", "event"],
        ),
        (
            "EventPattern._raw_pattern",
            lambda: models.EventPattern("{}", {})._raw_pattern == "{}",
        ),
        (
            "rules ask EventPattern.matches_event",
            lambda: "self.event_pattern.matches_event("
            in inspect.getsource(models.Rule.send_to_targets)
            and "EventPattern.load(" in inspect.getsource(models.Rule.__init__),
        ),
        (
            "archives read patterns by EventPattern.load",
            lambda: "EventPattern.load(" in inspect.getsource(models.Archive.__init__)
            and "EventPattern.load(" in inspect.getsource(models.Archive.update),
        ),
        (
            "EventsHandler.test_event_pattern()",
            lambda: parameters(vars(responses.EventsHandler)["test_event_pattern"])
            == ["self"],
        ),
        (
            "EventsHandler._get_param(name)",
            lambda: parameters(responses.EventsHandler._get_param)[1] == "param_name",
        ),
        (
            "JsonRESTError(error_type, message)",
            lambda: parameters(error)[:2] == ["error_type", "message"],
        ),
    ]
    for what, holds in expected:
        try:
            known = holds()
        except (AttributeError, KeyError, IndexError, OSError, TypeError, ValueError):
            known = False
        if not known:
            import moto

            version = getattr(moto, "__version__", "unknown")
            raise UnknownMotoError(
                f"moto {version} is not put together as expected ({what}); nothing was changed. "
                "Known are those of moto 5.2: pin that, or update pattern-test"
            )
