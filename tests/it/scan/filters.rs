//! Filters of records: what `scan` finds is what `match` says, for every place.

use super::{Ran, run, run_on, scan};
use crate::cli::{directory_with, pattern_test_in};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A verdict: the pattern, the record by its line, the mode.
type Verdicts = BTreeSet<(String, usize, &'static str)>;

fn json_lines(text: &str) -> Vec<Value> {
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The patterns and the records of `tests/dialects/`, by the place.
fn cases() -> BTreeMap<String, (Vec<String>, Vec<String>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dialects");
    let mut places: BTreeMap<String, (Vec<String>, Vec<String>)> = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for case in json_lines(&text) {
            let word = |name: &str| case[name].as_str().unwrap().to_owned();
            let Some(record) = case.get("record") else {
                continue;
            };
            let (patterns, records) = places.entry(word("for")).or_default();
            patterns.push(word("pattern"));
            records.push(record.to_string());
        }
    }
    for (patterns, records) in places.values_mut() {
        for list in [patterns, records] {
            list.sort();
            list.dedup();
        }
    }
    places
}

#[test]
fn scan_says_what_match_says_at_every_place() {
    let mut compared = 0;
    for (place, (patterns, records)) in cases() {
        let patterns: Vec<_> = patterns
            .iter()
            .enumerate()
            .map(|(index, text)| {
                serde_json::json!({"name": format!("p{index}"), "pattern": text}).to_string()
            })
            .collect();
        let folder = directory_with(&[
            ("p.jsonl", patterns.join("\n").as_bytes()),
            ("r.jsonl", (records.join("\n") + "\n").as_bytes()),
        ]);
        let words = ["--for", &place, "-p", "p.jsonl"];
        let output = |command: &str, format: &str| {
            let mut run = pattern_test_in(folder.path());
            run.arg(command).args(words).args(["--format", format]);
            let output = run.arg("r.jsonl").output().unwrap();
            String::from_utf8(output.stdout).unwrap()
        };
        let mut matched = Verdicts::new();
        let document: Value = serde_json::from_str(&output("match", "json")).unwrap();
        for row in document["results"].as_array().unwrap() {
            let event = row["event"].as_str().unwrap();
            // `r.jsonl:3`, `r.jsonl:3.Records[0]`; `r.jsonl` where there is one line.
            let line = event.strip_prefix("r.jsonl:").unwrap_or("1");
            let digits = line.split(|c: char| !c.is_ascii_digit()).next().unwrap();
            for mode in ["flattened", "strict"] {
                if row[mode] == true {
                    let pattern = row["pattern"].as_str().unwrap();
                    matched.insert((pattern.to_owned(), digits.parse().unwrap(), mode));
                }
            }
        }
        let mut scanned = Verdicts::new();
        for row in json_lines(&output("scan", "jsonl")) {
            let Some(line) = row["line"].as_u64() else {
                continue;
            };
            for mode in ["flattened", "strict"] {
                for pattern in row[mode].as_array().unwrap() {
                    let pattern = pattern.as_str().unwrap();
                    scanned.insert((pattern.to_owned(), usize::try_from(line).unwrap(), mode));
                }
            }
        }
        assert_eq!(scanned, matched, "{place}");
        assert!(!matched.is_empty(), "{place}");
        compared += 1;
    }
    assert!(compared >= 14, "{compared} places");
}

const ORDER: &str = r#"{"messageId":"1","body":"{\"kind\": \"order\"}","eventSource":"aws:sqs"}"#;
const REFUND: &str = r#"{"messageId":"2","body":"{\"kind\": \"refund\"}","eventSource":"aws:sqs"}"#;
const TEXT: &str = r#"{"messageId":"3","body":"hello","eventSource":"aws:sqs"}"#;

const TEMPLATE: &str = r#"Resources:
  Rule:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {source: [shop]}
  Worker:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: arn:aws:sqs:eu-west-1:111122223333:orders
      FilterCriteria:
        Filters:
          - Pattern: '{"body": {"kind": ["order"]}}'
          - Pattern: '{"body": {"kind": ["gift"]}}'
  Pipe:
    Type: AWS::Pipes::Pipe
    Properties:
      Source: arn:aws:kinesis:eu-west-1:111122223333:stream/s
      SourceParameters:
        FilterCriteria:
          Filters:
            - Pattern: '{"data": {"n": [{"numeric": [">", 1]}]}}'
  Topic:
    Type: AWS::SNS::Subscription
    Properties:
      FilterPolicy: {store: [acme]}
  Pay:
    Type: AWS::EventsV2::Subscriber
    Properties:
      FilterConfiguration:
        Filters:
          - {Scope: DATA, Pattern: '{"total": [{"numeric": [">", 500]}]}'}
          - {Scope: METADATA, Pattern: '{"tenant": ["acme"]}'}
"#;

fn names(rows: &[Value]) -> Vec<String> {
    let patterns = |row: &Value| {
        let names = row["patterns"].as_array().unwrap().iter();
        names
            .map(|name| name.as_str().unwrap().replace("t.yaml#", ""))
            .collect::<Vec<_>>()
            .join(",")
    };
    rows.iter()
        .map(|row| format!("{}: {}", row["line"], patterns(row)))
        .collect()
}

/// Filters and rules of one template, on records of all kinds in one input.
#[test]
fn each_record_goes_to_the_places_that_see_it() {
    let inputs = [
        format!(r#"{{"Records":[{ORDER},{REFUND},{TEXT}]}}"#),
        // {"n": 2}
        r#"{"Records":[{"kinesis":{"partitionKey":"p","data":"eyJuIjogMn0="},"eventSource":"aws:kinesis"}]}"#.to_owned(),
        r#"{"Type":"Notification","Message":"hi","MessageAttributes":{"store":{"Type":"String","Value":"acme"}}}"#.to_owned(),
        r#"{"Data":{"total":612.5},"Metadata":{"tenant":"acme"},"SystemMetadata":{}}"#.to_owned(),
        r#"{"Data":{"total":612.5},"Metadata":{"tenant":"other"},"SystemMetadata":{}}"#.to_owned(),
        r#"{"source":"shop","detail-type":"t","detail":{}}"#.to_owned(),
    ];
    let folder = directory_with(&[
        ("t.yaml", TEMPLATE.as_bytes()),
        ("in.jsonl", (inputs.join("\n") + "\n").as_bytes()),
    ]);
    let path = folder.path();
    let scan = |words: &[&str]| {
        let words = ["-p", "t.yaml"].iter().chain(words).chain(&["in.jsonl"]);
        run(scan(&[]).current_dir(path).args(words))
    };
    let Ran { out, err, code } = scan(&["--format", "jsonl"]);
    assert_eq!(
        names(&json_lines(&out)),
        [
            "1: Worker",
            "2: Pipe.Filters[0]",
            "3: Topic",
            "4: Pay",
            "6: Rule"
        ],
        "{err}"
    );
    assert_eq!(code, Some(0), "{err}");
    assert!(err.contains("1 record is dropped"), "{err}");
    // Each is printed as it is in the input.
    let Ran { out, .. } = scan(&[]);
    assert_eq!(out.lines().next(), Some(ORDER));
    let Ran { out, .. } = scan(&["--count-by-pattern"]);
    assert_eq!(
        out,
        "1\tt.yaml#Rule\n1\tt.yaml#Worker\n1\tt.yaml#Pipe.Filters[0]\n1\tt.yaml#Topic\n1\tt.yaml#Pay\n"
    );
    for jobs in ["1", "3"] {
        assert_eq!(scan(&["--count", "--jobs", jobs]).out, "5\n");
    }
    let Ran { err, .. } = scan(&["--count", "--explain-first", "5"]);
    assert!(
        err.contains("one of 2 filters of a Lambda event source mapping"),
        "{err}"
    );
    assert!(err.contains("in.jsonl:4"), "{err}");
}

/// What a filter and a rule match is one event.
#[test]
fn what_a_rule_and_a_filter_match_is_told_once() {
    let template = r#"Resources:
  Rule:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {source: [shop]}
  New:
    Type: AWS::EventsV2::Subscriber
    Properties:
      FilterConfiguration:
        Filters:
          - {Scope: DATA, Pattern: '{"source": ["shop"]}'}
"#;
    let event = r#"{"source":"shop","detail-type":"t","detail":{}}"#;
    let folder = directory_with(&[
        ("t.yaml", template.as_bytes()),
        ("e.json", format!("{event}{event}").as_bytes()),
    ]);
    let words = ["-p", "t.yaml", "--format", "jsonl", "e.json"];
    let ran = run(scan(&words).current_dir(folder.path()));
    assert_eq!(
        names(&json_lines(&ran.out)),
        ["1: Rule,New.Filters[0]", "1: Rule,New.Filters[0]"],
        "{}",
        ran.err
    );
}

/// What is no record of the place is reported and counted like a line that is no event.
#[test]
fn what_is_no_record_is_reported() {
    let kinesis = r#"{"kinesis":{"partitionKey":"p","data":"e30="},"eventSource":"aws:kinesis"}"#;
    let input = format!("{ORDER}\n{kinesis}\nno record\n{{\"messageId\":\n{REFUND}\n");
    let words = [
        "--for",
        "sqs",
        "-p",
        r#"{"body": {"kind": ["order", "refund"]}}"#,
    ];
    let ran = run_on(scan(&words).arg("-"), input.as_bytes());
    assert_eq!(ran.out, format!("{ORDER}\n{REFUND}\n"), "{}", ran.err);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("this is a record of Kinesis, not of SQS")
            && ran.err.contains("<stdin>:2:1"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("<stdin>:3:1"), "{}", ran.err);
    let ran = run_on(
        scan(&words).args(["--bad-lines", "fail", "-"]),
        input.as_bytes(),
    );
    assert_eq!((&*ran.out, ran.code), (&*format!("{ORDER}\n"), Some(2)));
}

/// What nobody documents is an error with its number, not a verdict.
#[test]
fn what_is_not_known_is_counted() {
    let scalar = r#"{"messageId":"1","body":"42","eventSource":"aws:sqs"}"#;
    let words = [
        "--for",
        "sqs",
        "-p",
        r#"{"body": {"kind": ["order"]}}"#,
        "-",
    ];
    let ran = run_on(&mut scan(&words), format!("{scalar}\n{ORDER}\n").as_bytes());
    assert_eq!((&*ran.out, ran.code), (&*format!("{ORDER}\n"), Some(2)));
    assert!(ran.err.contains("1 verdict is not known"), "{}", ran.err);
    // Nor is it one that no filter matches.
    let input = format!("{scalar}\n{ORDER}\n{REFUND}\n");
    let ran = run_on(scan(&words).arg("--invert"), input.as_bytes());
    assert_eq!((&*ran.out, ran.code), (&*format!("{REFUND}\n"), Some(2)));
}

/// Elements of an array are documented for some places only.
#[test]
fn the_service_is_null_where_the_mode_is_not_documented() {
    let pattern = r#"{"items": {"a": [1], "b": [2]}}"#;
    let message =
        r#"{"Type":"Notification","TopicArn":"t","Message":"{\"items\":[{\"a\":1},{\"b\":2}]}"}"#;
    let words = ["--for", "sns-body", "-p", pattern, "--format", "jsonl", "-"];
    let ran = run_on(&mut scan(&words), message.as_bytes());
    let [row] = &json_lines(&ran.out)[..] else {
        panic!("{}{}", ran.out, ran.err)
    };
    assert_eq!(row["service"], Value::Null);
    assert_eq!(row["strict"], serde_json::json!([]));
}

/// A batch that is longer than a block, with a record in it that is longer than is allowed.
#[test]
fn long_batches() {
    let long = ORDER.replace("order", &"x".repeat(5_000));
    let records: Vec<_> = (0..400)
        .flat_map(|_| [ORDER, REFUND, &long].map(str::to_owned))
        .collect();
    let batch = format!("{{\"Records\": [{}]}}", records.join(",\n"));
    let pattern = r#"{"body": {"kind": ["order"]}}"#;
    let words = [
        "--for",
        "sqs",
        "-p",
        pattern,
        "--count",
        "--max-event-size",
        "4K",
        "-",
    ];
    let ran = run_on(&mut scan(&words), batch.as_bytes());
    assert_eq!((&*ran.out, ran.code), ("400\n", Some(2)), "{}", ran.err);
    assert!(ran.err.contains("400 pieces of the input"), "{}", ran.err);
}
