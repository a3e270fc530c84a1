//! Choosing leaves that lie below the same elements: rules, section 5.
//!
//! Array elements form a tree, and a choice goes down it: of every array at most one element, and
//! in that element at most one of each array there. So the search asks of an element: can all these
//! conditions be met with leaves below it?
//!
//! Below an element, most conditions find their leaves either directly in it, or all in one and the
//! same array. Then conditions that share an array must agree on one of its elements, those that do
//! not have nothing to do with each other, and each element of each array is looked at once. Only
//! when the leaves of one path are spread over several arrays of the same element (duplicate keys,
//! keys with dots, arrays directly inside arrays) does a choice here bear on a choice there; that
//! element is searched leaf by leaf, within [`BUDGET`].
//!
//! `{"exists": false}` is judged after all choices: a leaf at its path that is below no element
//! but chosen ones, or below an array of which nothing was chosen, refutes it. So an array with
//! such leaves must have a chosen element, by a leaf of another condition (it is *pinned*), and
//! that element must be without them.

use super::trace::Place;
use super::{Choice, ConditionTrace, Witness};
use crate::event::{Event, LeafId, ScopeId};
use crate::json::NodeId;
use crate::pattern::{Alternative, ConditionId, MAX_ALTERNATIVES};
use std::collections::BTreeMap;

/// How many leaves are compared with each other for one event where several arrays of the same
/// element hold the same path, before the search is given up. All alternatives spend from it, but
/// for a small part that is kept for each. Other events never come near it.
pub const BUDGET: usize = 1_000_000;

/// The part of [`BUDGET`] that is kept for each alternative, whatever the ones before it spend.
pub(super) const RESERVE: usize = BUDGET / MAX_ALTERNATIVES / 2;

/// A leaf with its scope, and the matcher that accepts it, if one does.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    scope: ScopeId,
    leaf: LeafId,
    matcher: Place,
}

/// A condition with its leaves below the element that is looked at, sorted by scope.
#[derive(Debug, Clone, Copy)]
struct Demand<'t> {
    condition: ConditionId,
    candidates: &'t [Candidate],
    absence: Option<usize>,
}

impl<'t> Demand<'t> {
    /// The leaves directly in `scope`, and those below elements in it.
    fn split(self, scope: ScopeId) -> (&'t [Candidate], &'t [Candidate]) {
        let direct = self
            .candidates
            .partition_point(|candidate| candidate.scope <= scope);
        self.candidates
            .split_at_checked(direct)
            .unwrap_or((self.candidates, &[]))
    }

    /// The same condition with only its leaves in or below `scope`.
    fn within(self, scope: ScopeId, end: ScopeId) -> Self {
        let from = self
            .candidates
            .partition_point(|candidate| candidate.scope < scope);
        let to = self
            .candidates
            .partition_point(|candidate| candidate.scope < end);
        Self {
            candidates: self.candidates.get(from..to).unwrap_or(&[]),
            ..self
        }
    }

    fn absent(self) -> Option<Witness> {
        let matcher = self.absence?;
        Some(Witness {
            condition: self.condition,
            matcher,
            leaf: None,
        })
    }

    fn choose(self, candidate: &Candidate) -> Option<Witness> {
        let matcher = candidate.matcher.get()?;
        Some(Witness {
            condition: self.condition,
            matcher,
            leaf: Some(candidate.leaf),
        })
    }
}

/// Looks for a choice of leaves, and takes what it spends off the budget.
pub(super) fn choose(
    alternative: &Alternative,
    traces: &[ConditionTrace],
    event: &Event<'_>,
    budget: &mut usize,
) -> Choice {
    let mut witnesses = Vec::with_capacity(alternative.conditions.len());
    let mut candidates = Vec::new();
    for id in &alternative.conditions {
        let Some(trace) = traces.get(id.index()) else {
            continue;
        };
        // In strict mode too a condition needs an accepted leaf, or an absence to hope for.
        if !trace.accepts() && trace.absence.is_none() {
            return Choice::Fails;
        }
        // What lies below no element goes together with everything.
        let mut scope = event.scopes_of_leaves();
        if trace
            .leaves
            .iter()
            .all(|leaf| scope(*leaf) == ScopeId::ROOT)
        {
            match trace.first_witness(*id) {
                Some(witness) => witnesses.push(witness),
                None => return Choice::Fails,
            }
            continue;
        }
        candidates.push((*id, trace.absence, candidates_of(trace, event)));
    }
    let demands: Vec<_> = candidates
        .iter()
        .map(|(condition, absence, candidates)| Demand {
            condition: *condition,
            candidates,
            absence: *absence,
        })
        .collect();
    let mut search = Search {
        event,
        budget: *budget,
    };
    let found = search.element(ScopeId::ROOT, &demands);
    *budget = search.budget;
    match found {
        Some(found) => {
            witnesses.extend(found);
            witnesses.sort_unstable_by_key(|witness| witness.condition);
            Choice::Holds(witnesses)
        }
        None if search.budget == 0 => Choice::GaveUp,
        None => Choice::Fails,
    }
}

