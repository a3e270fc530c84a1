//! `detail` is a string that holds JSON, not an object.

use super::{Check, Found, Look};
use crate::json::{Document, NodeKind};

pub(super) const CHECK: Check = Check {
    code: "json-in-string",
    about: "the path leads into a string that holds JSON text",
    look,
};

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    if look.replaced || !look.trace.leaves.is_empty() || look.container().is_some() {
        return None;
    }
    let document = look.context.event.document();
    let (node, rest) = look.walk.stuck.iter().find(|(node, _)| {
        document.string(*node).is_some_and(|text| {
            Document::parse(text).is_ok_and(|inner| inner.node(0).kind == NodeKind::Object)
        })
    })?;
    let place = look.context.locator.node(*node);
    Some(
        Found::new(format!(
            "`{}` is a string that holds JSON text, and a pattern cannot look into a string for \
             `{rest}`",
            place.path
        ))
        .instead("an object at the source, or a wildcard on the text")
        .node(*node),
    )
}
