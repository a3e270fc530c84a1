//! Whoever reads standard output alone learns what is missing from it.

use super::folder;
use crate::cli::pattern_test_in;
use serde_json::Value;

fn run(words: &[&str]) -> (Option<i32>, String, String) {
    let folder = folder();
    let output = pattern_test_in(folder.path()).args(words).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

/// The errors of a document, or those of lines.
fn errors(out: &str, words: &[&str]) -> Vec<Value> {
    if let Ok(document) = serde_json::from_str::<Value>(out)
        && let Some(errors) = document.get("errors")
    {
        return errors.as_array().unwrap().clone();
    }
    let lines = out.lines().map(|line| {
        serde_json::from_str::<Value>(line).unwrap_or_else(|_| panic!("{words:?}: {line}"))
    });
    lines
        .filter_map(|line| line.get("error").cloned())
        .collect()
}

#[test]
fn every_document_has_them() {
    let json = ["--format", "json"];
    let jsonl = ["--format", "jsonl"];
    for (words, format, file, line, message) in [
        (
            &["match", "-p", "bad.json", "-p", "good.json", "event.json"][..],
            json,
            "bad.json",
            Some(2),
            "must be an object or an array",
        ),
        (
            &["match", "-p", "bad.json", "event.json"],
            json,
            "bad.json",
            Some(2),
            "must be",
        ),
        (
            &["match", "-p", "good.json", "bad-event.json"],
            json,
            "bad-event.json",
            Some(1),
            "",
        ),
        (
            &["match", "-p", "missing.json", "event.json"],
            json,
            "missing.json",
            None,
            "no such file",
        ),
        (
            &["match", "-p", "bad.json", "event.json"],
            jsonl,
            "bad.json",
            Some(2),
            "must be",
        ),
        (
            &["match", "-p", "good.json", "bad-event.json", "event.json"],
            jsonl,
            "bad-event.json",
            Some(1),
            "",
        ),
        (
            &["explain", "-p", "bad.json", "-p", "good.json", "event.json"],
            json,
            "bad.json",
            Some(2),
            "must be",
        ),
        (
            &["explain", "-p", "bad.json", "event.json"],
            json,
            "bad.json",
            Some(2),
            "must be",
        ),
        (
            &["explain", "-p", "good.json", "missing.json"],
            json,
            "missing.json",
            None,
            "no such file",
        ),
        (
            &["check", "t-broken.yaml", "good.json"],
            json,
            "t-broken.yaml",
            Some(4),
            "",
        ),
        (
            &["check", "t-broken.yaml", "good.json"],
            jsonl,
            "t-broken.yaml",
            Some(4),
            "",
        ),
        (&["check", "missing.json"], json, "missing.json", None, ""),
        (
            &["verify"],
            json,
            "patterns/broken.suite.yaml",
            Some(3),
            "evnt",
        ),
        (
            &["verify", "--list"],
            json,
            "patterns/broken.suite.yaml",
            Some(3),
            "evnt",
        ),
        (
            &["compare", "good.json", "bad.json"],
            json,
            "bad.json",
            Some(2),
            "must be",
        ),
        (
            &["compare", "good.json", "missing.json"],
            json,
            "missing.json",
            None,
            "",
        ),
        (
            &["overlap", "good.json", "other.json", "bad.json"],
            json,
            "bad.json",
            Some(2),
            "must be",
        ),
        (
            &["overlap", "good.json", "bad.json"],
            json,
            "bad.json",
            Some(2),
            "must be",
        ),
        (
            &["generate", "bad.json"],
            json,
            "bad.json",
            Some(2),
            "must be",
        ),
        (
            &["scan", "-p", "good.json", "lines.jsonl"],
            jsonl,
            "lines.jsonl",
            Some(3),
            "",
        ),
        (
            &["scan", "-p", "bad.json", "-p", "other.json", "lines.jsonl"],
            jsonl,
            "bad.json",
            Some(2),
            "must be",
        ),
        (
            &["scan", "-p", "bad.json", "lines.jsonl"],
            jsonl,
            "bad.json",
            Some(2),
            "must be",
        ),
        (
            &["extract", "t-broken.yaml", "t.yaml"],
            ["", ""],
            "t-broken.yaml",
            Some(4),
            "",
        ),
    ] {
        let format = format.iter().copied().filter(|word| !word.is_empty());
        let words: Vec<_> = words.iter().copied().chain(format).collect();
        let (code, out, err) = run(&words);
        assert_eq!(code, Some(2), "{words:?}: {out}{err}");
        let found = errors(&out, &words);
        let told = found.iter().any(|error| {
            let at = |member: &str| error[member].as_u64();
            error["file"] == file
                && at("line") == line
                && at("column").is_some() == line.is_some()
                && error["message"].as_str().unwrap().contains(message)
                && error.get("help").is_some()
        });
        assert!(told, "{words:?}: {found:?}\n{err}");
        // Every error that people are told is told to programs.
        let people = err
            .lines()
            .filter(|line| line.starts_with("error: "))
            .count();
        assert_eq!(found.len(), people, "{words:?}: {found:?}\n{err}");
    }
}

#[test]
fn the_help_is_there_too() {
    let (_, out, _) = run(&["match", "--format", "json", "-p", "bad.json", "event.json"]);
    let errors = errors(&out, &[]);
    assert!(
        errors[0]["help"]
            .as_str()
            .unwrap()
            .contains("[\"aws.ec2\"]"),
        "{errors:?}"
    );
}

#[test]
fn a_configuration_that_cannot_be_used_is_told() {
    let folder = folder();
    std::fs::write(folder.path().join("pattern-test.toml"), "modee = 1\n").unwrap();
    for words in [
        &["match", "-p", "good.json", "event.json"][..],
        &["explain", "-p", "good.json", "event.json"],
        &["check"],
        &["verify"],
        &["compare", "good.json", "other.json"],
        &["overlap", "good.json", "other.json"],
        &["generate", "good.json"],
    ] {
        let output = pattern_test_in(folder.path())
            .args(words)
            .args(["--format", "json"])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        let out = String::from_utf8(output.stdout).unwrap();
        let errors = errors(&out, words);
        assert_eq!(errors.len(), 1, "{words:?}: {out}");
        assert_eq!(errors[0]["line"], 1, "{words:?}: {out}");
    }
}

#[test]
fn without_errors_the_list_is_empty_and_lines_have_none() {
    let (code, out, _) = run(&["match", "-p", "good.json", "event.json", "--format", "json"]);
    assert_eq!(code, Some(0));
    let document: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(document["errors"], Value::Array(Vec::new()));
    let (_, out, _) = run(&[
        "match",
        "-p",
        "good.json",
        "event.json",
        "--format",
        "jsonl",
    ]);
    assert_eq!(out.lines().count(), 1, "{out}");
}

#[test]
fn many_errors_are_counted() {
    let folder = folder();
    let lines = "{\n".repeat(1_500);
    std::fs::write(folder.path().join("many.jsonl"), &lines).unwrap();
    let output = pattern_test_in(folder.path())
        .args(["scan", "-p", "good.json", "many.jsonl", "--format", "jsonl"])
        .output()
        .unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    let errors = errors(&out, &["scan"]);
    assert!(errors.len() <= 10, "{}", errors.len());
    let last = errors.last().unwrap()["message"].as_str().unwrap();
    assert!(last.contains("more"), "{last}");
}

#[test]
fn a_configuration_that_is_no_text_has_a_place() {
    let folder = folder();
    std::fs::write(
        folder.path().join("pattern-test.toml"),
        b"# a\nmode = \"\xff\"\n",
    )
    .unwrap();
    let output = pattern_test_in(folder.path())
        .args(["match", "-p", "good.json", "event.json", "--format", "json"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let out = String::from_utf8(output.stdout).unwrap();
    let errors = errors(&out, &[]);
    assert_eq!(
        (&errors[0]["line"], &errors[0]["column"]),
        (&2.into(), &9.into()),
        "{out}"
    );
}

#[test]
fn undecided_cases_are_told() {
    let folder = folder();
    let lines = "{\"name\": \"n\", \"pattern\": {\"a\": [1]}, \"event\": \"{\\\"a\\\": \", \"expect\": \"match\"}\n";
    std::fs::write(folder.path().join("patterns/x.suite.jsonl"), lines).unwrap();
    let run = |format: &str| {
        let output = pattern_test_in(folder.path())
            .args(["verify", "patterns/x.suite.jsonl", "--format", format])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (text(output.stdout), text(output.stderr))
    };
    let (_, err) = run("junit");
    assert_eq!(err, "error: 1 case undecided\n");
    let (out, _) = run("json");
    let errors = errors(&out, &[]);
    assert_eq!(errors.len(), 1, "{out}");
    assert_eq!(errors[0]["line"], 1, "{out}");
}
