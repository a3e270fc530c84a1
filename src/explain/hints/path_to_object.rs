//! `{"detail": {"containers": ["run-test"]}}`, where containers is an array of objects.

use super::{Check, Found, Look};
use crate::json::{NodeId, NodeKind};
use crate::pattern::value::MatcherKind;

pub(super) const CHECK: Check = Check {
    code: "path-to-object",
    about: "the path leads to an object or an array of objects, not to a value",
    look,
};

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    let exists = look.has(|kind| matches!(kind, MatcherKind::Exists(_)));
    if !look.failed() || exists.is_some() {
        return None;
    }
    let node = look.container()?;
    let below = below(look, node)?;
    let what = match look.context.event.document().node(node).kind {
        NodeKind::Array => "an array of objects",
        _ => "an object",
    };
    Some(
        Found::new(format!(
            "the path ends at {what}, and conditions look only at values"
        ))
        .instead(format!("a path that goes on to a value, such as `{below}`"))
        .node(node),
    )
}

/// The path of a value below a container: one that would be accepted, if there is one.
pub(super) fn below(look: &Look<'_, '_, '_>, container: NodeId) -> Option<String> {
    let event = look.context.event;
    let document = event.document();
    let below: Vec<_> = event
        .leaves_in(container)
        .take(super::MOST_LEAVES)
        .collect();
    let accepted = below.iter().find(|leaf| {
        let value = event.value(**leaf);
        let mut matchers = look.condition.matchers.iter();
        matchers.any(|matcher| matcher.kind.accepts(&value))
    });
    let leaf = *accepted.or_else(|| below.first())?;
    let mut keys = Vec::new();
    let mut at = event.leaf(leaf).node;
    while at != 0 {
        keys.extend(document.key(at));
        at = document.parent(at);
    }
    keys.reverse();
    Some(keys.join("."))
}
