//! What explaining costs: the ECS event of story B (about 4 KB), and events with many containers,
//! for conditions that hold in different elements, in none, and whose paths lead nowhere.
//!
//! `cargo bench --features benches --bench explain`
#![allow(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use divan::{Bencher, black_box};
use pattern_test::explain::explain;
use pattern_test::{Event, Pattern};
use std::fmt::Write as _;

fn main() {
    divan::main();
}

fn read(path: &str) -> String {
    std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Everything that happens between the texts and the explanation.
#[divan::bench]
fn story_b_from_text(bencher: Bencher<'_, '_>) {
    let pattern = read("patterns/ecs-run-test-failed.json");
    let event = read("fixtures/ecs/run-test-hub-fails.json");
    bencher.bench_local(|| {
        let pattern = Pattern::parse(black_box(&pattern)).unwrap();
        let event = Event::parse(black_box(&event)).unwrap();
        explain(&pattern, &event).matched()
    });
}

#[divan::bench]
fn story_b(bencher: Bencher<'_, '_>) {
    let pattern = Pattern::parse(&read("patterns/ecs-run-test-failed.json")).unwrap();
    let event = Event::parse(read("fixtures/ecs/run-test-hub-fails.json")).unwrap();
    bencher.bench_local(|| explain(black_box(&pattern), black_box(&event)).matched());
}

#[divan::bench]
fn story_a(bencher: Bencher<'_, '_>) {
    let pattern = Pattern::parse(&read("patterns/ecs-command-not-found-stringified.json")).unwrap();
    let event = Event::parse(read("fixtures/ecs/batch-command-not-found.json")).unwrap();
    bencher.bench_local(|| explain(black_box(&pattern), black_box(&event)).matched());
}

const SIZES: [usize; 3] = [100, 1_000, 10_000];

/// Every even container has the name, every odd one the exit code.
fn containers(count: usize) -> String {
    let mut text = String::from(r#"{"detail":{"containers":["#);
    for at in 0..count {
        let (name, exit) = if at % 2 == 0 { ("app", 0) } else { ("db", 1) };
        let comma = if at == 0 { "" } else { "," };
        write!(
            text,
            "{comma}{{\"name\":\"{name}\",\"exitCode\":{exit},\"ports\":[{{\"p\":1}},{{\"p\":2}}]}}"
        )
        .unwrap();
    }
    text.push_str("]}}");
    text
}

fn bench(bencher: Bencher<'_, '_>, pattern: &str, count: usize) {
    let pattern = Pattern::parse(pattern).unwrap();
    let event = Event::parse(containers(count)).unwrap();
    bencher.bench_local(|| explain(black_box(&pattern), black_box(&event)).matched());
}

/// Flattened matches, strict does not: the fewest conditions that conflict are searched for.
#[divan::bench(args = SIZES)]
fn modes_disagree(bencher: Bencher<'_, '_>, count: usize) {
    let pattern = r#"{"detail":{"containers":{"name":["app"],"exitCode":[1],"ports":{"p":[1]}}}}"#;
    bench(bencher, pattern, count);
}

/// No container has the exit code.
#[divan::bench(args = SIZES)]
fn value_fails(bencher: Bencher<'_, '_>, count: usize) {
    let pattern = r#"{"detail":{"containers":{"name":["app"],"exitCode":["1",127]}}}"#;
    bench(bencher, pattern, count);
}

/// The path is misspelled, so that the event is searched for the key.
#[divan::bench(args = SIZES)]
fn key_is_misspelled(bencher: Bencher<'_, '_>, count: usize) {
    let pattern = r#"{"detail":{"containers":{"exitcode":[1],"reason":[{"exists":true}]}}}"#;
    bench(bencher, pattern, count);
}

/// An `{"exists": false}` beside a name.
#[divan::bench(args = SIZES)]
fn absence(bencher: Bencher<'_, '_>, count: usize) {
    let pattern = r#"{"detail":{"containers":{"name":["app"],"exitCode":[{"exists":false}]}}}"#;
    bench(bencher, pattern, count);
}
