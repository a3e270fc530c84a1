//! What is printed, and which events are chosen.

use super::*;
use crate::cli::directory_with;
use insta_cmd::assert_cmd_snapshot;

const BOTH: &str = r#"{"c": {"name": ["app"], "exit": [1]}}"#;
const ANY: &str = r#"{"c": {"name": [{"exists": true}]}}"#;

/// One that matches, one on which the modes differ, one that does not match.
const EVENTS: &str = r#"{"id": 1, "time": "2026-11-01T00:00:00Z", "c": [{"name": "app", "exit": 1}]}
{"id": 2, "time": "2026-11-02T00:00:00+09:00", "c": [{"name": "app", "exit": 0}, {"name": "db", "exit": 1}]}

{"id": 3, "time": "2026-11-03T00:00:00Z", "c": []}
"#;

fn in_folder(words: &[&str]) -> (tempfile::TempDir, Command) {
    let patterns = format!(
        "{{\"name\": \"failed\", \"pattern\": {BOTH}}}\n{{\"name\": \"any\", \"pattern\": {}}}\n",
        serde_json::to_string(ANY).unwrap()
    );
    let directory = directory_with(&[
        ("events.jsonl", EVENTS.as_bytes()),
        ("rules.jsonl", patterns.as_bytes()),
        ("failed.json", BOTH.as_bytes()),
    ]);
    let mut command = scan(words);
    command.current_dir(directory.path());
    (directory, command)
}

fn ids(words: &[&str]) -> (Vec<u64>, Option<i32>) {
    let (_directory, mut command) = in_folder(words);
    let ran = run(&mut command);
    let id = |line: &str| {
        let event: serde_json::Value = serde_json::from_str(line).unwrap();
        event["id"].as_u64().unwrap()
    };
    (ran.out.lines().map(id).collect(), ran.code)
}

#[test]
fn choices() {
    for (words, expected) in [
        (&[][..], &[1, 2][..]),
        (&["--strict"], &[1]),
        (&["--disagree"], &[2]),
        (&["--invert"], &[3]),
        (&["--invert", "--strict"], &[2, 3]),
        (&["--limit", "1"], &[1]),
        (&["--limit", "0"], &[]),
        (&["--since", "2026-11-02"], &[]),
        (&["--since", "2026-11-01T15:00:00Z"], &[2]),
        (&["--until", "2026-11-01T15:00:00Z"], &[1]),
        (&["--invert", "--since", "2026-11-03"], &[3]),
    ] {
        for jobs in ["1", "2"] {
            let mut all = vec!["-p", "failed.json", "events.jsonl", "-j", jobs];
            all.extend_from_slice(words);
            let (found, code) = ids(&all);
            assert_eq!(found, expected, "{words:?}");
            assert_eq!(code, Some(i32::from(expected.is_empty())), "{words:?}");
        }
    }
}

#[test]
fn records() {
    let (_directory, mut command) =
        in_folder(&["-p", "rules.jsonl", "--format", "jsonl", "events.jsonl"]);
    assert_cmd_snapshot!(command);
}

#[test]
fn records_of_disagreements() {
    let words = [
        "-p",
        "rules.jsonl",
        "--disagree",
        "--format",
        "jsonl",
        "events.jsonl",
    ];
    let (_directory, mut command) = in_folder(&words);
    assert_cmd_snapshot!(command);
}

#[test]
fn counts() {
    let (_directory, mut command) = in_folder(&["-p", "failed.json", "--count", "events.jsonl"]);
    assert_eq!(run(&mut command).out, "2\n");
    let (_directory, mut command) =
        in_folder(&["-p", "rules.jsonl", "--count-by-pattern", "events.jsonl"]);
    assert_cmd_snapshot!(command);
}

#[test]
fn explanations() {
    let words = [
        "-p",
        "failed.json",
        "--disagree",
        "--explain-first",
        "1",
        "events.jsonl",
    ];
    let (_directory, mut command) = in_folder(&words);
    assert_cmd_snapshot!(command);
}

#[test]
fn statistics() {
    let words = [
        "-p",
        "rules.jsonl",
        "-j",
        "1",
        "--stats",
        "--count",
        "events.jsonl",
    ];
    let (_directory, mut command) = in_folder(&words);
    insta::with_settings!({filters => vec![(r"\d+\.\d+ s, \d+ MB/s", "[TIME]")]}, {
        assert_cmd_snapshot!(command);
    });
}

#[test]
fn a_limit_leaves_nothing_half_counted() {
    let directory = directory_with(&[("events.jsonl", numbered(40_000).as_bytes())]);
    let file = directory.path().join("events.jsonl");
    for jobs in ["1", "4"] {
        let words = [
            "-p",
            EVEN,
            "-j",
            jobs,
            "--limit",
            "10001",
            "--stats",
            path(&file),
        ];
        let ran = run(&mut scan(&words));
        assert!(ran.out == even(20_001), "{jobs}");
        assert!(ran.err.contains("events    20,001\n"), "{}", ran.err);
        assert!(ran.err.contains("matches   10,001\n"), "{}", ran.err);
    }
}

#[test]
fn wrong_words() {
    for words in [
        &["--since", "yesterday"][..],
        &["--each", "Records"],
        &["--max-event-size", "0"],
        &["--max-event-size", "12X"],
        &["--jobs", "0"],
        &["--disagree", "--strict"],
        &["--count", "--count-by-pattern"],
    ] {
        let ran = run(scan(&["-p", EVEN]).args(words));
        assert_eq!((ran.code, &*ran.out), (Some(2), ""), "{words:?}");
        assert!(!ran.err.is_empty());
    }
}

#[test]
fn bad_patterns() {
    let directory = directory_with(&[(
        "rules.jsonl",
        b"{\"name\": \"x\", \"pattern\": {\"a\": 1}}\n{\"pattern\": {}\n",
    )]);
    let mut command = scan(&["-p", "rules.jsonl", "-"]);
    assert_cmd_snapshot!(command.current_dir(directory.path()));
}

/// Patterns come from everywhere that `match` takes them from.
#[test]
fn patterns_from_templates_and_folders() {
    let template = "fixtures/templates/command-not-found.sam.yaml";
    let one = format!("{template}#CommandNotFound");
    let events = "fixtures/ecs";
    let names = |pattern: &str| {
        let ran = run(&mut scan(&["-p", pattern, "--count-by-pattern", events]));
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        ran.out
    };
    assert_eq!(names(&one), format!("2\t{one}\n"));
    assert_eq!(names(template), names(&one));
    assert!(names("patterns").lines().count() > 10);
}

/// What is chosen and what is said of it is the same on any number of threads, byte for byte.
#[test]
fn the_same_on_any_number_of_threads() {
    let broken = numbered(30_000).replace("\"n\": 29", "\"n\": 0x29");
    let directory = directory_with(&[
        ("a.jsonl", broken.as_bytes()),
        ("b.jsonl", numbered(20_000).as_bytes()),
    ]);
    let ran = |jobs: &str, more: &[&str]| {
        let mut command = scan(&["-p", EVEN, "-j", jobs, "a.jsonl", "b.jsonl"]);
        run(command.args(more).current_dir(directory.path()))
    };
    for more in [
        &["--format", "jsonl"][..],
        &["--count-by-pattern"],
        &["--explain-first", "3"],
        &["--invert", "--limit", "17000"],
        &["--bad-lines", "fail"],
    ] {
        let one = ran("1", more);
        assert_eq!(one.code, Some(2), "{}", one.err);
        for jobs in ["2", "5"] {
            assert!(ran(jobs, more) == one, "{jobs} {more:?}");
        }
    }
}
