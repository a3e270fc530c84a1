"""The conformance data through Python: the verdicts one by one and as a column, the errors, the complexity."""

from __future__ import annotations

import pyarrow
import pytest
from conftest import conformance

from pattern_test import Pattern, PatternError, RuleSet

VERDICTS = conformance("verdicts", 5_974) + conformance("addresses-and-numbers", 2_768)


@pytest.mark.parametrize("strict", [False, True])
def test_verdicts(strict: bool) -> None:
    mode = "strict" if strict else "flattened"
    wrong = [
        case
        for case in VERDICTS
        if Pattern(case["pattern"]).matches(case["event"], strict)
        != (case[mode] == "match")
    ]
    assert not wrong, f"{len(wrong)} of {len(VERDICTS)} differ; the first: {wrong[0]}"


@pytest.mark.parametrize("strict", [False, True])
def test_verdicts_as_one_column(strict: bool) -> None:
    mode = "strict" if strict else "flattened"
    rules = RuleSet({case["pattern"]: case["pattern"] for case in VERDICTS})
    column = pyarrow.array([case["event"] for case in VERDICTS])
    names = rules.names(column, strict=strict).to_pylist()
    assert len(names) == len(VERDICTS)
    wrong = [
        case
        for case, matched in zip(VERDICTS, names, strict=True)
        if (case["pattern"] in matched) != (case[mode] == "match")
    ]
    assert not wrong, f"{len(wrong)} of {len(VERDICTS)} differ; the first: {wrong[0]}"
    every = rules.matches(column, strict=strict).to_pylist()
    assert every == [bool(matched) for matched in names]


def test_recorded_replies() -> None:
    for case in conformance("recorded", 391):
        reply = case["reply"]
        if isinstance(reply, bool):
            ours = Pattern(case["pattern"]).matches(case["event"], strict=True)
            assert ours == reply, case["case"]
        elif reply.startswith("InvalidEventPatternException: "):
            with pytest.raises(PatternError) as caught:
                Pattern(case["pattern"])
            ours = caught.value.service_text
            assert f"InvalidEventPatternException: {ours}" == reply, case["case"]
        # What else the service refuses is an event, or it failed.


@pytest.mark.parametrize(
    ("name", "expected"), [("errors", 2_500), ("number-errors", 766)]
)
def test_errors(name: str, expected: int) -> None:
    for case in conformance(name, expected):
        with pytest.raises(PatternError) as caught:
            Pattern(case["pattern"])
        if "error" in case and not case.get("syntax"):
            text = f"Event pattern is not valid. Reason: {case['error']}"
            assert caught.value.service_text in (text, case["error"])


@pytest.mark.parametrize(
    ("name", "expected"), [("complexity", 399), ("complexity-classes", 1_374)]
)
def test_complexity(name: str, expected: int) -> None:
    for case in conformance(name, expected):
        if case["complexity"] < 11:
            assert Pattern(case["pattern"]).complexity == case["complexity"]
        else:
            with pytest.raises(PatternError, match="complex"):
                Pattern(case["pattern"])
