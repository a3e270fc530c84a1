//! Bad input is normal input: a clear error with a place, exit code 2, never a panic.

use super::{directory_with, pattern_test_in};
use insta_cmd::assert_cmd_snapshot;
use std::process::Stdio;

fn nested(depth: usize) -> Vec<u8> {
    b"[".repeat(depth)
}

/// What both a pattern and an event can be wrong in.
fn malformed() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("empty.json", b"".to_vec()),
        ("blank.json", b" \n\t ".to_vec()),
        ("binary.json", (0..=255).collect()),
        ("gzip.json", vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0]),
        ("deep.json", nested(1_000_000)),
        ("utf8.json", b"{\"a\": [\"\xff\"]}".to_vec()),
        ("utf16.json", b"\xff\xfe{\0}\0".to_vec()),
        ("truncated.json", b"{\"a\": {\"b\": [\"c\"".to_vec()),
        ("surrogate.json", br#"{"a": ["\ud800"]}"#.to_vec()),
        ("array.json", b"[1, 2]".to_vec()),
        ("text.json", b"hello".to_vec()),
        ("comma.json", b"{\r\n  \"a\": [1],\r\n}\r\n".to_vec()),
    ]
}

#[test]
fn as_patterns() {
    let files = malformed();
    let files: Vec<_> = files
        .iter()
        .map(|(name, content)| (*name, &**content))
        .collect();
    let directory = directory_with(&files);
    std::fs::write(directory.path().join("event.txt"), r#"{"a": 1}"#).unwrap();
    for (name, _) in files {
        assert_cmd_snapshot!(
            format!("pattern-{name}"),
            pattern_test_in(directory.path()).args(["match", "-p", name, "event.txt"])
        );
    }
}

#[test]
fn as_events() {
    let files = malformed();
    let files: Vec<_> = files
        .iter()
        .map(|(name, content)| (*name, &**content))
        .collect();
    let directory = directory_with(&files);
    for (name, _) in files {
        assert_cmd_snapshot!(
            format!("event-{name}"),
            pattern_test_in(directory.path()).args(["match", "-p", r#"{"a": [1]}"#, name])
        );
    }
}

#[test]
fn a_byte_order_mark() {
    let directory = directory_with(&[
        ("p.json", b"\xef\xbb\xbf{\"a\": [1]}"),
        ("e.json", b"\xef\xbb\xbf{\"a\": 1}"),
    ]);
    assert_cmd_snapshot!(
        pattern_test_in(directory.path()).args(["match", "-p", "p.json", "e.json"])
    );
    assert_cmd_snapshot!(pattern_test_in(directory.path()).args([
        "match",
        "-p",
        r#"{"a": [1]}"#,
        "e.json"
    ]));
}

#[test]
fn nothing_there() {
    let directory = directory_with(&[("patterns/readme.txt", b"")]);
    assert_cmd_snapshot!(pattern_test_in(directory.path()).arg("match"));
    let directory = directory_with(&[]);
    assert_cmd_snapshot!(pattern_test_in(directory.path()).arg("match"));
}

#[test]
fn large_events_are_read() {
    let key = "k".repeat(1 << 20);
    let long_key = format!("{{\"{key}\": {{\"a\": 1}}, \"a\": 1}}");
    let item = r#"{"name": "x", "value": [1, 2, 3]},"#;
    let ten_megabytes = format!(
        "{{\"a\": 1, \"items\": [{}{{}}]}}",
        item.repeat((10 << 20) / item.len())
    );
    let directory = directory_with(&[
        ("key.json", long_key.as_bytes()),
        ("large.json", ten_megabytes.as_bytes()),
    ]);
    for file in ["key.json", "large.json"] {
        let status = pattern_test_in(directory.path())
            .args([
                "match",
                "-p",
                r#"{"a": [1], "items": {"value": [{"anything-but": 1}]}}"#,
                "-p",
                r#"{"a": [1]}"#,
                file,
            ])
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success(), "{file}");
    }
}

#[test]
fn every_kind_of_refusal_says_what_to_do() {
    let complex = r#"{"a": [{"wildcard": "*:*:*:*:*:event-bus/*"}]}"#;
    let long = format!(r#"{{"a": ["{}"]}}"#, "x".repeat(4_096));
    let branch = r#"{"a": [1]}, {"b": [1]}, {"c": [1]}, {"d": [1]}"#;
    let many = format!(
        r#"{{"x": {{"$or": [{branch}]}}, "y": {{"$or": [{branch}]}}, "z": {{"$or": [{branch}]}}, "v": {{"$or": [{branch}]}}, "w": {{"$or": [{branch}]}}}}"#
    );
    for (name, pattern) in [
        ("too-complex", complex),
        ("too-long", &long),
        ("too-many-alternatives", &many),
        ("not-an-object", "{"),
        ("value", r#"{"a": 1}"#),
        ("empty-array", r#"{"a": []}"#),
        ("empty-object", r#"{"a": {}}"#),
        ("array-in-array", r#"{"a": [[1]]}"#),
        ("no-operator", r#"{"a": [{}]}"#),
        (
            "many-operators",
            r#"{"a": [{"prefix": "x", "suffix": "y"}]}"#,
        ),
        ("unknown-operator", r#"{"a": [{"Prefix": "x"}]}"#),
        ("operand", r#"{"a": [{"prefix": 1}]}"#),
        ("numeric", r#"{"a": [{"numeric": ["==", 1]}]}"#),
        (
            "number",
            r#"{"a": [{"numeric": ["=", 12345678901234567890]}]}"#,
        ),
        ("range", r#"{"a": [{"numeric": [">", 5, "<", 1]}]}"#),
        ("cidr", r#"{"a": [{"cidr": "10.0.0.0"}]}"#),
        ("wildcard", r#"{"a": [{"wildcard": "a**"}]}"#),
        ("or", r#"{"$or": [{"a": [1]}]}"#),
        ("reserved", r#"{"$or": [{"prefix": [1]}, {"a": [1]}]}"#),
        ("trailing", r#"{"a": [1]} x"#),
    ] {
        let directory = directory_with(&[("event.json", b"{}")]);
        assert_cmd_snapshot!(
            format!("refused-{name}"),
            pattern_test_in(directory.path()).args(["match", "-p", pattern, "event.json"])
        );
    }
}
