//! A source in the data of a V2 event, which anybody can write.

use super::filter_rule;
use crate::filter::FaultKind;
use crate::lint::{Check, Out, Rule, Severity, Subject};

pub(super) static RULE: Rule = Rule {
    code: "forgeable-source",
    severity: Severity::Note,
    about: "a source in the data of a V2 event, which anybody can write",
    why: "What `PutRawEvents` sends is the data as it is, with any `source`. `aws:Source` in \
          SYSTEM_METADATA is set by the service.",
    fires: &[subscriber!("DATA", r#"{"source": ["aws.s3"]}"#)],
    silent: &[
        subscriber!("SYSTEM_METADATA", r#"{"aws:Source": ["aws.s3"]}"#),
        subscriber!("DATA", r#"{"source": ["shop"]}"#),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    filter_rule(FaultKind::Forgeable, subject, out);
}
