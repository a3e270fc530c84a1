//! Null in a pattern that is an object of a CloudFormation template.

use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::template::Format;

pub(super) static RULE: Rule = Rule {
    code: "null-in-object",
    severity: Severity::Error,
    about: "null in a pattern that is an object of a CloudFormation template",
    why: "CloudFormation refuses null values in a template. As JSON text a pattern passes \
          unchanged: write the pattern as a string, for example as a block behind `EventPattern: \
          |`.",
    fires: &[
        Example::Template(
            ".yaml",
            r##"Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: 
        detail:
          error: [null]"##,
        ),
        Example::Template(
            ".json",
            r##"{"Resources": {"R": {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": {"detail": {"error": [null]}}}}}}"##,
        ),
    ],
    silent: &[
        Example::Pattern(r##"{"detail": {"error": [null]}}"##),
        Example::Template(
            ".yaml",
            r##"Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: '{"detail": {"error": [null]}}'"##,
        ),
        Example::Template(
            ".yaml",
            r##"Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: 
        detail:
          error: ["null"]"##,
        ),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    let cloudformation = matches!(
        subject.found.format,
        Format::CloudFormation | Format::Sam | Format::Serverless
    );
    for place in subject.found.nulls.iter().filter(|_| cloudformation) {
        let draft = Draft::at_place(*place, "CloudFormation refuses null in a template");
        out.add(draft.help(
            "write the pattern as JSON text, which passes unchanged: `EventPattern: |` and the JSON below it",
        ));
    }
}
