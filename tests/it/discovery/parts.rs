//! Files that are parts of a Serverless service.

use super::{extracted, run};
use crate::cli::directory_with;

const SERVICE: &str = "service: lamps
provider: {name: aws}
resources:
  - ${file(resources/all.yml)}
  - ${file(./resources/more.yml)}
";
const ALL: &str = "Resources: ${file(resources/rules.yml)}\n";
const RULES: &str = "R:
  Type: AWS::Events::Rule
  Properties:
    EventPattern:
      source: ${self:custom.sources}
      detail-type: [On]
";
const MORE: &str = "Resources:
  S:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
        source: [\"${self:service}.switch\"]
        detail-type: [Off]
";

const FILES: [(&str, &str); 4] = [
    ("serverless.yml", SERVICE),
    ("resources/all.yml", ALL),
    ("resources/rules.yml", RULES),
    ("resources/more.yml", MORE),
];

fn service(change: &dyn Fn(&str, &str) -> String) -> tempfile::TempDir {
    let files: Vec<_> = FILES
        .iter()
        .map(|(name, text)| (*name, change(name, text)))
        .collect();
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| (*name, text.as_bytes()))
        .collect();
    directory_with(&files)
}

#[test]
fn their_patterns_are_found_once_as_the_service_has_them() {
    assert_eq!(
        extracted(&FILES),
        [
            r#"resources/rules.yml:5 R rule "{\"source\":${self:custom.sources},\"detail-type\":[\"On\"]}""#,
            r#"resources/more.yml:6 S rule {"detail-type":["Off"],"source":["${self:service}.switch"]}"#,
        ]
    );
    let directory = service(&|_, text| text.to_owned());
    let (code, out, _) = run(directory.path(), &["check"]);
    assert_eq!(code, Some(0), "{out}");
    assert!(out.contains("no findings in 2 patterns"), "{out}");
    let event = r#"{"source": "x", "detail-type": "Off", "detail": {}}"#;
    let (_, out, err) = run(directory.path(), &["match", "-p", ".", event]);
    assert!(out.contains("serverless.yml#S"), "{out}{err}");
    assert!(!out.contains("more.yml#S"), "{out}{err}");
}

#[test]
fn one_that_is_named_is_read_in_the_language_of_the_service() {
    let directory = service(&|_, text| text.to_owned());
    let (code, out, err) = run(directory.path(), &["check", "resources/rules.yml"]);
    assert_eq!(code, Some(0), "{out}{err}");
    assert!(out.contains("no findings in 1 pattern of 1 file"), "{out}");
    // Without a service in sight, the variables tell.
    let directory = directory_with(&[("rules.yml", RULES.as_bytes())]);
    let (code, out, err) = run(directory.path(), &["check"]);
    assert_eq!(code, Some(0), "{out}{err}");
}

#[test]
fn mistakes_in_them_are_told_once_and_fixed() {
    let broken = |name: &str, text: &str| match name {
        "resources/more.yml" => text.replace("[Off]", "Off"),
        _ => text.to_owned(),
    };
    let directory = service(&broken);
    let (code, out, _) = run(directory.path(), &["check", "--format", "concise"]);
    assert_eq!(code, Some(1), "{out}");
    assert_eq!(
        out.matches("resources/more.yml:7:22: error").count(),
        1,
        "{out}"
    );
    let (code, out, _) = run(directory.path(), &["check", "--fix", "--unsafe-fixes"]);
    assert_eq!(code, Some(0), "{out}");
    let text = std::fs::read_to_string(directory.path().join("resources/more.yml")).unwrap();
    assert_eq!(text, MORE);
}

#[test]
fn what_a_service_takes_in_for_something_else_is_read_for_itself() {
    let elsewhere = "service: lamps\nprovider: {name: aws}\nfunctions: {}\ncustom:\n  later: ${file(rules.yml)}\n";
    let rules = format!("Resources:\n  {}", RULES.replace('\n', "\n  "));
    assert_eq!(
        extracted(&[("serverless.yml", elsewhere), ("rules.yml", &rules)]),
        [r#"rules.yml:6 R rule "{\"source\":${self:custom.sources},\"detail-type\":[\"On\"]}""#]
    );
}
