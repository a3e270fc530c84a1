//! Conditions that hold each on its own, but not in the same array element.

use super::Context;
use crate::event::ScopeId;
use crate::pattern::ConditionId;

/// How many pairs of conditions are tried when leaving out a single one is not enough.
const MOST_PAIRS: usize = 64;

/// How many conditions one may be left out of; past that, all are blamed.
const MOST_CONDITIONS: usize = 64;

impl Context<'_, '_> {
    /// The fewest of these conditions that still cannot be met together in strict mode, in the
    /// order of the pattern; empty where all can, or where the search is given up.
    pub(super) fn conflict(&self, conditions: &[ConditionId]) -> Vec<ConditionId> {
        let verdict = self.together(conditions);
        if verdict.matched || verdict.gave_up {
            return Vec::new();
        }
        // What has no leaf below an array element goes with everything.
        let mut set: Vec<_> = conditions
            .iter()
            .copied()
            .filter(|id| self.outermost_arrays(*id).next().is_some())
            .collect();
        if set.len() > MOST_CONDITIONS {
            return set;
        }
        let mut at = 0;
        while let Some(&candidate) = set.get(at) {
            if self.pins_an_absence(candidate, &set) {
                at += 1;
                continue;
            }
            let rest: Vec<_> = set.iter().copied().filter(|id| *id != candidate).collect();
            let verdict = self.together(&rest);
            if verdict.gave_up {
                break;
            }
            if verdict.matched {
                at += 1;
            } else {
                set = rest;
            }
        }
        set
    }

    /// The smallest sets of conditions without which the rest of `conditions` can be met together.
    /// `conflict` is what [`Context::conflict`] found for them.
    pub(super) fn changes(
        &self,
        conditions: &[ConditionId],
        conflict: &[ConditionId],
    ) -> Vec<Vec<ConditionId>> {
        let helps = |without: &[ConditionId]| {
            let rest: Vec<_> = conditions
                .iter()
                .copied()
                .filter(|id| !without.contains(id))
                .collect();
            self.together(&rest).matched
        };
        let single: Vec<_> = conflict
            .iter()
            .take(MOST_CONDITIONS)
            .map(|id| vec![*id])
            .filter(|without| helps(without))
            .collect();
        if !single.is_empty() {
            return single;
        }
        let pairs = conflict.iter().enumerate().flat_map(|(at, one)| {
            let behind = conditions.iter().filter(move |id| *id != one);
            let behind = behind.filter(move |id| {
                conflict
                    .iter()
                    .position(|c| c == *id)
                    .is_none_or(|other| other > at)
            });
            behind.map(move |other| vec![*one, *other])
        });
        let double: Vec<_> = pairs
            .take(MOST_PAIRS)
            .filter(|without| helps(without))
            .collect();
        if double.is_empty() {
            vec![conflict.to_vec()]
        } else {
            double
        }
    }

    /// Whether the condition chooses an element of an array that holds leaves of an
    /// `{"exists": false}` among the others: without it there would be nothing to ask the absence
    /// of.
    fn pins_an_absence(&self, candidate: ConditionId, set: &[ConditionId]) -> bool {
        let trace = self.evaluation.trace(candidate);
        if trace.absence.is_some() {
            return false;
        }
        set.iter()
            .filter(|id| self.evaluation.trace(**id).absence.is_some())
            .any(|absent| {
                self.outermost_arrays(*absent)
                    .any(|array| self.outermost_arrays(candidate).any(|other| other == array))
            })
    }

    /// The outermost arrays below elements of which a condition has leaves; without repetitions
    /// next to each other.
    fn outermost_arrays(&self, id: ConditionId) -> impl Iterator<Item = u32> {
        let scopes = self.event.scopes();
        let mut end = ScopeId::ROOT;
        let mut last = None;
        self.evaluation
            .trace(id)
            .leaves
            .iter()
            .filter_map(move |leaf| {
                let scope = self.event.leaf(*leaf).scope;
                if scope == ScopeId::ROOT || scope < end {
                    return None;
                }
                let outermost = scopes.child_towards(ScopeId::ROOT, scope);
                end = scopes.end(outermost);
                let array = self.event.array(outermost);
                (last.replace(array) != Some(array)).then_some(array)
            })
    }
}
