//! Lenses, commands, hints: a pattern and the events of its project.

use super::client::{Client, range};
use lsp_server::Message;
use serde_json::{Value, json};

const TEMPLATE: &str = "\
Resources:
  Failed:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
        source: [aws.ecs]
        detail:
          containers:
            name: [app]
            exitCode: [1]
  Queue:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: arn:aws:sqs:eu-west-1:123456789012:q
      FilterCriteria:
        Filters:
          - Pattern: '{\"body\": {\"kind\": [\"order\"]}}'
";

const BOTH: &str =
    r#"{"source": "aws.ecs", "detail": {"containers": [{"name": "app", "exitCode": 1}]}}"#;
const MIXED: &str = "{\"source\": \"aws.ecs\", \"detail\": {\"containers\": [\n  {\"name\": \"app\", \"exitCode\": 0},\n  {\"name\": \"db\", \"exitCode\": 1}]}}";
const NONE: &str = r#"{"source": "aws.ecr", "detail": {}}"#;
const RECORDS: &str = r#"{"Records": [{"messageId": "1", "eventSource": "aws:sqs", "body": "{\"kind\": \"order\"}"}]}"#;

const SUITE: &str = "\
pattern: ../t.yaml#Failed
cases:
  - {event: ../fixtures/both.json, expect: match}
  - {event: ../fixtures/none.json, expect: no-match}
";

fn project() -> Client {
    let mut client = Client::ready(&[
        ("t.yaml", TEMPLATE),
        ("patterns/t.suite.yaml", SUITE),
        ("fixtures/both.json", BOTH),
        ("fixtures/mixed.json", MIXED),
        ("fixtures/none.json", NONE),
        ("fixtures/records.json", RECORDS),
    ]);
    client.open("t.yaml", TEMPLATE);
    client
}

fn lenses(client: &mut Client, name: &str) -> Vec<Value> {
    let lenses = client.about("textDocument/codeLens", name, json!({}));
    let lenses = lenses.as_array().unwrap().clone();
    lenses
        .into_iter()
        .map(|lens| client.ask("codeLens/resolve", lens))
        .collect()
}

fn run(client: &mut Client, command: &str, mut argument: Value) -> Value {
    argument["uri"] = json!(client.uri("t.yaml"));
    client.ask(
        "workspace/executeCommand",
        json!({"command": command, "arguments": [argument]}),
    )
}

#[test]
fn a_lens_above_each_pattern() {
    let mut client = project();
    let lenses = lenses(&mut client, "t.yaml");
    let titles: Vec<_> = lenses.iter().map(|l| &l["command"]["title"]).collect();
    assert_eq!(
        titles,
        [
            "matches 1 of 4 fixtures · 1 only flattened · 2 cases pass",
            "matches the only fixture",
        ]
    );
    assert_eq!(
        lenses[0]["range"]["start"],
        json!({"line": 4, "character": 6})
    );
    let argument = &lenses[0]["command"]["arguments"][0];
    assert_eq!(lenses[0]["command"]["command"], "pattern-test.showFixtures");
    assert_eq!(argument["pattern"], "t.yaml#Failed");
    let both = json!({"path": "fixtures/both.json", "matches": true, "onlyFlattened": false});
    assert_eq!(argument["fixtures"][0], both);
    // The server answers the command, too.
    let list = run(&mut client, "pattern-test.showFixtures", argument.clone());
    assert_eq!(list, argument["fixtures"]);
    // Also for a place, of which no lens was asked for.
    let place = json!({"position": {"line": 5, "character": 12}});
    let list = run(&mut client, "pattern-test.showFixtures", place);
    assert_eq!(list, argument["fixtures"]);
}

#[test]
fn a_lens_follows_what_is_typed() {
    let mut client = project();
    client.change("t.yaml", 2, &[([5, 17, 5, 24], "aws.ecr")]);
    let lenses = lenses(&mut client, "t.yaml");
    assert_eq!(
        lenses[0]["command"]["title"],
        "matches 0 of 4 fixtures · 1 of 2 cases fail"
    );
}

