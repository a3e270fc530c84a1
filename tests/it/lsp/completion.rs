//! What can be written at a cursor, also where the text cannot be read.

use super::client::{Client, able, edited, marked};
use serde_json::{Value, json};

const EVENT: &str = r#"{"source": "my.app", "detail-type": "Order Placed", "account": "1", "time": "t",
  "detail": {"total": 7, "currency": "EUR", "items": [{"sku": "a"}]}}"#;

const YAML: &str =
    "Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern:\n";

const HCL: &str =
    "resource \"aws_cloudwatch_event_rule\" \"r\" {\n  event_pattern = jsonencode({\n";

struct Offered {
    text: String,
    items: Vec<Value>,
}

impl Offered {
    fn labels(&self) -> Vec<&str> {
        self.items
            .iter()
            .map(|i| i["label"].as_str().unwrap())
            .collect()
    }

    fn item(&self, label: &str) -> &Value {
        let item = self.items.iter().find(|item| item["label"] == label);
        item.unwrap_or_else(|| panic!("no {label} among {:?}", self.labels()))
    }

    /// The text after one of them was chosen.
    fn choose(&self, label: &str) -> String {
        edited(
            &self.text,
            std::slice::from_ref(&self.item(label)["textEdit"]),
        )
    }

    /// The line of that in which the choice is.
    fn line(&self, label: &str) -> String {
        let line = self.item(label)["textEdit"]["range"]["start"]["line"]
            .as_u64()
            .unwrap();
        let text = self.choose(label);
        text.lines().nth(line as usize).unwrap().trim().to_owned()
    }
}

fn at(client: &mut Client, name: &str, text: &str) -> Offered {
    let (text, position) = marked(text);
    client.open(name, &text);
    let answer = client.about(
        "textDocument/completion",
        name,
        json!({"position": position}),
    );
    let items = answer["items"].as_array().unwrap().clone();
    Offered { text, items }
}

#[test]
fn fields_of_the_envelope() {
    let mut client = Client::ready(&[]);
    let offered = at(&mut client, "t.yaml", &format!("{YAML}        sou‸\n"));
    assert_eq!(offered.line("source"), "source: [$0]");
    let offered = at(
        &mut client,
        "t2.yaml",
        &format!("{YAML}        source: [aws.ecs]\n        ‸\n"),
    );
    assert!(!offered.labels().contains(&"source"), "it is there already");
    assert_eq!(
        offered.choose("detail").lines().nth(6).unwrap(),
        "        detail:"
    );
    let offered = at(
        &mut client,
        "patterns/p.json",
        "{\"source\": [\"aws.ecs\"], \"de‸\"}",
    );
    assert_eq!(
        offered.choose("detail-type"),
        "{\"source\": [\"aws.ecs\"], \"detail-type\"}"
    );
    let offered = at(
        &mut client,
        "main.tf",
        &format!("{HCL}    source = [\"aws.ecs\"]\n    det‸\n  }})\n}}\n"),
    );
    assert_eq!(offered.line("detail-type"), "\"detail-type\" = [$0]");
    assert_eq!(offered.line("detail"), "detail = { $0 }");
    assert!(offered.labels().contains(&"$or"));
}

#[test]
fn sources_and_their_detail_types() {
    let mut client = Client::ready(&[("fixtures/order.json", EVENT)]);
    let offered = at(
        &mut client,
        "a.yaml",
        &format!("{YAML}        source: [‸]\n"),
    );
    assert_eq!(offered.line("aws.ecs"), "source: [aws.ecs]");
    assert_eq!(offered.item("my.app")["detail"], "fixtures");
    let offered = at(&mut client, "b.yaml", &format!("{YAML}        source: ‸\n"));
    assert_eq!(offered.line("aws.ecs"), "source: [aws.ecs]");
    let offered = at(
        &mut client,
        "c.yaml",
        &format!(
            "{YAML}        source:\n          - aws.ecs\n        detail-type:\n          - ECS‸\n"
        ),
    );
    assert_eq!(
        offered.line("ECS Task State Change"),
        "- ECS Task State Change"
    );
    assert!(
        !offered
            .labels()
            .contains(&"EC2 Instance State-change Notification")
    );
    // In front of the source, in a text that is not closed.
    let offered = at(
        &mut client,
        "patterns/p.json",
        "{\"detail-type\": [\"‸\n \"source\": [\"my.app\"]}",
    );
    assert_eq!(offered.labels(), ["Order Placed"]);
    let offered = at(
        &mut client,
        "main.tf",
        &format!("{HCL}    source = [\"aws.ecs\"]\n    \"detail-type\" = [‸\n  }})\n}}\n"),
    );
    assert_eq!(
        offered.line("ECS Task State Change"),
        "\"detail-type\" = [\"ECS Task State Change\""
    );
}

