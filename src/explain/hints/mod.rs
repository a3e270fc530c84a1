//! The mistakes that people make, one file each.
//!
//! A hint says what is wrong and what to write instead, and is given only where that is true of
//! the pattern and the event at hand. Most are about conditions that failed; some about conditions
//! that hold for a reason their author may not have meant, or that say nothing at all. Codes are
//! stable; `docs/hints.md` lists them.

mod account_without_quotes;
mod anything_but_needs_value;
mod anything_but_other_element;
mod arn_separator;
mod boundary_excluded;
mod exists_false_sibling;
mod exists_on_container;
mod json_in_string;
mod key_level;
mod key_spelling;
mod key_with_dots;
mod letter_case;
mod literal_as_string;
mod matches_as_prefix;
mod matches_as_suffix;
mod matches_inside;
mod not_an_address;
mod null_is_a_value;
mod number_as_string;
mod number_not_comparable;
mod numeric_on_string;
mod overwritten_by_duplicate;
mod overwritten_in_or;
mod path_to_empty;
mod path_to_object;
mod star_in_string;
mod string_as_literal;
mod string_as_number;
mod surrounding_whitespace;
mod unicode_form;

use super::walk::Walk;
use super::{Context, Hint, words};
use crate::event::LeafId;
use crate::json::{NodeId, NodeKind, Span};
use crate::matching::ConditionTrace;
use crate::pattern::value::{MatcherKind, Scalar};
use crate::pattern::{Condition, ConditionId, Matcher};
use crate::text::head;

/// How many values of one condition are looked at for mistakes; others of the same path would say
/// the same.
const MOST_LEAVES: usize = 64;

/// A mistake that is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Check {
    /// The stable code.
    pub code: &'static str,
    /// The mistake, in words.
    pub about: &'static str,
    look: fn(&Look<'_, '_, '_>) -> Option<Found>,
}

/// Every mistake that is looked for, in the order in which hints are given.
///
/// ```
/// use pattern_test::explain::hints::CHECKS;
/// assert!(CHECKS.iter().any(|check| check.code == "number-as-string"));
/// ```
pub const CHECKS: &[Check] = &[
    overwritten_by_duplicate::CHECK,
    overwritten_in_or::CHECK,
    account_without_quotes::CHECK,
    number_as_string::CHECK,
    string_as_number::CHECK,
    literal_as_string::CHECK,
    string_as_literal::CHECK,
    letter_case::CHECK,
    surrounding_whitespace::CHECK,
    unicode_form::CHECK,
    arn_separator::CHECK,
    star_in_string::CHECK,
    matches_as_prefix::CHECK,
    matches_as_suffix::CHECK,
    matches_inside::CHECK,
    number_not_comparable::CHECK,
    boundary_excluded::CHECK,
    numeric_on_string::CHECK,
    not_an_address::CHECK,
    json_in_string::CHECK,
    key_spelling::CHECK,
    key_level::CHECK,
    key_with_dots::CHECK,
    exists_on_container::CHECK,
    path_to_object::CHECK,
    path_to_empty::CHECK,
    null_is_a_value::CHECK,
    exists_false_sibling::CHECK,
    anything_but_needs_value::CHECK,
    anything_but_other_element::CHECK,
];

/// What a check sees: one condition and what it found.
pub(super) struct Look<'l, 'c, 'a> {
    pub(super) context: &'l Context<'c, 'a>,
    pub(super) id: ConditionId,
    pub(super) condition: &'l Condition,
    pub(super) trace: &'l ConditionTrace,
    /// Where the path leads, if there are no leaves.
    pub(super) walk: &'l Walk<'l>,
    /// Whether the condition is in no alternative.
    pub(super) replaced: bool,
}

/// What a check found.
struct Found {
    message: String,
    instead: Option<String>,
    /// Where it is seen in the event.
    node: Option<NodeId>,
    /// Where it is seen in the pattern; else at the condition's key.
    span: Option<Span>,
}

impl Found {
    fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            instead: None,
            node: None,
            span: None,
        }
    }

    fn instead(mut self, instead: impl Into<String>) -> Self {
        self.instead = Some(instead.into());
        self
    }

    fn node(mut self, node: NodeId) -> Self {
        self.node = Some(node);
        self
    }

    fn span(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }
}

pub(super) fn look(look: &Look<'_, '_, '_>) -> Vec<Hint> {
    let context = look.context;
    CHECKS
        .iter()
        .filter_map(|check| {
            let Found {
                message,
                instead,
                node,
                span,
            } = (check.look)(look)?;
            let span = span.unwrap_or(look.condition.key_span);
            Some(Hint {
                code: check.code,
                message,
                instead,
                place: node.map(|node| context.locator.node(node)),
                span,
                position: context.pattern_lines.position(span.start),
            })
        })
        .collect()
}

impl Look<'_, '_, '_> {
    /// Whether the condition counts and does not hold.
    fn failed(&self) -> bool {
        !self.replaced && !self.trace.holds()
    }

    /// What the first matcher and value of a failed condition have to say, values in the order of
    /// the event.
    fn pair(
        &self,
        mut look: impl FnMut(&Matcher, &Scalar<'_>, NodeId) -> Option<Found>,
    ) -> Option<Found> {
        if !self.failed() {
            return None;
        }
        self.trace.leaves.iter().take(MOST_LEAVES).find_map(|leaf| {
            let value = self.context.event.value(*leaf);
            let node = self.node(*leaf);
            self.condition.matchers.iter().find_map(|matcher| {
                let found = look(matcher, &value, node)?;
                let span = found.span.unwrap_or(matcher.span);
                Some(found.span(span).node(node))
            })
        })
    }

    /// [`Look::pair`] for plain strings and `exactly` on strings.
    fn strings(
        &self,
        mut look: impl FnMut(&Matcher, &str, &str) -> Option<Found>,
    ) -> Option<Found> {
        self.pair(|matcher, value, _| {
            let (wanted, value) = (plain(&matcher.kind)?, value.as_str()?);
            look(matcher, wanted, value)
        })
    }

    fn node(&self, leaf: LeafId) -> NodeId {
        self.context.event.leaf(leaf).node
    }

    /// The last key of the path as the pattern spells it.
    fn key(&self) -> String {
        let raw = self.condition.key_span.of(self.context.pattern.text());
        crate::json::unquote(raw).into_owned()
    }

    fn has(&self, wanted: impl Fn(&MatcherKind) -> bool) -> Option<&Matcher> {
        self.condition.matchers.iter().find(|m| wanted(&m.kind))
    }

    /// The object or array that a path without values leads to.
    fn container(&self) -> Option<NodeId> {
        self.walk.arrived.first().copied()
    }
}

/// The text of a plain string matcher.
fn plain(kind: &MatcherKind) -> Option<&str> {
    match kind {
        MatcherKind::Exact(text) | MatcherKind::Exactly(text) => Some(text),
        _ => None,
    }
}

/// Whether a text is a JSON number.
fn is_number(text: &str) -> bool {
    crate::json::Document::parse(text.trim())
        .is_ok_and(|document| document.node(0).kind == NodeKind::Number && document.raw(0) == text)
}

/// A string as JSON spells it, short enough for a sentence.
fn quoted(text: &str) -> String {
    words::quoted(&head(text, 100))
}
