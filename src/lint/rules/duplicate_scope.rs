//! Two filters of one scope.

use crate::lint::{Check, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "duplicate-scope",
    severity: Severity::Error,
    about: "two filters of one scope",
    why: "A V2 subscriber may have one filter for each scope. All filters have to match, so the \
          conditions of two can go in one.",
    fires: &[subscriber!(
        "DATA",
        r#"{"detail": {"a": [1]}}"#,
        "DATA",
        r#"{"detail": {"b": [1]}}"#
    )],
    silent: &[
        subscriber!("DATA", r#"{"detail": {"a": [1], "b": [1]}}"#),
        subscriber!(
            "DATA",
            r#"{"detail": {"a": [1]}}"#,
            "SYSTEM_METADATA",
            r#"{"aws:Source": ["shop"]}"#
        ),
    ],
    look: Check::Apart,
};
