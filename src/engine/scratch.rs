//! What matching writes into: owned by the caller, one for each thread.

use super::RuleSet;
use super::follow::Wants;
use super::index::{ConditionId, Hits, Value};
use super::paths::{NodeId, ROOT};
use super::scanner::Levels;
use super::strict;
use crate::event::{ScopeId, Scopes};
use std::ops::Range;

/// Room to work in, for one thread and one [`RuleSet`] at a time.
///
/// It grows to what the largest event so far needed and is then used again: matching allocates
/// nothing once it has seen such an event. All of it is marked with the number of the event, so that
/// nothing has to be cleared in between.
#[derive(Debug, Default)]
pub struct Scratch {
    /// Which rule set the sizes are for.
    pub(super) set: u64,
    pub(super) tally: Tally,
    pub(super) record: Record,
    pub(super) walk: WalkState,
    pub(super) rules: Vec<RuleState>,
    pub(super) strict: strict::Room,
    pub(super) matches: Matches,
}

/// Which rules match one event, in the order in which they were added.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Matches {
    /// Those that match when each condition looks at its path on its own.
    pub flattened: Vec<super::RuleId>,
    /// Those that match when conditions on an array must hold in the same element.
    pub strict: Vec<super::RuleId>,
    /// Those on which the search of the strict mode was given up; see
    /// [`Verdict::gave_up`](crate::matching::Verdict::gave_up).
    pub undecided: Vec<super::RuleId>,
}

impl Matches {
    /// Whether the two modes differ on some rule.
    pub fn disagree(&self) -> bool {
        self.flattened != self.strict
    }

    pub(super) fn clear(&mut self) {
        self.flattened.clear();
        self.strict.clear();
        self.undecided.clear();
    }
}

/// The events in which a rule was last seen to match.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct RuleState {
    pub(super) flattened: u64,
    pub(super) strict: u64,
    pub(super) entangled: u64,
}

/// Which conditions are met so far.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// The number of the event, from 1.
    pub(super) event: u64,
    /// For each condition the event in which it was last met, or known not to be: `event * 2 + 1`,
    /// `event * 2`.
    pub(super) known: Vec<u64>,
    /// The alternatives that may hold.
    pub(super) candidates: Vec<u32>,
    pub(super) gates: Vec<Gate>,
    /// Whether something was left out that is wanted after all.
    pub(super) reopen: bool,
}

/// The events in which a gate was last opened, and last found closed.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Gate {
    pub(super) open: u64,
    pub(super) passed_by: u64,
    /// How often it was found closed, and how often that was too early.
    closed: u64,
    too_early: u64,
}

impl Gate {
    /// Whether to pass by what is behind it. Where its keys mostly stand further back in the events,
    /// reading twice costs more than passing by saves.
    pub(super) fn is_closed(&mut self, event: u64) -> bool {
        if self.open == event || self.too_early * 8 > self.closed + 64 {
            return false;
        }
        self.passed_by = event;
        self.closed += 1;
        true
    }

    /// Opens it; true where it was found closed before.
    fn open(&mut self, event: u64) -> bool {
        if self.open == event {
            return false;
        }
        self.open = event;
        let too_early = self.passed_by == event;
        self.too_early += u64::from(too_early);
        too_early
    }
}

/// The tally, with what follows from a condition that is met.
pub(super) struct Met<'a> {
    pub(super) set: &'a RuleSet,
    pub(super) tally: &'a mut Tally,
}

impl Hits for Met<'_> {
    fn is_new(&self, condition: ConditionId) -> bool {
        let known = self.tally.known.get(condition as usize);
        known != Some(&(self.tally.event * 2 + 1))
    }

    #[inline]
    fn hit(&mut self, condition: ConditionId) {
        let mark = self.tally.event * 2 + 1;
        let Some(known) = self.tally.known.get_mut(condition as usize) else {
            return;
        };
        if *known == mark {
            return;
        }
        *known = mark;
        let starts = self.set.starts(condition);
        self.tally.candidates.extend_from_slice(starts);
        for gate in self.set.opens(condition) {
            if let Some(gate) = self.tally.gates.get_mut(*gate as usize) {
                self.tally.reopen |= gate.open(self.tally.event);
            }
        }
    }
}

/// The leaves of one event that some condition may look at.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub(super) fields: Vec<FieldState>,
    pub(super) leaves: Vec<Leaf>,
    /// Strings that had escapes, without them.
    pub(super) unescaped: String,
    pub(super) scopes: Scopes,
}

/// The leaves at one path, as a list through [`Record::leaves`] in document order.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct FieldState {
    /// The event that this is about.
    pub(super) event: u64,
    pub(super) first: u32,
    pub(super) last: u32,
    /// Whether a leaf lies below an array element.
    pub(super) scoped: bool,
}

/// No further leaf.
pub(super) const NO_LEAF: u32 = u32::MAX;

