//! A filter policy beyond the limits of SNS.

use super::filter_rule;
use crate::filter::FaultKind;
use crate::lint::{Check, Out, Rule, Severity, Subject};

pub(super) static RULE: Rule = Rule {
    code: "policy-limits",
    severity: Severity::Error,
    about: "a filter policy beyond the limits of SNS",
    why: "A filter policy may have 5 keys, and the lengths of its lists, each times its depth, may \
          multiply to 150. Wildcards may have 3 stars and cost 100 points in all.",
    fires: &[
        topic!(
            "MessageAttributes",
            r#"{"a": ["x"], "b": ["x"], "c": ["x"], "d": ["x"], "e": ["x"], "f": ["x"]}"#
        ),
        topic!(
            "MessageBody",
            r#"{"a": {"b": {"c": [1, 2, 3, 4]}}, "d": {"e": [1, 2, 3]}, "f": [1, 2, 3]}"#
        ),
    ],
    silent: &[
        topic!(
            "MessageBody",
            r#"{"key_a": {"b": {"c": ["1", "2", "3", "4"]}}, "d": {"e": ["1", "2", "3"]}}"#
        ),
        topic!(
            "MessageAttributes",
            r#"{"a": ["x"], "b": ["x"], "c": ["x"], "d": ["x"], "e": ["x"]}"#
        ),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    filter_rule(FaultKind::Policy, subject, out);
}
