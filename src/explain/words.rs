//! Putting matchers, values and lists into words.

use super::model::{ElementReport, Place, Value};
use crate::json::{Document, NodeKind, Span, write_string};
use crate::pattern::value::{AnythingBut, MatcherKind};
use crate::pattern::{Condition, Matcher};
use crate::text::head;

use std::borrow::Cow;

/// How long a value may be in a sentence, in characters.
const IN_A_SENTENCE: usize = 100;

/// A string as JSON spells it.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    write_string(&mut quoted, text);
    quoted
}

/// A value, short enough for a sentence.
pub(super) fn short(value: &Value) -> Cow<'_, str> {
    clipped(&value.json, IN_A_SENTENCE)
}

/// JSON text of at most so many characters; a string that is cut has its closing quote.
pub(super) fn clipped(json: &str, characters: usize) -> Cow<'_, str> {
    match head(json, characters) {
        Cow::Owned(cut) if json.starts_with('"') => Cow::Owned(cut + "\""),
        shown => shown,
    }
}

/// A list in a sentence: `a`, `a or b`, `a, b or c`.
pub(super) fn list(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., end] => format!("{} {last} {end}", most.join(", ")),
    }
}

/// The first few of a list, with a count of the rest.
pub(super) fn few(items: &[String], most: usize, last: &str) -> String {
    if items.len() <= most {
        return list(items, last);
    }
    let shown: Vec<_> = items.iter().take(most).cloned().collect();
    format!("{} {last} {} more", shown.join(", "), items.len() - most)
}

/// `1 condition`, `2 conditions`.
pub(super) fn count(number: usize, one: &str) -> String {
    let s = if number == 1 { "" } else { "s" };
    format!("{number} {one}{s}")
}

/// `detail.containers[2] (selenium-hub)`.
pub(super) fn element(element: &ElementReport) -> String {
    let label = element
        .label
        .as_ref()
        .map(|label| format!(" ({label})"))
        .unwrap_or_default();
    format!("{}[{}]{label}", element.array, element.index)
}

/// The innermost element that a place lies in, else its path.
pub(super) fn place(place: &Place) -> String {
    place
        .elements
        .last()
        .map_or_else(|| place.path.clone(), element)
}

/// The innermost element that a place lies in, without its label; else its path.
pub(super) fn bare(place: &Place) -> String {
    match place.elements.last() {
        Some(element) => format!("{}[{}]", element.array, element.index),
        None => place.path.clone(),
    }
}

/// A value with the name of its type: `the number 8`, `the string "8"`, `true`.
pub(super) fn with_type(value: &Value) -> String {
    let shown = clipped(&value.json, 60);
    match value.kind {
        NodeKind::String => format!("the string {shown}"),
        NodeKind::Number => format!("the number {shown}"),
        _ => shown.into_owned(),
    }
}

/// What a condition asks for, where the event has a value of another type: `the string "7" or "8"`.
pub(super) fn typed(condition: &Condition, text: &str) -> String {
    let all = |is: fn(&MatcherKind) -> bool| condition.matchers.iter().all(|m| is(&m.kind));
    let kind = if all(|kind| matches!(kind, MatcherKind::Exact(_) | MatcherKind::Address(_))) {
        "the string "
    } else if all(|kind| matches!(kind, MatcherKind::Number(_))) {
        "the number "
    } else {
        ""
    };
    format!("{kind}{}", self::condition(condition, text))
}

/// What a condition asks for.
pub(super) fn condition(condition: &Condition, text: &str) -> String {
    condition_with(condition, text, "or")
}

/// The same, with another word between the last two matchers.
pub(super) fn condition_with(condition: &Condition, text: &str, last: &str) -> String {
    let asks: Vec<_> = condition
        .matchers
        .iter()
        .map(|matcher| self::matcher(matcher, text))
        .collect();
    few(&asks, 6, last)
}

/// What a matcher accepts. `text` is the pattern's.
pub(super) fn matcher(matcher: &Matcher, text: &str) -> String {
    let operand = operand(matcher.span, text);
    let operand = clipped(&operand, IN_A_SENTENCE);
    match &matcher.kind {
        MatcherKind::Exact(_)
        | MatcherKind::Address(_)
        | MatcherKind::Number(_)
        | MatcherKind::Bool(_)
        | MatcherKind::Null => operand.into_owned(),
        MatcherKind::Exactly(_) => format!("exactly {operand}"),
        MatcherKind::Prefix(_) => format!("a string that starts with {operand}"),
        MatcherKind::Suffix(_) => format!("a string that ends with {operand}"),
        MatcherKind::EqualsIgnoreCase(_) => format!("{operand} in any letter case"),
        MatcherKind::PrefixIgnoreCase(_) => {
            format!("a string that starts with {operand} in any letter case")
        }
        MatcherKind::SuffixIgnoreCase(_) => {
            format!("a string that ends with {operand} in any letter case")
        }
        MatcherKind::Wildcard(_) => format!("a string of the form {operand}"),
        MatcherKind::AnythingBut(listed) => match listed {
            AnythingBut::Strings(_) | AnythingBut::Numbers(_) => format!("anything but {operand}"),
            AnythingBut::Prefix(_) => format!("anything that does not start with {operand}"),
            AnythingBut::Suffix(_) => format!("anything that does not end with {operand}"),
            AnythingBut::EqualsIgnoreCase(_) => {
                format!("anything but {operand} in any letter case")
            }
            AnythingBut::Wildcard(_) => format!("anything not of the form {operand}"),
        },
        MatcherKind::Numeric(range) => {
            let ends = [(&range.bottom, ">"), (&range.top, "<")];
            let ends: Vec<_> = ends
                .into_iter()
                .filter_map(|(end, sign)| {
                    let end = end.as_ref()?;
                    let or_equal = if end.inclusive { "=" } else { "" };
                    Some(format!("{sign}{or_equal} {}", end.number.text()))
                })
                .collect();
            format!("a number {}", ends.join(" and "))
        }
        MatcherKind::Cidr(_) => format!("an address in {operand}"),
        MatcherKind::Exists(true) => "any value".to_owned(),
        MatcherKind::Exists(false) => "no value at all".to_owned(),
    }
}

/// What stands innermost in a matcher, behind all its operators, as the pattern spells it; lists
/// in words.
fn operand(span: Span, text: &str) -> String {
    let raw = span.of(text);
    if !raw.starts_with('{') {
        return raw.to_owned();
    }
    let Ok(document) = Document::parse(raw) else {
        return raw.to_owned();
    };
    let mut at = 0;
    while document.node(at).kind == NodeKind::Object {
        let Some(inner) = document.children(at).next() else {
            break;
        };
        at = inner;
    }
    if document.node(at).kind == NodeKind::Array {
        let items: Vec<_> = document
            .children(at)
            .map(|id| document.raw(id).to_owned())
            .collect();
        return few(&items, 6, "or");
    }
    document.raw(at).to_owned()
}
