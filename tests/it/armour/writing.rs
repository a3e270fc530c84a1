//! Files are written whole or not at all.
#![cfg(unix)]

use crate::cli::{directory_with, pattern_test_in};
use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Output, Stdio};

const PATTERN: &str = r#"{"source": ["aws.ec2"]}"#;
const EVENT: &str = r#"{"source": "aws.ec2"}"#;

fn folder() -> tempfile::TempDir {
    directory_with(&[
        ("patterns/p.json", PATTERN.as_bytes()),
        ("fixtures/p/match/1.json", EVENT.as_bytes()),
        ("e.json", EVENT.as_bytes()),
        ("bad.jsonl", b"{\"source\": \"aws.ec2\"}\n{\n"),
    ])
}

fn run(folder: &Path, words: &[&str]) -> Output {
    pattern_test_in(folder).args(words).output().unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Every way to write a file, with the name of the file last.
fn ways(name: &str) -> Vec<Vec<String>> {
    let explain = ["explain", "-p", "patterns/p.json", "e.json"];
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    vec![
        words(&["check", "--format", "json", "-o", name]),
        words(&["check", "--write-baseline", name]),
        words(&[&explain[..], &["--format", "html", "-o", name]].concat()),
        words(&[&explain[..], &["--format", "json", "-o", name]].concat()),
        words(&["verify", "-o", name]),
        words(&["verify", "--report", &format!("junit={name}")]),
        words(&[
            "scan",
            "-p",
            "patterns/p.json",
            "bad.jsonl",
            "--bad-lines",
            name,
        ]),
    ]
}

#[test]
fn a_new_file_has_the_usual_mode_and_nothing_beside_it() {
    for way in ways("out") {
        let folder = folder();
        let before = names(folder.path());
        let output = pattern_test_in(folder.path()).args(&way).output().unwrap();
        assert!(output.status.code().is_some(), "{way:?}: {output:?}");
        let file = folder.path().join("out");
        assert!(fs::metadata(&file).unwrap().len() > 0, "{way:?}");
        fs::write(folder.path().join("plain"), "").unwrap();
        let plain = fs::metadata(folder.path().join("plain")).unwrap().mode();
        assert_eq!(fs::metadata(&file).unwrap().mode(), plain, "{way:?}");
        assert_eq!(names(folder.path()).len(), before.len() + 2, "{way:?}");
    }
}

#[test]
fn modes_and_links_stay() {
    for way in ways("link") {
        let folder = folder();
        let file = folder.path().join("file");
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("file", folder.path().join("link")).unwrap();
        let output = pattern_test_in(folder.path()).args(&way).output().unwrap();
        assert!(output.status.code().is_some(), "{way:?}: {output:?}");
        let link = fs::symlink_metadata(folder.path().join("link")).unwrap();
        assert!(link.is_symlink(), "{way:?}");
        assert_ne!(fs::read(&file).unwrap(), b"old", "{way:?}");
        assert_eq!(
            fs::metadata(&file).unwrap().mode() & 0o777,
            0o640,
            "{way:?}"
        );
        // A link to nothing is followed too.
        fs::remove_file(&file).unwrap();
        let output = pattern_test_in(folder.path()).args(&way).output().unwrap();
        assert!(output.status.code().is_some(), "{way:?}: {output:?}");
        assert!(fs::metadata(&file).unwrap().is_file(), "{way:?}");
    }
}

#[test]
fn what_is_read_is_not_written_over() {
    for (words, file) in [
        (
            &["check", "patterns/p.json", "-o", "patterns/p.json"][..],
            "patterns/p.json",
        ),
        (&["check", "-o", "patterns/p.json"], "patterns/p.json"),
        (
            &["check", "--write-baseline", "patterns/p.json"],
            "patterns/p.json",
        ),
        (
            &["explain", "-p", "patterns/p.json", "e.json", "-o", "e.json"],
            "e.json",
        ),
        (
            &[
                "explain",
                "-p",
                "patterns",
                "e.json",
                "-o",
                "patterns/../patterns/p.json",
            ],
            "patterns/p.json",
        ),
        (
            &["explain", "-p", "patterns/p.json", "-o", "link", "fixtures"],
            "fixtures/p/match/1.json",
        ),
        (&["verify", "-o", "patterns/p.json"], "patterns/p.json"),
        (
            &["verify", "--report", "json=fixtures/p/match/1.json"],
            "fixtures/p/match/1.json",
        ),
        (
            &[
                "scan",
                "-p",
                "patterns/p.json",
                "bad.jsonl",
                "--bad-lines",
                "bad.jsonl",
            ],
            "bad.jsonl",
        ),
        (
            &[
                "scan",
                "-p",
                "patterns/p.json",
                ".",
                "--bad-lines",
                "bad.jsonl",
            ],
            "bad.jsonl",
        ),
    ] {
        let folder = folder();
        symlink("fixtures/p/match/1.json", folder.path().join("link")).unwrap();
        let before = fs::read(folder.path().join(file)).unwrap();
        let output = run(folder.path(), words);
        assert_eq!(output.status.code(), Some(2), "{words:?}: {output:?}");
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.contains("read from as well"), "{words:?}: {told}");
        assert_eq!(
            fs::read(folder.path().join(file)).unwrap(),
            before,
            "{words:?}"
        );
    }
}

