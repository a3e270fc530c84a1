//! The outline of a document, and what folds in it.

use super::client::{Client, able, shown};
use serde_json::{Value, json};
use std::fmt::Write as _;

const SAM: &str = "\
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Stopped:
          Type: EventBridgeRule
          Properties:
            Pattern:
              source: [aws.ecs]
              detail:
                lastStatus:
                  - STOPPED
        Queue:
          Type: SQS
          Properties:
            FilterCriteria:
              Filters:
                - Pattern: '{\"body\": {\"kind\": [\"order\"]}}'
";

const HCL: &str = "\
resource \"aws_cloudwatch_event_rule\" \"stopped\" {
  event_pattern = jsonencode({
    source = [\"aws.ecs\"]
    detail = {
      lastStatus = [\"STOPPED\"]
    }
  })
}
";

fn outline(symbols: &Value, depth: usize, out: &mut String) {
    for symbol in symbols.as_array().into_iter().flatten() {
        let name = symbol["name"].as_str().unwrap();
        let detail = symbol["detail"].as_str().unwrap_or("");
        let places = format!(
            "{} {}",
            shown(&symbol["range"]),
            shown(&symbol["selectionRange"])
        );
        writeln!(out, "{}{name} | {detail} | {places}", "  ".repeat(depth)).unwrap();
        outline(&symbol["children"], depth + 1, out);
    }
}

#[test]
fn patterns_with_their_conditions() {
    let mut client = Client::in_project(&[]);
    let json = "{\n  \"source\": [\"aws.ecs\"],\n  \"detail\": {\n    \"n\": [{\"numeric\": [\">\", 0]}]\n  }\n}\n";
    let mut all = String::new();
    for (name, text) in [("t.yaml", SAM), ("main.tf", HCL), ("patterns/p.json", json)] {
        client.open(name, text);
        let symbols = client.about("textDocument/documentSymbol", name, json!({}));
        writeln!(all, "{name}").unwrap();
        outline(&symbols, 1, &mut all);
        let folds = client.about("textDocument/foldingRange", name, json!({}));
        for fold in folds.as_array().unwrap() {
            writeln!(all, "  fold {}-{}", fold["startLine"], fold["endLine"]).unwrap();
        }
    }
    insta::assert_snapshot!(all);
}

#[test]
fn the_outline_stays_while_the_file_is_broken() {
    let mut client = Client::in_project(&[]);
    client.open("t.yaml", SAM);
    let before = client.about("textDocument/documentSymbol", "t.yaml", json!({}));
    client.change(
        "t.yaml",
        2,
        &[([0, 0, 0, 0], "# x\n"), ([12, 18, 12, 18], "[ ")],
    );
    let after = client.about("textDocument/documentSymbol", "t.yaml", json!({}));
    assert_eq!(before.as_array().unwrap().len(), 2);
    assert_eq!(after.as_array().unwrap().len(), 2);
    let line = |symbols: &Value| symbols[1]["range"]["start"]["line"].as_u64().unwrap();
    assert_eq!(line(&before) + 1, line(&after));
}

#[test]
fn clients_that_know_no_nesting_and_fold_whole_lines() {
    let mut can = able();
    can["textDocument"]["documentSymbol"] = json!({});
    can["textDocument"]["foldingRange"] = json!({"lineFoldingOnly": true});
    let mut client = Client::with(&can, json!(null), &[]);
    client.open("main.tf", HCL);
    let symbols = client.about("textDocument/documentSymbol", "main.tf", json!({}));
    assert_eq!(symbols[0]["location"]["uri"], client.uri("main.tf"));
    assert!(symbols[0].get("children").is_none());
    let folds = client.about("textDocument/foldingRange", "main.tf", json!({}));
    let lines: Vec<_> = folds
        .as_array()
        .unwrap()
        .iter()
        .map(|f| (&f["startLine"], &f["endLine"]))
        .collect();
    assert_eq!(lines, [(&json!(1), &json!(5)), (&json!(3), &json!(4))]);
}

#[test]
fn the_cases_of_a_suite() {
    let mut client = Client::in_project(&[("p.json", "{\"a\": [1]}")]);
    let suite = "pattern: p.json\ncases:\n  - name: one\n    event: {a: 1}\n    expect: match\n  - {name: two, event: {a: 2}, expect: no-match}\n";
    client.open("p.suite.yaml", suite);
    let symbols = client.about("textDocument/documentSymbol", "p.suite.yaml", json!({}));
    let names: Vec<_> = symbols
        .as_array()
        .unwrap()
        .iter()
        .map(|s| &s["name"])
        .collect();
    assert_eq!(names, ["one", "two"]);
}
