//! Input that is no events, cannot be unpacked, or is too long; output that cannot be written.

use super::*;
use crate::analysis::stride;
use crate::cli::directory_with;
use insta_cmd::assert_cmd_snapshot;

#[test]
fn bad_lines_are_told_of_and_left_out() {
    let text = "{\"even\": true, \"n\": 1}\n{\"even\": true,\nnot json\n\n{\"even\": true, \"n\": 2}\n[1]\n{\"even\": \"\\ud800\"}\n{\"even\": true, \"n\": 3}";
    let directory = directory_with(&[("events.jsonl", text.as_bytes())]);
    let mut command = scan(&["-p", EVEN, "events.jsonl"]);
    command.current_dir(directory.path());
    assert_cmd_snapshot!(command);
    let mut command = scan(&["-p", EVEN, "--bad-lines", "fail", "events.jsonl"]);
    command.current_dir(directory.path());
    assert_cmd_snapshot!(command);
    let words = ["-p", EVEN, "--bad-lines", "bad.txt", "events.jsonl"];
    let ran = run(scan(&words).current_dir(directory.path()));
    assert_eq!(ran.code, Some(2));
    let kept = std::fs::read_to_string(directory.path().join("bad.txt")).unwrap();
    assert_eq!(
        kept,
        "{\"even\": true,\nnot json\n\n[1]\n{\"even\": \"\\ud800\"}\n"
    );
}

/// What is bad does not depend on where blocks are cut.
#[test]
fn bad_lines_among_many() {
    let mut text = String::new();
    let mut expected = String::new();
    for n in 0..40_000 {
        if n % 997 == 0 {
            text += [
                "{\"n\": 1,\n",
                "junk\n",
                "{\"a\": \"\n",
                "{\"a\": [\n {},\n {]}\n",
            ][n / 997 % 4];
        }
        let event = numbered_event(n) + "\n";
        if n % 2 == 0 {
            expected += &event;
        }
        text += &event;
    }
    let mut errors = Vec::new();
    for jobs in ["1", "2", "5"] {
        let ran = run_on(&mut scan(&["-p", EVEN, "-j", jobs]), text.as_bytes());
        assert!(ran.out == expected, "{jobs}");
        assert_eq!(ran.code, Some(2));
        errors.push(ran.err);
    }
    assert!(errors[0].contains("41 pieces"), "{}", errors[0]);
    errors.dedup();
    assert_eq!(errors.len(), 1, "{errors:#?}");
}

#[test]
fn bytes_that_are_no_text() {
    let text = b"{\"even\": true, \"n\": 1}\n{\"even\": true, \"n\": \"\xff\"}\n{\"even\": true, \"n\": 2}\n";
    let ran = run_on(&mut scan(&["-p", EVEN]), text);
    assert_eq!(
        ran.out,
        "{\"even\": true, \"n\": 1}\n{\"even\": true, \"n\": 2}\n"
    );
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("byte 0xff is not UTF-8"), "{}", ran.err);
    assert!(ran.err.contains("<stdin>:2:22"), "{}", ran.err);
}

#[test]
fn a_broken_array() {
    let ran = run_on(
        &mut scan(&["-p", EVEN]),
        b"[{\"even\": true}, {\"even\": tru}, {\"even\": true}]",
    );
    assert_eq!((ran.code, &*ran.out), (Some(2), "{\"even\": true}\n"));
    assert!(
        ran.err.contains("what follows in this input was not read"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("<stdin>:1:"), "{}", ran.err);
}

#[test]
fn a_file_that_is_not_there() {
    let ran = run(&mut scan(&[
        "-p",
        EVEN,
        "no-such-file",
        "fixtures/ecs/run-test-fails.json",
    ]));
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("no such file or directory"), "{}", ran.err);
}

