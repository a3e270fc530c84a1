//! The numbers in the README are those of the data.

use super::root;

/// The lines of files below tests/.
fn lines(names: &[&str]) -> usize {
    let count = |name: &&str| {
        let text = std::fs::read_to_string(root().join("tests").join(name)).unwrap();
        text.lines().count()
    };
    names.iter().map(count).sum()
}

/// A number as English writes it.
fn written(number: usize) -> String {
    let digits = number.to_string();
    match digits.len() {
        4.. => format!(
            "{},{}",
            &digits[..digits.len() - 3],
            &digits[digits.len() - 3..]
        ),
        _ => digits,
    }
}

#[test]
fn how_it_is_checked() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    for (what, names) in [
        (
            "verdicts of the engine that Amazon publishes, in both modes",
            &[
                "conformance/verdicts.jsonl",
                "conformance/addresses-and-numbers.jsonl",
            ][..],
        ),
        (
            "error texts, to the column",
            &[
                "conformance/errors.jsonl",
                "conformance/number-errors.jsonl",
            ],
        ),
        (
            "complexities of wildcards",
            &[
                "conformance/complexity.jsonl",
                "conformance/complexity-classes.jsonl",
            ],
        ),
        (
            "replies recorded from the live service",
            &["conformance/recorded.jsonl"],
        ),
        (
            "command lines of the AWS CLI, whose output is compared byte for byte",
            &["it/aws_cli/captured.jsonl"],
        ),
    ] {
        let row = format!("| {what} | {} |", written(lines(names)));
        assert!(readme.contains(&row), "the README should have\n{row}");
    }
}
