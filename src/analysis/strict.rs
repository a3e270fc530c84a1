//! Comparing in strict mode, where conditions on an array must hold in the same element.
//!
//! In an event in which no array has more than one object in it, all leaves go together and the two
//! modes are the same. So whatever tells two patterns apart in flattened mode does so in strict mode
//! as well, and only where flattened finds nothing there is more to ask.
//!
//! That one pattern implies another is shown by the same search as in flattened mode, over what a
//! strict match has *chosen*: for each path of an alternative a leaf in its set, or the absence of
//! any leaf that goes together with the others chosen. Leaves that go together still do when some
//! are left out, so an alternative of the other pattern whose conditions are met by leaves among
//! the chosen ones holds. Its absences need more care, because they are judged beside what *it*
//! has chosen: a leaf that does not go together with all the chosen may go together with fewer. Two
//! leaves can only be apart where they lie below one array, and then their paths begin with the same
//! key. So an absence carries over where the other alternative has a condition for each chosen path
//! that begins with the same key, and otherwise it is not counted on.
//!
//! Paths that only the other pattern asks about can be added to what is chosen: where a leaf there
//! goes together with all chosen so far it is chosen, too, else its path counts as absent; neither
//! undoes an earlier choice. It helps with some alternatives and makes absences harder for others,
//! so both ways are tried: with no such path and with all of them.
//!
//! Where that shows nothing, events with several elements are tried. If none of them tells the
//! patterns apart either, the answer is unknown.

use super::cover::{Clauses, Condition, Escape, Slots, escape};
use super::set::Spend;
use super::set::Value;
use super::space::{Cube, PathId, SetId, Space};
use super::tree::Tree;
use std::collections::BTreeSet;

/// What is known of one alternative that is covered in flattened mode.
pub(super) enum Covered {
    Yes,
    /// Not shown; events that have this, spread over elements, may tell the patterns apart.
    Perhaps(Vec<Slots>),
}

/// Whether `cubes` cover a cube in strict mode.
pub(super) fn covered(
    space: &mut Space,
    cube: &Cube,
    cubes: &[Cube],
    spend: &mut Spend,
) -> Covered {
    let own: BTreeSet<_> = cube.iter().map(|(path, _)| *path).collect();
    let mut all = own.clone();
    all.extend(cubes.iter().flatten().map(|(path, _)| *path));
    let mut candidates = Vec::new();
    for chosen in [own, all] {
        let clauses = clauses(space, &chosen, cubes, spend);
        match escape(space, cube, &clauses, spend) {
            Escape::Covered => return Covered::Yes,
            Escape::Found(slots) => candidates.push(slots),
            Escape::TooManyStates(_) | Escape::TooManySteps => {}
        }
    }
    Covered::Perhaps(candidates)
}

/// The alternatives that can be counted on where leaves at these paths are chosen.
fn clauses(
    space: &mut Space,
    chosen: &BTreeSet<PathId>,
    cubes: &[Cube],
    spend: &mut Spend,
) -> Clauses {
    let mut clauses = Vec::new();
    for cube in cubes {
        // A condition that everything meets can be met last.
        let conditions: Vec<_> = cube
            .iter()
            .copied()
            .filter(|(path, set)| chosen.contains(path) || !everything(space, *set, spend))
            .collect();
        if conditions.iter().any(|(path, _)| !chosen.contains(path)) {
            continue;
        }
        let asked: BTreeSet<_> = conditions.iter().map(|(path, _)| *path).collect();
        let clause: Vec<_> = conditions
            .iter()
            .map(|(path, set)| Condition {
                path: *path,
                set: *set,
                absence_counts: family(space, *path, chosen).is_subset(&asked),
            })
            .collect();
        clauses.push(clause);
    }
    Clauses::new(clauses.into_iter().map(Vec::into_iter))
}

fn everything(space: &mut Space, set: SetId, spend: &mut Spend) -> bool {
    space.set(set).absent && matches!(space.find(&[], &[set], spend), Ok(None))
}

/// Of these paths those that may lie below an array together with this one.
fn family(space: &Space, path: PathId, among: &BTreeSet<PathId>) -> BTreeSet<PathId> {
    let first = first_key(space.path(path));
    let same = |other: &&PathId| first_key(space.path(**other)) == first;
    among.iter().filter(same).copied().collect()
}

fn first_key(path: &str) -> &str {
    path.split_once('.').map_or(path, |(first, _)| first)
}

/// Whether two alternatives, of which one asks for no leaf where the other asks for one, exclude
/// each other in strict mode too: where no other path of the first may lie below an array with it.
pub(super) fn exclude(space: &Space, path: PathId, absent_in: &Cube) -> bool {
    let paths: BTreeSet<_> = absent_in.iter().map(|(path, _)| *path).collect();
    family(space, path, &paths).len() <= 1
}

/// Events in which what `first` has and what `second` has lie in two elements of an array, for
/// each place where that array can be.
pub(super) fn apart(space: &Space, first: &Slots, second: &Slots) -> Vec<Tree> {
    let paths = |slots: &Slots| -> Vec<(String, Vec<Value>)> {
        let list = slots.iter();
        list.map(|(path, slot)| (space.path(*path).to_owned(), slot.leaves.clone()))
            .collect()
    };
    let (first, second) = (paths(first), paths(second));
    let mut places: Vec<&str> = Vec::new();
    for (path, _) in first.iter().chain(&second) {
        let parent = path.rsplit_once('.').map(|(parent, _)| parent);
        for place in [parent, path.split_once('.').map(|(first, _)| first)] {
            places.extend(place.filter(|place| !places.contains(place)));
        }
    }
    places
        .into_iter()
        .map(|place| {
            let mut tree = Tree::empty();
            let mut elements = [Tree::empty(), Tree::empty()];
            for (element, slots) in elements.iter_mut().zip([&first, &second]) {
                for (path, leaves) in slots.iter().filter(|(_, leaves)| !leaves.is_empty()) {
                    let inside = path
                        .strip_prefix(place)
                        .and_then(|rest| rest.strip_prefix('.'));
                    match inside {
                        Some(rest) => element.insert(rest, leaves),
                        None => tree.insert(path, leaves),
                    }
                }
            }
            tree.insert_tree(place, Tree::Array(elements.into()));
            tree
        })
        .collect()
}

/// For an event that has `slots` the leaves that it lacks on purpose: put into another element they
/// undo an absence that was only judged beside what is chosen.
pub(super) fn decoys(space: &mut Space, slots: &Slots, spend: &mut Spend) -> Slots {
    let mut decoys = Slots::new();
    for (path, slot) in slots.iter().filter(|(_, slot)| slot.leaves.is_empty()) {
        let refused = space.find(&[], &slot.avoid, spend);
        let value = refused.ok().flatten();
        let mut decoy = slot.clone();
        decoy.leaves = vec![value.unwrap_or_else(|| Value::String("x".to_owned()))];
        decoys.insert(*path, decoy);
    }
    decoys
}
