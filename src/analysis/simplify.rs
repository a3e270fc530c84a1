//! A pattern that means the same and says less.
//!
//! Rewrites are tried one after the other, and each is kept only when the comparison proves that the
//! pattern still matches the same events. What cannot be proven stays as it was.

use super::compare::Asker;
use super::space::Space;
use super::tree::Tree;
use super::{Finding, Options, pointless_matchers};
use crate::json::Document;
use crate::pattern::Pattern;

/// A simplified pattern.
#[derive(Debug, Clone)]
pub struct Simplified {
    /// The pattern. Where nothing could be left out it is the one that was given.
    pub pattern: Pattern,
    /// What was changed, in order.
    pub changes: Vec<Change>,
}

/// Something that was simplified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Matchers that add nothing were left out.
    Matchers {
        /// The condition's path.
        path: String,
        /// The matchers, as JSON text.
        matchers: Vec<String>,
    },
    /// A condition was left out that the pattern does not need.
    Condition {
        /// Its path.
        path: String,
    },
    /// A branch of an `$or` was left out: others match all that it matches.
    Branch {
        /// The branch, as JSON text.
        branch: String,
    },
    /// Branches of an `$or` that differ in one condition only were made one.
    Merged {
        /// That condition's path, below the `$or`.
        path: String,
    },
    /// An `$or` with a single branch left became part of the object around it.
    Unwrapped,
}

/// Where a value stands in a pattern: which member or element, from the top.
type Place = Vec<usize>;

/// Leaves out of a pattern what it does not need, and merges branches of an `$or` into lists. The
/// outcome matches the same events in the mode of `options` and in flattened mode.
///
/// ```
/// use pattern_test::{Pattern, analysis::{Options, simplify}};
///
/// let pattern = Pattern::parse(r#"{"$or": [{"a": ["x", {"prefix": "x"}]}, {"a": ["y"]}]}"#)?;
/// let simpler = simplify(&pattern, &Options::default());
/// assert_eq!(simpler.pattern.text(), "{\n  \"a\": [{\"prefix\": \"x\"}, \"y\"]\n}");
/// assert_eq!(simpler.changes.len(), 3);
/// # Ok::<(), pattern_test::PatternError>(())
/// ```
pub fn simplify(pattern: &Pattern, options: &Options<'_>) -> Simplified {
    let unchanged = || Simplified {
        pattern: pattern.clone(),
        changes: Vec::new(),
    };
    let Ok(document) = Document::parse(pattern.text()) else {
        return unchanged();
    };
    let mut work = Work {
        original: pattern,
        options,
        tree: Tree::of(&document, 0),
        changes: Vec::new(),
    };
    loop {
        let before = work.changes.len();
        work.leave_out_matchers();
        while work.merge_branches() || work.leave_out_branch() || work.leave_out_condition() {}
        if work.changes.len() == before {
            break;
        }
    }
    if work.changes.is_empty() {
        return unchanged();
    }
    match Pattern::parse(&work.tree.pretty()) {
        Ok(simpler) => Simplified {
            pattern: simpler,
            changes: work.changes,
        },
        Err(_) => unchanged(),
    }
}

struct Work<'a> {
    original: &'a Pattern,
    options: &'a Options<'a>,
    tree: Tree,
    changes: Vec<Change>,
}

/// Which of two patterns is the more likely to match what the other does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Suspect {
    Original,
    /// What has fewer conditions matches more.
    Rewrite,
}

