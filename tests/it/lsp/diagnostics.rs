//! What is wrong with a document, while it is written.

use super::client::{Client, able};
use lsp_server::Message;
use serde_json::json;

const TEMPLATE: &str = "\
Resources:
  Stopped:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
        source: [aws.ecs]
        detailType: [ECS Task State Change]
        detail:
          lastStatus: STOPPED
";

#[test]
fn a_template_in_yaml() {
    let mut client = Client::in_project(&[]);
    client.open("template.yaml", TEMPLATE);
    insta::assert_snapshot!(client.diagnostics("template.yaml", 1).join("\n"));
}

#[test]
fn a_template_in_hcl() {
    let mut client = Client::in_project(&[]);
    let text = "\
resource \"aws_cloudwatch_event_rule\" \"stopped\" {
  event_pattern = jsonencode({
    source        = [\"aws.ecs\"]
    \"detail-type\" = [\"ECS Task state change\"]
    detail        = { lastStatus = [{ prefx = \"STOP\" }] }
  })
}
";
    client.open("main.tf", text);
    insta::assert_snapshot!(client.diagnostics("main.tf", 1).join("\n"));
}

#[test]
fn a_pattern_file_in_which_the_columns_are_not_bytes() {
    let mut client = Client::in_project(&[]);
    let text =
        "{\r\n  \"source\": [\"aws.ecs\"], \"detail\": {\"😀é\": [\"*\"], \"ü\": \"x\"}\r\n}\r\n";
    client.open("patterns/a.json", text);
    insta::assert_snapshot!(client.diagnostics("patterns/a.json", 1).join("\n"));
}

#[test]
fn all_that_belongs_to_a_diagnostic() {
    let mut client = Client::in_project(&[]);
    client.open("template.yaml", TEMPLATE);
    let published = client.published("template.yaml", 1);
    let misnamed = published.iter().find(|d| d["code"] == "envelope-name");
    let misnamed = misnamed.unwrap();
    assert_eq!(misnamed["source"], "pattern-test");
    let related = &misnamed["relatedInformation"][0];
    assert_eq!(related["message"], "in the rule `Stopped`");
    assert_eq!(related["location"]["range"]["start"]["line"], 4);
    let message = misnamed["message"].as_str().unwrap();
    assert!(
        message.ends_with("\nhelp: the field is called `detail-type`"),
        "{message}"
    );
    // The address of the page is there as soon as the project has one.
    let has_address = !env!("CARGO_PKG_REPOSITORY").is_empty();
    assert_eq!(misnamed["codeDescription"].is_object(), has_address);
}

#[test]
fn what_a_client_does_not_know_it_is_not_sent() {
    let mut client = Client::with(&json!({}), json!(null), &[]);
    client.open("template.yaml", TEMPLATE);
    let published = client.published("template.yaml", 1);
    assert!(!published.is_empty());
    for member in ["relatedInformation", "tags", "codeDescription"] {
        assert!(
            published.iter().all(|d| d.get(member).is_none()),
            "{member}"
        );
    }
    assert_eq!(client.capabilities["positionEncoding"], "utf-16");
    assert!(client.capabilities.get("codeActionProvider").is_none());
    assert!(client.capabilities.get("diagnosticProvider").is_none());
}

#[test]
fn a_client_that_asks_is_answered_and_told_when_to_ask_again() {
    let mut can = able();
    can["textDocument"]["diagnostic"] = json!({});
    can["workspace"]["diagnostics"] = json!({"refreshSupport": true});
    can["general"]["positionEncodings"] = json!(["utf-16", "utf-8"]);
    let mut client = Client::with(&can, json!(null), &[]);
    assert_eq!(client.capabilities["positionEncoding"], "utf-8");
    assert_eq!(
        client.capabilities["diagnosticProvider"]["identifier"],
        "pattern-test"
    );
    client.open("a.yaml", TEMPLATE);
    let report = client.about("textDocument/diagnostic", "a.yaml", json!({}));
    assert_eq!(report["kind"], "full");
    assert!(report["items"].as_array().unwrap().len() >= 2);
    client.wait(|message| match message {
        Message::Request(asked) if asked.method == "workspace/diagnostic/refresh" => Some(()),
        _ => None,
    });
    // Nothing is published besides.
    let id = client.send(
        "textDocument/diagnostic",
        json!({"textDocument": {"uri": "file:///x"}}),
    );
    client.wait(|message| match message {
        Message::Notification(told) if told.method == "textDocument/publishDiagnostics" => {
            panic!("{told:?}")
        }
        Message::Response(response) => (response.id == id).then_some(()),
        _ => None,
    });
}

#[test]
fn changes_in_utf_16_behind_an_emoji_and_before_a_carriage_return() {
    let mut client = Client::in_project(&[]);
    let text = "{\"source\": [\"aws.ecs\"],\r\n \"detail\": {\"😀\": [\"x\"], \"b\": [\"y\"]}}";
    client.open("patterns/a.json", text);
    client.published("patterns/a.json", 1);
    // `"y"` becomes `{"prefx": "y"}`, then the letter that is missing comes in.
    client.change(
        "patterns/a.json",
        2,
        &[([1, 31, 1, 34], "{\"prefx\": \"y\"}")],
    );
    let wrong = client.diagnostics("patterns/a.json", 2);
    assert!(
        wrong
            .iter()
            .any(|line| line.starts_with("1:32-1:39 error invalid-pattern")),
        "{wrong:#?}"
    );
    client.change("patterns/a.json", 3, &[([1, 37, 1, 37], "i")]);
    let right = client.diagnostics("patterns/a.json", 3);
    assert!(
        right.iter().all(|line| !line.contains("error")),
        "{right:#?}"
    );
}

#[test]
fn a_file_that_cannot_be_read_keeps_what_was_found_and_says_where_it_breaks() {
    let text = TEMPLATE.to_owned() + "  Other:\n    Type: AWS::SQS::Queue\n";
    let mut client = Client::in_project(&[]);
    client.open("template.yaml", &text);
    let before = client.diagnostics("template.yaml", 1);
    // Two lines above everything, and something below it that is no YAML.
    client.change(
        "template.yaml",
        2,
        &[
            ([0, 0, 0, 0], "# one\n# two\n"),
            ([12, 4, 12, 4], "x: [1\n    "),
        ],
    );
    let broken = client.diagnostics("template.yaml", 2);
    let is_syntax = |line: &&String| line.contains(" error -: ");
    assert_eq!(broken.iter().filter(is_syntax).count(), 1, "{broken:#?}");
    let kept: Vec<_> = broken.iter().filter(|line| !is_syntax(line)).collect();
    assert_eq!(kept.len(), before.len(), "{broken:#?}");
    for (before, after) in before.iter().zip(kept) {
        let line = |text: &str| text.split(':').next().unwrap().parse::<u32>().unwrap();
        assert_eq!(line(before) + 2, line(after));
    }
    // An edit in the middle of that: the mistake itself is mended, the file is still broken.
    client.change("template.yaml", 3, &[([8, 8, 8, 18], "detail-type")]);
    let mended = client.diagnostics("template.yaml", 3);
    assert!(
        mended.iter().all(|line| !line.contains("envelope-name")),
        "{mended:#?}"
    );
    assert_eq!(mended.iter().filter(is_syntax).count(), 1, "{mended:#?}");
    // And in order again.
    client.change("template.yaml", 4, &[([12, 0, 13, 0], "")]);
    let last = client.diagnostics("template.yaml", 4);
    assert!(last.iter().all(|line| !is_syntax(&line)), "{last:#?}");
    assert_eq!(last.len(), before.len() - 1, "{last:#?}");
}

#[test]
fn a_pattern_file_that_is_being_written_stays_a_pattern() {
    let mut client = Client::in_project(&[]);
    client.open(
        "rule.json",
        "{\"source\": [\"aws.ecs\"], \"detail\": {\"a\": [\"*\"]}}",
    );
    assert!(!client.diagnostics("rule.json", 1).is_empty());
    client.change("rule.json", 2, &[([0, 0, 0, 0], "{"), ([0, 2, 0, 60], "")]);
    let broken = client.diagnostics("rule.json", 2);
    assert!(
        broken
            .iter()
            .any(|line| line.contains("error invalid-pattern")),
        "{broken:#?}"
    );
}

#[test]
fn what_is_no_pattern_is_left_alone() {
    let mut client = Client::in_project(&[("fixtures/e.json", "{}")]);
    for (name, text) in [
        ("package.json", "{\"name\": \"x\", \"scripts\": {}}"),
        ("data.json", "{\"a\": [1"),
        ("compose.yaml", "services: [a"),
        ("fixtures/e.json", "{\"source\": [\"aws.ecs\"]}"),
    ] {
        client.open(name, text);
        assert_eq!(client.diagnostics(name, 1), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn a_suite_with_a_mistake_and_a_case_that_fails() {
    let mut client = Client::in_project(&[(
        "patterns/a.json",
        "{\"source\": [\"aws.ecs\"], \"detail\": {\"a\": [1]}}",
    )]);
    let suite = "\
pattern: patterns/a.json
cases:
  - {event: {source: aws.ecs, detail: {a: 2}}, expect: match}
  - {event: {source: aws.ecs, detail: {a: 1}}, expect: match}
";
    client.open("a.suite.yaml", suite);
    insta::assert_snapshot!(
        client.published("a.suite.yaml", 1)[0]["message"]
            .as_str()
            .unwrap()
    );
    client.change("a.suite.yaml", 2, &[([2, 5, 2, 10], "evnt")]);
    insta::assert_snapshot!(client.diagnostics("a.suite.yaml", 2).join("\n"), @"2:5-2:9 error -: a case has no key `evnt`");
}

#[test]
fn the_configuration() {
    let mut client = Client::in_project(&[]);
    client.open("pattern-test.toml", "[check]\nignre = [\"no-source\"]\n");
    insta::assert_snapshot!(client.diagnostics("pattern-test.toml", 1).join("\n"), @"1:0-1:5 error -: [check] has no key `ignre`");
}

#[test]
fn events_and_configuration_count_when_they_are_written() {
    let mut client = Client::ready(&[]);
    let text =
        "{\"source\": [\"my.app\"], \"detail-type\": [\"Order\"], \"detail\": {\"total\": [1]}}";
    client.open("patterns/a.json", text);
    let before = client.diagnostics("patterns/a.json", 1);
    client.write(
        "fixtures/order.json",
        "{\"source\": \"my.app\", \"detail-type\": \"Order\", \"detail\": {\"total\": \"1\"}}",
    );
    let written = json!({"changes": [{"uri": client.uri("fixtures/order.json"), "type": 1}]});
    client.tell("workspace/didChangeWatchedFiles", written);
    client.wait_for_project();
    let with_event = client.published("patterns/a.json", 1);
    assert!(with_event.len() > before.len(), "{with_event:#?}");
    let shown = with_event
        .iter()
        .find(|d| !d["relatedInformation"].is_null());
    let related = &shown.unwrap()["relatedInformation"][0];
    assert_eq!(
        related["location"]["uri"],
        client.uri("fixtures/order.json")
    );
    let code = shown.unwrap()["code"].as_str().unwrap().to_owned();
    client.write(
        "pattern-test.toml",
        &format!("[check]\nignore = [\"{code}\"]\n"),
    );
    let written = json!({"changes": [{"uri": client.uri("pattern-test.toml"), "type": 1}]});
    client.tell("workspace/didChangeWatchedFiles", written);
    client.wait_for_project();
    let ignored = client.published("patterns/a.json", 1);
    assert!(
        ignored.iter().all(|d| d["code"] != code.as_str()),
        "{ignored:#?}"
    );
}

#[test]
fn the_newest_version_counts_and_a_closed_document_has_none() {
    let mut client = Client::in_project(&[]);
    client.open("a.yaml", TEMPLATE);
    for version in 2..=30 {
        client.change("a.yaml", version, &[([0, 0, 0, 0], "#\n")]);
    }
    let last = client.diagnostics("a.yaml", 30);
    assert!(
        last.iter()
            .all(|line| line.starts_with("35:") || line.starts_with("37:")),
        "{last:#?}"
    );
    let uri = client.uri("a.yaml");
    client.tell(
        "textDocument/didClose",
        json!({"textDocument": {"uri": uri}}),
    );
    client.wait(|message| match message {
        Message::Notification(told) if told.params["uri"] == uri.as_str() => {
            (told.params["diagnostics"] == json!([]) && told.params.get("version").is_none())
                .then_some(())
        }
        _ => None,
    });
}

#[test]
fn what_is_wrong_in_a_message_ends_nothing() {
    let mut client = Client::in_project(&[]);
    client.tell("textDocument/didChange", json!({"textDocument": 1}));
    client.tell("no/such/notification", json!([1]));
    assert_eq!(client.refusal("no/such/request", json!(null)).0, -32601);
    client.open("a.yaml", TEMPLATE);
    let bad = json!({"textDocument": {"uri": client.uri("a.yaml")}, "range": 1});
    assert_eq!(client.refusal("textDocument/codeAction", bad).0, -32602);
    client.change("a.yaml", 2, &[([900, 7, 2, 90], "")]);
    client.diagnostics("a.yaml", 2);
    // A request that is cancelled is answered all the same, and only once.
    let symbols = json!({"textDocument": {"uri": client.uri("a.yaml")}});
    let id = client.send("textDocument/documentSymbol", symbols);
    client.tell("$/cancelRequest", json!({"id": id}));
    client.answer_to(&id);
    assert!(client.leave());
}

/// What did not change is not looked at again; what is told must be what a look at everything tells.
#[test]
fn after_many_changes_the_same_as_for_a_text_that_is_opened() {
    let rule = |n: usize| {
        format!(
            "  R{n}:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern:\n        source: &s{n}\n          - aws.ecs\n        detailType: [x{n}]\n        detail:\n          a: ['*{n}', !Ref P, 1]\n"
        )
    };
    let mut text = "Parameters:\n  P:\n    Type: String\nResources:\n".to_owned();
    (0..8).for_each(|n| text += &rule(n));
    let mut client = Client::in_project(&[]);
    client.wait_for_project();
    client.open("a.yaml", &text);
    client.published("a.yaml", 1);
    let pieces = [
        "x", "\n", "  ", "*", "'", ": ", "- b", "#", "", "", "P", "[", "]", "é😀",
    ];
    let mut dice = 7_u64;
    let mut roll = |sides: usize| {
        dice = dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) as usize % sides
    };
    let mut compared = 0;
    for version in 2..60 {
        let lines: Vec<_> = text.lines().collect();
        let line = roll(lines.len());
        let length = lines[line].encode_utf16().count();
        let column = roll(length + 1);
        let end = column + roll(3).min(length - column);
        // Half of all changes undo the one before, so that the text can be read now and then.
        let piece = pieces[roll(pieces.len())];
        let at = [line as u32, column as u32, line as u32, end as u32];
        let edit = json!({"range": super::client::range(at), "newText": piece});
        let next = super::client::edited(&text, &[edit]);
        client.change("a.yaml", version, &[(at, piece)]);
        let told = client.diagnostics("a.yaml", version);
        let name = format!("fresh{version}.yaml");
        client.open(&name, &next);
        let fresh = client.diagnostics(&name, 1);
        // A text that cannot be read is told of with what was found before.
        let is_broken = |told: &[String]| {
            told.iter().any(|line| line.contains(" error -: ")) || told.is_empty()
        };
        if !is_broken(&fresh) && !is_broken(&told) {
            assert_eq!(told, fresh, "{next}");
            compared += 1;
            text = next;
        } else {
            let whole = json!({"uri": client.uri("a.yaml"), "version": version * 1000});
            client.tell(
                "textDocument/didChange",
                json!({"textDocument": whole, "contentChanges": [{"text": text}]}),
            );
            client.diagnostics("a.yaml", version * 1000);
        }
    }
    assert!(compared > 20, "{compared}");
}
