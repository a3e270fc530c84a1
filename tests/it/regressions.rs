//! What once broke, each named after how.

use pattern_test::matching::{Evaluation, evaluate};
use pattern_test::{Event, Mode, Pattern};

fn evaluated(pattern: &str, event: &str) -> Evaluation {
    evaluate(
        &Pattern::parse(pattern).unwrap(),
        &Event::parse(event).unwrap(),
    )
}

/// An empty key at the top was dropped from a pattern's path, but not from an event's.
#[test]
fn an_empty_key_is_a_part_of_the_path() {
    for (pattern, event, expected) in [
        (r#"{"":{"a":[1]}}"#, r#"{"":{"a":1}}"#, true),
        (r#"{"":{"a":[1]}}"#, r#"{"a":1}"#, false),
        (r#"{"":{"":{"a":[1]}}}"#, r#"{"":{"":{"a":1}}}"#, true),
        (r#"{"a":{"":[1]}}"#, r#"{"a.":1}"#, true),
        (r#"{"":[1]}"#, r#"{"":1}"#, true),
    ] {
        let matched = Pattern::parse(pattern)
            .unwrap()
            .matches(&Event::parse(event).unwrap(), Mode::Flattened);
        assert_eq!(matched, expected, "{pattern} {event}");
    }
}

/// All beginnings of a path that end at a dot were looked up at each of an event's keys along it.
#[test]
fn a_path_of_many_dots_is_looked_up_quickly() {
    let mut event = "1".to_owned();
    for _ in 0..12 {
        event = format!(r#"{{"a":{event},"a.a":{event}}}"#);
    }
    let pattern = |keys: usize| format!(r#"{{"{}":[1]}}"#, vec!["a"; keys].join("."));
    assert!(!evaluated(&pattern(2_000), &event).flattened.matched);
    let found = evaluated(&pattern(18), &event);
    // Six of the twelve keys are double.
    assert_eq!(found.conditions[0].leaves.len(), 924);
}
