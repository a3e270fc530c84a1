//! More filters than the place takes.

use crate::lint::{Check, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "too-many-filters",
    severity: Severity::Error,
    about: "more filters than the place takes",
    why: "A pipe may have 5 filters, a mapping of Lambda 10 after its quota of 5 was raised, a V2 \
          subscriber one for each of its three scopes. The service refuses more.",
    fires: &[
        pipe!(
            r#"{"body": {"kind": ["k0"]}}"#,
            r#"{"body": {"kind": ["k1"]}}"#,
            r#"{"body": {"kind": ["k2"]}}"#,
            r#"{"body": {"kind": ["k3"]}}"#,
            r#"{"body": {"kind": ["k4"]}}"#,
            r#"{"body": {"kind": ["k5"]}}"#
        ),
        mapping!(
            "arn:aws:sqs:eu-west-1:111122223333:orders",
            r#"{"body": {"kind": ["k0"]}}"#,
            r#"{"body": {"kind": ["k1"]}}"#,
            r#"{"body": {"kind": ["k2"]}}"#,
            r#"{"body": {"kind": ["k3"]}}"#,
            r#"{"body": {"kind": ["k4"]}}"#,
            r#"{"body": {"kind": ["k5"]}}"#,
            r#"{"body": {"kind": ["k6"]}}"#,
            r#"{"body": {"kind": ["k7"]}}"#,
            r#"{"body": {"kind": ["k8"]}}"#,
            r#"{"body": {"kind": ["k9"]}}"#,
            r#"{"body": {"kind": ["k10"]}}"#
        ),
    ],
    silent: &[
        pipe!(
            r#"{"body": {"kind": ["k0"]}}"#,
            r#"{"body": {"kind": ["k1"]}}"#,
            r#"{"body": {"kind": ["k2"]}}"#,
            r#"{"body": {"kind": ["k3"]}}"#,
            r#"{"body": {"kind": ["k4"]}}"#
        ),
        mapping!(
            "arn:aws:sqs:eu-west-1:111122223333:orders",
            r#"{"body": {"kind": ["k0"]}}"#,
            r#"{"body": {"kind": ["k1"]}}"#,
            r#"{"body": {"kind": ["k2"]}}"#,
            r#"{"body": {"kind": ["k3"]}}"#,
            r#"{"body": {"kind": ["k4"]}}"#,
            r#"{"body": {"kind": ["k5"]}}"#
        ),
    ],
    look: Check::Apart,
};
