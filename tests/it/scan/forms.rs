//! The forms in which events come, and the order in which they go.

use super::*;
use crate::cli::directory_with;

/// Enough for several blocks on several threads.
const MANY: usize = 40_000;

#[test]
fn lines_on_any_number_of_threads() {
    let text = numbered(MANY);
    let expected = even(MANY);
    let directory = directory_with(&[("events.jsonl", text.as_bytes())]);
    let file = directory.path().join("events.jsonl");
    for jobs in ["1", "2", "7"] {
        let ran = run(&mut scan(&["-p", EVEN, "-j", jobs, path(&file)]));
        assert_eq!((ran.code, &*ran.err), (Some(0), ""), "{jobs}");
        assert!(
            ran.out == expected,
            "{jobs}: not the even events in their order"
        );
        let ran = run_on(&mut scan(&["-p", EVEN, "-j", jobs]), text.as_bytes());
        assert!(ran.out == expected, "{jobs}: through a pipe");
    }
}

/// Every way in which events may follow each other gives the same events.
#[test]
fn layouts() {
    let events: Vec<_> = (0..MANY).map(numbered_event).collect();
    let expected = even(MANY);
    let pretty = |event: &str| event.replace("{\"n\"", "{\n  \"n\"").replace('}', "\n}");
    let layouts = [
        ("concatenated", events.concat()),
        ("blanks", events.join("  \r\n\n\t ")),
        ("no last line end", events.join("\n")),
        ("array", format!("[{}]", events.join(","))),
        ("tall array", format!("[\n{}\n]\n", events.join(",\n"))),
        (
            "arrays",
            format!("[{}] [{}]", events[..99].join(","), events[99..].join(", ")),
        ),
        ("mark", format!("\u{feff}{}", events.join("\n"))),
    ];
    for (name, text) in layouts {
        for jobs in ["1", "3"] {
            let ran = run_on(&mut scan(&["-p", EVEN, "-j", jobs, "-"]), text.as_bytes());
            assert_eq!((ran.code, &*ran.err), (Some(0), ""), "{name}");
            assert!(ran.out == expected, "{name} on {jobs}");
        }
    }
    let tall: String = events.iter().map(|event| pretty(event) + "\n").collect();
    let tall_even: String = (0..MANY)
        .step_by(2)
        .map(|n| pretty(&numbered_event(n)) + "\n")
        .collect();
    let ran = run_on(&mut scan(&["-p", EVEN, "-"]), tall.as_bytes());
    assert!(ran.out == tall_even, "events stay as they stand");
}

#[test]
fn compressed_by_content_not_by_name() {
    let (first, second) = (numbered(10), numbered(MANY));
    let members = [gzip(first.as_bytes()), gzip(second.as_bytes())].concat();
    let frames = [
        zstd::encode_all(first.as_bytes(), 1).unwrap(),
        zstd::encode_all(second.as_bytes(), 1).unwrap(),
    ]
    .concat();
    let directory = directory_with(&[
        ("events/2026/a.json", first.as_bytes()),
        ("events/2026/b.log", &members),
        ("events/2026/c", &frames),
        ("events/2026/d.gz", b""),
        ("events/.hidden", b"not looked at"),
    ]);
    let expected = [even(10), even(10), even(MANY), even(10), even(MANY)].concat();
    for jobs in ["1", "4"] {
        let folder = directory.path().join("events");
        let ran = run(&mut scan(&["-p", EVEN, "-j", jobs, path(&folder)]));
        assert_eq!((ran.code, &*ran.err), (Some(0), ""), "{jobs}");
        assert!(ran.out == expected, "{jobs}");
    }
}

#[test]
fn wrapped() {
    let events: Vec<_> = (0..MANY).map(numbered_event).collect();
    let wrapped = format!(
        "{{\"version\": 1, \"\\u0052ecords\": [{}], \"more\": [{{\"even\": true}}]}}\n",
        events.join(",")
    );
    let twice = wrapped.clone() + &wrapped;
    let expected = even(MANY) + &even(MANY);
    for jobs in ["1", "3"] {
        let words = ["-p", EVEN, "-j", jobs, "--each", "/Records"];
        let ran = run_on(&mut scan(&words), twice.as_bytes());
        assert_eq!((ran.code, &*ran.err), (Some(0), ""));
        assert!(ran.out == expected, "{jobs}");
    }
    let without = run_on(
        &mut scan(&["-p", EVEN, "--each", "/Records"]),
        b"{\"a\": 1}\n{\"Records\": [{\"even\": true}]}",
    );
    assert_eq!(
        (without.code, &*without.out),
        (Some(2), "{\"even\": true}\n")
    );
    assert!(without.err.contains("no array at `/Records` in this"));
}

#[test]
fn nothing_at_all() {
    for text in ["", "\n \n", "[]", "{}"] {
        let ran = run_on(&mut scan(&["-p", EVEN]), text.as_bytes());
        assert_eq!(
            (ran.code, &*ran.out, &*ran.err),
            (Some(1), "", ""),
            "{text:?}"
        );
    }
}

/// Where the output and the input are at hand at once, each result comes as soon as its event.
#[test]
fn a_live_pipe() {
    use std::io::{BufRead as _, BufReader};
    let mut child = scan(&["-p", EVEN])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap()).lines();
    for n in [0, 2, 4] {
        writeln!(stdin, "{}", numbered_event(n)).unwrap();
        assert_eq!(out.next().unwrap().unwrap(), numbered_event(n));
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}
