//! An `$or` that SNS takes for a field.

use super::filter_rule;
use crate::filter::FaultKind;
use crate::lint::{Check, Out, Rule, Severity, Subject};

pub(super) static RULE: Rule = Rule {
    code: "or-as-field",
    severity: Severity::Warning,
    about: "an `$or` that SNS reads as a field",
    why: "SNS reads `$or` as an alternative only if it is a list of two or more objects whose \
          fields are not called like operators. Any other is a field of that name, which no \
          message has, and SNS does not say so.",
    fires: &[
        topic!(
            "MessageBody",
            r#"{"$or": [{"numeric": [">", 5]}, {"prefix": "a"}]}"#
        ),
        topic!("MessageAttributes", r#"{"$or": ["refund"]}"#),
    ],
    silent: &[
        topic!(
            "MessageBody",
            r#"{"$or": [{"kind": ["refund"]}, {"total": [5]}]}"#
        ),
        topic!("MessageAttributes", r#"{"kind": ["refund"]}"#),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    filter_rule(FaultKind::OrAsField, subject, out);
}
