//! Events: from text to leaves.
//!
//! Rules, section 3. A leaf is recorded under its path, the object keys that lead to it; arrays add
//! nothing to the path. For the strict mode an event also remembers below which array elements each
//! leaf lies.

mod envelope;
mod label;
mod paths;
mod scope;

pub use envelope::REQUIRED_FIELDS;
pub use scope::{Element, ScopeId};

use crate::json::{Document, Marked, NodeId, NodeKind, Number, Position, SyntaxError};
use crate::pattern::value::Scalar;
use paths::Paths;
pub(crate) use scope::Scopes;
use std::borrow::Cow;
use std::fmt;

/// A leaf of an event: leaves are numbered in document order, with gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LeafId(pub(crate) u32);

/// A string, number, true, false or null of an event.
#[derive(Debug, Clone, Copy)]
pub struct Leaf {
    /// Its value in the event's document.
    pub node: NodeId,
    /// The innermost array element that it lies below.
    pub scope: ScopeId,
}

/// An event, read and ready to be matched. It borrows or owns its text.
///
/// ```
/// use pattern_test::Event;
///
/// let event = Event::parse(r#"{"detail": {"containers": [{"name": "app"}, {"name": "db"}]}}"#)?;
/// let names: Vec<_> = event.leaves_at("detail.containers.name").collect();
/// assert_eq!(names.len(), 2);
/// assert_eq!(event.pointer(names[1]), "/detail/containers/1/name");
/// # Ok::<(), pattern_test::EventError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Event<'a> {
    document: Document<'a>,
    paths: Paths,
    scopes: Scopes<NodeId>,
    /// For the objects and arrays that hold something, the scope of what is directly in them. Nothing
    /// where the event has no scope but the root.
    inside: Marked<ScopeId>,
}

impl<'a> Event<'a> {
    /// Reads an event: any JSON object; the envelope is not required. Linear in the text, which may
    /// be borrowed or owned. Takes about four times the memory of an ordinary text, and about ten times
    /// that of one that is nothing but brackets.
    ///
    /// # Errors
    /// The text is not JSON, or not an object.
    pub fn parse(text: impl Into<Cow<'a, str>>) -> Result<Self, EventError> {
        match Document::read(text.into()) {
            Ok(document) => Self::from_document(document),
            Err((error, text)) => Err(EventError::syntax(error, &text)),
        }
    }

    /// Takes a document that was read already.
    ///
    /// # Errors
    /// It is not an object.
    pub fn from_document(document: Document<'a>) -> Result<Self, EventError> {
        let root = document.node(0).kind;
        if root != NodeKind::Object {
            return Err(EventError::not_an_object(root, &document));
        }
        let mut paths = Paths::default();
        let mut scopes = Scopes::default();
        let mut inside = Marked::default();
        let mut open = vec![Open {
            kind: NodeKind::Object,
            path: Paths::ROOT,
            scope: ScopeId::ROOT,
        }];
        for (id, node) in (0_u32..).zip(document.nodes()).skip(1) {
            let depth = document.depth(id);
            open.truncate(depth);
            let Some(holder) = open.last() else {
                break;
            };
            let Open {
                kind,
                mut path,
                mut scope,
            } = *holder;
            let in_array = kind == NodeKind::Array;
            if !in_array {
                path = paths.child(path, id, &document);
            }
            if !matches!(node.kind, NodeKind::Object | NodeKind::Array) {
                paths.add_leaf(path, LeafId(id));
                continue;
            }
            if document.depth(id + 1) <= depth {
                // It is empty: there are no leaves below it to be asked about.
                continue;
            }
            if in_array {
                scope = scopes.push(scope, id);
            }
            if !scopes.is_empty() {
                inside.push(id, scope);
            }
            open.push(Open {
                kind: node.kind,
                path,
                scope,
            });
        }
        scopes.finish();
        Ok(Self {
            document,
            paths,
            scopes,
            inside,
        })
    }

