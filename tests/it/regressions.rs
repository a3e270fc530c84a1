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

/// Where all conditions could be absent, every element was looked at once for each of them, and
/// again in each of these looks: three conditions, twenty brackets, and it never ended.
#[test]
fn nested_arrays_of_absences_end() {
    let pattern = r#"{"c":{"a":["x",{"exists":false}],"b":["x",{"exists":false}],"d":["x",{"exists":false}]}}"#;
    for depth in [1, 20, 990] {
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        for (leaves, expected) in [
            (r#""a":1,"b":1,"d":1"#, false),
            (r#""a":1,"b":"x""#, false),
            (r#""b":"x""#, true),
        ] {
            let event = format!(r#"{{"c":{open}{{{leaves}}}{close}}}"#);
            let verdict = evaluated(pattern, &event).strict;
            assert_eq!(verdict.matched, expected, "{depth} {leaves}");
            assert!(!verdict.gave_up);
        }
    }
}

/// The search kept to its budget when it chose leaves, but not when it judged absences at the end
/// of each choice, which here are 20,000 leaves for each of a million choices.
#[test]
fn absences_are_judged_within_the_budget() {
    let list = |element: &str, times: usize| vec![element; times].join(",");
    let (a, b) = (list(r#"{"a":1}"#, 1_000), list(r#"{"b":1}"#, 1_000));
    let x = list(r#"{"x":1}"#, 20_000);
    let event = format!(r#"{{"c":[{a}],"c":[{b}],"c":{{"a":1,"b":1}},"x":[{x}]}}"#);
    let pattern = r#"{"c":{"a":[1],"b":[1]},"x":{"x":[{"exists":false}]}}"#;
    let verdict = evaluated(pattern, &event).strict;
    assert!(!verdict.matched && verdict.gave_up);
}

/// The budget was for one alternative, and a pattern has up to a thousand.
#[test]
fn all_alternatives_share_the_budget() {
    let list = |element: &str| vec![element; 500].join(",");
    let (a, b) = (list(r#"{"a":1}"#), list(r#"{"b":1}"#));
    let event = format!(r#"{{"c":[{a}],"c":[{b}],"c":{{"a":1,"b":1}},"x":[{{"x":1}}],"y":1}}"#);
    let branch =
        |n: usize| format!(r#"{{"x":{{"x":[{{"exists":false}}]}},"n":[{n},{{"exists":false}}]}}"#);
    let branches: Vec<_> = (0..60).map(branch).collect();
    let pattern = format!(
        r#"{{"c":{{"a":[1],"b":[1]}},"$or":[{}]}}"#,
        branches.join(",")
    );
    let verdict = evaluated(&pattern, &event).strict;
    assert!(!verdict.matched && verdict.gave_up);
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
