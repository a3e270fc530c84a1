//! Patterns of different places together.

use super::{directory_with, pattern_test_in};
use std::path::Path;

const TEMPLATE: &str = "Resources:
  Rule:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {source: [shop]}
  Worker:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: arn:aws:sqs:eu-west-1:111122223333:orders
      FilterCriteria:
        Filters:
          - Pattern: '{\"body\": {\"kind\": [\"order\"]}}'
          - Pattern: '{\"body\": {\"kind\": [\"order\", \"refund\"]}}'
  Refunds:
    Type: AWS::SNS::Subscription
    Properties:
      FilterPolicy: {kind: [refund]}
";

fn run(folder: &Path, words: &[&str]) -> (Option<i32>, String, String) {
    let output = pattern_test_in(folder).args(words).output().unwrap();
    (
        output.status.code(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[test]
fn patterns_of_two_places_are_not_compared() {
    let folder = directory_with(&[
        ("t.yaml", TEMPLATE.as_bytes()),
        ("bare.json", br#"{"body": {"kind": ["order"]}}"#),
    ]);
    let filter = "t.yaml#Worker.Filters[0]";
    for (old, new) in [
        ("t.yaml#Rule", filter),
        (filter, "t.yaml#Rule"),
        ("bare.json", filter),
    ] {
        let (code, out, err) = run(folder.path(), &["compare", old, new]);
        assert_eq!(code, Some(2), "{old} {new}: {out}{err}");
        assert!(err.contains("different places"), "{old} {new}: {err}");
    }
    let (code, _, err) = run(
        folder.path(),
        &["compare", "t.yaml#Refunds", "t.yaml#Refunds"],
    );
    assert_eq!(code, Some(0), "the same text needs no comparison: {err}");
}

#[test]
fn filters_of_one_place_are_compared_without_an_envelope() {
    let folder = directory_with(&[
        ("a.json", br#"{"body": {"kind": ["order"]}}"#),
        ("b.json", br#"{"body": {"kind": ["order", "refund"]}}"#),
    ]);
    let (code, out, err) = run(
        folder.path(),
        &["compare", "--for", "sqs", "a.json", "b.json"],
    );
    assert_eq!(code, Some(0), "{out}{err}");
    assert!(out.contains("\"refund\""), "{out}");
    assert!(
        !out.contains("detail-type"),
        "a record has no envelope: {out}"
    );
    let (code, out, err) = run(
        folder.path(),
        &[
            "overlap", "--for", "sqs", "--format", "json", "a.json", "b.json",
        ],
    );
    assert_eq!(code, Some(0), "{out}{err}");
    assert!(
        !out.contains("detail-type"),
        "a record has no envelope: {out}"
    );
}

#[test]
fn overlap_leaves_filters_out_beside_rules() {
    let folder = directory_with(&[
        ("t.yaml", TEMPLATE.as_bytes()),
        ("a.json", br#"{"source": ["shop"]}"#),
    ]);
    let (code, out, err) = run(folder.path(), &["overlap", "t.yaml", "a.json"]);
    assert_eq!(code, Some(0), "{out}{err}");
    assert!(!out.contains("Worker"), "{out}");
    assert!(err.contains("3 filters see records"), "{err}");
}

/// What a notification rule asks for beside its pattern holds too.
#[test]
fn a_pattern_beside_the_source_of_its_rule() {
    let template = |pattern: &str| {
        format!(
            "Resources:\n  N:\n    Type: AWS::Notifications::EventRule\n    Properties:\n      \
             Source: aws.cloudwatch\n      EventType: CloudWatch Alarm State Change\n      \
             Regions: [eu-west-1]\n      EventPattern: '{pattern}'\n"
        )
    };
    let event = |source: &str| {
        format!(
            r#"{{"version":"0","id":"1","detail-type":"CloudWatch Alarm State Change","source":"{source}","account":"111122223333","time":"2026-01-01T00:00:00Z","region":"eu-west-1","resources":[],"detail":{{}}}}"#
        )
    };
    for (pattern, source, code) in [
        (
            r#"{"detail": {"state": [{"exists": false}]}}"#,
            "aws.cloudwatch",
            0,
        ),
        (
            r#"{"detail": {"state": [{"exists": false}]}}"#,
            "aws.ec2",
            1,
        ),
        (
            r#"{"source": ["aws.cloudwatch", "aws.ec2"]}"#,
            "aws.cloudwatch",
            0,
        ),
        (r#"{"source": ["aws.cloudwatch", "aws.ec2"]}"#, "aws.ec2", 1),
        // These two never match: said, and not matched by half of what is asked for.
        (r#"{"source": ["aws.ec2"]}"#, "aws.ec2", 2),
        (
            r#"{"$or": [{"source": ["aws.ec2"]}, {"account": ["1"]}]}"#,
            "aws.ec2",
            2,
        ),
    ] {
        let folder = directory_with(&[
            ("n.yaml", template(pattern).as_bytes()),
            ("e.json", event(source).as_bytes()),
        ]);
        let (found, out, err) = run(folder.path(), &["match", "-p", "n.yaml", "e.json"]);
        assert_eq!(found, Some(code), "{pattern} {source}: {out}{err}");
    }
}