    /// Cuts the tie to a borrowed text.
    pub fn into_owned(self) -> Event<'static> {
        let Self {
            document,
            paths,
            scopes,
            inside,
        } = self;
        Event {
            document: document.into_owned(),
            paths,
            scopes,
            inside,
        }
    }

    /// The event's text. All spans are byte ranges of it.
    pub fn text(&self) -> &str {
        self.document.text()
    }

    /// The event's values, containers included.
    pub fn document(&self) -> &Document<'a> {
        &self.document
    }

    /// All leaves in document order.
    pub fn leaves(&self) -> impl Iterator<Item = LeafId> {
        self.leaves_in(0)
    }

    /// The leaves below a value, in document order; the value itself where it is a leaf.
    pub fn leaves_in(&self, value: NodeId) -> impl Iterator<Item = LeafId> {
        let is_leaf = |id: &NodeId| {
            let kind = self.document.node(*id).kind;
            !matches!(kind, NodeKind::Object | NodeKind::Array)
        };
        (value..self.document.end(value))
            .filter(is_leaf)
            .map(LeafId)
    }

    /// One leaf.
    pub fn leaf(&self, id: LeafId) -> Leaf {
        Leaf {
            node: id.0,
            scope: self.scope_inside(self.document.parent(id.0)),
        }
    }

    /// Tells the scopes of leaves; those that follow each other in one object or array at once.
    pub(crate) fn scopes_of_leaves(&self) -> impl FnMut(LeafId) -> ScopeId {
        let mut last = (0..0, 0, ScopeId::ROOT);
        move |LeafId(leaf)| {
            if self.scopes.is_empty() {
                return ScopeId::ROOT;
            }
            let depth = self.document.depth(leaf);
            let (inside, depth_there, scope) = &last;
            if inside.contains(&leaf) && *depth_there == depth {
                return *scope;
            }
            let container = self.document.parent(leaf);
            let scope = self.scope_inside(container);
            last = (container..self.document.end(container), depth, scope);
            scope
        }
    }

    fn scope_inside(&self, container: NodeId) -> ScopeId {
        self.inside.get(container).unwrap_or(ScopeId::ROOT)
    }

    /// The leaves at a path (keys joined with `.`), in document order. Takes time linear in the
    /// path and the leaves there, but for paths that can be cut at their dots in many ways.
    pub fn leaves_at(&self, path: &str) -> impl Iterator<Item = LeafId> {
        self.paths.leaves_at(path, &self.document).into_iter()
    }

    /// A leaf's value.
    pub fn value(&self, id: LeafId) -> Scalar<'_> {
        let node = id.0;
        match self.document.node(node).kind {
            NodeKind::Number => Scalar::Number(Number::in_event(self.document.raw(node))),
            NodeKind::True => Scalar::Bool(true),
            NodeKind::False => Scalar::Bool(false),
            NodeKind::Null => Scalar::Null,
            NodeKind::String | NodeKind::Object | NodeKind::Array => {
                Scalar::String(self.document.string(node).unwrap_or_default())
            }
        }
    }

    /// A leaf's value as it stands in the text, strings with their quotes.
    pub fn raw(&self, id: LeafId) -> &str {
        self.document.raw(id.0)
    }

    /// A leaf's RFC 6901 JSON Pointer.
    pub fn pointer(&self, id: LeafId) -> String {
        self.document.pointer_to(id.0)
    }

    /// A leaf's line and column in the event's text, in characters.
    pub fn position(&self, id: LeafId) -> Position {
        self.document.position(id.0)
    }

    /// The array elements (objects or arrays) that a leaf lies below, outermost first.
    pub fn elements(&self, id: LeafId) -> Vec<Element> {
        let chain = self.scopes.chain(self.leaf(id).scope);
        let mut elements: Vec<_> = chain
            .filter_map(|scope| {
                let node = self.scopes.get(scope)?;
                Some(Element {
                    array: self.document.parent(node),
                    index: self.document.index(node),
                })
            })
            .collect();
        elements.reverse();
        elements
    }

    /// Whether two leaves lie below the same element of every array that both lie below an element
    /// of: the strict mode's condition for choosing both.
    pub fn same_elements(&self, a: LeafId, b: LeafId) -> bool {
        self.consistent(self.leaf(a).scope, self.leaf(b).scope)
    }

    /// Whether two scopes lie below the same element of every array that both lie below.
    pub(crate) fn consistent(&self, a: ScopeId, b: ScopeId) -> bool {
        // They part at most once: there the arrays must differ.
        self.scopes
            .parting(a, b)
            .is_none_or(|(a, b)| self.document.parent(a) != self.document.parent(b))
    }

    pub(crate) fn scopes(&self) -> &Scopes<NodeId> {
        &self.scopes
    }

    /// The array that a scope is an element of.
    pub(crate) fn array(&self, scope: ScopeId) -> NodeId {
        let element = self.scopes.get(scope);
        element.map_or(0, |element| self.document.parent(element))
    }
}

/// An object or array that is open while an event is read.
#[derive(Clone, Copy)]
struct Open {
    kind: NodeKind,
    path: paths::PathId,
    /// The scope of what is in it.
    scope: ScopeId,
}

/// A text that is no event: what is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventError {
    kind: EventErrorKind,
    position: Position,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum EventErrorKind {
    Syntax(SyntaxError),
    NotAnObject(NodeKind),
}

impl EventError {
    fn syntax(error: SyntaxError, text: &str) -> Self {
        let position = error.position(text);
        Self {
            kind: EventErrorKind::Syntax(error),
            position,
        }
    }

    fn not_an_object(kind: NodeKind, document: &Document<'_>) -> Self {
        Self {
            kind: EventErrorKind::NotAnObject(kind),
            position: document.position(0),
        }
    }

    /// Line and column in the event's text, in characters.
    pub fn position(&self) -> Position {
        self.position
    }

    /// The mistake in the JSON, where it is one.
    pub fn syntax_error(&self) -> Option<&SyntaxError> {
        match &self.kind {
            EventErrorKind::Syntax(error) => Some(error),
            EventErrorKind::NotAnObject(_) => None,
        }
    }
}

impl fmt::Display for EventError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            EventErrorKind::Syntax(error) => error.fmt(f),
            EventErrorKind::NotAnObject(kind) => {
                write!(f, "an event is a JSON object, this is {}", kind.name())
            }
        }
    }
}

impl std::error::Error for EventError {}

#[cfg(test)]
mod tests;
