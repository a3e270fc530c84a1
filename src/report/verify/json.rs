//! `verify` as one JSON document. It holds no times: the same suites give the same text.

mod measures;

use super::{CaseReport, Counts, FailureReport, Status, SuiteReport, VerifyReport};
use crate::json::Position;
use crate::report::machine::{self, Problem};
use crate::suite::load::LoadError;
use measures::{CoverageOut, MutantsOut};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Document<'r> {
    schema: u32,
    passed: bool,
    trouble: bool,
    counts: CountsOut,
    suites: Vec<SuiteOut<'r>>,
    unread: Vec<UnreadOut<'r>>,
    errors: &'r [Problem],
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<CoverageOut<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mutants: Option<MutantsOut<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct CountsOut {
    passed: usize,
    failed: usize,
    undecided: usize,
    not_run: usize,
}

#[derive(Serialize)]
struct SuiteOut<'r> {
    suite: &'r str,
    counts: CountsOut,
    cases: Vec<CaseOut<'r>>,
}

#[derive(Serialize)]
struct CaseOut<'r> {
    name: &'r str,
    why: Option<&'r str>,
    file: &'r str,
    line: Option<usize>,
    column: Option<usize>,
    pattern: &'r str,
    event: Option<&'r str>,
    expected: &'r str,
    status: &'static str,
    failures: Vec<FailureOut<'r>>,
    problem: Option<&'r str>,
}

#[derive(Serialize)]
struct FailureOut<'r> {
    message: &'r str,
    details: &'r [String],
}

#[derive(Serialize)]
struct UnreadOut<'r> {
    file: &'r str,
    line: Option<usize>,
    column: Option<usize>,
    message: &'r str,
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
        root: _,
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
