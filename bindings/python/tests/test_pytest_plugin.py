"""The pytest plugin, in a pytest of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

SUITE = """\
pattern: rule.json
cases:
  - name: stopped
    event: {source: aws.ec2, detail: {state: stopped}}
    expect: match
  - name: running
    why: only stopped instances are of interest
    event: {source: aws.ec2, detail: {state: running}}
    expect: no-match
"""

RULE = {"source": ["aws.ec2"], "detail": {"state": ["stopped", "terminated"]}}


@pytest.fixture
def project(pytester: pytest.Pytester) -> Path:
    path = pytester.path
    (path / "patterns").mkdir()
    (path / "patterns/rule.json").write_text(json.dumps(RULE))
    (path / "patterns/rule.suite.yaml").write_text(SUITE)
    return path


def event(path: Path, state: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"source": "aws.ec2", "detail": {"state": state}}))


def test_a_case_is_an_item(pytester: pytest.Pytester, project: Path) -> None:
    found = pytester.runpytest("-v")
    found.assert_outcomes(passed=2)
    found.stdout.fnmatch_lines(
        [
            "patterns/rule.suite.yaml::stopped PASSED*",
            "patterns/rule.suite.yaml::running PASSED*",
        ]
    )
    pytester.runpytest("patterns/rule.suite.yaml::running").assert_outcomes(passed=1)
    pytester.runpytest("-k", "stopped").assert_outcomes(passed=1, deselected=1)
    pytester.runpytest("--no-pattern-suites").assert_outcomes()


def test_a_failure_is_explained(pytester: pytest.Pytester, project: Path) -> None:
    suite = project / "patterns/rule.suite.yaml"
    suite.write_text(SUITE.replace("expect: no-match", "expect: match"))
    found = pytester.runpytest()
    found.assert_outcomes(passed=1, failed=1)
    found.stdout.fnmatch_lines(
        [
            "*patterns/rule.json: expected match*",
            "why: only stopped instances are of interest",
            "*expected match, found no match*",
            "*detail.state*",
        ]
    )
    found.stdout.no_fnmatch_line("*Traceback*")
    found.stdout.no_fnmatch_line("*runtest*")


def test_a_suite_that_cannot_be_used_is_an_error(
    pytester: pytest.Pytester, project: Path
) -> None:
    (project / "patterns/bad.suite.yaml").write_text("cases:\n  - exspect: match\n")
    found = pytester.runpytest()
    found.assert_outcomes(errors=1)
    found.stdout.fnmatch_lines(["*patterns/bad.suite.yaml:2:*exspect*"])
    (project / "patterns/bad.suite.yaml").unlink()
    (project / "pattern-test.toml").write_text("[paths]\npaterns = []\n")
    found = pytester.runpytest()
    found.assert_outcomes(errors=1)
    found.stdout.fnmatch_lines(["*pattern-test.toml*paterns*"])


def test_the_folders_of_events(pytester: pytest.Pytester, project: Path) -> None:
    event(project / "fixtures/rule/match/stopped.json", "stopped")
    event(project / "fixtures/rule/no-match/running.json", "running")
    event(project / "fixtures/rule/no-match/oops.json", "terminated")
    # A folder with one of the names that is none of the project's.
    event(project / "src/match/other.json", "stopped")
    found = pytester.runpytest("-v")
    found.assert_outcomes(passed=4, failed=1)
    found.stdout.fnmatch_lines(
        ["fixtures/rule/no-match/oops.json::fixtures/rule/no-match/oops.json FAILED*"]
    )
    path = "fixtures/rule/match/stopped.json"
    pytester.runpytest(path).assert_outcomes(passed=1)


def test_a_folder_whose_pattern_is_gone_is_an_error(
    pytester: pytest.Pytester, project: Path
) -> None:
    event(project / "fixtures/renamed/match/stopped.json", "stopped")
    found = pytester.runpytest()
    found.assert_outcomes(errors=1)
    found.stdout.fnmatch_lines(["*fixtures/renamed*"])


def test_an_undecided_case_fails(pytester: pytest.Pytester, project: Path) -> None:
    case = {"name": "n", "pattern": {"a": [1]}, "event": '{"a": ', "expect": "match"}
    (project / "patterns/x.suite.jsonl").write_text(json.dumps(case) + "\n")
    found = pytester.runpytest("patterns/x.suite.jsonl")
    found.assert_outcomes(failed=1)
    found.stdout.fnmatch_lines(["*undecided:*", "*cannot be read*"])


@pytest.mark.parametrize("workers", [[], ["-n", "2"]])
def test_coverage(
    pytester: pytest.Pytester, project: Path, workers: list[str]
) -> None:
    found = pytester.runpytest("--pattern-coverage", *workers)
    found.assert_outcomes(passed=2)
    found.stdout.fnmatch_lines(
        [
            "*coverage of event patterns*",
            "*%  patterns/rule.json",
            "*source (1:*): no negative case fails because of it alone",
            '*detail.state (1:*): no case matches by "terminated"',
            " 60.0 %  in all (3 of 5)",
        ]
    )
    assert found.ret == 0
    found = pytester.runpytest("--pattern-min-coverage", "60", *workers)
    assert found.ret == 0
    found = pytester.runpytest("--pattern-min-coverage", "61", *workers)
    found.stdout.fnmatch_lines(["coverage is below 61 %"])
    assert found.ret == 1


def test_cases_of_folders_and_suites_cover_together(
    pytester: pytest.Pytester, project: Path
) -> None:
    event(project / "fixtures/rule/match/terminated.json", "terminated")
    found = pytester.runpytest("--pattern-coverage")
    found.stdout.fnmatch_lines([" 80.0 %  in all (4 of 5)"])


def test_a_pattern_that_nobody_tests_counts(
    pytester: pytest.Pytester, project: Path
) -> None:
    (project / "patterns/other.json").write_text('{"source": ["x"]}')
    found = pytester.runpytest("--pattern-coverage")
    found.stdout.fnmatch_lines(["  0.0 %  patterns/other.json"])
    found = pytester.runpytest("--pattern-coverage", "patterns/rule.suite.yaml")
    found.stdout.no_fnmatch_line("*patterns/other.json*")


def test_too_little_is_covered_where_nothing_ran(pytester: pytest.Pytester) -> None:
    found = pytester.runpytest("--pattern-min-coverage", "1")
    found.stdout.fnmatch_lines(["no case of a suite passed, so that nothing is covered"])
    assert found.ret == 1


def test_the_mode_of_the_configuration_counts(
    pytester: pytest.Pytester, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = {
        "name": "mixed",
        "pattern": {"c": {"a": [1], "b": [1]}},
        "event": {"c": [{"a": 1}, {"b": 1}]},
        "expect": "no-match",
    }
    (project / "patterns/x.suite.jsonl").write_text(json.dumps(case) + "\n")
    pytester.runpytest("patterns/x.suite.jsonl").assert_outcomes(failed=1)
    (project / "pattern-test.toml").write_text('mode = "strict"\n')
    pytester.runpytest("patterns/x.suite.jsonl").assert_outcomes(passed=1)


def test_asserts_of_a_test(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        from pattern_test import assert_matches

        def test_it():
            assert_matches({"detail": {"code": ["1"]}}, {"detail": {"code": 1}})
        """
    )
    found = pytester.runpytest()
    found.assert_outcomes(failed=1)
    found.stdout.fnmatch_lines(
        [
            ">       assert_matches(*",
            "E       AssertionError: the pattern does not match the event",
            "E*detail.code*",
        ]
    )
    found.stdout.no_fnmatch_line("*_asserts.py*")


def test_the_fixture_for_moto(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        from moto.events import models

        def test_it(pattern_test_moto):
            assert models.EventPattern.load('{"a": [1]}').matches_event({"a": [[1]]})
        """
    )
    pytester.runpytest().assert_outcomes(passed=1)
