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
    pub(super) fn leaves_at<'p>(&self, path: &'p str) -> Vec<LeafId> {
        let mut leaves = Vec::new();
        let mut ways = 0;
        let mut open = vec![(Self::ROOT, path)];
        while let Some((id, rest)) = open.pop() {
            let Some(node) = self.nodes.get(id.0 as usize) else {
                continue;
            };
            let mut follow = |child: PathId, behind: &'p str| match behind.strip_prefix('.') {
                Some(behind) => open.push((child, behind)),
                None => {
                    let here = self.nodes.get(child.0 as usize).map(|end| &end.leaves);
                    let here = here.map_or(&[][..], Vec::as_slice);
                    ways += usize::from(!here.is_empty());
                    leaves.extend_from_slice(here);
                }
            };
            // Looking up all beginnings of a long rest costs more than comparing a few keys.
            if node.children.len() <= rest.len() {
                for (key, child) in &node.children {
                    match rest.strip_prefix(&**key) {
                        Some(behind) if behind.is_empty() || behind.starts_with('.') => {
                            follow(*child, behind);
                        }
                        _ => {}
                    }
                }
                continue;
            }
            let ends = rest.match_indices('.').map(|(dot, _)| dot);
            for end in ends.chain(std::iter::once(rest.len())) {
                if let Some((key, behind)) = rest.split_at_checked(end)
                    && let Some(child) = node.children.get(key)
                {
                    follow(*child, behind);
                }
            }
        }
        if ways > 1 {
            leaves.sort_unstable();
        }
        leaves
    }
}
