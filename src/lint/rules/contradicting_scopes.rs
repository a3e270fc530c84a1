//! Filters of a subscriber that no event passes together.

use crate::lint::{Check, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "contradicting-scopes",
    severity: Severity::Warning,
    about: "filters of a subscriber that no event passes together",
    why: "All filters of a V2 subscriber have to match. Events of `PutEvents` and of event sources \
          have `aws:Source` and `aws:DetailType` and no metadata; raw events have metadata, \
          another content type, and neither of the two.",
    fires: &[
        subscriber!(
            "SYSTEM_METADATA",
            r#"{"ContentType": ["application/json"], "aws:Source": ["shop"]}"#
        ),
        subscriber!(
            "METADATA",
            r#"{"tenant": ["acme"]}"#,
            "SYSTEM_METADATA",
            r#"{"aws:DetailType": ["Paid"]}"#
        ),
    ],
    silent: &[
        subscriber!(
            "METADATA",
            r#"{"tenant": ["acme"]}"#,
            "SYSTEM_METADATA",
            r#"{"ContentType": ["application/json"]}"#
        ),
        subscriber!(
            "SYSTEM_METADATA",
            r#"{"ContentType": ["application/eventbridge+json"], "aws:Source": ["shop"]}"#
        ),
    ],
    look: Check::Apart,
};
