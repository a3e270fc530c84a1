//! What must hold for every pattern and every event.

use crate::naive::ast::{Field, Json, Matcher, Style, pattern_json};
use crate::naive::config;
use crate::naive::generate::cases;
use crate::replay::checks;
use pattern_test::json::Number;
use pattern_test::matching::{Evaluation, evaluate};
use pattern_test::{Event, Mode, Pattern};
use proptest::prelude::*;
use proptest::sample::select;

fn compiled(pattern: &[Field]) -> Result<Pattern, TestCaseError> {
    let text = pattern_json(pattern).print(Style::default());
    // Too many alternatives, now and then.
    Pattern::parse(&text).map_err(|error| TestCaseError::reject(error.service_text()))
}

fn evaluated(pattern: &[Field], event: &Json) -> Result<Evaluation, TestCaseError> {
    let event = event.print(Style::default());
    let event = Event::parse(&*event).unwrap();
    Ok(evaluate(&compiled(pattern)?, &event))
}

/// Flattened and strict.
fn verdicts(pattern: &[Field], event: &Json) -> Result<[bool; 2], TestCaseError> {
    let evaluation = evaluated(pattern, event)?;
    Ok([evaluation.flattened.matched, evaluation.strict.matched])
}

/// Numbers without end, always the same for one seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

/// Changes every value of an event, innermost first.
fn change(value: &mut Json, with: &mut dyn FnMut(&mut Json)) {
    match value {
        Json::Array(elements) => elements.iter_mut().for_each(|inner| change(inner, with)),
        Json::Object(members) => members
            .iter_mut()
            .for_each(|(_, inner)| change(inner, with)),
        _ => {}
    }
    with(value);
}

fn change_conditions(fields: &mut [Field], with: &mut dyn FnMut(&mut Vec<Matcher>)) {
    for field in fields {
        match field {
            Field::Object(_, inner) => change_conditions(inner, with),
            Field::Condition(_, matchers) => with(matchers),
            Field::Or(branches) => {
                branches
                    .iter_mut()
                    .for_each(|branch| change_conditions(branch, with));
            }
        }
    }
}

fn shuffle_fields(fields: &mut [Field], dice: &mut Dice) {
    for field in &mut *fields {
        match field {
            Field::Object(_, inner) => shuffle_fields(inner, dice),
            Field::Condition(..) => {}
            Field::Or(branches) => {
                branches
                    .iter_mut()
                    .for_each(|branch| shuffle_fields(branch, dice));
                dice.shuffle(branches);
            }
        }
    }
    dice.shuffle(fields);
}

/// Another way to write a number, if it is comparable.
fn respell(text: &mut String) {
    if Number::parse(text).value().is_none() {
        return;
    }
    let (mantissa, power) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let point = if mantissa.contains('.') { "" } else { "." };
    let other = format!("{mantissa}{point}00E{power}");
    assert!(
        Number::parse(&other).same(&Number::parse(text)),
        "{text} {other}"
    );
    *text = other;
}

fn respell_json(value: &mut Json) {
    if let Json::Number(text) = value {
        respell(text);
    }
}

