//! Input made to take long, or much memory: it only has to end, and each test here would not if
//! anything about it were quadratic.

#[cfg(target_os = "linux")]
mod bounds;
#[cfg(target_os = "linux")]
mod inputs;

use pattern_test::json::{MAX_DEPTH, SyntaxErrorKind};
use pattern_test::matching::evaluate;
use pattern_test::pattern::PatternErrorKind as Kind;
use pattern_test::{Event, Mode, Pattern};
use std::fmt::Write as _;

/// Verdicts in both modes, and whether the strict search was given up.
fn verdicts(pattern: &str, event: &str) -> (bool, bool, bool) {
    let pattern = Pattern::parse(pattern).unwrap();
    let evaluation = evaluate(&pattern, &Event::parse(event).unwrap());
    (
        evaluation.flattened.matched,
        evaluation.strict.matched,
        evaluation.strict.gave_up,
    )
}

fn joined(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(",")
}

#[test]
fn a_megabyte_of_openings() {
    for opening in ["[", "{\"a\":", "{\"a\":["] {
        let text = opening.repeat(1_000_000 / opening.len());
        let event = Event::parse(&*text).unwrap_err();
        if let Some(error) = event.syntax_error() {
            assert_eq!(*error.kind(), SyntaxErrorKind::TooDeep);
        }
        assert_eq!(Pattern::parse(&text).unwrap_err().kind(), Kind::TooLong);
    }
}

#[test]
fn an_event_of_ten_megabytes() {
    let leaves = joined(400_000, |i| format!("{{\"id\":{i},\"open\":true}}"));
    let event = format!("{{\"list\":[{leaves}]}}");
    assert!(event.len() > 10_000_000);
    let pattern = r#"{"list":{"id":[{"numeric":[">",399998]}],"open":[true]}}"#;
    assert_eq!(verdicts(pattern, &event), (true, true, false));
}

