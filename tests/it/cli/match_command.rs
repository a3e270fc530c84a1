//! `match`.

use super::{directory_with, pattern_test, pattern_test_in};
use insta_cmd::assert_cmd_snapshot;
use std::io::Write as _;
use std::process::{Command, Stdio};

const FAILED: &str = "patterns/ecs-run-test-failed.json";

fn ecs() -> Vec<String> {
    let mut files: Vec<_> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/ecs"))
        .unwrap()
        .map(|entry| {
            format!(
                "fixtures/ecs/{}",
                entry.unwrap().file_name().to_str().unwrap()
            )
        })
        .collect();
    files.sort();
    files
}

fn code(command: &mut Command) -> Option<i32> {
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap()
        .code()
}

#[test]
fn story_b() {
    assert_cmd_snapshot!(pattern_test().args(["match", "-p", FAILED]).args(ecs()));
    assert_cmd_snapshot!(
        pattern_test()
            .args(["match", "-p", FAILED, "--strict"])
            .args(ecs())
    );
}

#[test]
fn story_a() {
    let patterns = [
        "-p",
        "patterns/ecs-command-not-found.json",
        "-p",
        "patterns/ecs-command-not-found-stringified.json",
        "-p",
        "patterns/ecs-exit-code-not-zero.json",
    ];
    assert_cmd_snapshot!(
        pattern_test()
            .arg("match")
            .args(patterns)
            .args(ecs().iter().filter(|f| f.contains("batch")))
    );
}

#[test]
fn machine_formats() {
    for format in ["json", "jsonl", "tsv"] {
        assert_cmd_snapshot!(
            format,
            pattern_test()
                .args(["match", "-p", FAILED, "--format", format])
                .args([
                    "fixtures/ecs/run-test-fails.json",
                    "fixtures/ecs/run-test-hub-fails.json",
                    "fixtures/ecs/run-test-passes.json",
                ])
        );
    }
}

#[test]
fn every_form_is_read() {
    assert_cmd_snapshot!(pattern_test().args(["match", "-p", FAILED, "fixtures/forms"]));
    assert_cmd_snapshot!(pattern_test().args([
        "match",
        "-v",
        "-p",
        FAILED,
        "fixtures/forms/describe-tasks.json"
    ]));
    assert_cmd_snapshot!(pattern_test().args([
        "match",
        "-v",
        "-p",
        FAILED,
        "fixtures/forms/put-events-list.json"
    ]));
}

