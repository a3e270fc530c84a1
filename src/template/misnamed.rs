//! A pattern under a name that is nearly the one that the deployment reads.

use super::Misplaced;
use super::tree::{Id, Member, Tree};
use crate::spelling::plain;

/// What a pattern is called where another name belongs, and the member with that name.
pub(super) fn find<'t>(tree: &'t Tree, holder: Id, right: &str) -> Option<(&'t str, Member)> {
    tree.members(holder).into_iter().find_map(|member| {
        let name = tree.str(member.key)?;
        let is_near = name != right && matches!(&*plain(name), "pattern" | "eventpattern");
        is_near.then_some((name, member))
    })
}

/// What there is to say about it.
pub(super) fn told(tree: &Tree, member: &Member, id: &str, who: &str, right: &str) -> Misplaced {
    let name = tree.str(member.key).unwrap_or_default();
    Misplaced {
        id: id.to_owned(),
        place: tree.place(member.key),
        message: format!("{who} does not know `{name}` here"),
        help: format!("the property is called `{right}`"),
    }
}
