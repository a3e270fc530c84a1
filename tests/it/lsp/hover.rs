//! What a place of a pattern is about.

use super::client::{Client, able, marked, shown};
use serde_json::{Value, json};

const EVENT: &str = r#"{"source": "aws.ecs", "detail-type": "ECS Task State Change", "account": "1", "time": "t",
  "detail": {"lastStatus": "STOPPED", "containers": [{"exitCode": 1}]}}"#;

fn at(client: &mut Client, name: &str, text: &str) -> Value {
    let (text, position) = marked(text);
    client.open(name, &text);
    client.about("textDocument/hover", name, json!({"position": position}))
}

fn text(hover: &Value) -> &str {
    hover["contents"]["value"].as_str().unwrap_or("nothing")
}

#[test]
fn a_field_in_yaml_with_what_aws_and_the_fixtures_say() {
    let mut client = Client::ready(&[("fixtures/stopped.json", EVENT)]);
    let hover = at(
        &mut client,
        "t.yaml",
        "Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern:\n        source: [aws.ecs]\n        detail-type: [ECS Task State Change]\n        detail:\n          last‸Status: [RUNNING]\n",
    );
    assert_eq!(shown(&hover["range"]), "8:10-8:20");
    insta::assert_snapshot!(text(&hover));
}

#[test]
fn an_operator_in_hcl() {
    let mut client = Client::ready(&[]);
    let hover = at(
        &mut client,
        "main.tf",
        "resource \"aws_cloudwatch_event_rule\" \"r\" {\n  event_pattern = jsonencode({\n    source = [{ wild‸card = \"aws.*\" }]\n  })\n}\n",
    );
    insta::assert_snapshot!(text(&hover));
}

#[test]
fn a_value_in_json_behind_an_emoji() {
    let mut client = Client::ready(&[]);
    let hover = at(
        &mut client,
        "patterns/p.json",
        "{\"detail\": {\"😀\": [1]}, \"source\": [\"aws.‸ecr\"]}",
    );
    insta::assert_snapshot!(text(&hover));
}

#[test]
fn a_filter_of_a_queue_has_no_envelope_and_its_own_rules() {
    let mut client = Client::ready(&[]);
    let yaml = "Resources:\n  M:\n    Type: AWS::Lambda::EventSourceMapping\n    Properties:\n      EventSourceArn: arn:aws:sqs:eu-west-1:123456789012:q\n      FilterCriteria:\n        Filters:\n          - Pattern: '{\"body\": {\"so‸urce\": [{\"prefix\": \"x\"}]}}'\n";
    let hover = at(&mut client, "m.yaml", yaml);
    insta::assert_snapshot!(text(&hover));
}

#[test]
fn nothing_outside_of_patterns_and_plain_text_for_clients_that_want_it() {
    let mut can = able();
    can["textDocument"]["hover"] = json!({});
    let mut client = Client::with(&can, json!(null), &[]);
    let yaml = "Resources:\n  R:\n    Ty‸pe: AWS::Events::Rule\n    Properties:\n      EventPattern:\n        source: [aws.ecs]\n";
    assert!(at(&mut client, "a.yaml", yaml).is_null());
    let hover = at(
        &mut client,
        "p.json",
        "{\"sou‸rce\": [\"aws.ecs\"], \"detail\": {\"a\": [1]}}",
    );
    assert_eq!(hover["contents"]["kind"], "plaintext");
    assert!(!text(&hover).contains('`'), "{}", text(&hover));
}
