//! The events that `generate` made, and how they are written.

use super::machine::{self, Problem};
use crate::analysis::Generated;
use crate::matching::Mode;
use crate::text::json;
use schemars::JsonSchema;
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

/// What `generate --format json` writes.
#[derive(Serialize, JsonSchema)]
pub(super) struct Report<'r> {
    /// The version of this format: within it members may be added, and none is renamed, removed or
    /// given another meaning.
    #[schemars(extend("const" = 1))]
    schema: u32,
    /// The pattern; null where it cannot be read.
    pattern: Option<&'r str>,
    /// The mode that decides.
    #[schemars(extend("enum" = ["flattened","strict"]))]
    mode: &'static str,
    /// The events.
    events: Vec<Row<'r>>,
    /// What could not be read, compiled or decided.
    errors: &'r [Problem],
}

/// An event.
#[derive(Serialize, JsonSchema)]
struct Row<'r> {
    /// Whether it matches.
    matches: bool,
    /// The path it is about; empty for the whole pattern.
    path: &'r str,
    /// The value at that path; null for none.
    value: Option<Box<RawValue>>,
    /// The event it was made from.
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<&'r str>,
    /// The event itself.
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
