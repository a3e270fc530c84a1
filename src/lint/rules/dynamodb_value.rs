//! A condition on a value that is not as DynamoDB writes it.

use super::filter_rule;
use crate::filter::FaultKind;
use crate::lint::{Check, Out, Rule, Severity, Subject};

pub(super) static RULE: Rule = Rule {
    code: "dynamodb-value",
    severity: Severity::Warning,
    about: "a condition on a value that is not as DynamoDB writes it",
    why: "A value is below the key of its type, and numbers are strings: `{\"total\": {\"N\": \
          [\"101\"]}}`. `exists` looks at values: on an attribute, which is an object, \
          `{\"exists\": false}` always holds. `eventName` is INSERT, MODIFY or REMOVE.",
    fires: &[
        mapping!(
            "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026",
            r#"{"dynamodb": {"NewImage": {"state": ["open"]}}}"#
        ),
        mapping!(
            "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026",
            r#"{"dynamodb": {"NewImage": {"total": {"N": [101]}}}}"#
        ),
        mapping!(
            "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026",
            r#"{"dynamodb": {"NewImage": {"state": [{"exists": false}]}}}"#
        ),
        mapping!(
            "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026",
            r#"{"eventName": ["insert"]}"#
        ),
    ],
    silent: &[
        mapping!(
            "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026",
            r#"{"dynamodb": {"NewImage": {"state": {"S": ["open"]}, "total": {"N": ["101"]}}}}"#
        ),
        mapping!(
            "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026",
            r#"{"eventName": ["MODIFY", "REMOVE"]}"#
        ),
        mapping!(
            "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026",
            r#"{"dynamodb": {"NewImage": {"tags": {"L": {"S": [{"exists": true}]}}}}}"#
        ),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    filter_rule(FaultKind::DynamoDb, subject, out);
}
