//! `detail.exitCode` for `detail.containers.exitCode`.

use super::{Check, Found, Look, key_spelling};
use crate::json::{NodeId, NodeKind};

pub(super) const CHECK: Check = Check {
    code: "key-level",
    about: "the key is at another level of the event",
    look,
};

/// How many values with the key are looked at.
const MOST: usize = 1_024;
/// How many values of one path are tried.
const MOST_VALUES: usize = 64;

/// The members of an event of a bus.
const ENVELOPE: [&str; 9] = [
    "version",
    "id",
    "detail-type",
    "source",
    "account",
    "time",
    "region",
    "resources",
    "detail",
];
/// The members of what events are delivered in, logged in, or listed in.
const CONTAINERS: [&str; 12] = [
    "Records",
    "records",
    "Messages",
    "messages",
    "Message",
    "Events",
    "events",
    "Entries",
    "logEvents",
    "results",
    "requestPayload",
    "awslogs",
];

/// The first key of a path.
fn first(path: &str) -> &str {
    path.split('.').next().unwrap_or(path)
}

/// The same key at another place.
pub(super) struct Elsewhere {
    node: NodeId,
    path: String,
}

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    let Elsewhere { node, path } = elsewhere(look)?;
    Some(
        Found::new(format!(
            "the event has `{}` at `{path}`, not at `{}`",
            look.key(),
            look.condition.path
        ))
        .instead(format!("`{path}`"))
        .node(node),
    )
}

pub(super) fn elsewhere(look: &Look<'_, '_, '_>) -> Option<Elsewhere> {
    let nothing = look.trace.leaves.is_empty() && look.container().is_none();
    if !look.failed() || !nothing || key_spelling::spelled(look).is_some() {
        return None;
    }
    let event = look.context.event;
    let document = event.document();
    let key = look.key();
    let mut paths: Vec<(String, NodeId)> = Vec::new();
    let with_key = (0_u32..)
        .zip(document.nodes())
        .filter(|(id, node)| {
            !matches!(node.kind, NodeKind::Object) && document.key(*id).as_deref() == Some(&*key)
        })
        .take(MOST);
    for (id, _) in with_key {
        let path = path_of(look, id);
        if !paths.iter().any(|(known, _)| *known == path) {
            paths.push((path, id));
        }
    }
    let wanted = first(&look.condition.path);
    paths.retain(|(path, _)| {
        let found = first(path);
        let is_inside = ENVELOPE.contains(&wanted) && !ENVELOPE.contains(&found);
        // The event is in there: what holds it is no part of a pattern.
        let is_container = CONTAINERS.contains(&found) && wanted != found;
        !is_inside && !is_container && event.leaves_at(path).next().is_some()
    });
    let accepted = paths.iter().find(|(path, _)| {
        let mut leaves = event.leaves_at(path).take(MOST_VALUES);
        leaves.any(|leaf| {
            let value = event.value(leaf);
            let mut matchers = look.condition.matchers.iter();
            matchers.any(|matcher| matcher.kind.accepts(&value))
        })
    });
    let (path, node) = match (accepted, paths.as_slice()) {
        (Some(found), _) | (None, [found]) => found.clone(),
        _ => return None,
    };
    Some(Elsewhere { node, path })
}

fn path_of(look: &Look<'_, '_, '_>, id: NodeId) -> String {
    let document = look.context.event.document();
    let mut keys = Vec::new();
    let mut at = id;
    while at != 0 {
        keys.extend(document.key(at));
        at = document.parent(at);
    }
    keys.reverse();
    keys.join(".")
}
