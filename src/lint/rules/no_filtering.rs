//! A filter where the service does not filter.

use super::filter_rule;
use crate::filter::FaultKind;
use crate::lint::{Check, Out, Rule, Severity, Subject};

pub(super) static RULE: Rule = Rule {
    code: "no-filtering",
    severity: Severity::Error,
    about: "a filter where the service does not filter",
    why: "Lambda does not filter the change streams of DocumentDB, though templates allow the \
          property.",
    fires: &[mapping!(
        "arn:aws:rds:eu-west-1:111122223333:cluster:docs",
        r#"{"event": {"operationType": ["insert"]}}"#
    )],
    silent: &[
        mapping!(
            "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026",
            r#"{"eventName": ["INSERT"]}"#
        ),
        mapping!(
            "arn:aws:sqs:eu-west-1:111122223333:orders",
            r#"{"body": {"kind": ["refund"]}}"#
        ),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    filter_rule(FaultKind::NoFilters, subject, out);
}
