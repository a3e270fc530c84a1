//! The evaluator that defines what a match is: rules, sections 4 and 5.
//!
//! It is meant to be read and trusted, not to be fast. Every condition is looked at once, giving a
//! [`ConditionTrace`]: the leaves at its path, and which matcher accepts which of them. The two
//! modes are two ways to combine these:
//!
//! - [`Mode::Flattened`]: a condition holds when one of its leaves is accepted; an alternative when
//!   all its conditions hold, each on its own.
//! - [`Mode::Strict`]: an alternative holds when one accepted leaf can be chosen for every
//!   condition such that they all lie below the same element of every array that any two of them
//!   lie below. How that is found without trying all choices is told in `strict.rs`.

mod reason;
mod strict;
mod trace;

pub use reason::{KIND, Reason, Taken};
pub use trace::{Accepted, ConditionTrace};

use crate::event::{Event, LeafId};
use crate::pattern::{Alternative, ConditionId, Pattern};

/// How conditions on the elements of an array go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Mode {
    /// Each condition looks at all leaves of its path by itself: what users saw in 2019, and the
    /// default.
    #[default]
    Flattened,
    /// Conditions on an array of objects must hold in the same element: what the service does today.
    Strict,
}

impl Mode {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Flattened, Self::Strict];

    /// The mode in which EventBridge decides today: rules, section 5.
    pub const SERVICE: Self = Self::Strict;

    /// The mode with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }

    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Flattened => Self::Strict,
            Self::Strict => Self::Flattened,
        }
    }

    /// The mode's name in flags and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Flattened => "flattened",
            Self::Strict => "strict",
        }
    }
}

/// Which leaf satisfied which condition, and by which matcher.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Witness {
    /// The condition.
    pub condition: ConditionId,
    /// The matcher's place in [`Condition::matchers`](crate::pattern::Condition::matchers).
    pub matcher: usize,
    /// The leaf that it accepts; `None` where it is an `{"exists": false}` that holds.
    pub leaf: Option<LeafId>,
}

/// Whether a pattern matches an event in one mode, and why.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    /// Whether it matches.
    pub matched: bool,
    /// The first alternative that holds, as its place in
    /// [`Pattern::alternatives`](crate::Pattern::alternatives).
    pub alternative: Option<usize>,
    /// For every condition of that alternative what satisfies it, in the order of the pattern.
    pub witnesses: Vec<Witness>,
    /// Whether the search was given up for some alternative, and for that reason `matched` is
    /// false: only in strict mode, and only for events that reach one path through several arrays
    /// in the same element. See [`BUDGET`].
    pub gave_up: bool,
}

pub use strict::BUDGET;
use strict::RESERVE;

/// Both verdicts on one event.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// The verdict when each condition looks at its path on its own.
    pub flattened: Verdict,
    /// The verdict when conditions on an array must hold in the same element.
    pub strict: Verdict,
    /// What each condition of the pattern found, by [`ConditionId`].
    pub conditions: Vec<ConditionTrace>,
}

impl Evaluation {
    /// The verdict in one mode.
    pub fn verdict(&self, mode: Mode) -> &Verdict {
        match mode {
            Mode::Flattened => &self.flattened,
            Mode::Strict => &self.strict,
        }
    }

    /// What EventBridge answers today; `None` where the search was given up.
    pub fn service(&self) -> Option<bool> {
        let verdict = self.verdict(Mode::SERVICE);
        (!verdict.gave_up).then_some(verdict.matched)
    }

    /// Whether the modes come to different verdicts.
    pub fn disagree(&self) -> bool {
        self.flattened.matched != self.strict.matched
    }

    /// What a condition found.
    #[expect(
        clippy::indexing_slicing,
        reason = "there is a trace for every condition"
    )]
    pub fn trace(&self, condition: ConditionId) -> &ConditionTrace {
        &self.conditions[condition.index()]
    }
}

/// Looks at one event in both modes.
///
/// Takes time in the order of the matchers times the leaves at their paths, and for the strict mode
/// the array elements times the conditions of each alternative; where an event reaches one path
/// through several arrays of the same element, [`BUDGET`] bounds what is spent on top of that.
///
/// ```
/// use pattern_test::{Event, Pattern, matching::evaluate};
///
/// let pattern = Pattern::parse(r#"{"c": {"name": ["app"], "exit": [1]}}"#)?;
/// let event = Event::parse(r#"{"c": [{"name": "app", "exit": 0}, {"name": "db", "exit": 1}]}"#)?;
/// let evaluation = evaluate(&pattern, &event);
/// assert!(evaluation.flattened.matched && !evaluation.strict.matched);
///
/// let from: Vec<_> = evaluation.flattened.witnesses.iter()
///     .map(|witness| event.pointer(witness.leaf.unwrap()))
///     .collect();
/// assert_eq!(from, ["/c/0/name", "/c/1/exit"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn evaluate(pattern: &Pattern, event: &Event<'_>) -> Evaluation {
    evaluate_with(pattern, event, Presence::default())
}

