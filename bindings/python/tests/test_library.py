"""The library as a program uses it."""

from __future__ import annotations

import copy
import gzip
import json
import pickle
import threading
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pyarrow
import pytest

import pattern_test
from pattern_test import (
    Event,
    EventError,
    InputError,
    Pattern,
    PatternError,
    RuleSet,
    Template,
    UndecidedError,
    assert_matches,
    assert_no_match,
    check,
    compare,
    events,
    generate,
)
from pattern_test._explanation import Explanation

PATTERN = {"detail": {"containers": {"name": ["app"], "exitCode": [1]}}}
MIXED = {
    "detail": {
        "containers": [{"name": "app", "exitCode": 0}, {"name": "db", "exitCode": 1}]
    }
}


def test_every_name_of_the_package_is_there() -> None:
    for name in pattern_test.__all__:
        assert getattr(pattern_test, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        pattern_test.nothing  # noqa: B018


@pytest.mark.parametrize(
    "pattern", [PATTERN, json.dumps(PATTERN), json.dumps(PATTERN).encode()]
)
@pytest.mark.parametrize(
    "event",
    [
        MIXED,
        json.dumps(MIXED),
        json.dumps(MIXED).encode(),
        bytearray(json.dumps(MIXED).encode()),
        Event(MIXED),
    ],
)
def test_patterns_and_events_in_every_form(pattern: Any, event: Any) -> None:
    compiled = Pattern(pattern)
    assert compiled.matches(event)
    assert compiled.matches(event, strict=False)
    assert not compiled.matches(event, strict=True)
    rules = RuleSet({"one": pattern})
    assert rules.matches(event) is True
    assert rules.names(event) == ["one"]
    assert rules.names(event, strict=True) == []


def test_a_long_event_is_matched_like_a_short_one() -> None:
    event = json.dumps({**MIXED, "more": "x" * 100_000})
    assert Pattern(PATTERN).matches(event)
    assert RuleSet({"one": PATTERN}).names(event) == ["one"]


@pytest.mark.parametrize("path", ["rule.json", "infra/template.yaml#OnFailure"])
def test_a_path_is_not_a_pattern_and_the_help_says_how_to_read_it(path: str) -> None:
    with pytest.raises(PatternError) as caught:
        Pattern(path)
    assert caught.value.help is not None
    assert "Template(file)[id]" in caught.value.help


def test_a_refused_pattern_says_what_the_service_says_and_what_to_do() -> None:
    with pytest.raises(PatternError) as caught:
        Pattern('{"source": "aws.ec2"}')
    error = caught.value
    assert isinstance(error, ValueError)
    assert error.reason == '"source" must be an object or an array'
    assert (error.line, error.column) == (1, 12)
    assert error.service_text == (
        'Event pattern is not valid. Reason: "source" must be an object or an array\n'
        ' at [Source: (String)"{"source": "aws.ec2"}"; line: 1, column: 13]'
    )
    assert error.code == "InvalidEventPatternException"
    assert error.help is not None and '["aws.ec2"]' in error.help
    assert "line 1, column 12" in str(error)
    again = pickle.loads(pickle.dumps(error))
    assert (again.reason, again.help, str(again)) == (
        error.reason,
        error.help,
        str(error),
    )


def test_the_refused_pattern_of_several_is_named() -> None:
    with pytest.raises(PatternError, match="^second: "):
        RuleSet({"first": PATTERN, "second": "[]"})


def test_what_is_no_event_is_told_with_its_place() -> None:
    for look in (Pattern(PATTERN).matches, RuleSet({"a": PATTERN}).matches, Event):
        with pytest.raises(EventError) as caught:
            look('{"a": 1,\n "b": }')
        assert (caught.value.line, caught.value.column) == (2, 7)
        assert caught.value.row is None
    with pytest.raises(EventError, match="an event is a JSON object"):
        Pattern(PATTERN).matches("[1]")
    with pytest.raises(EventError, match="UTF-8"):
        Pattern(PATTERN).matches(b'{"a": "\xff"}')
    error = caught.value
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_other_types_are_no_events() -> None:
    with pytest.raises(TypeError, match="found int"):
        Pattern(PATTERN).matches(3)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="found NoneType"):
        Pattern(None)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"pyarrow\.array"):
        RuleSet({"a": PATTERN}).matches(["{}"])  # type: ignore[call-overload]


def entangled() -> tuple[str, str]:
    """A pattern and an event on which the strict search is given up."""

    def many(element: str, times: int) -> str:
        return ",".join([element] * times)

    a, b = many('{"a":1}', 1_000), many('{"b":1}', 1_000)
    x = many('{"x":1}', 20_000)
    event = f'{{"c":[{a}],"c":[{b}],"c":{{"a":1,"b":1}},"x":[{x}]}}'
    return '{"c":{"a":[1],"b":[1]},"x":{"x":[{"exists":false}]}}', event


