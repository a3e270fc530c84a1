//! A field that Lambda does not document filters on.

use super::filter_rule;
use crate::filter::FaultKind;
use crate::lint::{Check, Out, Rule, Severity, Subject};

pub(super) static RULE: Rule = Rule {
    code: "undocumented-filter-field",
    severity: Severity::Warning,
    about: "a field that Lambda does not document filters on",
    why: "The pages of Lambda say of each source that one field can be filtered on: `body`, \
          `data`, `dynamodb`, `value`. Whether the others are looked at is not documented.",
    fires: &[
        mapping!(
            "arn:aws:sqs:eu-west-1:111122223333:orders",
            r#"{"messageAttributes": {"kind": {"stringValue": ["refund"]}}}"#
        ),
        mapping!(
            "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks",
            r#"{"partitionKey": ["p1"]}"#
        ),
    ],
    silent: &[
        mapping!(
            "arn:aws:sqs:eu-west-1:111122223333:orders",
            r#"{"body": {"kind": ["refund"]}}"#
        ),
        mapping!(
            "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026",
            r#"{"eventName": ["INSERT"]}"#
        ),
        pipe!(r#"{"messageAttributes": {"kind": {"stringValue": ["refund"]}}}"#),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    filter_rule(FaultKind::Undocumented, subject, out);
}
