use super::*;
use crate::suite::coverage::{PatternCoverage, measure};
use std::sync::Arc;

fn suite(pattern: &str, cases: &[(&str, Expect)]) -> Suite {
    let pattern = Arc::new(PatternInput::new("p".into(), None, pattern.into()));
    let case = |(text, expect): &(&str, Expect)| Case {
        name: (*text).to_owned(),
        why: None,
        file: "s".into(),
        position: None,
        pattern: pattern.clone(),
        event: Some(Arc::new(EventInput {
            name: "e".into(),
            text: (*text).to_owned(),
            start: None,
        })),
        expect: expect.clone(),
        because: Vec::new(),
    };
    Suite {
        name: "s".into(),
        cases: cases.iter().map(case).collect(),
    }
}

fn yes(modes: Modes) -> Expect {
    Expect::same(true, modes)
}

fn no(modes: Modes) -> Expect {
    Expect::same(false, modes)
}

fn covered(pattern: &str, cases: &[(&str, Expect)]) -> PatternCoverage {
    let suites = [suite(pattern, cases)];
    measure(&groups(&suites)).patterns.remove(0)
}

/// For each condition whether it was seen to refuse, and which of its matchers to accept.
fn seen(pattern: &str, cases: &[(&str, Expect)]) -> Vec<(bool, Vec<bool>)> {
    covered(pattern, cases)
        .conditions
        .iter()
        .map(|condition| {
            let accepted = condition.matchers.iter().map(|matcher| matcher.accepted);
            (condition.refused == Some(true), accepted.collect())
        })
        .collect()
}

