//! An operator that the documents of the place do not list.

use super::filter_rule;
use crate::filter::FaultKind;
use crate::lint::{Check, Example, Out, Rule, Severity, Subject};

pub(super) static RULE: Rule = Rule {
    code: "unlisted-operator",
    severity: Severity::Warning,
    about: "an operator that the documents of the place do not list",
    why: "Lambda takes the rules of EventBridge and lists fewer operators than these have; the \
          same is true of other places. No refusal is documented, and no promise either.",
    fires: &[
        mapping!(
            "arn:aws:sqs:eu-west-1:111122223333:orders",
            r#"{"body": {"key": [{"wildcard": "in/*"}]}}"#
        ),
        mapping!(
            "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks",
            r#"{"data": {"ip": [{"cidr": "10.0.0.0/8"}]}}"#
        ),
    ],
    silent: &[
        mapping!(
            "arn:aws:sqs:eu-west-1:111122223333:orders",
            r#"{"body": {"key": [{"prefix": "in/"}, {"anything-but": ["x"]}]}}"#
        ),
        Example::Pattern(r#"{"detail": {"ip": [{"cidr": "10.0.0.0/8"}]}}"#),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    filter_rule(FaultKind::Unlisted, subject, out);
}
