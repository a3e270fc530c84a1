//! Suites of filters: those of one place are judged together.

use super::verify;
use crate::cli::directory_with;
use serde_json::Value;
use tempfile::TempDir;

const TEMPLATE: &str = r#"Resources:
  Worker:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: arn:aws:sqs:eu-west-1:111122223333:orders
      FilterCriteria:
        Filters:
          - Pattern: '{"body": {"kind": ["order"]}}'
          - Pattern: '{"body": {"kind": ["gift", "order"], "n": [{"numeric": [">", 1]}]}}'
  Pay:
    Type: AWS::EventsV2::Subscriber
    Properties:
      FilterConfiguration:
        Filters:
          - {Scope: DATA, Pattern: '{"total": [{"numeric": [">", 500]}]}'}
          - {Scope: METADATA, Pattern: '{"tenant": ["acme"]}'}
  Refunds:
    Type: AWS::SNS::Subscription
    Properties:
      FilterPolicyScope: MessageBody
      FilterPolicy: {kind: [refund]}
"#;

const EVENTS: &str = r#"
events:
  order: {messageId: "1", body: '{"kind": "order"}', eventSource: "aws:sqs"}
  gift: {messageId: "2", body: '{"kind": "gift", "n": 2}', eventSource: "aws:sqs"}
  lone gift: {messageId: "3", body: '{"kind": "gift", "n": 1}', eventSource: "aws:sqs"}
  refund: {messageId: "4", body: '{"kind": "refund"}', eventSource: "aws:sqs"}
  text: {messageId: "5", body: hello, eventSource: "aws:sqs"}
  paid: {Data: {total: 612}, Metadata: {tenant: acme}, SystemMetadata: {}}
  note: {Type: Notification, Message: '{"kind": "refund"}'}
"#;

fn project(suite: &str) -> TempDir {
    directory_with(&[
        ("t.yaml", TEMPLATE.as_bytes()),
        ("f.suite.yaml", format!("{suite}{EVENTS}").as_bytes()),
    ])
}

fn run(suite: &str, words: &[&str]) -> (Option<i32>, String) {
    let directory = project(suite);
    let mut all = vec!["f.suite.yaml"];
    all.extend(words);
    let output = verify(&directory, &all).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    (
        output.status.code(),
        text + &String::from_utf8(output.stderr).unwrap(),
    )
}

