//! A field that the service adds itself, and refuses.

use super::filter_rule;
use crate::filter::FaultKind;
use crate::lint::{Check, Out, Rule, Severity, Subject};

pub(super) static RULE: Rule = Rule {
    code: "reserved-field",
    severity: Severity::Error,
    about: "a field that the service adds itself, and refuses",
    why: "To the pattern of a V2 event source for an AWS service the service adds `source`, \
          `account` and `region`, and refuses a pattern that has them.",
    fires: &[source!(
        "AwsServiceEventsConfiguration",
        r#"{"source": ["aws.s3"], "detail-type": ["Object Created"]}"#
    )],
    silent: &[
        source!(
            "AwsServiceEventsConfiguration",
            r#"{"detail-type": ["Object Created"]}"#
        ),
        source!(
            "PartnerEventsConfiguration",
            r#"{"source": ["aws.partner/example.com/1"]}"#
        ),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    filter_rule(FaultKind::Reserved, subject, out);
}
