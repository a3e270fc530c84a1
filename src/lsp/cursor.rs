//! What stands at a place of a pattern.

use super::analysis::View;
use crate::json::{Document, NodeId, NodeKind, Span};
use crate::pattern::{Condition, Matcher, Pattern};
use crate::template::{Found, Settled};

/// A value of a pattern, or its key, with where it is in the document.
#[derive(Debug)]
pub(super) struct Spot<'a> {
    pub(super) found: &'a Found,
    pub(super) settled: &'a Settled,
    document: Document<'a>,
    node: NodeId,
    is_key: bool,
    /// Where it stands in the document.
    pub(super) span: Span,
}

impl<'a> Spot<'a> {
    /// What stands at an offset: the innermost there is.
    pub(super) fn at(view: View<'a>, offset: usize) -> Option<Self> {
        let (index, _) = view.at(offset)?;
        let (found, settled) = view.patterns.settled(index)?;
        let document = Document::parse(settled.text.as_str()).ok()?;
        let mut best: Option<(NodeId, bool, Span)> = None;
        for (id, node) in (0_u32..).zip(document.nodes()) {
            for (part, is_key) in [(node.key, true), (node.span, false)] {
                if part.is_empty() {
                    continue;
                }
                let Some(span) = view.span(settled.text.place(part)) else {
                    continue;
                };
                let is_inside = span.start <= offset && offset <= span.end;
                let is_better = best.is_none_or(|(_, _, other)| span.len() <= other.len());
                if is_inside && is_better {
                    best = Some((id, is_key, span));
                }
            }
        }
        let (node, is_key, span) = best?;
        Some(Self {
            found,
            settled,
            document,
            node,
            is_key,
            span,
        })
    }

    /// The nodes that lead to it, the whole first.
    fn trail(&self) -> Vec<NodeId> {
        let mut trail = vec![self.node];
        let mut at = self.node;
        while at != 0 {
            at = self.document.parent(at);
            trail.push(at);
        }
        trail.reverse();
        trail
    }

    /// The path in an event that it is about, its keys joined with `.`, and the keys of operators that it
    /// stands below.
    pub(super) fn path(&self) -> (String, Vec<String>) {
        let (mut path, mut operators) = (String::new(), Vec::new());
        let mut in_matchers = false;
        for id in self.trail() {
            let node = self.document.node(id);
            if let Some(key) = self.document.key(id) {
                match (in_matchers, &*key) {
                    (true, key) => operators.push(key.to_owned()),
                    (false, "$or") => {}
                    (false, key) => {
                        path.push_str(if path.is_empty() { "" } else { "." });
                        path.push_str(key);
                    }
                }
                let in_or = !in_matchers && key == "$or";
                in_matchers |= node.kind == NodeKind::Array && !in_or;
            }
        }
        (path, operators)
    }

    /// Whether it is the key of a field of the event, or of an operator.
    pub(super) fn is_key(&self) -> bool {
        self.is_key
    }

    /// The plain value that stands here, as JSON.
    pub(super) fn value(&self) -> Option<&str> {
        let kind = self.document.node(self.node).kind;
        let is_plain = !self.is_key && !matches!(kind, NodeKind::Object | NodeKind::Array);
        is_plain.then(|| self.document.raw(self.node))
    }

    /// The condition that it belongs to.
    pub(super) fn condition(&self) -> Option<(&'a Pattern, usize, &'a Condition)> {
        let pattern = self.settled.pattern()?;
        let node = self.document.node(self.node);
        let own = match self.is_key {
            true => node.key,
            false => node.span,
        };
        let conditions = pattern.conditions().iter().enumerate();
        let holds = |outer: Span| outer.start <= own.start && own.end <= outer.end;
        let mut around = conditions.filter(|(_, c)| holds(c.span) || holds(c.key_span));
        let (index, condition) = around.next()?;
        Some((pattern, index, condition))
    }

    /// The matcher that it belongs to.
    pub(super) fn matcher(&self) -> Option<&'a Matcher> {
        let (_, _, condition) = self.condition()?;
        let own = self.document.node(self.node).span;
        let mut matchers = condition.matchers.iter();
        matchers.find(|m| m.span.start <= own.start && own.end <= m.span.end)
    }
}
