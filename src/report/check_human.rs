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
    summary(report, look, out)?;
    let mut codes: Vec<_> = report.findings.iter().map(|finding| finding.code).collect();
    codes.sort_unstable();
    codes.dedup();
    match codes.as_slice() {
        [] => Ok(()),
        [code] => writeln!(out, "For details: pattern-test check --explain {code}"),
        [code, ..] => writeln!(
            out,
            "For details on a rule: pattern-test check --explain CODE, such as {code}"
        ),
    }
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
        id,
        note: _,
        fixable: _,
        fixable_unsafely: _,
    } in &report.findings
    {
        writeln!(
            out,
            "{}:{line}:{column}: {}: {} {}{}",
            look.paint(&visible(file), STRONG),
            look.paint(severity.name(), style(*severity)),
            visible(message),
            look.paint(&format!("[{code}]"), FAINT),
            match id.is_empty() {
                true => String::new(),
                false => format!(" in `{}`", visible(id)),
            }
        )?;
    }
    summary(report, look, out)
}

fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => BAD,
        Severity::Warning => LOOK_HERE,
        Severity::Note => STRONG,
    }
}

fn summary(report: &CheckReport, look: Look, out: &mut dyn Write) -> io::Result<()> {
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
    let counted = |count: usize, what: &str| match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    };
    let severities = [Severity::Error, Severity::Warning, Severity::Note];
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
    let fixed = match fixed {
        0 => String::new(),
        fixed => format!("{fixed} fixed, "),
    };
    let counted_if = |wanted: fn(&&Located) -> bool| findings.iter().filter(wanted).count();
    let safe = counted_if(|finding| finding.fixable);
    let guesses = counted_if(|finding| !finding.fixable && finding.fixable_unsafely);
    let fixable = match (safe, guesses) {
        (0, 0) => String::new(),
        (safe, 0) => format!("; {safe} fixable with `--fix`"),
        (0, guesses) => format!("; {guesses} fixable with `--fix --unsafe-fixes`"),
        (safe, guesses) => {
            format!("; {safe} fixable with `--fix`, {guesses} more with `--unsafe-fixes`")
        }
    };
    let gone = match gone {
        0 => String::new(),
        1 => "; 1 entry of the baseline is gone, write it again".to_owned(),
        gone => format!("; {gone} entries of the baseline are gone, write it again"),
    };
    let patterns = counted(*patterns, "pattern");
    let files = counted(files.len(), "file");
    writeln!(
        out,
        "{fixed}{told} in {patterns} of {files}{open}{known}{gone}{fixable}"
    )?;
    Ok(())
}
