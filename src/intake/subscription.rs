//! What a subscription of a log group hands to a function: `awslogs.data`, Base64 of gzip.

use super::Form;
use super::trail::Trail;
use super::walk::{Walk, object_member, string_member};
use crate::json::{Document, NodeId};

pub(super) fn fits(document: &Document<'_>, id: NodeId) -> bool {
    object_member(document, id, "awslogs")
        .is_some_and(|logs| string_member(document, logs, "data").is_some())
}

pub(super) fn read(walk: &mut Walk<'_>, document: &Document<'_>, id: NodeId, trail: &Trail<'_>) {
    let form = Form::Subscription;
    let trail = trail.form(form);
    if let Some(logs) = object_member(document, id, "awslogs") {
        walk.decode(document, logs, "data", "awslogs", form, &trail);
    }
}