#[derive(Debug, Clone, Copy)]
pub(super) struct Leaf {
    pub(super) kind: LeafKind,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) scope: ScopeId,
    pub(super) next: u32,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum LeafKind {
    /// A string, the range without its quotes.
    String,
    /// The same, the range being one of [`Record::unescaped`].
    Unescaped,
    Number,
    True,
    False,
    Null,
}

impl Record {
    pub(super) fn value<'v>(&'v self, leaf: &Leaf, text: &'v str) -> Value<'v> {
        self.value_at(leaf.kind, leaf.start..leaf.end, text)
    }

    #[inline]
    pub(super) fn value_at<'v>(
        &'v self,
        kind: LeafKind,
        range: Range<usize>,
        text: &'v str,
    ) -> Value<'v> {
        let of = |text: &'v str| text.get(range).unwrap_or("");
        match kind {
            LeafKind::String => Value::String(of(text)),
            LeafKind::Unescaped => Value::String(of(&self.unescaped)),
            LeafKind::Number => Value::Number(of(text)),
            LeafKind::True => Value::True,
            LeafKind::False => Value::False,
            LeafKind::Null => Value::Null,
        }
    }

    /// The leaves of a field.
    pub(super) fn leaves(&self, field: u32, event: u64) -> Leaves<'_> {
        let state = self.fields.get(field as usize);
        Leaves {
            leaves: &self.leaves,
            next: state
                .filter(|state| state.event == event)
                .map_or(NO_LEAF, |state| state.first),
        }
    }

    /// Whether a leaf of the field lies below an array element.
    pub(super) fn is_scoped(&self, field: u32, event: u64) -> bool {
        let state = self.fields.get(field as usize);
        state.is_some_and(|state| state.event == event && state.scoped)
    }

    /// Adds a leaf to a field, and says whether it is the first there.
    #[inline]
    pub(super) fn push(&mut self, field: u32, event: u64, leaf: Leaf) -> bool {
        let id = u32::try_from(self.leaves.len()).unwrap_or(NO_LEAF);
        let Some(state) = self.fields.get_mut(field as usize) else {
            return false;
        };
        let is_first = state.event != event;
        let scoped = leaf.scope != ScopeId::ROOT;
        if is_first {
            *state = FieldState {
                event,
                first: id,
                last: id,
                scoped,
            };
        } else {
            if let Some(last) = self.leaves.get_mut(state.last as usize) {
                last.next = id;
            }
            state.last = id;
            state.scoped |= scoped;
        }
        self.leaves.push(leaf);
        is_first
    }
}

/// The leaves of a field, in document order.
pub(super) struct Leaves<'r> {
    leaves: &'r [Leaf],
    next: u32,
}

impl<'r> Iterator for Leaves<'r> {
    type Item = &'r Leaf;

    fn next(&mut self) -> Option<Self::Item> {
        let leaf = self.leaves.get(self.next as usize)?;
        self.next = leaf.next;
        Some(leaf)
    }
}

/// Where the walk through an event stands.
#[derive(Debug, Default)]
pub(super) struct WalkState {
    pub(super) frames: Vec<Frame>,
    pub(super) levels: Levels,
    pub(super) arrays: u32,
    /// A key that has escapes, without them.
    pub(super) key: String,
    /// The common form of a string.
    pub(super) form: String,
}

/// An open object or array that some pattern looks into.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) node: NodeId,
    pub(super) is_object: bool,
    /// What of it has to be looked at.
    pub(super) wants: Wants,
    pub(super) scope: ScopeId,
    /// The array's number.
    pub(super) array: u32,
    /// How many keys that lead on have not been met in the object.
    pub(super) left: usize,
}

impl Frame {
    /// What the event stands in.
    pub(super) const OUTSIDE: Self = Self {
        node: ROOT,
        is_object: true,
        wants: Wants::Brackets,
        scope: ScopeId::ROOT,
        array: 0,
        left: 0,
    };
}

impl Scratch {
    /// Room for any rule set.
    pub fn new() -> Self {
        Self::default()
    }

    /// What the last event that was read matches.
    pub fn matches(&self) -> &Matches {
        &self.matches
    }

    /// Makes it fit a rule set.
    pub(super) fn fit(&mut self, set: &RuleSet) {
        if self.set == set.id {
            return;
        }
        *self = Self::default();
        self.set = set.id;
        self.tally.known = vec![0; set.conditions.len()];
        self.tally.gates = vec![Gate::default(); set.gates];
        self.record.fields = vec![FieldState::default(); set.fields.len()];
        self.rules = vec![RuleState::default(); set.rules.len()];
    }

    /// Begins another event.
    pub(super) fn begin(&mut self) {
        self.tally.event += 1;
        self.tally.candidates.clear();
        self.tally.reopen = false;
        self.record.leaves.clear();
        self.record.unescaped.clear();
        self.record.scopes.clear();
        self.walk.frames.clear();
        self.walk.arrays = 0;
    }
}
