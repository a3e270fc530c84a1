"""What type checkers are to make of the package; checked, not run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import assert_type

from pattern_test import (
    Array,
    CheckReport,
    Comparison,
    Event,
    Explanation,
    Pattern,
    PatternError,
    RuleSet,
    Template,
    check,
    compare,
    events,
    generate,
)
from pattern_test._explanation import Hint

if TYPE_CHECKING:
    from pattern_test._native import ArrowArray, ArrowStream

pattern = Pattern({"source": ["aws.ecs"]})
assert_type(pattern, Pattern)
assert_type(pattern.matches("{}"), bool)
assert_type(pattern.explain(b"{}", strict=True), Explanation)
assert_type(pattern.explain({}).hints, list[Hint])

rules = RuleSet({"one": pattern, "two": '{"a": [1]}'})
assert_type(rules.matches({"a": 1}), bool)
assert_type(rules.names("{}"), list[str])


def of_columns(array: ArrowArray, stream: ArrowStream) -> None:
    assert_type(rules.matches(array), Array)
    assert_type(rules.names(stream, on_error="null"), Array)


assert_type(events("events.jsonl"), list[Event])
assert_type(check("template.yaml"), CheckReport)
assert_type(compare(pattern, "{}"), Comparison)
assert_type([one.matches for one in generate(pattern)], list[bool])
assert_type(Template("template.yaml")["Rule"].pattern, Pattern)


def of(error: PatternError) -> tuple[str, int, int, str, str | None]:
    return error.reason, error.line, error.column, error.service_text, error.help
