//! From what an event must have to the event.

use super::cover::{Slot, Slots};
use super::set::Value;
use super::space::Space;
use super::tree::{Change, Tree, scalar};
use crate::event::Event;
use crate::pattern::value::Scalar;

/// The fields of the envelope in their usual order, with what stands in for them where it does not
/// matter. None is a value that a real event would have by accident.
const ENVELOPE: [(&str, &str); 7] = [
    ("version", r#""0""#),
    ("id", r#""00000000-0000-0000-0000-000000000000""#),
    ("detail-type", r#""Example""#),
    ("source", r#""com.example""#),
    ("account", r#""123456789012""#),
    ("time", r#""1970-01-01T00:00:00Z""#),
    ("region", r#""us-east-1""#),
];

/// The smallest event that has it; with the envelope around it, as far as that says nothing else.
pub(super) fn event(space: &Space, slots: &Slots, envelope: bool) -> Tree {
    let mut tree = Tree::empty();
    let mut left: Vec<_> = slots
        .iter()
        .map(|(path, slot)| (space.path(*path), slot))
        .collect();
    if envelope {
        for (field, placeholder) in ENVELOPE {
            let at = left.iter().position(|(path, _)| *path == field);
            let slot = at.map(|at| left.remove(at).1);
            let given = slot.is_some_and(|slot| !slot.leaves.is_empty());
            if let Some(slot) = slot.filter(|_| given) {
                tree.insert(field, &slot.leaves);
            } else if !has_below(&left, field)
                && slot.is_none_or(|slot| stays(space, slot, placeholder))
            {
                tree.insert(field, &[Value::of(&scalar(placeholder))]);
            }
        }
    }
    for (path, slot) in left {
        if !slot.leaves.is_empty() {
            tree.insert(path, &slot.leaves);
        }
    }
    tree
}

/// Whether some leaf goes below this field.
fn has_below(slots: &[(&str, &Slot)], field: &str) -> bool {
    slots.iter().any(|(path, slot)| {
        !slot.leaves.is_empty() && path.strip_prefix(field).is_some_and(|p| p.starts_with('.'))
    })
}

/// Whether one leaf more keeps what the slot is for.
fn stays(space: &Space, slot: &Slot, leaf: &str) -> bool {
    fits(space, slot, &[scalar(leaf)])
}

/// Whether an event with these leaves at the path has what it must have there.
pub(super) fn fits(space: &Space, slot: &Slot, leaves: &[Scalar<'_>]) -> bool {
    let accepted = |set, leaves: &[Scalar<'_>]| {
        let set = space.set(set);
        leaves.iter().any(|leaf| set.accepts(leaf)) || (leaves.is_empty() && set.absent)
    };
    let avoided = |set: &super::space::SetId| {
        let set = space.set(*set);
        !leaves.iter().any(|leaf| set.accepts(leaf))
    };
    slot.musts.iter().all(|set| accepted(*set, leaves))
        && slot.avoid.iter().all(avoided)
        && !(slot.present && leaves.is_empty())
}

/// The event `base` changed so that it has it, and how many of its leaves were changed for that;
/// `None` where that was not possible by changing leaves one by one.
pub(super) fn edited(space: &Space, slots: &Slots, base: &Event<'_>) -> Option<(Tree, usize)> {
    let mut tree = Tree::of(base.document(), 0);
    let mut edits = 0;
    for (path, slot) in slots {
        let path = space.path(*path);
        if !fits_tree(space, slot, path, &mut tree) {
            edits += edit(space, slot, path, &mut tree);
        }
    }
    let all = slots
        .iter()
        .all(|(path, slot)| fits_tree(space, slot, space.path(*path), &mut tree));
    all.then_some((tree, edits))
}

fn fits_tree(space: &Space, slot: &Slot, path: &str, tree: &mut Tree) -> bool {
    let texts = texts(path, tree);
    let leaves: Vec<_> = texts.iter().map(|text| scalar(text)).collect();
    fits(space, slot, &leaves)
}

fn texts(path: &str, tree: &mut Tree) -> Vec<String> {
    let mut texts = Vec::new();
    tree.change(path, &mut |text| {
        texts.push(text.to_owned());
        Change::Keep
    });
    texts
}

fn edit(space: &Space, slot: &Slot, path: &str, tree: &mut Tree) -> usize {
    let mut edits = 0;
    let Some(first) = slot.leaves.first() else {
        tree.change(path, &mut |_| {
            edits += 1;
            Change::Remove
        });
        return edits;
    };
    let refused = |text: &str| {
        let leaf = scalar(text);
        slot.avoid.iter().any(|set| space.set(*set).accepts(&leaf))
    };
    tree.change(path, &mut |text| {
        if refused(text) {
            edits += 1;
            Change::Replace(first.json())
        } else {
            Change::Keep
        }
    });
    if fits_tree(space, slot, path, tree) {
        return edits;
    }
    let mut rest = slot.leaves.iter();
    tree.change(path, &mut |_| match rest.next() {
        Some(leaf) => {
            edits += 1;
            Change::Replace(leaf.json())
        }
        None => Change::Keep,
    });
    let rest: Vec<_> = rest.cloned().collect();
    if !rest.is_empty() {
        edits += rest.len();
        tree.insert(path, &rest);
    }
    edits
}
