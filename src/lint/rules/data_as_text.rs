//! Data that is compared as text where only its fields can be compared.

use super::filter_rule;
use crate::filter::FaultKind;
use crate::lint::{Check, Out, Rule, Severity, Subject};

pub(super) static RULE: Rule = Rule {
    code: "data-as-text",
    severity: Severity::Error,
    about: "data that is compared as text where only its fields can be compared",
    why: "Kinesis and DynamoDB are filtered by the fields of their data. A list below `data` or \
          `dynamodb` is refused when the pipe or the mapping is created.",
    fires: &[
        mapping!(
            "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks",
            r#"{"data": ["click"]}"#
        ),
        mapping!(
            "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026",
            r#"{"dynamodb": ["x"]}"#
        ),
    ],
    silent: &[
        mapping!(
            "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks",
            r#"{"data": {"kind": ["click"]}}"#
        ),
        mapping!(
            "arn:aws:sqs:eu-west-1:111122223333:orders",
            r#"{"body": ["hello"]}"#
        ),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    filter_rule(FaultKind::TextForm, subject, out);
}
