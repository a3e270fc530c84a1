//! A JSON string that spells the event's JSON, and what shells make of one.

use super::error::Kind;
use super::trail::{Trail, trimmed};
use super::walk::Walk;
use super::{Form, MAX_ESCAPES};
use crate::json::{Document, NodeId, NodeKind, Reader, Span, unquote, write_string};

/// Reads a text that must be a string, or the inside of one.
pub(super) fn read(walk: &mut Walk<'_>, text: &str, trail: &Trail<'_>) {
    match Document::parse(text) {
        Ok(document) if document.node(0).kind == NodeKind::String => {
            read_node(walk, &document, 0, trail);
        }
        Ok(document) => {
            let kind = Kind::Needs {
                form: Form::String,
                fits: None,
            };
            walk.problem(kind, document.node(0).span, trail);
        }
        Err(error) => match left_by_shell(text) {
            Some(unescaped) => read_unescaped(walk, &unescaped, trimmed(text), trail),
            None => walk.syntax(Form::String, error, text, trail),
        },
    }
}

/// Reads the text that a string of a document spells.
pub(super) fn read_node(
    walk: &mut Walk<'_>,
    document: &Document<'_>,
    id: NodeId,
    trail: &Trail<'_>,
) {
    let span = document.node(id).span;
    read_unescaped(walk, &unquote(document.raw(id)), span, trail);
}

/// Reads the text that the string at `span` spells.
pub(super) fn read_unescaped(walk: &mut Walk<'_>, unescaped: &str, span: Span, trail: &Trail<'_>) {
    let levels = trail
        .forms
        .iter()
        .rev()
        .take_while(|form| **form == Form::String);
    if levels.count() >= MAX_ESCAPES {
        return walk.problem(Kind::TooManyEscapes, span, trail);
    }
    let trail = trail.form(Form::String);
    walk.text(unescaped, &trail.inside(unescaped, span));
}

/// The text behind `{ \"version\": … }`: the inside of a JSON string, its quotes gone or, where
/// line ends stand in it raw, still there.
pub(super) fn left_by_shell(text: &str) -> Option<String> {
    let text = text.trim();
    let inner = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(text);
    let behind = inner.trim_start().strip_prefix(['{', '['])?;
    // The first thing inside is an escaped quote, perhaps escaped more than once.
    let first = behind.trim_start_matches(['[', '{', ' ', '\t', '\r', '\n']);
    if !first.starts_with('\\') || !first.trim_start_matches('\\').starts_with('"') {
        return None;
    }
    let mut quoted = String::with_capacity(inner.len() + 2);
    quoted.push('"');
    for part in inner.split_inclusive(|c: char| c.is_ascii_control()) {
        let control = part.chars().next_back().filter(char::is_ascii_control);
        let bare = part.strip_suffix(|c: char| c.is_ascii_control());
        quoted.push_str(bare.unwrap_or(part));
        if let Some(control) = control {
            let mut escaped = String::new();
            write_string(&mut escaped, control.encode_utf8(&mut [0; 4]));
            quoted.push_str(escaped.trim_matches('"'));
        }
    }
    quoted.push('"');
    // An unescaped quote inside ends the string early: then this is not the inside of one.
    let end = Reader::new(&quoted).finish_value().ok()?;
    (end == quoted.len()).then(|| unquote(&quoted).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_leaves() {
        for (text, expected) in [
            (r#"{ \"a\": 1 }"#, Some(r#"{ "a": 1 }"#)),
            (r#"[{\"a\": \"b\\n\"}]"#, Some(r#"[{"a": "b\n"}]"#)),
            ("{\n\t\\\"a\\\": 1\n}", Some("{\n\t\"a\": 1\n}")),
            ("\"{\n\\\"a\\\": 1}\"", Some("{\n\"a\": 1}")),
            (r#"{ \\\"a\\\": 1 }"#, Some(r#"{ \"a\": 1 }"#)),
            (r#"{\"a\": "b"}"#, None),
            (r#"{"a": "\"b\""}"#, None),
            (r#"{\a\": 1}"#, None),
            ("{}", None),
            ("{", None),
            ("\"", None),
        ] {
            assert_eq!(left_by_shell(text).as_deref(), expected, "{text}");
        }
    }
}