/// What `exists` asks for. Services differ in nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Presence {
    /// Whether `null` and an empty string are there as much as any other value.
    pub empty_is_present: bool,
    /// Whether `{"exists": false}` holds where there is no value.
    pub absence_holds: bool,
}

impl Default for Presence {
    /// As EventBridge has it.
    fn default() -> Self {
        Self {
            empty_is_present: true,
            absence_holds: true,
        }
    }
}

/// As [`evaluate`], for a service that has its own idea of what is there.
pub fn evaluate_with(pattern: &Pattern, event: &Event<'_>, presence: Presence) -> Evaluation {
    let conditions: Vec<_> = pattern
        .conditions()
        .iter()
        .map(|condition| ConditionTrace::new(condition, event, presence))
        .collect();
    let verdict = |choose: &mut dyn FnMut(&Alternative) -> Choice| {
        let mut gave_up = false;
        for (index, alternative) in pattern.alternatives().iter().enumerate() {
            match choose(alternative) {
                Choice::Holds(witnesses) => {
                    return Verdict {
                        matched: true,
                        alternative: Some(index),
                        witnesses,
                        gave_up: false,
                    };
                }
                Choice::Fails => {}
                Choice::GaveUp => gave_up = true,
            }
        }
        Verdict {
            gave_up,
            ..Verdict::default()
        }
    };
    let flattened = verdict(&mut |alternative| flattened(alternative, &conditions));
    let mut budget = BUDGET;
    let mut reserved = pattern.alternatives().len() * RESERVE;
    let strict = verdict(&mut |alternative| {
        reserved -= RESERVE;
        budget -= reserved;
        let choice = strict::choose(alternative, &conditions, event, &mut budget);
        budget += reserved;
        choice
    });
    Evaluation {
        flattened,
        strict,
        conditions,
    }
}

/// Whether some conditions can be met together in strict mode: the strict verdict on an alternative
/// that consisted of these conditions alone. `evaluation` is what [`evaluate`] said of the same
/// pattern and event. [`Verdict::alternative`] stays empty. What the search spends is taken off
/// `budget`, so that several calls may share one.
///
/// ```
/// use pattern_test::{Event, Pattern, matching::{BUDGET, evaluate, together}};
///
/// let pattern = Pattern::parse(r#"{"a": [1], "c": {"name": ["app"], "exit": [1]}}"#)?;
/// let event = Event::parse(r#"{"c": [{"name": "app", "exit": 0}, {"name": "db", "exit": 1}]}"#)?;
/// let evaluation = evaluate(&pattern, &event);
/// let conditions = &pattern.alternatives()[0].conditions;
/// let mut budget = BUDGET;
/// assert!(together(&evaluation, &event, &conditions[1..2], &mut budget).matched);
/// assert!(!together(&evaluation, &event, &conditions[1..], &mut budget).matched);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn together(
    evaluation: &Evaluation,
    event: &Event<'_>,
    conditions: &[ConditionId],
    budget: &mut usize,
) -> Verdict {
    let alternative = Alternative {
        conditions: conditions.to_vec(),
        branches: Vec::new(),
    };
    match strict::choose(&alternative, &evaluation.conditions, event, budget) {
        Choice::Holds(witnesses) => Verdict {
            matched: true,
            witnesses,
            ..Verdict::default()
        },
        Choice::Fails => Verdict::default(),
        Choice::GaveUp => Verdict {
            gave_up: true,
            ..Verdict::default()
        },
    }
}

/// What becomes of one alternative.
enum Choice {
    Holds(Vec<Witness>),
    Fails,
    GaveUp,
}

/// Each condition on its own: its first accepted leaf, or the absence of any.
fn flattened(alternative: &Alternative, traces: &[ConditionTrace]) -> Choice {
    let witnesses: Option<Vec<_>> = alternative
        .conditions
        .iter()
        .map(|id| traces.get(id.index())?.first_witness(*id))
        .collect();
    witnesses.map_or(Choice::Fails, Choice::Holds)
}

impl Pattern {
    /// Whether the pattern matches the event in this mode.
    ///
    /// Where [`Verdict::gave_up`] would be set, this says no: use [`evaluate`] where that matters.
    pub fn matches(&self, event: &Event<'_>, mode: Mode) -> bool {
        evaluate(self, event).verdict(mode).matched
    }

    /// Both verdicts with their witnesses: [`evaluate`].
    pub fn evaluate(&self, event: &Event<'_>) -> Evaluation {
        evaluate(self, event)
    }
}

#[cfg(test)]
mod tests;
