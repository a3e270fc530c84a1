"""EventBridge event patterns offline: the service's verdict and error text, a strict mode, and why.

>>> from pattern_test import Pattern
>>> pattern = Pattern({"source": ["aws.ecs"], "detail": {"lastStatus": ["STOPPED"]}})
>>> pattern.matches({"source": "aws.ecs", "detail": {"lastStatus": "RUNNING"}})
False
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._native import Array, Event, RuleSet, __version__

if TYPE_CHECKING:
    from ._asserts import assert_matches, assert_no_match
    from ._errors import (
        EventError,
        InputError,
        PatternError,
        ServiceError,
        UndecidedError,
    )
    from ._explanation import Explanation
    from ._pattern import Pattern
    from ._results import (
        CheckReport,
        Comparison,
        Finding,
        GeneratedEvent,
        Problem,
        Template,
        TemplatePattern,
        check,
        compare,
        events,
        generate,
    )

__all__ = [
    "Array",
    "CheckReport",
    "Comparison",
    "Event",
    "EventError",
    "Explanation",
    "Finding",
    "GeneratedEvent",
    "InputError",
    "Pattern",
    "PatternError",
    "Problem",
    "RuleSet",
    "ServiceError",
    "Template",
    "TemplatePattern",
    "UndecidedError",
    "__version__",
    "assert_matches",
    "assert_no_match",
    "check",
    "compare",
    "events",
    "generate",
]

# What the command does not need is loaded when it is asked for, so that the command starts quickly.
_HOMES = {
    "assert_matches": "_asserts",
    "assert_no_match": "_asserts",
    "EventError": "_errors",
    "InputError": "_errors",
    "PatternError": "_errors",
    "ServiceError": "_errors",
    "UndecidedError": "_errors",
    "Explanation": "_explanation",
    "Pattern": "_pattern",
    "CheckReport": "_results",
    "Comparison": "_results",
    "Finding": "_results",
    "GeneratedEvent": "_results",
    "Problem": "_results",
    "Template": "_results",
    "TemplatePattern": "_results",
    "check": "_results",
    "compare": "_results",
    "events": "_results",
    "generate": "_results",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f".{home}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
