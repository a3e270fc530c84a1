//! `generate`.

use super::{directory_with, pattern_test, pattern_test_in};
use insta_cmd::assert_cmd_snapshot;

const ORDER: &str = r#"{"source":["com.example.orders"],"detail":{"total":[{"numeric":[">",0,"<=",100]}],"country":["DE",{"prefix":"F"}]}}"#;

#[test]
fn events_that_match() {
    assert_cmd_snapshot!(pattern_test().args(["generate", ORDER]));
    assert_cmd_snapshot!(pattern_test().args(["generate", ORDER, "--minimal", "--count", "5"]));
}

#[test]
fn events_at_the_edge() {
    assert_cmd_snapshot!(pattern_test().args([
        "generate",
        ORDER,
        "--minimal",
        "--count",
        "12",
        "--kind",
        "boundary"
    ]));
}

#[test]
fn events_that_just_fail() {
    assert_cmd_snapshot!(pattern_test().args([
        "generate",
        "patterns/ecs-run-test-failed.json",
        "--base",
        "fixtures/ecs/run-test-fails.json",
        "--count",
        "2",
        "--kind",
        "near-miss",
        "--format",
        "json"
    ]));
}

#[test]
fn a_seed_makes_others_and_the_same_again() {
    let output = |seed: &str| {
        let mut command = pattern_test();
        command.args(["generate", ORDER, "--count", "8", "--seed", seed]);
        command.output().unwrap().stdout
    };
    assert_eq!(output("7"), output("7"));
    assert_ne!(output("7"), output("8"));
}

#[test]
fn what_cannot_be_made() {
    assert_cmd_snapshot!(
        pattern_test().args(["generate", r#"{"a":[{"numeric":[">",0,"<",4.9e-324]}]}"#])
    );
    assert_cmd_snapshot!(pattern_test().args(["generate", "patterns"]));
}

#[test]
fn a_suite_is_written_once_and_matches_what_it_says() {
    let directory = directory_with(&[("patterns/order.json", ORDER.as_bytes())]);
    let run = || pattern_test_in(directory.path());
    assert_cmd_snapshot!(run().args(["generate", "patterns", "--suite", "fixtures"]));
    assert_cmd_snapshot!(run().args(["generate", "patterns", "--suite", "fixtures"]));
    let all = |side: &str, words: &[&str]| {
        let mut command = run();
        command.args(["match", "-q", &format!("fixtures/order/{side}")]);
        command.args(words).output().unwrap().status.code()
    };
    assert_eq!(all("match", &["--all"]), Some(0));
    assert_eq!(all("no-match", &[]), Some(1));
    assert!(!directory.path().join("fixtures/order.unfinished").exists());
}

/// A suite of a rule in a template names the rule, says what the template leaves open, and holds.
#[test]
fn suites_of_a_template() {
    let template = r"
Resources:
  Placed:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {source: [!Sub 'shop.${Stage}.orders'], account: [!Ref AWS::AccountId]}
  Stock.Low:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {source: [shop.stock], detail-type: [Stock Low]}
";
    let other = template.replace("Stock.Low", "Sold");
    let directory = directory_with(&[
        ("services/a/template.yaml", template.as_bytes()),
        ("services/b/template.yaml", other.as_bytes()),
    ]);
    let run = |words: &[&str]| {
        let mut command = pattern_test_in(directory.path());
        command.args(words);
        command
    };
    let words = [
        "generate",
        "services",
        "--suite",
        "fixtures",
        "--var",
        "Stage=prod",
    ];
    assert_cmd_snapshot!(run(&words));
    let suite = directory
        .path()
        .join("fixtures/services-a-template.Placed/pattern.suite.yaml");
    insta::assert_snapshot!(std::fs::read_to_string(suite).unwrap());
    let verified = run(&["verify", "--format", "json"]).output().unwrap();
    let report: serde_json::Value = serde_json::from_slice(&verified.stdout).unwrap();
    assert_eq!(verified.status.code(), Some(0), "{report:#}");
    assert_eq!(report["suites"].as_array().unwrap().len(), 4);
}

/// What no suite can read where it is gets a copy beside its events.
#[test]
fn suites_of_a_reply_and_of_a_text() {
    let reply = r#"{"Name": "a", "EventPattern": "{\"source\": [\"aws.ec2\"]}"}"#;
    let directory = directory_with(&[("rule.json", reply.as_bytes())]);
    for pattern in ["rule.json", ORDER] {
        let mut command = pattern_test_in(directory.path());
        command.args(["generate", pattern, "--suite", "fixtures"]);
        assert_eq!(
            command.output().unwrap().status.code(),
            Some(0),
            "{pattern}"
        );
    }
    let copy = directory.path().join("fixtures/a/pattern.json");
    assert!(std::fs::read_to_string(copy).unwrap().contains("aws.ec2"));
    let mut command = pattern_test_in(directory.path());
    let verified = command
        .args(["verify", "--format", "json"])
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&verified.stdout).unwrap();
    assert_eq!(verified.status.code(), Some(0), "{report:#}");
    assert_eq!(report["suites"].as_array().unwrap().len(), 2);
}
