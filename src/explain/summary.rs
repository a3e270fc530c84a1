//! The closing paragraph.

use super::alternatives::{Nearest, Ways, indices};
use super::model::{ByMode, ConditionReport, Direction, Disagreement, Place, Summary, WhyCode};
use super::{Context, disagree, words};
use crate::json::NodeKind;
use crate::matching::Mode;
use crate::pattern::ConditionId;

/// How many conditions are named in a sentence.
const NAMED: usize = 3;

/// Longer names are left out of a sentence.
const LONGEST_NAME: usize = 80;

pub(super) fn summaries(
    context: &Context<'_, '_>,
    ways: &Ways,
    conditions: &[ConditionReport],
    disagreement: Option<&Disagreement>,
) -> ByMode<Summary> {
    ByMode::of(|mode| {
        let verdict = context.evaluation.verdict(mode);
        let nearest = ways.nearest.get(mode);
        let writer = Writer {
            context,
            conditions,
            mode,
        };
        let direction = disagreement.map(|disagreement| disagreement.direction);
        let (text, alternative) = match verdict.alternative {
            Some(alternative) => match (disagreement, mode) {
                (Some(one), Mode::Flattened) => (mixed(one), alternative),
                _ => (writer.matched(alternative), alternative),
            },
            None if verdict.gave_up => (writer.gave_up(), nearest.alternative),
            None => {
                let mut text = writer.did_not_match(nearest);
                if (direction, mode) == (Some(Direction::StrictOnly), Mode::Flattened) {
                    text.push_str(" EventBridge today: match.");
                }
                (text, nearest.alternative)
            }
        };
        let change = if verdict.matched || verdict.gave_up {
            Vec::new()
        } else {
            nearest.change.iter().map(|set| indices(set)).collect()
        };
        Summary {
            text,
            alternative: Some(alternative),
            change,
        }
    })
}

fn mixed(disagreement: &Disagreement) -> String {
    format!(
        "Match, but only {}. EventBridge today: no match.",
        disagree::mixing(&disagreement.taken)
    )
}

struct Writer<'w, 'c, 'a> {
    context: &'w Context<'c, 'a>,
    conditions: &'w [ConditionReport],
    mode: Mode,
}

