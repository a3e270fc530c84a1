//! The engine against the evaluator, and against the data that defines both.

use crate::analysis::stride;
use crate::conformance::{text, verdict_cases};
use crate::naive::ast::pattern_json;
use crate::naive::generate;
use crate::replay::checks::{same_trusted, same_verdicts};
use pattern_test::engine::{Modes, RuleSet, Scratch};
use pattern_test::matching::evaluate;
use pattern_test::{Event, Pattern};
use proptest::prelude::*;

#[test]
fn each_pattern_of_the_conformance_data_alone() {
    let cases = verdict_cases();
    let mut scratch = Scratch::new();
    for (line, case) in &cases {
        let mut rules = RuleSet::builder();
        rules.add("", &Pattern::parse(text(case, "pattern")).unwrap());
        let rules = rules.build();
        let matches = rules
            .matches(text(case, "event").as_bytes(), Modes::Both, &mut scratch)
            .unwrap();
        let verdict = |matched: bool| if matched { "match" } else { "no-match" };
        let flattened = verdict(!matches.flattened.is_empty());
        assert_eq!(flattened, text(case, "flattened"), "line {line}: {case}");
        let strict = verdict(!matches.strict.is_empty());
        assert_eq!(strict, text(case, "strict"), "line {line}: {case}");
    }
}

/// All patterns against all events would be 76 million evaluations: every event is matched by the
/// engine with all patterns, and the evaluator is asked for what the data says, and for a sample. Not
/// every event is taken without `.ci/run`.
#[test]
fn all_patterns_of_the_conformance_data_at_once() {
    const SAMPLE: usize = 40;
    let cases = verdict_cases();
    let patterns: Vec<_> = cases
        .iter()
        .map(|(_, case)| Pattern::parse(text(case, "pattern")).unwrap())
        .collect();
    let mut builder = RuleSet::builder();
    let ids: Vec<_> = patterns.iter().map(|p| builder.add("", p)).collect();
    let rules = builder.build();
    let mut scratch = Scratch::new();
    for (line, case) in cases.iter().step_by(stride().min(6)) {
        let event = text(case, "event");
        let matches = rules
            .matches(event.as_bytes(), Modes::Both, &mut scratch)
            .unwrap();
        let own = ids[line - 1];
        let says = |list: &[_]| {
            if list.contains(&own) {
                "match"
            } else {
                "no-match"
            }
        };
        assert_eq!(
            says(&matches.flattened),
            text(case, "flattened"),
            "line {line}: {case}"
        );
        assert_eq!(
            says(&matches.strict),
            text(case, "strict"),
            "line {line}: {case}"
        );
        let event = Event::parse(event).unwrap();
        // Everything that matches does so for the evaluator too, and so does nothing else of the
        // sample, which is another one for each event.
        let sample = (0..SAMPLE).map(|n| (line * 7_919 + n * 151) % patterns.len());
        let found = matches.flattened.iter().chain(&matches.strict);
        for index in sample.chain(found.map(|rule| rule.index())) {
            let evaluation = evaluate(&patterns[index], &event);
            let ours = (
                matches.flattened.contains(&ids[index]),
                matches.strict.contains(&ids[index]),
            );
            let theirs = (evaluation.flattened.matched, evaluation.strict.matched);
            assert_eq!(ours, theirs, "line {line}, pattern of line {}", index + 1);
        }
    }
}

