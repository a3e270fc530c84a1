//! The values that an `anything-but` lists, one by one.

use crate::json::{Document, NodeKind, Span};
use crate::pattern::value::{AnythingBut, Scalar};

/// Where the listed values of the matcher at `span` stand, in the order in which the compiled
/// matcher has them; none where it is no `anything-but`.
pub(super) fn spans(document: &Document<'_>, span: Span) -> Vec<Span> {
    let nodes = (0..).zip(document.nodes());
    let matcher = nodes
        .filter(|(_, node)| node.span == span)
        .map(|(id, _)| id)
        .next();
    let operand = matcher.and_then(|id| document.member(id, "anything-but"));
    let Some(mut operand) = operand else {
        return Vec::new();
    };
    if document.node(operand).kind == NodeKind::Object {
        match document.children(operand).next() {
            Some(inner) => operand = inner,
            None => return Vec::new(),
        }
    }
    match document.node(operand).kind {
        NodeKind::Array => document
            .children(operand)
            .map(|id| document.node(id).span)
            .collect(),
        _ => vec![document.node(operand).span],
    }
}

/// A matcher that accepts what the listed value at `span` lists, as JSON: that value, or
/// `{"prefix": …}` and the like.
pub(super) fn accepting(document: &Document<'_>, matcher: Span, span: Span) -> Option<String> {
    let value = span.of(document.text());
    let id = (0..)
        .zip(document.nodes())
        .find(|(_, node)| node.span == matcher)
        .map(|(id, _)| id)?;
    let operand = document.member(id, "anything-but")?;
    if document.node(operand).kind != NodeKind::Object {
        return Some(value.to_owned());
    }
    let inner = document.children(operand).next()?;
    let operator = document.node(inner).key.of(document.text());
    Some(format!("{{{operator}: {value}}}"))
}

/// Whether this one of the listed values lists the value.
pub(super) fn lists(listed: &AnythingBut, index: usize, value: &Scalar<'_>) -> bool {
    fn one<T: Clone>(all: &[T], index: usize) -> Vec<T> {
        all.get(index).cloned().into_iter().collect()
    }
    let one = match listed {
        AnythingBut::Strings(all) => AnythingBut::Strings(one(all, index)),
        AnythingBut::Numbers(all) => AnythingBut::Numbers(one(all, index)),
        AnythingBut::Prefix(all) => AnythingBut::Prefix(one(all, index)),
        AnythingBut::Suffix(all) => AnythingBut::Suffix(one(all, index)),
        AnythingBut::EqualsIgnoreCase(all) => AnythingBut::EqualsIgnoreCase(one(all, index)),
        AnythingBut::Wildcard(all) => AnythingBut::Wildcard(one(all, index)),
    };
    one.lists(value)
}
