//! `check` as the summary of a job, in Markdown.

use super::check_report::{CheckReport, Located};
use crate::lint::Severity;
use crate::text::markdown::{cell_code, cell_sentence};
use std::io::{self, Write};

/// How many findings are listed.
const LISTED: usize = 50;

pub(super) fn write(report: &CheckReport, out: &mut dyn Write) -> io::Result<()> {
    let (errors, warnings, notes) = (
        report.count(Severity::Error),
        report.count(Severity::Warning),
        report.count(Severity::Note),
    );
    let sign = match errors + warnings {
        0 => "✅",
        _ => "❌",
    };
    writeln!(out, "### {sign} Checked event patterns\n")?;
    let counted = |count: usize, what: &str| match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    };
    writeln!(
        out,
        "{}, {}, {} in {} of {}\n",
        counted(errors, "error"),
        counted(warnings, "warning"),
        counted(notes, "note"),
        counted(report.patterns, "pattern"),
        counted(report.files.len(), "file")
    )?;
    if report.findings.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "| | place | finding | rule |\n| --- | --- | --- | --- |"
    )?;
    let mut findings: Vec<&Located> = report.findings.iter().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    for finding in findings.iter().take(LISTED) {
        let place = format!("{}:{}", report.checkout.path(&finding.file), finding.line);
        writeln!(
            out,
            "| {} | {} | {} | {} |",
            finding.severity.name(),
            cell_code(&place),
            cell_sentence(&finding.message),
            finding.code
        )?;
    }
    if let Some(more @ 1..) = findings.len().checked_sub(LISTED) {
        writeln!(out, "\nand {more} more")?;
    }
    writeln!(out)
}
