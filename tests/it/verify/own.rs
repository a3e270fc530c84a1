//! The repository's own suites: all pass, everything is covered, no mutant survives.

use crate::cli::pattern_test;
use serde_json::Value;

#[test]
fn the_bundled_suites() {
    let output = pattern_test()
        .args([
            "verify",
            "--min-coverage",
            "100",
            "--min-score",
            "95",
            "--format",
            "json",
        ])
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{report:#}");
    assert_eq!(report["coverage"]["percent"], 100.0);
    let patterns = report["mutants"]["patterns"].as_array().unwrap();
    assert_eq!(patterns.len(), 20);
    let survivors: Vec<_> = patterns
        .iter()
        .flat_map(|pattern| pattern["survivors"].as_array().unwrap())
        .collect();
    assert_eq!(survivors, Vec::<&Value>::new());
    // Enough of them that this says something.
    assert!(
        report["mutants"]["of"].as_u64() > Some(400),
        "{}",
        report["mutants"]["of"]
    );
}

/// Where a pattern's suite is left out, coverage says so: what nobody tests counts in full.
#[test]
fn a_pattern_without_a_suite_counts() {
    let directory = crate::cli::directory_with(&[
        ("patterns/a.json", br#"{"a": [1]}"#),
        ("patterns/b.json", br#"{"a": [1]}"#),
        (
            "patterns/a.suite.yaml",
            b"pattern: a.json\ncases:\n  - {event: {a: 1}, expect: match}\n  - {event: {a: 2}, expect: no-match}\n",
        ),
    ]);
    let output = super::verify(&directory, &["--coverage", "--format", "json"])
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["coverage"]["percent"], 50.0, "{report:#}");
    // Of one suite alone, that pattern alone.
    let words = ["patterns/a.suite.yaml", "--coverage", "--format", "json"];
    let output = super::verify(&directory, &words).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["coverage"]["percent"], 100.0, "{report:#}");
}

/// The suite and the configuration that the documentation shows can be used as they stand there.
#[test]
fn the_examples_of_the_documentation() {
    let docs = include_str!("../../../docs/verify.md");
    let block = |kind: &str| {
        let (_, rest) = docs.split_once(&format!("```{kind}\n")).unwrap();
        rest.split_once("```").unwrap().0
    };
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read(root.join(path)).unwrap();
    let pattern = "patterns/ecs-run-test-failed.json";
    let event = "fixtures/ecs/run-test-fails.json";
    let directory = crate::cli::directory_with(&[
        (pattern, &read(pattern)),
        (event, &read(event)),
        ("patterns/a.suite.yaml", block("yaml").as_bytes()),
    ]);
    let run = |words: &[&str]| super::verify(&directory, words).output().unwrap();
    let output = run(&[]);
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{text}");
    let config = directory.path().join("pattern-test.toml");
    std::fs::write(config, block("toml")).unwrap();
    let output = run(&["patterns/a.suite.yaml"]);
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    // Its thresholds are not met by so small a suite.
    assert_eq!(output.status.code(), Some(1), "{text}");
}
