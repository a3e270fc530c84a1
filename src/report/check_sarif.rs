//! `check` as SARIF 2.1.0: the part of the format that code scanning reads.

use super::check_gitlab::fingerprint;
use super::check_report::{CheckReport, Located};
use super::checkout::Checkout;
use super::machine;
use crate::lint::{RULES, Severity, page};
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::HashMap;
use std::io::{self, Write};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'r> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: Vec<Run<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'r> {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<Outcome<'r>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    short_description: Message,
    full_description: Message,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<String>,
    help: Help,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'r> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: Vec<Location<'r>>,
    partial_fingerprints: BTreeMap<&'static str, String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'r> {
    physical_location: Physical,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical<'r>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical<'r> {
    fully_qualified_name: &'r str,
}

pub(super) fn write(report: &CheckReport, out: &mut dyn Write) -> io::Result<()> {
    let rules = RULES.iter().map(|rule| Descriptor {
        id: rule.code,
        short_description: Message {
            text: rule.about.to_owned(),
        },
        full_description: Message {
            text: rule.why.to_owned(),
        },
        help_uri: page::url(rule.code),
        help: Help {
            text: rule.why.to_owned(),
            markdown: page::markdown(rule),
        },
        default_configuration: Configuration {
            level: level(rule.severity),
        },
    });
    let mut seen = HashMap::new();
    let results = report
        .findings
        .iter()
        .map(|finding| result(finding, &report.checkout, &mut seen));
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: vec![Run {
            tool: Tool {
                driver: Driver {
                    name: "pattern-test",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: rules.collect(),
                },
            },
            column_kind: "unicodeCodePoints",
            results: results.collect(),
        }],
    };
    machine::document(&log, out)
}

fn result<'r>(
    finding: &'r Located,
    checkout: &Checkout,
    seen: &mut HashMap<String, usize>,
) -> Outcome<'r> {
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
        note: _,
        fixable: _,
        fixable_unsafely: _,
    } = finding;
    let name = format!("{file}\0{id}\0{code}\0{path}");
    let count = seen.entry(name.clone()).or_default();
    *count += 1;
    let logical = match id.is_empty() {
        true => path,
        false => id,
    };
    Outcome {
        rule_id: code,
        rule_index: RULES
            .iter()
            .position(|rule| rule.code == *code)
            .unwrap_or(0),
        level: level(*severity),
        message: Message {
            text: match help {
                Some(help) => format!("{message}. {help}"),
                None => message.clone(),
            },
        },
        locations: vec![Location {
            physical_location: Physical {
                artifact_location: Artifact {
                    uri: uri(&checkout.path(file)),
                },
                region: Region {
                    start_line: *line,
                    start_column: *column,
                    end_line: *end_line,
                    end_column: *end_column,
                },
            },
            logical_locations: match logical.is_empty() {
                true => Vec::new(),
                false => vec![Logical {
                    fully_qualified_name: logical,
                }],
            },
        }],
        partial_fingerprints: BTreeMap::from([(
            "patternTest/v1",
            fingerprint(&format!("{name}\0{count}")),
        )]),
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// A path as a relative URI reference.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.replace('\\', "/").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' | b'~' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
