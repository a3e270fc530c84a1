//! What is found below a path, by every command, and what is said where nothing is.

mod alike;
mod bounds;
mod commands;
mod forms;
mod indentation;
mod nothing;
mod parts;

use crate::cli::{directory_with, pattern_test_in};
use std::path::Path;

/// Exit code, standard output and standard error.
fn run(directory: &Path, words: &[&str]) -> (Option<i32>, String, String) {
    let output = pattern_test_in(directory).args(words).output().unwrap();
    (
        output.status.code(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

/// What `extract` finds in these files: `file:line id used_by pattern`.
fn extracted(files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| (*name, text.as_bytes()))
        .collect();
    let directory = directory_with(&files);
    let (_, out, _) = run(directory.path(), &["extract"]);
    out.lines()
        .map(|line| {
            let found: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = |name: &str| found[name].as_str().unwrap().to_owned();
            let pattern: serde_json::Value = match serde_json::from_str(&text("pattern")) {
                Ok(pattern) => pattern,
                Err(_) => found["pattern"].clone(),
            };
            format!(
                "{}:{} {} {} {pattern}",
                text("source"),
                found["line"],
                text("id"),
                text("used_by")
            )
        })
        .collect()
}
