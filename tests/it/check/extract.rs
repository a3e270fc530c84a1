//! `extract`, and patterns of templates for the other commands.

use crate::cli::{directory_with, pattern_test, pattern_test_in};
use insta_cmd::assert_cmd_snapshot;

const TEXT: &str = "fixtures/templates/command-not-found.sam.yaml#CommandNotFound";
const OBJECT: &str = "fixtures/templates/command-not-found-object.sam.yaml#CommandNotFound";
const EVENT: &str = "fixtures/ecs/batch-command-not-found.json";

#[test]
fn patterns_as_json_lines() {
    assert_cmd_snapshot!(pattern_test().args(["extract", "fixtures/templates"]));
}

#[test]
fn patterns_as_files() {
    let folder = directory_with(&[]);
    let out = folder.path().join("out");
    let output = pattern_test()
        .args(["extract", "tests/templates/every-form.yaml", "--out-dir"])
        .arg(&out)
        .output()
        .unwrap();
    assert!(output.status.success());
    let mut names: Vec<_> = std::fs::read_dir(&out)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    insta::assert_debug_snapshot!(names);
    // What was written is what the other commands read.
    let status = pattern_test()
        .args(["match", "-q", "-p"])
        .arg(&out)
        .arg(EVENT)
        .status()
        .unwrap();
    assert_eq!(
        status.code(),
        Some(1),
        "they compile, and none of them matches"
    );
}

#[test]
fn given_values_are_filled_in() {
    assert_cmd_snapshot!(pattern_test().args([
        "match",
        "-p",
        "tests/templates/every-form.yaml#Block",
        "--var",
        "AWS::Partition=aws",
        "--var",
        "AWS::Region=ap-northeast-1",
        "--var",
        "AWS::AccountId=123456789012",
        "--var",
        "Cluster=cluster-to-monitor-a",
        EVENT,
    ]));
}

#[test]
fn as_json_text_the_numbers_stay_numbers() {
    for reading in ["typed", "stringified"] {
        let status = pattern_test()
            .args(["match", "-q", "-p", TEXT, "--as-deployed", reading, EVENT])
            .status()
            .unwrap();
        assert_eq!(status.code(), Some(0), "{reading}");
    }
}

#[test]
fn as_an_object_they_may_become_strings_and_the_rule_never_fires() {
    let mut command = pattern_test();
    let status = command
        .args(["match", "-q", "-p", OBJECT, EVENT])
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(0), "as numbers it fires");
    assert_cmd_snapshot!(pattern_test().args([
        "match",
        "-p",
        OBJECT,
        "--as-deployed",
        "stringified",
        EVENT
    ]));
}

#[test]
fn what_is_not_known_is_told() {
    assert_cmd_snapshot!(pattern_test().args([
        "match",
        "-p",
        "tests/templates/main.tf#quoted",
        EVENT
    ]));
}

#[test]
fn a_name_that_is_not_there() {
    assert_cmd_snapshot!(pattern_test().args([
        "match",
        "-p",
        "tests/templates/every-form.yaml#Nobody",
        EVENT
    ]));
    assert_cmd_snapshot!(pattern_test().args([
        "match",
        "-p",
        "tests/templates/every-form.yaml#Mapping",
        EVENT
    ]));
    assert_cmd_snapshot!(pattern_test().args(["extract", "--var", "novalue"]));
}

#[test]
fn a_pattern_that_is_refused_points_into_the_template() {
    let template = "Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern: \"{\\\"source\\\": [\\\"a\\\"], \\\"detail\\\": {\\\"n\\\": [{\\\"prefix\\\": 1}]}}\"\n";
    let folder = directory_with(&[("t.yaml", template.as_bytes()), ("e.json", b"{}")]);
    assert_cmd_snapshot!(pattern_test_in(folder.path()).args(["match", "-p", "t.yaml", "e.json"]));
}

#[test]
fn templates_that_are_none() {
    let hostile: [(&str, Vec<u8>); 5] = [
        ("broken.yaml", b"AWSTemplateFormatVersion: x\nResources:\n  R: {Type: AWS::Events::Rule, Properties: {EventPattern: [}}\n".to_vec()),
        ("broken.tf", b"resource \"aws_cloudwatch_event_rule\" \"r\" {\n  event_pattern = \n}\n".to_vec()),
        ("broken.json", b"{\"Resources\": {\"R\": {\"Type\": \"AWS::Events::Rule\", \"Properties\": {\"EventPattern\": {,}}}}}".to_vec()),
        ("binary.yaml", b"EventPattern\0\xff\xfe\x00".to_vec()),
        ("empty.yaml", Vec::new()),
    ];
    for (name, content) in hostile {
        let folder = directory_with(&[(name, &content)]);
        insta::with_settings!({snapshot_suffix => name}, {
            assert_cmd_snapshot!(pattern_test_in(folder.path()).args(["extract", name]));
        });
    }
}

#[test]
fn a_template_of_fifty_megabytes_is_not_read() {
    let mut text = b"Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern: {source: [a]}\n".to_vec();
    text.resize(50 << 20, b'#');
    let folder = directory_with(&[("t.yaml", &text)]);
    assert_cmd_snapshot!(pattern_test_in(folder.path()).args(["extract", "t.yaml"]));
    assert_cmd_snapshot!(pattern_test_in(folder.path()).args(["check", "."]));
}
