//! The pattern of an archive as text, in a template.

use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::template::{Form, Format, Use};

pub(super) static RULE: Rule = Rule {
    code: "archive-as-text",
    severity: Severity::Warning,
    about: "the pattern of an archive as text, in a template of CloudFormation",
    why: "The `EventPattern` of an `AWS::Events::Rule` may be an object or text, that of an \
          `AWS::Events::Archive` is documented as an object. In 2022 text was reported to be refused \
          (aws-cloudformation/cloudformation-coverage-roadmap, issue 1414); whether it still is, is \
          not known.",
    fires: &[
        Example::Template(
            ".yaml",
            r##"Resources:
  A:
    Type: AWS::Events::Archive
    Properties:
      SourceArn: arn:aws:events:eu-west-1:111122223333:event-bus/shop
      EventPattern: '{"source": ["shop"]}'"##,
        ),
        Example::Template(
            ".json",
            r##"{"Resources": {"A": {"Type": "AWS::Events::Archive", "Properties": {"EventPattern": "{\"source\": [\"shop\"]}"}}}}"##,
        ),
    ],
    silent: &[
        Example::Template(
            ".yaml",
            r##"Resources:
  A:
    Type: AWS::Events::Archive
    Properties:
      SourceArn: arn:aws:events:eu-west-1:111122223333:event-bus/shop
      EventPattern: {source: [shop]}"##,
        ),
        Example::Template(
            ".yaml",
            r##"Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: '{"source": ["shop"]}'"##,
        ),
        Example::Template(
            ".tf",
            r##"resource "aws_cloudwatch_event_archive" "a" {
  event_pattern = jsonencode({source = ["shop"]})
}"##,
        ),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    let found = subject.found;
    let by_cloudformation = matches!(
        found.format,
        Format::CloudFormation | Format::Sam | Format::Serverless
    );
    if by_cloudformation && found.used_by == Use::Archive && found.form == Form::Text {
        let message =
            "the pattern of an archive is text here: CloudFormation was reported to refuse that";
        let help = "write it as an object: `EventPattern:` and the members below it";
        out.add(Draft::at_place(found.start(), message).help(help));
    }
}
