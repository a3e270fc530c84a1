//! Looking at one case.

use super::model::{Because, Case, Expect, Failure, Outcome, PatternInput, Satisfied};
use crate::dialect::Dialect;
use crate::event::Event;
use crate::filter::{Filter, Judgement, Set, SetVerdict};
use crate::json::LineIndex;
use crate::matching::{Evaluation, Mode};
use crate::pattern::{Pattern, PatternError};

/// What becomes of a case.
pub fn check(case: &Case) -> Outcome {
    match (&case.expect, case.pattern.compiled()) {
        (Expect::Invalid { error }, Err(found)) => refused(error.as_deref(), found),
        (Expect::Invalid { error }, Ok(_)) => refused_there(case, error.as_deref()),
        (Expect::Verdict(_) | Expect::Verdicts { .. }, Err(error)) => {
            Outcome::Failed(vec![Failure::Refused {
                reason: error.reason().to_owned(),
                position: error.position(),
            }])
        }
        (Expect::Verdict(_) | Expect::Verdicts { .. }, Ok(pattern)) => {
            let own = case.pattern.each().first().unwrap_or(&case.pattern);
            let Some(input) = &case.event else {
                return Outcome::Broken("the case has no event".to_owned());
            };
            match input.read() {
                Ok(event) => verdicts(case, own, pattern, &event),
                Err(error) => Outcome::Broken(format!(
                    "the event cannot be read: {error} ({} of its text)",
                    error.position()
                )),
            }
        }
    }
}

/// What becomes of a case that expects a refusal of what compiles: the place may refuse it.
fn refused_there(case: &Case, expected: Option<&str>) -> Outcome {
    match filters(case) {
        Err(Failure::Refused { reason, .. }) if expected.is_none_or(|text| text == reason) => {
            Outcome::Passed
        }
        Err(Failure::Refused { reason, .. }) => Outcome::Failed(vec![Failure::ErrorText {
            expected: expected.unwrap_or_default().to_owned(),
            found: reason,
        }]),
        _ => Outcome::Failed(vec![Failure::Accepted]),
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

/// What becomes of a case that expects verdicts, with this pattern in the place of `own`, which is that
/// of the case or one of its filters.
pub(super) fn verdicts(
    case: &Case,
    own: &PatternInput,
    pattern: &Pattern,
    event: &Event<'_>,
) -> Outcome {
    if case.pattern.place.is_none() && case.pattern.filters.is_empty() {
        return of_evaluation(case, pattern, event, &pattern.evaluate(event));
    }
    let set = match filters_with(case, own, pattern) {
        Ok(set) => set,
        Err(failure) => return Outcome::Failed(vec![failure]),
    };
    let judged = set.judge(event.document());
    let verdict = |mode| judged.verdict(mode).ok_or_else(|| why_unknown(&judged));
    let satisfied = |mode, because: &Because| {
        let mut last = Satisfied::NoCondition;
        // One reason is enough: filters that let the record pass by other reasons do no harm.
        for one in &judged.each {
            let Judgement::Judged(one) = one else {
                continue;
            };
            let (pattern, event) = (&one.pattern, &one.event);
            let found = satisfied(pattern, event, &one.evaluation, mode, &because.path);
            if fits(because, &found) {
                return found;
            }
            if found != Satisfied::NoCondition {
                last = found;
            }
        }
        last
    };
    of_verdicts(case, &verdict, &satisfied)
}

/// The filters that a case is about, with this pattern in the place of `own`.
pub(super) fn filters_with(
    case: &Case,
    own: &PatternInput,
    pattern: &Pattern,
) -> Result<Set, Failure> {
    let mut filters = Vec::new();
    for input in case.pattern.each() {
        let pattern = match input.is(own) {
            true => pattern,
            false => input.compiled().map_err(|error| Failure::Refused {
                reason: error.reason().to_owned(),
                position: error.position(),
            })?,
        };
        let place = input.place.unwrap_or(Dialect::Rule);
        let filter = Filter::of(place, pattern.clone()).map_err(|error| Failure::Refused {
            reason: error.reason().to_owned(),
            position: LineIndex::new(error.text()).position(error.span().start),
        })?;
        filters.push(filter);
    }
    Ok(Set::of(filters))
}

/// The filters that a case is about, each by the rules of its place.
///
/// # Errors
/// One of them is refused.
pub fn filters(case: &Case) -> Result<Set, Failure> {
    let input = case.pattern.each().first().unwrap_or(&case.pattern);
    let pattern = input.compiled().map_err(|error| Failure::Refused {
        reason: error.reason().to_owned(),
        position: error.position(),
    })?;
    filters_with(case, input, pattern)
}

/// Why the verdict on a record is not known.
fn why_unknown(judged: &SetVerdict) -> String {
    let why = judged.each.iter().find_map(|one| match one {
        Judgement::Unknown(why) => Some(*why),
        _ => None,
    });
    match why {
        Some(why) => format!("the verdict is not known: {why}"),
        None => GAVE_UP.to_owned(),
    }
}

const GAVE_UP: &str = "the search for a strict verdict was given up: the event reaches the same paths \
                       through too many arrays";

/// What becomes of it, by what the pattern makes of the event.
fn of_evaluation(
    case: &Case,
    pattern: &Pattern,
    event: &Event<'_>,
    evaluation: &Evaluation,
) -> Outcome {
    let verdict = |mode| {
        let verdict = evaluation.verdict(mode);
        match verdict.gave_up {
            true => Err(GAVE_UP.to_owned()),
            false => Ok(verdict.matched),
        }
    };
    let satisfied =
        |mode, because: &Because| satisfied(pattern, event, evaluation, mode, &because.path);
    of_verdicts(case, &verdict, &satisfied)
}

/// What becomes of it, by the verdicts, and by what satisfied conditions.
fn of_verdicts(
    case: &Case,
    verdict: &dyn Fn(Mode) -> Result<bool, String>,
    satisfied: &dyn Fn(Mode, &Because) -> Satisfied,
) -> Outcome {
    let mut failures = Vec::new();
    let mut holds_in = Vec::new();
    for (mode, expected) in case.expect.verdicts() {
        let matched = match verdict(mode) {
            Ok(matched) => matched,
            Err(why) => return Outcome::Broken(why),
        };
        if matched != expected {
            let mode = Some(mode);
            failures.push(Failure::Verdict { mode, expected });
            continue;
        }
        holds_in.push(mode);
        if expected {
            let wrong = case.because.iter().filter_map(|because| {
                let found = satisfied(mode, because);
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
        failures = match *holds_in {
            [holds_in] => vec![Failure::Modes { expected, holds_in }],
            _ => of_both(failures),
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
