//! What can be done about a finding, applied as an editor does it.

use super::client::{Client, able, edited, line, range};
use serde_json::{Value, json};

/// The actions for a range, with the diagnostics that are there.
fn actions(client: &mut Client, name: &str, at: [u32; 4], only: &[&str]) -> Vec<Value> {
    let mut context = json!({"diagnostics": []});
    if !only.is_empty() {
        context["only"] = json!(only);
    }
    let params = json!({"range": range(at), "context": context});
    let answer = client.about("textDocument/codeAction", name, params);
    answer.as_array().unwrap().clone()
}

/// The text after an action on this document.
fn after(action: &Value, text: &str) -> String {
    let edits = &action["edit"]["documentChanges"][0]["edits"];
    edited(text, edits.as_array().unwrap())
}

fn titles(actions: &[Value]) -> Vec<&str> {
    actions
        .iter()
        .map(|a| a["title"].as_str().unwrap())
        .collect()
}

#[test]
fn a_safe_fix_in_yaml_json_and_hcl() {
    let yaml = "\
Resources:
  Stopped:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: # 😀
        source: [aws.ecs]
        detailType: [ECS Task State Change]
";
    let pattern =
        "{\r\n  \"source\": [\"aws.ecs\"], \"detailType\": [\"ECS Task State Change\"]\r\n}\r\n";
    let hcl = "\
resource \"aws_cloudwatch_event_rule\" \"stopped\" {
  event_pattern = jsonencode({
    source     = [\"aws.ecs\"]
    detailType = [\"ECS Task State Change\"]
  })
}
";
    let mut client = Client::in_project(&[]);
    for (name, text, at) in [
        ("t.yaml", yaml, [6, 12, 6, 12]),
        ("patterns/p.json", pattern, [1, 30, 1, 30]),
        ("main.tf", hcl, [3, 6, 3, 6]),
    ] {
        client.open(name, text);
        let actions = actions(&mut client, name, at, &[]);
        let first = &actions[0];
        assert_eq!(first["kind"], "quickfix", "{name}: {:?}", titles(&actions));
        assert_eq!(first["isPreferred"], true);
        assert_eq!(first["diagnostics"][0]["code"], "envelope-name", "{name}");
        let new = after(first, text);
        assert!(
            new.contains("detail-type") && !new.contains("detailType"),
            "{new}"
        );
        client.open(name, &new);
        let left = client.published(name, 1);
        let left = match left.iter().any(|d| d["code"] == "envelope-name") {
            true => client.published(name, 1),
            false => left,
        };
        assert!(
            left.iter().all(|d| d["code"] != "envelope-name"),
            "{left:#?}"
        );
    }
}

#[test]
fn a_guess_is_called_one_and_comes_behind_what_is_certain() {
    let mut client = Client::in_project(&[]);
    let text = "{\"source\": [\"aws.ecs\"], \"detail-type\": [\"ECS Task State Chang\"]}";
    client.open("patterns/p.json", text);
    let actions = actions(&mut client, "patterns/p.json", [0, 0, 0, 64], &["quickfix"]);
    let titles = titles(&actions);
    let guess = titles.iter().position(|title| title.ends_with("(a guess)"));
    let guess = &actions[guess.unwrap_or_else(|| panic!("{titles:?}"))];
    assert!(guess.get("isPreferred").is_none());
    assert!(after(guess, text).contains("\"ECS Task State Change\""));
}

#[test]
fn everything_that_is_certain_at_once() {
    let mut client = Client::in_project(&[]);
    let text = "{\"Source\": [\"aws.ecs\"], \"detailType\": [\"ECS Task State Change\"]}";
    client.open("patterns/p.json", text);
    let name = "patterns/p.json";
    assert!(actions(&mut client, name, [0, 0, 0, 0], &["source.organizeImports"]).is_empty());
    let all = actions(&mut client, name, [0, 0, 0, 0], &["source.fixAll"]);
    assert_eq!(titles(&all), ["Fix 2 problems"]);
    assert_eq!(
        after(&all[0], text),
        "{\"source\": [\"aws.ecs\"], \"detail-type\": [\"ECS Task State Change\"]}"
    );
}

#[test]
fn a_suppression_in_a_comment() {
    let yaml = "\
Resources:
  Stopped:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
        source: [aws.ecs]
        detail:
          name: ['a*']
";
    let text = "\
Resources:
  Stopped:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: |
        {\"source\": [\"aws.ecs\"], \"detail\": {\"name\": [\"a*\"]}}
";
    let mut client = Client::in_project(&[]);
    for (name, text, at, line) in [
        ("a.yaml", yaml, [7, 18, 7, 18], 7),
        ("b.yaml", text, [5, 54, 5, 54], 4),
    ] {
        client.open(name, text);
        let actions = actions(&mut client, name, at, &[]);
        let title = "Suppress `star-in-plain-value` here, with a reason";
        let action = actions.iter().find(|a| a["title"] == title);
        let new = after(
            action.unwrap_or_else(|| panic!("{:?}", titles(&actions))),
            text,
        );
        let comment = new.lines().nth(line).unwrap().trim();
        assert_eq!(
            comment,
            "# pattern-test: ignore star-in-plain-value: (say why)"
        );
    }
}

#[test]
fn a_suppression_in_the_configuration_where_there_are_no_comments() {
    let mut client = Client::in_project(&[]);
    let text = "{\"source\": [\"aws.ecs\"], \"detail\": {\"name\": [\"a*\"]}}";
    client.open("patterns/p.json", text);
    let name = "patterns/p.json";
    let all = actions(&mut client, name, [0, 46, 0, 46], &[]);
    let title = "Ignore `star-in-plain-value` in this file, in pattern-test.toml";
    let action = all.iter().find(|a| a["title"] == title).unwrap();
    let changes = &action["edit"]["documentChanges"];
    assert_eq!(
        changes[0],
        json!({"kind": "create", "uri": client.uri("pattern-test.toml")})
    );
    let new = edited("", changes[1]["edits"].as_array().unwrap());
    client.write("pattern-test.toml", &new);
    let written = json!({"changes": [{"uri": client.uri("pattern-test.toml"), "type": 1}]});
    client.published(name, 1);
    client.wait_for_project();
    client.published(name, 1);
    client.tell("workspace/didChangeWatchedFiles", written);
    client.wait_for_project();
    let left = client.published(name, 1);
    assert!(
        left.iter().all(|d| d["code"] != "star-in-plain-value"),
        "{left:#?}"
    );
    // For a client that cannot create files there is no such action.
    let mut can = able();
    can["workspace"]["workspaceEdit"] = json!({});
    let mut client = Client::with(&can, json!(null), &[]);
    client.open(name, text);
    let all = actions(&mut client, name, [0, 46, 0, 46], &[]);
    assert!(
        all.iter().all(|a| a["title"] != title),
        "{:?}",
        titles(&all)
    );
}

#[test]
fn no_action_where_nothing_is_wrong_and_none_in_what_a_tool_writes() {
    let mut client = Client::in_project(&[]);
    let text = "{\"Resources\": {\"R\": {\"Type\": \"AWS::Events::Rule\", \"Properties\": {\"EventPattern\": {\"source\": [\"aws.ecs\"], \"detailType\": [\"x\"]}}}}}";
    client.open("cdk.out/app.template.json", text);
    let found = client.published("cdk.out/app.template.json", 1);
    assert!(
        found.iter().any(|d| d["code"] == "envelope-name"),
        "{:#?}",
        found.iter().map(line).collect::<Vec<_>>()
    );
    let all = actions(
        &mut client,
        "cdk.out/app.template.json",
        [0, 0, 0, 140],
        &["quickfix"],
    );
    assert!(
        titles(&all).iter().all(|t| !t.starts_with("Replace")),
        "{:?}",
        titles(&all)
    );
}
