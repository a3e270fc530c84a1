//! A field that the filter does not see.

use super::filter_rule;
use crate::filter::FaultKind;
use crate::lint::{Check, Example, Out, Rule, Severity, Subject};

pub(super) static RULE: Rule = Rule {
    code: "unseen-field",
    severity: Severity::Warning,
    about: "a field that the filter does not see",
    why: "A filter sees one record, before the polling adds to it, and Kinesis without the level \
          `kinesis`. What the record carries is below `body`, `data`, `dynamodb` or `value`. The \
          keys of SYSTEM_METADATA are fixed.",
    fires: &[
        mapping!(
            "arn:aws:sqs:eu-west-1:111122223333:orders",
            r#"{"Records": {"body": {"kind": ["refund"]}}}"#
        ),
        mapping!(
            "arn:aws:sqs:eu-west-1:111122223333:orders",
            r#"{"kind": ["refund"]}"#
        ),
        mapping!(
            "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks",
            r#"{"kinesis": {"data": {"kind": ["click"]}}}"#
        ),
        mapping!(
            "arn:aws:sqs:eu-west-1:111122223333:orders",
            r#"{"eventSource": ["aws:sqs"], "body": {"kind": ["refund"]}}"#
        ),
        subscriber!("SYSTEM_METADATA", r#"{"aws:source": ["shop"]}"#),
        Example::Template(
            ".yaml",
            r##"Resources:
  Worker:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: !Ref Stream
      FilterCriteria:
        Filters:
          - Pattern: '{"evenName": ["INSERT"]}'"##,
        ),
    ],
    silent: &[
        mapping!(
            "arn:aws:sqs:eu-west-1:111122223333:orders",
            r#"{"body": {"kind": ["refund"]}}"#
        ),
        mapping!(
            "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks",
            r#"{"data": {"kind": ["click"]}}"#
        ),
        mapping!(
            "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026",
            r#"{"eventName": ["INSERT"]}"#
        ),
        subscriber!("SYSTEM_METADATA", r#"{"aws:Source": ["shop"]}"#),
        Example::Template(
            ".yaml",
            r##"Resources:
  Worker:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: !Ref Stream
      FilterCriteria:
        Filters:
          - Pattern: '{"partitionKey": ["p1"]}'
          - Pattern: '{"somethingElse": ["x"]}'"##,
        ),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    filter_rule(FaultKind::Unseen, subject, out);
}
