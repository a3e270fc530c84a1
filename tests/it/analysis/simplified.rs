//! What `simplify` makes of every pattern of the conformance data.

use crate::conformance;
use pattern_test::analysis::{Options, Relation, compare, simplify};
use pattern_test::{Event, Mode, Pattern};

#[test]
fn it_means_the_same() {
    let mut changed = 0;
    for (line, case) in conformance::cases("verdicts", 5_974) {
        let pattern = Pattern::parse(conformance::text(&case, "pattern")).unwrap();
        let simplified = simplify(&pattern, &Options::default());
        if simplified.changes.is_empty() {
            assert_eq!(simplified.pattern.text(), pattern.text());
            continue;
        }
        changed += 1;
        let relation = compare(&pattern, &simplified.pattern, &Options::default()).relation;
        assert_eq!(relation, Relation::Equivalent, "line {line}");
        let event = Event::parse(conformance::text(&case, "event")).unwrap();
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
    }
    assert!(changed > 500, "only {changed} patterns could be simplified");
}