/// What could be unpacked was scanned, and the end is told of.
#[test]
fn truncated_and_damaged_gzip() {
    // Text that does not pack well, so that the cut is in the middle of the events.
    let text: String = (0..20_000_u64)
        .map(|n| {
            format!(
                "{{\"even\": true, \"n\": {}}}\n",
                n.wrapping_mul(0x9e37_79b9_7f4a_7c15)
            )
        })
        .collect();
    let whole = gzip(text.as_bytes());
    let truncated = &whole[..whole.len() / 2];
    let mut damaged = whole.clone();
    let middle = damaged.len() / 2;
    damaged[middle..middle + 64].fill(0xff);
    for (bytes, message) in [
        (truncated, "the compressed data ends too early"),
        (&damaged, "the compressed data is damaged"),
    ] {
        for jobs in ["1", "2"] {
            let ran = run_on(&mut scan(&["-p", EVEN, "-j", jobs]), bytes);
            assert_eq!(ran.code, Some(2));
            assert!(ran.err.contains(message), "{}", ran.err);
            assert!(ran.out.len() > text.len() / 4, "{}", ran.out.len());
            // What is damaged may unpack to something else before that is noticed.
            let sure: String = ran.out.split_inclusive('\n').take(1_000).collect();
            assert!(text.starts_with(&sure), "whole events only");
        }
    }
}

#[test]
fn truncated_zstd() {
    let whole = zstd::encode_all(numbered(1_000).as_bytes(), 1).unwrap();
    let ran = run_on(&mut scan(&["-p", EVEN]), &whole[..whole.len() - 9]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("the compressed data"), "{}", ran.err);
}

/// A gigabyte without a line end (an eighth of it without `.ci/run`), then an event. It is passed through a
/// pipe, and never stored.
#[cfg(target_os = "linux")]
#[test]
fn a_line_of_a_gigabyte() {
    let mut child = scan(&["-p", EVEN, "-j", "2"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin
        .write_all(b"{\"even\": true, \"n\": 1}\n{\"text\": \"")
        .unwrap();
    let block = vec![b'x'; 1 << 20];
    for _ in 0..1024 / stride().min(8) {
        stdin.write_all(&block).unwrap();
    }
    stdin
        .write_all(b"\"}\n{\"even\": true, \"n\": 2}\n")
        .unwrap();
    // All of it but what is in the pipe was read: so much memory was needed for it.
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap();
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert_eq!(
        out, "{\"even\": true, \"n\": 1}\n{\"even\": true, \"n\": 2}\n",
        "{err}"
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(
        err.contains("an event longer than 16 MiB, the limit of `--max-event-size`"),
        "{err}"
    );
    assert!(err.contains("<stdin>:2:1"), "{err}");
    assert!(peak < 100_000, "{peak} kB");
}

#[test]
fn the_limit_for_an_event() {
    let text = numbered(10);
    let long = format!("{{\"even\": true, \"text\": \"{}\"}}\n", "x".repeat(5_000));
    let all = [&*text, &long, &text].concat();
    let ran = run_on(
        &mut scan(&["-p", EVEN, "--max-event-size", "4K"]),
        all.as_bytes(),
    );
    assert_eq!(ran.out, even(10) + &even(10));
    assert!(
        ran.err.contains("an event longer than 4096 bytes"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("<stdin>:11:1"), "{}", ran.err);
    let ran = run_on(
        &mut scan(&["-p", EVEN, "--max-event-size", "6K"]),
        all.as_bytes(),
    );
    assert_eq!(ran.out, even(10) + &long + &even(10));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk() {
    let directory = directory_with(&[("events.jsonl", numbered(40_000).as_bytes())]);
    let file = directory.path().join("events.jsonl");
    let full = || {
        std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap()
    };
    for words in [
        &["-p", EVEN, path(&file)][..],
        &["-p", EVEN, "--count", path(&file)],
    ] {
        let output = scan(words).stdout(full()).output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{err}");
        assert!(
            err.contains("cannot write the results: No space left on device"),
            "{err}"
        );
        assert_eq!(err.matches("error:").count(), 1, "{err}");
    }
    // The same for the file of bad lines.
    let words = ["-p", EVEN, "--bad-lines", "/dev/full", "-"];
    let ran = run_on(&mut scan(&words), "junk\n".repeat(100_000).as_bytes());
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("No space left on device"), "{}", ran.err);
}

#[test]
fn a_closed_pipe_is_quiet() {
    let directory = directory_with(&[("events.jsonl", numbered(40_000).as_bytes())]);
    let file = directory.path().join("events.jsonl");
    let mut child = scan(&["-p", EVEN, path(&file)])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
