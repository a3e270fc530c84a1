//! `overlap` for machines.

use super::generate_report::on_one_line;
use super::machine::{self, Problem};
use super::overlap_report::{OverlapReport, PairOverlap};
use serde::Serialize;
use serde_json::value::RawValue;
use std::io::{self, Write};

#[derive(Serialize)]
struct Document<'r> {
    schema: u32,
    mode: &'static str,
    single_values_only: bool,
    patterns: &'r [String],
    pairs: Vec<Row<'r>>,
    errors: &'r [Problem],
}

#[derive(Serialize)]
struct Row<'r> {
    first: &'r str,
    second: &'r str,
    relation: &'static str,
    relation_of_single_values: &'static str,
    both: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    beyond: Option<Box<RawValue>>,
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