proptest! {
    #![proptest_config(config(1_500))]

    #[test]
    fn the_order_of_keys_and_elements_means_nothing((pattern, event, _) in cases(), seed: u64) {
        let mut other = event.clone();
        let mut dice = Dice(seed);
        change(&mut other, &mut |value| match value {
            Json::Object(members) => dice.shuffle(members),
            Json::Array(elements) => dice.shuffle(elements),
            _ => {}
        });
        prop_assert_eq!(verdicts(&pattern, &event)?, verdicts(&pattern, &other)?);
    }

    #[test]
    fn white_space_and_escapes_mean_nothing((pattern, event, style) in cases()) {
        let text = event.print(style);
        let event_here = Event::parse(&*text).unwrap();
        let Ok(pattern_here) = Pattern::parse(&pattern_json(&pattern).print(style)) else {
            return Err(TestCaseError::reject("too long"));
        };
        let evaluation = evaluate(&pattern_here, &event_here);
        let here = [evaluation.flattened.matched, evaluation.strict.matched];
        prop_assert_eq!(verdicts(&pattern, &event)?, here);
    }

    #[test]
    fn the_spelling_of_numbers_means_nothing((pattern, event, _) in cases()) {
        let before = verdicts(&pattern, &event)?;
        let mut other = event.clone();
        change(&mut other, &mut respell_json);
        prop_assert_eq!(before, verdicts(&pattern, &other)?);
        let mut other = pattern;
        change_conditions(&mut other, &mut |matchers| for matcher in matchers {
            match matcher {
                Matcher::Value(value) => respell_json(value),
                Matcher::AnythingBut(list, _) => list.iter_mut().for_each(respell_json),
                Matcher::Numeric(terms) => terms.iter_mut().for_each(|(_, number)| respell(number)),
                _ => {}
            }
        });
        prop_assert_eq!(before, verdicts(&other, &event)?);
    }

    #[test]
    fn fields_that_nobody_asks_for_mean_nothing(
        (pattern, event, _) in cases(),
        (_, more, _) in cases(),
        seed: u64,
    ) {
        let mut other = event.clone();
        let mut dice = Dice(seed);
        change(&mut other, &mut |value| {
            if let Json::Object(members) = value {
                let at = dice.below(members.len() + 1);
                members.insert(at, ("unasked".to_owned(), more.clone()));
            }
        });
        prop_assert_eq!(verdicts(&pattern, &event)?, verdicts(&pattern, &other)?);
    }

    #[test]
    fn the_order_of_different_conditions_means_nothing((pattern, event, _) in cases(), seed: u64) {
        let mut paths: Vec<_> = compiled(&pattern)?.conditions().iter().map(|c| c.path.clone()).collect();
        let count = paths.len();
        paths.sort();
        paths.dedup();
        if paths.len() < count {
            return Ok(());
        }
        let mut other = pattern.clone();
        shuffle_fields(&mut other, &mut Dice(seed));
        prop_assert_eq!(verdicts(&pattern, &event)?, verdicts(&other, &event)?);
    }

    #[test]
    fn another_matcher_refuses_nothing(
        (pattern, event, _) in cases(),
        matcher in select(vec![
            Matcher::Exists(false),
            Matcher::Exists(true),
            Matcher::Value(Json::string("b")),
            Matcher::AnythingBut(vec![Json::string("a")], true),
            Matcher::Cidr("::/0".to_owned()),
        ]),
        seed: u64,
    ) {
        let [before, _] = verdicts(&pattern, &event)?;
        let mut other = pattern;
        let mut dice = Dice(seed);
        change_conditions(&mut other, &mut |matchers| if dice.below(2) == 0 {
            matchers.insert(dice.below(matchers.len() + 1), matcher.clone());
        });
        let [after, _] = verdicts(&other, &event)?;
        prop_assert!(after || !before);
    }

    #[test]
    fn another_condition_accepts_nothing(
        (pattern, event, _) in cases(),
        (path, matcher) in (
            select(vec!["a", "b", "c", "a.b", "a.a", "c.a", "c.b", "c.d", "unasked", "."]),
            select(vec![Matcher::Exists(false), Matcher::Exists(true), Matcher::Value(Json::string("a"))]),
        ),
        seed: u64,
    ) {
        if compiled(&pattern)?.conditions().iter().any(|condition| &*condition.path == path) {
            return Ok(());
        }
        let [before, _] = verdicts(&pattern, &event)?;
        let mut other = pattern;
        let at = Dice(seed).below(other.len() + 1);
        other.insert(at, Field::Condition(path.to_owned(), vec![matcher]));
        let [after, _] = verdicts(&other, &event)?;
        prop_assert!(before || !after);
    }

    #[test]
    fn without_absences_strict_is_stricter((pattern, event, _) in cases()) {
        let mut pattern = pattern;
        change_conditions(&mut pattern, &mut |matchers| for matcher in matchers {
            if *matcher == Matcher::Exists(false) {
                *matcher = Matcher::Exists(true);
            }
        });
        let [flattened, strict] = verdicts(&pattern, &event)?;
        prop_assert!(flattened || !strict);
    }

    #[test]
    fn witnesses_bear_witness((pattern, event, style) in cases()) {
        let text = event.print(style);
        let event = Event::parse(&*text).unwrap();
        let pattern = compiled(&pattern)?;
        let evaluation = evaluate(&pattern, &event);
        checks::verdict(&pattern, &event, &evaluation.flattened, Mode::Flattened);
        checks::verdict(&pattern, &event, &evaluation.strict, Mode::Strict);
    }
}
