use super::*;

fn pointers(event: &str, path: &str) -> Vec<String> {
    let event = Event::parse(event).unwrap();
    event
        .leaves_at(path)
        .map(|leaf| event.pointer(leaf))
        .collect()
}

#[test]
fn arrays_add_nothing_to_the_path() {
    assert_eq!(
        pointers(r#"{"c":[[{"n":1}],{"n":[2,[3]]}]}"#, "c.n"),
        ["/c/0/0/n", "/c/1/n/0", "/c/1/n/1/0"]
    );
}

#[test]
fn containers_without_leaves_have_none() {
    assert!(pointers(r#"{"a":{},"b":[],"c":[[],{}]}"#, "a").is_empty());
    assert_eq!(
        Event::parse(r#"{"a":{},"b":[]}"#).unwrap().leaves().count(),
        0
    );
}

#[test]
fn paths_are_joined_before_they_are_compared() {
    let event = r#"{"a.b":{"c":1},"a":{"b.c":2,"b":{"c":3}},"a.b.c":4,"a":{"b":{"c":5}}}"#;
    assert_eq!(
        pointers(event, "a.b.c").len(),
        5,
        "every way to reach the path, duplicate keys included"
    );
    assert!(pointers(event, "a.b").is_empty());
    assert_eq!(pointers(r#"{"":{"":1}}"#, "."), ["//"]);
    assert_eq!(pointers(r#"{".":1}"#, "."), ["/."]);
}

#[test]
fn a_leaf_that_is_an_element_lies_below_none() {
    let event = Event::parse(r#"{"a":["x",{"b":1},["y"]]}"#).unwrap();
    let leaves: Vec<_> = event.leaves().collect();
    let depth: Vec<_> = leaves.iter().map(|id| event.elements(*id).len()).collect();
    assert_eq!(depth, [0, 1, 1]);
    assert!(event.same_elements(leaves[0], leaves[1]));
    assert!(!event.same_elements(leaves[1], leaves[2]));
}

#[test]
fn elements_of_different_arrays_go_together() {
    let event = Event::parse(
        r#"{"a":[{"x":1,"y":[{"z":1},{"z":2}]},{"x":2,"y":[{"z":3}]}],"b":[{"w":1}]}"#,
    )
    .unwrap();
    let leaf = |path: &str, nth: usize| event.leaves_at(path).nth(nth).unwrap();
    assert!(event.same_elements(leaf("a.x", 0), leaf("a.y.z", 1)));
    assert!(!event.same_elements(leaf("a.x", 1), leaf("a.y.z", 1)));
    assert!(!event.same_elements(leaf("a.y.z", 0), leaf("a.y.z", 1)));
    assert!(!event.same_elements(leaf("a.y.z", 0), leaf("a.y.z", 2)));
    assert!(event.same_elements(leaf("a.y.z", 2), leaf("b.w", 0)));
}

#[test]
fn what_is_no_event() {
    let error = |text: &str| {
        let error = Event::parse(text).unwrap_err();
        format!("{}: {error}", error.position())
    };
    assert_eq!(
        error("\n [1]"),
        "2:2: an event is a JSON object, this is an array"
    );
    assert_eq!(
        error("{\"a\":1"),
        "1:7: expected `,` or `}`, found the end of the text"
    );
}

#[test]
#[cfg_attr(miri, ignore = "takes too long there")]
fn a_long_key_above_many_leaves_takes_no_more_memory_than_its_text() {
    let mut text = format!("{{\"{}\":{{", "k".repeat(100_000));
    for leaf in 0..10_000 {
        text.push_str(&format!("\"{leaf}\":0,"));
    }
    text.pop();
    text.push_str("}}");
    assert_eq!(Event::parse(text).unwrap().leaves().count(), 10_000);
}
