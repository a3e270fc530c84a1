"""The pytest plugin: suites of expectations as tests, and how much of the patterns they cover.

``*.suite.yaml`` and ``*.suite.json`` are collected, and the events below ``fixtures/NAME/match`` and
``fixtures/NAME/no-match``; a case is an item.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from ._native import CaseRow, Suites
    from .moto import Installed

#: What a suite is called.
_ENDINGS = (".suite.yaml", ".suite.yml", ".suite.json", ".suite.jsonl")

#: The folders of events by which a pattern is tested without a suite.
_FOLDERS = ("match", "no-match")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("pattern-test", "EventBridge event patterns")
    group.addoption(
        "--no-pattern-suites",
        action="store_true",
        help="do not collect suites of event patterns",
    )
    group.addoption(
        "--pattern-coverage",
        action="store_true",
        help="measure which conditions and matchers of the event patterns the cases cover",
    )
    group.addoption(
        "--pattern-min-coverage",
        type=_percent,
        metavar="PERCENT",
        help="the least coverage of event patterns; implies --pattern-coverage",
    )


def _percent(text: str) -> float:
    percent = float(text)
    if not 0 <= percent <= 100:
        raise ValueError(text)
    return percent


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(_Session(config), "pattern-test-session")


class _Session:
    """What one run of pytest knows of suites."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        # The cases that passed, by what `Suites` was read of: the files, or nothing for the project.
        self.passed: dict[str, set[tuple[int, int]]] = {}
        self._project: dict[Path, list[CaseRow]] | None = None
        self._suites: dict[str, Suites] = {}

    @property
    def measures(self) -> bool:
        return bool(self.config.getoption("pattern_coverage")) or self.least is not None

    @property
    def least(self) -> float | None:
        least: float | None = self.config.getoption("pattern_min_coverage")
        return least

    def suites(self, source: str) -> Suites:
        """The suites of a file, or of the folders of the project where none is named."""
        from ._native import Suites

        if source not in self._suites:
            self._suites[source] = Suites([source] if source else [])
        return self._suites[source]

    def by_convention(self, file: Path) -> list[CaseRow]:
        """The cases that an event's place in a folder makes."""
        if self._project is None:
            self._project = {}
            for case in self.suites("").cases:
                if not case.file.endswith(_ENDINGS):
                    home = Path(os.path.abspath(case.file))
                    self._project.setdefault(home, []).append(case)
        return self._project.get(Path(os.path.abspath(file)), [])

    @pytest.hookimpl
    def pytest_collect_file(
        self, file_path: Path, parent: pytest.Collector
    ) -> pytest.Collector | None:
        if self.config.getoption("no_pattern_suites"):
            return None
        if file_path.name.endswith(_ENDINGS):
            collector: pytest.Collector = _SuiteFile.from_parent(
                parent, path=file_path, session_state=self
            )
            return collector
        if any(folder in file_path.parts for folder in _FOLDERS) and self._may_hold(
            file_path
        ):
            collector = _EventFile.from_parent(
                parent, path=file_path, session_state=self
            )
            return collector
        return None

    def _may_hold(self, file: Path) -> bool:
        """Whether a file below a folder `match` or `no-match` is one of the project's events."""
        from ._errors import InputError

        try:
            if self.by_convention(file):
                return True
            return bool(_errors_about(self.suites(""), file))
        except InputError:
            # The configuration cannot be read: reported where it is needed.
            return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        case = getattr(report, "pattern_test_case", None)
        if case is not None and report.when == "call" and report.passed:
            source, suite, number = case
            self.passed.setdefault(source, set()).add((suite, number))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if not self.measures or hasattr(self.config, "workerinput"):
            return
        self.measured = self._coverage()
        ended_well = session.exitstatus in (
            pytest.ExitCode.OK,
            pytest.ExitCode.NO_TESTS_COLLECTED,
        )
        if self._too_little() and ended_well:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _too_little(self) -> bool:
        return self.least is not None and (
            not self.measured["patterns"] or self.measured["percent"] < self.least
        )

    def _coverage(self) -> dict[str, Any]:
        from ._native import coverage

        config = self.config
        # Patterns that nobody tests count where all was to be run.
        chosen = config.args_source == config.ArgsSource.ARGS
        chosen = chosen or bool(config.option.keyword or config.option.markexpr)
        sources = set(self.passed) if chosen else {"", *self.passed}
        given = [
            (self.suites(source), self.passed.get(source, set()))
            for source in sorted(sources)
        ]
        document = json.loads(coverage(given, not chosen))
        measured: dict[str, Any] = document["coverage"]
        return measured

    def pytest_terminal_summary(
        self, terminalreporter: pytest.TerminalReporter
    ) -> None:
        if not self.measures or not hasattr(self, "measured"):
            return
        write = terminalreporter.write_line
        terminalreporter.section("coverage of event patterns")
        rows = self.measured["patterns"]
        if not rows:
            write("no case of a suite passed, so that nothing is covered")
        for row in rows:
            write(f"{row['percent']:5.1f} %  {row['pattern']}")
            for line in _uncovered(row):
                write(f"         {line}")
        if rows:
            percent, part, of = (self.measured[key] for key in ("percent", "part", "of"))
            write(f"{percent:5.1f} %  in all ({part} of {of})")
        if self._too_little():
            write(f"coverage is below {self.least:g} %", red=True)


