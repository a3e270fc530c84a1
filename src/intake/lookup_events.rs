//! What `aws cloudtrail lookup-events` prints: records of CloudTrail as text.

use super::Form;
use super::trail::Trail;
use super::walk::{Walk, list, string_member};
use crate::json::{Document, NodeId};

const RECORD: &str = "CloudTrailEvent";

pub(super) fn fits(document: &Document<'_>, id: NodeId) -> bool {
    string_member(document, id, RECORD).is_some()
        || list(document, id, "Events").is_some_and(|events| {
            let mut events = document.children(events);
            events.any(|event| string_member(document, event, RECORD).is_some())
        })
}

pub(super) fn read(walk: &mut Walk<'_>, document: &Document<'_>, id: NodeId, trail: &Trail<'_>) {
    let form = Form::LookupEvents;
    let trail = trail.form(form);
    let Some(events) = list(document, id, "Events") else {
        return walk.unwrap(document, id, RECORD, "", form, &trail);
    };
    for (index, event) in document.children(events).enumerate() {
        let path = format!("Events[{index}]");
        walk.unwrap(document, event, RECORD, &path, form, &trail);
    }
}
