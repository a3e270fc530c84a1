//! More filters than the place takes.

use crate::lint::{Check, Example, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "too-many-filters",
    severity: Severity::Error,
    about: "more filters than the place takes",
    why: "A pipe may have 5 filters, a mapping of Lambda 10 after its quota of 5 was raised, a V2 \
          subscriber one for each of its three scopes. The service refuses more.",
    fires: &[
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
            - Pattern: '{"body": {"kind": ["k2"]}}'
            - Pattern: '{"body": {"kind": ["k3"]}}'
            - Pattern: '{"body": {"kind": ["k4"]}}'
            - Pattern: '{"body": {"kind": ["k5"]}}'
"##,
        ),
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
          - Pattern: '{"body": {"kind": ["k5"]}}'
          - Pattern: '{"body": {"kind": ["k6"]}}'
          - Pattern: '{"body": {"kind": ["k7"]}}'
          - Pattern: '{"body": {"kind": ["k8"]}}'
          - Pattern: '{"body": {"kind": ["k9"]}}'
          - Pattern: '{"body": {"kind": ["k10"]}}'
"##,
        ),
    ],
    silent: &[
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
            - Pattern: '{"body": {"kind": ["k2"]}}'
            - Pattern: '{"body": {"kind": ["k3"]}}'
            - Pattern: '{"body": {"kind": ["k4"]}}'
"##,
        ),
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
          - Pattern: '{"body": {"kind": ["k5"]}}'
"##,
        ),
    ],
    look: Check::Apart,
};
