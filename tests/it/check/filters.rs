//! What `check` says of several rules and filters together.

use crate::cli::{directory_with, pattern_test_in};
use std::path::Path;

fn check(folder: &Path, words: &[&str]) -> (Option<i32>, String) {
    let output = pattern_test_in(folder)
        .args(["check", "--format", "concise"])
        .args(words)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    (
        output.status.code(),
        text + &String::from_utf8(output.stderr).unwrap(),
    )
}

/// Rules with wildcards of CloudFormation, on the bus that each of these says in turn.
fn cloudformation(count: usize, buses: &[&str]) -> String {
    let mut text = "Parameters: {Bus: {Type: String}}\nResources:\n  \
                    Shop: {Type: AWS::Events::EventBus, Properties: {Name: shop}}\n"
        .to_owned();
    for (index, bus) in (0..count).zip(buses.iter().cycle()) {
        text.push_str(&format!(
            "  R{index}: {{Type: AWS::Events::Rule, Properties: {{EventBusName: {bus}, EventPattern: \
             {{source: [shop], detail: {{key: [{{wildcard: \"a*{index}\"}}]}}}}}}}}\n"
        ));
    }
    text
}

fn terraform(count: usize, bus: &str) -> String {
    (0..count)
        .map(|index| {
            format!(
                "resource \"aws_cloudwatch_event_rule\" \"r{index}\" {{\n  event_bus_name = {bus}\n  event_pattern = \
                 jsonencode({{source = [\"shop\"], detail = {{key = [{{wildcard = \"a*{index}\"}}]}}}})\n}}\n"
            )
        })
        .collect()
}

#[test]
fn wildcards_are_counted_on_each_bus() {
    let arn = "arn:aws:events:eu-west-1:111122223333:event-bus/shop";
    let names = ["shop", "!Ref Shop", "!GetAtt Shop.Arn", arn];
    let of = |files: &[(&str, &str)]| {
        let files: Vec<_> = files.iter().map(|(n, t)| (*n, t.as_bytes())).collect();
        let folder = directory_with(&files);
        let (_, text) = check(folder.path(), &["."]);
        let told = text.lines().filter(|line| line.contains("wildcard-rules"));
        told.map(|line| {
            line.split(" note: ")
                .nth(1)
                .unwrap()
                .split(" have ")
                .next()
                .unwrap()
                .to_owned()
        })
        .collect::<Vec<_>>()
    };
    let one = |count, buses: &[&str]| of(&[("t.yaml", &cloudformation(count, buses))]);
    assert_eq!(one(30, &names), [""; 0]);
    assert_eq!(one(31, &names), ["31 rules of the bus `shop`"]);
    assert_eq!(one(31, &["default"]), ["31 rules of the default bus"]);
    assert_eq!(one(31, &["!Ref Bus"]), ["31 rules of the bus `Bus`"]);
    assert_eq!(one(60, &["shop", "other"]), [""; 0]);
    assert_eq!(
        one(64, &["shop", "default"]),
        ["32 rules of the default bus", "32 rules of the bus `shop`"]
    );
    // What depends on more than one name is not known.
    assert_eq!(one(31, &["!Join ['', [a, !Ref Bus]]"]), [""; 0]);
    // A name means the same in all files, a parameter does not.
    let two = |bus: &str| {
        let text = cloudformation(16, &[bus]);
        of(&[("a.yaml", &text), ("b.yaml", &text)])
    };
    assert_eq!(two("shop"), ["32 rules of the bus `shop`"]);
    assert_eq!(two("!Ref Bus"), [""; 0]);
    // Terraform reads a directory as one.
    let shop = "aws_cloudwatch_event_bus.shop.name";
    let tf = terraform(16, shop);
    assert_eq!(
        of(&[("a.tf", &tf), ("b.tf", &tf.replace("\"r", "\"s"))]),
        ["32 rules of the bus `aws_cloudwatch_event_bus.shop`"]
    );
    assert_eq!(of(&[("a/a.tf", &tf), ("b/b.tf", &tf)]), [""; 0]);
    // Replies say the name of the bus.
    let rules: Vec<_> = (0..31)
        .map(|index| {
            let pattern = format!(r#"{{"source":["shop"],"detail":{{"key":[{{"wildcard":"a*{index}"}}]}}}}"#);
            serde_json::json!({"Name": format!("r{index}"), "EventBusName": "shop", "EventPattern": pattern})
        })
        .collect();
    let reply = serde_json::json!({"Rules": rules}).to_string();
    let folder = directory_with(&[("rules.json", reply.as_bytes())]);
    let (_, text) = check(folder.path(), &["rules.json"]);
    assert!(text.contains("31 rules of the bus `shop`"), "{text}");
}

/// What keeps rules from moving to a V2 bus, and what else there is to do.
#[test]
fn a_move_to_v2() {
    let template = r#"Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {source: [aws.s3], replay-name: [a], detail: {k: [{wildcard: "a*b"}]}}
      Targets: [{Id: a, Arn: x}, {Id: b, Arn: y}]
  Long:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {source: [shop], detail: {k: [LONG]}}
      Targets: [{Id: a, Arn: x}]
  A:
    Type: AWS::Events::Archive
    Properties: {SourceArn: x, EventPattern: {source: [shop]}}
"#
    .replace("LONG", &"é".repeat(2_100));
    let folder = directory_with(&[("t.yaml", template.as_bytes())]);
    let (code, text) = check(folder.path(), &["--for", "eventsv2", "t.yaml"]);
    assert_eq!(code, Some(1), "{text}");
    for part in [
        "does not support `wildcard`",
        "no `replay-name`",
        "takes at most 4096",
        "the rule has 2 targets",
        "through an event source alone",
        "has no archives",
    ] {
        assert_eq!(text.matches(part).count(), 1, "{part}: {text}");
    }
    let (_, text) = check(folder.path(), &["t.yaml"]);
    assert!(!text.contains("bus-move"), "{text}");
    let target = |id| {
        format!(
            "resource \"aws_cloudwatch_event_target\" \"{id}\" {{\n  rule = aws_cloudwatch_event_rule.r.name\n  arn = \"x\"\n}}\n"
        )
    };
    let rule = "resource \"aws_cloudwatch_event_rule\" \"r\" {\n  event_pattern = jsonencode({source = [\"shop\"]})\n}\n";
    let one = format!("{rule}{}", target("a"));
    let two = format!("{one}{}", target("b"));
    for (text, told) in [(one, 0), (two, 1)] {
        let folder = directory_with(&[("t.tf", text.as_bytes())]);
        let (_, text) = check(folder.path(), &["--for", "v2", "t.tf"]);
        assert_eq!(
            text.matches("the rule has 2 targets").count(),
            told,
            "{text}"
        );
    }
}
