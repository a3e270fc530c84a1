//! Where a value stands in an event, in every way that a report tells it.

use super::model::{ElementReport, Place, Value, Written};
use super::{MAX_VALUE, words};
use crate::event::{Event, LeafId};
use crate::json::{LineIndex, NodeId, NodeKind, Position};
use crate::text::head;
use std::fmt::Write as _;

/// Knows the lines of an event.
pub(super) struct Locator<'e, 'a> {
    pub(super) event: &'e Event<'a>,
    lines: LineIndex<'e>,
    start: Position,
    written: Option<&'e dyn Written>,
}

impl<'e, 'a> Locator<'e, 'a> {
    pub(super) fn new(
        event: &'e Event<'a>,
        start: Position,
        written: Option<&'e dyn Written>,
    ) -> Self {
        Self {
            event,
            lines: LineIndex::new(event.text()),
            start,
            written,
        }
    }

    pub(super) fn leaf(&self, id: LeafId) -> Place {
        self.node(self.event.leaf(id).node)
    }

    pub(super) fn value(&self, id: LeafId) -> Value {
        value(self.event, self.event.leaf(id).node)
    }

    /// The place of any value. Takes time in its depth, and for labels in the elements on the way.
    pub(super) fn node(&self, id: NodeId) -> Place {
        let document = self.event.document();
        let mut steps = Vec::new();
        let mut at = id;
        while at != 0 {
            steps.push(at);
            at = document.parent(at);
        }
        let (mut pointer, mut path) = (String::new(), String::new());
        let mut elements = Vec::new();
        for step in steps.into_iter().rev() {
            pointer.push('/');
            if let Some(key) = document.key(step) {
                pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&key);
                continue;
            }
            let (node, index) = (document.node(step), document.index(step));
            let array = path.clone();
            // Writing to a String cannot fail.
            let _ = write!(pointer, "{index}");
            let _ = write!(path, "[{index}]");
            if matches!(node.kind, NodeKind::Object | NodeKind::Array) && step != id {
                elements.push(ElementReport {
                    array,
                    index,
                    pointer: pointer.clone(),
                    label: label(self.event, step),
                });
            }
        }
        let span = document.node(id).span;
        let position = match self.written {
            Some(written) => written.position(span).unwrap_or(Position::START),
            None => self.lines.position(span.start),
        };
        let decoded = self.written.is_some_and(|w| w.is_decoded(span));
        let inside = decoded
            .then(|| pointer.split('/').nth(1).map(str::to_owned))
            .flatten();
        Place {
            inside,
            pointer,
            path,
            position: position.seen_from(self.start),
            span,
            elements,
        }
    }

    /// An array element itself.
    pub(super) fn element(&self, id: NodeId) -> ElementReport {
        let place = self.node(id);
        let index = self.event.document().index(id);
        let array = place
            .path
            .strip_suffix(&format!("[{index}]"))
            .unwrap_or(&place.path)
            .to_owned();
        ElementReport {
            array,
            index,
            pointer: place.pointer,
            label: label(self.event, id),
        }
    }
}

fn label(event: &Event<'_>, element: NodeId) -> Option<String> {
    let label = event.label_of(element)?;
    Some(head(&label, 60).into_owned())
}

pub(super) fn value(event: &Event<'_>, node: NodeId) -> Value {
    let document = event.document();
    let kind = document.node(node).kind;
    let raw = document.raw(node);
    let whole = |json: &str| Value {
        kind,
        json: json.to_owned(),
        cut: false,
    };
    match kind {
        NodeKind::Object if document.end(node) == node + 1 => whole("{}"),
        NodeKind::Array if document.end(node) == node + 1 => whole("[]"),
        NodeKind::Object => whole("{…}"),
        NodeKind::Array => whole("[…]"),
        NodeKind::String if raw.len() > MAX_VALUE => {
            let string = document.string(node).unwrap_or_default();
            let short = head(&string, MAX_VALUE);
            Value {
                kind,
                cut: short.len() != string.len(),
                json: words::quoted(&short),
            }
        }
        NodeKind::Number if raw.len() > MAX_VALUE => Value {
            kind,
            json: head(raw, MAX_VALUE).into_owned(),
            cut: true,
        },
        _ => whole(raw),
    }
}
