//! The strict mode on one alternative: `matching/strict.rs` without witnesses and without a heap.
//!
//! The search is the same, going down the tree of array elements. Where it comes to an element that
//! holds the leaves of one path in several places, it does not go on: then the evaluator is asked,
//! which searches such elements leaf by leaf within its budget. Such events are rare.

use super::RuleSet;
use super::scratch::{Record, Scratch};
use crate::event::{ScopeId, Scopes};

/// What became of an alternative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    Holds,
    Fails,
    /// The evaluator has to be asked.
    Entangled,
}

/// Room for the search.
#[derive(Debug, Default)]
pub(super) struct Room {
    candidates: Vec<Candidate>,
    demands: Vec<Demand>,
    elements: Vec<(ScopeId, ScopeId)>,
}

/// A leaf: the innermost element that it lies in, and whether it is accepted.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    scope: ScopeId,
    accepted: bool,
}

/// A condition with its leaves below the element that is looked at, a range of the candidates,
/// sorted by scope. `array` is the one that holds them, once that is known.
#[derive(Debug, Clone, Copy)]
struct Demand {
    from: usize,
    to: usize,
    absence: bool,
    array: u32,
}

/// Whether one leaf can be chosen for each condition such that they lie below the same elements.
/// Every condition has an accepted leaf or may be met by absence.
pub(super) fn choose(
    set: &RuleSet,
    conditions: &[u32],
    text: &str,
    scratch: &mut Scratch,
) -> Choice {
    let (record, room, event) = (&scratch.record, &mut scratch.strict, scratch.tally.event);
    room.candidates.clear();
    room.demands.clear();
    room.elements.clear();
    for id in conditions {
        let Some(condition) = set.conditions.get(*id as usize) else {
            continue;
        };
        let from = room.candidates.len();
        add_candidates(set, *id, text, record, event, &mut room.candidates);
        let to = room.candidates.len();
        if let Some(added) = room.candidates.get_mut(from..) {
            added.sort_unstable_by_key(|candidate| candidate.scope);
        }
        room.demands.push(Demand {
            from,
            to,
            absence: condition.absence,
            array: 0,
        });
    }
    let mut search = Search {
        scopes: &record.scopes,
        candidates: &room.candidates,
        demands: &mut room.demands,
        elements: &mut room.elements,
    };
    let all = search.demands.len();
    match search.element(ScopeId::ROOT, 0, all) {
        Met::Leaf | Met::Absence => Choice::Holds,
        Met::Not => Choice::Fails,
        Met::Entangled => Choice::Entangled,
    }
}

fn add_candidates(
    set: &RuleSet,
    condition: u32,
    text: &str,
    record: &Record,
    event: u64,
    candidates: &mut Vec<Candidate>,
) {
    let Some(condition) = set.conditions.get(condition as usize) else {
        return;
    };
    candidates.extend(record.leaves(condition.field, event).map(|leaf| Candidate {
        scope: leaf.scope,
        accepted: condition.accepts(record.value(leaf, text)),
    }));
}

/// How the demands on an element are met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Met {
    /// At least one by a leaf.
    Leaf,
    /// All by absence.
    Absence,
    /// Not all.
    Not,
    /// Nobody knows.
    Entangled,
}

struct Search<'s> {
    scopes: &'s Scopes,
    candidates: &'s [Candidate],
    /// A stack: each level of the search puts its own on top.
    demands: &'s mut Vec<Demand>,
    /// A stack likewise.
    elements: &'s mut Vec<(ScopeId, ScopeId)>,
}

