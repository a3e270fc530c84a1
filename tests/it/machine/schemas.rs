//! What is written fits its schema, which says all of it.

use super::folder;
use crate::cli::{pattern_test, pattern_test_in};
use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn schema(name: &str) -> Value {
    let output = pattern_test().args(["schema", name]).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The schema with nothing allowed that it does not name.
fn closed(mut schema: Value) -> Value {
    match &mut schema {
        Value::Object(members) => {
            for value in members.values_mut() {
                *value = closed(value.take());
            }
            if members.get("properties").is_some_and(Value::is_object) {
                members.insert("additionalProperties".to_owned(), json!(false));
            }
        }
        Value::Array(items) => {
            for item in items {
                *item = closed(item.take());
            }
        }
        _ => {}
    }
    schema
}

fn validator(schema: &Value) -> Validator {
    jsonschema::draft202012::new(schema).unwrap()
}

/// The names of the members in a value, at any depth.
fn members(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                into.insert(name.clone());
                members(value, into);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| members(item, into)),
        _ => {}
    }
}

fn fits(name: &str, schema: &Value, commands: &[&[&str]], must_have: &[&str]) {
    let folder = folder();
    let validator = validator(&closed(schema.clone()));
    let mut seen = BTreeSet::new();
    for words in commands {
        let output = pattern_test_in(folder.path())
            .args(*words)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let documents: Vec<Value> = match words.contains(&"jsonl") {
            true => text
                .lines()
                .map(|line| serde_json::from_str(line).unwrap())
                .collect(),
            false => {
                vec![serde_json::from_str(&text).unwrap_or_else(|_| panic!("{words:?}: {text}"))]
            }
        };
        assert!(!documents.is_empty(), "{words:?}");
        for document in &documents {
            let errors: Vec<_> = validator
                .iter_errors(document)
                .map(|error| format!("{} at {}", error, error.instance_path()))
                .collect();
            assert!(
                errors.is_empty(),
                "{name}: {words:?}: {errors:#?}\n{document:#}"
            );
            members(document, &mut seen);
        }
    }
    for member in must_have {
        assert!(seen.contains(*member), "{name}: no document has `{member}`");
    }
    // It can fail.
    assert!(!validator.is_valid(&json!({"schema": 2})), "{name}");
    assert!(!validator.is_valid(&json!([])), "{name}");
}

#[test]
fn documents_fit() {
    let good = ["-p", "good.json", "-p", "bad.json", "event.json"];
    let mixed = ["-p", "arrays.json", "mixed.json"];
    let json = ["--format", "json"];
    fits(
        "match",
        &schema("match"),
        &[
            &[&["match"], &good[..], &json].concat(),
            &[&["match"], &mixed[..], &json].concat(),
            &["match", "-p", "missing", "event.json", "--format", "json"],
        ],
        &["reason", "errors", "help"],
    );
    fits(
        "explain",
        &schema("explain"),
        &[
            &[&["explain"], &good[..], &json].concat(),
            &[&["explain"], &mixed[..], &json].concat(),
            &[
                "explain",
                "-p",
                "patterns/p.json",
                "event.json",
                "--format",
                "json",
            ],
            &["explain", "-p", "missing", "event.json", "--format", "json"],
        ],
        &[
            "witnesses",
            "failures",
            "disagreement",
            "cells",
            "ors",
            "elements",
        ],
    );
    fits(
        "check",
        &schema("check"),
        &[
            &[
                "check",
                "bad.json",
                "t-broken.yaml",
                "t.yaml",
                "--format",
                "json",
            ],
            &["check", "missing", "--format", "json"],
        ],
        &["findings", "code", "errors"],
    );
    fits(
        "verify",
        &schema("verify"),
        &[
            &["verify", "--coverage", "--mutants", "--format", "json"],
            &["verify", "--fail-fast", "--format", "json"],
            &["verify", "--filter", "nothing", "--format", "json"],
        ],
        &[
            "coverage",
            "mutants",
            "survivors",
            "killer",
            "unread",
            "details",
            "errors",
            "why",
        ],
    );
    fits(
        "verify-list",
        &schema("verify-list"),
        &[&["verify", "--list", "--format", "json"]],
        &["expected", "errors"],
    );
    fits(
        "compare",
        &schema("compare"),
        &[
            &["compare", "good.json", "other.json", "--format", "json"],
            &[
                "compare",
                "good.json",
                "other.json",
                "--base",
                "event.json",
                "--format",
                "json",
            ],
            &["compare", "good.json", "bad.json", "--format", "json"],
            &["compare", "missing", "bad.json", "--format", "json"],
        ],
        &["only_new", "why", "errors"],
    );
    fits(
        "overlap",
        &schema("overlap"),
        &[
            &[
                "overlap",
                "good.json",
                "other.json",
                "bad.json",
                "--format",
                "json",
            ],
            &["overlap", "missing", "--format", "json"],
        ],
        &["both", "beyond", "errors"],
    );
    fits(
        "generate",
        &schema("generate"),
        &[
            &[
                "generate",
                "good.json",
                "--count",
                "5",
                "--base",
                "event.json",
                "--format",
                "json",
            ],
            &[
                "generate",
                "good.json",
                "--kind",
                "near-miss",
                "--format",
                "json",
            ],
            &["generate", "bad.json", "--format", "json"],
        ],
        &["event", "value", "base", "errors"],
    );
}

