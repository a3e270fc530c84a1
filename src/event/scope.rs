//! Below which array elements a leaf lies: rules, section 3, point 4.

use crate::json::{Long, NodeId, Tree};

/// An element of an array that is itself an object or an array.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Element {
    /// The array.
    pub array: NodeId,
    /// Which of its elements, from 0.
    pub index: u32,
}

/// The innermost array element that something lies below; elements are numbered in document
/// order, so that everything below one stands in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ScopeId(pub(super) u32);

impl ScopeId {
    /// Below no element at all.
    pub const ROOT: Self = Self(0);
}

/// All array elements of an event that are objects or arrays and hold something, as a tree.
#[derive(Debug, Clone)]
pub(crate) struct Scopes<E = Element> {
    /// For each but the root what is known of it.
    elements: Long<E>,
    tree: Tree,
}

impl<E> Default for Scopes<E> {
    fn default() -> Self {
        let mut scopes = Self {
            elements: Long::default(),
            tree: Tree::default(),
        };
        scopes.tree.push(0);
        scopes
    }
}

impl<E: Copy> Scopes<E> {
    /// Adds an element below `parent`, in document order.
    pub(crate) fn push(&mut self, parent: ScopeId, element: E) -> ScopeId {
        self.tree.push(self.tree.depth(parent.0) + 1);
        self.elements.push(element);
        ScopeId(u32::try_from(self.elements.len()).unwrap_or(u32::MAX))
    }

    /// Forgets all elements but the root.
    #[cfg(feature = "engine")]
    pub(crate) fn clear(&mut self) {
        self.elements.truncate(0);
        self.tree.truncate(1);
    }

    /// To be called when all elements are there, and before anything is asked of them.
    pub(crate) fn finish(&mut self) {
        self.tree.finish();
    }

    /// Whether there are no elements.
    pub(super) fn is_empty(&self) -> bool {
        self.elements.len() == 0
    }

    /// The first scope behind `id` and everything below it.
    pub(crate) fn end(&self, id: ScopeId) -> ScopeId {
        ScopeId(self.tree.end(id.0))
    }

    /// The element that a scope is; `None` for the root.
    pub(super) fn get(&self, id: ScopeId) -> Option<E> {
        let at = (id.0 as usize).checked_sub(1)?;
        self.elements.get(at).copied()
    }

    /// The scope directly below `above` that `id`, which lies below `above`, is or lies below.
    pub(crate) fn child_towards(&self, above: ScopeId, id: ScopeId) -> ScopeId {
        ScopeId(self.tree.ancestor(id.0, self.tree.depth(above.0) + 1))
    }

    /// The scopes on the way to one, and itself, the innermost first; without the root.
    pub(super) fn chain(&self, id: ScopeId) -> impl Iterator<Item = ScopeId> {
        let inner = |id: ScopeId| (id != ScopeId::ROOT).then_some(id);
        std::iter::successors(inner(id), move |id| inner(ScopeId(self.tree.parent(id.0))))
    }

    /// The elements by which two scopes part; `None` where one is the other or lies below it.
    pub(super) fn parting(&self, a: ScopeId, b: ScopeId) -> Option<(E, E)> {
        let (a, b) = self.tree.parting(a.0, b.0)?;
        Some((self.get(ScopeId(a))?, self.get(ScopeId(b))?))
    }
}

#[cfg(feature = "engine")]
impl Scopes {
    /// The element that a scope is; meaningless for the root.
    pub(crate) fn element(&self, id: ScopeId) -> Element {
        self.get(id).unwrap_or(Element {
            array: NodeId::MAX,
            index: 0,
        })
    }
}
