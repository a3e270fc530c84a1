//! Writing a report takes no memory in proportion to the event.
//!
//! A test binary of its own, since the allocator is the whole process's. It counts bytes, and asserts
//! no times. What is counted is all that was ever allocated, freed or not: so a peak is below it.
#![cfg(feature = "cli")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use pattern_test::explain::Explainer;
use pattern_test::report::explain_report::{ExplainFormat, write};
use pattern_test::report::explain_text::Detail;
use pattern_test::report::style::Look;
use pattern_test::{Event, Mode, Pattern};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use std::io::{self, Write};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Counts what it is given.
#[derive(Default)]
struct Counted(usize);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Events of many shapes, each of about 400 kB.
fn events() -> Vec<(&'static str, String)> {
    let size = 400_000;
    let many = |item: &str| vec![item; size / (item.len() + 1)].join(",");
    let deep = format!("{}1{}", "[".repeat(900), "]".repeat(900));
    vec![
        ("numbers", format!("{{\"a\":[{}]}}", many("1"))),
        ("objects", format!("{{\"a\":[{}]}}", many("{\"b\":{}}"))),
        ("nested", format!("{{\"a\":[{}]}}", many(&deep))),
        (
            "lines",
            format!("{{\"a\":[\n{}]}}", many("1").replace(',', ",\n")),
        ),
        ("one string", format!("{{\"a\":\"{}\"}}", "x".repeat(size))),
        (
            "hostile string",
            format!("{{\"a\":\"{}\"}}", "<\u{9b}".repeat(size / 3)),
        ),
        ("one key", format!("{{\"{}\":1}}", "k".repeat(size))),
        (
            "white space",
            format!("{{\"a\":1{}}}", " \n".repeat(size / 2)),
        ),
    ]
}

#[test]
fn the_page_of_a_large_event_takes_little_memory() {
    let pattern = Pattern::parse(r#"{"a":[2],"c":[1]}"#).unwrap();
    for (name, text) in events() {
        let event = Event::parse(text.as_str()).unwrap();
        let explanation = Explainer {
            mode: Mode::Flattened,
            ..Explainer::default()
        }
        .explain(&pattern, &event);
        let explanations = [explanation];
        let mut out = Counted::default();
        let region = Region::new(ALLOCATOR);
        write(
            &explanations,
            &[],
            ExplainFormat::Html,
            Detail::Full,
            Look::PLAIN,
            &mut out,
        )
        .unwrap();
        let allocated = region.change().bytes_allocated;
        assert!(
            allocated <= 20 * text.len(),
            "{name}: {allocated} bytes for {}",
            text.len()
        );
        // The page itself is bounded too.
        assert!(out.0 <= 20 * text.len(), "{name}: {} bytes", out.0);
    }
}
