//! `verify` for people.

use super::words::{plural, seconds};
use super::{CaseReport, Counts, FailureReport, Measured, Status, SuiteReport, VerifyReport};
use crate::report::style::wrapped;
use crate::report::style::{BAD, FAINT, GOOD, LOOK_HERE, Look, STRONG};
use crate::text::{spaces, visible};
use owo_colors::Style;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr as _;

pub(super) fn write(report: &VerifyReport, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let VerifyReport {
        suites,
        unread: _,
        elapsed: _,
        checkout: _,
        coverage,
        mutation,
    } = report;
    for suite in suites {
        write_suite(suite, look, out)?;
    }
    if let Some(Measured { value, least }) = coverage {
        super::coverage::write(value, *least, look, out)?;
    }
    if let Some(Measured { value, least }) = mutation {
        super::mutants::write(value, *least, look, out)?;
    }
    summary(report, look, out)
}

fn write_suite(suite: &SuiteReport, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let SuiteReport { name, cases } = suite;
    let counts = suite.counts();
    let (sign, style) = match (counts.failed + counts.broken, counts.passed) {
        (0, 0) => ("·", FAINT),
        (0, _) => ("✓", GOOD),
        _ => ("✗", BAD),
    };
    let told = match counts.passed == counts.total() {
        true => plural(counts.passed, "case"),
        false => told(counts),
    };
    heading((sign, style), name, &told, look, out)?;
    for case in cases {
        write_case(case, look, out)?;
    }
    Ok(())
}

/// `✓ name  what is told of it`.
pub(super) fn heading(
    (sign, style): (&str, Style),
    name: &str,
    told: &str,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let name = visible(name);
    let gap = look.gap(2 + name.width() + 2 + told.width(), 4);
    writeln!(
        out,
        "{} {}{gap}{told}",
        look.paint(sign, style.bold()),
        look.paint(&name, STRONG)
    )
}

fn write_case(case: &CaseReport, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let CaseReport {
        name,
        why,
        file,
        position,
        pattern: _,
        event: _,
        expected: _,
        status,
        elapsed: _,
    } = case;
    let (sign, style) = match status {
        Status::Passed | Status::NotRun => return Ok(()),
        Status::Failed(_) => ("✗", BAD),
        Status::Broken(_) => ("!", LOOK_HERE),
    };
    write!(
        out,
        "  {} {}",
        look.paint(sign, style.bold()),
        visible(name)
    )?;
    let place = match position {
        Some(position) => format!("{file}:{position}"),
        None => file.clone(),
    };
    if !place.starts_with(name.as_str()) {
        let place = visible(&place);
        let columns = 4 + visible(name).width() + 2 + place.width();
        write!(out, "{}{}", look.gap(columns, 4), look.paint(&place, FAINT))?;
    }
    writeln!(out)?;
    match status {
        Status::Passed | Status::NotRun => {}
        Status::Broken(message) => paragraph(message, 4, LOOK_HERE, look, out)?,
        Status::Failed(failures) => {
            for FailureReport { message, details } in failures {
                paragraph(message, 4, BAD, look, out)?;
                for detail in details {
                    paragraph(detail, 6, Style::new(), look, out)?;
                }
            }
        }
    }
    if let Some(why) = why {
        paragraph(&format!("why: {why}"), 4, Style::new(), look, out)?;
    }
    Ok(())
}

/// A paragraph in lines that fit.
fn paragraph(
    text: &str,
    indent: usize,
    style: Style,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let width = look.columns();
    for line in wrapped(&visible(text), width.saturating_sub(indent)) {
        writeln!(out, "{}{}", spaces(indent), look.paint(&line, style))?;
    }
    Ok(())
}

/// `3 failed, 12 passed`.
fn told(counts: Counts) -> String {
    let Counts {
        passed,
        failed,
        broken,
        not_run,
    } = counts;
    let parts = [
        (failed, "failed"),
        (broken, "undecided"),
        (passed, "passed"),
        (not_run, "not run"),
    ];
    let parts: Vec<_> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    parts.join(", ")
}

fn summary(report: &VerifyReport, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let counts = report.counts();
    let suites = plural(report.suites.len(), "suite");
    let cases = plural(counts.total(), "case");
    let style = match (report.trouble(), report.passed()) {
        (false, true) => GOOD,
        (true, true) => LOOK_HERE,
        (_, false) => BAD,
    };
    let told = look.paint(&told(counts), style.bold());
    let time = look.paint(&format!("({})", seconds(report.elapsed)), FAINT);
    if counts.total() > 0 {
        writeln!(out)?;
        writeln!(out, "{suites}, {cases}: {told} {time}")?;
    }
    if !report.unread.is_empty() {
        let text = format!("{} could not be used", plural(report.unread.len(), "suite"));
        writeln!(out, "{}", look.paint(&text, BAD.bold()))?;
    }
    Ok(())
}
