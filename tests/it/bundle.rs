//! The bundled patterns against the bundled fixtures.

use pattern_test::{Event, Mode, Pattern};
use std::collections::{BTreeSet, HashSet};
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

fn files(folder: &str) -> Vec<String> {
    let mut files: Vec<_> = std::fs::read_dir(root().join(folder))
        .unwrap()
        .map(|entry| format!("{folder}/{}", entry.unwrap().file_name().to_str().unwrap()))
        .filter(|file| file.ends_with(".json"))
        .collect();
    files.sort();
    files
}

/// `tests/data/bundle.tsv` holds the verdicts on all pairs, worked out apart from this program.
#[test]
fn every_pair_has_the_expected_verdicts() {
    let table = read("tests/data/bundle.tsv");
    let mut seen = BTreeSet::new();
    for row in table.lines() {
        let cells: Vec<_> = row.split('\t').collect();
        let pattern = Pattern::parse(&read(cells[0])).unwrap();
        let event = Event::parse(read(cells[1])).unwrap();
        for (mode, expected) in [(Mode::Flattened, cells[2]), (Mode::Strict, cells[3])] {
            let verdict = if pattern.matches(&event, mode) {
                "match"
            } else {
                "no-match"
            };
            assert_eq!(
                verdict,
                expected,
                "{} {} {}",
                cells[0],
                cells[1],
                mode.name()
            );
        }
        assert!(event.missing_fields().is_empty(), "{}", cells[1]);
        seen.insert((cells[0].to_owned(), cells[1].to_owned()));
    }
    for pattern in files("patterns") {
        assert!(
            Pattern::parse(&read(&pattern))
                .unwrap()
                .warnings()
                .is_empty(),
            "{pattern}"
        );
        for folder in ["ecs", "ec2", "s3", "cloudtrail"] {
            for fixture in files(&format!("fixtures/{folder}")) {
                assert!(
                    seen.contains(&(pattern.clone(), fixture.clone())),
                    "{pattern} {fixture}"
                );
            }
        }
    }
}

/// The patterns use every operator, so that each is shown at least once.
#[test]
fn every_operator_is_used() {
    let mut used = HashSet::new();
    for file in files("patterns") {
        for condition in Pattern::parse(&read(&file)).unwrap().conditions() {
            used.extend(
                condition
                    .matchers
                    .iter()
                    .map(|m| std::mem::discriminant(&m.kind)),
            );
        }
    }
    // Exact, address, number, bool, null, exactly, prefix, suffix, equals-ignore-case and the two
    // that combine with it, wildcard, anything-but, numeric, cidr, exists.
    assert_eq!(used.len(), 16);
}
