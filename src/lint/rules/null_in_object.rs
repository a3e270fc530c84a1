//! Null in a pattern that is an object of a CloudFormation template.

use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::template::{Format, Use};

pub(super) static RULE: Rule = Rule {
    code: "null-in-object",
    severity: Severity::Error,
    about: "null in a pattern that is an object of a CloudFormation template",
    why: "CloudFormation refuses null values in a template. As JSON text a pattern passes \
          unchanged: write the pattern as a string, for example as a block after `EventPattern: \
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
        out.add(draft.help(match (subject.found.format, subject.found.used_by) {
            // There the key takes no text.
            (Format::Serverless, _) => {
                "to match a field that is not there, write {\"exists\": false}; for the value null itself, define the rule below `resources`, with its pattern as JSON text"
            }
            (_, Use::Archive) => {
                "to match a field that is not there, write {\"exists\": false}; an archive may be refused with its pattern as text"
            }
            (Format::Sam, _) if subject.found.id.contains('.') => {
                "to match a field that is not there, write {\"exists\": false}; for the value null itself, define an AWS::Events::Rule with its pattern as JSON text"
            }
            _ => {
                "to match a field that is not there, write {\"exists\": false}; for the value null itself, write the pattern as JSON text: `EventPattern: |` and the JSON below it"
            }
        }));
    }
}
