//! `verify` as JUnit XML, as Jenkins and GitLab read it.

use super::{CaseReport, FailureReport, Status, SuiteReport, VerifyReport};
use crate::suite::load::LoadError;
use crate::text::visible;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use std::io::{self, Write};

pub(super) fn write(report: &VerifyReport, out: &mut dyn Write) -> io::Result<()> {
    let VerifyReport {
        suites,
        unread,
        elapsed,
        checkout: _,
        coverage: _,
        mutation: _,
    } = report;
    let mut document = Report::new("pattern-test");
    document.set_time(*elapsed);
    document.add_test_suites(suites.iter().map(suite));
    document.add_test_suites(unread.iter().map(unusable));
    let text = document.to_string().map_err(io::Error::other)?;
    out.write_all(without_skipped_at_the_root(&text).as_bytes())
}

/// The schema by which Jenkins reads has `skipped` for each suite, and not for all of them.
fn without_skipped_at_the_root(text: &str) -> String {
    let attribute = || {
        let root = text.find("<testsuites ")?;
        let end = root + text.get(root..)?.find('>')?;
        let start = root + text.get(root..end)?.find(" skipped=\"")?;
        let value = start + " skipped=\"".len();
        let close = value + text.get(value..end)?.find('"')? + 1;
        Some((text.get(..start)?, text.get(close..)?))
    };
    match attribute() {
        Some((before, behind)) => format!("{before}{behind}"),
        None => text.to_owned(),
    }
}

fn suite(suite: &SuiteReport) -> TestSuite {
    let SuiteReport { name, cases } = suite;
    let name = visible(name);
    let mut out = TestSuite::new(&*name);
    out.set_time(suite.elapsed());
    out.add_test_cases(cases.iter().map(|each| case(&name, each)));
    out
}

fn case(suite: &str, case: &CaseReport) -> TestCase {
    let CaseReport {
        name,
        why,
        file,
        position,
        pattern: _,
        event: _,
        expected: _,
        status,
        elapsed,
    } = case;
    // In the text, since the schema by which Jenkins reads has no attributes for it.
    let file = visible(file);
    let place = match position {
        Some(position) => format!("{file}:{position}\n"),
        None => format!("{file}\n"),
    };
    let status = match status {
        Status::Passed => TestCaseStatus::success(),
        // Without a message: not every schema has one here.
        Status::NotRun => TestCaseStatus::skipped(),
        Status::Broken(problem) => non_success(
            NonSuccessKind::Error,
            "undecided",
            &visible(problem),
            &place,
        ),
        Status::Failed(failures) => {
            let message: Vec<_> = failures.iter().map(|f| f.message.as_str()).collect();
            let mut text = place;
            for FailureReport { message, details } in failures {
                for line in std::iter::once(message).chain(details) {
                    text.push_str(line);
                    text.push('\n');
                }
            }
            if let Some(why) = why {
                text.push_str(&format!("why: {}\n", visible(why)));
            }
            non_success(
                NonSuccessKind::Failure,
                "mismatch",
                &message.join("; "),
                &text,
            )
        }
    };
    let mut out = TestCase::new(&*visible(name), status);
    out.set_classname(suite);
    out.set_time(*elapsed);
    out
}

/// A suite that could not be read, as one with a single case that went wrong.
fn unusable(error: &LoadError) -> TestSuite {
    let position = error.position();
    let LoadError {
        file,
        text: _,
        span: _,
        message,
        help,
    } = error;
    let (file, message) = (visible(file), visible(message));
    let help = help.as_deref().map(visible);
    let text = match (position, help) {
        (Some(position), Some(help)) => format!("{file}:{position}: {message}\n{help}\n"),
        (Some(position), None) => format!("{file}:{position}: {message}\n"),
        (None, Some(help)) => format!("{file}: {message}\n{help}\n"),
        (None, None) => format!("{file}: {message}\n"),
    };
    let status = non_success(NonSuccessKind::Error, "unusable", &message, &text);
    let mut case = TestCase::new("the suite can be used", status);
    case.set_classname(&*file);
    let mut suite = TestSuite::new(&*file);
    suite.add_test_case(case);
    suite
}

fn non_success(kind: NonSuccessKind, of: &str, message: &str, text: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind);
    status.set_type(of);
    status.set_message(message);
    if !text.is_empty() {
        status.set_description(text);
    }
    status
}
