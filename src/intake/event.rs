//! One event.

use super::trail::Trail;
use super::walk::Walk;
use crate::json::{Document, NodeId, NodeKind};
use std::fmt;

/// Something that people take for an event of a bus and that is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Foreign {
    /// What S3 tells queues, topics and functions: `Records` with `s3`.
    S3Notification,
    /// A CloudEvent.
    CloudEvent,
    /// A dead-letter record of a subscriber, which has no event in it.
    SubscriberDeadLetter,
}

impl Foreign {
    /// What to do about it.
    pub fn advice(self) -> &'static str {
        match self {
            Self::S3Notification => {
                "on a bus the event of an object has `detail.bucket.name` and `detail.object.key`; \
                 turn on EventBridge for the bucket to get it"
            }
            Self::CloudEvent => {
                "on a bus it is what `detail` holds, or what a transformer made; a pattern for it \
                 as it is names `type` and `data`"
            }
            Self::SubscriberDeadLetter => "it names events by their ids alone",
        }
    }

    fn of(document: &Document<'_>, id: NodeId) -> Option<Self> {
        let has = |name| document.member(id, name).is_some();
        if has("specversion") && has("type") {
            return Some(Self::CloudEvent);
        }
        if has("subscriberArn") && has("failedMessages") {
            return Some(Self::SubscriberDeadLetter);
        }
        let records = document.member(id, "Records")?;
        let is_s3 = document.children(records).next().is_some_and(|record| {
            let s3 = document.member(record, "s3");
            s3.is_some_and(|s3| document.node(s3).kind == NodeKind::Object)
        });
        is_s3.then_some(Self::S3Notification)
    }
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::S3Notification => "an S3 notification",
            Self::CloudEvent => "a CloudEvent",
            Self::SubscriberDeadLetter => "a dead-letter record of a subscriber",
        })
    }
}

/// Whether an object has what only events have on their outside.
pub(super) fn has_envelope(document: &Document<'_>, id: NodeId) -> bool {
    document.children(id).any(|child| {
        matches!(
            document.key(child).as_deref(),
            Some("detail-type" | "detail" | "source")
        )
    })
}

/// Whether it has enough of it that it can be nothing else.
pub(super) fn is_surely_one(document: &Document<'_>, id: NodeId) -> bool {
    let has = |name| document.member(id, name).is_some();
    has("detail-type") || has("source") && has("detail")
}

pub(super) fn read(walk: &mut Walk<'_>, document: &Document<'_>, id: NodeId, trail: &Trail<'_>) {
    let likely = has_envelope(document, id);
    let foreign = match has_envelope(document, id) && is_surely_one(document, id) {
        true => None,
        false => Foreign::of(document, id),
    };
    walk.event(
        document.text(),
        document.node(id).span,
        likely,
        foreign,
        trail,
    );
}
