//! What each condition found.

use super::alternatives::Ways;
use super::model::{ByMode, ConditionReport, Failure, Mark, MatcherReport, WitnessReport};
use super::walk::Walk;
use super::{Context, MAX_LISTED, hints, place, why, words};
use crate::event::LeafId;
use crate::json::NodeKind;
use crate::matching::{ConditionTrace, Mode};
use crate::pattern::{Condition, ConditionId};

pub(super) fn reports(context: &Context<'_, '_>, ways: &Ways) -> Vec<ConditionReport> {
    let conditions = context.pattern.conditions().iter().enumerate();
    conditions
        .map(|(index, condition)| report(context, ways, ConditionId(index), condition))
        .collect()
}

fn report(
    context: &Context<'_, '_>,
    ways: &Ways,
    id: ConditionId,
    condition: &Condition,
) -> ConditionReport {
    let trace = context.evaluation.trace(id);
    let text = context.pattern.text();
    let live = ways.live.get(id.index()).copied().unwrap_or(false);
    let marks = ByMode::of(|mode| mark(context, ways, id, mode));
    let walk = if trace.leaves.is_empty() {
        Walk::new(context.event.document(), &condition.path)
    } else {
        Walk::default()
    };
    let (witnesses, more_witnesses) = witnesses(context, id, trace, &marks);
    let (failures, more_failures) = failures(context, condition, trace, &walk);
    let hints = hints::look(&hints::Look {
        context,
        id,
        condition,
        trace,
        walk: &walk,
        replaced: !live,
    });
    let accepts = |matcher: usize| {
        trace.accepted().any(|a| a.matcher == matcher)
            || (trace.leaves.is_empty() && trace.absence == Some(matcher))
    };
    ConditionReport {
        path: condition.path.to_string(),
        key_span: condition.key_span,
        span: condition.span,
        position: context.pattern_lines.position(condition.key_span.start),
        matchers: condition
            .matchers
            .iter()
            .enumerate()
            .map(|(index, matcher)| MatcherReport {
                span: matcher.span,
                operator: matcher.kind.operator(),
                asks: words::matcher(matcher, text),
                accepts: accepts(index),
            })
            .collect(),
        asks: words::condition(condition, text),
        holds: trace.holds(),
        by_absence: trace.holds() && !trace.accepts(),
        marks,
        found: trace.leaves.len(),
        witnesses,
        more_witnesses,
        failures,
        more_failures,
        replaced_by: condition.replaced_by.iter().map(|id| id.index()).collect(),
        replaced: !live,
        hints,
    }
}

fn mark(context: &Context<'_, '_>, ways: &Ways, id: ConditionId, mode: Mode) -> Mark {
    let verdict = context.evaluation.verdict(mode);
    let reached = ways.reached.get(id.index());
    if !reached.is_some_and(|reached| *reached.get(mode)) {
        return Mark::NotReached;
    }
    if verdict.witnesses.iter().any(|w| w.condition == id) {
        return Mark::Held;
    }
    let holds = context.evaluation.trace(id).holds();
    match (holds, ways.nearest.get(mode).conflict.contains(&id)) {
        (true, true) => Mark::Apart,
        (true, false) => Mark::Held,
        (false, _) => Mark::Failed,
    }
}

fn witnesses(
    context: &Context<'_, '_>,
    id: ConditionId,
    trace: &ConditionTrace,
    marks: &ByMode<Mark>,
) -> (Vec<WitnessReport>, usize) {
    // Where the pattern does not match, what would have decided is the first.
    let chosen: ByMode<Option<LeafId>> = ByMode::of(|mode| {
        let verdict = context.evaluation.verdict(mode);
        match verdict.witnesses.iter().find(|w| w.condition == id) {
            Some(witness) => witness.leaf,
            None if *marks.get(mode) == Mark::Held => trace.accepted().next().map(|a| a.leaf),
            None => None,
        }
    });
    let first = |leaf: LeafId| [chosen.flattened, chosen.strict].contains(&Some(leaf));
    let decided = trace.accepted().filter(|a| first(a.leaf));
    let others = trace.accepted().filter(|a| !first(a.leaf));
    let listed: Vec<_> = decided
        .chain(others)
        .take(MAX_LISTED)
        .map(|accepted| WitnessReport {
            place: context.locator.leaf(accepted.leaf),
            value: context.locator.value(accepted.leaf),
            matcher: accepted.matcher,
            chosen: ByMode::of(|mode| *chosen.get(mode) == Some(accepted.leaf)),
        })
        .collect();
    let more = trace.accepted().count() - listed.len();
    (listed, more)
}

fn failures(
    context: &Context<'_, '_>,
    condition: &Condition,
    trace: &ConditionTrace,
    walk: &Walk<'_>,
) -> (Vec<Failure>, usize) {
    if trace.holds() && trace.leaves.is_empty() {
        return (Vec::new(), 0);
    }
    if trace.leaves.is_empty() {
        return nothing_there(context, walk);
    }
    let listed: Vec<_> = trace
        .rejected()
        .take(MAX_LISTED)
        .map(|leaf| {
            let value = context.locator.value(leaf);
            Failure {
                place: Some(context.locator.leaf(leaf)),
                why: why::of_leaf(
                    condition,
                    context.pattern.text(),
                    &context.event.value(leaf),
                    &value,
                ),
                value: Some(value),
            }
        })
        .collect();
    let more = trace.leaves.len() - trace.accepted().count() - listed.len();
    (listed, more)
}

fn nothing_there(context: &Context<'_, '_>, walk: &Walk<'_>) -> (Vec<Failure>, usize) {
    if walk.arrived.is_empty() {
        let missing = Failure {
            place: None,
            value: None,
            why: why::of_nothing(),
        };
        return (vec![missing], 0);
    }
    let document = context.event.document();
    let listed: Vec<_> = walk
        .arrived
        .iter()
        .take(MAX_LISTED)
        .map(|id| {
            let empty = document.end(*id) == *id + 1;
            let kind = if document.node(*id).kind == NodeKind::Array {
                NodeKind::Array
            } else {
                NodeKind::Object
            };
            Failure {
                place: Some(context.locator.node(*id)),
                value: Some(place::value(context.event, *id)),
                why: why::of_container(kind, empty),
            }
        })
        .collect();
    let more = walk.arrived.len() - listed.len();
    (listed, more)
}
