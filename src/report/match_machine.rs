//! `match` for machines: JSON, JSON Lines, tab-separated values.

use super::machine::{self, Problem};
use super::match_report::{MatchReport, PairResult, PatternResults};
use crate::matching::Mode;
use crate::text::visible;
use schemars::JsonSchema;
use serde::Serialize;
use std::io::{self, Write};

/// What `match --format json` writes.
#[derive(Serialize, JsonSchema)]
pub(super) struct Document<'r> {
    /// The version of this format: within it members may be added, and none is renamed, removed or
    /// given another meaning.
    #[schemars(extend("const" = 1))]
    schema: u32,
    /// One for each pair of a pattern and an event, pattern by pattern.
    results: Vec<Row<'r>>,
    /// What is to be known before anybody relies on the verdicts; only where there is such.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    warnings: &'r [String],
    /// What could not be read, compiled or decided.
    errors: &'r [Problem],
}

/// The verdicts on a pair; what `match --format jsonl` writes on a line.
#[derive(Serialize, JsonSchema)]
pub(super) struct Row<'r> {
    /// The pattern: its file as it was given.
    pattern: &'r str,
    /// The event: its file as it was given, with its place where there are several.
    event: &'r str,
    /// The verdict when each condition looks at its path on its own.
    flattened: bool,
    /// The verdict when conditions on an array must hold in the same element.
    strict: bool,
    /// The verdict of the mode asked about.
    verdict: bool,
    /// What the service answers today; null where the search was given up, or where that is not
    /// documented.
    service: Option<bool>,
    /// The place that filters, where it does not see events of a bus: `sqs`, `v2:data`, `sns`.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<&'r str>,
    /// Whether the modes come to different verdicts.
    disagree: bool,
    /// Only where it is true.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    undecided: bool,
    /// Why, in one line.
    reason: Option<&'r str>,
}

fn rows(report: &MatchReport) -> impl Iterator<Item = Row<'_>> {
    let MatchReport {
        mode,
        patterns,
        warnings: _,
    } = report;
    patterns.iter().flat_map(
        |PatternResults {
             pattern, results, ..
         }| { results.iter().map(|result| row(pattern, result, *mode)) },
    )
}

fn row<'r>(pattern: &'r str, result: &'r PairResult, mode: Mode) -> Row<'r> {
    let PairResult {
        event,
        flattened,
        strict,
        undecided,
        unknown: _,
        place,
        documented,
        reason,
        miss: _,
        details: _,
    } = result;
    Row {
        pattern,
        event,
        flattened: *flattened,
        strict: *strict,
        undecided: *undecided,
        verdict: result.verdict(mode),
        service: (!undecided && (*documented || !result.disagree()))
            .then_some(result.verdict(Mode::SERVICE)),
        place: place.as_deref(),
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
        warnings: &report.warnings,
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
        "pattern\tevent\tflattened\tstrict\tverdict\tservice\tdisagree\treason"
    )?;
    for Row {
        pattern,
        event,
        flattened,
        strict,
        verdict,
        service,
        disagree,
        undecided,
        reason,
        place: _,
    } in rows(report)
    {
        let strict = if undecided { "undecided" } else { word(strict) };
        let service = service.map_or("undecided", word);
        let (pattern, event) = (cell(pattern), cell(event));
        let reason = cell(reason.unwrap_or(""));
        writeln!(
            out,
            "{pattern}\t{event}\t{flattened}\t{strict}\t{verdict}\t{service}\t{disagree}\t{reason}"
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
