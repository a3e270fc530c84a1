//! The formats of `explain`.

use super::style::Look;
use crate::explain::{self, Explanation};
use serde::Serialize;
use std::io::{self, Write};

/// The formats of `explain`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ExplainFormat {
    /// The pattern as it is written, with what decided beside it
    Human,
    /// One JSON document: `{"schema": 1, "explanations": [...]}`
    Json,
    /// For a pull-request comment or a chat message
    Markdown,
    /// One self-contained page: pattern left, event right
    Html,
}

/// Writes explanations, one after the other.
///
/// # Errors
/// Those of the writer.
pub fn write(
    explanations: &[Explanation<'_>],
    format: ExplainFormat,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        ExplainFormat::Human => {
            for (index, explanation) in explanations.iter().enumerate() {
                if index > 0 {
                    writeln!(out, "\n")?;
                }
                super::explain_human::write(explanation, look, out)?;
            }
            Ok(())
        }
        ExplainFormat::Json => json(explanations, out),
        ExplainFormat::Markdown => {
            for (index, explanation) in explanations.iter().enumerate() {
                if index > 0 {
                    writeln!(out)?;
                }
                super::explain_markdown::write(explanation, out)?;
            }
            Ok(())
        }
        ExplainFormat::Html => super::explain_html::write(explanations, out),
    }
}

/// Writes all explanations as one document, described in `docs/explain-json.md`.
fn json(explanations: &[Explanation<'_>], out: &mut dyn Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Document<'e> {
        schema: u32,
        explanations: &'e [Explanation<'e>],
    }
    let document = Document {
        schema: explain::SCHEMA,
        explanations,
    };
    let text = serde_json::to_string_pretty(&document)?;
    out.write_all(super::escape::json(&text).as_bytes())?;
    writeln!(out)
}
