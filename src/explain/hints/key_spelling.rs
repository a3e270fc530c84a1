//! `exitcode` for `exitCode`, `detailType` for `detail-type`, `details` for `detail`.

use super::{Check, Found, Look};
use crate::json::{NodeId, NodeKind};
use crate::spelling::{self, plain};

pub(super) const CHECK: Check = Check {
    code: "key-spelling",
    about: "a key of the path is spelled differently in the event",
    look,
};

/// A key that the event has instead.
pub(super) struct Spelled {
    node: NodeId,
    wanted: String,
    there: String,
}

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    let Spelled {
        node,
        wanted,
        there,
    } = spelled(look)?;
    let mut message = format!("the event has no `{wanted}` here, but it has `{there}`");
    if look.trace.holds() {
        message.push_str("; the condition holds only because of that");
    }
    Some(Found::new(message).instead(format!("`{there}`")).node(node))
}

/// The key at which the path goes wrong, where the event has one that is nearly the same.
pub(super) fn spelled(look: &Look<'_, '_, '_>) -> Option<Spelled> {
    if look.replaced || !look.trace.leaves.is_empty() || look.container().is_some() {
        return None;
    }
    let event = look.context.event;
    let document = event.document();
    look.walk.stuck.iter().find_map(|(object, rest)| {
        if document.node(*object).kind != NodeKind::Object {
            return None;
        }
        let wanted = rest.split('.').next().unwrap_or(rest);
        let behind = rest.strip_prefix(wanted).unwrap_or_default();
        let before = look.condition.path.strip_suffix(rest).unwrap_or_default();
        let candidates = document.children(*object).filter_map(|node| {
            let there = document.key(node)?;
            let distance = distance(wanted, &there)?;
            // A key that is merely similar must lead to values as the path does.
            let leads = || event.leaves_at(&format!("{before}{there}{behind}")).next();
            (distance == 0 || leads().is_some()).then(|| (distance, node, there.into_owned()))
        });
        let (_, node, there) = candidates.min_by_key(|(distance, ..)| *distance)?;
        Some(Spelled {
            node,
            wanted: wanted.to_owned(),
            there,
        })
    })
}

/// How far two keys are apart, if not too far: case, dashes and underscores do not count.
fn distance(wanted: &str, there: &str) -> Option<usize> {
    if wanted == there {
        return None;
    }
    let (wanted, there) = (plain(wanted), plain(there));
    if wanted == there {
        return Some(0);
    }
    // One letter in four of the longer may differ, two at most.
    let most = (wanted.chars().count().max(there.chars().count()) / 4).min(2);
    let distance = spelling::distance(&wanted, &there);
    (distance <= most).then_some(distance)
}
