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

use crate::json::{Document, NodeId, NodeKind, Number, Position, SyntaxError};
use crate::pattern::value::Scalar;
use paths::Paths;
pub(crate) use scope::Scopes;
use std::borrow::Cow;
use std::fmt;

/// Index of a [`Leaf`] in [`Event::leaves`]; leaves are numbered in document order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LeafId(pub(crate) u32);

impl LeafId {
    /// The place in [`Event::leaves`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

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
    leaves: Vec<Leaf>,
    paths: Paths,
    scopes: Scopes,
}

impl<'a> Event<'a> {
    /// Reads an event: any JSON object; the envelope is not required. Linear in the text, which may
    /// be borrowed or owned; takes about ten times the memory of the text.
    ///
    /// # Errors
    /// The text is not JSON, or not an object.
    pub fn parse(text: impl Into<Cow<'a, str>>) -> Result<Self, EventError> {
        let text = text.into();
        match Document::parse(text.clone()) {
            Ok(document) => Self::from_document(document),
            Err(error) => Err(EventError::syntax(error, &text)),
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
        let mut leaves = Vec::new();
        // For each container node its path and the element it lies in or is.
        let mut places = vec![(Paths::ROOT, ScopeId::ROOT); document.nodes().len()];
        for (id, node) in (0_u32..).zip(document.nodes()).skip(1) {
            let in_array = document.node(node.parent).kind == NodeKind::Array;
            let (mut path, mut scope) = place(&places, node.parent);
            if !in_array {
                path = paths.child(path, &document.key(id).unwrap_or_default());
            }
            if matches!(node.kind, NodeKind::Object | NodeKind::Array) {
                if in_array {
                    scope = scopes.push(
                        scope,
                        Element {
                            array: node.parent,
                            index: node.index,
                        },
                    );
                }
                if let Some(slot) = places.get_mut(id as usize) {
                    *slot = (path, scope);
                }
            } else if let Ok(number) = u32::try_from(leaves.len()) {
                paths.add_leaf(path, LeafId(number));
                leaves.push(Leaf { node: id, scope });
            }
        }
        scopes.finish();
        Ok(Self {
            document,
            leaves,
            paths,
            scopes,
        })
    }

    /// Cuts the tie to a borrowed text.
    pub fn into_owned(self) -> Event<'static> {
        let Self {
            document,
            leaves,
            paths,
            scopes,
        } = self;
        Event {
            document: document.into_owned(),
            leaves,
            paths,
            scopes,
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
    pub fn leaves(&self) -> &[Leaf] {
        &self.leaves
    }

    /// One leaf.
    #[expect(
        clippy::indexing_slicing,
        reason = "ids are made only for leaves that exist"
    )]
    pub fn leaf(&self, id: LeafId) -> &Leaf {
        &self.leaves[id.index()]
    }

    /// The leaves at a path (keys joined with `.`), in document order. Takes time linear in the
    /// path and the leaves there, but for paths that can be cut at their dots in many ways.
    pub fn leaves_at(&self, path: &str) -> impl Iterator<Item = LeafId> {
        self.paths.leaves_at(path).into_iter()
    }

    /// A leaf's value.
    pub fn value(&self, id: LeafId) -> Scalar<'_> {
        let node = self.leaf(id).node;
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
        self.document.raw(self.leaf(id).node)
    }

    /// A leaf's RFC 6901 JSON Pointer.
    pub fn pointer(&self, id: LeafId) -> String {
        self.document.pointer_to(self.leaf(id).node)
    }

    /// A leaf's line and column in the event's text, in characters.
    pub fn position(&self, id: LeafId) -> Position {
        self.document.position(self.leaf(id).node)
    }

    /// The array elements (objects or arrays) that a leaf lies below, outermost first.
    pub fn elements(&self, id: LeafId) -> Vec<Element> {
        self.scopes.elements(self.leaf(id).scope)
    }

    /// Whether two leaves lie below the same element of every array that both lie below an element
    /// of: the strict mode's condition for choosing both.
    pub fn same_elements(&self, a: LeafId, b: LeafId) -> bool {
        self.scopes
            .consistent(self.leaf(a).scope, self.leaf(b).scope)
    }

    pub(crate) fn scopes(&self) -> &Scopes {
        &self.scopes
    }
}

fn place(places: &[(paths::PathId, ScopeId)], id: NodeId) -> (paths::PathId, ScopeId) {
    places
        .get(id as usize)
        .copied()
        .unwrap_or((Paths::ROOT, ScopeId::ROOT))
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
