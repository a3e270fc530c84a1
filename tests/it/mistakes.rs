//! The mistakes that people make: each must be hinted at, and its counterpart must not.
//!
//! A case is a file in `mistakes/`: `mistake` in words, `pattern` and `event` (an object, or its
//! text as a string where that matters), `hints` (the codes that are given, no others), and a
//! `counterpart` with another pattern or event or both, and the hints that are given there.

use pattern_test::explain::{Explanation, explain, hints::CHECKS};
use pattern_test::json::{Document, NodeId, NodeKind};
use pattern_test::{Event, Pattern};
use std::collections::BTreeSet;

fn text(document: &Document<'_>, id: NodeId) -> String {
    match document.node(id).kind {
        NodeKind::String => document.string(id).unwrap().into_owned(),
        _ => document.raw(id).to_owned(),
    }
}

fn hints_of(explanation: &Explanation<'_>) -> Vec<String> {
    let conditions = explanation.conditions.iter();
    let hints = conditions.flat_map(|condition| &condition.hints);
    let codes: BTreeSet<_> = hints.map(|hint| hint.code.to_owned()).collect();
    codes.into_iter().collect()
}

fn hints(pattern: &str, event: &str) -> Vec<String> {
    let pattern = Pattern::parse(pattern).unwrap();
    let event = Event::parse(event).unwrap();
    hints_of(&explain(&pattern, &event))
}

#[test]
fn every_mistake_is_hinted_at_and_its_counterpart_is_not() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/mistakes");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(files.len() >= 40);
    let mut differences = Vec::new();
    let mut seen = BTreeSet::new();
    for file in &files {
        let name = file.file_stem().unwrap().to_string_lossy();
        let case = Document::parse(std::fs::read_to_string(file).unwrap()).unwrap();
        let member = |of: NodeId, key: &str| case.member(of, key);
        let codes = |of: NodeId| -> Vec<String> {
            let list = member(of, "hints").into_iter();
            let mut codes: Vec<_> = list
                .flat_map(|list| case.children(list))
                .map(|code| text(&case, code))
                .collect();
            codes.sort();
            codes
        };
        let (pattern, event) = (member(0, "pattern").unwrap(), member(0, "event").unwrap());
        let counterpart = member(0, "counterpart").unwrap();
        let other = |key: &str, id: NodeId| text(&case, member(counterpart, key).unwrap_or(id));
        let expected = codes(0);
        assert!(!expected.is_empty(), "{name}");
        let given = hints(&text(&case, pattern), &text(&case, event));
        if given != expected {
            differences.push(format!("{name}: {given:?} instead of {expected:?}"));
        }
        let given = hints(&other("pattern", pattern), &other("event", event));
        if given != codes(counterpart) {
            differences.push(format!("{name}, counterpart: {given:?}"));
        }
        seen.extend(expected);
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    for check in CHECKS {
        assert!(seen.contains(check.code), "no case shows {}", check.code);
    }
}

/// Every code is documented, and every documented code exists.
#[test]
fn every_code_is_in_the_documentation() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/hints.md");
    let documentation = std::fs::read_to_string(path).unwrap();
    let rows: Vec<_> = documentation
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` | "))
        .map(|(code, about)| (code, about.trim_end_matches(" |")))
        .collect();
    let checks: Vec<_> = CHECKS.iter().map(|c| (c.code, c.about)).collect();
    assert_eq!(rows, checks);
}
