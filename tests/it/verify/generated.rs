//! What `generate --suite` writes is a suite that is worth something: it covers all of a pattern,
//! and notices every small mistake in it.

use super::verify;
use crate::cli::{directory_with, pattern_test_in};
use serde_json::Value;
use std::path::Path;

#[test]
fn generated_suites_of_the_bundled_patterns() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("patterns");
    let directory = directory_with(&[]);
    let patterns = directory.path().join("patterns");
    std::fs::create_dir(&patterns).unwrap();
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            std::fs::copy(&path, patterns.join(path.file_name().unwrap())).unwrap();
            count += 1;
        }
    }
    let words = ["generate", "patterns", "--suite", "fixtures"];
    let output = pattern_test_in(directory.path())
        .args(words)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{text}");
    let words = ["--coverage", "--mutants", "--format", "json"];
    let output = verify(&directory, &words).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["suites"].as_array().unwrap().len(), count);
    assert_eq!(report["coverage"]["percent"], 100.0, "{report:#}");
    assert_eq!(report["mutants"]["percent"], 100.0, "{report:#}");
}

/// What matches every event has no event for the other side; what is written is a suite all the
/// same.
#[test]
fn of_a_pattern_that_matches_everything() {
    let pattern = br#"{"a": [1, {"exists": true}, {"exists": false}]}"#;
    let directory = directory_with(&[("patterns/all.json", pattern)]);
    let output = pattern_test_in(directory.path())
        .args(["generate", "patterns", "--suite", "fixtures"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(!directory.path().join("fixtures/all/no-match").exists());
    let output = verify(&directory, &["--coverage", "--format", "json"])
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{report:#}");
    assert_eq!(report["coverage"]["percent"], 100.0, "{report:#}");
}
