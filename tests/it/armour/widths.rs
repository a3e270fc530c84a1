//! A width in a format string panics above 65,535.

use crate::cli::pattern_test_in;
use std::path::{Path, PathBuf};

/// The Rust files of the program.
fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

/// The placeholders of a line whose width or precision is an argument: `{:width$}`, `{x:>1$}`,
/// `{:.*}`. Constants are no input, and neither is what a lint's message says of templates (`${a}`).
fn dynamic_widths(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (at, _) in line.match_indices('{') {
        let Some(end) = line[at..].find('}') else {
            continue;
        };
        let inside = &line[at + 1..at + end];
        let Some((name, spec)) = inside.split_once(':') else {
            continue;
        };
        let is_name = name.chars().all(|c| c.is_alphanumeric() || c == '_');
        let width = spec.split('$').next().unwrap_or_default();
        let width = width.trim_start_matches(|c: char| !c.is_alphabetic() && c != '_');
        let is_constant = width.chars().all(|c| c.is_uppercase() || c == '_') && !width.is_empty();
        if is_name && (spec.contains('$') && !is_constant || spec.contains(".*")) {
            found.push(inside);
        }
    }
    found
}

#[test]
fn the_search_finds_them() {
    for line in [
        r#"write!(out, "{:padding$}  {}", "", x)"#,
        r#"format!("{substitute:<length$}")"#,
        r#"format!("{:>1$}", x, y)"#,
        r#"format!("{:0>width$}", x, width = y)"#,
        r#"format!("{x:.digits$}")"#,
        r#"format!("{x:.*}", 3)"#,
    ] {
        assert_eq!(dynamic_widths(line).len(), 1, "{line}");
    }
    for line in [
        r#"format!("{word:<VERDICT$} ")"#,
        r#"format!("{severity:<7}")"#,
        r#""{\"a\": \"${b}\"}""#,
    ] {
        assert!(dynamic_widths(line).is_empty(), "{line}");
    }
}

#[test]
fn no_width_of_a_format_string_comes_from_input() {
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    assert!(files.len() > 100);
    let mut found = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for (number, line) in text.lines().enumerate() {
            for width in dynamic_widths(line) {
                // A precision, counted up to 17.
                if file.ends_with("analysis/set/numbers.rs") && width == "near:.digits$e" {
                    continue;
                }
                found.push(format!("{}:{}: {{{width}}}", file.display(), number + 1));
            }
        }
    }
    assert!(
        found.is_empty(),
        "use `text::spaces`, `text::left` or `text::right`:\n{}",
        found.join("\n")
    );
}

#[test]
fn names_longer_than_a_width_can_be() {
    let folder = tempfile::tempdir().unwrap();
    let task = |id: &str| {
        format!(
            r#"{{"taskArn": "arn:aws:ecs:r:1:task/c/{id}", "clusterArn": "c", "lastStatus": "STOPPED"}}"#
        )
    };
    let long = "x".repeat(70_000);
    let tasks = format!(r#"{{"tasks": [{}, {}]}}"#, task(&long), task("y"));
    std::fs::write(folder.path().join("tasks.json"), tasks).unwrap();
    let output = pattern_test_in(folder.path())
        .args([
            "match",
            "-p",
            r#"{"detail":{"lastStatus":["nope"]}}"#,
            "tasks.json",
        ])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    // The long name is told once, and the short one is not padded to its length.
    assert!(output.stdout.len() < 2 * long.len());
}
