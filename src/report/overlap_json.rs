//! `overlap` for machines.

use super::generate_report::on_one_line;
use super::machine::{self, Problem};
use super::overlap_report::{OverlapReport, PairOverlap};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;
use std::io::{self, Write};

/// What `overlap --format json` writes.
#[derive(Serialize, JsonSchema)]
pub(super) struct Document<'r> {
    /// The version of this format: within it members may be added, and none is renamed, removed or
    /// given another meaning.
    #[schemars(extend("const" = 1))]
    schema: u32,
    /// The mode compared in.
    #[schemars(extend("enum" = ["flattened","strict"]))]
    mode: &'static str,
    /// Whether only events were looked at in which every field has a single value.
    single_values_only: bool,
    /// The patterns, in the order given.
    patterns: &'r [String],
    /// Each pattern with each behind it.
    pairs: Vec<Row<'r>>,
    /// What could not be read, compiled or decided.
    errors: &'r [Problem],
}

/// Two patterns.
#[derive(Serialize, JsonSchema)]
struct Row<'r> {
    /// The one.
    first: &'r str,
    /// The other.
    second: &'r str,
    /// What the second matches, seen from the first.
    #[schemars(extend("enum" = ["equivalent","wider","narrower","overlapping","disjoint","unknown"]))]
    relation: &'static str,
    /// The same for events in which every field has a single value.
    #[schemars(extend("enum" = ["equivalent","wider","narrower","overlapping","disjoint","unknown"]))]
    relation_of_single_values: &'static str,
    /// An event that both match.
    both: Option<Box<RawValue>>,
    /// Where one is contained in the other: an event that only the other matches.
    #[serde(skip_serializing_if = "Option::is_none")]
    beyond: Option<Box<RawValue>>,
    /// Why something is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown: Option<&'r str>,
}

pub(super) fn write(
    report: &OverlapReport,
    errors: &[Problem],
    out: &mut dyn Write,
) -> io::Result<()> {
    let OverlapReport {
        mode,
        scalar,
        patterns,
        pairs,
    } = report;
    let document = Document {
        schema: 1,
        mode: mode.name(),
        single_values_only: *scalar,
        patterns,
        pairs: pairs
            .iter()
            .map(|pair| row(patterns, pair))
            .collect::<io::Result<_>>()?,
        errors,
    };
    machine::document(&document, out)
}

fn row<'r>(patterns: &'r [String], pair: &'r PairOverlap) -> io::Result<Row<'r>> {
    let PairOverlap {
        first,
        second,
        relation,
        relation_of_single_values,
        both,
        beyond,
        unknown,
    } = pair;
    let name = |index: &usize| patterns.get(*index).map_or("", String::as_str);
    let event = |text: &Option<String>| -> io::Result<Option<Box<RawValue>>> {
        let text = text.as_deref().map(on_one_line);
        Ok(text.map(RawValue::from_string).transpose()?)
    };
    Ok(Row {
        first: name(first),
        second: name(second),
        relation: relation.name(),
        relation_of_single_values: relation_of_single_values.name(),
        both: event(both)?,
        beyond: event(beyond)?,
        unknown: unknown.as_deref(),
    })
}
