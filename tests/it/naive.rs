//! A second evaluator that takes the rules word for word, and random cases for both.
//!
//! It shares nothing with the crate: patterns and events are its own trees, written as text only to
//! be handed over; the strict mode tries all choices of leaves.

pub(crate) mod ast;
pub(crate) mod generate;
pub(crate) mod meaning;
mod values;

use crate::analysis::stride;
use ast::{Field, Json, Style, pattern_json};
use generate::cases;
use pattern_test::pattern::{PatternErrorKind, measure_complexity};
use pattern_test::{Event, Mode, Pattern};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Trying all choices stops to be fun here.
const MOST_CHOICES: usize = 20_000;

/// So many cases, or as many as the environment asks for.
pub(crate) fn config(cases: u32) -> Config {
    let default = Config::default();
    Config {
        cases: match std::env::var_os("PROPTEST_CASES") {
            Some(_) => default.cases,
            None => cases,
        },
        failure_persistence: None,
        ..default
    }
}

/// Both verdicts of the naive evaluator; `None` where there are too many choices.
fn verdicts(pattern: &[Field], event: &Json) -> Option<[bool; 2]> {
    let leaves = meaning::leaves(event);
    let alternatives = meaning::alternatives(pattern);
    let choices: usize = alternatives
        .iter()
        .map(|a| meaning::choices(a, &leaves))
        .sum();
    (choices <= MOST_CHOICES).then(|| {
        [
            alternatives.iter().any(|a| meaning::flattened(a, &leaves)),
            alternatives.iter().any(|a| meaning::strict(a, &leaves)),
        ]
    })
}

/// Compares the crate with the naive evaluator on one case, beginning with what they are made of.
fn compare(pattern: &[Field], event: &Json, style: Style) -> Result<(), TestCaseError> {
    let Some([flattened, strict]) = verdicts(pattern, event) else {
        return Err(TestCaseError::reject("too many choices"));
    };
    let theirs = meaning::alternatives(pattern);
    let leaves = meaning::leaves(event);
    let text = pattern_json(pattern).print(style);
    let compiled = match Pattern::parse(&text) {
        Ok(compiled) => compiled,
        Err(error) => {
            let limit = match error.kind() {
                PatternErrorKind::TooManyAlternatives => theirs.len() > 1_000,
                PatternErrorKind::TooComplex => measure_complexity(&text).is_ok_and(|c| c > 10),
                PatternErrorKind::TooLong => text.encode_utf16().count() > 4_096,
                _ => false,
            };
            prop_assert!(limit, "{text}\n{}", error.service_text());
            return Ok(());
        }
    };
    let parsed = Event::parse(event.print(style)).unwrap();
    prop_assert_eq!(parsed.leaves().count(), leaves.len());
    let evaluation = compiled.evaluate(&parsed);
    prop_assert_eq!(compiled.alternatives().len(), theirs.len(), "{}", &text);
    for (ours, theirs) in compiled.alternatives().iter().zip(&theirs) {
        prop_assert_eq!(ours.conditions.len(), theirs.len(), "{}", &text);
        for id in &ours.conditions {
            let condition = compiled.condition(*id);
            let twin = theirs.iter().find(|(path, _)| **path == *condition.path);
            prop_assert!(twin.is_some(), "{text}: {}", condition.path);
            let (path, matchers) = twin.unwrap();
            let here: Vec<_> = leaves.iter().filter(|leaf| leaf.path == *path).collect();
            let accepted = here
                .iter()
                .filter(|leaf| meaning::accepted(matchers, leaf))
                .count();
            let trace = evaluation.trace(*id);
            prop_assert_eq!(trace.leaves.len(), here.len(), "{}", path);
            prop_assert_eq!(
                trace.accepted().count(),
                accepted,
                "{} {:?}",
                path,
                matchers
            );
        }
    }
    let shown = || format!("{text}\n{}", event.print(style));
    prop_assert!(!evaluation.strict.gave_up, "{}", shown());
    prop_assert_eq!(
        evaluation.flattened.matched,
        flattened,
        "flattened {}",
        shown()
    );
    prop_assert_eq!(evaluation.strict.matched, strict, "strict {}", shown());
    prop_assert_eq!(compiled.matches(&parsed, Mode::Flattened), flattened);
    prop_assert_eq!(compiled.matches(&parsed, Mode::Strict), strict);
    Ok(())
}

proptest! {
    #![proptest_config(config(if stride() == 1 { 5_000 } else { 1_000 }))]

    #[test]
    fn agrees_with_the_crate((pattern, event, style) in cases()) {
        compare(&pattern, &event, style)?;
    }
}

/// A test that never sees a match, or never a disagreement, would prove little.
#[test]
fn all_outcomes_are_frequent() {
    let seed = *b"a seed of no use";
    let rng = TestRng::from_seed(RngAlgorithm::XorShift, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut counts = [[0; 2]; 2];
    let mut too_many = 0;
    let strategy = cases();
    let drawn = 4_000;
    for _ in 0..drawn {
        let (pattern, event, _) = strategy.new_tree(&mut runner).unwrap().current();
        match verdicts(&pattern, &event) {
            Some([flattened, strict]) => {
                counts[usize::from(flattened)][usize::from(strict)] += 1;
            }
            None => too_many += 1,
        }
    }
    for count in counts.as_flattened() {
        assert!(*count * 20 >= drawn, "{counts:?}");
    }
    assert!(too_many * 20 <= drawn, "{too_many}");
}
