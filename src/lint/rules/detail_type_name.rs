//! A detail-type that is nearly one of its source, but not quite.

use crate::lint::subject::plain;
use crate::lint::{Check, Draft, Example, Out, Rule, Safety, Severity, Subject};
use crate::pattern::Condition;
use crate::spelling;
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    code: "detail-type-name",
    severity: Severity::Warning,
    about: "a detail-type that is nearly one of its source, but not quite",
    why: "Values are compared to the letter. Where the catalogue or a fixture knows the \
          detail-types of the source, one that differs from them in letter case or in a letter or \
          two is a slip.",
    fires: &[
        Example::Pattern(r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State change"]}"##),
        Example::Pattern(r##"{"source": ["aws.s3"], "detail-type": ["s3:ObjectCreated:*"]}"##),
        Example::Pattern(
            r##"{"source": ["aws.ec2"], "detail-type": ["EC2 Instance State Change Notification"]}"##,
        ),
    ],
    silent: &[
        Example::Pattern(r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"]}"##),
        Example::Pattern(
            r##"{"source": ["aws.ecs"], "detail-type": ["AWS API Call via CloudTrail"]}"##,
        ),
        Example::Pattern(r##"{"source": ["my.app"], "detail-type": ["ecs task state change"]}"##),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    if &*condition.path != "detail-type" || !subject.has_envelope() {
        return;
    }
    let Some(pattern) = subject.settled.pattern() else {
        return;
    };
    let known: BTreeSet<&str> = subject
        .live(pattern)
        .into_iter()
        .filter(|condition| &*condition.path == "source")
        .flat_map(|condition| &condition.matchers)
        .filter_map(|matcher| plain(&matcher.kind))
        .flat_map(|source| subject.evidence.detail_types(source))
        .collect();
    for matcher in subject.matchers(condition) {
        let Some(value) = plain(&matcher.kind).filter(|value| !known.contains(value)) else {
            continue;
        };
        if let Some((name, which)) = of_s3_notification(value) {
            let message = format!("{value:?} is a name of S3's notifications, not a detail-type");
            let help = match which {
                Some(reason) => format!(
                    "events on a bus are called {name:?}; what caused them stands at detail.reason: [{reason:?}]"
                ),
                None => format!("events on a bus are called {name:?}"),
            };
            let draft = Draft::at(matcher.span, message).path("detail-type");
            out.add(draft.help(help));
            continue;
        }
        let most = |name: &str| if name.len() > 12 { 2 } else { 1 };
        if let Some(name) = spelling::nearest(value, known.iter().copied(), flat, most) {
            let message = format!("the source has no detail-type {value:?}");
            let draft = Draft::at(matcher.span, message).path("detail-type");
            let draft = draft.help(format!("it is called {name:?}"));
            out.add(draft.idea(matcher.span, format!("{name:?}"), Safety::Unsafe));
        }
    }
}

fn flat(name: &str) -> String {
    name.to_lowercase().replace('-', " ")
}

/// The detail-type of events for which S3's own notifications have this name, and their reason.
pub(super) fn of_s3_notification(name: &str) -> Option<(&'static str, Option<&'static str>)> {
    let name = name.strip_prefix("s3:").unwrap_or(name);
    let (family, cause) = name.split_once(':').unwrap_or((name, ""));
    let reason = match cause {
        "Put" => Some("PutObject"),
        "Post" => Some("POST Object"),
        "Copy" => Some("CopyObject"),
        "CompleteMultipartUpload" => Some("CompleteMultipartUpload"),
        "Delete" => Some("DeleteObject"),
        _ => None,
    };
    let detail_type = match (family, cause) {
        ("ObjectCreated", _) => "Object Created",
        ("ObjectRemoved", _) => "Object Deleted",
        ("LifecycleExpiration", _) => "Object Deleted",
        ("ObjectRestore", "Completed") => "Object Restore Completed",
        ("ObjectRestore", "Delete") => "Object Restore Expired",
        ("ObjectRestore", _) => "Object Restore Initiated",
        ("ObjectTagging", "Delete") => "Object Tags Deleted",
        ("ObjectTagging", _) => "Object Tags Added",
        ("ObjectAcl", _) => "Object ACL Updated",
        ("LifecycleTransition", _) => "Object Storage Class Changed",
        ("IntelligentTiering", _) => "Object Access Tier Changed",
        _ => return None,
    };
    Some((
        detail_type,
        reason.filter(|_| family != "ObjectRestore" && family != "ObjectTagging"),
    ))
}
