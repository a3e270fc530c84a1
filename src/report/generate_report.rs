//! The events that `generate` made, and how they are written.

use super::machine::{self, Problem};
use crate::analysis::Generated;
use crate::matching::Mode;
use crate::text::json;
use serde::Serialize;
use serde_json::value::RawValue;
use std::io::{self, Write};

/// Events for one pattern.
#[derive(Debug, Clone)]
pub struct GenerateReport {
    /// What the pattern is called, if there is one.
    pub pattern: Option<String>,
    /// The mode that decides.
    pub mode: Mode,
    /// The events.
    pub events: Vec<Generated>,
    /// For each event what the event is called that it was made from.
    pub bases: Vec<Option<String>>,
}

/// The formats of `generate`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum GenerateFormat {
    /// The events: one over several lines, several one a line
    Events,
    /// One JSON document: `{"schema": 1, "events": [...]}`, with what each event is about
    Json,
}

#[derive(Serialize)]
struct Report<'r> {
    schema: u32,
    pattern: Option<&'r str>,
    mode: &'static str,
    events: Vec<Row<'r>>,
    errors: &'r [Problem],
}

#[derive(Serialize)]
struct Row<'r> {
    matches: bool,
    path: &'r str,
    value: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<&'r str>,
    event: Box<RawValue>,
}

/// Writes the report.
///
/// # Errors
/// Those of the writer.
pub fn write(
    report: &GenerateReport,
    errors: &[Problem],
    format: GenerateFormat,
    out: &mut dyn Write,
) -> io::Result<()> {
    let GenerateReport {
        pattern,
        mode,
        events,
        bases,
    } = report;
    match (format, &**events) {
        (GenerateFormat::Events, [one]) => writeln!(out, "{}", json(&one.event)),
        (GenerateFormat::Events, events) => {
            for made in events {
                writeln!(out, "{}", on_one_line(&made.event))?;
            }
            Ok(())
        }
        (GenerateFormat::Json, events) => {
            let rows = events
                .iter()
                .zip(bases)
                .map(|(made, base)| row(made, base.as_deref()));
            let report = Report {
                schema: 1,
                pattern: pattern.as_deref(),
                mode: mode.name(),
                events: rows.collect::<io::Result<_>>()?,
                errors,
            };
            machine::document(&report, out)
        }
    }
}

fn row<'r>(made: &'r Generated, base: Option<&'r str>) -> io::Result<Row<'r>> {
    let Generated {
        event,
        matches,
        path,
        value,
        base: _,
    } = made;
    Ok(Row {
        matches: *matches,
        path,
        value: value.clone().map(RawValue::from_string).transpose()?,
        base,
        event: RawValue::from_string(on_one_line(event))?,
    })
}

/// JSON text without the line ends between its values; there are none inside of strings.
pub(super) fn on_one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in json(text).lines() {
        out.push_str(line.trim_start());
        if line.ends_with(',') {
            out.push(' ');
        }
    }
    out
}