#[test]
fn an_explanation_as_markdown_and_as_a_page() {
    let mut client = project();
    let argument = json!({
        "pattern": "t.yaml#Failed",
        "event": "fixtures/mixed.json",
        "format": "markdown",
    });
    let told = run(&mut client, "pattern-test.explain", argument);
    assert_eq!(told["title"], "t.yaml#Failed and fixtures/mixed.json");
    let text = told["text"].as_str().unwrap();
    assert!(text.contains("mixing elements"), "{text}");
    let argument = json!({
        "pattern": {"line": 16, "character": 30},
        "event": client.uri("fixtures/records.json"),
        "format": "html",
    });
    let told = run(&mut client, "pattern-test.explain", argument);
    assert!(
        told["text"]
            .as_str()
            .unwrap()
            .starts_with("<!DOCTYPE html>")
    );
    assert_eq!(
        told["title"],
        "t.yaml#Queue.Filters[0] and fixtures/records.json#Records[0]"
    );
}

#[test]
fn what_cannot_be_explained_is_said() {
    let mut client = project();
    let uri = client.uri("t.yaml");
    let mut refusal = |argument: Value| {
        client.refusal(
            "workspace/executeCommand",
            json!({"command": "pattern-test.explain", "arguments": [argument]}),
        )
    };
    let (_, text) =
        refusal(json!({"uri": uri, "pattern": "t.yaml#No", "event": "x", "format": "html"}));
    assert_eq!(text, "no pattern `t.yaml#No` in this document");
    let (_, text) = refusal(
        json!({"uri": uri, "pattern": "t.yaml#Failed", "event": "none.json", "format": "html"}),
    );
    assert_eq!(text, "`none.json` holds no event");
    let (code, _) = refusal(json!({"uri": uri}));
    assert_eq!(code, -32602);
    let (_, text) =
        refusal(json!({"uri": "file:///no.yaml", "pattern": "x", "event": "y", "format": "html"}));
    assert_eq!(text, "the document is not open");
}

#[test]
fn a_suite_is_run_with_the_pattern_as_it_is() {
    let mut client = project();
    let told = run(&mut client, "pattern-test.runSuite", json!({}));
    assert_eq!((&told["passed"], &told["failed"]), (&json!(2), &json!(0)));
    client.change("t.yaml", 2, &[([5, 17, 5, 24], "aws.ecr")]);
    let told = run(&mut client, "pattern-test.runSuite", json!({}));
    assert_eq!((&told["passed"], &told["failed"]), (&json!(1), &json!(1)));
    // A suite that is not open, as it is on disk.
    let suite = json!({"uri": client.uri("patterns/t.suite.yaml")});
    let params = json!({"command": "pattern-test.runSuite", "arguments": [suite]});
    let told = client.ask("workspace/executeCommand", params);
    assert_eq!(told["passed"], 2);
    assert!(told["text"].as_str().unwrap().starts_with("### ✅"));
}

#[test]
fn near_misses_are_made_from_what_matches() {
    let mut client = project();
    let at = |line: u32| json!({"position": {"line": line, "character": 10}});
    let made = run(&mut client, "pattern-test.nearMisses", at(8));
    let events = made["events"].as_array().unwrap();
    assert!(events.len() > 2, "{events:#?}");
    for event in events {
        assert_eq!(event["matches"], false);
        let text = event["text"].as_str().unwrap();
        serde_json::from_str::<Value>(text).unwrap();
    }
    // For a filter they are records.
    let made = run(&mut client, "pattern-test.nearMisses", at(16));
    let text = made["events"][0]["text"].as_str().unwrap();
    assert!(text.contains("\"body\""), "{text}");
}