def _uncovered(row: dict[str, Any]) -> Iterator[str]:
    for condition in row["conditions"]:
        if not condition["reachable"]:
            continue
        place = f"{condition['path']} ({condition['line']}:{condition['column']})"
        if condition["refused"] is False:
            yield f"{place}: no negative case fails because of it alone"
        for matcher in condition["matchers"]:
            if not matcher["accepted"]:
                yield f"{place}: no case matches by {matcher['matcher']}"


def _errors_about(suites: Suites, file: Path) -> list[str]:
    """What is wrong with the project's folders, as far as it is about this file."""
    told = []
    path = Path(os.path.abspath(file))
    for where, line, column, message, help in suites.errors:
        home = Path(os.path.abspath(where.split("#")[0]))
        if home == path or home in path.parents:
            place = where if line is None else f"{where}:{line}:{column}"
            told.append(f"{place}: {message}" + (f"\nhelp: {help}" if help else ""))
    return told


class _File(pytest.File):
    """A file with cases."""

    def __init__(self, *, session_state: _Session, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.state = session_state

    def _items(self, source: str, cases: Iterable[CaseRow]) -> Iterator[_Case]:
        for case in cases:
            item: _Case = _Case.from_parent(
                self, name=case.name, case=case, source=source
            )
            yield item


class _SuiteFile(_File):
    """A suite."""

    def collect(self) -> Iterator[_Case]:
        from ._errors import InputError

        # As the command names it, so that both tell the same place.
        source = os.path.relpath(self.path)
        try:
            suites = self.state.suites(source)
        except InputError as error:
            raise self.CollectError(str(error)) from None
        errors = [
            _told(where, line, column, message, help)
            for where, line, column, message, help in suites.errors
        ]
        if errors:
            raise self.CollectError("\n".join(errors))
        yield from self._items(source, suites.cases)


class _EventFile(_File):
    """An event that must match a pattern, or must not, by its folder."""

    def collect(self) -> Iterator[_Case]:
        from ._errors import InputError

        try:
            cases = self.state.by_convention(self.path)
        except InputError as error:
            raise self.CollectError(str(error)) from None
        if not cases:
            errors = _errors_about(self.state.suites(""), self.path)
            raise self.CollectError("\n".join(errors))
        yield from self._items("", cases)


def _told(
    where: str, line: int | None, column: int | None, message: str, help: str | None
) -> str:
    place = where if line is None else f"{where}:{line}:{column}"
    return f"{place}: {message}" + (f"\nhelp: {help}" if help else "")


class CaseFailure(Exception):
    """A case that does not hold: what is so instead, and why."""


class _Case(pytest.Item):
    """A case of a suite."""

    def __init__(self, *, case: CaseRow, source: str, **keywords: Any) -> None:
        super().__init__(**keywords)
        self.case = case
        self.source = source

    @property
    def _state(self) -> _Session:
        parent = self.parent
        assert isinstance(parent, _File)
        return parent.state

    def runtest(self) -> None:
        case = self.case
        suites = self._state.suites(self.source)
        status, failures = suites.run(case.suite, case.case)
        if status == "passed":
            return
        texts = ["\n\n".join([message, *details]) for message, details in failures]
        lead = [f"{case.pattern}: expected {case.expected}"]
        if case.why is not None:
            lead.append(f"why: {case.why}")
        if status == "undecided":
            lead.append("undecided:")
        raise CaseFailure("\n\n".join(["\n".join(lead), *texts]))

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        if isinstance(excinfo.value, CaseFailure):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        line = self.case.line
        name = f"{self.case.suite_name}: {self.name}"
        return self.path, None if line is None else line - 1, name


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    outcome: Any = yield
    if isinstance(item, _Case):
        # Goes from xdist's workers to where the coverage is measured.
        case = item.case
        outcome.get_result().pattern_test_case = (item.source, case.suite, case.case)


@pytest.fixture
def pattern_test_moto() -> Iterator[Installed]:
    """moto's EventBridge with the service's verdicts, for one test."""
    from .moto import install

    with install() as installed:
        yield installed
