//! A corpus of 300 correct patterns and 300 with one mistake each, in every form in which a pattern
//! can stand. It is made here, the same each time: a list of patterns, times the forms.

mod aws;
mod forms;
mod more;

use crate::cli::pattern_test_in;
use forms::{FORMS, Form, indented, lines, quoted};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// How many there are of each.
const COUNT: usize = 300;

/// Patterns in which there is nothing wrong.
const CORRECT: [&str; 32] = [
    r#"{"source": ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"], "detail": {"state": ["stopped", "terminated"]}}"#,
    r#"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"lastStatus": ["STOPPED"], "containers": {"exitCode": [1, 127]}}}"#,
    r#"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"containers": {"exitCode": [{"anything-but": 0}]}}}"#,
    r#"{"source": ["aws.s3"], "detail-type": ["Object Created"], "detail": {"bucket": {"name": ["photos"]}, "object": {"key": [{"prefix": "in/"}], "size": [{"numeric": [">", 0, "<=", 1048576]}]}}}"#,
    r#"{"source": ["aws.s3"], "detail-type": ["Object Created"], "detail": {"object": {"key": [{"wildcard": "in/*/photo-*.jpg"}]}}}"#,
    r#"{"source": ["aws.guardduty"], "detail-type": ["GuardDuty Finding"], "detail": {"severity": [{"numeric": [">=", 7]}]}}"#,
    r#"{"source": ["aws.securityhub"], "detail-type": ["Security Hub Findings - Imported"], "detail": {"findings": {"Severity": {"Label": ["CRITICAL", "HIGH"]}}}}"#,
    r#"{"source": ["aws.codepipeline"], "detail-type": ["CodePipeline Pipeline Execution State Change"], "detail": {"state": ["FAILED"], "pipeline": ["main"]}}"#,
    r#"{"source": ["aws.codebuild"], "detail-type": ["CodeBuild Build State Change"], "detail": {"build-status": ["FAILED", "STOPPED"]}}"#,
    r#"{"source": ["aws.batch"], "detail-type": ["Batch Job State Change"], "detail": {"status": ["FAILED"], "container": {"exitCode": [{"anything-but": [0, 143]}]}}}"#,
    r#"{"source": ["aws.states"], "detail-type": ["Step Functions Execution Status Change"], "detail": {"status": ["FAILED", "TIMED_OUT", "ABORTED"]}}"#,
    r#"{"source": ["aws.health"], "detail-type": ["AWS Health Event"], "detail": {"service": ["EC2"], "eventTypeCategory": ["scheduledChange"]}}"#,
    r#"{"source": ["aws.autoscaling"], "detail-type": ["EC2 Instance Launch Unsuccessful"], "detail": {"AutoScalingGroupName": ["web"]}}"#,
    r#"{"source": ["aws.cloudtrail", "aws.iam"], "detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventSource": ["iam.amazonaws.com"], "eventName": [{"prefix": "Delete"}]}}"#,
    r#"{"source": ["aws.signin"], "detail-type": ["AWS Console Sign In via CloudTrail"], "detail": {"additionalEventData": {"MFAUsed": ["No"]}, "userIdentity": {"type": ["Root"]}}}"#,
    r#"{"source": ["my.shop"], "detail-type": ["order placed"], "detail": {"total": [{"numeric": [">", 99.5]}], "currency": ["EUR", "CHF"]}}"#,
    r#"{"source": ["my.shop"], "detail": {"customer": {"vip": [true]}}}"#,
    r#"{"source": ["my.shop"], "$or": [{"detail": {"total": [{"numeric": [">", 1000]}]}}, {"detail": {"priority": ["high"]}}]}"#,
    r#"{"source": [{"prefix": "my."}], "detail": {"error": [{"exists": true}]}}"#,
    r#"{"source": ["my.shop"], "detail": {"deletedAt": [{"exists": false}, "never"]}}"#,
    r#"{"source": ["my.shop"], "account": ["123456789012", "012345678901"], "region": ["eu-west-1", "us-gov-west-1"]}"#,
    r#"{"source": ["my.shop"], "detail": {"ip": [{"cidr": "10.0.0.0/8"}, {"cidr": "2001:db8::/32"}]}}"#,
    r#"{"source": ["my.shop"], "detail": {"name": [{"equals-ignore-case": "Alice"}]}}"#,
    r#"{"source": ["my.shop"], "detail": {"file": [{"suffix": ".png"}, {"suffix": {"equals-ignore-case": ".jpg"}}]}}"#,
    r#"{"source": ["my.shop"], "detail": {"state": [{"anything-but": {"prefix": "init"}}]}}"#,
    r#"{"source": ["my.shop"], "resources": [{"prefix": "arn:aws:dynamodb:eu-west-1:123456789012:table/"}]}"#,
    r#"{"source": ["aws.partner/example.com/orders"], "detail-type": ["created"]}"#,
    r#"{"source": ["my.shop"], "detail": {"note": ["it's 5 o'clock", "größer"]}}"#,
    r#"{"source": ["my.shop"], "detail": {"requestParameters": {"prefix": ["logs/"], "policy": ["*"]}}}"#,
    r#"{"detail-type": ["order placed"], "detail": {"zero": [0], "minus": [-1], "part": [0.25]}}"#,
    r#"{"source": ["shop"], "detail-type": ["order"], "detail": {"items": {"sku": ["a-1"]}, "orderId": ["7"]}}"#,
    r#"{"source": ["my.shop"], "detail": {"path": ["C:\\temp"], "quote": ["say \"hi\""]}}"#,
];

