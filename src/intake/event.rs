//! One event.

use super::trail::Trail;
use super::walk::Walk;
use crate::json::{Document, NodeId};

/// Whether an object has what only events have on their outside.
pub(super) fn has_envelope(document: &Document<'_>, id: NodeId) -> bool {
    document.children(id).any(|child| {
        matches!(
            document.key(child).as_deref(),
            Some("detail-type" | "detail" | "source")
        )
    })
}

pub(super) fn read(walk: &mut Walk<'_>, document: &Document<'_>, id: NodeId, trail: &Trail<'_>) {
    let likely = has_envelope(document, id);
    walk.event(document.text(), document.node(id).span, likely, trail);
}