#[test]
fn paths_of_the_event_with_who_says_so() {
    let mut client = Client::ready(&[("fixtures/order.json", EVENT)]);
    let base = format!("{YAML}        source: [my.app]\n        detail:\n");
    let offered = at(&mut client, "a.yaml", &format!("{base}          ‸\n"));
    assert_eq!(
        offered.item("total")["detail"],
        "number, fixtures/order.json"
    );
    assert_eq!(offered.line("total"), "total: [$0]");
    assert_eq!(offered.line("items"), "items:");
    let offered = at(
        &mut client,
        "b.yaml",
        &format!("{base}          currency: [‸]\n"),
    );
    assert_eq!(offered.line("EUR"), "currency: [EUR]");
    assert_eq!(offered.item("EUR")["detail"], "fixtures/order.json");
    let offered = at(
        &mut client,
        "c.yaml",
        &format!("{base}          total: [‸]\n"),
    );
    assert_eq!(offered.line("7"), "total: [7]");
    let ecs = "{\"source\": [\"aws.ecs\"], \"detail-type\": [\"ECS Task State Change\"], \"detail\": {\"containers\": {\"‸\"}}}";
    let offered = at(&mut client, "patterns/p.json", ecs);
    assert!(
        offered.item("exitCode")["detail"]
            .as_str()
            .unwrap()
            .starts_with("number, AWS: ECS Task")
    );
}

#[test]
fn documented_values_and_names_of_calls() {
    let mut client = Client::ready(&[]);
    let state = "{\"source\": [\"aws.ec2\"], \"detail-type\": [\"EC2 Instance State-change Notification\"], \"detail\": {\"state\": [\"‸\"]}}";
    let offered = at(&mut client, "patterns/a.json", state);
    assert_eq!(offered.item("stopped")["detail"], "AWS, one of");
    assert!(
        offered
            .choose("stopped")
            .contains("{\"state\": [\"stopped\"]}")
    );
    let call = "{\"source\": [\"aws.s3\"], \"detail-type\": [\"AWS API Call via CloudTrail\"], \"detail\": {\"eventSource\": [\"iam.amazonaws.com\"], \"eventName\": [\"‸\"]}}";
    let offered = at(&mut client, "patterns/b.json", call);
    assert!(offered.labels().contains(&"CreateRole"));
    assert!(
        !offered.labels().contains(&"PutBucketPolicy"),
        "that is another service's"
    );
}

#[test]
fn operators_with_a_snippet_each() {
    let mut client = Client::ready(&[]);
    let offered = at(&mut client, "patterns/a.json", "{\"detail\": {\"n\": [‸]}}");
    assert_eq!(
        offered.choose("prefix"),
        "{\"detail\": {\"n\": [{\"prefix\": \"$1\"}]}}"
    );
    assert_eq!(offered.item("prefix")["insertTextFormat"], 2);
    for operator in [
        "suffix",
        "wildcard",
        "numeric",
        "exists",
        "cidr",
        "anything-but",
        "equals-ignore-case",
    ] {
        assert_eq!(offered.item(operator)["insertTextFormat"], 2, "{operator}");
        assert!(
            offered.item(operator)["detail"].as_str().unwrap().len() > 10,
            "{operator}"
        );
    }
    let offered = at(
        &mut client,
        "b.yaml",
        &format!("{YAML}        detail:\n          n:\n            - ‸\n"),
    );
    assert_eq!(offered.line("exists"), "- exists: ${1|true,false|}");
    let offered = at(
        &mut client,
        "patterns/c.json",
        "{\"source\": [{\"anything-but\": {\"‸\"}}], \"detail\": {}}",
    );
    assert_eq!(
        offered.labels(),
        ["prefix", "suffix", "equals-ignore-case", "wildcard"]
    );
    let offered = at(
        &mut client,
        "patterns/d.json",
        "{\"source\": [{\"exists\": ‸}]}",
    );
    assert_eq!(offered.labels(), ["true", "false"]);
    // Without snippets there are no holes in what is written.
    let mut can = able();
    can["textDocument"]["completion"] = json!({});
    let mut client = Client::with(&can, json!(null), &[]);
    let offered = at(&mut client, "patterns/a.json", "{\"source\": [‸]}");
    assert_eq!(
        offered.choose("prefix"),
        "{\"source\": [{\"prefix\": \"\"}]}"
    );
}

