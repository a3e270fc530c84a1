//! A job summary in Markdown, as GitHub Actions shows it.

use super::words::{percent, plural, seconds};
use super::{CaseReport, Counts, FailureReport, Measured, Status, SuiteReport, VerifyReport};
use crate::suite::coverage::Share;
use crate::suite::load::LoadError;
use crate::text::markdown::{cell_code, code, plain, sentence};
use std::io::{self, Write};

/// How many failing cases are told in full.
const TOLD: usize = 50;

/// Writes the summary.
///
/// # Errors
/// Those of the writer.
pub fn write(report: &VerifyReport, out: &mut dyn Write) -> io::Result<()> {
    let VerifyReport {
        suites,
        unread,
        elapsed,
        checkout,
        coverage,
        mutation,
    } = report;
    let Counts {
        passed,
        failed,
        broken,
        not_run,
    } = report.counts();
    let sign = match (report.trouble(), report.passed()) {
        (false, true) => "✅",
        (true, true) => "⚠️",
        (_, false) => "❌",
    };
    writeln!(out, "### {sign} Event patterns\n")?;
    writeln!(
        out,
        "{passed} passed, {failed} failed, {broken} undecided, {not_run} not run, in {} ({})\n",
        plural(suites.len(), "suite"),
        seconds(*elapsed)
    )?;
    if let Some(Measured { value, least }) = coverage {
        writeln!(out, "- {}", measured("covered", value.total(), *least))?;
    }
    if let Some(Measured { value, least }) = mutation {
        writeln!(
            out,
            "- {}",
            measured("of the mutants caught", value.total(), *least)
        )?;
    }
    if coverage.is_some() || mutation.is_some() {
        writeln!(out)?;
    }
    if !suites.is_empty() {
        writeln!(out, "| suite | passed | failed | undecided | not run |")?;
        writeln!(out, "| --- | ---: | ---: | ---: | ---: |")?;
    }
    for suite in suites {
        let Counts {
            passed,
            failed,
            broken,
            not_run,
        } = suite.counts();
        let name = cell_code(&suite.name);
        writeln!(
            out,
            "| {name} | {passed} | {failed} | {broken} | {not_run} |"
        )?;
    }
    let cases = suites
        .iter()
        .flat_map(|SuiteReport { name: _, cases }| cases);
    let mut told = 0;
    for case in cases {
        let CaseReport {
            name,
            why: _,
            file,
            position,
            pattern: _,
            event: _,
            expected: _,
            status,
            elapsed: _,
        } = case;
        let lines = match status {
            Status::Passed | Status::NotRun => continue,
            Status::Broken(problem) => vec![problem.clone()],
            Status::Failed(failures) => failures
                .iter()
                .flat_map(|FailureReport { message, details }| {
                    std::iter::once(message).chain(details).cloned()
                })
                .collect(),
        };
        told += 1;
        if told > TOLD {
            continue;
        }
        let place = position.map_or(String::new(), |position| format!(":{position}"));
        writeln!(
            out,
            "\n**{}** ({})\n",
            plain(name),
            code(&format!("{}{place}", checkout.path(file)))
        )?;
        for line in lines {
            writeln!(out, "- {}", sentence(&line))?;
        }
    }
    if told > TOLD {
        writeln!(out, "\nand {} more", told - TOLD)?;
    }
    for error in unread {
        let LoadError {
            file: _,
            text: _,
            span: _,
            message: _,
            help,
        } = error;
        let help = help
            .as_deref()
            .map_or(String::new(), |help| format!(" ({help})"));
        writeln!(out, "\n- {}", sentence(&format!("{error}{help}")))?;
    }
    writeln!(out)
}

fn measured(what: &str, share: Share, least: Option<f64>) -> String {
    let Share { part, of } = share;
    let asked = least.map_or(String::new(), |least| {
        format!(", at least {least} % asked for")
    });
    format!("{} {what} ({part} of {of}){asked}", percent(share))
}
