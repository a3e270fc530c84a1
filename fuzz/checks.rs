//! What must hold for any text, shared by the fuzz targets and the tests that replay their corpus.
#![allow(dead_code, reason = "each fuzz target uses its own part")]

use pattern_test::engine::{MatchError, Matches, Modes, RuleId, RuleSet, Scratch};
use pattern_test::json::{Reader, Span, TokenKind};
use pattern_test::matching::{Verdict, evaluate};
use pattern_test::pattern::value::MatcherKind;
use pattern_test::pattern::{MAX_ALTERNATIVES, MAX_COMPLEXITY, MAX_LENGTH, measure_complexity};
use pattern_test::{Event, Mode, Pattern};
use std::collections::HashSet;

fn lies_in(span: Span, text: &str) {
    assert!(text.get(span.start..span.end).is_some(), "{span:?}");
}

/// A pattern is compiled or refused; a refusal has a place in the text, and what is compiled
/// compiles again and keeps to the limits.
pub(crate) fn pattern(text: &str) {
    let pattern = match Pattern::parse(text) {
        Ok(pattern) => pattern,
        Err(error) => {
            assert_eq!(error.text(), text);
            lies_in(error.span(), text);
            assert!(error.line() > 0 && error.column() > 0);
            assert!(error.position().line > 0 && error.position().column > 0);
            assert!(!error.reason().is_empty());
            assert!(error.service_text().contains(error.reason()));
            return;
        }
    };
    assert_eq!(pattern.text(), text);
    assert!(pattern.length() <= MAX_LENGTH);
    assert!(pattern.complexity() < MAX_COMPLEXITY);
    assert_eq!(measure_complexity(text), Ok(pattern.complexity()));
    assert!((1..=MAX_ALTERNATIVES).contains(&pattern.alternatives().len()));
    for condition in pattern.conditions() {
        lies_in(condition.span, text);
        lies_in(condition.key_span, text);
        assert!(!condition.matchers.is_empty());
        for matcher in &condition.matchers {
            lies_in(matcher.span, text);
        }
    }
    for or in pattern.ors() {
        lies_in(or.key_span, text);
        assert!(or.branches.len() >= 2);
        or.branches.iter().for_each(|branch| lies_in(*branch, text));
    }
    for alternative in pattern.alternatives() {
        let mut paths: Vec<_> = alternative
            .conditions
            .iter()
            .map(|id| &pattern.condition(*id).path)
            .collect();
        let count = paths.len();
        assert!(count > 0 && alternative.conditions.is_sorted());
        paths.sort();
        paths.dedup();
        assert_eq!(paths.len(), count, "one condition for each path");
    }
    let again = Pattern::parse(pattern.text()).expect("it was accepted before");
    assert_eq!(again.conditions().len(), pattern.conditions().len());
    assert_eq!(again.alternatives().len(), pattern.alternatives().len());
}

/// An event is read or refused; a refusal has a place in the text, and what is read has its leaves
/// where it says.
pub(crate) fn event(text: &str) {
    let event = match Event::parse(text) {
        Ok(event) => event,
        Err(error) => {
            assert!(error.position().line > 0 && error.position().column > 0);
            assert!(!error.to_string().is_empty());
            if let Some(syntax) = error.syntax_error() {
                lies_in(syntax.span(), text);
            }
            return;
        }
    };
    let document = event.document();
    for (id, node) in (0..).zip(document.nodes()) {
        lies_in(node.span, text);
        lies_in(node.key, text);
        let parent = document.parent(id);
        assert!(parent <= id && document.end(id) > id);
        assert!(node.span.start >= document.node(parent).span.start);
        // Looking for each of many children would take long.
        let index = document.index(id) as usize;
        if id != 0 && index < 100 {
            assert_eq!(document.children(parent).nth(index), Some(id));
        }
    }
    for path in first_paths(&event) {
        let here: Vec<_> = event.leaves_at(&path).collect();
        assert!(!here.is_empty() && here.is_sorted(), "{path:?}");
        for leaf in here {
            assert_eq!(event.raw(leaf), event.document().raw(event.leaf(leaf).node));
            assert!(event.same_elements(leaf, leaf));
            event.value(leaf);
            // Of duplicate keys a pointer means the last, so this one may lead elsewhere.
            event.document().pointer(&event.pointer(leaf));
        }
    }
}

