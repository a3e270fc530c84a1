//! Which leaves stand at which path.
//!
//! Paths are compared after joining their keys with `.`, so one path can be reached through keys
//! in several ways: `a.b.c` through `a`, `b`, `c`, through `a.b`, `c`, and so on. Storing the joined
//! path for each leaf would take memory quadratic in the event; so the keys are kept as a trie, and
//! a path is looked up by cutting it at its dots in every way that the trie allows.
//!
//! An event may have a path for every few bytes. So the trie has no keys of its own, only values whose
//! keys they are, and one table for the children of all its nodes.

use super::LeafId;
use crate::json::{Document, Long, NodeId};
use std::hash::{BuildHasher as _, RandomState};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PathId(u32);

/// No path, no run.
const NONE: u32 = u32::MAX;

#[derive(Debug, Clone)]
pub(super) struct Paths {
    nodes: Long<PathNode>,
    /// The nodes but the root by parent and key; a power of two of them, with [`NONE`] in between.
    table: Vec<u32>,
    runs: Long<Run>,
    hasher: RandomState,
}

#[derive(Debug, Clone, Copy)]
struct PathNode {
    parent: u32,
    /// A value that has the node's key.
    key: NodeId,
    /// Of the parent and the key.
    hash: u32,
    children: u32,
    last_child: u32,
    /// The child of the same parent that came before.
    sibling: u32,
    first_run: u32,
    last_run: u32,
}

/// Leaves at one path that are all as far from each other: the elements of an array, or the members of
/// objects that are alike.
#[derive(Debug, Clone, Copy)]
struct Run {
    first: u32,
    count: u32,
    step: u32,
    /// The next run at the path.
    next: u32,
}

impl Run {
    /// Takes in one more leaf, if it is as far away.
    fn takes(&mut self, leaf: LeafId) -> bool {
        let distance = leaf.0.saturating_sub(self.first);
        if self.count == 1 {
            self.step = distance;
        }
        let fits = u64::from(self.step) * u64::from(self.count) == u64::from(distance);
        self.count += u32::from(fits);
        fits
    }

    fn leaves(self) -> impl Iterator<Item = LeafId> {
        let first = LeafId(self.first);
        let further = move |leaf: &LeafId| Some(LeafId(leaf.0.saturating_add(self.step)));
        std::iter::successors(Some(first), further).take(self.count as usize)
    }
}

impl PathNode {
    const fn new(parent: u32, key: NodeId, hash: u32, sibling: u32) -> Self {
        Self {
            parent,
            key,
            hash,
            children: 0,
            last_child: NONE,
            sibling,
            first_run: NONE,
            last_run: NONE,
        }
    }
}

impl Default for Paths {
    fn default() -> Self {
        let mut nodes = Long::default();
        nodes.push(PathNode::new(NONE, 0, 0, NONE));
        Self {
            nodes,
            table: Vec::new(),
            runs: Long::default(),
            hasher: RandomState::new(),
        }
    }
}

impl Paths {
    pub(super) const ROOT: PathId = PathId(0);

    /// The path one key further: that of a value.
    pub(super) fn child(
        &mut self,
        parent: PathId,
        value: NodeId,
        document: &Document<'_>,
    ) -> PathId {
        let key = document.key(value).unwrap_or_default();
        let hash = self.hash(parent.0, &key);
        if let Some(child) = self.find(parent.0, &key, hash, document) {
            return PathId(child);
        }
        let id = u32::try_from(self.nodes.len()).unwrap_or(NONE);
        let Some(above) = self.nodes.get_mut(parent.0 as usize) else {
            return Self::ROOT;
        };
        above.children += 1;
        let sibling = std::mem::replace(&mut above.last_child, id);
        self.nodes
            .push(PathNode::new(parent.0, value, hash, sibling));
        // At most three quarters of the table are taken.
        if self.nodes.len() * 4 > self.table.len() * 3 {
            self.table = vec![NONE; (self.nodes.len() * 2).next_power_of_two().max(16)];
            for id in 1..=id {
                let node = self.nodes.get(id as usize);
                self.enter(node.map_or(0, |node| node.hash), id);
            }
        } else {
            self.enter(hash, id);
        }
        PathId(id)
    }

