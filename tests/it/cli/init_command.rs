//! `init`.

use super::{directory_with, git, pattern_test_in};
use insta_cmd::assert_cmd_snapshot;
use std::collections::BTreeMap;
use std::path::Path;

const SAM: &str = r#"
Parameters:
  Stage: {Type: String}
Resources:
  Order:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Placed:
          Type: EventBridgeRule
          Properties:
            Pattern:
              source: [!Sub 'shop.${Stage}.orders']
              account: [!Ref AWS::AccountId]
        Queue:
          Type: SQS
          Properties:
            FilterCriteria:
              Filters:
                - Pattern: '{"body": {"total": [{"numeric": [">", 100]}]}}'
"#;

const TERRAFORM: &str = r#"
resource "aws_cloudwatch_event_rule" "stopped" {
  event_pattern = jsonencode({
    source  = ["aws.ec2"]
    account = [data.aws_caller_identity.current.account_id]
    detail  = { state = ["stopped"] }
  })
}
"#;

const FILE: &str = r#"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"lastStatus": ["STOPPED"]}}"#;

const CDK: &str = r#"{"Resources": {"Gone": {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": {"source": ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"]}}}}}"#;

fn repository() -> tempfile::TempDir {
    let directory = directory_with(&[
        ("services/orders/template.yaml", SAM.as_bytes()),
        ("infra/main.tf", TERRAFORM.as_bytes()),
        ("patterns/ecs/stopped.json", FILE.as_bytes()),
        ("rules/stopped.json", FILE.as_bytes()),
        ("cdk.out/Stack.template.json", CDK.as_bytes()),
        (".gitignore", b"cdk.out\n"),
    ]);
    git(directory.path(), &["init", "--quiet"]);
    directory
}

/// All files of a directory but git's, with what they hold.
fn files(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![directory.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true if path.ends_with(".git") => {}
                true => folders.push(path),
                false => {
                    let name = path.strip_prefix(directory).unwrap().display().to_string();
                    files.insert(name, std::fs::read(&path).unwrap());
                }
            }
        }
    }
    files
}

fn code(directory: &Path, words: &[&str]) -> Option<i32> {
    let output = pattern_test_in(directory).args(words).output().unwrap();
    output.status.code()
}