#[test]
fn keys_and_strings_of_a_megabyte() {
    let long = "k".repeat(1_000_000);
    let event = format!("{{\"{long}\":{{\"{long}\":\"{long}\"}},\"a\":\"{long}\"}}");
    assert_eq!(
        verdicts(r#"{"a":[{"suffix":"kk"}]}"#, &event),
        (true, true, false)
    );
    assert_eq!(
        verdicts(r#"{"k":[{"exists":true}]}"#, &event),
        (false, false, false)
    );
}

/// The paths of the leaves would take ten gigabytes if each were stored.
#[test]
fn a_long_key_above_many_leaves() {
    let leaves = joined(20_000, |i| format!("\"{i}\":[{{\"x\":{i}}},{{}}]"));
    let event = format!("{{\"{}\":{{{leaves}}}}}", "k".repeat(500_000));
    assert_eq!(Event::parse(&*event).unwrap().leaves().count(), 20_000);
}

#[test]
fn deep_arrays_with_many_elements() {
    let siblings = r#"{"a":1,"b":2},"#.repeat(20);
    let depth = MAX_DEPTH - 2;
    let open = format!("[{siblings}").repeat(depth);
    let event = format!("{{\"c\":{open}{{\"a\":2,\"b\":1}}{}}}", "]".repeat(depth));
    assert_eq!(
        verdicts(r#"{"c":{"a":[1],"b":[1]}}"#, &event),
        (true, false, false)
    );
    assert_eq!(
        verdicts(r#"{"c":{"a":[2],"b":[1]}}"#, &event),
        (true, true, false)
    );
    let absent =
        r#"{"c":{"a":[3,{"exists":false}],"b":[3,{"exists":false}],"d":[{"exists":false}]}}"#;
    assert_eq!(verdicts(absent, &event), (false, false, false));
    let event = event.replace(r#"{"a":2,"b":1}"#, r#"{"a":3}"#);
    assert_eq!(verdicts(absent, &event), (false, true, false));
}

#[test]
fn three_hundred_conditions_on_a_deep_leaf() {
    let members = |value: &str| joined(300, |i| format!("\"k{i}\":{value}"));
    let (open, close) = ("[".repeat(MAX_DEPTH - 2), "]".repeat(MAX_DEPTH - 2));
    let event = format!("{{\"c\":{open}{{{}}}{close}}}", members("1"));
    let pattern = format!("{{\"c\":{{{}}}}}", members("[1]"));
    assert_eq!(verdicts(&pattern, &event), (true, true, false));
}

/// Every two conditions are met by one container, all three by none.
#[test]
fn ten_thousand_containers() {
    let two = [r#"{"a":1,"b":1}"#, r#"{"b":1,"d":1}"#, r#"{"a":1,"d":1}"#];
    let event = format!("{{\"c\":[{}]}}", joined(10_000, |i| two[i % 3].to_owned()));
    let three = r#"{"c":{"a":[1],"b":[1],"d":[1]}}"#;
    assert_eq!(verdicts(three, &event), (true, false, false));
    let absent = r#"{"c":{"a":[1],"b":[1],"d":[{"exists":false}]}}"#;
    assert_eq!(verdicts(absent, &event), (false, true, false));
    let all = r#"{"c":{"a":[{"exists":false}],"b":[{"exists":false}],"d":[2,{"exists":false}]}}"#;
    assert_eq!(verdicts(all, &event), (false, false, false));
}

#[test]
fn many_alternatives_of_many_conditions() {
    let or = |key: &str| {
        let branches = joined(10, |i| format!(r#"{{"c":{{"{key}{i}":[1]}}}}"#));
        format!("\"$or\":[{branches}]")
    };
    let more = joined(200, |i| format!("\"{i}\":[1]"));
    let pattern = format!("{{{},{},{},\"m\":{{{more}}}}}", or("a"), or("b"), or("d"));
    let members = |key: &str| joined(10, |i| format!("\"{key}{i}\":1"));
    let containers = joined(300, |i| format!("{{{}}}", members(["a", "b", "d"][i % 3])));
    let more = joined(200, |i| format!("\"{i}\":1"));
    let event = format!("{{\"c\":[{containers}],\"m\":{{{more}}}}}");
    assert_eq!(verdicts(&pattern, &event), (true, false, false));
}

#[test]
fn the_longest_wildcards() {
    let wildcard = |operand: &str| format!("{{\"a\":[{{\"wildcard\":\"{operand}\"}}]}}");
    for operand in ["*a".repeat(2_030), "a".repeat(4_060), "a*".repeat(2_030)] {
        let result = Pattern::parse(&wildcard(&operand));
        assert!(result.is_ok_and(|p| p.complexity() <= 1) || operand.contains('*'));
    }
    let many = joined(180, |i| format!("{{\"wildcard\":\"{i}*\"}}"));
    assert_eq!(
        Pattern::parse(&format!("{{\"a\":[{many}]}}"))
            .unwrap_err()
            .kind(),
        Kind::TooComplex
    );
    let listed = joined(500, |i| format!("\"*{i}\""));
    let listed = format!("{{\"a\":[{{\"anything-but\":{{\"wildcard\":[{listed}]}}}}]}}");
    let event = format!("{{\"a\":\"{}\"}}", "x".repeat(100_000));
    assert_eq!(verdicts(&listed, &event), (true, true, false));
    // What each star could stand for is long, and never right.
    let event = format!("{{\"a\":\"{}\"}}", "a".repeat(1_000_000));
    assert_eq!(
        verdicts(&wildcard("*aab*aab*"), &event),
        (false, false, false)
    );
}

#[test]
fn letter_case_with_several_forms() {
    // `ﬃ` is `FFI` in upper case: three for one.
    let operand = "ﬃ".repeat(1_300);
    let pattern = format!("{{\"a\":[{{\"suffix\":{{\"equals-ignore-case\":\"{operand}\"}}}}]}}");
    let event = format!("{{\"a\":\"{}\"}}", "FFI".repeat(300_000));
    assert_eq!(verdicts(&pattern, &event), (true, true, false));
}

/// Two arrays hold the same path, so that leaves have to be tried one by one; in vain, and the
/// search says so.
#[test]
fn colliding_paths_are_given_up() {
    let list = |key: &str, count: usize| joined(count, |_| format!("{{\"{key}\":1}}"));
    // Both are everywhere but in the same element.
    let event = format!(
        r#"{{"c":[{}],"c":[{}],"c.a":[[1]],"c":{{"b":[[1]]}},"x":[{{"x":1}}]}}"#,
        list("a", 1_500),
        list("b", 1_500)
    );
    let hopeless = r#"{"c":{"a":[1],"b":[1]},"x":{"x":[{"exists":false}]}}"#;
    assert_eq!(verdicts(hopeless, &event), (false, false, true));
    let hopeful = r#"{"c":{"a":[1],"b":[1]},"x":{"x":[1]}}"#;
    assert_eq!(verdicts(hopeful, &event), (true, true, false));
    let pattern = Pattern::parse(hopeless).unwrap();
    assert!(!pattern.matches(&Event::parse(&*event).unwrap(), Mode::Strict));
}

/// As above, below a thousand brackets, and with hundreds of conditions to compare each leaf with.
#[test]
fn colliding_paths_deep_down_are_given_up() {
    let members = |value: &str| joined(200, |i| format!("\"k{i}\":{value}"));
    let (open, close) = ("[".repeat(900), "]".repeat(900));
    let many = joined(50, |_| format!("{{{}}}", members("1")));
    let array = format!("{open}{many}{close}");
    let event = |q: &str| format!("{{\"c\":{array},\"c\":{array},\"c\":{q}}}");
    let pattern = format!(
        "{{\"c\":{{{},\"q\":[1,{{\"exists\":false}}]}}}}",
        members("[1]")
    );
    assert_eq!(
        verdicts(&pattern, &event("[{\"q\":2}]")),
        (false, false, true)
    );
    // What lies below no element is looked at first, and decides.
    assert_eq!(
        verdicts(&pattern, &event("{\"q\":2}")),
        (false, false, false)
    );
}

/// Keys with dots reach one path in very many ways.
#[test]
fn paths_with_very_many_ways() {
    let mut event = "1".to_owned();
    for _ in 0..13 {
        event = format!(r#"{{"a":{event},"a.a":{event}}}"#);
    }
    let pattern = format!(r#"{{"{}":[1]}}"#, vec!["a"; 2_000].join("."));
    assert_eq!(verdicts(&pattern, &event), (false, false, false));
    let mut wide = String::from("{");
    for keys in 1..1_000 {
        let key = vec!["a"; keys].join(".");
        let _ = write!(wide, "\"{key}\":{{\"{key}\":1}},");
    }
    wide.push_str("\"b\":0}");
    assert_eq!(verdicts(&pattern, &wide), (false, false, false));
    let pattern = pattern.replacen("a.a.", "", 500);
    assert_eq!(verdicts(&pattern, &wide), (true, true, false));
}
