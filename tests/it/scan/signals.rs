//! Being asked to end in the middle of things.
#![cfg(unix)]

use super::*;
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Child;

/// A scan of an input that does not end, of which some output was read.
fn running() -> (
    Child,
    std::process::ChildStdin,
    BufReader<std::process::ChildStdout>,
    String,
) {
    let mut child = scan(&["-p", EVEN, "-j", "2"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    stdin.write_all(numbered(1_000).as_bytes()).unwrap();
    let mut first = String::new();
    out.read_line(&mut first).unwrap();
    (child, stdin, out, first)
}

fn kill(child: &Child, signal: &str) {
    let status = Command::new("kill")
        .args([signal, &child.id().to_string()])
        .status()
        .unwrap();
    assert!(status.success());
}

#[test]
fn what_was_found_is_written_whole() {
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let (mut child, stdin, mut out, mut text) = running();
        kill(&child, signal);
        out.read_to_string(&mut text).unwrap();
        let mut err = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut err)
            .unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(code), "{err}");
        drop(stdin);
        assert!(
            text.ends_with('\n') && even(1_000).starts_with(&text),
            "{text}"
        );
        assert!(err.contains("stopped by a signal: "), "{err}");
    }
}

/// In the middle of a large output, with a reader that goes on reading.
#[test]
fn in_the_middle_of_a_large_output() {
    let directory = crate::cli::directory_with(&[("e.jsonl", numbered(200_000).as_bytes())]);
    let file = directory.path().join("e.jsonl");
    let files = vec![path(&file); 40];
    let mut child = scan(&["-p", EVEN, "-j", "2"])
        .args(files)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = child.stdout.take().unwrap();
    let mut start = vec![0; 1 << 20];
    out.read_exact(&mut start).unwrap();
    kill(&child, "-INT");
    let mut rest = Vec::new();
    out.read_to_end(&mut rest).unwrap();
    let mut err = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut err)
        .unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{err}");
    start.extend(rest);
    let text = String::from_utf8(start).unwrap();
    assert!(text.ends_with('\n'));
    let whole = even(200_000);
    let mut expected = whole.lines().cycle();
    assert!(
        text.lines().all(|line| Some(line) == expected.next()),
        "whole events in their order"
    );
    assert!(
        text.len() < whole.len() * 40,
        "it was stopped in the middle"
    );
}

/// A reader that has stopped reading does not keep the program alive.
#[test]
fn with_a_reader_that_does_not_read() {
    let mut child = scan(&["-p", EVEN])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || drop(stdin.write_all(numbered(100_000).as_bytes())));
    let _unread = child.stdout.take().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));
    kill(&child, "-INT");
    assert_eq!(child.wait().unwrap().code(), Some(130));
    writer.join().unwrap();
}
