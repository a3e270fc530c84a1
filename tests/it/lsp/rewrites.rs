//! What a pattern is turned into, and the layout of pattern files.

use super::client::{Client, edited, range};
use serde_json::{Value, json};

fn rewrites(client: &mut Client, name: &str, at: [u32; 4]) -> Vec<Value> {
    let params = json!({
        "range": range(at),
        "context": {"diagnostics": [], "only": ["refactor.rewrite"]},
    });
    let answer = client.about("textDocument/codeAction", name, params);
    answer.as_array().unwrap().clone()
}

fn after(actions: &[Value], title: &str, text: &str) -> String {
    let action = actions.iter().find(|action| action["title"] == title);
    let action = action.unwrap_or_else(|| panic!("{actions:#?}"));
    let edits = &action["edit"]["documentChanges"][0]["edits"];
    edited(text, edits.as_array().unwrap())
}

#[test]
fn an_object_becomes_text() {
    let text = "\
Resources:
  Stopped:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
        source:
          - aws.ecs
        detail:
          lastStatus: [STOPPED]
      State: ENABLED
";
    let mut client = Client::in_project(&[]);
    client.open("t.yaml", text);
    let actions = rewrites(&mut client, "t.yaml", [6, 4, 6, 4]);
    let new = after(&actions, "Write this pattern as JSON text", text);
    insta::assert_snapshot!(new);
    // Not where a part of it is not known, and not where comments would be lost.
    for other in ["!Ref Source", "aws.ecs # ours"] {
        let text = text.replace("aws.ecs", other);
        client.open("o.yaml", &text);
        let actions = rewrites(&mut client, "o.yaml", [6, 4, 6, 4]);
        assert!(actions.is_empty(), "{actions:#?}");
    }
}

#[test]
fn fields_become_alternatives() {
    let text = "{\"source\": [\"a\"], \"detail\": {\"x\": [1], \"y\": [2], \"z\": [3]}}";
    let mut client = Client::in_project(&[]);
    client.open("p.json", text);
    let actions = rewrites(&mut client, "p.json", [0, 30, 0, 46]);
    let new = after(&actions, "Match any of `x`, `y` (`$or`)", text);
    assert_eq!(
        new,
        "{\"source\": [\"a\"], \"detail\": {\"$or\": [{\"x\": [1]}, {\"y\": [2]}], \"z\": [3]}}"
    );
    assert!(
        rewrites(&mut client, "p.json", [0, 30, 0, 30]).is_empty(),
        "nothing is selected"
    );
}

#[test]
fn a_pattern_file_is_laid_out_and_nothing_else_is() {
    let mut client = Client::in_project(&[]);
    let text = "{\"source\":[\"a\"],\n\"detail\":{\"😀\":[ 1 ]}}";
    client.open("patterns/p.json", text);
    let edits = client.about(
        "textDocument/formatting",
        "patterns/p.json",
        json!({"options": {}}),
    );
    let new = edited(text, edits.as_array().unwrap());
    assert_eq!(
        new,
        "{\n  \"source\": [\"a\"],\n  \"detail\": {\"😀\": [1]}\n}\n"
    );
    client.open("patterns/p.json", &new);
    for (name, text) in [
        ("patterns/p.json", new.as_str()),
        ("x.json", "{\"a\":1}"),
        ("patterns/q.json", "{\"source\":["),
    ] {
        client.open(name, text);
        let edits = client.about("textDocument/formatting", name, json!({"options": {}}));
        assert_eq!(edits, json!([]), "{name}");
    }
}
