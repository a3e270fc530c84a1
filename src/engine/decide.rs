//! Which candidates hold.

use super::index::ConditionId;
use super::scratch::{Record, Tally};
use super::strict::{self, Choice};
use super::{Matches, Modes, RuleId, RuleSet, Scratch};
use crate::event::Event;
use crate::matching::evaluate;
use std::ops::Range;

impl RuleSet {
    /// Judges the candidates of an event that has been read, and fills in the matches.
    pub(super) fn decide(
        &self,
        text: &str,
        event: Range<usize>,
        modes: Modes,
        scratch: &mut Scratch,
    ) {
        scratch.tally.candidates.extend_from_slice(&self.always);
        if scratch.tally.candidates.is_empty() {
            return;
        }
        let mut entangled = false;
        for at in 0..scratch.tally.candidates.len() {
            let Some(candidate) = scratch.tally.candidates.get(at).copied() else {
                continue;
            };
            entangled |= self.judge(candidate, text, modes, scratch);
        }
        let matches = &mut scratch.matches;
        matches.flattened.sort_unstable();
        matches.strict.sort_unstable();
        if entangled {
            self.ask_evaluator(text.get(event).unwrap_or(""), scratch);
        }
    }

    /// Judges one candidate; true where only the evaluator can.
    fn judge(&self, candidate: u32, text: &str, modes: Modes, scratch: &mut Scratch) -> bool {
        let Some(alternative) = self.alternatives.get(candidate as usize) else {
            return false;
        };
        let event = scratch.tally.event;
        let Some(state) = scratch.rules.get(alternative.rule as usize).copied() else {
            return false;
        };
        let wants_flattened = modes.flattened() && state.flattened != event;
        let wants_strict = modes.strict() && state.strict != event && state.entangled != event;
        if !wants_flattened && !wants_strict {
            return false;
        }
        let conditions = self.alternative_conditions.get(candidate);
        let mut flattened = true;
        let mut scoped = false;
        for id in conditions {
            if !self.holds(*id, text, &mut scratch.tally, &scratch.record) {
                // An absence that does not hold for all may still hold in one element.
                let absence = self.conditions.get(*id as usize).is_some_and(|c| c.absence);
                if !(absence && wants_strict) {
                    return false;
                }
                flattened = false;
            }
            scoped |= wants_strict
                && self
                    .conditions
                    .get(*id as usize)
                    .is_some_and(|c| scratch.record.is_scoped(c.field, event));
        }
        let strict = match (wants_strict, scoped) {
            (false, _) => Choice::Fails,
            (true, false) if flattened => Choice::Holds,
            (true, false) => Choice::Fails,
            (true, true) => strict::choose(self, conditions, text, scratch),
        };
        let rule = RuleId(alternative.rule);
        let Some(state) = scratch.rules.get_mut(alternative.rule as usize) else {
            return false;
        };
        if wants_flattened && flattened {
            state.flattened = event;
            scratch.matches.flattened.push(rule);
        }
        match strict {
            Choice::Holds => {
                state.strict = event;
                scratch.matches.strict.push(rule);
            }
            Choice::Fails => {}
            Choice::Entangled => {
                state.entangled = event;
                scratch.matches.undecided.push(rule);
                return true;
            }
        }
        false
    }

    /// Whether a condition holds when it looks at all leaves of its path on its own.
    fn holds(&self, id: ConditionId, text: &str, tally: &mut Tally, record: &Record) -> bool {
        let Some(condition) = self.conditions.get(id as usize) else {
            return false;
        };
        let Some(known) = tally.known.get_mut(id as usize) else {
            return false;
        };
        let unmet = tally.event * 2;
        if condition.indexed || *known >= unmet {
            return *known == unmet + 1;
        }
        let mut leaves = record.leaves(condition.field, tally.event).peekable();
        let holds = match leaves.peek() {
            None => condition.absence,
            Some(_) => leaves.any(|leaf| condition.accepts(record.value(leaf, text))),
        };
        *known = unmet + u64::from(holds);
        holds
    }

    /// Has the evaluator say what the strict mode has of the rules that are undecided so far.
    #[cold]
    fn ask_evaluator(&self, event: &str, scratch: &mut Scratch) {
        let Ok(event) = Event::parse(event) else {
            return;
        };
        let matches = &mut scratch.matches;
        let known = matches.strict.len();
        let strict = &mut matches.strict;
        matches.undecided.sort_unstable();
        matches.undecided.retain(|rule| {
            // Another alternative may have held since.
            if strict
                .get(..known)
                .is_some_and(|s| s.binary_search(rule).is_ok())
            {
                return false;
            }
            let Some(pattern) = self.pattern(*rule) else {
                return false;
            };
            let verdict = evaluate(pattern, &event).strict;
            if verdict.matched {
                strict.push(*rule);
            }
            verdict.gave_up
        });
        strict.sort_unstable();
    }

    /// All verdicts from the evaluator.
    #[cold]
    pub(super) fn evaluate_all(&self, event: &Event<'_>, modes: Modes, matches: &mut Matches) {
        matches.clear();
        for rule in self.rules() {
            let Some(pattern) = self.pattern(rule) else {
                continue;
            };
            let evaluation = evaluate(pattern, event);
            if modes.flattened() && evaluation.flattened.matched {
                matches.flattened.push(rule);
            }
            if modes.strict() && evaluation.strict.matched {
                matches.strict.push(rule);
            }
            if modes.strict() && evaluation.strict.gave_up {
                matches.undecided.push(rule);
            }
        }
    }
}
