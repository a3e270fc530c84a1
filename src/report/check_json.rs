//! `check` as JSON and JSON Lines.

use super::check_report::{CheckReport, Located};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Document<'r> {
    schema: u32,
    findings: Vec<Row<'r>>,
    patterns: usize,
    files: usize,
    open: usize,
    known: usize,
    gone: usize,
    fixed: usize,
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
    note: Option<&'r str>,
    fixable: bool,
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
        fixable: *fixable,
        fixable_unsafely: *fixable_unsafely,
    }
}

pub(super) fn write_json(report: &CheckReport, out: &mut dyn Write) -> io::Result<()> {
    let CheckReport {
        findings,
        files,
        patterns,
        open,
        known,
        gone,
        fixed,
    } = report;
    let document = Document {
        schema: 1,
        findings: findings.iter().map(row).collect(),
        patterns: *patterns,
        files: files.len(),
        open: *open,
        known: *known,
        gone: *gone,
        fixed: *fixed,
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}

pub(super) fn write_jsonl(report: &CheckReport, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.findings {
        serde_json::to_writer(&mut *out, &row(finding))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
