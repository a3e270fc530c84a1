//! What is offered as a fix, and what is not.

use super::*;
use crate::lint::{check_all, suppress};
use crate::template::{Vars, extract};
use std::path::Path;

/// The text after its fixes, where there are any.
fn mended(ending: &str, text: &str, most: Safety) -> Option<String> {
    let evidence = Evidence::default();
    let name = format!("example{ending}");
    let read = |text: &str| match ending {
        "" => Some(Extraction::of_pattern(Path::new(&name), text)),
        _ => extract(Path::new(&name), text, &Vars::new()),
    };
    let mender = Mender {
        read: &read,
        evidence: &evidence,
    };
    let judge =
        |extraction: &Extraction| suppress::apply(check_all(extraction, &evidence), extraction);
    let extraction = read(text).unwrap();
    let mut findings = judge(&extraction);
    assert!(!findings.is_empty(), "{text}");
    mender.offer(&extraction, &mut findings);
    let mended = mender.mended(&extraction, &findings, most, &judge)?;
    assert!(mended.fixed > 0);
    Some(mended.text)
}

#[test]
fn what_is_certain_is_mended() {
    for (text, expected) in [
        (
            r#"{"source": "aws.ec2", "detail-type": ["x"]}"#,
            r#"{"source": ["aws.ec2"], "detail-type": ["x"]}"#,
        ),
        (r#"{"detailType": ["x"]}"#, r#"{"detail-type": ["x"]}"#),
        (
            r#"{"account": [123456789012]}"#,
            r#"{"account": ["123456789012"]}"#,
        ),
        (
            r#"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"containers": {"exitCode": ["1", "127"]}}}"#,
            r#"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"containers": {"exitCode": [1, 127]}}}"#,
        ),
        (
            r#"{"source": ["a"], "$OR": [{"detail": {"a": ["1"]}}, {"detail": {"b": ["2"]}}]}"#,
            r#"{"source": ["a"], "$or": [{"detail": {"a": ["1"]}}, {"detail": {"b": ["2"]}}]}"#,
        ),
    ] {
        assert_eq!(mended("", text, Safety::Safe).as_deref(), Some(expected));
    }
}

#[test]
fn guesses_are_offered_as_such() {
    for (text, expected) in [
        (
            r#"{"source": ["aws.ecs"], "detail-type": ["ECS Task State change"]}"#,
            r#"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"]}"#,
        ),
        (
            r#"{"source": ["a"], "detail": {"state": "on"}}"#,
            r#"{"source": ["a"], "detail": {"state": ["on"]}}"#,
        ),
        (
            r#"{"source": ["a"], "detail": {"state": [{"startsWith": "on"}]}}"#,
            r#"{"source": ["a"], "detail": {"state": [{"prefix": "on"}]}}"#,
        ),
        (
            r#"{"source": ["a"], "detail": {"n": [{"numeric": ">=7"}], "m": [{"exists": "false"}]}}"#,
            r#"{"source": ["a"], "detail": {"n": [{"numeric": [">=", 7]}], "m": [{"exists": false}]}}"#,
        ),
    ] {
        assert_eq!(mended("", text, Safety::Safe), None, "{text}");
        assert_eq!(mended("", text, Safety::Unsafe).as_deref(), Some(expected));
    }
}

#[test]
fn the_spelling_of_a_template_is_kept() {
    for (ending, text, expected) in [
        (
            ".yaml",
            "Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern:\n        source: aws.ec2\n        detailType: [x] # why\n        region: 'eu-west-1'\n        account: \"123456789012\"\n",
            "Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern:\n        source: [aws.ec2]\n        detail-type: [x] # why\n        region: ['eu-west-1']\n        account: [\"123456789012\"]\n",
        ),
        (
            ".yaml",
            "Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern:\n        source: [a]\n        detail-type: one, two\n",
            "Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern:\n        source: [a]\n        detail-type: [\"one, two\"]\n",
        ),
        (
            ".tf",
            "resource \"aws_cloudwatch_event_rule\" \"r\" {\n  event_pattern = jsonencode({ source = \"a\", detailType = [\"x\"] })\n}\n",
            "resource \"aws_cloudwatch_event_rule\" \"r\" {\n  event_pattern = jsonencode({ source = [\"a\"], detail-type = [\"x\"] })\n}\n",
        ),
        (
            ".tf",
            "resource \"aws_cloudwatch_event_rule\" \"r\" {\n  event_pattern = jsonencode({ source = [\"a\"], account = [123456789012] })\n}\n",
            "resource \"aws_cloudwatch_event_rule\" \"r\" {\n  event_pattern = jsonencode({ source = [\"a\"], account = [\"123456789012\"] })\n}\n",
        ),
        (
            ".tf",
            "resource \"aws_cloudwatch_event_rule\" \"r\" {\n  event_pattern = <<EOF\n{\n  \"source\": \"a\",\n  \"detail-type\": [\"x\"], // ours\n}\nEOF\n}\n",
            "resource \"aws_cloudwatch_event_rule\" \"r\" {\n  event_pattern = <<EOF\n{\n  \"source\": [\"a\"],\n  \"detail-type\": [\"x\"]\n}\nEOF\n}\n",
        ),
        (
            ".json",
            r#"{"Resources": {"R": {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": "{\"detailType\": [\"x\"], \"source\": \"a\"}"}}}}"#,
            r#"{"Resources": {"R": {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": "{\"detail-type\": [\"x\"], \"source\": [\"a\"]}"}}}}"#,
        ),
        (
            ".yaml",
            "Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern: |\n        {\n          \"source\": \"größe\",\n          \"detail-type\": [\"x\"]\n        }\n",
            "Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern: |\n        {\n          \"source\": [\"größe\"],\n          \"detail-type\": [\"x\"]\n        }\n",
        ),
    ] {
        assert_eq!(
            mended(ending, text, Safety::Safe).as_deref(),
            Some(expected),
            "{text}"
        );
    }
}

/// Each of these has a finding, and nothing in it may be touched.
#[test]
fn what_is_shared_made_elsewhere_or_no_pattern_for_certain_is_left_alone() {
    let rule = |pattern: &str| {
        format!(
            "Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern:{pattern}\n"
        )
    };
    let terraform = |before: &str, pattern: &str| {
        format!(
            "{before}resource \"aws_cloudwatch_event_rule\" \"r\" {{\n  event_pattern = {pattern}\n}}\n"
        )
    };
    for (ending, text) in [
        (".yaml", rule("\n        source:\n        detail-type: [x]")),
        (".yaml", rule("\n        source: !Sub \"aws.ec2\"")),
        (".yaml", rule("\n        source: !Sub aws.ec2")),
        (".yaml", rule("\n        source: !Join ['.', [aws, ec2]]")),
        (".yaml", rule("\n        source: !Sub ['${a}', {a: aws.ec2}]")),
        (".yaml", rule("\n        source: &n aws.ec2\n        detail-type: [*n]")),
        (".yaml", rule("\n        source: &n aws.ec2\n  T:\n    Type: AWS::SNS::Topic\n    Properties: {DisplayName: *n}")),
        (".yaml", "X: &n aws.ec2\n".to_owned() + &rule("\n        source: *n")),
        (".yaml", "X: &p {source: aws.ec2}\n".to_owned() + &rule(" *p")),
        (".yaml", "X: &p {source: aws.ec2}\n".to_owned() + &rule("\n        <<: *p")),
        (".yaml", rule("\n        account: [123456_789012]\n        source: [a]")),
        (".yaml", rule("\n        account: [0o14]\n        source: ~")),
        (".yaml", rule("\n        source: >-\n          aws.ec2\n        detail-type: [x]")),
        (".yaml", rule("\n        source: \"aws\\u002eec2\"")),
        (".yaml", rule("\n        source: [x]\n        detail: !Ref D\n        region: null")),
        (".tf", terraform("locals {\n  s = \"aws.ec2\"\n}\n", "jsonencode({ source = local.s })")),
        (".tf", terraform("locals {\n  p = jsonencode({ source = \"aws.ec2\" })\n}\n", "local.p")),
        (".tf", terraform("", "jsonencode({ source = [\"a\"], detail = { x = null } })")),
        (".tf", terraform("", "jsonencode({ source = \"${var.x}-y\" })")),
        (".tf", terraform("", "jsonencode({ source = aws_sns_topic.x.arn })")),
        ("", r#"{"name": "@shop/patterns", "version": "0.3.1"}"#.to_owned()),
        ("", r#"{"source": "aws.ec2"}"#.to_owned()),
        ("", r#"{"Name": "orders", "EventPattern": "{\"source\": \"x\"}", "State": "ENABLED"}"#.to_owned()),
        ("", r#"{"version": "0", "id": "1", "detail-type": "x", "source": "y", "account": "1", "time": "t", "region": "r", "resources": [], "detail": {"a": [1]}}"#.to_owned()),
        ("", r#"{"source": ["a"], "detail": "{\"total\": [42]}"}"#.to_owned()),
        ("", r#"{"source": ["a"], "detail": {"x": null}}"#.to_owned()),
        ("", r#"{"source": ["a"], "detail": {"x": {}}}"#.to_owned()),
    ] {
        assert_eq!(mended(ending, &text, Safety::Safe), None, "{text}");
    }
}

#[test]
fn a_fix_that_uncovers_something_is_none() {
    // In a list the source would be accepted, and the account be wrong.
    let text = r#"{"source": "a", "account": [5], "region": ["eu-west-1"]}"#;
    assert_eq!(mended("", text, Safety::Unsafe), None);
}
