//! `check` as JSON and JSON Lines.

use super::check_report::{CheckReport, Located};
use super::machine::{self, Problem};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Document<'r> {
    schema: u32,
    findings: Vec<Row<'r>>,
    errors: &'r [Problem],
    patterns: usize,
    files: usize,
    open: usize,
    known: usize,
}

#[derive(Serialize)]
struct Row<'r> {
    code: &'static str,
    severity: &'static str,
    message: &'r str,
    help: Option<&'r str>,
    file: &'r str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    path: &'r str,
    id: &'r str,
    fixable: bool,
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
        fixable,
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
        fixable: *fixable,
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
    } = report;
    let document = Document {
        schema: 1,
        findings: findings.iter().map(row).collect(),
        errors,
        patterns: *patterns,
        files: files.len(),
        open: *open,
        known: *known,
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