/// A pattern with one mistake: the rule that finds it, and the word at which it stands. An empty
/// word is the pattern as a whole.
type Mistake = (&'static str, &'static str, &'static str);

const MISTAKES: [Mistake; 46] = [
    (
        "invalid-pattern",
        "aws.ec2",
        r#"{"source": "aws.ec2", "detail-type": ["x"]}"#,
    ),
    (
        "invalid-pattern",
        "begins-with",
        r#"{"source": ["my.shop"], "detail": {"key": [{"begins-with": "in/"}]}}"#,
    ),
    (
        "invalid-pattern",
        "upsidedown",
        r#"{"source": ["my.shop"], "detail": {"n": [{"numeric": ["upsidedown", 5]}]}}"#,
    ),
    (
        "invalid-pattern",
        "10.0.0.0/99",
        r#"{"source": ["my.shop"], "detail": {"ip": [{"cidr": "10.0.0.0/99"}]}}"#,
    ),
    (
        "invalid-pattern",
        "a**b",
        r#"{"source": ["my.shop"], "detail": {"key": [{"wildcard": "a**b"}]}}"#,
    ),
    (
        "invalid-pattern",
        "maybe",
        r#"{"source": ["my.shop"], "detail": {"key": [{"exists": "maybe"}]}}"#,
    ),
    (
        "invalid-pattern",
        "justtext",
        r#"{"source": ["my.shop"], "detail": {"state": "justtext"}}"#,
    ),
    (
        "or-misspelt",
        "$OR",
        r#"{"source": ["my.shop"], "$OR": [{"detail": {"a": ["1"]}}, {"detail": {"b": ["2"]}}]}"#,
    ),
    (
        "or-misspelt",
        "anyOf",
        r#"{"source": ["my.shop"], "anyOf": [{"detail": {"a": ["1"]}}, {"detail": {"b": ["2"]}}]}"#,
    ),
    (
        "too-complex",
        "",
        r#"{"source": ["my.shop"], "detail": {"a": [{"wildcard": "*:*:*:*:*:event-bus/*"}]}}"#,
    ),
    (
        "envelope-name",
        "detailType",
        r#"{"source": ["my.shop"], "detailType": ["order placed"]}"#,
    ),
    (
        "envelope-name",
        "Source",
        r#"{"Source": ["my.shop"], "detail": {"a": ["1"]}}"#,
    ),
    (
        "envelope-name",
        "details",
        r#"{"source": ["my.shop"], "details": {"a": ["1"]}}"#,
    ),
    (
        "envelope-name",
        "detail_type",
        r#"{"source": ["my.shop"], "detail_type": ["order placed"]}"#,
    ),
    (
        "envelope-name",
        "acount",
        r#"{"source": ["my.shop"], "acount": ["123456789012"]}"#,
    ),
    (
        "unknown-field",
        "orderId",
        r#"{"source": ["my.shop"], "orderId": ["77"]}"#,
    ),
    (
        "unknown-field",
        "eventName",
        r#"{"source": ["aws.iam"], "eventName": ["CreateUser"]}"#,
    ),
    (
        "envelope-type",
        "123456789012",
        r#"{"source": ["my.shop"], "account": [123456789012]}"#,
    ),
    (
        "envelope-type",
        "nosuchfield",
        r#"{"source": ["my.shop"], "detail-type": {"nosuchfield": ["x"]}}"#,
    ),
    (
        "envelope-type",
        "justtext",
        r#"{"source": ["my.shop"], "detail": ["justtext"]}"#,
    ),
    (
        "impossible-value",
        "eu_west_1",
        r#"{"source": ["my.shop"], "region": ["eu_west_1"]}"#,
    ),
    (
        "impossible-value",
        "AWS.EC2",
        r#"{"source": ["AWS.EC2"], "detail": {"state": ["stopped"]}}"#,
    ),
    (
        "impossible-value",
        "ec2.amazonaws.com",
        r#"{"source": ["ec2.amazonaws.com"], "detail": {"state": ["stopped"]}}"#,
    ),
    (
        "impossible-value",
        "1234567",
        r#"{"source": ["my.shop"], "account": ["1234567"]}"#,
    ),
    (
        "detail-type-name",
        "ECS Task State change",
        r#"{"source": ["aws.ecs"], "detail-type": ["ECS Task State change"], "detail": {"lastStatus": ["STOPPED"]}}"#,
    ),
    (
        "detail-type-name",
        "EC2 Instance State Change Notification",
        r#"{"source": ["aws.ec2"], "detail-type": ["EC2 Instance State Change Notification"], "detail": {"state": ["stopped"]}}"#,
    ),
    (
        "or-branch-lost",
        "wholesale",
        r#"{"source": ["my.shop"], "$or": [{"detail": {"kind": ["retail"]}}, {"detail": {"kind": ["retail", "wholesale"]}}]}"#,
    ),
    (
        "wildcard-beside-ignore-case",
        r#"{"wildcard": "*i"}"#,
        r#"{"source": ["my.shop"], "detail": {"name": [{"wildcard": "*i"}, {"equals-ignore-case": "Bob"}]}}"#,
    ),
    (
        "overwritten-in-or",
        "status",
        r#"{"source": ["my.shop"], "detail": {"status": ["open"], "$or": [{"status": ["closed"]}, {"b": ["3"]}]}}"#,
    ),
    (
        "operator-as-field",
        "anything-but",
        r#"{"source": ["my.shop"], "detail": {"name": {"anything-but": ["x"]}}}"#,
    ),
    (
        "operator-as-field",
        "numeric",
        r#"{"source": ["my.shop"], "detail": {"size": {"numeric": [">", 0]}}}"#,
    ),
    (
        "pointless-matcher",
        "abc",
        r#"{"source": ["my.shop"], "detail": {"name": ["abc", {"prefix": "a"}]}}"#,
    ),
    (
        "pointless-matcher",
        "5",
        r#"{"source": ["my.shop"], "detail": {"n": [5, {"numeric": [">", 1]}]}}"#,
    ),
    (
        "several-anything-but",
        "{\"anything-but\": \"bb\"}",
        r#"{"source": ["my.shop"], "detail": {"state": [{"anything-but": "aa"}, {"anything-but": "bb"}]}}"#,
    ),
    (
        "exists-beside-values",
        "{\"exists\": true}",
        r#"{"source": ["my.shop"], "detail": {"state": [{"exists": true}, "stopped"]}}"#,
    ),
    (
        "wildcard-without-star",
        "{\"wildcard\": \"logs/\"}",
        r#"{"source": ["my.shop"], "detail": {"key": [{"wildcard": "logs/"}]}}"#,
    ),
    (
        "star-in-plain-value",
        "my.*",
        r#"{"source": ["my.*"], "detail": {"a": ["1"]}}"#,
    ),
    (
        "star-in-plain-value",
        "{\"suffix\": \"*.png\"}",
        r#"{"source": ["my.shop"], "detail": {"key": [{"suffix": "*.png"}]}}"#,
    ),
    (
        "empty-affix",
        "{\"prefix\": \"\"}",
        r#"{"source": ["my.shop"], "detail": {"key": [{"prefix": ""}]}}"#,
    ),
    (
        "never-matches",
        "{\"anything-but\": {\"wildcard\": \"*\"}}",
        r#"{"source": ["my.shop"], "detail": {"key": [{"anything-but": {"wildcard": "*"}}]}}"#,
    ),
    (
        "mixed-elements",
        "reason",
        r#"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"containers": {"exitCode": [1], "reason": ["boom"]}}}"#,
    ),
    (
        "mixed-elements",
        "sku",
        r#"{"source": ["shop"], "detail-type": ["order"], "detail": {"items": {"count": [2], "sku": ["a-1"]}}}"#,
    ),
    (
        "wrong-type",
        "127",
        r#"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"containers": {"exitCode": ["127"]}}}"#,
    ),
    (
        "wrong-type",
        "77",
        r#"{"source": ["shop"], "detail-type": ["order"], "detail": {"orderId": [77]}}"#,
    ),
    (
        "unreachable-path",
        "orderid",
        r#"{"source": ["shop"], "detail-type": ["order"], "detail": {"orderid": ["7"]}}"#,
    ),
    (
        "incomparable-number",
        "12345678901234567890",
        r#"{"source": ["my.shop"], "detail": {"id": [12345678901234567890]}}"#,
    ),
];

/// Mistakes in the text of JSON itself, which only a text can have.
const IN_TEXT: [Mistake; 3] = [
    (
        "duplicate-key",
        "state",
        r#"{"source": ["my.shop"], "detail": {"state": ["1"], "b": ["2"], "state": ["3"]}}"#,
    ),
    (
        "invalid-pattern",
        "unquoted",
        r#"{"source": ["my.shop"], "detail": {"a": [unquoted]}}"#,
    ),
    (
        "duplicate-key",
        "nested",
        r#"{"source": ["my.shop"], "detail": {"nested": {"a": ["1"]}, "nested": {"b": ["2"]}}}"#,
    ),
];

/// Where filters of records stand, which have no envelope.
const RECORD_FORMS: [Form; 4] = [
    Form {
        name: "pipe",
        ending: "yaml",
        write: |p| {
            format!(
                "Resources:\n  P:\n    Type: AWS::Pipes::Pipe\n    Properties:\n      SourceParameters:\n        FilterCriteria:\n          Filters:\n            - Pattern: '{}'\n",
                p.replace('\'', "''")
            )
        },
        object: false,
        key: "Pattern",
    },
    Form {
        name: "mapping",
        ending: "json",
        write: |p| {
            format!(
                "{{\"Resources\": {{\"M\": {{\"Type\": \"AWS::Lambda::EventSourceMapping\", \"Properties\": {{\"FilterCriteria\": {{\"Filters\": [{{\"Pattern\": {}}}]}}}}}}}}}}\n",
                quoted(p)
            )
        },
        object: false,
        key: "\"Pattern",
    },
    Form {
        name: "tfpipe",
        ending: "tf",
        write: |p| {
            format!(
                "resource \"aws_pipes_pipe\" \"p\" {{\n  source_parameters {{\n    filter_criteria {{\n      filter {{\n        pattern = {}\n      }}\n    }}\n  }}\n}}\n",
                quoted(p)
            )
        },
        object: false,
        key: "pattern",
    },
    Form {
        name: "queue",
        ending: "yaml",
        write: |p| {
            format!(
                "Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Events:\n        Q:\n          Type: SQS\n          Properties:\n            FilterCriteria:\n              Filters:\n                - Pattern: |\n{}",
                indented(&lines(p), 20)
            )
        },
        object: false,
        key: "Pattern",
    },
];

/// Filters of records in which there is nothing wrong.
const CORRECT_RECORDS: [&str; 5] = [
    r#"{"body": {"kind": ["order"], "total": [{"numeric": [">", 0]}]}}"#,
    r#"{"eventName": ["INSERT", "MODIFY"], "dynamodb": {"NewImage": {"state": {"S": ["open"]}}}}"#,
    r#"{"data": {"tire_pressure": [{"numeric": ["<", 32]}]}, "partitionKey": [{"prefix": "eu-"}]}"#,
    r#"{"detailType": ["not an envelope"], "account": [123456789012]}"#,
    r#"{"body": {"status": [{"anything-but": ["done", "failed"]}], "retries": [{"exists": false}]}}"#,
];

/// Mistakes in filters of records.
const IN_RECORDS: [Mistake; 5] = [
    (
        "unsupported-operator",
        "{\"wildcard\": \"in/*\"}",
        r#"{"body": {"key": [{"wildcard": "in/*"}]}}"#,
    ),
    (
        "unsupported-operator",
        "{\"anything-but\": {\"suffix\": \"z\"}}",
        r#"{"body": {"key": [{"anything-but": {"suffix": "z"}}]}}"#,
    ),
    (
        "invalid-pattern",
        "justtext",
        r#"{"body": {"status": "justtext"}}"#,
    ),
    (
        "empty-affix",
        "{\"suffix\": \"\"}",
        r#"{"body": {"key": [{"suffix": ""}]}}"#,
    ),
    (
        "pointless-matcher",
        "abc",
        r#"{"body": {"name": ["abc", {"prefix": "a"}]}}"#,
    ),
];

const FIXTURE: &str = r#"{"version": "0", "id": "1", "source": "shop", "detail-type": "order", "account": "123456789012", "time": "2026-01-01T00:00:00Z", "region": "eu-west-1", "resources": [], "detail": {"orderId": "7", "items": [{"sku": "a-1", "count": 2}, {"sku": "b-2", "count": 1}]}}"#;

/// The file of a pattern in a form, and its text.
fn file(form: &Form, number: usize, pattern: &str) -> (String, String) {
    let folder = if form.name == "file" {
        "patterns"
    } else {
        "templates"
    };
    let name = format!("{folder}/{number:03}-{}.{}", form.name, form.ending);
    (name, (form.write)(pattern))
}

fn findings(folder: &Path) -> BTreeMap<String, Vec<Value>> {
    let output = pattern_test_in(folder)
        .args(["check", "--format", "jsonl", "."])
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(told, "", "nothing is unreadable");
    let mut by_file: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let finding: Value = serde_json::from_str(line).unwrap();
        let file = finding["file"].as_str().unwrap().to_owned();
        by_file.entry(file).or_default().push(finding);
    }
    by_file
}

