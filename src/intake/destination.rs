//! What a Lambda destination is told about an event: `requestPayload` with what went wrong, or not.

use super::Form;
use super::trail::Trail;
use super::walk::{Walk, object_member};
use crate::json::{Document, NodeId};

pub(super) fn fits(document: &Document<'_>, id: NodeId) -> bool {
    object_member(document, id, "requestContext").is_some()
        && document.member(id, "requestPayload").is_some()
}

pub(super) fn read(walk: &mut Walk<'_>, document: &Document<'_>, id: NodeId, trail: &Trail<'_>) {
    let trail = trail.form(Form::Destination);
    if let Some(payload) = document.member(id, "requestPayload") {
        walk.value(document, payload, &trail.step("requestPayload"));
    }
}
