//! `check` as JSON and JSON Lines.

use super::check_report::{CheckReport, Located};
use super::machine::{self, Problem};
use crate::lint::page;
use schemars::JsonSchema;
use serde::Serialize;
use std::io::{self, Write};

/// What `check --format json` writes.
#[derive(Serialize, JsonSchema)]
pub(super) struct Document<'r> {
    /// The version of this format: within it members may be added, and none is renamed, removed or
    /// given another meaning.
    #[schemars(extend("const" = 1))]
    schema: u32,
    /// The findings, by file and place.
    findings: Vec<Row<'r>>,
    /// What could not be read, compiled or decided.
    errors: &'r [Problem],
    /// How many patterns were looked at.
    patterns: usize,
    /// How many files have patterns.
    files: usize,
    /// How many patterns more there are of which nothing is known before deployment.
    open: usize,
    /// How many findings are left out because the baseline knows them.
    known: usize,
    /// How many findings the baseline knows that are there no more.
    gone: usize,
    /// How many findings were fixed.
    fixed: usize,
}

/// A finding; what `check --format jsonl` writes on a line.
#[derive(Serialize, JsonSchema)]
pub(super) struct Row<'r> {
    /// The rule.
    code: &'static str,
    /// How bad it is.
    #[schemars(extend("enum" = ["error","warning","note"]))]
    severity: &'static str,
    /// What was found.
    message: &'r str,
    /// What to do about it.
    help: Option<&'r str>,
    /// The file.
    file: &'r str,
    /// Line, from 1.
    line: usize,
    /// Column, from 1, in characters.
    column: usize,
    /// Line of the end, from 1.
    end_line: usize,
    /// Column behind the last character, from 1, in characters.
    end_column: usize,
    /// The path in the pattern; empty for the whole pattern.
    path: &'r str,
    /// Id of the pattern in its template; empty for a file of its own.
    id: &'r str,
    /// What else there is to know.
    note: Option<&'r str>,
    /// The rule's page: its address, or its path in the project.
    page: String,
    /// Whether `--fix` changes it.
    fixable: bool,
    /// Whether `--fix --unsafe-fixes` changes it.
    fixable_unsafely: bool,
}

fn row(finding: &Located) -> Row<'_> {
    let Located {
        code,
        severity,
        message,
        help,
        file,
        text: _,
        span: _,
        line,
        column,
        end_line,
        end_column,
        path,
        id,
        note,
        fixable,
        fixable_unsafely,
    } = finding;
    Row {
        code,
        severity: severity.name(),
        message,
        help: help.as_deref(),
        file,
        line: *line,
        column: *column,
        end_line: *end_line,
        end_column: *end_column,
        path,
        id,
        note: note.as_deref(),
        page: page::place(code),
        fixable: *fixable,
        fixable_unsafely: *fixable_unsafely,
    }
}

pub(super) fn write_json(
    report: &CheckReport,
    errors: &[Problem],
    out: &mut dyn Write,
) -> io::Result<()> {
    let CheckReport {
        findings,
        files,
        patterns,
        open,
        known,
        gone,
        fixed,
        checkout: _,
    } = report;
    let document = Document {
        schema: 1,
        findings: findings.iter().map(row).collect(),
        errors,
        patterns: *patterns,
        files: files.len(),
        open: *open,
        known: *known,
        gone: *gone,
        fixed: *fixed,
    };
    machine::document(&document, out)
}

pub(super) fn write_jsonl(
    report: &CheckReport,
    errors: &[Problem],
    out: &mut dyn Write,
) -> io::Result<()> {
    for finding in &report.findings {
        machine::line(&row(finding), out)?;
    }
    machine::error_lines(errors, out)
}
