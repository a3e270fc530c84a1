//! More filters than the place takes by default.

use crate::lint::{Check, Example, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "filters-over-quota",
    severity: Severity::Note,
    about: "more filters than the place takes by default",
    why: "A mapping of Lambda may have 5 filters unless the quota of the account was raised to 10. \
          Of the filters of a V2 subscriber it is documented in two ways what their 4,096 bytes \
          count.",
    fires: &[Example::Template(
        ".yaml",
        r##"Resources:
  Worker:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: arn:aws:sqs:eu-west-1:111122223333:orders
      FilterCriteria:
        Filters:
          - Pattern: '{"body": {"kind": ["k0"]}}'
          - Pattern: '{"body": {"kind": ["k1"]}}'
          - Pattern: '{"body": {"kind": ["k2"]}}'
          - Pattern: '{"body": {"kind": ["k3"]}}'
          - Pattern: '{"body": {"kind": ["k4"]}}'
          - Pattern: '{"body": {"kind": ["k5"]}}'
"##,
    )],
    silent: &[
        Example::Template(
            ".yaml",
            r##"Resources:
  Worker:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: arn:aws:sqs:eu-west-1:111122223333:orders
      FilterCriteria:
        Filters:
          - Pattern: '{"body": {"kind": ["k0"]}}'
          - Pattern: '{"body": {"kind": ["k1"]}}'
          - Pattern: '{"body": {"kind": ["k2"]}}'
          - Pattern: '{"body": {"kind": ["k3"]}}'
          - Pattern: '{"body": {"kind": ["k4"]}}'
"##,
        ),
        Example::Template(
            ".yaml",
            r##"Resources:
  Pipe:
    Type: AWS::Pipes::Pipe
    Properties:
      Source: arn:aws:sqs:eu-west-1:111122223333:orders
      SourceParameters:
        FilterCriteria:
          Filters:
            - Pattern: '{"body": {"kind": ["k0"]}}'
            - Pattern: '{"body": {"kind": ["k1"]}}'
"##,
        ),
    ],
    look: Check::Apart,
};
