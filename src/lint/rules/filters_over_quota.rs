//! More filters than the place takes by default.

use crate::lint::{Check, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "filters-over-quota",
    severity: Severity::Note,
    about: "more filters than the place takes by default",
    why: "A mapping of Lambda may have 5 filters unless the quota of the account was raised to 10. \
          Of the filters of a V2 subscriber it is documented in two ways what their 4,096 bytes \
          count.",
    fires: &[mapping!(
        "arn:aws:sqs:eu-west-1:111122223333:orders",
        r#"{"body": {"kind": ["k0"]}}"#,
        r#"{"body": {"kind": ["k1"]}}"#,
        r#"{"body": {"kind": ["k2"]}}"#,
        r#"{"body": {"kind": ["k3"]}}"#,
        r#"{"body": {"kind": ["k4"]}}"#,
        r#"{"body": {"kind": ["k5"]}}"#
    )],
    silent: &[
        mapping!(
            "arn:aws:sqs:eu-west-1:111122223333:orders",
            r#"{"body": {"kind": ["k0"]}}"#,
            r#"{"body": {"kind": ["k1"]}}"#,
            r#"{"body": {"kind": ["k2"]}}"#,
            r#"{"body": {"kind": ["k3"]}}"#,
            r#"{"body": {"kind": ["k4"]}}"#
        ),
        pipe!(
            r#"{"body": {"kind": ["k0"]}}"#,
            r#"{"body": {"kind": ["k1"]}}"#
        ),
    ],
    look: Check::Apart,
};
