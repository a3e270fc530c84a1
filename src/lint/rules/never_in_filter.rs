//! A condition that never holds at its place.

use super::filter_rule;
use crate::filter::FaultKind;
use crate::lint::{Check, Out, Rule, Severity, Subject};

pub(super) static RULE: Rule = Rule {
    code: "never-in-filter",
    severity: Severity::Warning,
    about: "a condition that never holds at its place",
    why: "All values of SYSTEM_METADATA and METADATA, and the attributes of an SQS message, are \
          strings, whatever they look like. A number or `numeric` never matches one.",
    fires: &[
        subscriber!(
            "SYSTEM_METADATA",
            r#"{"aws:SequenceNumber": [{"numeric": [">", 100]}]}"#
        ),
        subscriber!("METADATA", r#"{"attempt": [1]}"#),
        pipe!(r#"{"attributes": {"ApproximateReceiveCount": [{"numeric": [">", 3]}]}}"#),
    ],
    silent: &[
        subscriber!(
            "SYSTEM_METADATA",
            r#"{"aws:IngestionTime": [{"prefix": "2026-11-27T"}]}"#
        ),
        subscriber!("METADATA", r#"{"attempt": ["1"]}"#),
        subscriber!("DATA", r#"{"total": [{"numeric": [">", 100]}]}"#),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    filter_rule(FaultKind::Never, subject, out);
}
