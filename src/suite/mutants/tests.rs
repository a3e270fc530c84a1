use super::*;
use crate::suite::{EventInput, Expect, Modes, PatternInput, Suite, groups};
use std::sync::Arc;

fn suite(pattern: &str, events: &[(&str, bool)]) -> Suite {
    let pattern = Arc::new(PatternInput::new("p".into(), None, pattern.into()));
    let cases = events.iter().map(|(text, matched)| Case {
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
        expect: Expect::same(*matched, Modes::Flattened),
        because: Vec::new(),
    });
    Suite {
        name: "s".into(),
        cases: cases.collect(),
    }
}

fn mutation(pattern: &str, events: &[(&str, bool)]) -> PatternMutation {
    let suites = [suite(pattern, events)];
    let mut all = measure(&groups(&suites), 2, &AtomicUsize::new(0)).patterns;
    all.remove(0)
}

fn texts(pattern: &str) -> Vec<(Kind, String)> {
    let pattern = Pattern::parse(pattern).unwrap();
    make::mutants(&pattern)
        .map(|mutant| (mutant.kind, mutant.pattern.text().to_owned()))
        .collect()
}

fn of_kind(pattern: &str, kind: Kind) -> Vec<String> {
    let texts = texts(pattern).into_iter();
    texts
        .filter(|(of, _)| *of == kind)
        .map(|(_, text)| text)
        .collect()
}

