//! The ways to match: which decided, which came nearest, and the branches that lead there.

use super::model::{AlternativeReport, BranchReport, ByMode, Mark, OrReport};
use super::{Context, MAX_ALTERNATIVES_LISTED};
use crate::event::{LeafId, ScopeId};
use crate::json::Span;
use crate::matching::Mode;
use crate::pattern::{Alternative, ConditionId};

/// How many alternatives that lack equally many conditions are compared in strict mode.
const MOST_COMPARED: usize = 16;

/// The alternative that decided or came nearest, in one mode.
#[derive(Debug, Clone, Default)]
pub(super) struct Nearest {
    pub(super) alternative: usize,
    /// The conditions that fail whatever the others do.
    pub(super) failed: Vec<ConditionId>,
    /// Conditions that hold, but not together: strict mode only.
    pub(super) conflict: Vec<ConditionId>,
    /// The smallest sets of conditions that would have to change.
    pub(super) change: Vec<Vec<ConditionId>>,
}

/// What is known of all alternatives.
#[derive(Debug, Clone)]
pub(super) struct Ways {
    pub(super) nearest: ByMode<Nearest>,
    pub(super) listed: Vec<AlternativeReport>,
    /// For each condition whether it was asked, by mode, and whether it is in any alternative.
    pub(super) reached: Vec<ByMode<bool>>,
    pub(super) live: Vec<bool>,
}

impl Ways {
    pub(super) fn new(context: &Context<'_, '_>) -> Self {
        let alternatives = context.pattern.alternatives();
        let nearest = ByMode {
            flattened: nearest_flattened(context),
            strict: nearest_strict(context),
        };
        let count = context.pattern.conditions().len();
        let mut reached = vec![ByMode::default(); count];
        let mut live = vec![false; count];
        for (index, alternative) in alternatives.iter().enumerate() {
            let asked = ByMode::of(|mode| {
                let decided = context.evaluation.verdict(mode).alternative;
                decided.is_none_or(|decided| index <= decided)
            });
            for id in &alternative.conditions {
                if let (Some(reached), Some(live)) =
                    (reached.get_mut(id.index()), live.get_mut(id.index()))
                {
                    *live = true;
                    reached.flattened |= asked.flattened;
                    reached.strict |= asked.strict;
                }
            }
        }
        let mut kept: Vec<_> = (0..alternatives.len())
            .take(MAX_ALTERNATIVES_LISTED)
            .collect();
        for wanted in [nearest.flattened.alternative, nearest.strict.alternative] {
            if !kept.contains(&wanted) {
                kept.pop();
                kept.insert(0, wanted);
            }
        }
        kept.sort_unstable();
        let listed = kept
            .into_iter()
            .filter_map(|index| Some((index, alternatives.get(index)?)))
            .map(|(index, alternative)| report(context, index, alternative, &nearest))
            .collect();
        Self {
            nearest,
            listed,
            reached,
            live,
        }
    }
}

fn report(
    context: &Context<'_, '_>,
    index: usize,
    alternative: &Alternative,
    nearest: &ByMode<Nearest>,
) -> AlternativeReport {
    let conflict = if nearest.strict.alternative == index {
        indices(&nearest.strict.conflict)
    } else {
        Vec::new()
    };
    AlternativeReport {
        index,
        branches: alternative
            .branches
            .iter()
            .map(|branch| (branch.or, branch.branch))
            .collect(),
        conditions: indices(&alternative.conditions),
        holds: ByMode {
            flattened: failed(context, alternative, Mode::Flattened).is_empty(),
            strict: holds_strictly(context, index, alternative),
        },
        conflict,
    }
}

/// The matcher stops at the first alternative that holds; those behind it are asked here.
fn holds_strictly(context: &Context<'_, '_>, index: usize, alternative: &Alternative) -> bool {
    match context.evaluation.strict.alternative {
        None => false,
        Some(decided) if index <= decided => index == decided,
        Some(_) => context.together(&alternative.conditions).matched,
    }
}

pub(super) fn indices(ids: &[ConditionId]) -> Vec<usize> {
    ids.iter().map(|id| id.index()).collect()
}

/// The conditions of an alternative that fail whatever the others do.
fn failed(context: &Context<'_, '_>, alternative: &Alternative, mode: Mode) -> Vec<ConditionId> {
    let fails = |id: &&ConditionId| {
        let trace = context.evaluation.trace(**id);
        match mode {
            Mode::Flattened => !trace.holds(),
            // An absence may hold for the element that the others choose, but for a leaf that lies
            // below no element.
            Mode::Strict => {
                let everywhere = |leaf: &LeafId| context.event.leaf(*leaf).scope == ScopeId::ROOT;
                !trace.accepts() && (trace.absence.is_none() || trace.leaves.iter().any(everywhere))
            }
        }
    };
    alternative
        .conditions
        .iter()
        .filter(fails)
        .copied()
        .collect()
}

