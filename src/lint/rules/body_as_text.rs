//! A body that is written as text.

use super::filter_rule;
use crate::filter::FaultKind;
use crate::lint::{Check, Out, Rule, Severity, Subject};

pub(super) static RULE: Rule = Rule {
    code: "body-as-text",
    severity: Severity::Warning,
    about: "a body that is written as text",
    why: "A list below `body` compares the body as text, and drops every message whose body is \
          JSON. SQS messages that are dropped are deleted from the queue. Name the fields of the \
          body instead.",
    fires: &[mapping!(
        "arn:aws:sqs:eu-west-1:111122223333:orders",
        r#"{"body": ["{\"type\": \"order\"}"]}"#
    )],
    silent: &[
        mapping!(
            "arn:aws:sqs:eu-west-1:111122223333:orders",
            r#"{"body": {"type": ["order"]}}"#
        ),
        mapping!(
            "arn:aws:sqs:eu-west-1:111122223333:orders",
            r#"{"body": ["hello"]}"#
        ),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    filter_rule(FaultKind::BodyAsText, subject, out);
}
