//! Why a pattern matches an event, why it does not, and where the two modes differ.
//!
//! [`explain`] turns the trace of [`matching::evaluate`](crate::matching::evaluate) into an
//! [`Explanation`]: for every condition what it asks for, which values of the event it accepts and
//! which not and why, the mistakes that it looks like ([`hints`]), the alternative that decided or
//! came nearest, and a closing paragraph for either mode. It decides nothing of its own: every
//! verdict in it is the matcher's.
//!
//! The size of an explanation is bounded by the pattern's, not by the event's: of the values of one
//! condition at most [`MAX_LISTED`] are listed, with a count of the others. The time is linear in
//! the event for each condition. For strict mode [`together`](crate::matching::together) is asked at
//! most a fixed number of times, to find the fewest conditions that do not go together, and all
//! these searches share one [`BUDGET`].

mod alternatives;
mod conditions;
mod context;
mod disagree;
pub mod hints;
mod json;
mod model;
mod place;
mod summary;
mod task;
mod together;
mod walk;
mod ways_out;
mod why;
mod words;

pub use model::{
    AlternativeReport, BranchReport, ByMode, Cell, ConditionReport, Direction, Disagreement,
    EcsContainer, EcsTask, ElementReport, ElementRow, Explanation, Failure, Hint,
    MAX_ALTERNATIVES_LISTED, MAX_LISTED, MAX_VALUE, Mark, MatcherReport, OrReport, Outcome, Place,
    SCHEMA, Subject, Summary, Taken, Value, Why, WhyCode, WitnessReport, Written,
};

use crate::event::Event;
use crate::json::{LineIndex, NodeKind, Position};
use crate::matching::{BUDGET, Mode, Presence, evaluate_with};
use crate::pattern::{Condition, Pattern};
use context::Context;
use place::Locator;
use std::cell;

/// Explains the verdicts of a pattern on an event.
///
/// ```
/// use pattern_test::{Event, Pattern, explain::explain};
///
/// let pattern = Pattern::parse(r#"{"detail": {"exitCode": ["127"]}}"#)?;
/// let event = Event::parse(r#"{"detail": {"exitCode": 127}}"#)?;
/// let explanation = explain(&pattern, &event);
/// assert!(!explanation.matched());
/// let condition = &explanation.conditions[0];
/// assert_eq!(condition.failures[0].why.text, r#"found the number 127, expected the string "127""#);
/// assert_eq!(condition.hints[0].code, "number-as-string");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn explain<'a>(pattern: &'a Pattern, event: &'a Event<'_>) -> Explanation<'a> {
    Explainer::default().explain(pattern, event)
}

/// [`explain`] with names for pattern and event, and the mode that is asked about.
#[derive(Debug, Clone, Copy)]
pub struct Explainer<'a> {
    /// What the pattern is called.
    pub pattern: Option<&'a str>,
    /// What the event is called.
    pub event: Option<&'a str>,
    /// The mode whose verdict is asked for; the other is explained as well.
    pub mode: Mode,
    /// Where the event's text begins in its file, where it is a part of one; places are then given
    /// as lines and columns of the file.
    pub start: Option<Position>,
    /// What `exists` asks for.
    pub presence: Presence,
    /// Where the parts of the event are written, where it was made from something else.
    pub written: Option<&'a dyn Written>,
    /// The other events at hand. What is proposed where the modes differ tells apart these.
    pub others: &'a [&'a Event<'a>],
    /// Whether two texts have the same letters, however these are composed: whether their NFC is the
    /// same. Without the feature `unicode` it is never said that they have, unless the caller knows.
    pub same_letters: fn(&str, &str) -> bool,
}

impl Default for Explainer<'_> {
    fn default() -> Self {
        Self {
            pattern: None,
            event: None,
            mode: Mode::default(),
            start: None,
            presence: Presence::default(),
            written: None,
            others: &[],
            same_letters,
        }
    }
}

/// What a condition asks for, in words; `text` is the pattern's.
///
/// ```
/// use pattern_test::{Pattern, explain::asks};
///
/// let pattern = Pattern::parse(r#"{"a": [1, {"prefix": "x"}]}"#)?;
/// let asked = asks(&pattern.conditions()[0], pattern.text());
/// assert_eq!(asked, r#"1 or a string that starts with "x""#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn asks(condition: &Condition, text: &str) -> String {
    words::condition(condition, text)
}

/// The object or array that a path leads to at which the event has no value.
pub fn container_at(event: &Event<'_>, path: &str) -> Option<NodeKind> {
    let document = event.document();
    let walk = walk::Walk::new(document, path);
    walk.arrived.first().map(|id| document.node(*id).kind)
}

#[cfg(feature = "unicode")]
fn same_letters(one: &str, other: &str) -> bool {
    use unicode_normalization::UnicodeNormalization as _;
    one.nfc().eq(other.nfc())
}

#[cfg(not(feature = "unicode"))]
fn same_letters(_: &str, _: &str) -> bool {
    false
}

impl<'a> Explainer<'a> {
    /// As [`explain`].
    pub fn explain(self, pattern: &'a Pattern, event: &'a Event<'_>) -> Explanation<'a> {
        let evaluation = evaluate_with(pattern, event, self.presence);
        let start = self.start.unwrap_or(Position::START);
        let context = Context {
            pattern,
            event,
            evaluation: &evaluation,
            pattern_lines: LineIndex::new(pattern.text()),
            locator: Locator::new(event, start, self.written),
            budget: cell::Cell::new(BUDGET),
            mode: self.mode,
            name: self.event,
            others: self.others,
            same_letters: self.same_letters,
        };
        let ways = alternatives::Ways::new(&context);
        let conditions = conditions::reports(&context, &ways);
        let disagreement = disagree::disagreement(&context, &ways, &conditions);
        let summary = summary::summaries(&context, &ways, &conditions, disagreement.as_ref());
        let task = task::of(event, &conditions, self.mode, evaluation.verdict(self.mode));
        Explanation {
            pattern: Subject {
                name: self.pattern,
                text: pattern.text(),
                start: Position::START,
            },
            event: Subject {
                name: self.event,
                text: event.text(),
                start,
            },
            mode: self.mode,
            verdicts: ByMode::of(|mode| {
                let verdict = evaluation.verdict(mode);
                Outcome {
                    matched: verdict.matched,
                    alternative: verdict.alternative,
                    gave_up: verdict.gave_up,
                }
            }),
            ors: alternatives::ors(&context, &ways),
            disagreement,
            more_alternatives: pattern.alternatives().len() - ways.listed.len(),
            alternatives: ways.listed,
            conditions,
            summary,
            task,
            notes: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;
