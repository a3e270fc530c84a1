//! A pattern that contradicts the source or type of its rule.

use crate::lint::{Check, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "contradicting-type",
    severity: Severity::Warning,
    about: "a pattern that contradicts the source or type of its rule",
    why: "An event rule of User Notifications has its own source and event type. Its pattern has \
          to match as well, so one that names others never matches.",
    fires: &[alarms!(r#"{"source": ["aws.ec2"]}"#)],
    silent: &[
        alarms!(r#"{"source": ["aws.cloudwatch"], "detail": {"state": {"value": ["ALARM"]}}}"#),
        alarms!(r#"{"detail": {"state": {"value": ["ALARM"]}}}"#),
    ],
    look: Check::Apart,
};
