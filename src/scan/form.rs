//! In which form an input holds its events, by its beginning.
//!
//! Plain events are matched as they stand, without a look at what they are. Only what the beginning
//! shows to be something else is taken apart by [`intake`], piece by piece.

use crate::engine::{skip_object, skip_value, white_space};
use crate::intake::{self, Choice, Form as Wrapper, Intake};
use crate::json::{Reader, TokenKind};

/// How an input is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Seen {
    /// Events one after the other, as they are.
    Events,
    /// Values one after the other that hold events.
    Values,
    /// The elements of an array at this JSON Pointer; whether they have to be taken apart.
    Elements(Vec<String>, bool),
    /// Lines of text with events in them.
    Lines,
    /// Something that only makes sense as a whole.
    Whole,
}

/// The lists that events are delivered and printed in.
const LISTS: [&str; 9] = [
    "Records",
    "records",
    "events",
    "logEvents",
    "Messages",
    "Events",
    "Entries",
    "results",
    "messages",
];

/// How much of an input is enough to tell, however it goes on.
const ENOUGH: usize = super::stream::BLOCK;

/// The form of an input that begins with these bytes; `is_all` says that no more follow. `None` where
/// more has to be read to tell: bytes may come in small pieces.
pub(super) fn of(bytes: &[u8], is_all: bool) -> Option<Seen> {
    let start = white_space(bytes, 0);
    let is_decided = is_all || bytes.len() >= ENOUGH || begins_whole(bytes, start);
    is_decided.then(|| of_enough(bytes, start, is_all))
}

/// Whether the first value, or the first line where it is none, is all there.
fn begins_whole(bytes: &[u8], start: usize) -> bool {
    let at = match bytes.get(start) {
        Some(b'[') => white_space(bytes, start + 1),
        _ => start,
    };
    match bytes.get(at) {
        Some(b'{' | b'[') => match skip_value(bytes, at) {
            Ok(end) => end < bytes.len(),
            Err(stop) => !super::sequence::may_be_cut(stop, bytes),
        },
        Some(_) => bytes.get(at..).is_some_and(|rest| rest.contains(&b'\n')),
        None => false,
    }
}

fn of_enough(bytes: &[u8], start: usize, is_all: bool) -> Seen {
    match bytes.get(start) {
        Some(b'{') => of_objects(bytes, start, is_all),
        Some(b'[') => of_array(bytes, start, is_all),
        _ => of_text(bytes, is_all),
    }
}

fn of_objects(bytes: &[u8], start: usize, is_all: bool) -> Seen {
    match skip_object(bytes, start) {
        Ok(end) => match holds_events(bytes.get(start..end).unwrap_or_default()) {
            true => Seen::Values,
            false => Seen::Events,
        },
        // The first object is longer than what is here, or no JSON.
        Err(stop) if super::sequence::may_be_cut(stop, bytes) && !is_all => {
            match list_in(bytes.get(start..).unwrap_or_default()) {
                Some(list) => Seen::Elements(vec![list], true),
                None => Seen::Events,
            }
        }
        Err(_) => match of_text(bytes, is_all) {
            // Whatever is wrong with it, what follows may be events.
            Seen::Lines => Seen::Events,
            other => other,
        },
    }
}

fn of_array(bytes: &[u8], start: usize, is_all: bool) -> Seen {
    let first = white_space(bytes, start + 1);
    // `[INFO] …`
    if !bytes.get(first).is_some_and(|byte| b"{[\"]".contains(byte))
        && skip_value(bytes, start).is_err()
    {
        return of_text(bytes, is_all);
    }
    match skip_value(bytes, first) {
        Ok(end) => {
            let element = bytes.get(first..end).unwrap_or_default();
            Seen::Elements(Vec::new(), holds_events(element))
        }
        Err(_) if bytes.get(first) == Some(&b']') => Seen::Elements(Vec::new(), false),
        Err(stop) if super::sequence::may_be_cut(stop, bytes) && !is_all => {
            Seen::Elements(Vec::new(), false)
        }
        Err(_) => Seen::Elements(Vec::new(), false),
    }
}

/// Whether a value is something to be taken apart rather than an event.
fn holds_events(value: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(value) else {
        return false;
    };
    outermost(&intake::read(text, Choice::Auto)).is_some_and(|form| form != Wrapper::Event)
}

fn outermost(read: &Intake<'_>) -> Option<Wrapper> {
    let found = read.found.first().and_then(|found| found.forms.first());
    let nearest = || read.problems.first().and_then(|problem| problem.form());
    found.copied().or_else(nearest)
}

