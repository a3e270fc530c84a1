//! `--shard`: work that is spread over machines by file.

use super::{EVEN, even, numbered, scan};
use std::fs;

/// The standard output of a scan.
fn out(words: &[&str], code: i32) -> String {
    let output = scan(words).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{told}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_shards_together_are_the_whole_wherever_the_files_are() {
    let here = tempfile::tempdir().unwrap();
    let there = tempfile::tempdir().unwrap();
    for directory in [&here, &there] {
        for file in 0..20 {
            let path = directory.path().join(format!("2026/{file}"));
            fs::create_dir_all(&path).unwrap();
            fs::write(path.join("events.jsonl"), numbered(file + 2)).unwrap();
        }
    }
    let of = |shard: &str, directory: &tempfile::TempDir| {
        let directory = directory.path().to_str().unwrap();
        out(&["-p", EVEN, "--shard", shard, directory], 0)
    };
    let mut lines = Vec::new();
    for shard in ["1/3", "2/3", "3/3"] {
        let part = of(shard, &here);
        assert_eq!(part, of(shard, &there), "{shard}");
        lines.extend(part.lines().map(str::to_owned));
    }
    let mut whole: Vec<_> = (0..20)
        .flat_map(|file| {
            even(file + 2)
                .lines()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect();
    whole.sort();
    lines.sort();
    assert_eq!(lines, whole);
}

#[test]
fn a_shard_without_files_says_so_and_matches_nothing() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("a.jsonl"), numbered(4)).unwrap();
    let path = directory.path().to_str().unwrap();
    let mut codes = Vec::new();
    for shard in ["1/2", "2/2"] {
        let output = scan(&["-p", EVEN, "--count", "--shard", shard, path])
            .output()
            .unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        let count = String::from_utf8(output.stdout).unwrap();
        let code = output.status.code();
        match count.trim() {
            "0" => assert!(
                told.contains(&format!("shard {shard} has none of the 1 files")),
                "{told}"
            ),
            count => assert_eq!(count, "2"),
        }
        codes.push(code);
    }
    codes.sort();
    assert_eq!(codes, [Some(0), Some(1)]);
}

#[test]
fn standard_input_has_no_shards() {
    for words in [
        &["-p", EVEN, "--shard", "1/2"][..],
        &["-p", EVEN, "--shard", "1/2", "-"],
    ] {
        let output = scan(words).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(told.contains("standard input cannot be split"), "{told}");
    }
}