/// The paths of the first leaves, put together from the document alone.
fn first_paths(event: &Event<'_>) -> Vec<String> {
    let document = event.document();
    let path = |leaf| {
        let mut keys = Vec::new();
        let mut at = event.leaf(leaf).node;
        while at != 0 {
            keys.extend(document.key(at));
            at = document.parent(at);
        }
        keys.reverse();
        keys.join(".")
    };
    event.leaves().take(50).map(path).collect()
}

/// A pattern and an event, with an empty line between them.
pub(crate) fn pair(text: &str) {
    let Some((pattern_text, event_text)) = text.split_once("\n\n") else {
        return;
    };
    let (Ok(pattern), Ok(event)) = (Pattern::parse(pattern_text), Event::parse(event_text)) else {
        return;
    };
    let evaluation = evaluate(&pattern, &event);
    verdict(&pattern, &event, &evaluation.flattened, Mode::Flattened);
    verdict(&pattern, &event, &evaluation.strict, Mode::Strict);
    let absences = pattern.conditions().iter().any(|c| c.accepts_absence());
    if evaluation.strict.matched && !absences {
        assert!(evaluation.flattened.matched, "strict is stricter");
    }
    assert!(!evaluation.flattened.gave_up);
    for trace in &evaluation.conditions {
        assert!(trace.leaves.is_sorted());
        assert_eq!(
            trace.accepted().count() + trace.rejected().count(),
            trace.leaves.len()
        );
    }
}

/// Whether a verdict and what it says of its reasons go together.
pub(crate) fn verdict(pattern: &Pattern, event: &Event<'_>, verdict: &Verdict, mode: Mode) {
    let Some(alternative) = verdict.alternative else {
        assert!(!verdict.matched && verdict.witnesses.is_empty());
        return;
    };
    assert!(verdict.matched && !verdict.gave_up);
    let conditions: Vec<_> = verdict.witnesses.iter().map(|w| w.condition).collect();
    assert_eq!(conditions, pattern.alternatives()[alternative].conditions);
    let chosen: Vec<_> = verdict.witnesses.iter().filter_map(|w| w.leaf).collect();
    let together = |leaf| {
        mode == Mode::Flattened || chosen.iter().all(|other| event.same_elements(leaf, *other))
    };
    for witness in &verdict.witnesses {
        let condition = pattern.condition(witness.condition);
        let matcher = &condition.matchers[witness.matcher].kind;
        let mut here = event.leaves_at(&condition.path);
        match witness.leaf {
            Some(leaf) => {
                assert!(here.any(|other| other == leaf), "{}", event.pointer(leaf));
                assert!(matcher.accepts(&event.value(leaf)));
                assert!(together(leaf), "{}", event.pointer(leaf));
            }
            None => {
                assert!(matches!(matcher, MatcherKind::Exists(false)));
                assert!(!here.any(together), "{}", condition.path);
            }
        }
    }
}

/// Patterns and an event, with empty lines between them: the engine, with all patterns at once, says
/// what the evaluator says of each.
pub(crate) fn engine(text: &str) {
    let parts: Vec<_> = text.split("\n\n").collect();
    let Some((event, patterns)) = parts.split_last() else {
        return;
    };
    let patterns: Vec<_> = patterns
        .iter()
        .filter_map(|text| Pattern::parse(text).ok())
        .collect();
    same_verdicts(&patterns, event);
}

