//! A refused pattern, with what stands around the mistake.

use super::syntax;
use crate::json::{Document, NodeId, NodeKind, Span};
use crate::pattern::{PatternError, PatternErrorKind};

/// The fields of the envelope that every event has as strings.
const STRINGS: [&str; 7] = [
    "version",
    "id",
    "detail-type",
    "source",
    "account",
    "time",
    "region",
];

/// Where in a pattern a mistake stands.
pub(super) struct Case<'e> {
    pub(super) kind: PatternErrorKind,
    pub(super) document: Document<'e>,
    /// What the error is about: the value at its place, or the value whose key stands there.
    pub(super) node: NodeId,
    /// The value of the field: a list of matchers, or what stands there instead.
    pub(super) field: Option<NodeId>,
    /// The entry of the field's list.
    pub(super) entry: Option<NodeId>,
    /// The value of the innermost `$or` that the mistake stands in, and the branch.
    pub(super) or: Option<(NodeId, Option<NodeId>)>,
}

impl<'e> Case<'e> {
    /// `None` where the text is not even JSON, nor can be made so without moving anything.
    pub(super) fn new(error: &'e PatternError) -> Option<Self> {
        let (text, _) = syntax::cleaned(error.text());
        let document = Document::parse(text).ok()?;
        let at = error.span().start;
        let holds = |span: Span| span.start <= at && at < span.end.max(span.start + 1);
        let mut case = Self {
            kind: error.kind(),
            node: 0,
            field: None,
            entry: None,
            or: None,
            document,
        };
        let inside = |case: &Self, id: NodeId| {
            case.document.children(id).find(|child| {
                let node = case.document.node(*child);
                holds(node.key) && !node.key.is_empty() || holds(node.span)
            })
        };
        // Down the objects and branches to the field.
        let mut object = 0;
        while case.is(object, NodeKind::Object) {
            let Some(child) = inside(&case, object) else {
                break;
            };
            case.node = child;
            let is_key = holds(case.document.node(child).key);
            let is_or = case.key(child).as_deref() == Some("$or");
            if is_or && case.is(child, NodeKind::Array) {
                let branch = inside(&case, child);
                case.or = Some((child, branch));
                match branch {
                    Some(branch) if !is_key => {
                        case.node = branch;
                        object = branch;
                    }
                    _ => return Some(case),
                }
                continue;
            }
            if is_or {
                case.or = Some((child, None));
            }
            if is_key || !case.is(child, NodeKind::Object) {
                case.field = Some(child);
                break;
            }
            object = child;
        }
        let Some(field) = case.field else {
            return Some(case);
        };
        // And from there to the place itself.
        if case.is(field, NodeKind::Array) {
            case.entry = inside(&case, field);
        }
        let mut node = field;
        while let Some(child) = inside(&case, node) {
            case.node = child;
            if holds(case.document.node(child).key) {
                break;
            }
            node = child;
        }
        Some(case)
    }

    pub(super) fn is(&self, id: NodeId, kind: NodeKind) -> bool {
        self.document.node(id).kind == kind
    }

    pub(super) fn raw(&self, id: NodeId) -> &str {
        self.document.raw(id)
    }

    pub(super) fn key(&self, id: NodeId) -> Option<String> {
        self.document.key(id).map(std::borrow::Cow::into_owned)
    }

    pub(super) fn text(&self, id: NodeId) -> Option<String> {
        self.document.string(id).map(std::borrow::Cow::into_owned)
    }

    pub(super) fn span(&self, id: NodeId) -> Span {
        self.document.node(id).span
    }

    pub(super) fn parent(&self, id: NodeId) -> NodeId {
        self.document.parent(id)
    }

    pub(super) fn children(&self, id: NodeId) -> Vec<NodeId> {
        self.document.children(id).collect()
    }

    /// A list's elements, or the value itself.
    pub(super) fn elements(&self, id: NodeId) -> Vec<NodeId> {
        match self.is(id, NodeKind::Array) {
            true => self.children(id),
            false => vec![id],
        }
    }

    /// Whether all of these are of this kind, and there are any.
    pub(super) fn all(&self, ids: &[NodeId], kind: NodeKind) -> bool {
        !ids.is_empty() && ids.iter().all(|id| self.is(*id, kind))
    }

    /// Neither an object nor an array.
    pub(super) fn is_plain(&self, id: NodeId) -> bool {
        !self.is(id, NodeKind::Object) && !self.is(id, NodeKind::Array)
    }

    /// The operator that a matcher object begins with, and its operand.
    pub(super) fn operator(&self, id: NodeId) -> Option<(String, NodeId)> {
        if !self.is(id, NodeKind::Object) {
            return None;
        }
        let first = self.document.children(id).next()?;
        Some((self.key(first)?, first))
    }

    /// Whether the root has the fields of an event with the values of an event.
    pub(super) fn is_event(&self) -> bool {
        let strings = STRINGS.iter().filter(|field| {
            let value = self.document.member(0, field);
            value.is_some_and(|id| self.is(id, NodeKind::String))
        });
        strings.count() >= 4
    }
}
