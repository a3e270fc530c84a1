//! How costly a pattern's wildcards are: rules, section 6.
//!
//! The service keeps, for each field, one automaton of everything that may stand there, and counts
//! how many of its states that lead to a wildcard one and the same value can be in. Which states
//! there are follows from how patterns are put into the automaton: what begins in the same way
//! shares states, but not always. So the automaton is built here as the service builds it, as far as
//! wildcards go:
//!
//! - [`graph`]: which fields have an automaton in common. Alternatives that agree in all earlier
//!   fields do, and what they repeat is put in again.
//! - [`automaton`]: what shares states.
//! - [`measure`]: how many states one value can be in.

mod automaton;
mod graph;
mod measure;
mod set;

use super::value::{AnythingBut, MatcherKind};
use super::{Alternative, Condition};

/// The complexity of a pattern's alternatives; 0 without wildcards.
pub(super) fn of_alternatives(conditions: &[Condition], alternatives: &[Alternative]) -> usize {
    let has_wildcard = alternatives
        .iter()
        .flat_map(|alternative| &alternative.conditions)
        .filter_map(|id| conditions.get(id.0))
        .flat_map(|condition| &condition.matchers)
        .any(|matcher| is_wildcard(&matcher.kind));
    if !has_wildcard {
        return 0;
    }
    graph(conditions, alternatives).0.complexity()
}

/// The alternatives that the service's engine does not take in, because it takes them for earlier
/// ones: same fields, and in each of them a matcher in common.
pub(super) fn lost(conditions: &[Condition], alternatives: &[Alternative]) -> Vec<usize> {
    if alternatives.len() < 2 {
        return Vec::new();
    }
    graph(conditions, alternatives).1
}

fn graph<'p>(
    conditions: &'p [Condition],
    alternatives: &[Alternative],
) -> (graph::Graph<'p>, Vec<usize>) {
    let mut graph = graph::Graph::default();
    let mut lost = Vec::new();
    for (index, alternative) in alternatives.iter().enumerate() {
        let conditions = alternative
            .conditions
            .iter()
            .filter_map(|id| conditions.get(id.0));
        if !graph.add(index, conditions.collect()) {
            lost.push(index);
        }
    }
    (graph, lost)
}

fn is_wildcard(matcher: &MatcherKind) -> bool {
    matches!(
        matcher,
        MatcherKind::Wildcard(_) | MatcherKind::AnythingBut(AnythingBut::Wildcard(_))
    )
}
