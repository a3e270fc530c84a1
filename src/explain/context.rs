//! What every part of an explanation is made from.

use super::place::Locator;
use crate::event::Event;
use crate::json::LineIndex;
use crate::matching::{Evaluation, Mode, Verdict, together};
use crate::pattern::{ConditionId, Pattern};
use std::cell;

/// What every part of an explanation is made from.
pub(super) struct Context<'c, 'a> {
    pub(super) pattern: &'c Pattern,
    pub(super) event: &'c Event<'a>,
    pub(super) evaluation: &'c Evaluation,
    pub(super) pattern_lines: LineIndex<'c>,
    pub(super) locator: Locator<'c, 'a>,
    /// What is left for asking which conditions go together: see [`BUDGET`](crate::matching::BUDGET).
    pub(super) budget: cell::Cell<usize>,
    /// What the event is called.
    pub(super) name: Option<&'c str>,
    /// The mode that is asked about.
    pub(super) mode: Mode,
    /// Whether two texts have the same letters, however composed.
    pub(super) same_letters: fn(&str, &str) -> bool,
    /// The other events at hand.
    pub(super) others: &'c [&'c Event<'c>],
}

impl Context<'_, '_> {
    /// Whether these conditions can be met together in strict mode.
    pub(super) fn together(&self, conditions: &[ConditionId]) -> Verdict {
        let mut budget = self.budget.get();
        if budget == 0 {
            return Verdict {
                gave_up: true,
                ..Verdict::default()
            };
        }
        let verdict = together(self.evaluation, self.event, conditions, &mut budget);
        self.budget.set(budget);
        verdict
    }
}
