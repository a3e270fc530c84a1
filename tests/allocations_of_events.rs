//! An event takes memory in proportion to its text, whatever its shape.
//!
//! A test binary of its own, since the allocator is the whole process's. It counts bytes, and asserts
//! no times.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use pattern_test::{Event, Pattern};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// What is held of what was allocated since.
fn held(region: &Region<'_, System>) -> usize {
    let change = region.change();
    change.bytes_allocated - change.bytes_deallocated
}

/// Events of about 400 kB, each with the most bytes for a byte of its text that reading it and matching it
/// may take.
fn events() -> Vec<(&'static str, String, usize, usize)> {
    let size = 400_000;
    let many = |item: &str| vec![item; size / (item.len() + 1)].join(",");
    let numbered = |item: &dyn Fn(usize) -> String| {
        let items = (0..).map(item).scan(0, |length, item| {
            *length += item.len() + 1;
            (*length < size).then_some(item)
        });
        items.collect::<Vec<_>>().join(",")
    };
    let array = |items: String| format!("{{\"a\":[{items}]}}");
    let object = |items: String| format!("{{{items}}}");
    let container =
        |id| format!(r#"{{"name":"app-{id}","exitCode":137,"image":"registry/app:1.2.3"}}"#);
    vec![
        ("containers", array(numbered(&container)), 2, 2),
        ("numbers", array(many("1")), 6, 9),
        ("empty strings", array(many("\"\"")), 4, 6),
        ("empty arrays", array(many("[]")), 4, 4),
        ("empty objects", array(many("{}")), 4, 4),
        ("arrays of one", array(many("[1]")), 9, 10),
        ("objects of one", array(many("{\"b\":1}")), 6, 6),
        ("one key", object(many("\"a\":1")), 4, 5),
        (
            "keys",
            object(numbered(&|id| format!("\"{id:x}\":1"))),
            9,
            9,
        ),
        (
            "objects of keys",
            object(numbered(&|id| format!("\"{id:x}\":{{\"\":1}}"))),
            11,
            11,
        ),
        (
            "nested arrays",
            array(many(&format!("{}1{}", "[".repeat(900), "]".repeat(900)))),
            11,
            11,
        ),
        (
            "nested objects",
            array(many(&format!(
                "{}1{}",
                "{\"\":".repeat(900),
                "}".repeat(900)
            ))),
            7,
            7,
        ),
        (
            "one string",
            format!("{{\"a\":\"{}\"}}", "[,{".repeat(size / 3)),
            1,
            1,
        ),
        (
            "white space",
            format!("{{\"a\":1{}}}", " \n".repeat(size / 2)),
            1,
            1,
        ),
    ]
}

#[test]
fn an_event_takes_little_more_memory_than_its_text() {
    // Each leaf at `a` is accepted.
    let pattern = Pattern::parse(r#"{"a":[{"exists":true}]}"#).unwrap();
    for (name, text, read, matched) in events() {
        // For what does not depend on the size.
        let room = 20_000;
        let region = Region::new(ALLOCATOR);
        let event = Event::parse(text.as_str()).unwrap();
        let of_event = held(&region);
        let evaluation = pattern.evaluate(&event);
        let of_all = held(&region);
        assert!(of_event <= read * text.len() + room, "{name}: {of_event}");
        assert!(of_all <= matched * text.len() + room, "{name}: {of_all}");
        drop(evaluation);
    }
}