impl Work<'_> {
    /// Takes a rewritten tree where it is proven to mean the same. It is asked first for an event
    /// that only the `suspect` matches: most rewrites are refuted, and that is sooner done than half
    /// a proof.
    fn take(&mut self, tree: Tree, changes: Vec<Change>, suspect: Suspect) -> bool {
        if !self.means_the_same(&tree, suspect) {
            return false;
        }
        self.tree = tree;
        self.changes.extend(changes);
        true
    }

    fn means_the_same(&self, tree: &Tree, suspect: Suspect) -> bool {
        let Ok(pattern) = Pattern::parse(&tree.pretty()) else {
            return false;
        };
        let same = |mode| {
            let options = Options {
                mode,
                bases: &[],
                ..*self.options
            };
            let mut space = Space::default();
            let original = space.subject(self.original);
            let candidate = space.subject(&pattern);
            let mut asker = Asker::new(&mut space, &options);
            let (first, second) = match suspect {
                Suspect::Original => (&original, &candidate),
                Suspect::Rewrite => (&candidate, &original),
            };
            asker.difference(first, second) == Finding::Nothing
                && asker.difference(second, first) == Finding::Nothing
        };
        let strict = self.options.mode;
        same(crate::matching::Mode::Flattened)
            && (strict == crate::matching::Mode::Flattened || same(strict))
    }

    fn leave_out_matchers(&mut self) {
        for place in places(&self.tree, Stands::List) {
            let Some(Tree::Array(list)) = at(&self.tree, &place) else {
                continue;
            };
            // A list by itself is a pattern, whatever its path.
            let alone = Tree::Object(vec![("a".to_owned(), Tree::Array(list.clone()))]);
            let Ok(alone) = Pattern::parse(&alone.compact()) else {
                continue;
            };
            let Some(condition) = alone.conditions().first() else {
                continue;
            };
            let pointless = pointless_matchers(condition, self.options.budget).pointless;
            if pointless.is_empty() {
                continue;
            }
            let is_pointless = |index| pointless.iter().any(|found| found.matcher == index);
            let (gone, kept): (Vec<_>, Vec<_>) = list
                .iter()
                .cloned()
                .enumerate()
                .partition(|(index, _)| is_pointless(*index));
            let change = Change::Matchers {
                path: path(&self.tree, &place),
                matchers: gone.iter().map(|(_, matcher)| matcher.line()).collect(),
            };
            let mut tree = self.tree.clone();
            if let Some(slot) = at_mut(&mut tree, &place) {
                *slot = Tree::Array(kept.into_iter().map(|(_, matcher)| matcher).collect());
            }
            self.take(tree, vec![change], Suspect::Original);
        }
    }

    /// Makes one of two branches that differ in one list only, or unwraps a single one.
    fn merge_branches(&mut self) -> bool {
        for place in places(&self.tree, Stands::Or) {
            let Some(Tree::Array(branches)) = at(&self.tree, &place).cloned() else {
                continue;
            };
            for (later, branch) in branches.iter().enumerate() {
                for (earlier, other) in branches.iter().enumerate().take(later) {
                    let Some((merged, path)) = merged(other, branch) else {
                        continue;
                    };
                    let mut branches = branches.clone();
                    branches.remove(later);
                    if let Some(slot) = branches.get_mut(earlier) {
                        *slot = merged;
                    }
                    let mut changes = vec![Change::Merged { path }];
                    let tree = self.with_branches(&place, branches, &mut changes);
                    if self.take(tree, changes, Suspect::Original) {
                        return true;
                    }
                }
            }
        }
        false
    }

    fn leave_out_branch(&mut self) -> bool {
        for place in places(&self.tree, Stands::Or) {
            let Some(Tree::Array(branches)) = at(&self.tree, &place).cloned() else {
                continue;
            };
            for (index, branch) in branches.iter().enumerate().rev() {
                let mut left = branches.clone();
                left.remove(index);
                let branch = branch.line();
                let mut changes = vec![Change::Branch { branch }];
                let tree = self.with_branches(&place, left, &mut changes);
                if self.take(tree, changes, Suspect::Original) {
                    return true;
                }
            }
        }
        false
    }

    fn leave_out_condition(&mut self) -> bool {
        for place in places(&self.tree, Stands::List).into_iter().rev() {
            let change = Change::Condition {
                path: path(&self.tree, &place),
            };
            let mut tree = self.tree.clone();
            remove(&mut tree, &place);
            if self.take(tree, vec![change], Suspect::Rewrite) {
                return true;
            }
        }
        false
    }

    /// The tree with other branches at an `$or`; a single one becomes part of the object around.
    fn with_branches(&self, place: &Place, branches: Vec<Tree>, changes: &mut Vec<Change>) -> Tree {
        let mut tree = self.tree.clone();
        match (<[Tree; 1]>::try_from(branches), place.split_last()) {
            (Ok([Tree::Object(inner)]), Some((index, parent))) => {
                if let Some(Tree::Object(members)) = at_mut(&mut tree, parent) {
                    members.splice(*index..=*index, inner);
                    changes.push(Change::Unwrapped);
                }
            }
            (Err(branches), _) => {
                if let Some(slot) = at_mut(&mut tree, place) {
                    *slot = Tree::Array(branches);
                }
            }
            (Ok(_), _) => {}
        }
        tree
    }
}

/// Two branches as one, if they differ in the matchers of one condition only; with its path.
fn merged(one: &Tree, other: &Tree) -> Option<(Tree, String)> {
    let places_of_one = places(one, Stands::List);
    let mut differing = places_of_one.iter().filter(|p| at(one, p) != at(other, p));
    let place = differing.next()?;
    if differing.next().is_some() {
        return None;
    }
    let (Tree::Array(list), Tree::Array(more)) = (at(one, place)?, at(other, place)?) else {
        return None;
    };
    let mut both = list.clone();
    both.extend(
        more.iter()
            .filter(|matcher| !list.contains(matcher))
            .cloned(),
    );
    let mut merged = one.clone();
    *at_mut(&mut merged, place)? = Tree::Array(both.clone());
    let mut as_merged = other.clone();
    *at_mut(&mut as_merged, place)? = Tree::Array(both);
    // Nothing else differs, keys included.
    (merged == as_merged).then(|| (merged, path(one, place)))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// Lists of matchers.
    List,
    /// Lists of branches.
    Or,
}

