//! The closing paragraph.

use super::alternatives::{Nearest, Ways, indices};
use super::model::{ByMode, ConditionReport, Summary, WhyCode};
use super::{Context, words};
use crate::matching::Mode;
use crate::text::head;

/// How many conditions are named in a sentence.
const NAMED: usize = 3;

pub(super) fn summaries(
    context: &Context<'_, '_>,
    ways: &Ways,
    conditions: &[ConditionReport],
) -> ByMode<Summary> {
    ByMode::of(|mode| {
        let verdict = context.evaluation.verdict(mode);
        let nearest = ways.nearest.get(mode);
        let writer = Writer {
            context,
            conditions,
            mode,
        };
        let (text, alternative) = match verdict.alternative {
            Some(alternative) => (writer.matched(alternative), alternative),
            None if verdict.gave_up => (writer.gave_up(), nearest.alternative),
            None => (writer.did_not_match(nearest), nearest.alternative),
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
        let told: Vec<_> = conditions.iter().map(|c| self.found(c)).collect();
        let because = if told.len() <= NAMED {
            words::list(&told, "and")
        } else {
            // The conditions on the envelope are the same in every rule: what counts stands last.
            let last: Vec<_> = told.iter().rev().take(2).rev().cloned().collect();
            format!(
                "all {} conditions hold, {} among them",
                told.len(),
                words::list(&last, "and")
            )
        };
        format!(
            "Matched because {because}{}.",
            self.through(alternative, ", through ")
        )
    }

    fn gave_up(&self) -> String {
        "Taken for no match: the event reaches one path through so many arrays that the search \
         for elements that satisfy all conditions was given up."
            .to_owned()
    }

    fn did_not_match(&self, nearest: &Nearest) -> String {
        let total = self.of_alternative(nearest.alternative).count();
        let of = match self.through(nearest.alternative, "") {
            through if through.is_empty() => format!("of {total}"),
            through => format!("of {total} in {through}, which comes nearest,"),
        };
        let mut text = String::from("Did not match because ");
        if !nearest.failed.is_empty() {
            let told: Vec<_> = nearest
                .failed
                .iter()
                .filter_map(|id| self.conditions.get(id.index()))
                .map(|condition| self.failed(condition))
                .collect();
            let verb = if told.len() == 1 { "fails" } else { "fail" };
            text.push_str(&format!(
                "{} {of} {verb}: {}",
                words::count(told.len(), "condition"),
                words::few(&told, NAMED, "and"),
            ));
        }
        if !nearest.conflict.is_empty() {
            if !nearest.failed.is_empty() {
                text.push_str(", and ");
            }
            let asks: Vec<_> = nearest
                .conflict
                .iter()
                .filter_map(|id| self.conditions.get(id.index()))
                .map(|condition| format!("`{}` {}", condition.path, condition.asks))
                .collect();
            text.push_str(&format!(
                "no single array element has {}",
                words::few(&asks, NAMED, "and")
            ));
        }
        text.push_str(". ");
        text.push_str(&self.change(nearest));
        text
    }

    fn change(&self, nearest: &Nearest) -> String {
        let sets: Vec<_> = nearest.change.iter().map(|set| self.paths(set)).collect();
        match (sets.as_slice(), nearest.conflict.is_empty()) {
            ([], _) => "The pattern would have to change.".to_owned(),
            ([one], _) if nearest.change.first().is_some_and(|set| set.len() == 1) => {
                format!("With {one} changed, it would match.")
            }
            ([one], _) => format!("All of {one} would have to change."),
            (several, _) => format!(
                "It would be enough to change {}.",
                words::few(several, NAMED, "or")
            ),
        }
    }

    fn paths(&self, set: &[crate::pattern::ConditionId]) -> String {
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

    /// What a condition asks for and what is there.
    fn failed(&self, condition: &ConditionReport) -> String {
        let there: Vec<_> = condition
            .failures
            .iter()
            .filter_map(|failure| {
                let value = failure.value.as_ref()?;
                let place = failure.place.as_ref()?;
                let shown = head(&value.json, 60);
                let shown = match value.kind {
                    crate::json::NodeKind::Object | crate::json::NodeKind::Array => {
                        format!("only {} there", value.kind.name())
                    }
                    _ if failure.why.code == WhyCode::Type => {
                        format!("{shown} ({})", value.kind.name())
                    }
                    _ => shown.into_owned(),
                };
                Some(if place.elements.is_empty() {
                    shown
                } else {
                    format!("{shown} in {}", words::place(place))
                })
            })
            .collect();
        let there = if there.is_empty() {
            "nothing there".to_owned()
        } else {
            let rest = there.len().saturating_sub(2) + condition.more_failures;
            match (there.as_slice(), rest) {
                ([one], 0) => one.clone(),
                ([one, two], 0) => format!("{one} and {two}"),
                ([one, two, ..], rest) => format!("{one}, {two} and {rest} more"),
                _ => String::new(),
            }
        };
        format!(
            "`{}` asks for {}, and the event has {there}",
            condition.path, condition.asks
        )
    }
}
