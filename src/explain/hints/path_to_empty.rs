//! A condition on `[]` or `{}`, where there is nothing to look at.

use super::{Check, Found, Look, plain};
use crate::json::NodeId;
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
    if &*look.condition.path == "resources" {
        return Some(of_resources(look, node));
    }
    let kind = look.context.event.document().node(node).kind.name();
    Some(
        Found::new(format!(
            "{kind} without values is there, which counts as no value at all: only \
             `{{\"exists\": false}}` holds"
        ))
        .instead("{\"exists\": false}, if the lack of values is what you ask for")
        .node(node),
    )
}

/// Many events have no resources: what was meant stands in `detail`, if anywhere.
fn of_resources(look: &Look<'_, '_, '_>, node: NodeId) -> Found {
    let found =
        Found::new("this event names no resources, so no condition on them matches").node(node);
    let document = look.context.event.document();
    let wanted = look
        .condition
        .matchers
        .iter()
        .find_map(|matcher| plain(&matcher.kind));
    let field = document.member(0, "detail").and_then(|detail| {
        let name = wanted?.rsplit([':', '/']).next()?;
        let is_name = |id: &NodeId| document.string(*id).as_deref() == Some(name);
        let found = document.children(detail).find(is_name)?;
        Some(format!(
            "\"detail\": {{\"{}\": [{}]}}",
            document.key(found)?,
            document.raw(found)
        ))
    });
    found.instead(match field {
        Some(field) => format!("{field}, without `resources`"),
        None => "a condition on a field of `detail` that names what is meant".to_owned(),
    })
}