/// The places of all lists of matchers, or of all `$or`, inner ones behind outer ones.
fn places(tree: &Tree, wanted: Stands) -> Vec<Place> {
    let mut found = Vec::new();
    let mut open = vec![(Place::new(), tree)];
    while let Some((place, tree)) = open.pop() {
        let Tree::Object(members) = tree else {
            continue;
        };
        for (index, (key, member)) in members.iter().enumerate() {
            let mut here = place.clone();
            here.push(index);
            match member {
                Tree::Array(branches) if key == "$or" => {
                    for (branch, inner) in branches.iter().enumerate() {
                        let mut inside = here.clone();
                        inside.push(branch);
                        open.push((inside, inner));
                    }
                    if wanted == Stands::Or {
                        found.push(here);
                    }
                }
                Tree::Array(_) if wanted == Stands::List => found.push(here),
                _ => open.push((here, member)),
            }
        }
    }
    found.sort();
    found
}

fn at<'t>(tree: &'t Tree, place: &[usize]) -> Option<&'t Tree> {
    place.iter().try_fold(tree, |tree, index| match tree {
        Tree::Object(members) => members.get(*index).map(|(_, member)| member),
        Tree::Array(elements) => elements.get(*index),
        Tree::Leaf(_) => None,
    })
}

fn at_mut<'t>(tree: &'t mut Tree, place: &[usize]) -> Option<&'t mut Tree> {
    place.iter().try_fold(tree, |tree, index| match tree {
        Tree::Object(members) => members.get_mut(*index).map(|(_, member)| member),
        Tree::Array(elements) => elements.get_mut(*index),
        Tree::Leaf(_) => None,
    })
}

/// Removes a member, and the objects around it that are empty then.
fn remove(tree: &mut Tree, place: &[usize]) {
    let mut place = place;
    while let Some((index, parent)) = place.split_last() {
        let Some(Tree::Object(members)) = at_mut(tree, parent) else {
            return;
        };
        members.remove(*index);
        if !members.is_empty() {
            return;
        }
        place = parent;
    }
}

/// The path of the condition at a place.
fn path(tree: &Tree, place: &[usize]) -> String {
    let mut keys = Vec::new();
    let mut at = tree;
    for index in place {
        match at {
            Tree::Object(members) => {
                let Some((key, member)) = members.get(*index) else {
                    break;
                };
                if key != "$or" {
                    keys.push(key.as_str());
                }
                at = member;
            }
            Tree::Array(elements) => {
                let Some(element) = elements.get(*index) else {
                    break;
                };
                at = element;
            }
            Tree::Leaf(_) => break,
        }
    }
    keys.join(".")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::Mode;

    fn simpler(text: &str) -> String {
        let pattern = Pattern::parse(text).unwrap();
        let options = Options {
            mode: Mode::Strict,
            ..Options::default()
        };
        let simplified = simplify(&pattern, &options);
        let document = Document::parse(simplified.pattern.text()).unwrap();
        Tree::of(&document, 0).compact()
    }

    #[test]
    fn what_is_not_needed_goes() {
        for (text, expected) in [
            (r#"{"a":["x","x"]}"#, r#"{"a":["x"]}"#),
            (
                r#"{"a":[1],"b":[{"exists":true},{"exists":false}]}"#,
                r#"{"a":[1]}"#,
            ),
            (
                r#"{"$or":[{"a":[1]},{"a":[2]},{"a":[3]}]}"#,
                r#"{"a":[1,2,3]}"#,
            ),
            (
                r#"{"b":[1],"$or":[{"a":[1]},{"a":[1,2]}]}"#,
                r#"{"b":[1],"a":[1,2]}"#,
            ),
            (
                r#"{"$or":[{"a":[1],"b":[1]},{"a":[1],"b":[2]},{"c":[1]}]}"#,
                r#"{"$or":[{"a":[1],"b":[1,2]},{"c":[1]}]}"#,
            ),
            (r#"{"$or":[{"a":[1]},{"a":[1],"b":[2]}]}"#, r#"{"a":[1]}"#),
            (
                r#"{"x":{"$or":[{"y":{"a":[1]}},{"y":{"a":["1"]}}]}}"#,
                r#"{"x":{"y":{"a":[1,"1"]}}}"#,
            ),
            // The second `a` replaces the first.
            (r#"{"a":[1],"b":[1],"a":[2]}"#, r#"{"b":[1],"a":[2]}"#),
        ] {
            assert_eq!(simpler(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_needed_stays() {
        for text in [
            r#"{"a":[1,"1"],"b":[{"exists":true}]}"#,
            r#"{"$or":[{"a":[1]},{"b":[1]}]}"#,
            r#"{"$or":[{"a":[1],"b":[1]},{"a":[2],"b":[2]}]}"#,
            r#"{"a":[1],"$or":[{"a":[2]},{"b":[1]}]}"#,
        ] {
            assert_eq!(simpler(text), text);
        }
    }
}