fn of_text(bytes: &[u8], is_all: bool) -> Seen {
    // A line that is cut says nothing.
    let end = match is_all {
        true => bytes.len(),
        false => memchr::memrchr(b'\n', bytes).unwrap_or(bytes.len()),
    };
    let text = String::from_utf8_lossy(bytes.get(..end).unwrap_or_default());
    if intake::needs_all(&text) {
        return Seen::Whole;
    }
    match outermost(&intake::read(&text, Choice::Auto)) {
        Some(
            Wrapper::Csv
            | Wrapper::Yaml
            | Wrapper::Numbered
            | Wrapper::Literal
            | Wrapper::String
            | Wrapper::Array,
        ) => Seen::Whole,
        Some(_) => Seen::Lines,
        // Nothing in it is an event, which has to be said of every line.
        None => Seen::Events,
    }
}

/// The list of events that an object has which is not all there.
fn list_in(bytes: &[u8]) -> Option<String> {
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(bytes.get(..error.valid_up_to())?).ok()?,
    };
    let mut reader = Reader::new(valid);
    let mut key = None;
    while let Ok(Some(token)) = reader.next_token() {
        match (token.kind, reader.depth()) {
            (TokenKind::Key, 1) => key = Some(crate::json::unquote(token.span.of(valid))),
            (TokenKind::ArrayStart, 2) => {
                if let Some(key) = key.take().filter(|key| LISTS.contains(&&**key)) {
                    return Some(key.into_owned());
                }
            }
            _ => {}
        }
    }
    None
}

/// Where a text of lines may be cut: in front of the last line that begins something new.
pub(super) fn cut(bytes: &[u8]) -> Option<usize> {
    memchr::memrchr_iter(b'\n', bytes)
        .map(|feed| feed + 1)
        .find(|line| {
            bytes
                .get(*line)
                .is_some_and(|first| !matches!(first, b' ' | b'\t' | b'\r' | b'\n' | b'}' | b']'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_tells() {
        let event = r#"{"source":"a","detail-type":"b","detail":{}}"#;
        let elements = |name: &str, unread| Seen::Elements(vec![name.to_owned()], unread);
        for (text, is_all, expected) in [
            (event.to_owned(), true, Seen::Events),
            (format!("{event}{event}"), true, Seen::Events),
            ("{\"a\":1}\n{\"a\"".to_owned(), false, Seen::Events),
            (format!("[INFO] {event}\n"), false, Seen::Lines),
            ("[INFO] x\n".to_owned(), false, Seen::Events),
            ("junk\njunk\n".to_owned(), true, Seen::Events),
            (format!("[{event}]"), true, Seen::Elements(vec![], false)),
            ("[]".to_owned(), true, Seen::Elements(vec![], false)),
            ("{\"a\":}\n{\"a\":1}".to_owned(), true, Seen::Events),
            (
                "{\"Records\":[{\"body\":\"".to_owned(),
                false,
                elements("Records", true),
            ),
            (
                "{\"x\":{\"Records\":[1]},\"events\":[{\"m".to_owned(),
                false,
                elements("events", true),
            ),
            ("{\"x\":[{\"body\":\"".to_owned(), false, Seen::Events),
            (
                format!("2026-11-27T10:00:00Z {event}\nx"),
                false,
                Seen::Lines,
            ),
            (format!("[INFO] got {event}\n"), true, Seen::Lines),
            (
                "{\"level\":\"INFO\",\"message\":\"x\"}\n".to_owned(),
                true,
                Seen::Values,
            ),
            (
                "@timestamp,@message\nt,\"{\"\"source\"\":\"\"a\"\"}\"\n".to_owned(),
                true,
                Seen::Whole,
            ),
            ("source: a\ndetail-type: b\n".to_owned(), true, Seen::Whole),
        ] {
            let padded = match is_all {
                true => text.clone(),
                false if text.ends_with('\n') || text.contains("}\n") => text.clone(),
                // So much that it is enough.
                false => text.clone() + &"x".repeat(ENOUGH),
            };
            assert_eq!(of(padded.as_bytes(), is_all), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_not_all_there_does_not_tell() {
        for text in [
            "{",
            "{\"level\":\"INFO\"",
            "[{\"a\":",
            "2026-11-27T10",
            "[INF",
            "",
        ] {
            assert_eq!(of(text.as_bytes(), false), None, "{text}");
        }
    }

    #[test]
    fn lines_are_cut_where_something_new_begins() {
        assert_eq!(cut(b"a {\n 1\n}\nb {\n 2"), Some(9));
        assert_eq!(cut(b"a {\n 1\n}\n"), None);
        assert_eq!(cut(b"a"), None);
    }
}