/// The engine and the evaluator on one event.
pub(crate) fn same_verdicts(patterns: &[Pattern], event: &str) {
    let mut builder = RuleSet::builder();
    for pattern in patterns {
        builder.add("", pattern);
    }
    let rules = builder.build();
    let mut scratch = Scratch::new();
    let event = match Event::parse(event) {
        Ok(event) => event,
        Err(expected) => {
            let error = rules.matches(event.as_bytes(), Modes::Both, &mut scratch);
            assert_eq!(error, Err(MatchError::Event(expected)));
            return;
        }
    };
    let mut expected = Matches::default();
    for (rule, pattern) in rules.rules().zip(patterns) {
        let evaluation = evaluate(pattern, &event);
        let put = |list: &mut Vec<RuleId>, matched: bool| list.extend(matched.then_some(rule));
        put(&mut expected.flattened, evaluation.flattened.matched);
        put(&mut expected.strict, evaluation.strict.matched);
        put(&mut expected.undecided, evaluation.strict.gave_up);
    }
    // Twice, so that what the first left behind would show.
    for _ in 0..2 {
        for modes in [Modes::Both, Modes::Flattened, Modes::Strict] {
            let matches = rules
                .matches(event.text().as_bytes(), modes, &mut scratch)
                .expect("the evaluator reads it");
            if modes != Modes::Strict {
                assert_eq!(matches.flattened, expected.flattened, "{modes:?}");
            }
            if modes != Modes::Flattened {
                assert_eq!(matches.strict, expected.strict, "{modes:?}");
                assert_eq!(matches.undecided, expected.undecided, "{modes:?}");
            }
        }
    }
}

/// As [`engine`], of an event that is taken for well-formed. Whatever it is, there is some answer, which
/// does not reach behind the text; where the promise holds it is the evaluator's.
pub(crate) fn trusted(text: &str) {
    let parts: Vec<_> = text.split("\n\n").collect();
    let Some((event, patterns)) = parts.split_last() else {
        return;
    };
    let patterns: Vec<_> = patterns
        .iter()
        .filter_map(|text| Pattern::parse(text).ok())
        .collect();
    same_trusted(&patterns, event);
}

/// The engine that trusts its input, and the evaluator, on one event.
pub(crate) fn same_trusted(patterns: &[Pattern], event: &str) {
    let mut builder = RuleSet::builder();
    for pattern in patterns {
        builder.add("", pattern);
    }
    let rules = builder.build();
    let mut scratch = Scratch::new();
    let parsed = Event::parse(event).ok();
    let holds = parsed.is_some() && keeps_promise(event);
    for modes in [Modes::Both, Modes::Flattened, Modes::Strict] {
        match rules.match_trusted(event, modes, &mut scratch) {
            Ok(end) => assert!(end <= event.len()),
            Err(malformed) => {
                assert!(parsed.is_none(), "{malformed:?}");
                continue;
            }
        }
        let Some(parsed) = parsed.as_ref().filter(|_| holds) else {
            continue;
        };
        let matches = scratch.matches();
        for (rule, pattern) in rules.rules().zip(patterns) {
            let evaluation = evaluate(pattern, parsed);
            if modes != Modes::Strict {
                let matched = matches.flattened.contains(&rule);
                assert_eq!(matched, evaluation.flattened.matched, "{modes:?}");
            }
            if modes != Modes::Flattened {
                let matched = matches.strict.contains(&rule);
                assert_eq!(matched, evaluation.strict.matched, "{modes:?}");
            }
        }
    }
}

/// Whether every key stands once in its object, and none has a dot or an escape in it.
fn keeps_promise(event: &str) -> bool {
    let mut reader = Reader::new(event);
    let mut objects: Vec<HashSet<&str>> = Vec::new();
    while let Ok(Some(token)) = reader.next_token() {
        match token.kind {
            TokenKind::ObjectStart => objects.push(HashSet::new()),
            TokenKind::ObjectEnd => drop(objects.pop()),
            TokenKind::Key => {
                let key = token.span.of(event);
                let is_new = objects.last_mut().is_some_and(|keys| keys.insert(key));
                if !is_new || key.contains(['.', '\\']) {
                    return false;
                }
            }
            _ => {}
        }
    }
    true
}
