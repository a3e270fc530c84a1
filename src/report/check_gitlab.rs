//! `check` as a GitLab code quality report.

use super::check_report::{CheckReport, Located};
use super::machine;
use crate::lint::Severity;
use serde::Serialize;
use std::collections::HashMap;
use std::io::{self, Write};

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    positions: Positions,
}

#[derive(Serialize)]
struct Positions {
    begin: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
}

pub(super) fn write(report: &CheckReport, out: &mut dyn Write) -> io::Result<()> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut issues = Vec::with_capacity(report.findings.len());
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
        path,
        id,
        note: _,
        fixable: _,
        fixable_unsafely: _,
    } in &report.findings
    {
        // What does not move when lines are added above; the same twice is counted.
        let name = format!("{file}\0{id}\0{code}\0{path}");
        let count = seen.entry(name.clone()).or_default();
        *count += 1;
        issues.push(Issue {
            description: match help {
                Some(help) => format!("{message}; {help}"),
                None => message.clone(),
            },
            check_name: code,
            fingerprint: fingerprint(&format!("{name}\0{count}")),
            severity: match severity {
                Severity::Error => "critical",
                Severity::Warning => "major",
                Severity::Note => "info",
            },
            location: Location {
                path: report.checkout.path(file),
                positions: Positions {
                    begin: Point {
                        line: *line,
                        column: *column,
                    },
                    end: Point {
                        line: *end_line,
                        column: *end_column,
                    },
                },
            },
        });
    }
    machine::document(&issues, out)
}

/// FNV-1a over the bytes: stable for all time, and nobody has a reason to forge one.
pub(super) fn fingerprint(text: &str) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}
