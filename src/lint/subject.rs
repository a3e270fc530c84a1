//! What a rule sees of a pattern.

use super::Fix;
use super::evidence::{Evidence, Relevant};
use crate::json::{Document, Span};
use crate::pattern::value::MatcherKind;
use crate::pattern::{Condition, ConditionId, Matcher, Pattern};
use crate::template::{Form, Found, Settled};
use std::collections::BTreeSet;

/// How many states of automata one question about a condition may cost: checking is to be quick.
pub(crate) const STATES: usize = 10_000;

/// The fields of the envelope, and the one that a replay adds.
pub(crate) const ENVELOPE: [&str; 10] = [
    "version",
    "id",
    "detail-type",
    "source",
    "account",
    "time",
    "region",
    "resources",
    "detail",
    "replay-name",
];

/// A pattern under examination.
pub struct Subject<'s> {
    pub(crate) found: &'s Found,
    pub(crate) settled: &'s Settled,
    /// The pattern's text as JSON, where it is that.
    pub(crate) document: Option<Document<'s>>,
    pub(crate) evidence: &'s Evidence,
    /// The part of it that is about events this pattern asks for.
    pub(crate) relevant: Relevant<'s>,
}

impl<'s> Subject<'s> {
    pub(super) fn new(found: &'s Found, settled: &'s Settled, evidence: &'s Evidence) -> Self {
        Self {
            found,
            settled,
            document: Document::parse(settled.text.as_str()).ok(),
            evidence,
            relevant: settled
                .pattern()
                .filter(|_| found.used_by.sees_envelopes())
                .map(|pattern| evidence.about(pattern, settled))
                .unwrap_or_default(),
        }
    }

    /// The conditions that some alternative asks for.
    pub(crate) fn live<'p>(&self, pattern: &'p Pattern) -> Vec<&'p Condition> {
        let ids: BTreeSet<ConditionId> = pattern
            .alternatives()
            .iter()
            .flat_map(|alternative| alternative.conditions.iter().copied())
            .collect();
        ids.into_iter().map(|id| pattern.condition(id)).collect()
    }

    /// Whether the pattern sees events with their envelope.
    pub(crate) fn has_envelope(&self) -> bool {
        self.found.used_by.sees_envelopes()
    }

    /// Whether all of this is known.
    pub(crate) fn known(&self, span: Span) -> bool {
        !self.settled.is_unknown(span)
    }

    /// The plain strings that are asked of `path` wherever this condition is asked, too. `None` if
    /// something else is accepted there in some alternative, or all values are.
    pub(crate) fn beside<'p>(
        &self,
        pattern: &'p Pattern,
        condition: &Condition,
        path: &str,
    ) -> Option<BTreeSet<&'p str>> {
        let mut values = BTreeSet::new();
        for alternative in pattern.alternatives() {
            let conditions = || {
                alternative
                    .conditions
                    .iter()
                    .map(|id| pattern.condition(*id))
            };
            if !conditions().any(|other| std::ptr::eq(other, condition)) {
                continue;
            }
            let asked = conditions().find(|other| &*other.path == path)?;
            for matcher in &asked.matchers {
                if !self.known(matcher.span) {
                    return None;
                }
                values.insert(plain(&matcher.kind)?);
            }
        }
        (!values.is_empty()).then_some(values)
    }

    /// The rewrite of a plain string, without its quotes, if the template spells it as it is.
    pub(crate) fn respell(&self, value: Span, new: &str) -> Option<Fix> {
        let inner = Span::new(value.start + 1, value.end.checked_sub(1)?);
        let place = self.settled.text.exact_place(inner)?;
        Some(Fix {
            edits: vec![(place, new.to_owned())],
        })
    }

    /// The matchers that are known.
    pub(crate) fn matchers<'c>(&self, condition: &'c Condition) -> Vec<&'c Matcher> {
        condition
            .matchers
            .iter()
            .filter(|matcher| self.known(matcher.span))
            .collect()
    }

    /// A part of the pattern's text.
    pub(crate) fn source(&self, span: Span) -> &str {
        span.of(self.settled.text.as_str())
    }

    /// The rewrite of a key, where its bytes in the template are those of the pattern.
    pub(crate) fn rename(&self, key: Span, name: &str) -> Option<Fix> {
        let inner = Span::new(key.start + 1, key.end.checked_sub(1)?);
        let place = self.settled.text.exact_place(inner)?;
        Some(Fix {
            edits: vec![(place, name.to_owned())],
        })
    }

    /// The rewrite of a value in a template's file. `new` is JSON.
    pub(crate) fn replace(&self, value: Span, new: &str) -> Option<Fix> {
        let quotes = match self.found.form {
            Form::Object => "\"",
            Form::Text => self.quotes()?,
        };
        let place = self.settled.text.place(value);
        let is_string = self.source(value).starts_with('"');
        // A string of a template's object may be a plain word, or stand behind an alias.
        let differs =
            is_string && self.found.form == Form::Object && place.span.len() != value.len();
        if place.span.is_empty() || differs {
            return None;
        }
        let new = match new.strip_prefix('"').and_then(|new| new.strip_suffix('"')) {
            Some(inner) => format!("{quotes}{inner}{quotes}"),
            None => new.to_owned(),
        };
        Some(Fix {
            edits: vec![(place, new)],
        })
    }

    /// How the template spells a quote of the pattern.
    fn quotes(&self) -> Option<&'static str> {
        let text = &self.settled.text;
        let lengths = text.as_str().match_indices('"').map(|(at, _)| {
            let span = Span::new(at, at + 1);
            match text.exact_place(span) {
                Some(_) => 1,
                None => text.place(span).span.len(),
            }
        });
        // An escape is two bytes long; a plain word of the template has no quotes at all.
        lengths.into_iter().find_map(|length| match length {
            1 => Some("\""),
            2 => Some("\\\""),
            _ => None,
        })
    }
}

/// The string that a matcher compares with as a whole.
pub(crate) fn plain(kind: &MatcherKind) -> Option<&str> {
    match kind {
        MatcherKind::Exact(text) | MatcherKind::Exactly(text) => Some(text),
        _ => None,
    }
}

/// What stands in the pattern for a matcher, short enough for a sentence.
pub(crate) fn shown(source: &str) -> String {
    crate::text::brief(source, 60)
}