#[test]
fn every_kind_of_mistake_is_made() {
    for (kind, pattern, mutants) in [
        (
            Kind::DropCondition,
            r#"{"a": [1], "b": {"c": [2]}}"#,
            &[r#"{"b": {"c": [2]}}"#, r#"{"a": [1]}"#][..],
        ),
        // The branch would be empty, which the service refuses.
        (
            Kind::DropCondition,
            r#"{"$or": [{"a": [1]}, {"b": [2], "c": [3]}]}"#,
            &[
                r#"{"$or": [{"a": [1]}, {"c": [3]}]}"#,
                r#"{"$or": [{"a": [1]}, {"b": [2]}]}"#,
            ],
        ),
        (
            Kind::DropMatcher,
            r#"{"a": [1, true]}"#,
            &[r#"{"a": [true]}"#, r#"{"a": [1]}"#],
        ),
        (
            Kind::DropListed,
            r#"{"a": [{"anything-but": {"prefix": ["x", "y"]}}]}"#,
            &[
                r#"{"a": [{"anything-but": {"prefix": ["y"]}}]}"#,
                r#"{"a": [{"anything-but": {"prefix": ["x"]}}]}"#,
            ],
        ),
        (
            Kind::ReplaceValue,
            r#"{"a": [1, "x", false, null, {"suffix": ".y"}]}"#,
            &[
                r#"{"a": [2, "x", false, null, {"suffix": ".y"}]}"#,
                r#"{"a": [1, "x-x", false, null, {"suffix": ".y"}]}"#,
                r#"{"a": [1, "x", true, null, {"suffix": ".y"}]}"#,
                // `false` for null would be the pattern without null.
                r#"{"a": [1, "x", false, false, {"suffix": ".y"}]}"#,
                r#"{"a": [1, "x", false, null, {"suffix": "x-.y"}]}"#,
            ],
        ),
        (
            Kind::MoveBound,
            r#"{"a": [{"numeric": [">", 0]}]}"#,
            &[
                r#"{"a": [{"numeric": [">=", 0]}]}"#,
                r#"{"a": [{"numeric": [">", 1]}]}"#,
                r#"{"a": [{"numeric": [">", -1]}]}"#,
            ],
        ),
        (
            Kind::MoveBound,
            r#"{"a": [{"cidr": "10.0.0.0/8"}]}"#,
            &[
                r#"{"a": [{"cidr": "10.0.0.0/7"}]}"#,
                r#"{"a": [{"cidr": "10.0.0.0/9"}]}"#,
            ],
        ),
        (
            Kind::FlipExists,
            r#"{"a": [{"exists": true}]}"#,
            &[r#"{"a": [{"exists": false}]}"#],
        ),
        (
            Kind::TurnAnythingBut,
            r#"{"a": [{"anything-but": {"suffix": ["x", "y"]}}]}"#,
            &[r#"{"a": [{"suffix": "x"}, {"suffix": "y"}]}"#],
        ),
        (
            Kind::SwapExact,
            r#"{"a": ["x"], "b": [{"prefix": {"equals-ignore-case": "y"}}], "c": [{"wildcard": "z*"}]}"#,
            &[
                r#"{"a": [{"prefix": "x"}], "b": [{"prefix": {"equals-ignore-case": "y"}}], "c": [{"wildcard": "z*"}]}"#,
                r#"{"a": ["x"], "b": ["y"], "c": [{"wildcard": "z*"}]}"#,
                r#"{"a": ["x"], "b": [{"prefix": {"equals-ignore-case": "y"}}], "c": ["z*"]}"#,
            ],
        ),
        (
            Kind::DropBranch,
            r#"{"$or": [{"a": [1]}, {"b": [2]}], "c": [3]}"#,
            &[r#"{"b": [2], "c": [3]}"#, r#"{"a": [1], "c": [3]}"#],
        ),
        (
            Kind::DropBranch,
            r#"{"$or": [{"a": [1]}, {"b": [2]}, {"c": [3]}]}"#,
            &[
                r#"{"$or": [{"b": [2]}, {"c": [3]}]}"#,
                r#"{"$or": [{"a": [1]}, {"c": [3]}]}"#,
                r#"{"$or": [{"a": [1]}, {"b": [2]}]}"#,
            ],
        ),
        (
            Kind::QuoteNumber,
            r#"{"a": [1, {"anything-but": 2}, {"numeric": ["=", 3]}]}"#,
            &[
                r#"{"a": ["1", {"anything-but": 2}, {"numeric": ["=", 3]}]}"#,
                r#"{"a": [1, {"anything-but": "2"}, {"numeric": ["=", 3]}]}"#,
            ],
        ),
    ] {
        assert_eq!(of_kind(pattern, kind), mutants, "{kind:?} {pattern}");
    }
}

#[test]
fn what_means_the_same_is_not_counted() {
    // Without one of the two equal matchers nothing changes, and `prefix` is there already.
    let pattern = r#"{"a": [1, 1.0e0, {"prefix": "x"}, "xy"]}"#;
    let result = mutation(pattern, &[(r#"{"a": true}"#, false)]);
    let whats: Vec<_> = result.survivors.iter().map(|s| s.what.as_str()).collect();
    assert!(result.equivalent >= 4, "{whats:?}");
    assert!(
        !whats.iter().any(|what| what.starts_with("without 1 ")),
        "{whats:?}"
    );
    // What was replaced says nothing.
    let replaced = texts(r#"{"a": [1], "a": [2]}"#).into_iter();
    let changed: Vec<_> = replaced
        .filter(|(_, text)| !text.starts_with(r#"{"a": [1]"#))
        .collect();
    assert!(changed.is_empty(), "{changed:?}");
}

#[test]
fn cases_notice_what_they_decide() {
    let pattern = r#"{"a": ["x"], "b": [{"numeric": [">", 5]}]}"#;
    let weak = mutation(pattern, &[(r#"{"a": "x", "b": 9}"#, true)]);
    let strong = mutation(
        pattern,
        &[
            (r#"{"a": "x", "b": 6}"#, true),
            (r#"{"a": "x", "b": 5}"#, false),
            (r#"{"a": "x-x", "b": 6}"#, false),
        ],
    );
    assert!(weak.killed > 0 && !weak.survivors.is_empty());
    assert_eq!(strong.survivors.len(), 0, "{:?}", strong.survivors);
    assert_eq!(strong.share().percent(), 100.0);
}

#[test]
fn a_case_that_fails_is_not_asked() {
    let result = mutation(r#"{"a": [1]}"#, &[(r#"{"a": 2}"#, true)]);
    assert_eq!((result.cases, result.killed), (0, 0));
    assert!(!result.survivors.is_empty());
}

/// Every killer is put to the test: with the change it proposes, the mutant is noticed.
#[test]
fn killers_kill() {
    for (pattern, event) in [
        (
            r#"{"a": ["x"], "b": {"c": [{"numeric": [">", 5]}]}}"#,
            r#"{"a": "x", "b": {"c": 9}}"#,
        ),
        (r#"{"a": [{"anything-but": ["x", "y"]}]}"#, r#"{"a": "z"}"#),
        (
            r#"{"a": {"b": [{"exists": false}], "c": [1]}}"#,
            r#"{"a": [{"c": 1}]}"#,
        ),
        (
            r#"{"$or": [{"a": [1]}, {"b": [2]}], "c": [true]}"#,
            r#"{"a": 1, "c": true}"#,
        ),
        (
            r#"{"a": [{"cidr": "10.0.0.0/9"}, {"prefix": "x"}]}"#,
            r#"{"a": "xy"}"#,
        ),
        (r#"{"a/b": {"c": ["x"]}}"#, r#"{"a/b": [{"c": ["x"]}]}"#),
    ] {
        let result = mutation(pattern, &[(event, true)]);
        for survivor in &result.survivors {
            let Some(killer) = &survivor.killer else {
                panic!("no event tells {} from {pattern}", survivor.what);
            };
            let changed = match &killer.event {
                KillerEvent::Made(text) => text.clone(),
                KillerEvent::Variant { changes, .. } => {
                    changes.iter().fold(event.to_owned(), |text, change| {
                        let Change { pointer, value } = change;
                        let document = crate::json::Document::parse(text.as_str()).unwrap();
                        let edit = match value {
                            Some(value) => crate::json::edit::set(&document, pointer, value),
                            None => crate::json::edit::remove_at(&document, pointer),
                        };
                        crate::json::edit::apply(&text, &[edit.unwrap()])
                    })
                }
            };
            let again = mutation(pattern, &[(event, true), (&changed, killer.matches)]);
            assert_eq!(again.cases, 2, "{survivor:?}");
            let still = again
                .survivors
                .iter()
                .any(|other| other.what == survivor.what);
            assert!(!still, "{survivor:?}");
        }
    }
}

#[test]
fn a_diff_has_only_the_lines_that_differ() {
    let diff = Diff::new("a\nb\nc\nd", "a\nx\ny\nd");
    assert_eq!(
        diff,
        Diff {
            line: 2,
            old: vec!["b".into(), "c".into()],
            new: vec!["x".into(), "y".into()]
        }
    );
    let diff = Diff::new("a\nb\nb\nc", "a\nb\nc");
    assert_eq!((diff.line, diff.old.len(), diff.new.len()), (3, 1, 0));
}
