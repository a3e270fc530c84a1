//! The findings of `check`, with everything that their writers need, and its formats.

use super::checkout::Checkout;
use super::diagnostic::Diagnostic;
use super::machine::Problem;
use super::style::Look;
use crate::json::Span;
use crate::lint::Severity;
use std::io::{self, Write};
use std::sync::Arc;

/// The formats of `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum CheckFormat {
    /// Each finding with the source it is about
    Human,
    /// One line for each finding
    Concise,
    /// One JSON document: `{"schema": 1, "findings": [...], "errors": [...]}`
    Json,
    /// One JSON object for each finding, and for each error in the input
    Jsonl,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of a GitHub workflow
    Github,
    /// A GitLab code quality report
    Gitlab,
    /// JUnit XML: a test case for each finding
    Junit,
}

/// A finding where people can go and look.
#[derive(Debug, Clone)]
pub struct Located {
    /// The rule's code.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What was found.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The file.
    pub file: String,
    /// Its text.
    pub text: Arc<str>,
    /// The place in it.
    pub span: Span,
    /// First line, from 1.
    pub line: usize,
    /// First column, from 1, in characters.
    pub column: usize,
    /// Last line.
    pub end_line: usize,
    /// Column behind the last character.
    pub end_column: usize,
    /// The path in the pattern; empty for the whole pattern.
    pub path: String,
    /// Id of the pattern in its template; empty for a file of its own.
    pub id: String,
    /// What else there is to know.
    pub note: Option<String>,
    /// Whether `--fix` would mend it.
    pub fixable: bool,
    /// Whether `--fix --unsafe-fixes` would.
    pub fixable_unsafely: bool,
}

/// All findings of a run.
#[derive(Debug, Clone, Default)]
pub struct CheckReport {
    /// The findings, by file and place.
    pub findings: Vec<Located>,
    /// The files with patterns, in the order in which they were found.
    pub files: Vec<String>,
    /// How many patterns there are in them.
    pub patterns: usize,
    /// How many more there are of which nothing is known before deployment.
    pub open: usize,
    /// How many findings are not told because the baseline knows them.
    pub known: usize,
    /// How many findings the baseline knows that are there no more.
    pub gone: usize,
    /// How many findings were mended.
    pub fixed: usize,
    /// What files are called in the repository, for those who read the report there.
    pub checkout: Checkout,
}

impl CheckReport {
    /// How many findings there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        let of_it = |finding: &&Located| finding.severity == severity;
        self.findings.iter().filter(of_it).count()
    }
}

/// Writes a report; JSON tells the errors in the input as well.
///
/// # Errors
/// Those of the writer.
pub fn write(
    report: &CheckReport,
    errors: &[Problem],
    format: CheckFormat,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        CheckFormat::Human => super::check_human::write(report, look, out),
        CheckFormat::Concise => super::check_human::write_concise(report, look, out),
        CheckFormat::Json => super::check_json::write_json(report, errors, out),
        CheckFormat::Jsonl => super::check_json::write_jsonl(report, errors, out),
        CheckFormat::Sarif => super::check_sarif::write(report, out),
        CheckFormat::Github => super::check_github::write(report, out),
        CheckFormat::Gitlab => super::check_gitlab::write(report, out),
        CheckFormat::Junit => super::check_junit::write(report, out),
    }
}

/// Writes the summary of a job, in Markdown, as GitHub Actions shows it.
///
/// # Errors
/// Those of the writer.
pub fn write_summary(report: &CheckReport, out: &mut dyn Write) -> io::Result<()> {
    super::check_summary::write(report, out)
}

/// The finding as a diagnostic with its source.
pub(super) fn diagnostic(finding: &Located) -> Diagnostic {
    let title = format!("{} [{}]", finding.message, finding.code);
    let diagnostic = match finding.severity {
        Severity::Error => Diagnostic::error(title),
        Severity::Warning => Diagnostic::warning(title),
        Severity::Note => Diagnostic::note(title),
    };
    let diagnostic = diagnostic
        .in_file(finding.file.clone())
        .at(finding.text.clone(), finding.span);
    let diagnostic = match &finding.help {
        Some(help) => diagnostic.help(help.clone()),
        None => diagnostic,
    };
    let diagnostic = match &finding.note {
        Some(note) => diagnostic.remark(note.clone()),
        None => diagnostic,
    };
    match finding.id.is_empty() {
        true => diagnostic,
        false => diagnostic.remark(format!("in `{}`", finding.id)),
    }
}
