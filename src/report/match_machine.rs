//! `match` for machines: JSON, JSON Lines, tab-separated values.

use super::machine::{self, Problem};
use super::match_report::{MatchReport, PairResult, PatternResults};
use crate::matching::Mode;
use crate::text::visible;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Document<'r> {
    schema: u32,
    results: Vec<Row<'r>>,
    errors: &'r [Problem],
}

#[derive(Serialize)]
struct Row<'r> {
    pattern: &'r str,
    event: &'r str,
    flattened: bool,
    strict: bool,
    verdict: bool,
    disagree: bool,
    /// Only where it is true.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    undecided: bool,
    reason: Option<&'r str>,
}

fn rows(report: &MatchReport) -> impl Iterator<Item = Row<'_>> {
    let MatchReport { mode, patterns } = report;
    patterns
        .iter()
        .flat_map(|PatternResults { pattern, results }| {
            results.iter().map(|result| row(pattern, result, *mode))
        })
}

fn row<'r>(pattern: &'r str, result: &'r PairResult, mode: Mode) -> Row<'r> {
    let PairResult {
        event,
        flattened,
        strict,
        undecided,
        reason,
        details: _,
    } = result;
    Row {
        pattern,
        event,
        flattened: *flattened,
        strict: *strict,
        undecided: *undecided,
        verdict: result.verdict(mode),
        disagree: result.disagree(),
        reason: reason.as_deref(),
    }
}

pub(super) fn write_json(
    report: &MatchReport,
    errors: &[Problem],
    out: &mut dyn Write,
) -> io::Result<()> {
    let document = Document {
        schema: 1,
        results: rows(report).collect(),
        errors,
    };
    machine::document(&document, out)
}

pub(super) fn write_jsonl(
    report: &MatchReport,
    errors: &[Problem],
    out: &mut dyn Write,
) -> io::Result<()> {
    for row in rows(report) {
        machine::line(&row, out)?;
    }
    machine::error_lines(errors, out)
}

pub(super) fn write_tsv(report: &MatchReport, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "pattern\tevent\tflattened\tstrict\tverdict\tdisagree\treason"
    )?;
    for Row {
        pattern,
        event,
        flattened,
        strict,
        verdict,
        disagree,
        undecided,
        reason,
    } in rows(report)
    {
        let strict = if undecided { "undecided" } else { word(strict) };
        let (pattern, event) = (cell(pattern), cell(event));
        let reason = cell(reason.unwrap_or(""));
        writeln!(
            out,
            "{pattern}\t{event}\t{flattened}\t{strict}\t{verdict}\t{disagree}\t{reason}"
        )?;
    }
    Ok(())
}

fn word(yes: bool) -> &'static str {
    if yes { "true" } else { "false" }
}

/// A cell holds neither tab nor line end.
fn cell(text: &str) -> String {
    visible(text).into_owned()
}
