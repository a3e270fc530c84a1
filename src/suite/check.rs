//! Looking at one case.

use super::model::{Because, Case, Expect, Failure, Outcome, Satisfied};
use crate::event::Event;
use crate::filter::{Filter, Judgement};
use crate::json::LineIndex;
use crate::matching::{Evaluation, Mode};
use crate::pattern::{Pattern, PatternError};

/// What becomes of a case.
pub fn check(case: &Case) -> Outcome {
    match (&case.expect, case.pattern.compiled()) {
        (Expect::Invalid { error }, Err(found)) => refused(error.as_deref(), found),
        (Expect::Invalid { .. }, Ok(_)) => Outcome::Failed(vec![Failure::Accepted]),
        (Expect::Verdict(_) | Expect::Verdicts { .. }, Err(error)) => {
            Outcome::Failed(vec![Failure::Refused {
                reason: error.reason().to_owned(),
                position: error.position(),
            }])
        }
        (Expect::Verdict(_) | Expect::Verdicts { .. }, Ok(pattern)) => {
            let Some(input) = &case.event else {
                return Outcome::Broken("the case has no event".to_owned());
            };
            match input.read() {
                Ok(event) => verdicts(case, pattern, &event),
                Err(error) => Outcome::Broken(format!(
                    "the event cannot be read: {error} ({} of its text)",
                    error.position()
                )),
            }
        }
    }
}

fn refused(expected: Option<&str>, found: &PatternError) -> Outcome {
    let as_expected = expected.is_none_or(|expected| {
        expected == found.reason()
            || expected == found.service_reason()
            || expected == found.service_text()
    });
    if as_expected {
        return Outcome::Passed;
    }
    Outcome::Failed(vec![Failure::ErrorText {
        expected: expected.unwrap_or_default().to_owned(),
        found: found.service_reason(),
    }])
}

/// What becomes of a case that expects verdicts, with this pattern in the place of its own.
pub(super) fn verdicts(case: &Case, pattern: &Pattern, event: &Event<'_>) -> Outcome {
    let Some(place) = case.pattern.place else {
        return of_evaluation(case, pattern, event, &pattern.evaluate(event));
    };
    let filter = match Filter::of(place, pattern.clone()) {
        Ok(filter) => filter,
        Err(error) => {
            return Outcome::Failed(vec![Failure::Refused {
                reason: error.reason().to_owned(),
                position: LineIndex::new(error.text()).position(error.span().start),
            }]);
        }
    };
    match filter.judge(event.document()) {
        Judgement::Judged(judged) => {
            of_evaluation(case, &judged.pattern, &judged.event, &judged.evaluation)
        }
        Judgement::Dropped(_) => {
            let mut expected = case.expect.verdicts().filter(|(_, expected)| *expected);
            match expected.next() {
                None => Outcome::Passed,
                Some(_) => Outcome::Failed(vec![Failure::Verdict {
                    mode: None,
                    expected: true,
                }]),
            }
        }
        Judgement::Unknown(why) => Outcome::Broken(format!("the verdict is not known: {why}")),
    }
}

/// What becomes of it, by what the pattern makes of the event.
fn of_evaluation(
    case: &Case,
    pattern: &Pattern,
    event: &Event<'_>,
    evaluation: &Evaluation,
) -> Outcome {
    let mut failures = Vec::new();
    for (mode, expected) in case.expect.verdicts() {
        let verdict = evaluation.verdict(mode);
        if verdict.gave_up {
            return Outcome::Broken(
                "the search for a strict verdict was given up: the event reaches the same paths \
                 through too many arrays"
                    .to_owned(),
            );
        }
        if verdict.matched != expected {
            let mode = Some(mode);
            failures.push(Failure::Verdict { mode, expected });
            continue;
        }
        if expected {
            let wrong = case.because.iter().filter_map(|because| {
                let found = satisfied(pattern, event, evaluation, mode, &because.path);
                (!fits(because, &found)).then(|| Failure::Because {
                    mode: Some(mode),
                    expected: because.clone(),
                    found,
                })
            });
            failures.extend(wrong);
        }
    }
    if let Expect::Verdict(expected) = case.expect {
        failures = if evaluation.disagree() {
            let holds_in = match evaluation.flattened.matched == expected {
                true => Mode::Flattened,
                false => Mode::Strict,
            };
            vec![Failure::Modes { expected, holds_in }]
        } else {
            of_both(failures)
        };
    }
    if failures.is_empty() {
        Outcome::Passed
    } else {
        Outcome::Failed(failures)
    }
}

/// The failures in both modes, with those that are the same told once.
fn of_both(failures: Vec<Failure>) -> Vec<Failure> {
    let without_mode = |failure: &Failure| {
        let mut same = failure.clone();
        if let Failure::Verdict { mode, .. } | Failure::Because { mode, .. } = &mut same {
            *mode = None;
        }
        same
    };
    let mut told: Vec<Failure> = Vec::new();
    for failure in &failures {
        let bare = without_mode(failure);
        let times = failures
            .iter()
            .filter(|other| without_mode(other) == bare)
            .count();
        let shown = if times > 1 { bare } else { failure.clone() };
        if !told.contains(&shown) {
            told.push(shown);
        }
    }
    told
}

fn fits(because: &Because, found: &Satisfied) -> bool {
    match (&because.pointer, found) {
        (Some(expected), Satisfied::By(found)) => expected == found,
        (None, Satisfied::ByAbsence) => true,
        _ => false,
    }
}

/// What satisfied the condition on a path, in the alternative that holds.
fn satisfied(
    pattern: &Pattern,
    event: &Event<'_>,
    evaluation: &Evaluation,
    mode: Mode,
    path: &str,
) -> Satisfied {
    let witness = evaluation
        .verdict(mode)
        .witnesses
        .iter()
        .find(|witness| &*pattern.condition(witness.condition).path == path);
    match witness.map(|witness| witness.leaf) {
        Some(Some(leaf)) => Satisfied::By(event.pointer(leaf)),
        Some(None) => Satisfied::ByAbsence,
        None => Satisfied::NoCondition,
    }
}
