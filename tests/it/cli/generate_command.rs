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
