//! A condition on `[]` or `{}`, where there is nothing to look at.

use super::{Check, Found, Look};
use crate::pattern::value::MatcherKind;

pub(super) const CHECK: Check = Check {
    code: "path-to-empty",
    about: "the path leads to an array or object without values",
    look,
};

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    let exists = look.has(|kind| matches!(kind, MatcherKind::Exists(_)));
    if !look.failed() || exists.is_some() {
        return None;
    }
    let node = look.container()?;
    if super::path_to_object::below(look, node).is_some() {
        return None;
    }
    let kind = look.context.event.document().node(node).kind.name();
    Some(
        Found::new(format!(
            "{kind} without values stands there, which counts as no value at all: only \
             `{{\"exists\": false}}` holds"
        ))
        .instead("{\"exists\": false}, if the lack of values is what you ask for")
        .node(node),
    )
}
