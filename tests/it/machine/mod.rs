//! What the commands write for programs.

mod errors;
mod schemas;

use crate::cli::directory_with;
use tempfile::TempDir;

/// Good and bad input of every kind.
fn folder() -> TempDir {
    directory_with(&[
        ("good.json", br#"{"source": ["aws.ec2"], "$or": [{"a": [{"anything-but": ["x", "y"]}]}, {"b": [{"numeric": [">", 1]}, 1]}]}"#),
        ("other.json", br#"{"source": [{"prefix": "aws."}]}"#),
        ("arrays.json", br#"{"c": {"n": ["app"], "e": [1]}}"#),
        ("bad.json", b"{\n  \"source\": \"aws.ec2\"\n}\n"),
        ("broken.json", b"{\"source\": [\"a\",]}"),
        ("event.json", br#"{"source": "aws.ec2", "a": "z", "b": 1}"#),
        ("mixed.json", br#"{"c": [{"n": "app", "e": 0}, {"n": "db", "e": 1}]}"#),
        ("bad-event.json", b"{\"source\": }"),
        ("lines.jsonl", b"{\"source\": \"aws.ec2\", \"a\": 1}\n{\n[]\n"),
        ("patterns/p.json", br#"{"source": ["aws.ec2"], "detail": {"state": ["stopped", "terminated"]}}"#),
        ("patterns/broken.suite.yaml", b"pattern: p.json\ncases:\n  - evnt: x.json\n"),
        ("patterns/open.suite.yaml", b"pattern: p.json\ncases:\n  - name: half\n    why: because\n    event: {source: aws.ec2, detail: {state: stopped}}\n    expect: no-match\n"),
        ("fixtures/p/match/1.json", br#"{"source": "aws.ec2", "detail": {"state": "stopped"}}"#),
        ("t.yaml", b"Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern:\n        source: [aws.ec2]\n        detail: {a: [!Ref B]}\n"),
        ("t-broken.yaml", b"Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties: {EventPattern: [}\n"),
    ])
}
