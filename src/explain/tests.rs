use super::*;
use crate::pattern::Pattern;
use std::fmt::Write as _;

fn with<T>(pattern: &str, event: &str, look: impl FnOnce(&Explanation<'_>) -> T) -> T {
    let pattern = Pattern::parse(pattern).unwrap();
    let event = Event::parse(event).unwrap();
    look(&explain(&pattern, &event))
}

const NAMED_AND_FAILED: &str = r#"{"s":["x"],"c":{"name":["app"],"exit":[1]}}"#;

#[test]
fn a_disagreement_names_the_elements_and_the_conditions_that_conflict() {
    let event = r#"{"s":"x","c":[{"name":"app","exit":0},{"name":"db","exit":1}]}"#;
    with(NAMED_AND_FAILED, event, |explanation| {
        let disagreement = explanation.disagreement.as_ref().unwrap();
        assert_eq!(disagreement.direction, Direction::FlattenedOnly);
        assert_eq!(disagreement.array.as_deref(), Some("c"));
        let taken: Vec<_> = disagreement.taken.iter().map(|t| t.condition).collect();
        assert_eq!(taken, [1, 2], "the condition on `s` has no part in it");
        let cells = disagreement.elements.iter().map(|row| {
            let holds: Vec<_> = row.cells.iter().map(|cell| cell.holds).collect();
            (row.element.label.clone().unwrap(), holds)
        });
        let cells: Vec<_> = cells.collect();
        assert_eq!(
            cells,
            [
                ("app".to_owned(), vec![true, false]),
                ("db".to_owned(), vec![false, true])
            ]
        );
        assert_eq!(explanation.summary.strict.change, [vec![1], vec![2]]);
        assert_eq!(explanation.alternatives[0].conflict, [1, 2]);
    });
}

#[test]
fn absence_in_one_element_matches_strictly_only() {
    let pattern = r#"{"c":{"name":["app"],"exit":[{"exists":false}]}}"#;
    let event = r#"{"c":[{"name":"db","exit":1},{"name":"app","reason":"gone"}]}"#;
    with(pattern, event, |explanation| {
        let disagreement = explanation.disagreement.as_ref().unwrap();
        assert_eq!(disagreement.direction, Direction::StrictOnly);
        assert!(
            disagreement.why.contains("c[0] (db)"),
            "{}",
            disagreement.why
        );
        assert!(
            disagreement.why.contains("c[1] (app)"),
            "{}",
            disagreement.why
        );
        let way = &disagreement.ways_out[1];
        assert!(way.contains("`c.reason` (\"gone\")"), "{way}");
    });
}

#[test]
fn an_absence_that_no_element_allows_blames_the_name_as_well() {
    let pattern = r#"{"c":{"name":["app"],"exit":[{"exists":false}]}}"#;
    let event = r#"{"c":[{"name":"db"},{"name":"app","exit":1}]}"#;
    with(pattern, event, |explanation| {
        assert!(!explanation.verdicts.strict.matched);
        assert_eq!(explanation.alternatives[0].conflict, [0, 1]);
    });
}

#[test]
fn the_nearest_alternative_is_told() {
    let pattern = r#"{"$or":[{"a":[1],"b":[1],"c":[1]},{"a":[1],"d":[1]},{"e":[1],"f":[1]}]}"#;
    with(pattern, r#"{"a":1}"#, |explanation| {
        let summary = &explanation.summary.flattened;
        assert_eq!(summary.alternative, Some(1));
        assert_eq!(summary.change, [vec![4]]);
        assert_eq!(
            summary.text,
            "No match: 1 of 2 conditions fails in branch 2 of the `$or` (line 1), which comes \
             nearest. `d` wants 1, the event has no such field. To match, change `d`."
        );
    });
}

#[test]
fn branches_behind_the_one_that_decides_are_not_reached() {
    let pattern = r#"{"$or":[{"a":[1]},{"b":[1]},{"c":[1]}]}"#;
    with(pattern, r#"{"b":1,"c":1}"#, |explanation| {
        let marks: Vec<_> = explanation
            .conditions
            .iter()
            .map(|c| c.marks.flattened)
            .collect();
        assert_eq!(marks, [Mark::Failed, Mark::Held, Mark::NotReached]);
        let branches = &explanation.ors[0].branches;
        let decided: Vec<_> = branches.iter().map(|b| b.decided.flattened).collect();
        assert_eq!(decided, [false, true, false]);
    });
}

fn containers(count: usize) -> String {
    let mut text = String::from(r#"{"s":"x","c":["#);
    for at in 0..count {
        let (name, exit) = if at % 2 == 0 { ("app", 0) } else { ("db", 1) };
        let comma = if at == 0 { "" } else { "," };
        write!(text, r#"{comma}{{"name":"{name}","exit":{exit}}}"#).unwrap();
    }
    text + "]}"
}

#[test]
fn the_size_does_not_grow_with_the_event() {
    with(NAMED_AND_FAILED, &containers(10_000), |explanation| {
        for condition in &explanation.conditions {
            assert!(condition.witnesses.len() <= MAX_LISTED);
            assert!(condition.failures.len() <= MAX_LISTED);
        }
        assert_eq!(explanation.conditions[1].more_witnesses, 5_000 - MAX_LISTED);
        let disagreement = explanation.disagreement.as_ref().unwrap();
        assert_eq!(disagreement.elements.len(), MAX_LISTED);
        assert_eq!(disagreement.more_elements, 10_000 - MAX_LISTED);
    });
}

/// Where the paths are spread over several arrays of one element the strict search tries leaf by
/// leaf and is given up on; asking which conditions go together may not start it again each time: that would not end.
#[test]
fn hostile_events_are_given_up_on() {
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
    with(&pattern, &event, |explanation| {
        assert!(explanation.verdicts.strict.gave_up);
        assert!(explanation.disagreement.is_none());
        assert!(explanation.summary.strict.text.contains("given up"));
    });
}

#[test]
fn a_leaf_below_no_element_refutes_an_absence_whatever_the_others_choose() {
    let pattern = r#"{"c":{"x":[1],"y":[{"exists":false}]}}"#;
    with(pattern, r#"{"c":{"x":1,"y":""}}"#, |explanation| {
        let summary = &explanation.summary;
        assert_eq!(summary.strict.text, summary.flattened.text);
        assert_eq!(explanation.summary.strict.change, [vec![1]]);
    });
}
