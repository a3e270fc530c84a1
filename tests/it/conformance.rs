//! The meaning as data: every case, no exceptions.

use pattern_test::pattern::{PatternErrorKind, measure_complexity};
use pattern_test::{Event, Mode, Pattern};
use serde_json::Value;

pub(crate) fn cases(name: &str, expected: usize) -> Vec<(usize, Value)> {
    let path = format!(
        "{}/tests/conformance/{name}.jsonl",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(&path).unwrap();
    let cases: Vec<_> = text
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, serde_json::from_str(line).unwrap()))
        .collect();
    assert_eq!(cases.len(), expected, "{path} is not whole");
    cases
}

/// All cases with verdicts, numbered in order.
pub(crate) fn verdict_cases() -> Vec<(usize, Value)> {
    let files = [("verdicts", 5_974), ("addresses-and-numbers", 2_768)];
    let all = files
        .into_iter()
        .flat_map(|(name, expected)| cases(name, expected));
    all.enumerate()
        .map(|(index, (_, case))| (index + 1, case))
        .collect()
}

pub(crate) fn text<'a>(case: &'a Value, key: &str) -> &'a str {
    case[key].as_str().unwrap()
}

/// Fails with the first few of the differences.
fn report(differences: &[String], of: usize) {
    let shown = differences
        .iter()
        .take(10)
        .cloned()
        .collect::<Vec<_>>()
        .join("\n\n");
    assert!(
        differences.is_empty(),
        "{} of {of} differ:\n\n{shown}",
        differences.len()
    );
}

#[test]
fn verdicts_in_both_modes() {
    verdicts("verdicts", 5_974);
}

/// Blocks and literals against addresses of either version and against numbers; numbers against
/// themselves.
#[test]
fn verdicts_of_addresses_and_numbers() {
    verdicts("addresses-and-numbers", 2_768);
}

fn verdicts(name: &str, expected: usize) {
    let cases = cases(name, expected);
    let mut differences = Vec::new();
    for (line, case) in &cases {
        let pattern = match Pattern::parse(text(case, "pattern")) {
            Ok(pattern) => pattern,
            Err(error) => {
                differences.push(format!("line {line}: {}\n{case}", error.service_text()));
                continue;
            }
        };
        let event = Event::parse(text(case, "event")).unwrap();
        for mode in [Mode::Flattened, Mode::Strict] {
            let ours = if pattern.matches(&event, mode) {
                "match"
            } else {
                "no-match"
            };
            let theirs = text(case, mode.name());
            if ours != theirs {
                differences.push(format!("line {line}, {}: {ours}\n{case}", mode.name()));
            }
        }
    }
    report(&differences, cases.len());
}

#[test]
fn error_texts_to_the_column() {
    error_texts("errors", 2_500);
}

/// Decimals that are not the shortest of their double, many of them by a tie.
#[test]
fn error_texts_of_numbers() {
    error_texts("number-errors", 766);
}

fn error_texts(name: &str, expected: usize) {
    let cases = cases(name, expected);
    let mut differences = Vec::new();
    for (line, case) in &cases {
        let ours = match Pattern::parse(text(case, "pattern")) {
            Ok(_) => "(accepted)".to_owned(),
            Err(error) => error.service_reason(),
        };
        let theirs = text(case, "error");
        if ours != theirs {
            differences.push(format!("line {line}\n ours: {ours}\n theirs: {theirs}"));
        }
    }
    report(&differences, cases.len());
}

#[test]
fn complexities() {
    let cases = cases("complexity", 399);
    let mut differences = Vec::new();
    for (line, case) in &cases {
        let pattern = text(case, "pattern");
        let ours = measure_complexity(pattern).unwrap();
        let theirs = usize::try_from(case["complexity"].as_u64().unwrap()).unwrap();
        if ours != theirs {
            differences.push(format!(
                "line {line}: {ours} instead of {theirs}\n{pattern}"
            ));
        }
        let refused = match Pattern::parse(pattern) {
            Ok(pattern) => {
                assert_eq!(pattern.complexity(), theirs);
                false
            }
            Err(error) => error.kind() == PatternErrorKind::TooComplex,
        };
        assert_eq!(refused, theirs >= 11, "line {line}");
    }
    report(&differences, cases.len());
}
