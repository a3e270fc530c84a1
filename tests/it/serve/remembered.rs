//! What `serve` remembers of patterns must not change an answer.

use crate::analysis::stride;
use crate::conformance::{cases, text};
use pattern_test::serve::tester::Tester;
use pattern_test::service::{self, Refusal};
use pattern_test::{Mode, event::REQUIRED_FIELDS};

/// Asks three times: a pattern is compiled, then built for the engine, then used again.
fn ask(tester: &mut Tester, mode: Mode, pattern: &str, event: &str) {
    let expected = service::test_event_pattern(pattern, event, mode).map(|answer| answer.result);
    for time in 1..=3 {
        let answer = tester.test(pattern, event);
        assert_eq!(
            answer, expected,
            "{mode:?}, time {time}\n{pattern}\n{event}"
        );
    }
}

fn in_both_modes(check: impl Fn(&mut dyn FnMut(&str, &str))) {
    for mode in [Mode::Flattened, Mode::Strict] {
        let mut tester = Tester::new(mode);
        check(&mut |pattern, event| ask(&mut tester, mode, pattern, event));
    }
}

#[test]
fn the_conformance_data() {
    let verdicts = cases("verdicts", 5_974);
    let errors = cases("errors", 2_500);
    let step = stride().min(6);
    in_both_modes(|ask| {
        for (_, case) in verdicts.iter().step_by(step) {
            ask(text(case, "pattern"), text(case, "event"));
        }
        for (_, case) in errors.iter().step_by(step) {
            ask(text(case, "pattern"), "{}");
        }
    });
}

#[test]
fn envelopes() {
    let fields = REQUIRED_FIELDS.map(|field| format!("\"{field}\": \"x\""));
    let whole = format!(r#"{{"a": 1, {}}}"#, fields.join(", "));
    let with_id = |id: &str| whole.replace(r#""id": "x""#, id);
    let events = [
        String::new(),
        "[]".to_owned(),
        "{".to_owned(),
        "{} {}".to_owned(),
        format!("{whole} 1"),
        // Fields that are there without a leaf, or with many.
        with_id(r#""id": {}"#),
        with_id(r#""id": []"#),
        with_id(r#""id": {"b": 1}"#),
        with_id(r#""id": [["x"], ["x"], {"b": 1}]"#),
        with_id(r#""id": null"#),
        with_id(r#""i\u0064": "x""#),
        // And one that is not.
        with_id(r#""ID": "x""#),
        with_id(r#""b": {"id": "x"}"#),
        whole,
    ];
    in_both_modes(|ask| {
        for event in &events {
            ask(r#"{"a": [1]}"#, event);
            ask(r#"{"a": [2]}"#, event);
            ask(r#"{"id": [{"exists": false}]}"#, event);
            ask(r#"{"a": 1}"#, event);
        }
    });
}

#[test]
fn where_strict_gives_up() {
    let list = |element: &str| vec![element; 1_000].join(",");
    let (a, b) = (list(r#"{"a":1}"#), list(r#"{"b":1}"#));
    let fields = REQUIRED_FIELDS.map(|field| format!("\"{field}\":\"x\""));
    let event = format!(
        r#"{{"c":[{a}],"c":[{b}],"c":{{"a":1,"b":1}},"x":[{{"x":1}}],{}}}"#,
        fields.join(",")
    );
    let pattern = r#"{"c":{"a":[1],"b":[1]},"x":{"x":[{"exists":false}]}}"#;
    let strict = service::test_event_pattern(pattern, &event, Mode::Strict).map(|a| a.result);
    assert_eq!(strict, Err(Refusal::Undecided));
    in_both_modes(|ask| ask(pattern, &event));
}