impl Writer<'_, '_, '_> {
    fn matched(&self, alternative: usize) -> String {
        let conditions: Vec<_> = self
            .of_alternative(alternative)
            .filter_map(|index| self.conditions.get(index))
            .collect();
        let found: Vec<_> = conditions.iter().map(|c| self.found(c)).collect();
        let because = if found.len() <= NAMED {
            words::list(&found, "and")
        } else {
            // The conditions on the envelope are the same in every rule: what matters comes last.
            let last: Vec<_> = found.iter().rev().take(2).rev().cloned().collect();
            format!(
                "all {} conditions hold. {}",
                found.len(),
                words::list(&last, "and")
            )
        };
        format!(
            "Match{}: {because}.",
            self.through(alternative, " through ")
        )
    }

    fn gave_up(&self) -> String {
        "Not known: the event reaches one path through so many arrays that the search for elements \
         that satisfy all conditions was given up."
            .to_owned()
    }

    fn did_not_match(&self, nearest: &Nearest) -> String {
        let total = self.of_alternative(nearest.alternative).count();
        let through = match self.through(nearest.alternative, "") {
            through if through.is_empty() => through,
            through => format!(" in {through}, which comes nearest"),
        };
        let mut text = String::from("No match: ");
        if !nearest.failed.is_empty() {
            let clauses = nearest.failed.iter().take(NAMED);
            let clauses: Vec<_> = clauses
                .filter_map(|id| Some((*id, self.conditions.get(id.index())?)))
                .map(|(id, condition)| self.failed(id, condition))
                .collect();
            let failed = nearest.failed.len();
            let verb = if failed == 1 { "fails" } else { "fail" };
            let conditions = if total == 1 {
                "condition"
            } else {
                "conditions"
            };
            text.push_str(&format!(
                "{failed} of {total} {conditions} {verb}{through}. {}.",
                clauses.join(". ")
            ));
            match failed.saturating_sub(NAMED) {
                0 => {}
                1 => text.push_str(" 1 more fails."),
                more => text.push_str(&format!(" {more} more fail.")),
            }
        }
        if !nearest.conflict.is_empty() {
            let asks: Vec<_> = nearest
                .conflict
                .iter()
                .filter_map(|id| self.conditions.get(id.index()))
                .map(|condition| format!("`{}` {}", condition.path, condition.asks))
                .collect();
            let (start, through) = match nearest.failed.is_empty() {
                true => ("no", through.as_str()),
                false => (" No", ""),
            };
            let both = if asks.len() == 2 { "both " } else { "" };
            text.push_str(&format!(
                "{start} single array element has {both}{}{through}.",
                words::few(&asks, NAMED, "and")
            ));
        }
        text.push(' ');
        text.push_str(&self.change(nearest));
        text
    }

    fn change(&self, nearest: &Nearest) -> String {
        let sets: Vec<_> = nearest.change.iter().map(|set| self.paths(set)).collect();
        let what = match (nearest.change.as_slice(), sets.as_slice()) {
            ([], _) => "the pattern".to_owned(),
            ([set], _) if *set == nearest.failed && set.len() == 2 => "both".to_owned(),
            ([set], _) if *set == nearest.failed && set.len() > 2 => format!("all {}", set.len()),
            (_, sets) => words::few(sets, NAMED, "or"),
        };
        format!("To match, change {what}.")
    }

    fn paths(&self, set: &[ConditionId]) -> String {
        let paths: Vec<_> = set
            .iter()
            .map(|id| format!("`{}`", self.context.pattern.condition(*id).path))
            .collect();
        words::few(&paths, NAMED, "and")
    }

    fn of_alternative(&self, alternative: usize) -> impl Iterator<Item = usize> {
        let alternative = self.context.pattern.alternatives().get(alternative);
        alternative
            .into_iter()
            .flat_map(|alternative| alternative.conditions.iter().map(|id| id.index()))
    }

    /// By which `$or` branches an alternative is reached; empty where there are none.
    fn through(&self, alternative: usize, before: &str) -> String {
        let pattern = self.context.pattern;
        let Some(alternative) = pattern.alternatives().get(alternative) else {
            return String::new();
        };
        let branches: Vec<_> = alternative
            .branches
            .iter()
            .filter_map(|branch| {
                let or = pattern.ors().get(branch.or)?;
                let start = or.branches.get(branch.branch)?.start;
                let line = self.context.pattern_lines.position(start).line;
                Some(format!(
                    "branch {} of the `$or` (line {line})",
                    branch.branch + 1
                ))
            })
            .collect();
        if branches.is_empty() {
            String::new()
        } else {
            format!("{before}{}", words::few(&branches, NAMED, "and"))
        }
    }

    /// `path` is what was found, where.
    fn found(&self, condition: &ConditionReport) -> String {
        let chosen = condition
            .witnesses
            .iter()
            .find(|witness| *witness.chosen.get(self.mode));
        match chosen {
            None => format!("`{}` is absent", condition.path),
            Some(witness) => {
                let value = words::short(&witness.value);
                let place = if witness.place.elements.is_empty() {
                    String::new()
                } else {
                    format!(" in {}", words::place(&witness.place))
                };
                format!("`{}` is {value}{place}", condition.path)
            }
        }
    }

    /// What a condition wants and what the event has.
    fn failed(&self, id: ConditionId, condition: &ConditionReport) -> String {
        let is_one = condition.failures.len() + condition.more_failures == 1;
        let mut other_type = false;
        let there: Vec<_> = condition
            .failures
            .iter()
            .filter_map(|failure| {
                let value = failure.value.as_ref()?;
                let place = failure.place.as_ref()?;
                let shown = match value.kind {
                    NodeKind::Object | NodeKind::Array => format!("only {}", value.kind.name()),
                    _ if failure.why.code == WhyCode::Type => {
                        other_type = true;
                        words::with_type(value)
                    }
                    _ => words::clipped(&value.json, 60).into_owned(),
                };
                let position = self.position(place);
                Some(match (place.elements.is_empty(), is_one) {
                    (true, true) => format!("{shown} ({position})"),
                    (true, false) => shown,
                    (false, true) => format!("{shown} in {} ({position})", words::bare(place)),
                    (false, false) => format!("{shown} in {}", words::place(place)),
                })
            })
            .collect();
        let rest = there.len().saturating_sub(2) + condition.more_failures;
        let there = match (there.as_slice(), rest) {
            ([], _) => "no such field".to_owned(),
            ([one], 0) => one.clone(),
            ([one, two], 0) => format!("{one} and {two}"),
            ([one], rest) => format!("{one} and {rest} more"),
            ([one, two, ..], rest) => format!("{one}, {two} and {rest} more"),
        };
        let wants = match other_type {
            true => {
                let pattern = self.context.pattern;
                words::typed(pattern.condition(id), pattern.text())
            }
            false => condition.asks.clone(),
        };
        format!("`{}` wants {wants}, the event has {there}", condition.path)
    }

    /// `event.json:24:17`.
    fn position(&self, place: &Place) -> String {
        match self.context.name {
            // What is called otherwise is a part of a file, or none.
            Some(name) if name.len() <= LONGEST_NAME && !name.starts_with('<') => {
                let file = name.split_once('#').map_or(name, |(file, _)| file);
                format!("{file}:{}", place.position)
            }
            _ => place.position.to_string(),
        }
    }
}
