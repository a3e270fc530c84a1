//! `{"exists": true}` on an object or an array of objects.

use super::{Check, Found, Look};
use crate::pattern::value::MatcherKind;

pub(super) const CHECK: Check = Check {
    code: "exists-on-container",
    about: "`exists` looks only at values, and this is an object or array",
    look,
};

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    let node = look.container()?;
    let matcher = look.has(|kind| matches!(kind, MatcherKind::Exists(_)))?;
    let MatcherKind::Exists(wanted) = matcher.kind else {
        return None;
    };
    // A false one holds here although the key is there; a true one fails.
    if look.replaced || wanted == look.trace.holds() {
        return None;
    }
    let document = look.context.event.document();
    let kind = document.node(node).kind.name();
    let empty = document.end(node) == node + 1;
    let mut found = Found::new(if wanted {
        format!("`exists` looks only at values, and {kind} is there")
    } else {
        format!(
            "the key is there, with {kind}: `exists` looks only at values, so this one holds all \
             the same"
        )
    });
    if !empty && let Some(below) = super::path_to_object::below(look, node) {
        found = found.instead(format!("a path that goes on to a value, such as `{below}`"));
    }
    Some(found.node(node).span(matcher.span))
}
