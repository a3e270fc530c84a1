//! Events of the Custom Event Bus (V2): data, metadata and system metadata.

use super::{Drop, Seen, build, scope_member};
use crate::dialect::bus_v2::Scope;
use crate::json::{Document, NodeId, NodeKind};

/// An object with `Data` and nothing but the three parts.
pub(super) fn is_event(document: &Document<'_>, node: NodeId) -> bool {
    document.node(node).kind == NodeKind::Object
        && document.member(node, "Data").is_some()
        && document.children(node).all(|member| {
            let key = document.key(member).unwrap_or_default();
            Scope::ALL.iter().any(|scope| scope.member() == key)
        })
}

pub(super) fn seen(scope: Scope, record: &Document<'_>) -> Seen {
    let part = match is_event(record, 0) {
        true => scope_member(record, scope),
        // The bare payload is what a filter on the data sees.
        false if scope == Scope::Data => Some(0),
        false => return Seen::Unknown("the event is given without its metadata"),
    };
    let Some(part) = part else {
        // Events of PutEvents have no metadata: an empty object is seen, which nothing matches.
        let empty = build::Builder::object();
        return Seen::Document(empty.done());
    };
    if scope == Scope::Data {
        let content = record
            .member(0, Scope::SystemMetadata.member())
            .and_then(|id| record.member(id, "ContentType"))
            .and_then(|id| record.string(id));
        if content.as_deref() == Some("application/octet-stream") {
            return Seen::Dropped(Drop::NotJson);
        }
        if record.node(part).kind != NodeKind::Object {
            return Seen::Unknown(
                "AWS does not document how data that is not an object is filtered",
            );
        }
    }
    Seen::Document(build::part(record, part))
}
