//! Which leaves stand at which path.
//!
//! Paths are compared after joining their keys with `.`, so one path can be reached through keys
//! in several ways: `a.b.c` through `a`, `b`, `c`, through `a.b`, `c`, and so on. Storing the joined
//! path for each leaf would take memory quadratic in the event; so the keys are kept as a trie, and
//! a path is looked up by cutting it at its dots in every way that the trie allows.

use super::LeafId;
use std::collections::HashMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PathId(u32);

#[derive(Debug, Clone)]
pub(super) struct Paths {
    nodes: Vec<PathNode>,
}

#[derive(Debug, Clone, Default)]
struct PathNode {
    children: HashMap<Box<str>, PathId>,
    leaves: Vec<LeafId>,
}

impl Default for Paths {
    fn default() -> Self {
        Self {
            nodes: vec![PathNode::default()],
        }
    }
}

impl Paths {
    pub(super) const ROOT: PathId = PathId(0);

    /// The path one key further.
    pub(super) fn child(&mut self, parent: PathId, key: &str) -> PathId {
        let new = PathId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        let Some(node) = self.nodes.get_mut(parent.0 as usize) else {
            return Self::ROOT;
        };
        if let Some(child) = node.children.get(key) {
            return *child;
        }
        node.children.insert(key.into(), new);
        self.nodes.push(PathNode::default());
        new
    }

    pub(super) fn add_leaf(&mut self, path: PathId, leaf: LeafId) {
        if let Some(node) = self.nodes.get_mut(path.0 as usize) {
            node.leaves.push(leaf);
        }
    }

    /// The leaves at a joined path, in document order.
    pub(super) fn leaves_at(&self, path: &str) -> Vec<LeafId> {
        let mut leaves = Vec::new();
        let mut ways = 0;
        let mut open = vec![(Self::ROOT, path)];
        while let Some((id, rest)) = open.pop() {
            let Some(node) = self.nodes.get(id.0 as usize) else {
                continue;
            };
            if let Some(end) = node
                .children
                .get(rest)
                .and_then(|id| self.nodes.get(id.0 as usize))
            {
                ways += usize::from(!end.leaves.is_empty());
                leaves.extend_from_slice(&end.leaves);
            }
            for (dot, _) in rest.match_indices('.') {
                let Some((key, behind)) = rest.split_at_checked(dot) else {
                    continue;
                };
                if let Some(child) = node.children.get(key) {
                    open.push((*child, behind.strip_prefix('.').unwrap_or(behind)));
                }
            }
        }
        if ways > 1 {
            leaves.sort_unstable();
        }
        leaves
    }
}