    /// The key is hostile, as all of the event is: so the hash is not to be foreseen.
    fn hash(&self, parent: u32, key: &str) -> u32 {
        let hash = self.hasher.hash_one((parent, key));
        u32::try_from(hash & u64::from(u32::MAX)).unwrap_or(0)
    }

    /// The places of the table where a child may be, the likeliest first.
    fn places(&self, hash: u32) -> impl Iterator<Item = usize> + use<> {
        let size = self.table.len();
        let mask = size.wrapping_sub(1);
        (0..size).map(move |step| (hash as usize).wrapping_add(step) & mask)
    }

    fn enter(&mut self, hash: u32, id: u32) {
        let mut places = self.places(hash);
        let free = places.find(|place| self.table.get(*place) == Some(&NONE));
        if let Some(slot) = free.and_then(|place| self.table.get_mut(place)) {
            *slot = id;
        }
    }

    fn find(&self, parent: u32, key: &str, hash: u32, document: &Document<'_>) -> Option<u32> {
        for place in self.places(hash) {
            let id = *self.table.get(place)?;
            let node = self.nodes.get(id as usize)?;
            let may_be = node.hash == hash && node.parent == parent;
            if may_be && document.has_key(node.key, key) {
                return Some(id);
            }
        }
        None
    }

    pub(super) fn add_leaf(&mut self, path: PathId, leaf: LeafId) {
        let Some(node) = self.nodes.get_mut(path.0 as usize) else {
            return;
        };
        let next = u32::try_from(self.runs.len()).unwrap_or(NONE);
        match self.runs.get_mut(node.last_run as usize) {
            Some(last) => {
                if last.takes(leaf) {
                    return;
                }
                last.next = next;
            }
            None => node.first_run = next,
        }
        node.last_run = next;
        self.runs.push(Run {
            first: leaf.0,
            count: 1,
            step: 0,
            next: NONE,
        });
    }

    /// The runs of leaves at a path, in document order.
    fn runs(&self, path: &PathNode) -> impl Iterator<Item = Run> {
        let run = |at: u32| self.runs.get(at as usize).copied();
        std::iter::successors(run(path.first_run), move |before| run(before.next))
    }

    /// The leaves at a joined path, in document order.
    pub(super) fn leaves_at(&self, path: &str, document: &Document<'_>) -> Vec<LeafId> {
        // The places of the trie that the path leads to.
        let mut ends: Vec<&PathNode> = Vec::new();
        let mut open = vec![(Self::ROOT.0, path)];
        while let Some((id, rest)) = open.pop() {
            let Some(node) = self.nodes.get(id as usize) else {
                continue;
            };
            let mut follow = |child: u32, behind: &str| {
                let at = rest.len() - behind.len();
                match rest.get(at..).and_then(|behind| behind.strip_prefix('.')) {
                    Some(behind) => open.push((child, behind)),
                    None => ends.extend(
                        self.nodes
                            .get(child as usize)
                            .filter(|end| end.first_run != NONE),
                    ),
                }
            };
            // Looking up all beginnings of a long rest costs more than comparing a few keys.
            if node.children as usize <= rest.len() {
                let mut next = node.last_child;
                while let Some(child) = self.nodes.get(next as usize) {
                    let key = document.key(child.key).unwrap_or_default();
                    match rest.strip_prefix(&*key) {
                        Some(behind) if behind.is_empty() || behind.starts_with('.') => {
                            follow(next, behind);
                        }
                        _ => {}
                    }
                    next = child.sibling;
                }
                continue;
            }
            let ends = rest.match_indices('.').map(|(dot, _)| dot);
            for end in ends.chain(std::iter::once(rest.len())) {
                if let Some((key, behind)) = rest.split_at_checked(end)
                    && let Some(child) = self.find(id, key, self.hash(id, key), document)
                {
                    follow(child, behind);
                }
            }
        }
        let runs = || ends.iter().flat_map(|end| self.runs(end));
        let count = runs().map(|run| run.count as usize).sum();
        let mut leaves = Vec::with_capacity(count);
        leaves.extend(runs().flat_map(Run::leaves));
        if ends.len() > 1 {
            leaves.sort_unstable();
        }
        leaves
    }
}
