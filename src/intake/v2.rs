//! Events of a custom event bus with their metadata: `{Data, Metadata, SystemMetadata}`.

use super::Form;
use super::error::Kind;
use super::trail::Trail;
use super::walk::Walk;
use crate::json::{Document, NodeId, NodeKind};

const PARTS: [&str; 3] = ["Data", "Metadata", "SystemMetadata"];

/// An object of these parts alone, of which `Data` must be there and one of the others.
pub(super) fn fits(document: &Document<'_>, id: NodeId) -> bool {
    let mut count = 0_usize;
    let all = document.children(id).all(|child| {
        count += 1;
        let key = document.key(child);
        key.is_some_and(|key| PARTS.contains(&&*key))
    });
    document.node(id).kind == NodeKind::Object
        && all
        && count > 1
        && document.member(id, "Data").is_some()
}

pub(super) fn read(walk: &mut Walk<'_>, document: &Document<'_>, id: NodeId, trail: &Trail<'_>) {
    let trail = trail.form(Form::V2);
    let Some(data) = document.member(id, "Data") else {
        return;
    };
    if document.node(data).kind == NodeKind::String {
        let kind = Kind::Member {
            form: Form::V2,
            path: "Data".to_owned(),
            wrong: "is text, which no filter on the data can look into".to_owned(),
        };
        return walk.problem(kind, document.node(data).span, &trail);
    }
    walk.value(document, data, &trail.step("Data"));
}
