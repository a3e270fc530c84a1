//! `explain`.

use super::{directory_with, pattern_test, pattern_test_in};
use insta_cmd::assert_cmd_snapshot;
use pattern_test::explain::Explainer;
use pattern_test::report::explain_report::{ExplainFormat, write};
use pattern_test::report::explain_text::{Detail, human as human_text};
use pattern_test::report::style::Look;
use pattern_test::{Event, Mode, Pattern};
use serde_json::Value;

const STORY_A: [&str; 2] = [
    "patterns/ecs-command-not-found-stringified.json",
    "fixtures/ecs/batch-command-not-found.json",
];
const STORY_B: [&str; 2] = [
    "patterns/ecs-run-test-failed.json",
    "fixtures/ecs/run-test-hub-fails.json",
];
const ABSENCE: [&str; 2] = [
    "patterns/ecs-run-test-never-started.json",
    "fixtures/ecs/run-test-never-started.json",
];
const OR: [&str; 2] = [
    r#"{
  "source": ["aws.ecs"],
  "$or": [
    {"detail": {"stopCode": ["TaskFailedToStart"]}},
    {"detail": {"containers": {"exitCode": [{"anything-but": 0}]}}},
    {"detail": {"stoppedReason": [{"prefix": "Scaling"}]}}
  ]
}"#,
    r#"{
  "source": "aws.ecs",
  "detail": {
    "stopCode": "EssentialContainerExited",
    "containers": [{"name": "web", "exitCode": 0}, {"name": "db", "exitCode": 137}]
  }
}"#,
];

fn read([pattern, event]: [&str; 2]) -> [String; 2] {
    [pattern, event].map(|text| match text.starts_with('{') {
        true => text.to_owned(),
        false => {
            let path = format!("{}/{text}", env!("CARGO_MANIFEST_DIR"));
            std::fs::read_to_string(path).unwrap()
        }
    })
}

fn explained(names: [&str; 2], mode: Mode, format: ExplainFormat, width: usize) -> String {
    let [pattern, event] = read(names);
    let pattern = Pattern::parse(&pattern).unwrap();
    let event = Event::parse(event).unwrap();
    let inline = |name: &'static str, text: &str| match text.starts_with('{') {
        true => name.to_owned(),
        false => text.to_owned(),
    };
    let names = [inline("pattern", names[0]), inline("event", names[1])];
    let explainer = Explainer {
        pattern: Some(&names[0]),
        event: Some(&names[1]),
        mode,
        start: None,
        others: &[],
        ..Explainer::default()
    };
    let look = Look {
        colour: false,
        width: Some(width),
    };
    let mut out = Vec::new();
    write(
        &[explainer.explain(&pattern, &event)],
        &[],
        format,
        Detail::Full,
        look,
        &mut out,
    )
    .unwrap();
    String::from_utf8(out).unwrap()
}

const CASES: [(&str, [&str; 2], Mode); 5] = [
    ("story_a", STORY_A, Mode::Flattened),
    ("story_b", STORY_B, Mode::Flattened),
    ("story_b_strict", STORY_B, Mode::Strict),
    ("absence", ABSENCE, Mode::Flattened),
    ("or", OR, Mode::Flattened),
];

#[test]
fn human() {
    for width in [60, 80, 120] {
        for (name, names, mode) in CASES {
            let text = explained(names, mode, ExplainFormat::Human, width);
            insta::assert_snapshot!(format!("human_{width}_{name}"), text);
        }
    }
}

/// No line is wider than the terminal, but for values that have no room to break in.
#[test]
fn human_text_keeps_to_the_width() {
    for width in [60, 80, 100, 120] {
        for (name, names, mode) in CASES {
            let text = explained(names, mode, ExplainFormat::Human, width);
            for line in text.lines() {
                let length = line.chars().count();
                assert!(
                    length <= width,
                    "{name} at {width}: {length} columns\n{line}"
                );
            }
        }
    }
}

#[test]
fn markdown() {
    for (name, names, mode) in CASES {
        let text = explained(names, mode, ExplainFormat::Markdown, 80);
        insta::assert_snapshot!(format!("markdown_{name}"), text);
    }
}

#[test]
fn json() {
    for (name, names, mode) in CASES {
        let text = explained(names, mode, ExplainFormat::Json, 80);
        insta::assert_snapshot!(format!("json_{name}"), text);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["schema"], 1);
    }
}

