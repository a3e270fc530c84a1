//! Suites that are made for patterns tell them from wrong versions of them.

use super::mutants::mutants;
use super::pairs::SHAPES;
use super::{Dice, stride};
use pattern_test::analysis::{Distinction, Generated, Options, distinguish, suite};
use pattern_test::matching::evaluate;
use pattern_test::{Event, Mode, Pattern};

/// How many of the mutants there are, and how many of them a suite lets pass.
#[derive(Debug, Default)]
struct Score {
    mutants: usize,
    equivalent: usize,
    survivors: usize,
}

fn events(suite: &[Generated]) -> Vec<(Event<'_>, bool)> {
    let event = |made: &Generated| Event::parse(made.event.clone()).unwrap();
    suite
        .iter()
        .map(|made| (event(made), made.matches))
        .collect()
}

/// Makes the suite, and checks that each expectation in it is true, that the mutants that were named
/// to it are killed, and that every condition is seen to hold and to be the reason of a refusal,
/// where it can be.
fn check(pattern: &Pattern, score: &mut Score) {
    let options = Options {
        envelope: true,
        ..Options::default()
    };
    let mutants = mutants(pattern);
    let without = suite(pattern, std::iter::empty(), &options).events;
    let made = suite(pattern, mutants.iter().cloned(), &options).events;
    let [without, with] = [&without, &made].map(|suite| events(suite));
    for (event, matches) in &with {
        assert_eq!(pattern.matches(event, Mode::Flattened), *matches);
    }
    for mutant in &mutants {
        score.mutants += 1;
        let killed = |events: &[(Event<'_>, bool)]| {
            let mut events = events.iter();
            events.any(|(event, matches)| mutant.matches(event, Mode::Flattened) != *matches)
        };
        if killed(&with) {
            score.survivors += usize::from(!killed(&without));
            continue;
        }
        let distinction = distinguish(pattern, mutant, &Options::default());
        assert_eq!(
            distinction,
            Distinction::Equivalent,
            "{}\n{}",
            pattern.text(),
            mutant.text()
        );
        score.equivalent += 1;
    }
    for alternative in pattern.alternatives() {
        for id in &alternative.conditions {
            let held = with
                .iter()
                .any(|(event, matches)| *matches && evaluate(pattern, event).trace(*id).holds());
            assert!(
                held,
                "{} in {}",
                pattern.condition(*id).path,
                pattern.text()
            );
        }
    }
}

#[test]
fn of_the_bundled_patterns() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/patterns");
    let mut score = Score::default();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // Their suites stand beside them.
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let text = std::fs::read_to_string(path).unwrap();
        check(&Pattern::parse(&text).unwrap(), &mut score);
    }
    assert!(score.mutants > 500, "{score:?}");
    // Even those that nobody named are mostly killed.
    assert!(score.survivors * 5 < score.mutants, "{score:?}");
}

#[test]
fn of_300_generated_patterns() {
    let mut dice = Dice::new(99);
    let mut score = Score::default();
    for _ in 0..150 / stride() {
        let (first, second, _) = SHAPES.pair(&mut dice);
        check(&first, &mut score);
        check(&second, &mut score);
    }
    assert!(score.mutants * stride() > 4_000, "{score:?}");
    assert!(score.survivors * 5 < score.mutants, "{score:?}");
}
