//! What suites cost: the conformance data as two suites of 8,474 lines, each case with a pattern and
//! an event of its own; and the suites of the bundled patterns with coverage and mutants.
//!
//! `cargo bench --bench verify`
#![allow(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use divan::Bencher;
use divan::counter::ItemsCount;
use pattern_test::config::Paths;
use pattern_test::suite::load::{Loaded, load};
use pattern_test::suite::{Jobs, Modes, Outcome, coverage, groups, mutants, run};
use std::path::PathBuf;
use std::sync::atomic::AtomicUsize;

fn main() {
    divan::main();
}

fn conformance() -> Vec<PathBuf> {
    ["verdicts", "errors"]
        .map(|name| {
            let path = format!("tests/conformance/{name}.jsonl");
            PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
        })
        .to_vec()
}

fn bundled() -> Loaded {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let paths = Paths {
        patterns_named: true,
        patterns: vec![root.join("patterns")],
        fixtures: vec![root.join("fixtures")],
        suites: None,
    };
    let loaded = load(&[], &paths, Modes::Flattened);
    assert!(loaded.errors.is_empty());
    loaded
}

fn one_thread() -> Jobs {
    Jobs::default()
}

fn all_cores() -> Jobs {
    Jobs {
        threads: std::thread::available_parallelism().map_or(1, usize::from),
        ..Jobs::default()
    }
}

fn all_pass(loaded: &Loaded, jobs: Jobs) -> usize {
    let result = run(&loaded.suites, jobs, &AtomicUsize::new(0));
    let outcomes = result.suites.iter().flat_map(|suite| &suite.cases);
    outcomes
        .filter(|case| case.outcome == Outcome::Passed)
        .count()
}

/// Reading the files and looking at every case, on one thread.
#[divan::bench(sample_count = 20)]
fn conformance_one_thread(bencher: Bencher<'_, '_>) {
    let files = conformance();
    bencher
        .counter(ItemsCount::new(8_474_usize))
        .bench_local(|| {
            let loaded = load(&files, &Paths::default(), Modes::Flattened);
            assert_eq!(all_pass(&loaded, one_thread()), 8_474);
        });
}

/// The same on all cores.
#[divan::bench(sample_count = 20)]
fn conformance_all_cores(bencher: Bencher<'_, '_>) {
    let files = conformance();
    bencher
        .counter(ItemsCount::new(8_474_usize))
        .bench_local(|| {
            let loaded = load(&files, &Paths::default(), Modes::Flattened);
            assert_eq!(all_pass(&loaded, all_cores()), 8_474);
        });
}

#[divan::bench]
fn bundled_suites(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| all_pass(&bundled(), one_thread()));
}

#[divan::bench]
fn bundled_coverage(bencher: Bencher<'_, '_>) {
    let loaded = bundled();
    bencher.bench_local(|| coverage::measure(&groups(&loaded.suites)).total());
}

#[divan::bench(sample_count = 20)]
fn bundled_mutants(bencher: Bencher<'_, '_>) {
    let loaded = bundled();
    bencher
        .bench_local(|| mutants::measure(&groups(&loaded.suites), 1, &AtomicUsize::new(0)).total());
}
