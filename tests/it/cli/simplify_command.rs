//! `simplify`.

use super::pattern_test;
use insta_cmd::assert_cmd_snapshot;

const WORDY: &str = r#"{
  "source": ["aws.s3", {"prefix": "aws."}],
  "detail": {
    "$or": [{"key": [{"suffix": ".png"}]}, {"key": [{"suffix": ".jpg"}]}, {"key": ["a.png"]}],
    "size": [{"exists": true}, {"exists": false}]
  }
}"#;

#[test]
fn what_is_not_needed_goes() {
    assert_cmd_snapshot!(pattern_test().args(["simplify", WORDY]));
    assert_cmd_snapshot!(pattern_test().args(["simplify", WORDY, "--check"]));
}

#[test]
fn what_is_needed_stays_as_it_is_written() {
    let file = "patterns/ecs-run-test-failed.json";
    assert_cmd_snapshot!(pattern_test().args(["simplify", file, "--check"]));
    let printed = pattern_test().args(["simplify", file]).output().unwrap();
    let text = std::fs::read(format!("{}/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    assert_eq!(String::from_utf8(printed.stdout), String::from_utf8(text));
}

#[test]
fn no_pattern() {
    assert_cmd_snapshot!(pattern_test().args(["simplify", r#"{"a": []}"#]));
}