/// From a repository with patterns of four kinds to suites that pass, with the commands that `init`
/// names in the end.
#[test]
fn what_is_written_is_accepted() {
    let directory = repository();
    let here = directory.path();
    let before = files(here);
    assert_cmd_snapshot!(pattern_test_in(here).arg("init"));
    let after = files(here);
    // Nothing that was there has changed.
    assert!(before.iter().all(|(name, text)| after[name] == *text));
    let text = |name: &str| String::from_utf8(after[name].clone()).unwrap();
    insta::assert_snapshot!(text("pattern-test.toml"));
    insta::assert_snapshot!(text(".github/workflows/event-patterns.yml"));
    insta::assert_snapshot!(text(".pre-commit-config.yaml"));
    insta::assert_snapshot!(text("fixtures/Order.Placed/pattern.suite.yaml"));

    assert_eq!(code(here, &["check"]), Some(0));
    let words = ["verify", "--coverage", "--mutants", "--format", "json"];
    let output = pattern_test_in(here).args(words).output().unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{report:#}");
    assert_eq!(report["suites"].as_array().unwrap().len(), 5);
    assert_eq!(report["coverage"]["percent"], 100.0);
    assert_eq!(report["mutants"]["percent"], 100.0);
    assert_eq!(report["errors"].as_array().unwrap().len(), 0);
}

#[test]
fn a_second_run_adds_nothing() {
    let directory = repository();
    assert_eq!(code(directory.path(), &["init"]), Some(0));
    let before = files(directory.path());
    assert_cmd_snapshot!(pattern_test_in(directory.path()).arg("init"));
    assert!(before == files(directory.path()));
}

/// A rule that was added later gets a suite; those that were there keep theirs.
#[test]
fn a_new_rule_gets_a_suite() {
    let directory = repository();
    assert_eq!(code(directory.path(), &["init"]), Some(0));
    let before = files(directory.path());
    let new = directory.path().join("services/stock");
    std::fs::create_dir(&new).unwrap();
    // The same ids as in the other template.
    std::fs::write(new.join("template.yaml"), SAM).unwrap();
    assert_eq!(code(directory.path(), &["init"]), Some(0));
    let after = files(directory.path());
    assert!(before.iter().all(|(name, text)| after[name] == *text));
    assert!(after.contains_key("fixtures/services-stock-template.Order.Placed/pattern.suite.yaml"));
    assert!(
        !after.contains_key("fixtures/services-orders-template.Order.Placed/pattern.suite.yaml")
    );
    assert_eq!(code(directory.path(), &["verify"]), Some(0));
}

#[test]
fn a_dry_run_writes_nothing() {
    let directory = repository();
    let before = files(directory.path());
    assert_cmd_snapshot!(pattern_test_in(directory.path()).args(["init", "--dry-run"]));
    assert!(before == files(directory.path()));
}

/// What is there is named, with what could be added to it.
#[test]
fn files_that_exist_stay() {
    let directory = directory_with(&[
        ("rules/stopped.json", FILE.as_bytes()),
        ("pattern-test.toml", b"[paths]\nfixtures = [\"events\"]\n"),
        (".pre-commit-config.yaml", b"repos: []\n"),
        (".gitlab-ci.yml", b"test: {script: [make]}\n"),
    ]);
    let before = files(directory.path());
    assert_cmd_snapshot!(pattern_test_in(directory.path()).arg("init"));
    let after = files(directory.path());
    assert!(before.iter().all(|(name, text)| after[name] == *text));
    assert!(after.contains_key("events/stopped/pattern.suite.yaml"));
    assert!(!after.keys().any(|name| name.starts_with(".github")));
    assert_eq!(code(directory.path(), &["verify"]), Some(0));
}

/// A workflow that runs the program already is enough.
#[test]
fn a_workflow_that_runs_it_already() {
    let directory = directory_with(&[
        ("rules/stopped.json", FILE.as_bytes()),
        (
            ".github/workflows/ci.yml",
            b"jobs: {a: {steps: [{run: pattern-test verify}]}}\n",
        ),
    ]);
    let output = pattern_test_in(directory.path())
        .arg("init")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("exists    .github/workflows/ci.yml"),
        "{text}"
    );
    assert_eq!(files(&directory.path().join(".github")).len(), 1);
}

#[test]
fn nothing_is_written_where_there_is_no_pattern() {
    let directory = directory_with(&[("package.json", b"{\"name\": \"a\"}")]);
    assert_cmd_snapshot!(pattern_test_in(directory.path()).arg("init"));
    assert_eq!(files(directory.path()).len(), 1);
}

#[test]
fn only_at_the_root_of_a_repository() {
    let directory = repository();
    let inside = directory.path().join("services/orders");
    assert_cmd_snapshot!(pattern_test_in(&inside).arg("init"));
    assert_eq!(files(&inside).len(), 1);
}

/// A pattern that the service refuses gets no suite and does not keep the others from theirs.
#[test]
fn a_pattern_that_is_refused() {
    let directory = directory_with(&[
        ("patterns/bad.json", b"{\"source\": \"aws.ec2\"}"),
        ("patterns/good.json", FILE.as_bytes()),
    ]);
    assert_eq!(code(directory.path(), &["init"]), Some(2));
    let files = files(directory.path());
    assert!(
        files.contains_key("fixtures/good/match/001-source-aws.ecs.json"),
        "{:?}",
        files.keys()
    );
    assert!(!files.keys().any(|name| name.starts_with("fixtures/bad")));
}

/// Links do not lead what is written out of the repository.
#[cfg(unix)]
#[test]
fn links_that_lead_out_of_the_repository() {
    let directory = directory_with(&[("rules/stopped.json", FILE.as_bytes())]);
    let other = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(other.path(), directory.path().join("fixtures")).unwrap();
    std::os::unix::fs::symlink(other.path(), directory.path().join(".github")).unwrap();
    std::os::unix::fs::symlink(
        other.path().join("hooks"),
        directory.path().join(".pre-commit-config.yaml"),
    )
    .unwrap();
    assert_eq!(code(directory.path(), &["init"]), Some(2));
    assert_eq!(files(other.path()).len(), 0);
    assert!(directory.path().join("pattern-test.toml").is_file());
}