#[test]
fn a_pinned_event_is_shown_at_each_condition_and_leads_to_what_decides() {
    let mut client = project();
    let whole = json!({"range": range([0, 0, 99, 0])});
    assert_eq!(
        client.about("textDocument/inlayHint", "t.yaml", whole.clone()),
        json!([])
    );
    let at = json!({"position": {"line": 8, "character": 14}, "event": "fixtures/mixed.json"});
    assert!(run(&mut client, "pattern-test.pinEvent", at).is_null());
    client.wait(|message| match message {
        Message::Request(asked) if asked.method == "workspace/inlayHint/refresh" => Some(()),
        _ => None,
    });
    let hints = client.about("textDocument/inlayHint", "t.yaml", whole.clone());
    let hints: Vec<_> = hints
        .as_array()
        .unwrap()
        .iter()
        .map(|hint| {
            format!(
                "{} {}",
                hint["position"]["line"],
                hint["label"].as_str().unwrap()
            )
        })
        .collect();
    assert_eq!(
        hints,
        ["5 ✓", "8 ✗ in another element", "9 ✗ in another element"]
    );
    let place = json!({"position": {"line": 9, "character": 14}});
    let found = client.about("textDocument/definition", "t.yaml", place);
    assert_eq!(found[0]["uri"], client.uri("fixtures/mixed.json"));
    assert_eq!(found[0]["range"], range([2, 29, 2, 30]));
    // A part of the document only.
    let part = client.about(
        "textDocument/inlayHint",
        "t.yaml",
        json!({"range": range([5, 0, 5, 99])}),
    );
    assert_eq!(part.as_array().unwrap().len(), 1);
    let at = json!({"position": {"line": 8, "character": 14}, "event": null});
    run(&mut client, "pattern-test.pinEvent", at);
    assert_eq!(
        client.about("textDocument/inlayHint", "t.yaml", whole),
        json!([])
    );
}

#[test]
fn a_pinned_event_becomes_a_case() {
    let mut client = project();
    let at = json!({"position": {"line": 8, "character": 14}, "event": "fixtures/mixed.json"});
    run(&mut client, "pattern-test.pinEvent", at);
    let params = json!({"range": range([8, 14, 8, 14]), "context": {"diagnostics": [], "only": ["refactor"]}});
    let actions = client.about("textDocument/codeAction", "t.yaml", params);
    let actions = actions.as_array().unwrap();
    let title = "Add fixtures/mixed.json as a case to t.suite.yaml";
    let action = actions.iter().find(|a| a["title"] == title);
    let change = &action.unwrap_or_else(|| panic!("{actions:#?}"))["edit"]["documentChanges"][0];
    assert_eq!(
        change["textDocument"]["uri"],
        client.uri("patterns/t.suite.yaml")
    );
    let new = super::client::edited(SUITE, change["edits"].as_array().unwrap());
    assert!(
        new.ends_with(
            "    pattern: ../t.yaml#Failed\n    flattened: match\n    strict: no-match\n"
        ),
        "{new}"
    );
}

#[test]
fn between_suites_patterns_and_events() {
    let mut client = project();
    client.open("patterns/t.suite.yaml", SUITE);
    let mut definition = |line: u32, character: u32| {
        let position = json!({"position": {"line": line, "character": character}});
        client.about("textDocument/definition", "patterns/t.suite.yaml", position)
    };
    let pattern = definition(0, 14);
    let event = definition(2, 20);
    assert_eq!(
        pattern[0]["range"]["start"],
        json!({"line": 4, "character": 6})
    );
    assert!(pattern[0]["uri"].as_str().unwrap().ends_with("/t.yaml"));
    assert!(
        event[0]["uri"]
            .as_str()
            .unwrap()
            .ends_with("/fixtures/both.json")
    );
    // Back from the pattern, and from the event.
    let position =
        json!({"position": {"line": 5, "character": 10}, "context": {"includeDeclaration": false}});
    let cases = client.about("textDocument/references", "t.yaml", position.clone());
    let lines: Vec<_> = cases
        .as_array()
        .unwrap()
        .iter()
        .map(|c| &c["range"]["start"]["line"])
        .collect();
    assert_eq!(lines, [2, 3]);
    client.open("fixtures/both.json", BOTH);
    let cases = client.about("textDocument/references", "fixtures/both.json", position);
    let names: Vec<_> = cases
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["uri"].as_str().unwrap().rsplit('/').next().unwrap())
        .collect();
    assert_eq!(names, ["t.suite.yaml", "t.yaml"]);
}

#[test]
fn a_suite_that_cannot_be_read_is_left_alone() {
    let mut client = project();
    // Latin-1: as text it would seem to be empty.
    std::fs::write(client.path("patterns/t.suite.yaml"), b"# caf\xe9\n").unwrap();
    let at = json!({"position": {"line": 8, "character": 14}, "event": "fixtures/mixed.json"});
    run(&mut client, "pattern-test.pinEvent", at);
    let params = json!({"range": range([8, 14, 8, 14]), "context": {"diagnostics": [], "only": ["refactor"]}});
    let actions = client.about("textDocument/codeAction", "t.yaml", params);
    let titles: Vec<_> = actions
        .as_array()
        .unwrap()
        .iter()
        .map(|a| &a["title"])
        .collect();
    assert!(
        !titles
            .iter()
            .any(|title| title.as_str().unwrap().contains("as a case")),
        "{titles:?}"
    );
}

