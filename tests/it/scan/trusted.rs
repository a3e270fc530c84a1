//! `--trust-input`.

use super::*;

#[test]
fn finds_what_it_finds_without() {
    let text = numbered(20_000);
    for words in [
        &["--count"][..],
        &["--format", "jsonl"],
        &["--invert"],
        &["--disagree"],
        &["--limit", "77"],
        &[],
    ] {
        for jobs in ["1", "3"] {
            let all = [&["-p", EVEN, "-j", jobs], words].concat();
            let checked = run_on(&mut scan(&all), text.as_bytes());
            let trusting = [&all[..], &["--trust-input"]].concat();
            let trusted = run_on(&mut scan(&trusting), text.as_bytes());
            assert_eq!(trusted, checked, "{words:?}");
        }
    }
}

/// Where a search tells that lines cannot match, they are counted like the others.
#[test]
fn lines_without_what_is_asked_for_are_counted() {
    let mut text = String::new();
    for n in 0..20_000 {
        text += &match n % 1_000 {
            17 => numbered_event(n).replace("größe", "gr\\u00f6\\u00dfe"),
            400..600 => format!("  {} \r", numbered_event(n)),
            999 => format!("\n \t\n{}\n", numbered_event(n)),
            _ => numbered_event(n),
        };
        text.push('\n');
    }
    // The last one has no line end.
    text += &numbered_event(20_000);
    let rare =
        r#"{"text": ["größe 17", {"suffix": " 1999"}, {"prefix": "größe 20000"}, "größe 4500"]}"#;
    let many =
        r#"{"n": [{"numeric": [">=", 0]}], "text": [{"wildcard": "*größe 1*"}, {"suffix": "9"}]}"#;
    for pattern in [rare, many] {
        for words in [
            &["--count"][..],
            &["--count-by-pattern"],
            &["--format", "jsonl"],
            &["--invert"],
            &["--limit", "3"],
            &["--max-event-size", "48"],
            &[],
        ] {
            for jobs in ["1", "3"] {
                let all = [&["-p", pattern, "-j", jobs], words].concat();
                let checked = run_on(&mut scan(&all), text.as_bytes());
                let trusting = [&all[..], &["--trust-input"]].concat();
                let trusted = run_on(&mut scan(&trusting), text.as_bytes());
                assert!(trusted == checked, "{pattern} {words:?}: {}", trusted.err);
            }
        }
    }
    let found = run_on(
        &mut scan(&["-p", rare, "--count", "--trust-input"]),
        text.as_bytes(),
    );
    assert_eq!((&*found.out, found.code), ("4\n", Some(0)));
}

/// Bytes that are not UTF-8 are reported, but where nothing is read at all.
#[test]
fn bytes_are_checked_where_they_are_read() {
    let mut text = numbered(3_000).into_bytes();
    text.extend_from_slice(b"{\"even\": true, \"text\": \"\xff\"}\n");
    text.extend_from_slice(numbered(3_000).as_bytes());
    let trusting = |pattern| {
        run_on(
            &mut scan(&["-p", pattern, "--count", "--trust-input"]),
            &text,
        )
    };
    let ran = trusting(EVEN);
    assert_eq!((&*ran.out, ran.code), ("3000\n", Some(2)));
    assert!(ran.err.contains("byte 0xff is not UTF-8"), "{}", ran.err);
    let ran = trusting(r#"{"text": ["größe 99999"]}"#);
    assert_eq!((&*ran.out, ran.code), ("0\n", Some(1)));
}

/// Several on a line, or one on several: nothing is passed by then.
#[test]
fn events_need_no_line_of_their_own() {
    let events: Vec<_> = (0..3_000).map(numbered_event).collect();
    for between in ["", " ", "\r\n", "\n\n \n"] {
        let text = events.join(between);
        let ran = run_on(
            &mut scan(&["-p", EVEN, "--count", "--trust-input"]),
            text.as_bytes(),
        );
        assert_eq!((&*ran.out, ran.code), ("1500\n", Some(0)), "{between:?}");
    }
    let tall = numbered(100).replace(", ", ",\n");
    let ran = run_on(
        &mut scan(&["-p", EVEN, "--count", "--trust-input"]),
        tall.as_bytes(),
    );
    assert_eq!((&*ran.out, ran.code), ("50\n", Some(0)));
}

/// The promise may be broken on one line; the lines beside it are none the worse for it.
#[test]
fn what_is_malformed_stays_on_its_line() {
    for bad in [
        "{\"even\": true, \"n\": {",
        "{\"n\": [[[, \"text\": \"",
        "{\"n\": \"\\",
        "{",
        "{\"even\"",
        "{}}}}",
        "nothing",
        "\"{",
        "[{\"even\": true}",
    ] {
        let mut text = String::new();
        for n in 0..2_000 {
            text += &numbered_event(n);
            text.push('\n');
            if n % 100 == 7 {
                text += bad;
                text.push('\n');
            }
        }
        let ran = run_on(&mut scan(&["-p", EVEN, "--trust-input"]), text.as_bytes());
        let of_events: String = ran
            .out
            .split_inclusive('\n')
            .filter(|line| line.contains("größe"))
            .collect();
        assert!(of_events == even(2_000), "{bad}");
        assert!(matches!(ran.code, Some(0 | 2)), "{bad}");
    }
}

/// What is promised is not looked at: a mistake behind the last field goes unnoticed.
#[test]
fn nothing_is_read_behind_what_is_asked_for() {
    let text = "{\"even\": true}\n{\"even\": true, \"n\": }\n{\"even\": true}\n";
    let checked = run_on(&mut scan(&["-p", EVEN, "--count"]), text.as_bytes());
    assert_eq!((&*checked.out, checked.code), ("2\n", Some(2)));
    let words = ["-p", EVEN, "--count", "--trust-input"];
    let trusted = run_on(&mut scan(&words), text.as_bytes());
    assert_eq!((&*trusted.out, trusted.code), ("3\n", Some(0)));
}
