//! What a rule sees of a pattern.

use super::evidence::{Evidence, Relevant};
use crate::advice::{self, Refusal};
use crate::filter::{Fault, FaultKind};
use crate::json::{Document, Span};
use crate::pattern::value::MatcherKind;
use crate::pattern::{Condition, ConditionId, Language, Matcher, Pattern, PatternErrorKind};
use crate::template::{Found, Outcome, Place, Settled};
use std::collections::BTreeSet;

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
    /// Everything for which the service refuses it, where that is known.
    pub(crate) refusals: Vec<Refusal>,
    /// What is wrong with it at the place where it filters, as far as that is known.
    pub(crate) faults: Vec<Fault>,
    pub(crate) evidence: &'s Evidence,
    /// The part of it that is about events this pattern asks for.
    pub(crate) relevant: Relevant<'s>,
}

impl<'s> Subject<'s> {
    pub(super) fn new(found: &'s Found, settled: &'s Settled, evidence: &'s Evidence) -> Self {
        let document = Document::parse(settled.text.as_str()).ok();
        Self {
            found,
            settled,
            faults: faults(found, settled, document.as_ref()),
            document,
            refusals: refused(settled, found.language()),
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

    /// The matchers that are known.
    pub(crate) fn matchers<'c>(&self, condition: &'c Condition) -> Vec<&'c Matcher> {
        condition
            .matchers
            .iter()
            .filter(|matcher| self.known(matcher.span))
            .collect()
    }

    /// Whether a matcher is written here as it is: not made by a loop, and not with a value that
    /// comes from elsewhere, which may be another one in another deployment.
    pub(crate) fn is_written_here(&self, span: Span) -> bool {
        let Some(own) = self.found.own else {
            return true;
        };
        let is_own = |place: Place| {
            place.file == own.file
                && own.span.start <= place.span.start
                && place.span.end <= own.span.end
        };
        let place = |span: Span| self.settled.text.place(span);
        let document = self.document.iter();
        let mut members = document
            .flat_map(|document| document.nodes())
            .filter(|node| {
                !node.key.is_empty() && span.start <= node.key.start && node.span.end <= span.end
            });
        is_own(place(span))
            && members.all(|node| {
                let (key, value) = (place(node.key), place(node.span));
                is_own(value) && key.span.start <= value.span.start
            })
    }

    /// A part of the pattern's text.
    pub(crate) fn source(&self, span: Span) -> &str {
        span.of(self.settled.text.as_str())
    }
}

/// What is wrong with a filter at its place, but for what depends on what is not known.
fn faults(found: &Found, settled: &Settled, document: Option<&Document<'_>>) -> Vec<Fault> {
    let (Some(dialect), Some(pattern), Some(document)) =
        (found.dialect(), settled.pattern(), document)
    else {
        return Vec::new();
    };
    let whole = document.node(0).span;
    let mut faults = crate::filter::faults::of(dialect, document, pattern);
    faults.retain(|fault| match fault.span == whole {
        // How long it is, and what its lists multiply to, is known of all of it or not at all.
        true => settled.unknowns.is_empty() || fault.kind == FaultKind::NoFilters,
        false => !settled.is_unknown(fault.span),
    });
    faults
}

/// The mistakes of a pattern that do not depend on what is not known.
fn refused(settled: &Settled, language: Language) -> Vec<Refusal> {
    let is_open = |kind, span| settled.is_open(kind, span);
    match &settled.outcome {
        Outcome::Pattern(_) => Vec::new(),
        Outcome::Refused(error) => advice::refusals_as(error, language, &is_open),
        Outcome::Unclear => match Pattern::parse_as(settled.text.as_str(), language) {
            // What is not even JSON may become so by what is not known.
            Err(error) if error.kind() != PatternErrorKind::Syntax => {
                advice::refusals_as(&error, language, &is_open)
            }
            _ => Vec::new(),
        },
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
