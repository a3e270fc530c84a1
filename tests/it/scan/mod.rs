//! `pattern-test scan` as its users meet it.

mod broken;
mod filters;
mod forms;
mod output;
mod shard;
mod signals;
mod trusted;

use crate::cli::pattern_test;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// A pattern that matches every other event of `numbered`.
const EVEN: &str = r#"{"even": [true]}"#;

/// Events, one a line.
fn numbered(count: usize) -> String {
    (0..count).map(|n| numbered_event(n) + "\n").collect()
}

fn numbered_event(n: usize) -> String {
    format!(
        r#"{{"n": {n}, "even": {}, "text": "größe {n}"}}"#,
        n.is_multiple_of(2)
    )
}

/// The lines of the events that `EVEN` matches.
fn even(count: usize) -> String {
    (0..count)
        .step_by(2)
        .map(|n| numbered_event(n) + "\n")
        .collect()
}

fn scan(words: &[&str]) -> Command {
    let mut command = pattern_test();
    command.arg("scan").args(words).stdin(Stdio::null());
    command
}

/// What a run printed and how it ended.
#[derive(Debug, PartialEq, Eq)]
struct Ran {
    out: String,
    err: String,
    code: Option<i32>,
}

fn run(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    Ran {
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code(),
    }
}

fn run_on(command: &mut Command, input: &[u8]) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // Whoever reads too little is no failure of ours.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Ran {
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code(),
    }
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}
