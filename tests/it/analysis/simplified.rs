//! What `simplify` makes of every pattern of the conformance data.

use super::stride;
use crate::conformance;
use pattern_test::analysis::{Options, Relation, compare, simplify};
use pattern_test::{Event, Mode, Pattern};
use serde_json::Value;
use std::sync::atomic::{AtomicUsize, Ordering};

#[test]
fn it_means_the_same() {
    let cases = conformance::cases("verdicts", 5_974);
    // Each takes long, and most are much like others.
    let stride = match stride() {
        1 => 1,
        stride => 6 * stride,
    };
    let next = AtomicUsize::new(0);
    let changed = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some((line, case)) = cases.get(next.fetch_add(stride, Ordering::Relaxed))
                {
                    changed.fetch_add(usize::from(is_changed(*line, case)), Ordering::Relaxed);
                }
            });
        }
    });
    let changed = changed.into_inner();
    assert!(
        changed * stride > 250,
        "only {changed} patterns could be simplified"
    );
}

/// Whether a pattern could be simplified; fails where the outcome does not mean the same.
fn is_changed(line: usize, case: &Value) -> bool {
    let pattern = Pattern::parse(conformance::text(case, "pattern")).unwrap();
    let simplified = simplify(&pattern, &Options::default());
    if simplified.changes.is_empty() {
        assert_eq!(simplified.pattern.text(), pattern.text());
        return false;
    }
    let relation = compare(&pattern, &simplified.pattern, &Options::default()).relation;
    assert_eq!(relation, Relation::Equivalent, "line {line}");
    let event = Event::parse(conformance::text(case, "event")).unwrap();
    assert_eq!(
        pattern.matches(&event, Mode::Flattened),
        simplified.pattern.matches(&event, Mode::Flattened),
        "line {line}"
    );
    let again = simplify(&simplified.pattern, &Options::default());
    assert_eq!(
        again.changes,
        [],
        "line {line}: {}",
        simplified.pattern.text()
    );
    true
}
