//! The program on input that is made to take much memory: it is run with a limit on that, past which it
//! would end by a signal.

use crate::cli::pattern_test_in;
use pattern_test::Pattern;
use pattern_test::analysis::{Budget, EventKind, Options, look_for, suite};
use pattern_test::suite::mutants::wrong_versions;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What the program itself takes, with its threads.
const ITSELF: usize = 24;

/// A file in `tests/hostile/`.
pub(super) fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/hostile")
        .join(name)
}

/// Runs the program with these mebibytes for its data, besides what it takes itself.
pub(super) fn within(mebibytes: usize, folder: &Path, words: &[&str]) -> Output {
    let plain = pattern_test_in(folder);
    let limit = format!(
        "ulimit -d {}; exec \"$0\" \"$@\"",
        (ITSELF + mebibytes) << 10
    );
    let mut command = Command::new("sh");
    command.arg("-c").arg(limit).arg(plain.get_program());
    command.args(words).current_dir(folder);
    for (name, value) in plain.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.output().unwrap()
}

#[track_caller]
fn ends(mebibytes: usize, folder: &Path, words: &[&str], code: i32) -> Output {
    let output = within(mebibytes, folder, words);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{words:?}: {told:.2000}");
    output
}

#[test]
fn patterns_with_very_much_in_them() {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "anybut_num.json",
        "cidr6_many.json",
        "cidr_many.json",
        "mixed_cidr_wild.json",
        "or_1000_3x10.json",
        "strict_many.json",
    ] {
        let path = file(name);
        let path = path.to_str().unwrap();
        ends(300, folder.path(), &["check", path], 1);
        ends(100, folder.path(), &["simplify", path], 0);
    }
    for name in [
        "anybut_num.json",
        "mixed_cidr_wild.json",
        "or_1000_3x10.json",
    ] {
        let path = file(name);
        let words = ["generate", path.to_str().unwrap(), "--count", "10"];
        ends(100, folder.path(), &words, 0);
    }
}

#[test]
fn suites_of_patterns_with_very_much_in_them() {
    let text = std::fs::read_to_string(file("or_1000_3x10.json")).unwrap();
    let pattern = Pattern::parse(text.trim_end()).unwrap();
    let options = Options {
        budget: Budget {
            steps: 1_000_000,
            ..Budget::default()
        },
        ..Options::default()
    };
    let made = suite(&pattern, wrong_versions(&pattern).take(50), &options);
    assert!(!made.events.is_empty());
    // What is not reached is counted.
    assert!(made.left_out > 0 && made.mutants_left_out == 50);
}

/// Where the search ends before it comes to an event, nobody knows that there is none.
#[test]
fn a_search_that_was_given_up_is_no_answer() {
    let text = std::fs::read_to_string(file("cidr_many.json")).unwrap();
    let pattern = Pattern::parse(text.trim_end()).unwrap();
    let found = |steps| {
        let budget = Budget {
            steps,
            ..Budget::default()
        };
        let options = Options {
            budget,
            ..Options::default()
        };
        let (made, gave_up) = look_for(&pattern, EventKind::Match, 3, 0, &options);
        (made.len(), gave_up)
    };
    assert_eq!(found(10), (0, true));
    let small = Pattern::parse(r#"{"a":["x"]}"#).unwrap();
    let (made, gave_up) = look_for(&small, EventKind::Match, 3, 0, &Options::default());
    assert!(!made.is_empty() && !gave_up);
    let folder = tempfile::tempdir().unwrap();
    let path = file("cidr_many.json");
    let words = ["generate", path.to_str().unwrap(), "--suite", "S"];
    ends(100, folder.path(), &words, 2);
    assert!(!folder.path().join("S").join("cidr_many").exists());
}

/// The smallest event that there is, again and again.
#[test]
fn events_are_matched_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    // Where they are all kept, they take 250 bytes for each byte.
    let size = 600_000;
    std::fs::write(folder.path().join("e"), "{}\n".repeat(size / 3)).unwrap();
    std::fs::write(folder.path().join("c"), "{}".repeat(size / 2)).unwrap();
    for input in ["e", "c"] {
        let words = ["match", "-q", "-p", r#"{"a":[1]}"#, input];
        ends(27, folder.path(), &words, 1);
    }
}

/// Very many pairs, of which few are shown.
#[test]
fn pairs_that_are_not_shown_do_not_pile_up() {
    let folder = tempfile::tempdir().unwrap();
    let lines = |count: usize, line: &dyn Fn(usize) -> String| {
        let lines: Vec<_> = (0..count).map(line).collect();
        lines.join("\n")
    };
    let patterns = lines(100, &|n| {
        format!(r#"{{"name":"p{n}","pattern":{{"source":["aws.x"],"k":["v{n}"]}}}}"#)
    });
    let events = lines(2_000, &|n| format!(r#"{{"source":"aws.x","k":"v{n}"}}"#));
    std::fs::write(folder.path().join("p.jsonl"), patterns).unwrap();
    std::fs::write(folder.path().join("e.jsonl"), events).unwrap();
    // Where they are all kept, they take 60 MiB.
    let words = ["match", "-p", "p.jsonl", "e.jsonl"];
    let output = ends(20, folder.path(), &words, 0);
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.contains("100 of 200000 match"), "{shown}");
    assert!(
        shown.contains("1996 more do not match: 1996 by k\n"),
        "{shown}"
    );
}

#[test]
fn what_a_scan_finds_does_not_pile_up() {
    let folder = tempfile::tempdir().unwrap();
    let patterns: Vec<String> = (0..1_000)
        .map(|n| format!(r#"{{"name":"p{n}","pattern":{{"k{n}":[{{"exists":false}}]}}}}"#))
        .collect();
    std::fs::write(folder.path().join("p.jsonl"), patterns.join("\n")).unwrap();
    std::fs::write(folder.path().join("e"), "{}\n".repeat(25_000)).unwrap();
    let words = ["scan", "-p", "p.jsonl", "--count", "-j2", "e"];
    let output = ends(45, folder.path(), &words, 0);
    assert_eq!(output.stdout, b"25000\n");
    std::fs::write(folder.path().join("few"), "{}\n".repeat(2_500)).unwrap();
    let words = ["scan", "-p", "p.jsonl", "--format", "jsonl", "-j2", "few"];
    let output = ends(45, folder.path(), &words, 0);
    let lines = output.stdout.split(|byte| *byte == b'\n');
    assert_eq!(lines.filter(|line| !line.is_empty()).count(), 2_500);
    // Each line is wrong.
    std::fs::write(folder.path().join("bad"), "{\n".repeat(300_000)).unwrap();
    ends(
        90,
        folder.path(),
        &["scan", "-p", r#"{"a":[1]}"#, "--count", "-j2", "bad"],
        2,
    );
}

#[test]
fn no_more_threads_than_are_of_use() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("e"), "{}\n").unwrap();
    let words = [
        "scan",
        "-p",
        r#"{"a":[1]}"#,
        "--count",
        "-j",
        "1000000",
        "e",
    ];
    let output = pattern_test_in(folder.path()).args(words).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        told.contains("1000000 threads are more than are of use here"),
        "{told}"
    );
}
