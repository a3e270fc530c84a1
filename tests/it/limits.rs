//! Texts that are no patterns and no events, and texts at the limits of what is read.

use pattern_test::json::{MAX_DEPTH, Number, SyntaxErrorKind};
use pattern_test::pattern::{PatternErrorKind as Kind, PatternWarning, measure_complexity};
use pattern_test::{Event, EventError, Mode, Pattern, PatternError};

fn refused(text: &str) -> PatternError {
    let error = Pattern::parse(text).unwrap_err();
    let span = error.span();
    let whole =
        error.text() == text && span.start <= span.end && text.get(span.start..span.end).is_some();
    assert!(whole, "{span:?} in {text:.60}");
    // None of these may panic, whatever the text.
    assert!(error.line() > 0 && error.column() > 0 && error.position().line > 0);
    assert!(error.service_text().contains(error.reason()));
    error
}

fn no_event(text: &str) -> EventError {
    let error = Event::parse(text).unwrap_err();
    if let Some(syntax) = error.syntax_error() {
        let span = syntax.span();
        assert!(
            text.get(span.start..span.end).is_some(),
            "{span:?} in {text:.60}"
        );
        assert_eq!(error.position(), syntax.position(text));
    }
    assert!(!error.to_string().is_empty());
    error
}

/// Refused as both, as JSON of this kind, at this line and column.
fn malformed(text: &str, at: (usize, usize)) -> SyntaxErrorKind {
    let error = no_event(text);
    assert_eq!(
        (error.position().line, error.position().column),
        at,
        "{text:.60}"
    );
    let pattern = refused(text);
    assert_eq!(pattern.kind(), Kind::Syntax, "{text:.60}");
    error.syntax_error().unwrap().kind().clone()
}

#[test]
fn texts_without_anything() {
    for (text, at) in [("", (1, 1)), (" ", (1, 2)), ("\r\n\t\n", (3, 1))] {
        assert_eq!(malformed(text, at), SyntaxErrorKind::Empty, "{text:?}");
    }
}