impl<'s> Search<'s> {
    fn of(&self, demand: Demand) -> &'s [Candidate] {
        self.candidates
            .get(demand.from..demand.to)
            .unwrap_or_default()
    }

    fn demand(&self, at: usize) -> Option<Demand> {
        self.demands.get(at).copied()
    }

    /// Meets the demands from `from` up to `to` with leaves in or below the element `scope`, which
    /// is chosen already.
    fn element(&mut self, scope: ScopeId, from: usize, to: usize) -> Met {
        let mut met = Met::Absence;
        let rest = self.demands.len();
        for at in from..to {
            let Some(demand) = self.demand(at) else {
                continue;
            };
            let candidates = self.of(demand);
            let direct = candidates.partition_point(|candidate| candidate.scope <= scope);
            let (direct, below) = candidates
                .split_at_checked(direct)
                .unwrap_or((candidates, &[]));
            match (direct, below) {
                ([], []) if demand.absence => {}
                (direct, []) if direct.iter().any(|candidate| candidate.accepted) => {
                    met = Met::Leaf;
                }
                (_, []) => {
                    self.demands.truncate(rest);
                    return Met::Not;
                }
                ([], [first, ..]) => match self.one_array(scope, first, below) {
                    Some(array) => self.demands.push(Demand { array, ..demand }),
                    None => {
                        self.demands.truncate(rest);
                        return Met::Entangled;
                    }
                },
                _ => {
                    self.demands.truncate(rest);
                    return Met::Entangled;
                }
            }
        }
        let end = self.demands.len();
        if let Some(demands) = self.demands.get_mut(rest..) {
            demands.sort_unstable_by_key(|demand| demand.array);
        }
        let mut start = rest;
        while let Some(first) = self.demand(start).filter(|_| start < end) {
            let of_array = self.demands.get(start..end).unwrap_or_default();
            let count = of_array.partition_point(|demand| demand.array <= first.array);
            match self.array_element(scope, start, start + count) {
                Met::Leaf => met = Met::Leaf,
                not => {
                    self.demands.truncate(rest);
                    return not;
                }
            }
            start += count;
        }
        self.demands.truncate(rest);
        met
    }

    /// Finds an element, of the one array in `scope` that holds the leaves of all these demands,
    /// that meets them all, at least one of them by a leaf.
    fn array_element(&mut self, scope: ScopeId, from: usize, to: usize) -> Met {
        let first_element = self.elements.len();
        self.list_elements(scope, from, to);
        let end_of_elements = self.elements.len();
        let mut outcome = Met::Not;
        let mut seen = ScopeId::ROOT;
        for at in first_element..end_of_elements {
            let Some((element, end)) = self.elements.get(at).copied() else {
                continue;
            };
            // Looking twice at every level would take time exponential in the depth.
            if std::mem::replace(&mut seen, element) == element {
                continue;
            }
            let inner = self.demands.len();
            for at in from..to {
                if let Some(demand) = self.demand(at) {
                    self.demands.push(self.within(demand, element, end));
                }
            }
            let inner_end = self.demands.len();
            let met = self.element(element, inner, inner_end);
            self.demands.truncate(inner);
            if matches!(met, Met::Leaf | Met::Entangled) {
                outcome = met;
                break;
            }
        }
        self.elements.truncate(first_element);
        outcome
    }

    /// The same demand with only its leaves in or below an element.
    fn within(&self, demand: Demand, element: ScopeId, end: ScopeId) -> Demand {
        let candidates = self.of(demand);
        let before = |scope| candidates.partition_point(|candidate| candidate.scope < scope);
        Demand {
            from: demand.from + before(element),
            to: demand.from + before(end),
            ..demand
        }
    }

    /// Puts the elements to look at on their stack, in order, with the first scope behind each: those
    /// with leaves of the rarest demand that needs one, else those with any leaves.
    fn list_elements(&mut self, scope: ScopeId, from: usize, to: usize) {
        let start = self.elements.len();
        let demands = self.demands.get(from..to).unwrap_or_default();
        let guide = demands
            .iter()
            .filter(|demand| !demand.absence)
            .min_by_key(|demand| demand.to - demand.from);
        let guides = guide.map_or(demands, std::slice::from_ref);
        for guide in guides {
            let mut rest = self.of(*guide);
            while let Some(candidate) = rest.first() {
                let element = self.scopes.child_towards(scope, candidate.scope);
                let end = self.scopes.end(element);
                self.elements.push((element, end));
                let behind = rest.partition_point(|candidate| candidate.scope < end);
                rest = rest.get(behind..).unwrap_or_default();
            }
        }
        if guides.len() > 1
            && let Some(added) = self.elements.get_mut(start..)
        {
            added.sort_unstable();
        }
    }

    /// The one array in `scope` below elements of which all these leaves lie.
    fn one_array(&self, scope: ScopeId, first: &Candidate, below: &[Candidate]) -> Option<u32> {
        let array = self.array(scope, first);
        let mut rest = below;
        while let Some(candidate) = rest.first() {
            if self.array(scope, candidate) != array {
                return None;
            }
            let end = self
                .scopes
                .end(self.scopes.child_towards(scope, candidate.scope));
            let behind = rest.partition_point(|candidate| candidate.scope < end);
            rest = rest.get(behind..).unwrap_or_default();
        }
        Some(array)
    }

    fn array(&self, scope: ScopeId, candidate: &Candidate) -> u32 {
        self.scopes
            .element(self.scopes.child_towards(scope, candidate.scope))
            .array
    }
}
