//! `verify` as one JSON document. It holds no times: the same suites give the same text.

mod measures;

use super::{CaseReport, Counts, FailureReport, Status, SuiteReport, VerifyReport};
use crate::json::Position;
use crate::report::machine::{self, Problem};
use crate::suite::load::LoadError;
use measures::{CoverageOut, MutantsOut};
use schemars::JsonSchema;
use serde::Serialize;
use std::io::{self, Write};

/// What `verify --format json` writes. It holds no times: the same suites give the same text.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct Document<'r> {
    /// The version of this format: within it members may be added, and none is renamed, removed or
    /// given another meaning.
    #[schemars(extend("const" = 1))]
    schema: u32,
    /// Whether all is as expected, and enough of it measured: exit code 0.
    passed: bool,
    /// Whether something could not be used or decided: exit code 2.
    trouble: bool,
    /// The cases of all suites, counted.
    counts: CountsOut,
    /// The suites that could be used, in order.
    suites: Vec<SuiteOut<'r>>,
    /// The suites that could not; they are among `errors` too.
    unread: Vec<UnreadOut<'r>>,
    /// What could not be read, compiled or decided.
    errors: &'r [Problem],
    /// What the cases put to use; where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<CoverageOut<'r>>,
    /// Which wrong versions of the patterns the cases notice; where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    mutants: Option<MutantsOut<'r>>,
}

/// How many cases came to what.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct CountsOut {
    /// As expected.
    passed: usize,
    /// Not as expected.
    failed: usize,
    /// There is no telling: the event cannot be read, or a search was given up.
    undecided: usize,
    /// Not looked at, behind the first failure with `--fail-fast`.
    not_run: usize,
}

/// A suite.
#[derive(Serialize, JsonSchema)]
struct SuiteOut<'r> {
    /// Its name: its file, or the folder of its events.
    suite: &'r str,
    /// Its cases, counted.
    counts: CountsOut,
    /// Its cases, in order.
    cases: Vec<CaseOut<'r>>,
}

/// A case.
#[derive(Serialize, JsonSchema)]
struct CaseOut<'r> {
    /// Its name.
    name: &'r str,
    /// What it is there for, as its suite says.
    why: Option<&'r str>,
    /// The file in which it stands.
    file: &'r str,
    /// Line at which it stands, from 1; null where the file is the event.
    line: Option<usize>,
    /// Column at which it stands, from 1, in characters.
    column: Option<usize>,
    /// The pattern.
    pattern: &'r str,
    /// The event.
    event: Option<&'r str>,
    /// What is expected, in words.
    expected: &'r str,
    /// What became of it.
    #[schemars(extend("enum" = ["passed","failed","undecided","not-run"]))]
    status: &'static str,
    /// What is not as expected; empty unless it failed.
    failures: Vec<FailureOut<'r>>,
    /// Why there is no telling; only where it is undecided.
    problem: Option<&'r str>,
}

/// One thing that is not as expected.
#[derive(Serialize, JsonSchema)]
struct FailureOut<'r> {
    /// What was expected and what is so instead.
    message: &'r str,
    /// Why it is so, a paragraph each.
    details: &'r [String],
}

/// A suite that could not be used.
#[derive(Serialize, JsonSchema)]
struct UnreadOut<'r> {
    /// Its file.
    file: &'r str,
    /// Line of the place, from 1.
    line: Option<usize>,
    /// Column of the place, from 1, in characters.
    column: Option<usize>,
    /// What is wrong.
    message: &'r str,
    /// What to do about it.
    help: Option<&'r str>,
}

pub(super) fn write(
    report: &VerifyReport,
    errors: &[Problem],
    out: &mut dyn Write,
) -> io::Result<()> {
    let VerifyReport {
        suites,
        unread,
        elapsed: _,
        checkout: _,
        coverage,
        mutation,
    } = report;
    let document = Document {
        schema: 1,
        passed: report.passed() && !report.trouble(),
        trouble: report.trouble(),
        counts: counts(report.counts()),
        suites: suites.iter().map(suite).collect(),
        unread: unread.iter().map(self::unread).collect(),
        errors,
        coverage: coverage.as_ref().map(measures::coverage),
        mutants: mutation.as_ref().map(measures::mutants),
    };
    machine::document(&document, out)
}

fn counts(counts: Counts) -> CountsOut {
    let Counts {
        passed,
        failed,
        broken,
        not_run,
    } = counts;
    CountsOut {
        passed,
        failed,
        undecided: broken,
        not_run,
    }
}

fn suite(suite: &SuiteReport) -> SuiteOut<'_> {
    let SuiteReport { name, cases } = suite;
    SuiteOut {
        suite: name,
        counts: counts(suite.counts()),
        cases: cases.iter().map(case).collect(),
    }
}

fn case(case: &CaseReport) -> CaseOut<'_> {
    let CaseReport {
        name,
        why,
        file,
        position,
        pattern,
        event,
        expected,
        status,
        elapsed: _,
    } = case;
    let (word, failures, problem) = match status {
        Status::Passed => ("passed", &[][..], None),
        Status::Failed(failures) => ("failed", failures.as_slice(), None),
        Status::Broken(problem) => ("undecided", &[][..], Some(problem.as_str())),
        Status::NotRun => ("not-run", &[][..], None),
    };
    let (line, column) = place(*position);
    CaseOut {
        name,
        why: why.as_deref(),
        file,
        line,
        column,
        pattern,
        event: event.as_deref(),
        expected,
        status: word,
        failures: failures
            .iter()
            .map(|FailureReport { message, details }| FailureOut { message, details })
            .collect(),
        problem,
    }
}

fn unread(error: &LoadError) -> UnreadOut<'_> {
    let (line, column) = place(error.position());
    let LoadError {
        file,
        text: _,
        span: _,
        message,
        help,
    } = error;
    UnreadOut {
        file,
        line,
        column,
        message,
        help: help.as_deref(),
    }
}

fn place(position: Option<Position>) -> (Option<usize>, Option<usize>) {
    position
        .map(|Position { line, column }| (line, column))
        .unzip()
}