#[test]
fn texts_that_are_something_else() {
    let gzip =
        String::from_utf8_lossy(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\x48").into_owned();
    let png = String::from_utf8_lossy(b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR").into_owned();
    let utf16 = "{\"a\":1}"
        .chars()
        .flat_map(|c| [c, '\0'])
        .collect::<String>();
    for text in [
        &*gzip,
        &*png,
        &*utf16,
        "\0",
        "\u{1b}[31m",
        "<xml/>",
        "---\na: 1",
        "%PDF-1.7",
    ] {
        no_event(text);
        refused(text);
    }
}

#[test]
fn values_that_are_no_object() {
    for text in ["[]", "[{}]", "1", "\"{}\"", "null", "true"] {
        assert!(no_event(text).syntax_error().is_none());
        assert_eq!(refused(text).kind(), Kind::NotAnObject, "{text}");
    }
}

#[test]
fn a_byte_order_mark() {
    let text = "\u{feff}{\"a\":[1]}";
    assert_eq!(malformed(text, (1, 1)), SyntaxErrorKind::ByteOrderMark);
    let inside = "{\"\u{feff}\":[\"\u{feff}\"]}";
    assert!(
        Pattern::parse(inside)
            .unwrap()
            .matches(&Event::parse(inside).unwrap(), Mode::Flattened)
    );
    assert!(matches!(
        malformed("{\u{feff}}", (1, 2)),
        SyntaxErrorKind::Unexpected { .. }
    ));
}

#[test]
fn unpaired_surrogates() {
    for (text, column) in [
        (r#"{"a":["\ud800"]}"#, 8),
        (r#"{"a":["é\udfff"]}"#, 9),
        (r#"{"a":["\ud83d\u0041"]}"#, 8),
        (r#"{"a":["\ud83dx"]}"#, 8),
        (r#"{"a":["\ud83d\ud83d\ude00"]}"#, 8),
        (r#"{"\udc00":["a"]}"#, 3),
    ] {
        assert_eq!(
            malformed(text, (1, column)),
            SyntaxErrorKind::LoneSurrogate,
            "{text}"
        );
    }
    let pair = Event::parse(r#"{"a":"\uD83D\uDe00"}"#).unwrap();
    assert!(
        Pattern::parse(r#"{"a":["😀"]}"#)
            .unwrap()
            .matches(&pair, Mode::Strict)
    );
}

#[test]
fn line_ends_of_all_kinds() {
    let separators = "{\"a\":\"\u{2028}\u{2029}\u{85}\u{7f}\"}";
    let pattern = Pattern::parse(r#"{"a":["\u2028\u2029\u0085\u007f"]}"#).unwrap();
    assert!(pattern.matches(&Event::parse(separators).unwrap(), Mode::Flattened));
    // They end no line, neither for people nor for the service.
    malformed("{\"a\":[\"\u{2028}\"],\r\n \"b\":}", (2, 6));
    let error = refused("{\"a\u{2028}\":\r\n\r\n 1}");
    assert_eq!((error.line(), error.column()), (3, 3));
    // Outside of strings they are no white space, and neither is a form feed.
    for space in ["\u{2028}", "\u{a0}", "\u{c}", "\u{b}", "\u{85}", "\u{3000}"] {
        malformed(&format!("{{{space}}}"), (1, 2));
    }
    malformed("{\"a\":\"\r\n\"}", (1, 6));
}

#[test]
fn texts_cut_anywhere() {
    let root = env!("CARGO_MANIFEST_DIR");
    let fixture =
        std::fs::read_to_string(format!("{root}/fixtures/ecs/run-test-fails.json")).unwrap();
    let whole = fixture.trim_end();
    for end in (0..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
        let error = no_event(&whole[..end]);
        let syntax = error.syntax_error().unwrap();
        // Cut inside a number, a word or an escape the text is wrong rather than short.
        let inside =
            whole[..end].ends_with(|c: char| c.is_ascii_alphanumeric() || "-.\\".contains(c));
        assert!(syntax.is_incomplete() || inside, "{end}: {syntax}");
    }
    for name in std::fs::read_dir(format!("{root}/patterns")).unwrap() {
        let whole = std::fs::read_to_string(name.unwrap().path()).unwrap();
        let whole = whole.trim_end();
        for end in (0..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
            refused(&whole[..end]);
        }
    }
}

#[test]
fn text_behind_the_end() {
    for tail in ["x", ",", "{}", "\0", "]", "}", "\u{a0}"] {
        assert_eq!(
            malformed(&format!("{{\"a\":[1]}}\n{tail}"), (2, 1)),
            SyntaxErrorKind::TrailingText
        );
    }
}

fn nested(depth: usize, open: &str, inner: &str, close: &str) -> String {
    open.repeat(depth) + inner + &close.repeat(depth)
}

#[test]
fn nesting_at_the_limit_and_beyond() {
    // An event's own object is the first level.
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")] {
        let levels = (MAX_DEPTH - 1) / (close.len());
        let event = format!("{{\"a\":{}}}", nested(levels, open, "1", close));
        assert_eq!(Event::parse(&*event).unwrap().leaves().count(), 1);
        let event = format!("{{\"a\":{}}}", nested(levels + 1, open, "[]", close));
        let error = no_event(&event);
        assert_eq!(
            *error.syntax_error().unwrap().kind(),
            SyntaxErrorKind::TooDeep
        );
    }
    // With the array of matchers a pattern cannot go as deep: each level takes five characters.
    let pattern = nested(681, "{\"\":", "[1]", "}");
    let event = nested(681, "{\"\":", "1", "}");
    let pattern = Pattern::parse(&pattern).unwrap();
    assert!(pattern.matches(&Event::parse(&*event).unwrap(), Mode::Strict));
    let ors = nested(240, "{\"$or\":[", "{\"a\":[1]}", ",{}]}");
    assert_eq!(refused(&ors).kind(), Kind::EmptyObject);
    let brackets = format!("{{\"a\":{}}}", "[".repeat(4_000));
    assert_eq!(refused(&brackets).kind(), Kind::MatcherValue);
    let braces = "{\"\":".repeat(1_001);
    assert_eq!(refused(&braces).kind(), Kind::Syntax);
}

#[test]
fn a_pattern_is_measured_in_utf16_units() {
    let pattern = |units: usize| {
        let text = "é".repeat(units - 10);
        format!("{{\"a\":[\"{text}\"]}}").replacen("éé", "😀", 1)
    };
    let longest = Pattern::parse(&pattern(4_096)).unwrap();
    assert_eq!(longest.length(), 4_096);
    assert_eq!(
        longest.warnings(),
        [PatternWarning::OverDefaultQuota { length: 4_096 }]
    );
    assert_eq!(refused(&pattern(4_097)).kind(), Kind::TooLong);
    // The length is looked at before anything else.
    assert_eq!(refused(&"x".repeat(4_097)).kind(), Kind::TooLong);
    assert_eq!(refused(&"x".repeat(4_096)).kind(), Kind::Syntax);
    assert!(
        Pattern::parse(&pattern(2_048))
            .unwrap()
            .warnings()
            .is_empty()
    );
    assert_eq!(Pattern::parse(&pattern(2_049)).unwrap().warnings().len(), 1);
}

fn or(name: &str, branches: usize) -> String {
    let branches: Vec<_> = (0..branches)
        .map(|i| format!("{{\"{name}{i}\":[1]}}"))
        .collect();
    format!("\"$or\":[{}]", branches.join(","))
}

#[test]
fn combinations_at_the_limit_and_beyond() {
    let thousand = format!("{{{},{},{}}}", or("a", 10), or("b", 10), or("c", 10));
    assert_eq!(
        Pattern::parse(&thousand).unwrap().alternatives().len(),
        1_000
    );
    let more = format!("{{{},{},{}}}", or("a", 7), or("b", 11), or("c", 13));
    let error = refused(&more);
    assert_eq!(error.kind(), Kind::TooManyAlternatives);
    assert_eq!(
        error.service_text(),
        "Event pattern is not valid. Reason: Or operator is producing over 1000 rule combinations"
    );
    assert_eq!(error.exception(), "InvalidEventPatternException");
    // A mistake further on in the text is told first.
    let later = format!("{},\"z\":[]}}", more.strip_suffix('}').unwrap());
    assert_eq!(refused(&later).kind(), Kind::EmptyArray);
    // The limit is on combinations, not on what is left of them.
    let same = "{\"a\":[1]}";
    let same = format!("\"$or\":[{}]", vec![same; 32].join(","));
    assert_eq!(
        refused(&format!("{{{same},{same}}}")).kind(),
        Kind::TooManyAlternatives
    );
    // So many that their number does not fit.
    let huge = format!(
        "{{{}}}",
        vec!["\"$or\":[{\"a\":[1]},{\"a\":[1]}]"; 130].join(",")
    );
    assert_eq!(refused(&huge).kind(), Kind::TooManyAlternatives);
}

#[test]
fn complexity_at_the_limit_and_beyond() {
    // One star more adds what it matches itself and the character behind it.
    for (complexity, wildcards) in [
        (8, vec!["*a*a*a*a"]),
        (9, vec!["*a*a*a", "*a*b"]),
        (10, vec!["*a*a*a*a*a"]),
        (11, vec!["*:*:*:*:*:event-bus/*"]),
        (12, vec!["*a*a*a*a*a*a"]),
    ] {
        let operands: Vec<_> = wildcards
            .iter()
            .map(|w| format!("{{\"wildcard\":\"{w}\"}}"))
            .collect();
        let text = format!("{{\"a\":[{}]}}", operands.join(","));
        assert_eq!(measure_complexity(&text).unwrap(), complexity, "{text}");
        if complexity >= 11 {
            assert_eq!(refused(&text).kind(), Kind::TooComplex);
            continue;
        }
        let warnings = Pattern::parse(&text).unwrap().warnings();
        let near = PatternWarning::NearComplexityLimit { complexity };
        assert_eq!(warnings, if complexity >= 9 { vec![near] } else { vec![] });
    }
    // Other limits are looked at first.
    let more = format!(
        "{{{},{},{},\"z\":[{{\"wildcard\":\"{}\"}}]}}",
        or("a", 7),
        or("b", 11),
        or("c", 13),
        "*a".repeat(20)
    );
    assert_eq!(refused(&more).kind(), Kind::TooManyAlternatives);
}

#[test]
fn long_numbers() {
    let digits = "1".repeat(1_000_000);
    for number in [
        digits.clone(),
        format!("0.{digits}"),
        format!("1e{digits}"),
        format!("-1e-{digits}"),
    ] {
        assert_eq!(Number::parse(&number).value(), None);
        // In an event what has a fraction is rounded.
        let rounded = number.starts_with("0.");
        assert_eq!(
            Number::in_event(&number).value().is_some_and(|v| v > 0.0),
            rounded
        );
        let event = Event::parse(format!("{{\"a\":{number}}}")).unwrap();
        let pattern = Pattern::parse(r#"{"a":[{"numeric":[">",0]},1]}"#).unwrap();
        assert_eq!(pattern.matches(&event, Mode::Flattened), rounded);
    }
    let zeros = format!("1{}e-20000", "0".repeat(20_000));
    assert_eq!(Number::parse(&zeros).value(), Some(1.0));
    let zeros = format!("0.{}1e20001", "0".repeat(20_000));
    assert_eq!(Number::parse(&zeros).value(), Some(1.0));
}