def test_undecided_is_no_verdict() -> None:
    text, event = entangled()
    pattern, rules = Pattern(text), RuleSet({"tangled": text})
    for look in (pattern.matches, rules.matches, rules.names):
        assert not look(event)
        with pytest.raises(UndecidedError, match="given up"):
            look(event, strict=True)
    with pytest.raises(UndecidedError):
        pattern.matches(Event(event), strict=True)
    assert pattern.explain(event).service is None
    column = pyarrow.array(["{}", event])
    with pytest.raises(UndecidedError) as caught:
        rules.matches(column, strict=True)
    assert str(pickle.loads(pickle.dumps(caught.value))).startswith("row 1: ")
    for on_error in ("null", "skip"):
        found = rules.matches(column, strict=True, on_error=on_error)
        assert found.to_pylist() == [False, None]
    # That another rule matches is known all the same; which ones do is not.
    both = RuleSet({"tangled": text, "any": {"c": {"a": [1]}}})
    assert both.matches(event, strict=True) is True
    with pytest.raises(UndecidedError):
        both.names(event, strict=True)


def test_patterns_and_events_go_to_other_processes() -> None:
    pattern = Pattern(PATTERN)
    again = pickle.loads(pickle.dumps(pattern))
    assert again == pattern and hash(again) == hash(pattern)
    assert type(again) is Pattern
    assert again != Pattern({"source": ["x"]})
    assert copy.deepcopy(pattern) == pattern
    rules = pickle.loads(pickle.dumps(RuleSet({"a": PATTERN, "b": {"source": ["x"]}})))
    assert list(rules.patterns) == ["a", "b"]
    assert rules.names(MIXED) == ["a"]
    assert pickle.loads(pickle.dumps(Event(MIXED))).data == MIXED


