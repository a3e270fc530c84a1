//! `check` as annotations of a GitHub workflow.

use super::check_report::{CheckReport, Located};
use super::github;
use crate::lint::Severity;
use std::io::{self, Write};

pub(super) fn write(report: &CheckReport, out: &mut dyn Write) -> io::Result<()> {
    for Located {
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
        path: _,
        id: _,
        note: _,
        fixable: _,
        fixable_unsafely: _,
    } in &report.findings
    {
        let command = match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let file = github::property(&report.checkout.path(file));
        // Columns are only taken where the finding stays on its line.
        let columns = match line == end_line {
            true => format!(",col={column},endColumn={end_column}"),
            false => String::new(),
        };
        let help = help
            .as_ref()
            .map_or(String::new(), |help| format!("\nhelp: {help}"));
        let text = github::data(&format!("{message}{help}"));
        writeln!(
            out,
            "::{command} file={file},line={line},endLine={end_line}{columns},title={code}::{text}"
        )?;
    }
    Ok(())
}