fn candidates_of(trace: &ConditionTrace, event: &Event<'_>) -> Vec<Candidate> {
    let mut candidates = Vec::with_capacity(trace.leaves.len());
    let mut scope = event.scopes_of_leaves();
    candidates.extend(trace.places().map(|(leaf, matcher)| Candidate {
        scope: scope(leaf),
        leaf,
        matcher,
    }));
    // They mostly are, and sorting takes memory.
    if !candidates.is_sorted_by_key(|candidate| candidate.scope) {
        candidates.sort_by_key(|candidate| candidate.scope);
    }
    candidates
}

struct Search<'e, 't> {
    event: &'e Event<'t>,
    budget: usize,
}

impl Search<'_, '_> {
    /// Meets all demands with leaves in or below the element `scope`, which is chosen already.
    ///
    /// This and `array_element` call each other, once for each level of nesting: what needs much
    /// of the stack is done in functions that have returned by then.
    fn element(&mut self, scope: ScopeId, demands: &[Demand<'_>]) -> Option<Vec<Witness>> {
        let (mut witnesses, arrays) = match self.part(scope, demands)? {
            Parted::Arrays(witnesses, arrays) => (witnesses, arrays),
            Parted::Entangled => return self.leaf_by_leaf(demands),
        };
        for demands in arrays.values() {
            witnesses.extend(self.array_element(scope, demands)?);
        }
        Some(witnesses)
    }

    /// Meets what is met in the element `scope` itself, and parts the rest by arrays; `None` where
    /// some demand cannot be met.
    fn part<'t>(&self, scope: ScopeId, demands: &[Demand<'t>]) -> Option<Parted<'t>> {
        let mut witnesses = Vec::with_capacity(demands.len());
        let mut arrays: BTreeMap<NodeId, Vec<Demand<'t>>> = BTreeMap::new();
        for demand in demands {
            let (direct, below) = demand.split(scope);
            match (direct, below) {
                ([], []) => witnesses.push(demand.absent()?),
                (direct, []) => witnesses.push(direct.iter().find_map(|leaf| demand.choose(leaf))?),
                ([], [first, .., last]) if self.array(scope, first) != self.array(scope, last) => {
                    return Some(Parted::Entangled);
                }
                ([], [first, ..]) if self.in_one_array(scope, first, below) => {
                    arrays
                        .entry(self.array(scope, first))
                        .or_default()
                        .push(*demand);
                }
                _ => return Some(Parted::Entangled),
            }
        }
        Some(Parted::Arrays(witnesses, arrays))
    }

    /// Finds an element, of the one array in `scope` that holds the leaves of all these demands,
    /// that meets them all. At least one of them has to be met by a leaf: if all were met by
    /// absence, nothing would be chosen here, and the leaves of the other elements would refute it.
    fn array_element(&mut self, scope: ScopeId, demands: &[Demand<'_>]) -> Option<Vec<Witness>> {
        // An element without a leaf for the rarest demand can meet it by absence only; so where
        // one cannot be absent, only the elements with its leaves need to be looked at.
        let guide = demands
            .iter()
            .filter(|demand| demand.absence.is_none())
            .min_by_key(|demand| demand.candidates.len());
        let guides = guide.map_or(demands, std::slice::from_ref);
        let mut behind = scope;
        while let Some((element, end)) = self.next_element(scope, behind, guides) {
            let inside: Vec<_> = demands.iter().map(|d| d.within(element, end)).collect();
            if let Some(witnesses) = self.element(element, &inside)
                && witnesses.iter().any(|witness| witness.leaf.is_some())
            {
                return Some(witnesses);
            }
            behind = end;
        }
        None
    }

    /// The next element to look at, which has leaves of one of the demands, and the first scope behind
    /// it. Each has its turn once, however many demands lead to it: looking twice at every level of
    /// nesting would take time exponential in the depth.
    fn next_element(
        &self,
        scope: ScopeId,
        from: ScopeId,
        demands: &[Demand<'_>],
    ) -> Option<(ScopeId, ScopeId)> {
        let first_of = |demand: &Demand<'_>| {
            let before = demand.candidates.partition_point(|c| c.scope < from);
            demand.candidates.get(before).map(|c| c.scope)
        };
        let first = demands.iter().filter_map(first_of).min()?;
        let scopes = self.event.scopes();
        let element = scopes.child_towards(scope, first);
        Some((element, scopes.end(element)))
    }

    /// The array in `scope` below an element of which a candidate lies.
    fn array(&self, scope: ScopeId, candidate: &Candidate) -> NodeId {
        let element = self.event.scopes().child_towards(scope, candidate.scope);
        self.event.array(element)
    }

    /// Whether all leaves lie below elements of the same array as the first.
    fn in_one_array(&self, scope: ScopeId, first: &Candidate, below: &[Candidate]) -> bool {
        let array = self.array(scope, first);
        let mut rest = below;
        while let Some(candidate) = rest.first() {
            if self.array(scope, candidate) != array {
                return false;
            }
            let scopes = self.event.scopes();
            let end = scopes.end(scopes.child_towards(scope, candidate.scope));
            rest = rest
                .get(rest.partition_point(|c| c.scope < end)..)
                .unwrap_or(&[]);
        }
        true
    }

    /// Meets all demands by trying their leaves one after the other, the definition as it stands.
    fn leaf_by_leaf(&mut self, demands: &[Demand<'_>]) -> Option<Vec<Witness>> {
        let options: Vec<_> = demands.iter().map(Options::of).collect();
        let mut chosen = Vec::with_capacity(demands.len());
        self.try_leaves(demands, &options, &mut chosen)
            .then(|| chosen.into_iter().map(|(witness, _)| witness).collect())
    }

    fn try_leaves(
        &mut self,
        demands: &[Demand<'_>],
        options: &[Options<'_>],
        chosen: &mut Vec<Chosen>,
    ) -> bool {
        let Some(options_here) = options.get(chosen.len()) else {
            return self.absences_hold(demands, chosen);
        };
        for option in options_here.each() {
            if !self.spend() {
                return false;
            }
            if option.1.is_some_and(|scope| !self.fits(scope, chosen)) {
                continue;
            }
            chosen.push(option);
            if self.try_leaves(demands, options, chosen) {
                return true;
            }
            chosen.pop();
        }
        false
    }

    /// Whether no leaf of a condition that was met by absence goes together with all the chosen.
    fn absences_hold(&mut self, demands: &[Demand<'_>], chosen: &[Chosen]) -> bool {
        demands
            .iter()
            .zip(chosen)
            .filter(|(_, (_, scope))| scope.is_none())
            .flat_map(|(demand, _)| demand.candidates)
            .all(|candidate| self.spend() && !self.fits(candidate.scope, chosen))
            && self.budget > 0
    }

    /// Whether a leaf in `scope` goes together with all the chosen. Where the budget ends, this
    /// says anything: whoever asks must look at the budget before saying yes.
    fn fits(&mut self, scope: ScopeId, chosen: &[Chosen]) -> bool {
        chosen
            .iter()
            .filter_map(|(_, scope)| *scope)
            .all(|other| self.spend() && self.event.consistent(other, scope))
    }

    /// Takes one step off the budget; false where none is left.
    fn spend(&mut self) -> bool {
        self.budget = self.budget.saturating_sub(1);
        self.budget > 0
    }
}

/// The demands on one element, looked at.
enum Parted<'t> {
    /// What is met already, and what is left, by the array that holds the leaves.
    Arrays(Vec<Witness>, BTreeMap<NodeId, Vec<Demand<'t>>>),
    /// The leaves of some demand lie in several places.
    Entangled,
}

/// What may meet a demand.
struct Options<'t> {
    demand: Demand<'t>,
    /// Which of its leaves are accepted.
    accepted: Vec<u32>,
}

impl<'t> Options<'t> {
    fn of(demand: &Demand<'t>) -> Self {
        let leaves = (0_u32..).zip(demand.candidates);
        let accepted = leaves.filter(|(_, leaf)| leaf.matcher != Place::NONE);
        Self {
            demand: *demand,
            accepted: accepted.map(|(at, _)| at).collect(),
        }
    }

    /// The leaves, and the absence of any.
    fn each(&self) -> impl Iterator<Item = Chosen> {
        let demand = self.demand;
        let accepted = self.accepted.iter().filter_map(move |at| {
            let candidate = demand.candidates.get(*at as usize)?;
            Some((demand.choose(candidate)?, Some(candidate.scope)))
        });
        accepted.chain(demand.absent().map(|witness| (witness, None)))
    }
}

/// What meets a condition, and the scope of its leaf, where it is one.
type Chosen = (Witness, Option<ScopeId>);