#[test]
fn lines_fit() {
    fits(
        "scan",
        &schema("scan"),
        &[&[
            "scan",
            "-p",
            "good.json",
            "-p",
            "bad.json",
            "lines.jsonl",
            "--format",
            "jsonl",
        ]],
        &["offset", "flattened", "error"],
    );
    for (name, words) in [
        (
            "match",
            &[
                "match",
                "-p",
                "good.json",
                "-p",
                "bad.json",
                "event.json",
                "--format",
                "jsonl",
            ][..],
        ),
        (
            "check",
            &[
                "check",
                "bad.json",
                "t-broken.yaml",
                "t.yaml",
                "good.json",
                "--format",
                "jsonl",
            ],
        ),
    ] {
        let mut schema = schema(name);
        let line = json!({"$defs": schema["$defs"].take(), "$ref": "#/$defs/Line"});
        fits(name, &line, &[words], &["error", "message"]);
    }
}

/// The documents of this repository's own patterns and suites.
#[test]
fn the_documents_of_the_repository_fit() {
    for (name, words) in [
        ("match", &["match"][..]),
        (
            "explain",
            &[
                "explain",
                "-p",
                "patterns/ecs-run-test-failed.json",
                "fixtures/ecs",
            ],
        ),
        ("check", &["check"]),
        ("overlap", &["overlap", "patterns"]),
        ("verify", &["verify", "--coverage", "--mutants"]),
    ] {
        let output = pattern_test()
            .args(words)
            .args(["--format", "json"])
            .output()
            .unwrap();
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        let validator = validator(&closed(schema(name)));
        let errors: Vec<_> = validator
            .iter_errors(&document)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
    }
}

#[test]
fn every_member_is_described() {
    fn undescribed(value: &Value, path: &str, into: &mut Vec<String>) {
        let Value::Object(object) = value else {
            if let Value::Array(items) = value {
                items.iter().for_each(|item| undescribed(item, path, into));
            }
            return;
        };
        for (name, value) in object {
            let path = format!("{path}/{name}");
            if name == "properties" {
                for (member, schema) in value.as_object().unwrap() {
                    if schema.get("description").is_none() && schema.get("const").is_none() {
                        into.push(format!("{path}/{member}"));
                    }
                }
            }
            undescribed(value, &path, into);
        }
    }
    for output in pattern_test::report::schemas::Output::ALL {
        let mut found = Vec::new();
        undescribed(&output.value(), "", &mut found);
        assert!(found.is_empty(), "{}: {found:?}", output.name());
    }
}