fn folder_with(files: &[(String, String)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files
        .iter()
        .map(|(n, t)| (n.as_str(), t.as_str()))
        .chain([("fixtures/order.json", FIXTURE)])
    {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

#[test]
fn correct_patterns_have_no_findings_but_notices() {
    let mut files = Vec::new();
    for number in 0..COUNT {
        // In each round the patterns meet the forms one further.
        let (form, pattern) = match number % 10 {
            0 => {
                let turn = number / 10;
                let form = &RECORD_FORMS[turn % RECORD_FORMS.len()];
                let round = turn / RECORD_FORMS.len();
                (
                    form,
                    CORRECT_RECORDS[(turn + round) % CORRECT_RECORDS.len()],
                )
            }
            _ => {
                let form = &FORMS[(number + number / CORRECT.len()) % FORMS.len()];
                (form, CORRECT[number % CORRECT.len()])
            }
        };
        files.push(file(form, number, pattern));
    }
    let folder = folder_with(&files);
    let found = findings(folder.path());
    let bad: Vec<_> = found
        .values()
        .flatten()
        .filter(|finding| finding["severity"] != "note")
        .collect();
    assert!(bad.is_empty(), "{bad:#?}");
    let output = pattern_test_in(folder.path())
        .args(["check", "--format", "json"])
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["patterns"], COUNT, "every one of them was seen");
}

#[test]
fn mistakes_are_found_with_their_code_and_place() {
    let mut seeded = Vec::new();
    let mut number = 0;
    'all: for round in 0.. {
        for (index, mistake) in MISTAKES
            .iter()
            .chain(&IN_TEXT)
            .chain(&IN_RECORDS)
            .enumerate()
        {
            let in_text = (MISTAKES.len()..MISTAKES.len() + IN_TEXT.len()).contains(&index);
            let forms: &[Form] = match index < MISTAKES.len() + IN_TEXT.len() {
                true => &FORMS,
                false => &RECORD_FORMS,
            };
            let form = &forms[(index * 5 + round * 3) % forms.len()];
            // What is text in the first place cannot be written as an object, and what a
            // template's object makes of a long number is not for it to say.
            if in_text && (form.object || form.name == "encoded")
                || form.object && mistake.0 == "incomparable-number"
                || mistake.0 == "unsupported-operator" && !form.name.contains("pipe")
            {
                continue;
            }
            seeded.push((form, number, mistake));
            number += 1;
            if number == COUNT {
                break 'all;
            }
        }
    }
    let files: Vec<_> = seeded
        .iter()
        .map(|(form, number, (_, _, pattern))| file(form, *number, pattern))
        .collect();
    let folder = folder_with(&files);
    let found = findings(folder.path());
    let mut missed = Vec::new();
    for ((form, _, (code, word, _)), (name, text)) in seeded.iter().zip(&files) {
        let (line, column) = place(form, word, text);
        let all = found.get(name).map_or(&[][..], Vec::as_slice);
        let hit = all
            .iter()
            .any(|f| f["code"] == *code && f["line"] == line && f["column"] == column);
        if !hit {
            let got: Vec<_> = all
                .iter()
                .map(|f| format!("{} {}:{}", f["code"], f["line"], f["column"]))
                .collect();
            missed.push(format!("{name}: {code} at {line}:{column}, but {got:?}"));
        }
    }
    let rate = (COUNT - missed.len()) * 100 / COUNT;
    assert!(rate >= 95, "{rate} % of {COUNT}:\n{}", missed.join("\n"));
    // What is known to be found stays found.
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

/// Line and column at which the mistake stands in the file.
fn place(form: &Form, word: &str, text: &str) -> (usize, usize) {
    let at = if word.is_empty() {
        let at = text.find(form.key).unwrap();
        // JSON templates give the key with its quotes, which the pattern's place includes.
        at
    } else {
        let escaped = word.replace('"', "\\\"");
        let spaced = word.replace(": ", ":");
        let hcl = word.replace("{\"", "{\n").replace("\": ", " = ");
        let at = [word, &escaped, &spaced, &hcl]
            .iter()
            .find_map(|word| text.find(*word));
        let at = at.or_else(|| {
            // HCL writes an object over several lines: it begins where its bracket stands.
            let key = word.trim_start_matches("{\"").split('"').next().unwrap();
            let ends = if word.contains("bb") {
                text.rfind(key)
            } else {
                text.find(key)
            };
            text[..ends?].rfind('{')
        });
        let at = at.unwrap_or_else(|| panic!("{word} in {text}"));
        if text[..at].ends_with("\\\"") {
            at - 2
        } else if text[..at].ends_with('"') {
            at - 1
        } else {
            at
        }
    };
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    (line, column)
}