const IN_JSON: &str = r#"{
  "Resources": {
    "Failed": {
      "Type": "AWS::Events::Rule",
      "Properties": {"EventPattern": {
        "source": ["aws.ecs"],
        "detail": {"containers": {
          "name": ["app"],
          "exitCode": [1]
        }}
      }}
    }
  }
}
"#;

const IN_HCL: &str = r#"
resource "aws_cloudwatch_event_rule" "failed" {
  name = "😀"
  event_pattern = jsonencode({

    source = ["aws.ecs"]
    detail = { containers = {
      name     = ["app"]
      exitCode = [1]
    } }
  })
}
"#;

/// What a project says of its events is the same in every language.
#[test]
fn events_in_templates_of_json_and_hcl() {
    for (name, text, id, first, value) in [
        ("t.json", IN_JSON, "Failed", 5, 23),
        ("main.tf", IN_HCL, "aws_cloudwatch_event_rule.failed", 5, 18),
    ] {
        let suite = SUITE.replace("t.yaml#Failed", &format!("{name}#{id}"));
        let mut client = Client::ready(&[
            (name, text),
            ("patterns/t.suite.yaml", &suite),
            ("fixtures/both.json", BOTH),
            ("fixtures/mixed.json", MIXED),
            ("fixtures/none.json", NONE),
        ]);
        client.open(name, text);
        let uri = client.uri(name);
        let mut run = |command: &str, mut argument: Value| {
            argument["uri"] = json!(uri);
            let params = json!({"command": command, "arguments": [argument]});
            client.ask("workspace/executeCommand", params)
        };
        let here = json!({"line": first, "character": 14});
        let event = "fixtures/mixed.json";
        let told = run(
            "pattern-test.explain",
            json!({"pattern": here, "event": event, "format": "markdown"}),
        );
        assert_eq!(told["title"], format!("{name}#{id} and {event}"));
        let text = told["text"].as_str().unwrap();
        assert!(text.contains("mixing elements"), "{text}");
        let told = run("pattern-test.runSuite", json!({}));
        assert_eq!(
            (&told["passed"], &told["failed"]),
            (&json!(2), &json!(0)),
            "{name}"
        );
        let made = run("pattern-test.nearMisses", json!({"position": here}));
        assert!(made["events"].as_array().unwrap().len() > 2, "{name}");
        run(
            "pattern-test.pinEvent",
            json!({"position": here, "event": event}),
        );
        let lenses = lenses(&mut client, name);
        assert_eq!(
            lenses[0]["command"]["title"],
            "matches 1 of 3 fixtures · 1 only flattened · 2 cases pass",
            "{name}"
        );
        let whole = json!({"range": range([0, 0, 99, 0])});
        let hints = client.about("textDocument/inlayHint", name, whole);
        let hints: Vec<_> = hints
            .as_array()
            .unwrap()
            .iter()
            .map(|hint| {
                let line = hint["position"]["line"].as_u64().unwrap();
                (line, hint["label"].as_str().unwrap().to_owned())
            })
            .collect();
        let expected = [
            (0, "✓"),
            (2, "✗ in another element"),
            (3, "✗ in another element"),
        ];
        let expected = expected.map(|(below, label)| (first + below, label.to_owned()));
        assert_eq!(hints, expected, "{name}");
        // The condition leads to what decided, and the pattern to its cases.
        let place = json!({"position": {"line": first + 3, "character": value}});
        let found = client.about("textDocument/definition", name, place);
        assert_eq!(found[0]["uri"], client.uri(event), "{name}");
        let place = json!({
            "position": {"line": first, "character": 14},
            "context": {"includeDeclaration": false},
        });
        let found = client.about("textDocument/references", name, place);
        let cases = found.as_array().unwrap().iter();
        let cases = cases.filter(|one| one["uri"] == client.uri("patterns/t.suite.yaml"));
        assert_eq!(cases.count(), 2, "{name}: {found}");
    }
}
