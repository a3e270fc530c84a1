//! 20,000 pairs: every event handed out shows what it is to show, and where something is said not
//! to exist, 200 events aimed at the pair do not contradict.
//!
//! They are the same pairs in every run, in eight tests that run side by side.

use super::aimed::Aim;
use super::pairs::SHAPES;
use super::{Dice, stride};
use pattern_test::analysis::{Comparison, Finding, Options, Relation, Unknown, compare};
use pattern_test::{Event, Mode, Pattern};

const PAIRS: usize = 2_500;
const EVENTS: usize = 200;

macro_rules! parts {
    ($($name:ident: $seed:expr),*) => {
        $(
            #[test]
            fn $name() {
                pairs($seed, PAIRS / stride());
            }
        )*
    };
}

parts!(part_1: 1, part_2: 2, part_3: 3, part_4: 4, part_5: 5, part_6: 6, part_7: 7, part_8: 8);

fn pairs(seed: u64, count: usize) {
    let mut dice = Dice::new(seed);
    let mut unknown = 0;
    let mut seen = [0; 5];
    for _ in 0..count {
        let (first, second, at) = SHAPES.pair(&mut dice);
        let comparison = compared(&first, &second, Mode::Flattened);
        if comparison.relation == Relation::Unknown {
            unknown += 1;
            let alternatives = [&first, &second].map(|p| p.alternatives().len());
            assert_ne!(alternatives, [1, 1], "{}\n{}", first.text(), second.text());
        } else {
            seen[comparison.relation as usize] += 1;
        }
        let strict = compared(&first, &second, Mode::Strict);
        let bases = vec![SHAPES.events[at].clone()];
        contradict(&first, &second, [&comparison, &strict], bases, &mut dice);
    }
    assert!(unknown * 100 < count, "{unknown} of {count} are unknown");
    // The pairs are of all kinds, or the test is worth little.
    assert!(seen.iter().all(|seen| seen * 200 > count), "{seen:?}");
}

/// Compares, and puts every event handed out before the evaluator.
fn compared(first: &Pattern, second: &Pattern, mode: Mode) -> Comparison {
    let options = Options {
        mode,
        envelope: true,
        ..Options::default()
    };
    let comparison = compare(first, second, &options);
    let findings = [
        (&comparison.only_first, [true, false]),
        (&comparison.only_second, [false, true]),
        (&comparison.both, [true, true]),
    ];
    for (finding, wanted) in findings {
        match finding {
            Finding::Event(witness) => {
                let event = Event::parse(witness.event.as_str()).unwrap();
                let verdicts = [first, second].map(|pattern| pattern.matches(&event, mode));
                assert_eq!(verdicts, wanted, "{}", witness.event);
            }
            Finding::Unknown(why) => assert_ne!(
                why,
                &Unknown::Unconfirmed,
                "{mode:?}\n{}\n{}",
                first.text(),
                second.text()
            ),
            Finding::Nothing => {}
        }
    }
    comparison
}

fn contradict(
    first: &Pattern,
    second: &Pattern,
    [flattened, strict]: [&Comparison; 2],
    mut bases: Vec<serde_json::Value>,
    dice: &mut Dice,
) {
    let modes = [(flattened, Mode::Flattened), (strict, Mode::Strict)];
    let claims = |c: &Comparison| {
        [&c.only_first, &c.only_second, &c.both].map(|finding| *finding == Finding::Nothing)
    };
    let disjoint = flattened.relation_of_single_values == Relation::Disjoint;
    if !disjoint && !modes.iter().any(|(c, _)| claims(c).contains(&true)) {
        return;
    }
    for (comparison, _) in modes {
        for finding in [
            &comparison.only_first,
            &comparison.only_second,
            &comparison.both,
        ] {
            bases.extend(
                finding
                    .witness()
                    .map(|w| serde_json::from_str(&w.event).unwrap()),
            );
        }
    }
    let aim = Aim::at(&[first, second], bases);
    for _ in 0..EVENTS {
        let text = aim.event(dice);
        let event = Event::parse(text.as_str()).unwrap();
        let evaluations = [first, second].map(|pattern| pattern.evaluate(&event));
        for (comparison, mode) in modes {
            if evaluations.iter().any(|e| e.verdict(mode).gave_up) {
                continue;
            }
            let [one, two] = [0, 1].map(|index| evaluations[index].verdict(mode).matched);
            let contradicted = claims(comparison)
                .into_iter()
                .zip([one && !two, two && !one, one && two])
                .any(|(nothing, something)| nothing && something);
            assert!(
                !contradicted,
                "{} in {mode:?}\n{}\n{}\n{text}",
                comparison.relation.name(),
                first.text(),
                second.text()
            );
        }
        let single = [first, second]
            .iter()
            .flat_map(|pattern| pattern.conditions())
            .all(|condition| event.leaves_at(&condition.path).count() <= 1);
        let both = evaluations.iter().all(|e| e.flattened.matched);
        assert!(
            !(disjoint && single && both),
            "{}\n{}\n{text}",
            first.text(),
            second.text()
        );
    }
}