#[test]
fn a_refusal_counts_only_for_the_one_reason() {
    let pattern = r#"{"a": [1], "b": [2]}"#;
    let flat = Modes::Flattened;
    // Both fail: neither is the only reason.
    assert_eq!(
        seen(pattern, &[(r#"{"a": 0, "b": 0}"#, no(flat))]),
        [(false, vec![false]), (false, vec![false])]
    );
    assert_eq!(
        seen(pattern, &[(r#"{"a": 1, "b": 0}"#, no(flat))]),
        [(false, vec![false]), (true, vec![false])]
    );
    assert_eq!(
        seen(pattern, &[(r#"{"a": 1, "b": 2}"#, yes(flat))]),
        [(false, vec![true]), (false, vec![true])]
    );
}

#[test]
fn a_case_that_fails_shows_nothing() {
    let pattern = r#"{"a": [1]}"#;
    let coverage = covered(pattern, &[(r#"{"a": 1}"#, no(Modes::Flattened))]);
    assert_eq!((coverage.cases, coverage.share().part), (0, 0));
}

#[test]
fn each_branch_is_a_way_of_its_own() {
    let pattern = r#"{"$or": [{"a": [1]}, {"b": [2]}], "c": [3]}"#;
    let flat = Modes::Flattened;
    assert_eq!(
        seen(pattern, &[(r#"{"a": 1, "c": 3}"#, yes(flat))]),
        [
            (false, vec![true]),
            (false, vec![false]),
            (false, vec![true])
        ]
    );
    // Either would be enough.
    assert_eq!(
        seen(pattern, &[(r#"{"c": 3}"#, no(flat))]),
        [
            (true, vec![false]),
            (true, vec![false]),
            (false, vec![false])
        ]
    );
}

/// In strict mode it is the chosen element that counts, and a conflict between conditions is a
/// refusal by either.
#[test]
fn strict_looks_at_the_chosen_element() {
    let pattern = r#"{"c": {"name": ["app"], "exit": [1, 2]}}"#;
    let event = r#"{"c": [{"name": "app", "exit": 2}, {"name": "db", "exit": 1}]}"#;
    assert_eq!(
        seen(pattern, &[(event, yes(Modes::Strict))]),
        [(false, vec![true]), (false, vec![false, true])]
    );
    assert_eq!(
        seen(pattern, &[(event, yes(Modes::Flattened))]),
        [(false, vec![true]), (false, vec![true, true])]
    );
    let apart = r#"{"c": [{"name": "app", "exit": 0}, {"name": "db", "exit": 1}]}"#;
    assert_eq!(
        seen(pattern, &[(apart, no(Modes::Strict))]),
        [(true, vec![false]), (true, vec![false, false])]
    );
}

#[test]
fn absence_accepts_and_refuses() {
    let pattern = r#"{"a": [{"exists": false}]}"#;
    for modes in [Modes::Flattened, Modes::Strict] {
        assert_eq!(seen(pattern, &[("{}", yes(modes))]), [(false, vec![true])]);
        assert_eq!(
            seen(pattern, &[(r#"{"a": 1}"#, no(modes))]),
            [(true, vec![false])]
        );
    }
}

#[test]
fn each_listed_value_of_anything_but_counts() {
    let pattern = r#"{"a": [{"anything-but": {"prefix": ["x", "y"]}}]}"#;
    let coverage = covered(pattern, &[(r#"{"a": "yz"}"#, no(Modes::Flattened))]);
    let listed = &coverage.conditions[0].matchers[0].listed;
    let listed: Vec<_> = listed
        .iter()
        .map(|listed| (listed.span.of(pattern), listed.refused == Some(true)))
        .collect();
    assert_eq!(listed, [(r#""x""#, false), (r#""y""#, true)]);
    // The condition, its matcher, and two values.
    assert_eq!((coverage.share().part, coverage.share().of), (2, 4));
}

#[test]
fn what_was_replaced_is_not_counted() {
    let coverage = covered(
        r#"{"a": [1], "a": [2]}"#,
        &[(r#"{"a": 2}"#, yes(Modes::Both))],
    );
    assert!(!coverage.conditions[0].reachable);
    assert_eq!(coverage.share().of, 2);
}

/// What comes behind the first case that does not pass is not told, even if it was looked at.
#[test]
fn fail_fast_stops_at_the_first_failure_whatever_the_threads() {
    let event = |at: usize| format!(r#"{{"a": {}}}"#, usize::from(at != 100 && at != 300));
    let events: Vec<_> = (0..400).map(event).collect();
    let cases: Vec<_> = events
        .iter()
        .map(|text| (text.as_str(), yes(Modes::Flattened)))
        .collect();
    let suites = [suite(r#"{"a": [1]}"#, &cases)];
    for threads in [1, 2, 8] {
        let jobs = Jobs {
            threads,
            fail_fast: true,
            ..Jobs::default()
        };
        let result = run(&suites, jobs, &std::sync::atomic::AtomicUsize::new(0));
        let outcomes: Vec<_> = result.suites[0]
            .cases
            .iter()
            .map(|case| &case.outcome)
            .collect();
        assert!(
            outcomes[..100]
                .iter()
                .all(|outcome| **outcome == Outcome::Passed)
        );
        assert!(matches!(outcomes[100], Outcome::Failed(_)));
        assert!(
            outcomes[101..]
                .iter()
                .all(|outcome| **outcome == Outcome::NotRun)
        );
    }
}

/// What cannot be seen to refuse is not counted, and what can is.
#[test]
fn what_never_refuses_is_not_counted() {
    let refusals = |pattern: &str| -> Vec<_> {
        let covered = covered(pattern, &[("{}", yes(Modes::Both))]);
        let of = |condition: &coverage::ConditionCoverage| {
            let listed = condition.matchers.iter().flat_map(|m| &m.listed);
            let listed: Vec<_> = listed.map(|listed| listed.refused).collect();
            (condition.refused, listed)
        };
        covered.conditions.iter().map(of).collect()
    };
    let no = Some(false);
    assert_eq!(
        refusals(r#"{"a": [{"exists": true}, {"exists": false}], "b": [1]}"#),
        [(None, vec![]), (no, vec![])]
    );
    // Numbers are refused, but not these strings.
    assert_eq!(
        refusals(r#"{"a": [{"prefix": ""}, {"anything-but": ["x", "y"]}]}"#),
        [(no, vec![None, None])]
    );
    assert_eq!(
        refusals(r#"{"a": [{"prefix": "x"}, {"anything-but": {"prefix": ["xy", "z"]}}]}"#),
        [(no, vec![None, no])]
    );
    // The one listed twice is refused like any other.
    assert_eq!(
        refusals(r#"{"a": [{"anything-but": [1, 1.0]}]}"#),
        [(no, vec![no, no])]
    );
    // One branch asks for less than the other.
    assert_eq!(
        refusals(r#"{"$or": [{"a": [1], "b": [1]}, {"a": [1]}]}"#),
        [(no, vec![]), (None, vec![]), (no, vec![])]
    );
}