#[test]
fn what_fails_leaves_what_was_there() {
    // There is nothing to explain, no case, no pattern to scan for.
    for words in [
        &["explain", "-p", "missing.json", "e.json", "-o", "out"][..],
        &[
            "explain",
            "-p",
            "patterns/p.json",
            "missing.json",
            "--format",
            "html",
            "-o",
            "out",
        ],
        &["verify", "--filter", "none", "--report", "junit=out"],
        &[
            "scan",
            "-p",
            "missing.json",
            "bad.jsonl",
            "--bad-lines",
            "out",
        ],
    ] {
        let folder = folder();
        let file = folder.path().join("out");
        fs::write(&file, "old").unwrap();
        let output = run(folder.path(), words);
        assert_eq!(output.status.code(), Some(2), "{words:?}: {output:?}");
        assert_eq!(fs::read(&file).unwrap(), b"old", "{words:?}");
        fs::remove_file(&file).unwrap();
        let before = names(folder.path());
        run(folder.path(), words);
        assert_eq!(names(folder.path()), before, "{words:?} made a file");
    }
}

#[test]
fn what_cannot_be_written_is_named() {
    for (name, told) in [
        ("patterns", "directory"),
        ("no/such/folder/out", "No such file"),
    ] {
        for way in ways(name) {
            let folder = folder();
            let output = pattern_test_in(folder.path()).args(&way).output().unwrap();
            assert_eq!(output.status.code(), Some(2), "{way:?}: {output:?}");
            let text = String::from_utf8(output.stderr).unwrap();
            let named = format!("{name}: cannot write this");
            assert!(
                text.contains(&named) && text.to_lowercase().contains(&told.to_lowercase()),
                "{way:?}: {text}"
            );
        }
    }
}

/// A device is written to as it is, and one that is full is named.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_named() {
    for way in ways("/dev/full") {
        let folder = folder();
        let output = pattern_test_in(folder.path()).args(&way).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{way:?}: {output:?}");
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(text.contains("/dev/full"), "{way:?}: {text}");
    }
    let folder = folder();
    for words in [
        &["--help"][..],
        &["match", "--help"],
        &["--version"],
        &["check"],
        &["schema", "suite"],
    ] {
        let full = fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let output = pattern_test_in(folder.path())
            .args(words)
            .stdout(Stdio::from(full))
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{words:?}: {output:?}");
        assert!(!output.stderr.is_empty(), "{words:?}");
    }
}

#[test]
fn a_pipe_is_written_to() {
    let folder = folder();
    let words = ["check", "--format", "json", "-o", "/dev/stdout"];
    let output = run(folder.path(), &words);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("\"schema\": 1"), "{text}");
}

#[test]
fn other_names_of_a_file_are_told() {
    let folder = folder();
    let pattern = folder.path().join("patterns/p.json");
    fs::write(&pattern, r#"{"source": "aws.ec2"}"#).unwrap();
    fs::hard_link(&pattern, folder.path().join("other")).unwrap();
    let output = run(folder.path(), &["check", "--fix", "--unsafe-fixes"]);
    let output = match output.status.code() {
        Some(2) => run(folder.path(), &["check", "--fix"]),
        _ => output,
    };
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("hard link"), "{text}");
    assert_eq!(
        fs::read_to_string(&pattern).unwrap(),
        r#"{"source": ["aws.ec2"]}"#
    );
    assert_eq!(
        fs::read_to_string(folder.path().join("other")).unwrap(),
        r#"{"source": "aws.ec2"}"#
    );
}

#[test]
fn a_suite_takes_nothing_over_from_a_run_that_was_killed() {
    let folder = folder();
    for left in [
        "s/p.unfinished/match",
        "s/.p.unfinished/match",
        "s/.pattern-test-abc.unfinished/match",
    ] {
        let left = folder.path().join(left);
        fs::create_dir_all(&left).unwrap();
        fs::write(left.join("999-old.json"), "{}").unwrap();
    }
    let output = run(
        folder.path(),
        &["generate", "patterns/p.json", "--suite", "s"],
    );
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let made = names(&folder.path().join("s/p/match"));
    assert!(
        !made.is_empty() && !made.contains(&"999-old.json".to_owned()),
        "{made:?}"
    );
    let mode = |path: &str| fs::metadata(folder.path().join(path)).unwrap().mode();
    assert_eq!(mode("s/p"), mode("s"), "others may read it");
    // Beside a suite that was written by hand it is put too.
    fs::create_dir_all(folder.path().join("t/p")).unwrap();
    fs::write(folder.path().join("t/p/notes.txt"), "").unwrap();
    let output = run(
        folder.path(),
        &["generate", "patterns/p.json", "--suite", "t"],
    );
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(names(&folder.path().join("t")), ["p"]);
    assert_eq!(
        names(&folder.path().join("t/p")),
        ["match", "no-match", "notes.txt"]
    );
}
