//! The formats of `explain`.

use super::explain_text::Detail;
use super::machine::{self, Problem};
use super::style::Look;
use crate::explain::{self, Explanation};
use schemars::JsonSchema;
use serde::Serialize;
use std::io::{self, Write};

/// The formats of `explain`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ExplainFormat {
    /// The verdict and why, then the conditions that failed as they are written
    Human,
    /// One JSON document: `{"schema": 1, "explanations": [...], "errors": [...]}`
    Json,
    /// For a pull-request comment or a chat message
    Markdown,
    /// One self-contained page: pattern left, event right
    Html,
}

/// Writes explanations, one after the other; JSON has the errors in the input as well.
///
/// # Errors
/// Those of the writer.
pub fn write(
    explanations: &[Explanation<'_>],
    errors: &[Problem],
    format: ExplainFormat,
    detail: Detail,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        ExplainFormat::Human => {
            for (index, explanation) in explanations.iter().enumerate() {
                if index > 0 {
                    writeln!(out, "\n")?;
                }
                super::explain_text::human(explanation, detail, look, out)?;
            }
            Ok(())
        }
        ExplainFormat::Json => {
            let document = Document {
                schema: explain::SCHEMA,
                explanations,
                errors,
            };
            machine::document(&document, out)
        }
        ExplainFormat::Markdown => {
            for (index, explanation) in explanations.iter().enumerate() {
                if index > 0 {
                    writeln!(out)?;
                }
                super::explain_text::markdown(explanation, out)?;
            }
            Ok(())
        }
        ExplainFormat::Html => super::explain_html::write(explanations, out),
    }
}

/// What `explain --format json` writes; described in `docs/explain-json.md`.
#[derive(Serialize, JsonSchema)]
pub(super) struct Document<'e> {
    /// The version of this format.
    #[schemars(extend("const" = 1))]
    schema: u32,
    /// One for each pair of a pattern and an event.
    explanations: &'e [Explanation<'e>],
    /// What could not be read, compiled or decided.
    errors: &'e [Problem],
}