/// The whole of it: each event gives exactly the patterns that match it for the evaluator.
#[test]
#[ignore = "76 million evaluations take minutes: `cargo test --test it -- --ignored all_pairs`"]
fn all_pairs_of_the_conformance_data() {
    let cases = verdict_cases();
    let patterns: Vec<_> = cases
        .iter()
        .map(|(_, case)| Pattern::parse(text(case, "pattern")).unwrap())
        .collect();
    let mut builder = RuleSet::builder();
    let ids: Vec<_> = patterns.iter().map(|p| builder.add("", p)).collect();
    let rules = builder.build();
    let mut scratch = Scratch::new();
    let events: std::collections::BTreeSet<_> =
        cases.iter().map(|(_, case)| text(case, "event")).collect();
    for event in events {
        let matches = rules
            .matches(event.as_bytes(), Modes::Both, &mut scratch)
            .unwrap();
        let parsed = Event::parse(event).unwrap();
        let (mut flattened, mut strict) = (Vec::new(), Vec::new());
        for (id, pattern) in ids.iter().zip(&patterns) {
            let evaluation = evaluate(pattern, &parsed);
            flattened.extend(evaluation.flattened.matched.then_some(*id));
            strict.extend(evaluation.strict.matched.then_some(*id));
        }
        assert_eq!(matches.flattened, flattened, "{event}");
        assert_eq!(matches.strict, strict, "{event}");
    }
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 3_000 / u32::try_from(stride().min(4)).unwrap(),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn random_sets_of_patterns(cases in proptest::collection::vec(generate::cases(), 1..6)) {
        let patterns: Vec<_> = cases
            .iter()
            .filter_map(|(pattern, _, style)| {
                Pattern::parse(&pattern_json(pattern).print(*style)).ok()
            })
            .collect();
        for (_, event, style) in &cases {
            same_verdicts(&patterns, &event.print(*style));
            same_trusted(&patterns, &event.print(*style));
        }
    }

    /// A byte changed, taken out or put in: malformed or not, both have to say the same of it.
    #[test]
    fn mutated_events(
        (pattern, event, style) in generate::cases(),
        at: proptest::sample::Index,
        byte in proptest::sample::select(b"{}[]\",:\\u0e-. \n\x01tfna".to_vec()),
        how in 0..3,
    ) {
        let Ok(pattern) = Pattern::parse(&pattern_json(&pattern).print(style)) else {
            return Ok(());
        };
        let mut bytes = event.print(style).into_bytes();
        let at = at.index(bytes.len());
        match how {
            0 => bytes[at] = byte,
            1 => drop(bytes.remove(at)),
            _ => bytes.insert(at, byte),
        }
        if let Ok(event) = String::from_utf8(bytes) {
            same_trusted(std::slice::from_ref(&pattern), &event);
            same_verdicts(&[pattern], &event);
        }
    }
}

/// Arrays are no events, whatever they hold.
#[test]
fn only_objects_are_events() {
    let pattern = Pattern::parse(r#"{"a": [1]}"#).unwrap();
    for text in [
        "[]",
        "[1]",
        r#"[{"a": 1}]"#,
        r#" [{"a": 1}]"#,
        "1",
        r#""a""#,
        "",
    ] {
        same_verdicts(std::slice::from_ref(&pattern), text);
        same_trusted(std::slice::from_ref(&pattern), text);
    }
}

/// A key is cut where a block of 64 bytes ends; dots and escapes in either part of it count.
#[test]
fn keys_across_the_ends_of_blocks() {
    let patterns = [
        r#"{"alpha": {"beta": {"gamma": [1]}}}"#,
        r#"{"alpha": {"bravo": [1]}}"#,
        r#"{"alphabet": [1]}"#,
    ];
    let patterns = patterns.map(|pattern| Pattern::parse(pattern).unwrap());
    for before in 0..130 {
        for key in [
            "alpha.beta.gamma",
            "al\\u0070ha.beta.gamma",
            "alpha.bravo",
            "alphabet",
            "alpha\\u0062et",
            "alphabets",
            ".alphabet",
        ] {
            for value in ["1", "\"a.b\"", "[[],[[1]]]", "[[[],[]],1,[[]]]"] {
                let filler = "x".repeat(before);
                let event = format!(r#"{{"{filler}":0.5,"{key}":{value},"b.c":2}}"#);
                same_verdicts(&patterns, &event);
                let event = format!(r#"{{"{filler}.":[[0.5],[]],"{key}" : {value}}}"#);
                same_verdicts(&patterns, &event);
            }
        }
    }
}
