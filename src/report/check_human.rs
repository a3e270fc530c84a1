//! `check` for people.

use super::check_report::{CheckReport, Located, diagnostic};
use super::style::{BAD, FAINT, GOOD, LOOK_HERE, Look, STRONG};
use crate::lint::Severity;
use crate::text::visible;
use owo_colors::Style;
use std::io::{self, Write};

pub(super) fn write(report: &CheckReport, look: Look, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.findings {
        writeln!(out, "{}", diagnostic(finding).human(look))?;
    }
    summary(report, look, out)
}

pub(super) fn write_concise(
    report: &CheckReport,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    for Located {
        code,
        severity,
        message,
        help: _,
        file,
        text: _,
        span: _,
        line,
        column,
        end_line: _,
        end_column: _,
        path: _,
        id: _,
        fixable: _,
    } in &report.findings
    {
        writeln!(
            out,
            "{}:{line}:{column}: {}: {} {}",
            look.paint(&visible(file), STRONG),
            look.paint(severity.name(), style(*severity)),
            visible(message),
            look.paint(&format!("[{code}]"), FAINT)
        )?;
    }
    summary(report, look, out)
}

fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => BAD,
        Severity::Warning => LOOK_HERE,
        Severity::Notice => STRONG,
    }
}

fn summary(report: &CheckReport, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let CheckReport {
        findings,
        files,
        patterns,
        open,
        known,
    } = report;
    let counted = |count: usize, what: &str| match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    };
    let severities = [Severity::Error, Severity::Warning, Severity::Notice];
    let told: Vec<_> = severities
        .into_iter()
        .map(|severity| (severity, report.count(severity)))
        .filter(|(_, count)| *count > 0)
        .map(|(severity, count)| look.paint(&counted(count, severity.name()), style(severity)))
        .collect();
    let told = match told.is_empty() {
        true => look.paint("no findings", GOOD),
        false => told.join(", "),
    };
    let known = match known {
        0 => String::new(),
        known => format!("; {known} known from the baseline"),
    };
    let open = match open {
        0 => String::new(),
        1 => "; 1 more is not known before deployment".to_owned(),
        open => format!("; {open} more are not known before deployment"),
    };
    let fixable = findings.iter().filter(|finding| finding.fixable).count();
    let fixable = match fixable {
        0 => String::new(),
        _ => format!("; --fix would mend {fixable}"),
    };
    let patterns = counted(*patterns, "pattern");
    let files = counted(files.len(), "file");
    writeln!(out, "{told} in {patterns} of {files}{open}{known}{fixable}")
}
