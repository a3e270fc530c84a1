//! An operator that the place does not support.

use super::filter_rule;
use crate::filter::FaultKind;
use crate::lint::{Check, Example, Out, Rule, Severity, Subject};

pub(super) static RULE: Rule = Rule {
    code: "unsupported-operator",
    severity: Severity::Error,
    about: "an operator that the place does not support",
    why: "Pipes, subscribers of a Custom Event Bus (V2) and User Notifications know fewer \
          operators than the rules of a bus. The service refuses the filter when it is created.",
    fires: &[
        pipe!(r#"{"body": {"name": [{"wildcard": "a*z"}]}}"#),
        pipe!(r#"{"body": {"name": [{"anything-but": {"prefix": "a"}}]}}"#),
        subscriber!("DATA", r#"{"detail": {"name": [{"wildcard": "a*z"}]}}"#),
        subscriber!("METADATA", r#"{"tenant": [{"prefix": "a"}]}"#),
    ],
    silent: &[
        Example::Pattern(r#"{"detail": {"name": [{"wildcard": "a*z"}]}}"#),
        pipe!(r#"{"body": {"name": [{"anything-but": ["a", "b"]}, {"suffix": "z"}]}}"#),
        subscriber!("METADATA", r#"{"tenant": ["acme", "other"]}"#),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    filter_rule(FaultKind::Operator, subject, out);
}
