//! An envelope where raw events have none.

use crate::lint::{Check, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "raw-envelope",
    severity: Severity::Note,
    about: "an envelope where raw events have none",
    why: "What `PutRawEvents` sends is the data as it is: no `detail`, no `detail-type`, unless \
          its publishers imitate the envelope. Metadata and content types other than that of \
          `PutEvents` are those of raw events.",
    fires: &[subscriber!(
        "DATA",
        r#"{"detail": {"total": [5]}}"#,
        "METADATA",
        r#"{"tenant": ["acme"]}"#
    )],
    silent: &[
        subscriber!(
            "DATA",
            r#"{"total": [5]}"#,
            "METADATA",
            r#"{"tenant": ["acme"]}"#
        ),
        subscriber!("DATA", r#"{"detail": {"total": [5]}}"#),
    ],
    look: Check::Apart,
};
