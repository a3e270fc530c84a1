//! Patterns that stand in templates, as suites name them.

use super::{stable, verify};
use crate::cli::directory_with;
use insta_cmd::assert_cmd_snapshot;

const TEMPLATE: &str = r#"
Resources:
  Stopped:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: !Sub '{"source": ["aws.ecs"], "account": ["${AWS::AccountId}"], "detail": {"code": [{"numeric": [">", 0]}]}}'
  Other:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
        source: [aws.s3]
  Elsewhere:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: !Ref Pattern
"#;

const SUITE: &str = r#"
vars: {AWS::AccountId: "123456789012"}
pattern: ../template.yaml#Stopped
events:
  bad: {source: aws.ecs, account: "123456789012", detail: {code: 3}}
cases:
  - {name: bad, event: bad, expect: match}
  - {name: good, event-from: bad, set: {/detail/code: 0}, expect: no-match}
  - {name: of another account, event-from: bad, set: {/account: "1"}, expect: no-match}
  - name: the other rule
    pattern: ../template.yaml#Other
    event: bad
    expect: no-match
"#;

fn project(suite: &str) -> tempfile::TempDir {
    directory_with(&[
        ("template.yaml", TEMPLATE.as_bytes()),
        ("suites/rules.suite.yaml", suite.as_bytes()),
    ])
}

#[test]
fn a_pattern_of_a_template() {
    let directory = project(SUITE);
    let words = ["suites", "--coverage", "--mutants"];
    stable(|| assert_cmd_snapshot!("template", verify(&directory, &words)));
}

/// The lines of such a pattern are not those of the template: annotations point at its key there.
#[test]
fn annotations_stand_in_the_template() {
    let directory = project(SUITE);
    let words = ["suites", "--mutants", "--format", "github"];
    let output = verify(&directory, &words).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let warnings: Vec<_> = text
        .lines()
        .filter(|line| line.starts_with("::warning"))
        .collect();
    assert!(!warnings.is_empty());
    for warning in warnings {
        let place = ["line=6,col=7", "line=10,col=7"]
            .map(|place| format!("::warning file=template.yaml,{place},"));
        let stands_there = place.iter().any(|place| warning.starts_with(place));
        assert!(stands_there, "{warning}");
    }
}

#[test]
fn what_a_template_does_not_have() {
    for (name, old, new) in [
        ("no-id", "#Stopped", "#Stoped"),
        ("nothing-known", "#Stopped", "#Elsewhere"),
        ("several", "#Stopped", ""),
        ("open", "vars: {AWS::AccountId: \"123456789012\"}", ""),
        (
            "vars-of-numbers",
            "\"123456789012\"}\np",
            "123456789012}\np",
        ),
        ("no-file", "template.yaml#Stopped", "templates.yaml#Stopped"),
        (
            "no-template",
            "../template.yaml#Stopped",
            "rules.suite.yaml",
        ),
    ] {
        assert!(SUITE.contains(old), "{name}");
        let directory = project(&SUITE.replacen(old, new, 1));
        let output = verify(&directory, &["suites"]).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{name}");
        let text = String::from_utf8(output.stderr).unwrap();
        insta::assert_snapshot!(format!("template_{name}"), text);
    }
}
