//! `compare`.

use super::{directory_with, git, pattern_test, pattern_test_in};
use insta_cmd::assert_cmd_snapshot;

const STOPPED: &str = r#"{"source":["aws.ec2"],"detail":{"state":["stopped"]}}"#;
const ENDED: &str = r#"{"source":["aws.ec2"],"detail":{"state":["stopped","terminated"]}}"#;

#[test]
fn wider_with_an_event_from_the_fixtures() {
    assert_cmd_snapshot!(pattern_test().args([
        "compare",
        STOPPED,
        ENDED,
        "--base",
        "fixtures/ec2"
    ]));
}

#[test]
fn equivalent() {
    let other = r#"{"$or":[{"detail":{"state":["terminated"]}},{"detail":{"state":["stopped"]}}],"source":["aws.ec2"]}"#;
    assert_cmd_snapshot!(pattern_test().args(["compare", ENDED, other, "--exit-code"]));
}

#[test]
fn single_values_make_a_difference() {
    assert_cmd_snapshot!(pattern_test().args(["compare", r#"{"a":[1]}"#, r#"{"a":[2]}"#]));
    assert_cmd_snapshot!(pattern_test().args([
        "compare",
        "--scalar",
        r#"{"a":[1]}"#,
        r#"{"a":[2]}"#
    ]));
}

#[test]
fn as_json() {
    assert_cmd_snapshot!(pattern_test().args(["compare", STOPPED, ENDED, "--format", "json"]));
}

#[test]
fn directories() {
    let directory = directory_with(&[
        ("old/a.json", STOPPED.as_bytes()),
        ("old/b.json", br#"{"a":[1]}"#),
        ("new/a.json", ENDED.as_bytes()),
        ("new/sub/c.json", br#"{"a":[1]}"#),
    ]);
    let run = || pattern_test_in(directory.path());
    assert_cmd_snapshot!(run().args(["compare", "old", "new"]));
    let code = |allow: &[&str]| {
        let mut command = run();
        command.args(["compare", "old", "new", "--exit-code"]);
        command.args(allow.iter().flat_map(|allowed| ["--allow", allowed]));
        command.output().unwrap().status.code()
    };
    assert_eq!(code(&[]), Some(1));
    assert_eq!(code(&["wider"]), Some(1), "one was removed");
    assert_eq!(code(&["wider", "narrower"]), Some(0));
}

#[test]
fn what_cannot_be_compared() {
    assert_cmd_snapshot!(pattern_test().args(["compare", STOPPED]));
    assert_cmd_snapshot!(pattern_test().args(["compare", STOPPED, r#"{"a": 1}"#]));
    assert_cmd_snapshot!(pattern_test().args(["compare", STOPPED, "nowhere.json"]));
    assert_cmd_snapshot!(pattern_test().args(["compare", "--git", "no-such-revision"]));
}

/// A repository with a change to its patterns that is not committed yet.
fn repository() -> tempfile::TempDir {
    let directory = directory_with(&[
        (
            "patterns/instance-gone.json",
            br#"{"source": ["aws.ec2"], "detail": {"state": ["stopped"]}}"#,
        ),
        (
            "patterns/large-object.json",
            br#"{"source": ["aws.s3"], "detail": {"object": {"size": [{"numeric": [">=", 1048576]}]}}}"#,
        ),
        (
            "patterns/logs.json",
            br#"{"source": ["aws.s3"], "$or": [{"detail": {"key": [{"prefix": "logs/"}]}}, {"detail": {"key": [{"prefix": "old-logs/"}]}}]}"#,
        ),
        ("patterns/same.json", br#"{"source": ["aws.ecs"]}"#),
        ("patterns/unused.json", br#"{"source": ["aws.rds"]}"#),
        ("notes.json", b"no pattern"),
    ]);
    let path = directory.path();
    git(path, &["init", "--quiet"]);
    git(path, &["add", "."]);
    git(path, &["commit", "--quiet", "-m", "before"]);
    let write = |name: &str, text: &str| std::fs::write(path.join(name), text).unwrap();
    write(
        "patterns/instance-gone.json",
        r#"{"source": ["aws.ec2"], "detail": {"state": ["stopped", "terminated"]}}"#,
    );
    write(
        "patterns/large-object.json",
        r#"{"source": ["aws.s3"], "detail": {"object": {"size": [{"numeric": [">", 1048576]}]}}}"#,
    );
    write(
        "patterns/logs.json",
        r#"{"source": ["aws.s3"], "detail": {"key": [{"prefix": "logs/"}, {"prefix": "old-logs/"}]}}"#,
    );
    write("patterns/new.json", r#"{"source": ["aws.iam"]}"#);
    std::fs::remove_file(path.join("patterns/unused.json")).unwrap();
    directory
}

#[test]
fn with_an_earlier_version() {
    let repository = repository();
    let run = || pattern_test_in(repository.path());
    assert_cmd_snapshot!(run().args(["compare", "--git", "HEAD"]));
    let markdown = run()
        .args(["compare", "--git", "HEAD", "--format", "markdown"])
        .output()
        .unwrap();
    let markdown = String::from_utf8(markdown.stdout).unwrap();
    insta::assert_snapshot!(markdown);
    // The README and the guide show the table.
    let (table, _) = markdown.split_once("\n<details>").unwrap();
    for name in ["README.md", "docs/compare.md"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        let shown = std::fs::read_to_string(path).unwrap();
        assert!(shown.contains(table), "{name} should show\n{table}");
    }
    let code = |words: &[&str]| {
        let mut command = run();
        command.args(["compare", "--git", "HEAD"]).args(words);
        command.output().unwrap().status.code()
    };
    assert_eq!(code(&[]), Some(0));
    assert_eq!(code(&["--exit-code"]), Some(1));
    assert_eq!(code(&["--allow", "wider"]), Some(1));
    assert_eq!(code(&["patterns/logs.json", "--exit-code"]), Some(0));
    assert_eq!(
        code(&["patterns/instance-gone.json", "--allow", "wider"]),
        Some(0)
    );
    assert_eq!(code(&["nowhere"]), Some(2));
}

#[test]
fn a_revision_is_not_an_option() {
    let repository = repository();
    let output = pattern_test_in(repository.path())
        .args(["compare", "--git=--output=x"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(!repository.path().join("x").exists());
}

const TEMPLATE: &str = r#"AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Ended:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
        source: [aws.ecs]
        account: [!Ref AWS::AccountId]
        detail: {lastStatus: [STOPPED]}
  Same:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: '{"source": ["aws.s3"]}'
  Gone:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: '{"source": ["aws.rds"]}'
"#;

const TERRAFORM: &str = r#"resource "aws_cloudwatch_event_rule" "included" {
  event_pattern = file("${path.module}/rule.json")
}
"#;

/// A repository in which templates have changed, one of them by a file that it takes in.
fn templates() -> tempfile::TempDir {
    let directory = directory_with(&[
        ("template.yaml", TEMPLATE.as_bytes()),
        ("infra/main.tf", TERRAFORM.as_bytes()),
        ("infra/rule.json", br#"{"source": ["aws.ec2"]}"#),
        ("package.json", br#"{"name": "app"}"#),
    ]);
    let path = directory.path();
    git(path, &["init", "--quiet"]);
    git(path, &["add", "."]);
    git(path, &["commit", "--quiet", "-m", "before"]);
    let changed = TEMPLATE
        .replace("[STOPPED]", "[STOPPED, DEPROVISIONING]")
        .replace("Gone:", "Other:");
    let write = |name: &str, text: &str| std::fs::write(path.join(name), text).unwrap();
    write("template.yaml", &changed);
    write("infra/rule.json", r#"{"source": ["aws.ec2", "aws.ecs"]}"#);
    write("package.json", r#"{"name": "other"}"#);
    directory
}

#[test]
fn templates_with_an_earlier_version() {
    let repository = templates();
    let run = |words: &[&str]| {
        let mut command = pattern_test_in(repository.path());
        command.arg("compare").args(words);
        command
    };
    assert_cmd_snapshot!(run(&["--git", "HEAD"]));
    assert_cmd_snapshot!(run(&["--git", "HEAD", "template.yaml#Ended"]));
    assert_cmd_snapshot!(run(&["--git", "HEAD", "template.yaml#Gone"]));
    assert_cmd_snapshot!(run(&["--git", "HEAD", "template.yaml#Nobody"]));
    assert_cmd_snapshot!(run(&[
        "template.yaml#Same",
        "template.yaml#Ended",
        "--var",
        "AWS::AccountId=1"
    ]));
    assert_cmd_snapshot!(run(&["template.yaml", r#"{"source": ["a"]}"#]));
}

#[test]
fn two_templates_by_the_ids_of_their_patterns() {
    let directory = directory_with(&[
        ("old.yaml", TEMPLATE.as_bytes()),
        ("new.yaml", TEMPLATE.replace("Gone:", "Other:").as_bytes()),
    ]);
    let run = || pattern_test_in(directory.path());
    assert_cmd_snapshot!(run().args(["compare", "old.yaml", "new.yaml"]));
}

#[test]
fn what_a_template_leaves_open_is_not_guessed() {
    let text = |value: &str| {
        format!(
            "resource \"aws_cloudwatch_event_rule\" \"r\" {{\n  event_pattern = jsonencode({{ source = {value} }})\n}}\n"
        )
    };
    let directory = directory_with(&[
        ("old.tf", text(r#"["a"]"#).as_bytes()),
        ("new.tf", text("var.sources").as_bytes()),
    ]);
    let run = || pattern_test_in(directory.path());
    assert_cmd_snapshot!(run().args(["compare", "old.tf", "new.tf"]));
    assert_cmd_snapshot!(run().args(["compare", "new.tf", "new.tf"]));
}

#[test]
fn what_cannot_be_read_any_more_is_not_called_removed() {
    let rule = |id: &str, source: &str| {
        format!(
            "  {id}:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern:\n        source: [{source}]\n"
        )
    };
    let template = format!("Resources:\n{}{}", rule("A", "lamp"), rule("B", "desk"));
    let part = format!("Resources:\n{}", rule("C", "bell"));
    let service = "service: s\nprovider: {name: aws}\nresources:\n  - ${file(part.yml)}\n";
    let directory = directory_with(&[
        ("t.yaml", template.as_bytes()),
        ("serverless.yml", service.as_bytes()),
        ("part.yml", part.as_bytes()),
    ]);
    git(directory.path(), &["init", "--quiet"]);
    git(directory.path(), &["add", "."]);
    git(directory.path(), &["commit", "--quiet", "-m", "before"]);
    for (name, text) in [("t.yaml", &template), ("part.yml", &part)] {
        let broken = text.replacen("[", "[\"", 1);
        std::fs::write(directory.path().join(name), broken).unwrap();
    }
    let mut command = pattern_test_in(directory.path());
    let output = command.args(["compare", "--git", "HEAD"]).output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(2), "{out}");
    assert!(!out.contains("removed"), "{out}");
    for name in ["t.yaml#A", "t.yaml#B", "serverless.yml#C"] {
        assert!(out.contains(name), "{out}");
    }
    // What is really gone is.
    std::fs::write(directory.path().join("t.yaml"), "Resources: {}\n").unwrap();
    std::fs::write(directory.path().join("part.yml"), &part).unwrap();
    let mut command = pattern_test_in(directory.path());
    let output = command.args(["compare", "--git", "HEAD"]).output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(out.contains("removed     t.yaml#A"), "{out}");
}