fn nearest_flattened(context: &Context<'_, '_>) -> Nearest {
    let alternatives = context.pattern.alternatives().iter().enumerate();
    let (alternative, failed) = alternatives
        .map(|(index, alternative)| (index, failed(context, alternative, Mode::Flattened)))
        .min_by_key(|(_, failed)| failed.len())
        .unwrap_or_default();
    let change = if failed.is_empty() {
        Vec::new()
    } else {
        vec![failed.clone()]
    };
    Nearest {
        alternative,
        failed,
        conflict: Vec::new(),
        change,
    }
}

fn nearest_strict(context: &Context<'_, '_>) -> Nearest {
    let verdict = &context.evaluation.strict;
    if let Some(alternative) = verdict.alternative {
        return Nearest {
            alternative,
            ..Nearest::default()
        };
    }
    let mut ways: Vec<_> = context
        .pattern
        .alternatives()
        .iter()
        .enumerate()
        .map(|(index, alternative)| {
            let failed = failed(context, alternative, Mode::Strict);
            (index, alternative, failed)
        })
        .collect();
    ways.sort_by_key(|(_, _, failed)| failed.len());
    let fewest = ways.first().map_or(0, |(_, _, failed)| failed.len());
    let equal = ways
        .iter()
        .take_while(|(_, _, failed)| failed.len() == fewest)
        .take(MOST_COMPARED);
    let mut first = None;
    for (index, alternative, failed) in equal {
        let rest: Vec<_> = alternative
            .conditions
            .iter()
            .copied()
            .filter(|id| !failed.contains(id))
            .collect();
        let fits = context.together(&rest);
        if fits.matched && fewest > 0 {
            return Nearest {
                alternative: *index,
                failed: failed.clone(),
                conflict: Vec::new(),
                change: vec![failed.clone()],
            };
        }
        if first.is_none() {
            first = Some((*index, failed.clone(), rest, fits.gave_up));
        }
        if fits.gave_up {
            break;
        }
    }
    let Some((alternative, failed, rest, gave_up)) = first else {
        return Nearest::default();
    };
    if gave_up {
        return Nearest {
            alternative,
            change: Vec::new(),
            failed,
            conflict: Vec::new(),
        };
    }
    let conflict = context.conflict(&rest);
    let change = context
        .changes(&rest, &conflict)
        .into_iter()
        .map(|set| {
            let mut set: Vec<_> = failed.iter().copied().chain(set).collect();
            set.sort_unstable();
            set
        })
        .collect();
    Nearest {
        alternative,
        failed,
        conflict,
        change,
    }
}

/// Every `$or` with its branches judged.
pub(super) fn ors(context: &Context<'_, '_>, ways: &Ways) -> Vec<OrReport> {
    let pattern = context.pattern;
    let branch = |or: usize, branch: usize, span: Span| {
        let through = || {
            let alternatives = pattern.alternatives().iter().enumerate();
            alternatives.filter(move |(_, alternative)| {
                let mut branches = alternative.branches.iter();
                branches.any(|b| (b.or, b.branch) == (or, branch))
            })
        };
        let inside = |id: &&ConditionId| {
            let condition = pattern.condition(**id).span;
            span.start <= condition.start && condition.end <= span.end
        };
        let marks = ByMode::of(|mode| {
            let decided = context.evaluation.verdict(mode).alternative;
            let mut asked = through()
                .filter(|(index, _)| decided.is_none_or(|decided| *index <= decided))
                .peekable();
            if asked.peek().is_none() {
                return Mark::NotReached;
            }
            let decided_here = through().any(|(index, _)| Some(index) == decided);
            let conflict = &ways.nearest.get(mode).conflict;
            let holds = asked.any(|(_, alternative)| {
                let mut own = alternative.conditions.iter().filter(inside);
                own.all(|id| context.evaluation.trace(*id).holds())
            });
            let apart = through().any(|(index, alternative)| {
                let mut own = alternative.conditions.iter().filter(inside);
                index == ways.nearest.get(mode).alternative && own.any(|id| conflict.contains(id))
            });
            match (decided_here, holds, apart) {
                (true, _, _) | (false, true, false) => Mark::Held,
                (false, true, true) => Mark::Apart,
                (false, false, _) => Mark::Failed,
            }
        });
        BranchReport {
            span,
            position: context.pattern_lines.position(span.start),
            marks,
            decided: ByMode::of(|mode| {
                let decided = context.evaluation.verdict(mode).alternative;
                through().any(|(index, _)| Some(index) == decided)
            }),
        }
    };
    pattern
        .ors()
        .iter()
        .enumerate()
        .map(|(index, or)| OrReport {
            key_span: or.key_span,
            position: context.pattern_lines.position(or.key_span.start),
            branches: or
                .branches
                .iter()
                .enumerate()
                .map(|(number, span)| branch(index, number, *span))
                .collect(),
        })
        .collect()
}