#[test]
fn values_with_blanks_are_whole_for_clients_that_split_text() {
    let text = "{\"source\": [\"aws.ecs\"], \"detail-type\": [‸]}";
    let label = "ECS Task State Change";
    let mut client = Client::ready(&[]);
    let offered = at(&mut client, "patterns/a.json", text);
    assert_eq!(offered.item(label)["insertTextFormat"], 2);
    let mut can = able();
    can["textDocument"]["completion"] = json!({});
    let mut client = Client::with(&can, json!(null), &[]);
    let offered = at(&mut client, "patterns/a.json", text);
    assert_eq!(offered.item(label)["insertTextFormat"], json!(null));
}

#[test]
fn in_a_file_that_is_broken_elsewhere_and_in_json_inside_of_json() {
    let mut client = Client::ready(&[]);
    let broken = format!(
        "{YAML}        source: [aws.ecs]\n        detail-type: [ECS‸\n  Other:\n    Type: [x\n"
    );
    let offered = at(&mut client, "a.yaml", &broken);
    assert!(offered.labels().contains(&"ECS Task State Change"));
    let template = "{\"Resources\": {\"R\": {\"Type\": \"AWS::Lambda::EventSourceMapping\", \"Properties\": {\"FilterCriteria\": {\"Filters\": [{\"Pattern\": \"{\\\"body\\\": [{‸}]}\"}]}}}}}";
    let offered = at(&mut client, "patterns/b.json", template);
    assert!(
        offered
            .choose("exists")
            .contains("[{\\\\\"exists\\\\\": ${1|true,false|}}]"),
        "{}",
        offered.choose("exists")
    );
    // Where no pattern is there is nothing to offer.
    let offered = at(
        &mut client,
        "c.yaml",
        "Resources:\n  R:\n    Type: AWS::SQS::Queue\n    Properties:\n      Queue‸\n",
    );
    assert!(offered.items.is_empty());
}

#[test]
fn files_ids_and_words_in_suites() {
    let template = format!("{YAML}        source: [aws.ecs]\n");
    let mut client = Client::ready(&[("infra/t.yaml", &template), ("fixtures/a.json", EVENT)]);
    let offered = at(&mut client, "x.suite.yaml", "pattern: infra/‸\n");
    assert_eq!(offered.labels(), ["infra/t.yaml"]);
    let offered = at(&mut client, "x.suite.yaml", "pattern: infra/t.yaml#‸\n");
    assert_eq!(
        offered.choose("infra/t.yaml#R"),
        "pattern: infra/t.yaml#R\n"
    );
    let offered = at(
        &mut client,
        "x.suite.yaml",
        "cases:\n  - {event: fix‸, expect: match}\n",
    );
    assert_eq!(
        offered.line("fixtures/"),
        "- {event: fixtures/, expect: match}"
    );
    let offered = at(
        &mut client,
        "x.suite.yaml",
        "cases:\n  - event: fixtures/a.json\n    expect: ‸\n",
    );
    assert_eq!(offered.labels(), ["match", "no-match", "invalid"]);
    let offered = at(
        &mut client,
        "x.suite.yaml",
        "cases:\n  - event: fixtures/a.json\n    ex‸\n",
    );
    assert_eq!(offered.line("expect"), "expect:");
    let offered = at(&mut client, "x.suite.yaml", "pat‸\n");
    assert_eq!(offered.line("pattern"), "pattern:");
}

#[test]
fn keys_and_rules_in_the_configuration() {
    let mut client = Client::ready(&[]);
    let name = "pattern-test.toml";
    assert!(at(&mut client, name, "[‸").labels().contains(&"check"));
    assert!(
        at(&mut client, name, "[check]\nig‸\n")
            .labels()
            .contains(&"ignore")
    );
    let offered = at(&mut client, name, "[check]\nignore = [\"no-‸\"]\n");
    assert!(
        offered
            .choose("no-source")
            .contains("ignore = [\"no-source\"]")
    );
    let offered = at(&mut client, name, "[check.severity]\nno-source = \"‸\"\n");
    assert_eq!(offered.labels(), ["allow", "note", "warning", "error"]);
}
