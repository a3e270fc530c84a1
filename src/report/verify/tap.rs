//! `verify` in the Test Anything Protocol, version 14: a line for each case, in order, and what
//! went wrong below it as a YAML block.

use super::{CaseReport, FailureReport, Status, SuiteReport, VerifyReport};
use crate::json::write_string;
use crate::suite::load::LoadError;
use crate::text::visible;
use std::io::{self, Write};

pub(super) fn write(report: &VerifyReport, out: &mut dyn Write) -> io::Result<()> {
    let VerifyReport {
        suites,
        unread,
        elapsed: _,
        checkout: _,
        coverage: _,
        mutation: _,
    } = report;
    writeln!(out, "TAP version 14")?;
    writeln!(out, "1..{}", report.counts().total() + unread.len())?;
    let mut number = 0;
    for SuiteReport { name: suite, cases } in suites {
        for case in cases {
            number += 1;
            write_case(number, suite, case, out)?;
        }
    }
    for error in unread {
        number += 1;
        let LoadError {
            file,
            text: _,
            span: _,
            message,
            help,
        } = error;
        writeln!(
            out,
            "not ok {number} - {}",
            name(file, "the suite can be used")
        )?;
        let mut block = vec![("message", message.as_str())];
        block.extend(help.as_deref().map(|help| ("help", help)));
        let place = match error.position() {
            Some(position) => format!("{file}:{position}"),
            None => file.clone(),
        };
        block.push(("at", &place));
        write_block(&block, &[], out)?;
    }
    Ok(())
}

fn write_case(
    number: usize,
    suite: &str,
    case: &CaseReport,
    out: &mut dyn Write,
) -> io::Result<()> {
    let CaseReport {
        name: case_name,
        why,
        file,
        position,
        pattern,
        event,
        expected,
        status,
        elapsed: _,
    } = case;
    let told = name(suite, case_name);
    let place = match position {
        Some(position) => format!("{file}:{position}"),
        None => file.clone(),
    };
    let mut block = vec![
        ("at", place.as_str()),
        ("pattern", pattern),
        ("expected", expected),
    ];
    block.extend(event.as_deref().map(|event| ("event", event)));
    block.extend(why.as_deref().map(|why| ("why", why)));
    match status {
        Status::Passed => writeln!(out, "ok {number} - {told}"),
        Status::NotRun => writeln!(out, "ok {number} - {told} # SKIP an earlier case failed"),
        Status::Broken(problem) => {
            writeln!(out, "not ok {number} - {told}")?;
            block.insert(0, ("message", problem));
            write_block(&block, &[], out)
        }
        Status::Failed(failures) => {
            writeln!(out, "not ok {number} - {told}")?;
            write_block(&block, failures, out)
        }
    }
}

/// A test point's name: on one line, with what would end it escaped.
fn name(suite: &str, case: &str) -> String {
    visible(&format!("{suite}: {case}"))
        .replace('\\', "\\\\")
        .replace('#', "\\#")
}

fn write_block(
    members: &[(&str, &str)],
    failures: &[FailureReport],
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "  ---")?;
    for (key, value) in members {
        writeln!(out, "  {key}: {}", quoted(value))?;
    }
    if !failures.is_empty() {
        writeln!(out, "  failures:")?;
        for FailureReport { message, details } in failures {
            writeln!(out, "    - message: {}", quoted(message))?;
            if details.is_empty() {
                continue;
            }
            writeln!(out, "      details:")?;
            for detail in details {
                writeln!(out, "        - {}", quoted(detail))?;
            }
        }
    }
    writeln!(out, "  ...")
}

/// A string as JSON writes it, which YAML reads.
fn quoted(text: &str) -> String {
    let mut out = String::new();
    write_string(&mut out, &visible(text));
    out
}
