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
    let mut graph = graph::Graph::default();
    for alternative in alternatives {
        let conditions = alternative
            .conditions
            .iter()
            .filter_map(|id| conditions.get(id.0));
        graph.add(conditions.collect());
    }
    graph.complexity()
}

fn is_wildcard(matcher: &MatcherKind) -> bool {
    matches!(
        matcher,
        MatcherKind::Wildcard(_) | MatcherKind::AnythingBut(AnythingBut::Wildcard(_))
    )
}
