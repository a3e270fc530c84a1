//! The value stands under the key `"a.b"`, which is the same path as `a`, `b`.

use super::{Check, Found, Look};
use crate::json::NodeId;

pub(super) const CHECK: Check = Check {
    code: "key-with-dots",
    about: "the path is reached through a key with dots in it",
    look,
};

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    if !look.failed() {
        return None;
    }
    let document = look.context.event.document();
    // The key with dots on the way to a value.
    let dotted = |mut at: NodeId| {
        while at != 0 {
            if let Some(key) = document.key(at).filter(|key| key.contains('.')) {
                return Some((at, key.into_owned()));
            }
            at = document.parent(at);
        }
        None
    };
    let leaves = look.trace.leaves.iter().take(super::MOST_LEAVES);
    let (node, key) = leaves.map(|leaf| look.node(*leaf)).find_map(dotted)?;
    // Where the pattern has the same key, it was meant.
    if look.context.pattern.text().contains(&super::quoted(&key)) {
        return None;
    }
    Some(
        Found::new(format!(
            "the event has this value under the key `{key}`: keys are joined with dots before \
             they are compared, so that is the same path"
        ))
        .node(node),
    )
}