#[test]
fn filters_of_one_place_go_together() {
    let (code, text) = run(
        "pattern: t.yaml#Worker
cases:
  - {name: by the first, event: order, expect: match, because: [{path: body.kind, pointer: /body/kind}]}
  - {name: by the second, event: gift, expect: match, because: [{path: body.n, pointer: /body/n}]}
  - {name: by none, event: lone gift, expect: no-match}
  - {name: dropped, event: text, expect: no-match}
  - {name: one alone, pattern: 't.yaml#Worker.Filters[0]', event: gift, expect: no-match}
  - {name: all scopes, pattern: t.yaml#Pay, event: paid, expect: match}
  - {name: one scope, pattern: t.yaml#Pay, event-from: paid, set: {/Metadata/tenant: other}, expect: no-match}
  - {name: a body, pattern: t.yaml#Refunds, event: note, expect: match}
",
        &[],
    );
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("8 passed"), "{text}");
}

#[test]
fn a_failure_says_which_filter_decides() {
    let (code, text) = run(
        "pattern: t.yaml#Worker
cases:
  - {name: none, event: refund, expect: match}
  - {name: one, event: order, expect: no-match}
  - {name: scope, pattern: t.yaml#Pay, event-from: paid, set: {/Metadata/tenant: other}, expect: match}
  - {name: reason, event: gift, expect: match, because: [{path: body.n, pointer: /body/m}]}
",
        &[],
    );
    assert_eq!(code, Some(1), "{text}");
    for part in [
        "2 filters, none of which lets it pass:",
        "Worker.Filters[0]: No match: 1 of 1 condition fails.",
        "2 filters, one of which is enough:",
        "Worker.Filters[0]: Match:",
        "2 filters, all of which have to let it pass:",
        "METADATA: No match: 1 of 1 condition fails. `tenant` wants \"acme\"",
        "it is satisfied by /body/n",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    // The scope that lets it pass is not blamed.
    assert!(!text.contains("DATA: No match: 2"), "{text}");
    assert!(!text.contains("  DATA:"), "{text}");
}

fn measured(suite: &str, what: &str) -> Value {
    let (code, text) = run(suite, &["--coverage", "--mutants", "--format", "json"]);
    assert!(code.is_some_and(|code| code < 2), "{text}");
    let document: Value = serde_json::from_str(&text).unwrap();
    document[what]["patterns"].clone()
}

const CASES: &str = "pattern: t.yaml#Worker
cases:
  - {name: a, event: order, expect: match}
  - {name: b, event: gift, expect: match}
  - {name: c, event: lone gift, expect: no-match}
  - {name: d, event: refund, expect: no-match}
  - {name: e, pattern: t.yaml#Pay, event: paid, expect: match}
  - {name: f, pattern: t.yaml#Pay, event-from: paid, set: {/Metadata/tenant: other}, expect: no-match}
  - name: g
    pattern: t.yaml#Pay
    event-from: paid
    set: {/Metadata/tenant: other, /Data/total: 1}
    expect: no-match
";

#[test]
fn coverage_looks_at_each_filter_of_a_set() {
    let patterns = measured(CASES, "coverage");
    let shares: Vec<_> = patterns
        .as_array()
        .unwrap()
        .iter()
        .map(|pattern| {
            format!(
                "{} {}/{}",
                pattern["pattern"].as_str().unwrap(),
                pattern["part"],
                pattern["of"]
            )
        })
        .collect();
    assert_eq!(
        shares,
        [
            "t.yaml#Worker.Filters[0] 2/2",
            // No gift with a number that another filter would not let pass shows that the kind matters,
            // and no order needs this filter.
            "t.yaml#Worker.Filters[1] 3/5",
            // Where two scopes refuse, neither is the only reason.
            "t.yaml#Pay.Filters[0] 1/2",
            "t.yaml#Pay.Filters[1] 2/2",
        ]
    );
}

#[test]
fn mutants_are_told_from_a_filter_within_its_set() {
    let patterns = measured(CASES, "mutants");
    let patterns = patterns.as_array().unwrap();
    assert_eq!(patterns.len(), 4, "{patterns:?}");
    let mut killers = 0;
    for pattern in patterns {
        for survivor in pattern["survivors"].as_array().unwrap() {
            let killer = &survivor["killer"];
            // The one that another filter makes up for is not told of as one to catch.
            assert!(!killer.is_null(), "{survivor}");
            let event = killer["event"].to_string();
            assert!(
                event.contains("messageId") || event.contains("Metadata"),
                "{event}"
            );
            killers += 1;
        }
    }
    assert!(killers > 3, "{patterns:?}");
}

/// Each proposed event catches its mutant: with it as a case, the mutant is gone.
#[test]
fn what_is_proposed_catches_its_mutant() {
    let patterns = measured(CASES, "mutants");
    let survivors = |patterns: &Value| {
        let patterns = patterns.as_array().unwrap().clone();
        patterns
            .into_iter()
            .flat_map(|pattern| pattern["survivors"].as_array().unwrap().clone())
            .collect::<Vec<_>>()
    };
    let before = survivors(&patterns);
    let mut suite = CASES.to_owned();
    for (index, survivor) in before.iter().enumerate() {
        let killer = &survivor["killer"];
        let event = match killer["event"].as_str() {
            Some(text) => serde_json::from_str(text).unwrap(),
            None => killer["event"].clone(),
        };
        let set = match event["Data"].is_null() {
            true => "Worker",
            false => "Pay",
        };
        let expect = killer["expect"].as_str().unwrap();
        suite.push_str(&format!(
            "  - {{name: k{index}, pattern: t.yaml#{set}, event: {event}, expect: {expect}}}\n"
        ));
    }
    let after = survivors(&measured(&suite, "mutants"));
    assert!(after.is_empty(), "{suite}\n{after:?}");
}

#[test]
fn a_suite_says_where_its_patterns_filter() {
    let (code, text) = run(
        "for: sqs
pattern: {body: {kind: [order]}}
cases:
  - {name: a, event: order, expect: match}
  - {name: b, event: refund, expect: no-match}
  - {name: c, pattern: {body: {kind: [{x: y}]}}, expect: invalid}
",
        &[],
    );
    assert_eq!(code, Some(0), "{text}");
    let (code, text) = run(
        "for: v2:data
pattern: {kind: [{wildcard: 'a*'}]}
cases:
  - {name: a, expect: invalid, error: a V2 subscriber (DATA) does not support `wildcard`}
  - {name: b, event: paid, expect: match}
",
        &[],
    );
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("1 failed, 1 passed"), "{text}");
    assert!(
        text.contains("the pattern is refused: a V2 subscriber"),
        "{text}"
    );
    let (code, text) = run(
        "for: sqz\npattern: {}\ncases: [{event: order, expect: match}]\n",
        &[],
    );
    assert_eq!(code, Some(2), "{text}");
    assert!(
        text.contains("f.suite.yaml:1:6") && text.contains("did you mean `sqs`?"),
        "{text}"
    );
}

#[test]
fn filters_of_a_reply_or_a_template_in_json() {
    let reply = r#"{"Source": "arn:aws:sqs:eu-west-1:111122223333:q", "SourceParameters": {"FilterCriteria":
        {"Filters": [{"Pattern": "{\"body\":{\"a\":[1]}}"}, {"Pattern": "{\"body\":{\"a\":[2]}}"}]}}}"#;
    let template = r#"{"Resources": {"P": {"Type": "AWS::Pipes::Pipe", "Properties": "#.to_owned()
        + reply
        + "}}}";
    let suite = |file: &str| {
        format!(
            "pattern: {file}\ncases:\n  - {{name: a, expect: match, event: {{messageId: '1', body: '{{\"a\": 2}}'}}}}\n"
        )
    };
    let directory = directory_with(&[
        ("pipe.json", reply.as_bytes()),
        ("template.json", template.as_bytes()),
        ("a.suite.yaml", suite("pipe.json").as_bytes()),
        ("b.suite.yaml", suite("template.json").as_bytes()),
    ]);
    let output = verify(&directory, &["a.suite.yaml", "b.suite.yaml"])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{text}");
}

/// Folders of events are named by the place too, and no filter of a set is measured twice.
#[test]
fn the_folders_of_a_place_with_several_filters() {
    let record = |kind: &str| {
        format!(
            r#"{{"Records":[{{"messageId":"1","body":"{{\"kind\":\"{kind}\"}}","eventSource":"aws:sqs"}}]}}"#
        )
    };
    let directory = directory_with(&[
        ("t.yaml", TEMPLATE.as_bytes()),
        ("pattern-test.toml", b"[paths]\npatterns = [\"t.yaml\"]\n"),
        (
            "fixtures/Worker/match/order.json",
            record("order").as_bytes(),
        ),
        (
            "fixtures/Worker/no-match/refund.json",
            record("refund").as_bytes(),
        ),
    ]);
    let output = verify(&directory, &["--coverage", "--format", "json"])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["counts"]["passed"], 2, "{text}");
    let patterns = document["coverage"]["patterns"].as_array().unwrap();
    let names: Vec<_> = patterns
        .iter()
        .map(|pattern| pattern["pattern"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "t.yaml#Worker.Filters[0]",
            "t.yaml#Worker.Filters[1]",
            "t.yaml#Pay.Filters[0]",
            "t.yaml#Pay.Filters[1]",
            "t.yaml#Refunds",
        ]
    );
}

/// A rule of User Notifications asks for its source and type too, as in `match`.
#[test]
fn what_a_rule_asks_for_beside_its_pattern() {
    let template = "Resources:
  N:
    Type: AWS::Notifications::EventRule
    Properties:
      Source: aws.cloudwatch
      EventType: CloudWatch Alarm State Change
      EventPattern: '{\"detail\": {\"state\": [{\"exists\": false}]}}'
";
    let suite = "pattern: n.yaml#N
events:
  alarm: {source: aws.cloudwatch, detail-type: CloudWatch Alarm State Change, detail: {}}
cases:
  - {name: a, event: alarm, expect: match}
  - {name: b, event-from: alarm, set: {/source: aws.ec2}, expect: no-match}
";
    let directory = directory_with(&[
        ("n.yaml", template.as_bytes()),
        ("n.suite.yaml", suite.as_bytes()),
    ]);
    let output = verify(&directory, &["n.suite.yaml"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{text}");
}
