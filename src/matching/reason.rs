//! The one thing to say about a verdict in a single line.

use super::{Evaluation, Mode, Verdict, Witness};
use crate::event::{Element, Event, LeafId};
use crate::pattern::{Alternative, ConditionId, Pattern};

/// Why a verdict is what it is, as briefly as can be: for a refusal the first condition that
/// failed, for a disagreement of the modes where each condition took its value from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// A condition that accepts no leaf.
    Refused {
        /// Of the alternative in which the fewest conditions fail the first that does: `source` and
        /// `detail-type` before others, then in the order of the pattern.
        condition: ConditionId,
        /// The first few leaves at its path, none of which is accepted.
        found: Vec<LeafId>,
        /// How many leaves there are.
        count: usize,
        /// How many other conditions of that alternative fail.
        more: usize,
        /// How many conditions of that alternative hold.
        held: usize,
    },
    /// Flattened matches with values from different elements; no single element satisfies all.
    Mixed {
        /// What each condition below an array took its value from, in the order of the pattern.
        taken: Vec<Taken>,
    },
    /// Strict matches because an absence is judged in the chosen element only; flattened does not,
    /// because of a leaf elsewhere.
    AbsentHere {
        /// The condition with `{"exists": false}` that fails when it looks at all elements.
        condition: ConditionId,
        /// A leaf at its path that refutes it in flattened mode.
        elsewhere: LeafId,
        /// What the other conditions below an array took their values from.
        taken: Vec<Taken>,
    },
    /// The strict search was given up: see [`Verdict::gave_up`].
    GaveUp,
}

/// How many leaves are kept of those that a condition does not accept.
const MOST_FOUND: usize = 8;

/// A value that a condition took from an array's element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The condition.
    pub condition: ConditionId,
    /// The leaf that satisfied it.
    pub leaf: LeafId,
    /// The innermost element of an array that the leaf lies below.
    pub element: Element,
}

impl Reason {
    /// What is to be said about the verdict in `mode`; `None` for a match on which the modes agree.
    pub fn new(
        pattern: &Pattern,
        event: &Event<'_>,
        evaluation: &Evaluation,
        mode: Mode,
    ) -> Option<Self> {
        if evaluation.strict.gave_up {
            return Some(Self::GaveUp);
        }
        if !evaluation.disagree() {
            let refused = !evaluation.verdict(mode).matched;
            return refused.then(|| refusal(pattern, evaluation)).flatten();
        }
        if evaluation.flattened.matched {
            return Some(Self::Mixed {
                taken: taken(event, &evaluation.flattened),
            });
        }
        // Strict without flattened: some absence that only holds in the chosen element.
        let strict = &evaluation.strict;
        strict
            .witnesses
            .iter()
            .find(|witness| witness.leaf.is_none())
            .and_then(|absence| {
                let elsewhere = *evaluation.trace(absence.condition).leaves.first()?;
                Some(Self::AbsentHere {
                    condition: absence.condition,
                    elsewhere,
                    taken: taken(event, strict),
                })
            })
    }
}

/// What the conditions whose leaves lie below array elements took their values from.
fn taken(event: &Event<'_>, verdict: &Verdict) -> Vec<Taken> {
    let below = |witness: &Witness| {
        let leaf = witness.leaf?;
        let element = *event.elements(leaf).last()?;
        Some(Taken {
            condition: witness.condition,
            leaf,
            element,
        })
    };
    verdict.witnesses.iter().filter_map(below).collect()
}

/// The first failed condition of the alternative that has the fewest. Where none fails on its own,
/// the modes differ.
fn refusal(pattern: &Pattern, evaluation: &Evaluation) -> Option<Reason> {
    let failed = |alternative: &Alternative| -> Vec<ConditionId> {
        let fails = |id: &ConditionId| !evaluation.trace(*id).holds();
        alternative
            .conditions
            .iter()
            .copied()
            .filter(fails)
            .collect()
    };
    let (of, nearest) = pattern
        .alternatives()
        .iter()
        .map(|alternative| (alternative.conditions.len(), failed(alternative)))
        .min_by_key(|(_, failed)| failed.len())?;
    let condition = *nearest
        .iter()
        .min_by_key(|id| rank(&pattern.condition(**id).path))?;
    let leaves = &evaluation.trace(condition).leaves;
    Some(Reason::Refused {
        condition,
        found: leaves.iter().take(MOST_FOUND).copied().collect(),
        count: leaves.len(),
        more: nearest.len() - 1,
        held: of - nearest.len(),
    })
}

/// An event of another kind is refused by its kind, wherever in the pattern that is asked for.
fn rank(path: &str) -> usize {
    KIND.iter()
        .position(|kind| *kind == path)
        .unwrap_or(KIND.len())
}

/// The paths that say what kind of event it is.
pub const KIND: [&str; 2] = ["source", "detail-type"];
