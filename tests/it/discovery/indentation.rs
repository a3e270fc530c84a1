//! Quoted scalars over several lines that are indented less than YAML's grammar asks for, which
//! CloudFormation reads all the same.

use super::{extracted, run};
use crate::cli::directory_with;

const TEMPLATE: &str = r#"Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      Policies:
        - PolicyName: one
          PolicyDocument: !Sub '{
    "Version": "2012-10-17",

  "Statement": []
          }'
      Description: "two
      lines"
  First:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: '{
      "source": ["lamp"],
    "detail-type": "On"
      }'
  Second:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
        source: ["aws.ec2"]
        detail-type: "EC2 Instance
   State-change Notification"
"#;

#[test]
fn they_are_read_with_their_places() {
    assert_eq!(
        extracted(&[("a.yaml", TEMPLATE)]),
        [
            r#"a.yaml:17 First rule {"detail-type":"On","source":["lamp"]}"#,
            r#"a.yaml:25 Second rule {"detail-type":"EC2 Instance State-change Notification","source":["aws.ec2"]}"#,
        ]
    );
    let directory = directory_with(&[("a.yaml", TEMPLATE.as_bytes())]);
    let (code, out, err) = run(directory.path(), &["check", "--format", "concise"]);
    assert_eq!(code, Some(1), "{out}{err}");
    assert!(out.contains("a.yaml:19:20: error"), "{out}");
    assert!(out.contains("a.yaml:26:22: error"), "{out}");
}

#[test]
fn their_fixes_change_nothing_else() {
    let directory = directory_with(&[("a.yaml", TEMPLATE.as_bytes())]);
    let (code, out, _) = run(directory.path(), &["check", "--fix", "--unsafe-fixes"]);
    // A scalar over several lines is left to its author.
    assert_eq!(code, Some(1), "{out}");
    assert!(out.contains("1 fixed, 1 error"), "{out}");
    let fixed = TEMPLATE.replace("\"On\"", "[\"On\"]");
    let text = std::fs::read_to_string(directory.path().join("a.yaml")).unwrap();
    assert_eq!(text, fixed);
}

#[test]
fn what_else_is_wrong_is_told_where_it_is() {
    let text = TEMPLATE.replace(
        "        source: [\"aws.ec2\"]",
        "        source: [\"aws.ec2\"",
    );
    let directory = directory_with(&[("a.yaml", text.as_bytes())]);
    let (code, _, err) = run(directory.path(), &["check"]);
    assert_eq!(code, Some(2), "{err}");
    assert!(err.contains("this is not YAML"), "{err}");
    assert!(err.contains("a.yaml:26"), "{err}");
}
