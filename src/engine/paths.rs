//! Which keys lead to something that a pattern asks for.
//!
//! Paths are compared after joining their keys with dots, so `{"a.b": …}` and `{"a": {"b": …}}` are
//! one path. Cutting a joined path at every dot gives the same segments however it was put
//! together: so this is a trie of segments, and a key with dots in it is several steps. Each place
//! of an event is one node of the trie, or none at all.

use super::keys::Keys;
use std::ops::Range;

/// Index of a node.
pub(super) type NodeId = u32;

/// The node above all keys.
pub(super) const ROOT: NodeId = 0;

/// A set of joined paths.
#[derive(Debug)]
pub(super) struct Paths {
    nodes: Vec<Node>,
}

/// One place to which keys lead.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// The field whose leaves stand here, where some condition has this path.
    pub(super) field: Option<u32>,
    /// The place in the list of gates, where what is below need not be looked at on every event.
    pub(super) gate: Option<u32>,
    parent: NodeId,
    children: Keys,
}

impl Node {
    /// Whether keys lead on from here.
    pub(super) fn leads_on(&self) -> bool {
        !self.children.is_empty()
    }

    /// The child for one segment.
    fn child(&self, segment: &[u8]) -> Option<NodeId> {
        self.children.get(segment, 0, segment.len())
    }
}

impl Default for Paths {
    fn default() -> Self {
        Self {
            nodes: vec![Node::default()],
        }
    }
}

impl Paths {
    /// The node of a joined path, made where there is none yet.
    pub(super) fn insert(&mut self, path: &str) -> NodeId {
        let mut at = ROOT;
        for segment in path.split('.') {
            at = self.insert_child(at, segment.as_bytes());
        }
        at
    }

    fn insert_child(&mut self, parent: NodeId, segment: &[u8]) -> NodeId {
        let new = NodeId::try_from(self.nodes.len()).unwrap_or(NodeId::MAX);
        let Some(node) = self.nodes.get_mut(parent as usize) else {
            return ROOT;
        };
        if let Some(child) = node.child(segment) {
            return child;
        }
        node.children.insert(segment, new);
        self.nodes.push(Node {
            parent,
            ..Node::default()
        });
        new
    }

    /// One node.
    #[inline]
    #[expect(
        clippy::indexing_slicing,
        reason = "ids are made only for nodes that exist"
    )]
    pub(super) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    pub(super) fn node_mut(&mut self, id: NodeId) -> Option<&mut Node> {
        self.nodes.get_mut(id as usize)
    }

    /// A node and those above it but for the root, from the bottom up.
    pub(super) fn up(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(Some(id), |at| Some(self.node(*at).parent))
            .take_while(|at| *at != ROOT)
    }

    /// The first so many nodes from which keys lead on, but for the root: parents before children.
    pub(super) fn inner(&self, most: usize) -> Vec<NodeId> {
        let nodes = (0..).zip(&self.nodes).skip(1);
        let inner = nodes.filter(|(_, node)| node.leads_on());
        inner.map(|(id, _)| id).take(most).collect()
    }

    /// Where the key leads that stands somewhere in a text, with neither escapes nor dots.
    #[inline(always)]
    pub(super) fn follow_plain(
        &self,
        from: NodeId,
        text: &[u8],
        key: Range<usize>,
    ) -> Option<NodeId> {
        self.node(from).children.get(text, key.start, key.end)
    }

    /// Where a key leads that may have dots in it.
    pub(super) fn follow(&self, from: NodeId, key: &[u8]) -> Option<NodeId> {
        key.split(|byte| *byte == b'.')
            .try_fold(from, |at, segment| self.node(at).child(segment))
    }

    /// How many keys lead on from a node.
    pub(super) fn children(&self, id: NodeId) -> usize {
        self.node(id).children.len()
    }

    /// Whether one node is another's child.
    pub(super) fn is_child(&self, id: NodeId, parent: NodeId) -> bool {
        self.node(id).parent == parent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn follow(paths: &Paths, from: NodeId, key: &str) -> Option<NodeId> {
        {
            let found = paths.follow(from, key.as_bytes());
            if !key.contains('.') {
                let plain = paths.follow_plain(from, key.as_bytes(), 0..key.len());
                assert_eq!(plain, found, "{key}");
            }
            found
        }
    }

    #[test]
    fn keys_with_dots_are_several_steps() {
        let mut paths = Paths::default();
        let deep = paths.insert("a.b.c");
        let dotted = paths.insert(".a..");
        let empty = paths.insert("");
        let follow = |keys: &[&str]| {
            keys.iter()
                .try_fold(ROOT, |at, key| follow(&paths, at, key))
        };
        for keys in [
            &["a", "b", "c"][..],
            &["a.b", "c"],
            &["a", "b.c"],
            &["a.b.c"],
        ] {
            assert_eq!(follow(keys), Some(deep), "{keys:?}");
        }
        for keys in [
            &[".a.."][..],
            &["", "a", "", ""],
            &[".a", "."],
            &["", "a.", ""],
        ] {
            assert_eq!(follow(keys), Some(dotted), "{keys:?}");
        }
        assert_eq!(follow(&[""]), Some(empty));
        for keys in [
            &["b"][..],
            &["a", "b", "c", "d"],
            &["a.", "b"],
            &["a.b.c."],
            &["."],
        ] {
            assert_ne!(follow(keys), Some(deep), "{keys:?}");
        }
    }

    #[test]
    fn many_children() {
        let mut paths = Paths::default();
        let names: Vec<_> = (0..100).map(|n| "k".repeat(n)).collect();
        let ids: Vec<_> = names.iter().map(|name| paths.insert(name)).collect();
        for (name, id) in names.iter().zip(ids) {
            assert_eq!(follow(&paths, ROOT, name), Some(id));
        }
        assert_eq!(follow(&paths, ROOT, &"k".repeat(100)), None);
    }
}
