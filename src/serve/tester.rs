//! Verdicts for many requests.
//!
//! Clients put many events to few patterns. So what became of a pattern's text is remembered, within
//! [`MOST_WEIGHT`], and a pattern that is asked about again goes to the [engine](crate::engine),
//! which reads an event's text without building anything of it. What the engine does not answer with
//! a plain yes or no, such as an event without the envelope, goes the long way through
//! [`service`], where the refusals have their words.

use crate::Pattern;
use crate::engine::{Modes, RuleSet, Scratch};
use crate::event::REQUIRED_FIELDS;
use crate::matching::Mode;
use crate::service::{self, Refusal};
use std::collections::HashMap;

/// How much is remembered, in bytes. Patterns are weighed by an estimate that is above what they
/// take; a test compares the two.
pub const MOST_WEIGHT: usize = 64 << 20;

/// An event longer than these bytes leaves no room behind that was made for it.
const LARGE_EVENT: usize = 1 << 20;

/// Answers requests one after the other, each as [`service::test_event_pattern`] does.
///
/// ```
/// use pattern_test::{Mode, serve::tester::Tester};
///
/// let event = r#"{"id": "1", "account": "1", "source": "orders", "time": "", "region": "",
///                 "detail-type": "Order"}"#;
/// let mut tester = Tester::new(Mode::Flattened);
/// for _ in 0..3 {
///     assert_eq!(tester.test(r#"{"source": ["orders"]}"#, event), Ok(true));
/// }
/// ```
#[derive(Debug)]
pub struct Tester {
    known: Remembered,
    room: Room,
}

/// What verdicts need besides a pattern and an event.
#[derive(Debug)]
struct Room {
    mode: Mode,
    /// Asks for the fields of the envelope.
    envelope: Option<Pattern>,
    scratch: Scratch,
}

impl Tester {
    /// One that answers in this mode.
    pub fn new(mode: Mode) -> Self {
        let fields = REQUIRED_FIELDS.map(|field| format!("\"{field}\": [{{\"exists\": true}}]"));
        Self {
            known: Remembered::default(),
            room: Room {
                mode,
                envelope: Pattern::parse(&format!("{{{}}}", fields.join(", "))).ok(),
                scratch: Scratch::new(),
            },
        }
    }

    /// The verdict on an event.
    ///
    /// # Errors
    /// See [`Refusal`].
    pub fn test(&mut self, pattern: &str, event: &str) -> Result<bool, Refusal> {
        if let Some(known) = self.known.recall(pattern) {
            return known.test(event, &mut self.room);
        }
        let known = Known::new(pattern);
        let answer = match &known.compiled {
            Ok(pattern) => slowly(pattern, event, self.room.mode),
            Err(refusal) => Err(refusal.clone()),
        };
        self.known.remember(pattern.into(), known);
        answer
    }
}

/// The verdict of the evaluator that defines it, and every refusal.
fn slowly(pattern: &Pattern, event: &str, mode: Mode) -> Result<bool, Refusal> {
    service::answer(pattern, event, mode).map(|answer| answer.result)
}

/// What became of a pattern's text.
#[derive(Debug)]
struct Known {
    compiled: Result<Pattern, Refusal>,
    /// The pattern, then the envelope. Built when the pattern is asked about again: that takes longer
    /// than a single verdict.
    rules: Option<RuleSet>,
    weight: usize,
}

impl Known {
    fn new(text: &str) -> Self {
        let compiled = service::compile(text);
        let weight = match &compiled {
            Ok(pattern) => {
                let uses = pattern.alternatives().iter();
                let uses: usize = uses.map(|a| a.conditions.len() + a.branches.len()).sum();
                8192 + 128 * text.len() + 512 * pattern.conditions().len() + 64 * uses
            }
            Err(Refusal::Exception { message, .. }) => 512 + text.len() + message.len(),
            Err(Refusal::Undecided) => 512 + text.len(),
        };
        Self {
            compiled,
            rules: None,
            weight,
        }
    }

    fn test(&mut self, event: &str, room: &mut Room) -> Result<bool, Refusal> {
        let pattern = self.compiled.as_ref().map_err(Refusal::clone)?;
        let rules = self.rules.get_or_insert_with(|| {
            let mut rules = RuleSet::builder();
            for pattern in std::iter::once(pattern).chain(&room.envelope) {
                rules.add("", pattern);
            }
            rules.build()
        });
        let plain = quickly(rules, event, room);
        if event.len() > LARGE_EVENT {
            room.scratch = Scratch::new();
        }
        plain.map_or_else(|| slowly(pattern, event, room.mode), Ok)
    }
}

/// The engine's verdict, where it has one and the event has its envelope.
fn quickly(rules: &RuleSet, event: &str, room: &mut Room) -> Option<bool> {
    let modes = match room.mode {
        Mode::Flattened => Modes::Flattened,
        Mode::Strict => Modes::Strict,
    };
    let matches = rules
        .matches(event.as_bytes(), modes, &mut room.scratch)
        .ok()?;
    let matched = match room.mode {
        Mode::Flattened => &matches.flattened,
        Mode::Strict => &matches.strict,
    };
    // The envelope is the last rule to match. An envelope of objects has no leaves there, and is one
    // all the same: that is for the long way to find out.
    let is_event = matched.last().is_some_and(|rule| rule.index() == 1);
    (is_event && matches.undecided.is_empty()).then_some(matched.len() == 2)
}

/// What is known of the texts that were asked about lately.
#[derive(Debug, Default)]
struct Remembered {
    /// When this has half of the weight it becomes `old`, and what was old is forgotten. Whatever is
    /// asked about again before that is young again.
    young: HashMap<Box<str>, Known>,
    young_weight: usize,
    old: HashMap<Box<str>, Known>,
}

impl Remembered {
    fn recall(&mut self, text: &str) -> Option<&mut Known> {
        if let Some((text, known)) = self.old.remove_entry(text) {
            self.remember(text, known);
        }
        self.young.get_mut(text)
    }

    fn remember(&mut self, text: Box<str>, known: Known) {
        // One that would push out much else is not worth it.
        if known.weight > MOST_WEIGHT / 16 {
            return;
        }
        if self.young_weight + known.weight > MOST_WEIGHT / 2 {
            self.old = std::mem::take(&mut self.young);
            self.young_weight = 0;
        }
        self.young_weight += known.weight;
        self.young.insert(text, known);
    }
}

#[cfg(test)]
mod tests;
