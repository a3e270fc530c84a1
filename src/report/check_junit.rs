//! `check` as JUnit XML: a suite for each file, a failed case for each warning and error.

use super::check_report::{CheckReport, Located};
use crate::lint::Severity;
use crate::text::visible;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use std::io::{self, Write};

pub(super) fn write(report: &CheckReport, out: &mut dyn Write) -> io::Result<()> {
    let mut junit = Report::new("pattern-test check");
    let mut names: Vec<&str> = report.files.iter().map(String::as_str).collect();
    for finding in &report.findings {
        // A finding may stand in a file that a template takes in.
        if !names.contains(&finding.file.as_str()) {
            names.push(&finding.file);
        }
    }
    for name in names {
        let shown = visible(name);
        let mut suite = TestSuite::new(&*shown);
        let mut clean = true;
        for finding in report
            .findings
            .iter()
            .filter(|finding| finding.file == name)
        {
            let Located {
                code,
                severity,
                message,
                help,
                file,
                text: _,
                span: _,
                line,
                column,
                end_line: _,
                end_column: _,
                path: _,
                id: _,
                fixable: _,
            } = finding;
            let (file, message) = (visible(file), visible(message));
            let text = match help {
                Some(help) => format!("{file}:{line}:{column}: {message}\nhelp: {}", visible(help)),
                None => format!("{file}:{line}:{column}: {message}"),
            };
            let kind = match severity {
                Severity::Error => Some(NonSuccessKind::Error),
                Severity::Warning => Some(NonSuccessKind::Failure),
                Severity::Notice => None,
            };
            let mut status = kind.map_or_else(TestCaseStatus::success, TestCaseStatus::non_success);
            if kind.is_some() {
                clean = false;
                status
                    .set_message(&*message)
                    .set_type(*code)
                    .set_description(text.as_str());
            }
            let mut case = TestCase::new(format!("{code} at {line}:{column}"), status);
            case.set_classname(&*shown);
            if kind.is_none() {
                case.set_system_out(text.as_str());
            }
            suite.add_test_case(case);
        }
        if clean {
            let mut case = TestCase::new("no errors and no warnings", TestCaseStatus::success());
            case.set_classname(&*shown);
            suite.add_test_case(case);
        }
        junit.add_test_suite(suite);
    }
    junit.serialize(&mut *out).map_err(io::Error::other)
}