#[test]
fn without_arguments_all_patterns_meet_all_fixtures() {
    let output = pattern_test()
        .args(["match", "--format", "jsonl"])
        .output()
        .unwrap();
    assert!(output.status.success());
    let stdout = String::from_utf8(output.stdout).unwrap();
    let patterns = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/patterns"))
        .unwrap()
        .filter(|entry| {
            let name = entry.as_ref().unwrap().file_name();
            name.to_str().unwrap().ends_with(".json")
        })
        .count();
    assert_eq!(stdout.lines().count() % patterns, 0);
    assert!(stdout.lines().count() > 50 * patterns);
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn verbose_explains_in_short() {
    assert_cmd_snapshot!(pattern_test().args([
        "match",
        "-v",
        "-p",
        "patterns/ecs-command-not-found-stringified.json",
        "fixtures/ecs/batch-command-not-found.json",
    ]));
}

#[test]
fn exit_codes() {
    let fails = "fixtures/ecs/run-test-fails.json";
    let hub_fails = "fixtures/ecs/run-test-hub-fails.json";
    let passes = "fixtures/ecs/run-test-passes.json";
    let run = |words: &[&str]| code(pattern_test().args(["match", "-p", FAILED]).args(words));
    assert_eq!(run(&[fails, passes]), Some(0), "one match is enough");
    assert_eq!(run(&["--all", fails, passes]), Some(1));
    assert_eq!(run(&["--all", fails, hub_fails]), Some(0));
    assert_eq!(run(&["--all", "--strict", fails, hub_fails]), Some(1));
    assert_eq!(run(&[passes]), Some(1));
    assert_eq!(run(&["--fail-on-disagreement", fails]), Some(0));
    assert_eq!(run(&["--fail-on-disagreement", hub_fails]), Some(1));
    assert_eq!(run(&[fails, "no-such-file.json"]), Some(2));
    assert_eq!(run(&["-q", fails]), Some(0));
}

#[test]
fn quiet_writes_nothing_but_troubles() {
    assert_cmd_snapshot!(pattern_test().args([
        "match",
        "-q",
        "-p",
        FAILED,
        "fixtures/ecs/run-test-fails.json",
        "nowhere.json"
    ]));
}

#[test]
fn inline_patterns_and_standard_input() {
    let mut child = pattern_test()
        .args(["match", "-p", r#"{"source": ["aws.ecs"]}"#, "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"{\"source\":\"aws.ecs\"}\n{\"source\":\"x\"}\n")
        .unwrap();
    let output = child.wait_with_output().unwrap();
    insta::assert_snapshot!(String::from_utf8(output.stdout).unwrap());
    assert!(output.status.success());
    // Standard input can be one of the two.
    assert_cmd_snapshot!(
        pattern_test()
            .args(["match", "-p", "-", "-"])
            .pass_stdin("{\"a\":[1]}")
    );
}

#[test]
fn a_bad_file_does_not_hide_the_good_ones() {
    let directory = directory_with(&[
        ("patterns/bad.json", br#"{"source": "aws.ec2"}"#),
        ("patterns/good.json", br#"{"source": ["aws.ec2"]}"#),
        ("fixtures/bad.json", br#"{"source": "aws.ec2""#),
        ("fixtures/good.json", br#"{"source": "aws.ec2"}"#),
    ]);
    assert_cmd_snapshot!(pattern_test_in(directory.path()).arg("match"));
}

#[test]
fn the_configuration_names_the_directories() {
    let directory = directory_with(&[
        (
            "pattern-test.toml",
            b"[paths]\npatterns = [\"rules\"]\nfixtures = [\"events\"]\n",
        ),
        ("rules/a.json", br#"{"a": [1]}"#),
        ("events/b.json", br#"{"a": 1}"#),
        ("deep/er/x", b""),
    ]);
    assert_cmd_snapshot!(pattern_test_in(directory.path()).arg("match"));
    std::fs::write(
        directory.path().join("pattern-test.toml"),
        "[path]\npatterns = []\n",
    )
    .unwrap();
    assert_cmd_snapshot!(pattern_test_in(directory.path()).arg("match"));
}

#[test]
fn warnings_are_told_once() {
    let long = format!(r#"{{"a": ["{}"]}}"#, "x".repeat(2_100));
    let directory = directory_with(&[
        ("long.json", long.as_bytes()),
        ("near.json", br#"{"a": [{"wildcard": "*a*a*a*a*"}]}"#),
        ("one.json", br#"{"a": "x"}"#),
        ("two.json", br#"{"a": "y"}"#),
    ]);
    assert_cmd_snapshot!(pattern_test_in(directory.path()).args([
        "match",
        "-p",
        "long.json",
        "-p",
        "near.json",
        "one.json",
        "two.json"
    ]));
}

#[test]
fn a_strict_search_that_is_given_up_is_no_verdict() {
    let list = |element: &str| vec![element; 2_000].join(",");
    let (a, b) = (list(r#"{"a":1}"#), list(r#"{"b":1}"#));
    let event = format!(r#"{{"c":[{a}],"c":[{b}],"c":{{"a":1,"b":1}},"x":[{{"x":1}}]}}"#);
    let pattern = r#"{"c":{"a":[1],"b":[1]},"x":{"x":[{"exists":false}]}}"#;
    let directory = directory_with(&[("e.json", event.as_bytes())]);
    for format in ["human", "json", "tsv"] {
        assert_cmd_snapshot!(
            format!("undecided-{format}"),
            pattern_test_in(directory.path()).args([
                "match", "--strict", "--format", format, "-p", pattern, "e.json"
            ])
        );
    }
}

#[test]
fn colour_only_where_it_is_wanted() {
    let colours = |command: &mut Command| {
        let output = command
            .args(["match", "-p", FAILED, "fixtures/ecs"])
            .output()
            .unwrap();
        output.stdout.contains(&0x1b)
    };
    assert!(!colours(&mut pattern_test()), "never in a pipe");
    assert!(colours(pattern_test().env("CLICOLOR_FORCE", "1")));
    assert!(colours(pattern_test().arg("--color=always")));
    assert!(!colours(
        pattern_test()
            .env("CLICOLOR_FORCE", "1")
            .arg("--color=never")
    ));
    assert!(!colours(pattern_test().env("NO_COLOR", "1")));
}

#[test]
fn a_closed_pipe_is_no_trouble() {
    let mut child = pattern_test()
        .arg("match")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert!(output.status.success());
}

#[test]
fn what_events_hold_cannot_act_on_a_terminal() {
    let directory = directory_with(&[
        ("p.json", br#"{"a": [{"prefix": "\u001b[31m"}]}"#),
        (
            "e.json",
            "{\"a\": \"\\u001b[2J\u{202e}x\u{9b}31m\"}".as_bytes(),
        ),
    ]);
    assert_cmd_snapshot!(
        pattern_test_in(directory.path()).args(["match", "-p", "p.json", "e.json"])
    );
}
