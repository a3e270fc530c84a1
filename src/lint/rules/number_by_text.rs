//! A number that may be compared by its text.

use super::filter_rule;
use crate::filter::FaultKind;
use crate::lint::{Check, Out, Rule, Severity, Subject};

pub(super) static RULE: Rule = Rule {
    code: "number-by-text",
    severity: Severity::Warning,
    about: "a number that may be compared by its text",
    why: "Lambda's page on filters says that 300, 300.0 and 3.0e2 are three different values; \
          EventBridge's page on the same language says that numbers are compared by value. Which \
          holds for event source mappings is not known. A list with both spellings, or `numeric`, \
          means the same either way.",
    fires: &[
        mapping!(
            "arn:aws:sqs:eu-west-1:111122223333:orders",
            r#"{"body": {"total": [300.0]}}"#
        ),
        mapping!(
            "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks",
            r#"{"data": {"total": [3.0e2]}}"#
        ),
    ],
    silent: &[
        mapping!(
            "arn:aws:sqs:eu-west-1:111122223333:orders",
            r#"{"body": {"total": [300, 300.0]}}"#
        ),
        mapping!(
            "arn:aws:sqs:eu-west-1:111122223333:orders",
            r#"{"body": {"total": [300], "rate": [0.5]}}"#
        ),
        mapping!(
            "arn:aws:sqs:eu-west-1:111122223333:orders",
            r#"{"body": {"total": [{"numeric": ["=", 300.0]}]}}"#
        ),
        pipe!(r#"{"body": {"total": [300.0]}}"#),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    filter_rule(FaultKind::NumberText, subject, out);
}
