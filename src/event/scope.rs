//! Below which array elements a leaf lies: rules, section 3, point 4.

use crate::json::NodeId;

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

/// All array elements of an event that are objects or arrays, as a tree.
#[derive(Debug, Clone)]
pub(crate) struct Scopes {
    nodes: Vec<ScopeNode>,
}

#[derive(Debug, Clone, Copy)]
struct ScopeNode {
    parent: ScopeId,
    element: Element,
    depth: u32,
    /// Some element above, so chosen that every other above is reached in a logarithmic number of
    /// steps over these and parents.
    jump: ScopeId,
    /// The first element behind this one and everything below it.
    end: ScopeId,
}

impl Default for Scopes {
    fn default() -> Self {
        let nowhere = Element {
            array: NodeId::MAX,
            index: 0,
        };
        let root = ScopeNode {
            parent: ScopeId::ROOT,
            element: nowhere,
            depth: 0,
            jump: ScopeId::ROOT,
            end: ScopeId(1),
        };
        Self { nodes: vec![root] }
    }
}

impl Scopes {
    /// Adds an element below `parent`, in document order.
    pub(crate) fn push(&mut self, parent: ScopeId, element: Element) -> ScopeId {
        let id = ScopeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        let end = ScopeId(id.0.saturating_add(1));
        let ScopeNode { depth, jump, .. } = *self.node(parent);
        let (near, far) = (self.node(jump).depth, self.node(self.node(jump).jump).depth);
        let same_length = depth - near == near - far;
        self.nodes.push(ScopeNode {
            parent,
            element,
            depth: depth + 1,
            jump: if same_length {
                self.node(jump).jump
            } else {
                parent
            },
            end,
        });
        id
    }

    /// Forgets all elements but the root.
    #[cfg(feature = "engine")]
    pub(crate) fn clear(&mut self) {
        self.nodes.truncate(1);
        if let Some(root) = self.nodes.first_mut() {
            root.end = ScopeId(1);
        }
    }

    /// To be called when all elements are there: makes everything above a last element end behind
    /// it.
    pub(crate) fn finish(&mut self) {
        for at in (1..self.nodes.len()).rev() {
            let Some(&ScopeNode { parent, end, .. }) = self.nodes.get(at) else {
                continue;
            };
            if let Some(above) = self.nodes.get_mut(parent.0 as usize) {
                above.end = above.end.max(end);
            }
        }
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "ids are made only for elements that exist"
    )]
    fn node(&self, id: ScopeId) -> &ScopeNode {
        &self.nodes[id.0 as usize]
    }

    /// The first scope behind `id` and everything below it.
    pub(crate) fn end(&self, id: ScopeId) -> ScopeId {
        self.node(id).end
    }

    /// The element that a scope is; meaningless for the root.
    pub(crate) fn element(&self, id: ScopeId) -> Element {
        self.node(id).element
    }

    /// The scope directly below `above` that `id`, which lies below `above`, is or lies below.
    pub(crate) fn child_towards(&self, above: ScopeId, id: ScopeId) -> ScopeId {
        self.at_depth(id, self.node(above).depth + 1)
    }

    /// The scope at a depth that `id` is or lies below; `id` itself where it is not that deep.
    fn at_depth(&self, id: ScopeId, depth: u32) -> ScopeId {
        let mut at = id;
        while self.node(at).depth > depth {
            let ScopeNode { parent, jump, .. } = *self.node(at);
            at = if self.node(jump).depth < depth {
                parent
            } else {
                jump
            };
        }
        at
    }

    /// The elements on the way to a scope, outermost first.
    pub(super) fn elements(&self, id: ScopeId) -> Vec<Element> {
        let mut elements = Vec::new();
        let mut at = id;
        while at != ScopeId::ROOT {
            elements.push(self.node(at).element);
            at = self.node(at).parent;
        }
        elements.reverse();
        elements
    }

    /// Whether two scopes lie below the same element of every array that both lie below.
    /// Logarithmic in their depth.
    pub(crate) fn consistent(&self, a: ScopeId, b: ScopeId) -> bool {
        let depth = self.node(a).depth.min(self.node(b).depth);
        let (mut a, mut b) = (self.at_depth(a, depth), self.at_depth(b, depth));
        // At the same depth the two part at most once: there the arrays must differ.
        while a != b {
            let (above_a, above_b) = (self.node(a), self.node(b));
            if above_a.parent == above_b.parent {
                return above_a.element.array != above_b.element.array;
            }
            (a, b) = if above_a.jump == above_b.jump {
                (above_a.parent, above_b.parent)
            } else {
                (above_a.jump, above_b.jump)
            };
        }
        true
    }
}