def test_threads_share_patterns() -> None:
    rules = RuleSet({str(n): {"n": [n]} for n in range(50)})
    pattern = Pattern({"n": [7]})
    wrong: list[int] = []

    def work(start: int) -> None:
        for n in range(start, start + 2_000):
            event = json.dumps({"n": n % 60, "text": "x" * (n % 7_000)})
            names = [str(n % 60)] if n % 60 < 50 else []
            if rules.names(event) != names or pattern.matches(event) != (n % 60 == 7):
                wrong.append(n)

    threads = [threading.Thread(target=work, args=(n * 100,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_an_explanation_is_text_values_and_a_page() -> None:
    explanation = Pattern(PATTERN).explain(MIXED, strict=True)
    assert explanation.flattened and not explanation.strict
    assert not explanation.matched and explanation.service is False
    assert explanation.disagreement is not None
    assert explanation.disagreement.array == "detail.containers"
    names = [condition.path for condition in explanation.alternatives[0].conditions]
    assert names == ["detail.containers.name", "detail.containers.exitCode"]
    witness = explanation.alternatives[0].conditions[0].witnesses[0]
    assert witness.pointer == "/detail/containers/0/name"
    assert witness.elements[0].label == "app"
    assert str(explanation) == repr(explanation)
    assert "containers" in str(explanation) and "\x1b" not in str(explanation)
    page = explanation.to_html()
    assert page.lower().startswith("<!doctype html>")
    assert "<iframe" in explanation._repr_html_()
    assert "containers" in explanation.to_markdown()


def test_a_hint_says_what_to_write_instead() -> None:
    explanation = Pattern({"exitCode": ["1"]}).explain({"exitCode": 1})
    hint = explanation.hints[0]
    assert (hint.code, hint.instead) == ("number-as-string", "1")


def test_explanations_have_every_member_of_the_schema(root: Path) -> None:
    schema = json.loads((root / "docs/schemas/explain.json").read_text())
    kinds: dict[frozenset[str], type] = {}

    def collect(kind: Any) -> None:
        for part in get_args(kind):
            collect(part)
        if not (isinstance(kind, type) and is_dataclass(kind)):
            return
        names = frozenset(
            member.metadata.get("json", member.name)
            for member in fields(kind)
            if not member.name.startswith("_")
        )
        if names not in kinds:
            kinds[names] = kind
            for hint in get_type_hints(kind).values():
                collect(hint)
                collect(getattr(hint, "__origin__", None))

    collect(Explanation)
    for name, definition in schema["$defs"].items():
        if name == "Problem" or "properties" not in definition:
            continue
        assert frozenset(definition["properties"]) in kinds, name


def test_check_tells_findings_and_never_passes_over_nothing(tmp_path: Path) -> None:
    report = check('{"source": "aws.ec2"}')
    assert [finding.code for finding in report] == ["invalid-pattern"]
    assert not report.ok and report.patterns == 1
    assert report.findings[0].severity == "error"
    assert "[invalid-pattern]" in str(report)
    file = tmp_path / "rule.json"
    file.write_text('{"source": ["aws.ec2"], "detail": {"state": ["stopped"]}}')
    assert check(file).ok and check(str(file)).patterns == 1
    assert check({"source": ["aws.ec2"]}).patterns == 1
    with pytest.raises(InputError):
        check(tmp_path / "missing.json")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="nothing to check"):
        check(tmp_path / "empty")
    with pytest.raises(InputError, match="unknown rule `typo`"):
        check(file, select=["typo"])
    with pytest.raises(InputError, match="standard input"):
        check("-")


def test_check_tells_github_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert len(check('{"source": "aws.ec2"}')) == 1
    assert not summary.exists()
    assert capfd.readouterr() == ("", "")


def test_compare_shows_the_difference() -> None:
    wider = compare({"source": ["a"]}, {"source": ["a", "b"]})
    assert wider.relation == "wider"
    assert wider.only_old is None
    assert wider.only_new is not None
    assert wider.only_new.event["source"] == "b"
    assert not wider.only_new.old.matches and wider.only_new.new.matches
    assert compare(Pattern({"a": [1]}), '  {"a": [1.0]}').relation == "equivalent"
    assert compare({"a": [1]}, {"a": [1]}).relation == "equivalent"
    with pytest.raises(PatternError):
        compare({"a": [1]}, {"a": 1})


def test_generated_events_do_what_they_say() -> None:
    pattern = Pattern({"source": ["aws.s3"], "detail": {"size": [{"numeric": [">", 5]}]}})
    for kind in ("match", "boundary", "near-miss"):
        made = generate(pattern, kind=kind, count=4)  # type: ignore[arg-type]
        assert made
        for one in made:
            assert pattern.matches(one.event) == one.matches
    assert {one.matches for one in generate(pattern, kind="boundary", count=9)} == {
        True,
        False,
    }
    assert "time" not in generate(pattern, minimal=True)[0].event


def test_templates_give_their_patterns(root: Path) -> None:
    template = next(
        path
        for path in sorted((root / "fixtures/templates").iterdir())
        if path.suffix in (".yaml", ".yml")
    )
    patterns = Template(template).patterns
    assert patterns
    assert patterns[0].line >= 1 and patterns[0].source.endswith(template.name)
    found = Template(template)[patterns[0].id]
    assert json.loads(found.text)
    with pytest.raises(KeyError, match="no pattern 'nobody'"):
        Template(template)["nobody"]
    with pytest.raises(InputError):
        Template(root / "LICENSE-MIT")


def test_saved_events_of_every_form(root: Path, tmp_path: Path) -> None:
    for file in sorted((root / "fixtures/forms").iterdir()):
        found = events(file)
        assert found, file
        assert all("source" in event.data for event in found), file
    wrapped = events(root / "fixtures/forms/sqs-lambda.json")
    assert wrapped[0].forms == ["sqs", "event"]
    assert "sqs-lambda.json" in (wrapped[0].name or "")
    everything = events(root / "fixtures/ecs")
    assert len(everything) == len(list((root / "fixtures/ecs").iterdir()))
    packed = tmp_path / "events.jsonl.gz"
    packed.write_bytes(gzip.compress(b'{"a": 1}\n') + gzip.compress(b'{"a": 2}\n'))
    assert [event.data["a"] for event in events(packed)] == [1, 2]
    assert [event.name for event in events(packed.read_bytes())] == [
        "<bytes>:1",
        "<bytes>:2",
    ]


def test_a_bad_line_is_told_with_its_place_or_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    file.write_text('{"a": 1}\n{"a": }\n{"a": 3}\n')
    with pytest.raises(EventError) as caught:
        events(file)
    assert (caught.value.file, caught.value.line) == (str(file), 2)
    assert str(caught.value).startswith(f"{file}:2:")
    assert [event.data["a"] for event in events(file, on_error="skip")] == [1, 3]
    with pytest.raises(ValueError, match="unknown form `xml`"):
        events(file, form="xml")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no file of events"):
        events(tmp_path / "empty")


def test_asserts_fail_with_the_explanation() -> None:
    assert_matches(PATTERN, MIXED)
    assert_no_match(PATTERN, MIXED, strict=True)
    with pytest.raises(AssertionError, match="does not match") as caught:
        assert_matches(PATTERN, MIXED, strict=True)
    assert "detail.containers" in str(caught.value)
    with pytest.raises(AssertionError, match="should not"):
        assert_no_match(PATTERN, MIXED)
