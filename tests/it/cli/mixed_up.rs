//! What is given in the wrong place, and what is given without saying what it is.

use super::{directory_with, pattern_test_in};
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

const RULE: &[u8] = br#"{"source": ["till"], "detail": {"amount": [{"numeric": [">", 5]}]}}"#;
const EVENT: &[u8] =
    br#"{"id": "e", "source": "till", "detail-type": "Sold", "detail": {"amount": 9}}"#;

/// Exit code, standard output, standard error.
fn run(directory: &Path, words: &[&str], stdin: &[u8]) -> (i32, String, String) {
    let mut child = pattern_test_in(directory)
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that reads nothing may be gone.
    let _ = child.stdin.take().unwrap().write_all(stdin);
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn files() -> tempfile::TempDir {
    directory_with(&[
        ("rule.json", RULE),
        ("b.json", RULE),
        ("c.json", RULE),
        ("event.json", EVENT),
    ])
}

#[test]
fn plain_arguments_are_what_their_content_says() {
    let directory = files();
    let inline = String::from_utf8(RULE.to_vec()).unwrap();
    for command in ["match", "explain"] {
        for words in [
            ["rule.json", "event.json"],
            ["event.json", "rule.json"],
            [&inline, "event.json"],
        ] {
            let words = [command, words[0], words[1]];
            let (code, _, err) = run(directory.path(), &words, b"");
            assert_eq!((code, &*err), (0, ""), "{words:?}");
        }
    }
}

#[test]
fn an_event_for_a_pattern_is_named() {
    let directory = files();
    for words in [
        &["explain", "-p", "event.json", "rule.json"][..],
        &["match", "-p", "event.json", "rule.json"],
        &["check", "event.json"],
    ] {
        let (code, _, err) = run(directory.path(), words, b"");
        assert_eq!(code, 2, "{words:?}");
        assert!(
            err.contains("this looks like an event, not an event pattern"),
            "{err}"
        );
        assert!(
            !err.contains("[\"e\"]"),
            "no advice to change the event: {err}"
        );
    }
}

/// As `-p rule.json *.json` in a shell gives it.
#[test]
fn a_pattern_given_twice_is_no_event() {
    let directory = files();
    let words = ["match", "-p", "rule.json", "./rule.json", "event.json"];
    let (_, out, err) = run(directory.path(), &words, b"");
    let told = "note: ./rule.json: this is given with -p, and is not matched as an event";
    assert!(err.contains(told), "{err}");
    assert_eq!(out.matches("rule.json").count(), 1, "{out}");
    let words = ["explain", "-p", "rule.json", "./rule.json", "event.json"];
    let (_, _, err) = run(directory.path(), &words, b"");
    assert!(err.contains(told), "{err}");
}

#[test]
fn patterns_for_events_are_told_once() {
    let directory = files();
    let (_, out, err) = run(
        directory.path(),
        &["match", "-p", "rule.json", "rule.json"],
        b"",
    );
    assert!(
        err.contains("warning: rule.json: this looks like an event pattern"),
        "{err}{out}"
    );
    let words = [
        "match",
        "-p",
        "rule.json",
        "b.json",
        "c.json",
        "event.json",
        "--format",
        "json",
    ];
    let (_, out, err) = run(directory.path(), &words, b"");
    let told = "2 of 3 inputs look like event patterns, not events: `b.json`, `c.json`";
    assert_eq!(err.matches("look like event patterns").count(), 1);
    assert!(err.contains(told), "{err}");
    let document: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(document["warnings"][0], told);
    // Nothing to warn of, no member.
    let (_, out, _) = run(
        directory.path(),
        &["match", "-p", "rule.json", "event.json", "--format", "json"],
        b"",
    );
    assert!(!out.contains("warnings"));
}

#[test]
fn an_event_of_lists_is_an_event() {
    let event = br#"{"id": "e", "source": "till", "detail-type": "Sold", "detail": {"tags": ["a"], "ids": ["b"]}}"#;
    let directory = directory_with(&[
        ("rule.json", br#"{"detail": {"tags": ["a"]}}"#),
        ("event.json", event),
    ]);
    let (code, _, err) = run(
        directory.path(),
        &["match", "-p", "rule.json", "event.json"],
        b"",
    );
    assert_eq!((code, &*err), (0, ""));
}

#[test]
fn what_is_no_event_of_a_bus_is_named_and_its_container_never_advised() {
    let s3 = br#"{"Records": [{"eventSource": "aws:s3", "eventName": "ObjectCreated:Put", "s3": {"bucket": {"name": "in"}}}]}"#;
    let directory = directory_with(&[
        (
            "rule.json",
            br#"{"source": ["aws.s3"], "detail": {"bucket": {"name": ["in"]}}}"#,
        ),
        ("s3.json", s3),
        ("other.json", br#"{"payload": {"source": "aws.s3"}}"#),
    ]);
    let (code, out, err) = run(
        directory.path(),
        &["match", "-v", "-p", "rule.json", "s3.json"],
        b"",
    );
    assert_eq!(code, 1);
    assert!(
        err.contains("this is an S3 notification, not an EventBridge event"),
        "{err}"
    );
    assert!(!out.contains("Records."), "{out}");
    let (_, out, err) = run(
        directory.path(),
        &["explain", "-p", "rule.json", "other.json"],
        b"",
    );
    assert!(err.contains("it is not an EventBridge event"), "{err}");
    assert!(!out.contains("`payload."), "{out}");
}

#[test]
fn a_condition_on_what_was_made_up_is_told_once() {
    let entry = r#"{"Source": "till", "DetailType": "Sold", "Detail": "{}"}"#;
    let entries = format!("{{\"Entries\": [{entry}, {entry}]}}");
    let directory = directory_with(&[
        ("rule.json", br#"{"account": ["111122223333"]}"#),
        ("other.json", br#"{"source": ["till"]}"#),
        ("entries.json", entries.as_bytes()),
    ]);
    let (_, _, err) = run(
        directory.path(),
        &["match", "-p", "rule.json", "entries.json"],
        b"",
    );
    assert_eq!(
        err.matches("this does not say `account`").count(),
        1,
        "{err}"
    );
    let (_, _, err) = run(
        directory.path(),
        &["match", "-p", "other.json", "entries.json"],
        b"",
    );
    assert_eq!(err, "");
}

#[test]
fn check_reads_standard_input_and_arguments() {
    let directory = directory_with(&[]);
    let bad = br#"{"source": "till"}"#;
    for words in [&["check", "-"][..], &["check", r#"{"source": "till"}"#]] {
        let (code, out, _) = run(directory.path(), words, bad);
        assert_eq!(code, 1, "{words:?}");
        assert!(out.contains("must be an object or an array"), "{out}");
    }
    let template = b"resource \"aws_cloudwatch_event_rule\" \"r\" {\n  event_pattern = jsonencode({ source = \"till\" })\n}\n";
    let words = ["check", "-", "--stdin-filename", "main.tf"];
    let (code, out, _) = run(directory.path(), &words, template);
    assert_eq!(code, 1);
    assert!(out.contains("main.tf:2"), "{out}");
    let (code, _, err) = run(directory.path(), &["check", "--fix", "-"], bad);
    assert_eq!(code, 2);
    assert!(err.contains("--fix has no file to write to"), "{err}");
}

#[test]
fn patterns_by_the_names_of_their_rules() {
    let rules = br#"{"Rules": [{"Name": "sold", "EventPattern": "{\"source\":[\"till\"]}"}, {"Name": "hourly", "ScheduleExpression": "rate(1 hour)"}]}"#;
    let directory = directory_with(&[("event.json", EVENT)]);
    let (code, out, err) = run(directory.path(), &["match", "-p", "-", "event.json"], rules);
    assert_eq!((code, &*err), (0, ""));
    assert!(out.contains("<stdin>#sold"), "{out}");
}

/// Such as of a rule with a schedule: it is no pattern with a mistake in it.
#[test]
fn a_reply_without_a_pattern_is_named() {
    let directory = files();
    let reply = br#"{"Name": "nightly", "ScheduleExpression": "rate(1 day)", "State": "ENABLED"}"#;
    let said = "<stdin>: this is the output of `aws events describe-rule` and contains no event pattern\n  = help: the rule runs on a schedule";
    for words in [
        &["match", "-p", "-", "event.json"][..],
        &["explain", "-p", "-", "event.json"],
        &["check", "-"],
        &["generate", "-"],
    ] {
        let (code, _, err) = run(directory.path(), words, reply);
        assert_eq!(code, 2, "{words:?}");
        assert!(err.contains(said), "{words:?}: {err}");
    }
}

#[test]
fn what_only_looks_like_json_is_refused_and_mended() {
    let text = "{“source”: [“till”], // ours\n \"detail\": {\"a\":\u{a0}[1,],},\n}\n";
    let directory = directory_with(&[("rule.json", text.as_bytes())]);
    let (code, out, _) = run(directory.path(), &["check", "rule.json"], b"");
    assert_eq!(code, 1);
    assert!(out.contains("typographic quotes"), "{out}");
    let (code, ..) = run(directory.path(), &["check", "--fix", "rule.json"], b"");
    assert_eq!(code, 0);
    let mended = std::fs::read_to_string(directory.path().join("rule.json")).unwrap();
    assert_eq!(
        mended,
        "{\"source\": [\"till\"],\n \"detail\": {\"a\": [1]}\n}\n"
    );
}

/// The same file, whether it is named or met, and whatever blanks stand around the pattern.
#[test]
fn a_pattern_in_a_file_is_all_of_its_text() {
    for (text, mended) in [
        (
            "\n {\"source\": \"till\", \"detail-type\": [\"Sold\"]}\n\n",
            "\n {\"source\": [\"till\"], \"detail-type\": [\"Sold\"]}\n\n",
        ),
        (
            "{\"source\": [\"till\"], /* one\n two */ \"detail-type\": [\"Sold\"]}",
            "{\"source\": [\"till\"], \n \"detail-type\": [\"Sold\"]}",
        ),
    ] {
        for word in ["rule.json", "."] {
            let directory = directory_with(&[("rule.json", text.as_bytes())]);
            let (code, ..) = run(directory.path(), &["check", "--fix", word], b"");
            assert_eq!(code, 0, "{text}");
            let left = std::fs::read_to_string(directory.path().join("rule.json")).unwrap();
            assert_eq!(left, mended);
        }
    }
}

#[test]
fn a_byte_order_mark_is_refused_and_read_past() {
    let text = format!("\u{feff}{}", String::from_utf8(RULE.to_vec()).unwrap());
    let directory = directory_with(&[("rule.json", text.as_bytes()), ("event.json", EVENT)]);
    for word in ["rule.json", "."] {
        let (code, out, _) = run(directory.path(), &["check", word], b"");
        assert_eq!(code, 1, "{out}");
        assert!(out.contains("starts with a byte order mark"), "{out}");
        let (code, _, err) = run(
            directory.path(),
            &["match", "-q", "-p", word, "event.json"],
            b"",
        );
        assert_eq!((code, &*err), (0, ""));
    }
}

#[test]
fn the_log_of_a_bus_is_compared_rule_by_rule() {
    let bus = "arn:aws:events:eu-west-1:111122223333:event-bus/shop";
    let record = |event: &str, step: &str, details: &str| {
        format!(
            "{{\"resource_arn\":\"{bus}\",\"event_id\":\"{event}\",\"message_type\":\"{step}\",\"details\":{{{details}}}}}\n"
        )
    };
    let event = |detail: &str| {
        let detail = serde_json::to_string(detail).unwrap();
        format!(
            "\"source\":\"till\",\"detail_type\":\"Sold\",\"resources\":[],\"event_detail\":{detail}"
        )
    };
    let mixed = event(r#"{"c":[{"n":"app","x":0},{"n":"db","x":1}]}"#);
    let none = event(r#"{"c":[]}"#);
    let arn = "\"rule_arn\":\"arn:aws:events:eu-west-1:111122223333:rule/shop/failed\"";
    let log = [
        record("e1", "RULE_MATCH_START", &mixed),
        record("e1", "RULE_MATCH", arn),
        record("e2", "RULE_MATCH_START", &none),
        record("e2", "NO_STANDARD_RULES_MATCHED", ""),
    ]
    .concat();
    let directory = directory_with(&[
        (
            "failed.json",
            br#"{"detail": {"c": {"n": ["app"], "x": [1]}}}"#,
        ),
        ("bus.log", log.as_bytes()),
        ("no.log", b"START\n"),
    ]);
    let words = ["verify", "--bus-log", "bus.log", "-p", "failed.json"];
    let (code, out, err) = run(directory.path(), &words, b"");
    assert_eq!((code, &*err), (0, ""));
    assert!(
        out.contains("matched 1 of 2 events: flattened agrees, strict differs on 1"),
        "{out}"
    );
    assert!(
        out.contains("looks at array elements apart (flattened)"),
        "{out}"
    );
    let strict = [&words[..], &["--mode", "strict", "--format", "json"]].concat();
    let (code, out, _) = run(directory.path(), &strict, b"");
    assert_eq!(code, 1);
    let document: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(document["modes"]["only_flattened"], 1);
    assert_eq!(document["rules"][0]["differences"][0]["event_id"], "e1");
    let (code, _, err) = run(
        directory.path(),
        &["verify", "--bus-log", "no.log", "-p", "failed.json"],
        b"",
    );
    assert_eq!(code, 2);
    assert!(err.contains("no record of an event bus log"), "{err}");
}
