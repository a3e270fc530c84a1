//! The formats of `verify`.

use super::{VerifyReport, github, human, json, junit, tap};
use crate::report::machine::Problem;
use crate::report::style::Look;
use std::io::{self, Write};

/// The formats of `verify`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum VerifyFormat {
    /// One line a suite that passes, the failing cases with their explanation
    Human,
    /// One JSON document: `{"schema": 1, ...}`
    Json,
    /// JUnit XML, as Jenkins and GitLab read it
    Junit,
    /// The Test Anything Protocol, version 14
    Tap,
    /// Annotations for GitHub Actions
    Github,
}

/// Writes the report; JSON tells the errors in the input as well.
///
/// # Errors
/// Those of the writer.
pub fn write(
    report: &VerifyReport,
    errors: &[Problem],
    format: VerifyFormat,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        VerifyFormat::Human => human::write(report, look, out),
        VerifyFormat::Json => json::write(report, errors, out),
        VerifyFormat::Junit => junit::write(report, out),
        VerifyFormat::Tap => tap::write(report, out),
        VerifyFormat::Github => github::write(report, out),
    }
}