/// What events and patterns hold cannot act on a terminal, in any format.
#[test]
fn control_characters_are_spelled_out() {
    let evil = "\u{202e}\u{7f}\u{85}x";
    let pattern = Pattern::parse(&format!(r#"{{"{evil}":["{evil}", "\u001b[31m"]}}"#)).unwrap();
    let event = format!(r#"{{"{evil}":["n{evil}","\u001b[31m"],"c":[{{"name":"{evil}"}}]}}"#);
    let event = Event::parse(event).unwrap();
    let explainer = Explainer {
        pattern: Some("\u{1b}p"),
        event: Some("\u{202e}e"),
        mode: Mode::Strict,
        start: None,
        others: &[],
        ..Explainer::default()
    };
    for format in [
        ExplainFormat::Human,
        ExplainFormat::Markdown,
        ExplainFormat::Json,
        ExplainFormat::Html,
    ] {
        let mut out = Vec::new();
        let explanation = explainer.explain(&pattern, &event);
        let (detail, look) = (Detail::Full, Look::PLAIN);
        write(&[explanation], &[], format, detail, look, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let acts = |c: &char| (c.is_control() && *c != '\n') || *c == '\u{202e}';
        assert_eq!(text.chars().find(acts), None, "{format:?}");
    }
}

#[test]
fn command() {
    let explain = |args: &[&str]| {
        let mut command = pattern_test();
        command.arg("explain").args(args);
        command
    };
    let [pattern, event] = STORY_A;
    assert_cmd_snapshot!(explain(&["-p", pattern, event]));
    assert_cmd_snapshot!(explain(&["-p", r#"{"a": [1]}"#, "no-such-file.json"]));
    let directory = directory_with(&[("a.json", br#"{"a": 1}"#), ("b.json", br#"{"a": "1"}"#)]);
    let mut command = super::pattern_test_in(directory.path());
    command.args(["explain", "-p", r#"{"a": [1]}"#, "a.json", "b.json"]);
    assert_cmd_snapshot!(command);
    let mut command = super::pattern_test_in(directory.path());
    command.args([
        "explain",
        "-p",
        r#"{"a": [1]}"#,
        "a.json",
        "-o",
        "no/such/directory",
    ]);
    assert_cmd_snapshot!(command);
}

#[test]
fn an_explanation_is_written_to_a_file() {
    let directory = directory_with(&[("e.json", br#"{"a": 1}"#)]);
    let mut command = super::pattern_test_in(directory.path());
    let args = [
        "explain",
        "-p",
        r#"{"a": [1]}"#,
        "e.json",
        "--format",
        "html",
        "-o",
        "e.html",
    ];
    assert_eq!(command.args(args).status().unwrap().code(), Some(0));
    let page = std::fs::read_to_string(directory.path().join("e.html")).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
}

/// Line and column of the first witness of the first condition, for each event of a file.
fn places(file: &str, content: &str) -> Vec<(u64, u64)> {
    let directory = directory_with(&[(file, content.as_bytes())]);
    let output = pattern_test_in(directory.path())
        .args(["explain", "--format", "json", "-p", r#"{"a": [1]}"#, file])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    let explanations = document["explanations"].as_array().cloned();
    explanations
        .unwrap_or_else(|| vec![document])
        .iter()
        .map(|explanation| {
            let witness = &explanation["alternatives"][0]["conditions"][0]["witnesses"][0];
            (
                witness["line"].as_u64().unwrap(),
                witness["column"].as_u64().unwrap(),
            )
        })
        .collect()
}

#[test]
fn places_are_those_of_the_file() {
    assert_eq!(places("one.json", "{\n  \"a\": 1\n}"), [(2, 8)]);
    assert_eq!(
        places("lines.ndjson", "{\"a\":1}\n{\"b\":0,\"a\":1}\n"),
        [(1, 6), (2, 12)]
    );
    assert_eq!(
        places("array.json", "[{\"a\":1},\n {\"é\":0,\n\"a\":1}]"),
        [(1, 7), (3, 5)]
    );
}

/// A pattern of a reply is named as in what is printed of it.
#[test]
fn a_pattern_of_a_reply_by_its_name() {
    let rules = br#"{"Rules": [
        {"Name": "stop", "EventPattern": "{\"source\": [\"aws.ec2\"]}"},
        {"Name": "iam", "EventPattern": "{\"source\": [\"aws.iam\"]}"}
    ]}"#;
    let directory = directory_with(&[
        ("rules.json", rules),
        ("event.json", br#"{"source": "aws.ec2"}"#),
    ]);
    for (pattern, code) in [
        ("rules.json#stop", 0),
        ("rules.json#iam", 1),
        ("rules.json#no", 2),
    ] {
        for command in ["explain", "match"] {
            let mut run = pattern_test_in(directory.path());
            let output = run
                .args([command, "-p", pattern, "event.json"])
                .output()
                .unwrap();
            let told = String::from_utf8_lossy(&output.stderr);
            assert_eq!(
                output.status.code(),
                Some(code),
                "{command} {pattern}: {told}"
            );
        }
    }
}

#[test]
fn the_short_form_shows_the_condition_with_the_mistake() {
    let text = "{\"source\": [\"aws.ecs\"],\n\"source\": [\"aws.ec2\"],\n\"detail\": {\"a\": [1]}}";
    let pattern = Pattern::parse(text).unwrap();
    let event = Event::parse(r#"{"source": "aws.ecs", "detail": {"a": 1}}"#).unwrap();
    let explanation = Explainer::default().explain(&pattern, &event);
    let mut out = Vec::new();
    human_text(&explanation, Detail::Brief, Look::PLAIN, &mut out).unwrap();
    let out = String::from_utf8(out).unwrap();
    // The first of two equal keys was never looked at, and is why there is no match.
    assert!(out.contains("[overwritten-by-duplicate]"), "{out}");
    assert!(out.contains("1 other condition is not shown"), "{out}");
}
