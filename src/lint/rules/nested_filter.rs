//! An object where the place knows no fields of fields.

use super::filter_rule;
use crate::filter::FaultKind;
use crate::lint::{Check, Out, Rule, Severity, Subject};

pub(super) static RULE: Rule = Rule {
    code: "nested-filter",
    severity: Severity::Error,
    about: "an object where the place knows no fields of fields",
    why: "Message attributes of SNS and the metadata of a V2 event are flat: a name and a value. \
          SNS filters by the fields of the message itself if `FilterPolicyScope` is `MessageBody`.",
    fires: &[
        topic!("MessageAttributes", r#"{"order": {"kind": ["refund"]}}"#),
        subscriber!("METADATA", r#"{"tenant": {"name": ["acme"]}}"#),
    ],
    silent: &[
        topic!("MessageBody", r#"{"order": {"kind": ["refund"]}}"#),
        topic!("MessageAttributes", r#"{"kind": ["refund"]}"#),
        subscriber!("METADATA", r#"{"tenant": ["acme"]}"#),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    filter_rule(FaultKind::Nested, subject, out);
}
