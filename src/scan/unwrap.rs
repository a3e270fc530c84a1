//! Events that are the elements of an array, at the top of the input or somewhere inside of it.

use super::sequence::may_be_cut;
use crate::engine::{Malformed, skip_value, white_space};
use crate::json::Reader;
use std::ops::Range;

/// Goes through values of which each holds an array of events at the same place.
///
/// Each step reads one thing and leaves the state such that it can be taken again, with more bytes.
#[derive(Debug)]
pub(super) struct Unwrapper {
    /// The tokens of the JSON Pointer to the array.
    pointer: Vec<String>,
    open: Vec<Level>,
    /// Whether a value that is no such array is taken for an event itself.
    takes_others: bool,
}

/// An open container on the way to the events.
#[derive(Debug)]
struct Level {
    what: What,
    /// Whether nothing in it has been read yet.
    is_fresh: bool,
}

#[derive(Debug)]
enum What {
    /// An object; whether the wanted key was there.
    Object { found: bool },
    /// An array of which one element is wanted; how many were read, and whether it was among them.
    Array { read: usize, found: bool },
    /// The array of events.
    Events,
}

/// What a step found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing of note: go on here.
    On(usize),
    /// An event.
    Event(Range<usize>),
    /// No events where they should be; it goes on here all the same.
    Without { message: String, next: usize },
    /// More bytes are needed.
    More,
    /// Nothing follows.
    End,
    /// No way on, and where that was noticed.
    Bad { message: String, stop: usize },
}

impl Unwrapper {
    pub(super) fn new(pointer: Vec<String>) -> Self {
        Self {
            pointer,
            open: Vec::new(),
            takes_others: false,
        }
    }

    pub(super) fn taking(self, takes_others: bool) -> Self {
        Self {
            takes_others,
            ..self
        }
    }

    /// Reads on at `at`. `is_all` says that no bytes follow these.
    pub(super) fn step(&mut self, bytes: &[u8], at: usize, is_all: bool) -> Step {
        let at = white_space(bytes, at);
        let Some(next) = bytes.get(at) else {
            return match (is_all, self.open.is_empty()) {
                (false, _) => Step::More,
                (true, true) => Step::End,
                (true, false) => bad("the text ends inside of what holds the events", at),
            };
        };
        let depth = self.open.len();
        let Some(level) = self.open.last() else {
            return match self.enter(bytes, at) {
                true => Step::On(at + 1),
                false => match self.skipped(bytes, at, is_all) {
                    Step::On(next) if self.takes_others => Step::Event(at..next),
                    Step::On(next) => self.without(next),
                    step => step,
                },
            };
        };
        let closing = match level.what {
            What::Object { .. } => b'}',
            What::Array { .. } | What::Events => b']',
        };
        if *next == closing {
            let lacks = match level.what {
                What::Object { found } | What::Array { found, .. } => !found,
                What::Events => false,
            };
            self.open.pop();
            return if lacks {
                self.without(at + 1)
            } else {
                Step::On(at + 1)
            };
        }
        let at = match (level.is_fresh, *next) {
            (true, _) => at,
            (false, b',') => white_space(bytes, at + 1),
            (false, _) => {
                return bad(format!("expected `,` or `{}`", char::from(closing)), at);
            }
        };
        let (step, entered) = match level.what {
            What::Object { .. } => self.member(bytes, at, is_all),
            What::Array { read, .. } => self.element(bytes, at, read, is_all),
            What::Events => match self.skipped(bytes, at, is_all) {
                Step::On(end) => (Step::Event(at..end), false),
                step => (step, false),
            },
        };
        if !matches!(step, Step::More)
            && let Some(level) = self.open.get_mut(depth - 1)
        {
            level.is_fresh = false;
            match &mut level.what {
                What::Object { found } => *found |= entered,
                What::Array { read, found } => {
                    *read += 1;
                    *found |= entered;
                }
                What::Events => {}
            }
        }
        step
    }

    /// A member of an object on the way: the wanted one is entered, others are passed by.
    fn member(&mut self, bytes: &[u8], at: usize, is_all: bool) -> (Step, bool) {
        let key_end = match bytes.get(at) {
            Some(b'"') => skip_value(bytes, at),
            _ => Err(Malformed { at }),
        };
        let key_end = match key_end {
            Ok(end) => end,
            Err(stop) if may_be_cut(stop, bytes) && !is_all => return (Step::More, false),
            Err(stop) => return (bad("expected a key in double quotes", stop.at), false),
        };
        let colon = white_space(bytes, key_end);
        let value = white_space(bytes, colon + 1);
        if value >= bytes.len() && !is_all {
            return (Step::More, false);
        }
        if bytes.get(colon) != Some(&b':') {
            return (bad("expected `:` after the key", colon), false);
        }
        let key = std::str::from_utf8(bytes.get(at..key_end).unwrap_or_default()).unwrap_or("");
        let key = crate::json::unquote(key);
        let token = self.pointer.get(self.open.len() - 1);
        if token.is_some_and(|token| **token == *key) && self.enter(bytes, value) {
            return (Step::On(value + 1), true);
        }
        (self.skipped(bytes, value, is_all), false)
    }

    /// The same with the elements of an array.
    fn element(&mut self, bytes: &[u8], at: usize, index: usize, is_all: bool) -> (Step, bool) {
        let token = self.pointer.get(self.open.len() - 1);
        if token.is_some_and(|token| *token == index.to_string()) && self.enter(bytes, at) {
            return (Step::On(at + 1), true);
        }
        (self.skipped(bytes, at, is_all), false)
    }

    /// Enters the value at `at`, if the pointer leads on into it.
    fn enter(&mut self, bytes: &[u8], at: usize) -> bool {
        let depth = self.open.len();
        let token = self.pointer.get(depth);
        let what = match (bytes.get(at), token) {
            (Some(b'['), None) => What::Events,
            (Some(b'{'), Some(_)) => What::Object { found: false },
            (Some(b'['), Some(token)) if token.bytes().all(|b| b.is_ascii_digit()) => What::Array {
                read: 0,
                found: false,
            },
            _ => return false,
        };
        self.open.push(Level {
            what,
            is_fresh: true,
        });
        true
    }

    fn skipped(&self, bytes: &[u8], at: usize, is_all: bool) -> Step {
        match skip_value(bytes, at) {
            // A number may go on.
            Ok(end) if end < bytes.len() || is_all => Step::On(end),
            Ok(_) => Step::More,
            Err(stop) if may_be_cut(stop, bytes) && !is_all => Step::More,
            Err(stop) => bad(describe(bytes, at), stop.at),
        }
    }

    fn without(&self, next: usize) -> Step {
        let message = match self.pointer.is_empty() {
            true => "expected an array of events".to_owned(),
            false => format!("no array at `{}` in this", self.name()),
        };
        Step::Without { message, next }
    }

    /// The pointer as it was written.
    fn name(&self) -> String {
        self.pointer.iter().fold(String::new(), |name, token| {
            name + "/" + &token.replace('~', "~0").replace('/', "~1")
        })
    }
}

fn bad(message: impl Into<String>, stop: usize) -> Step {
    Step::Bad {
        message: message.into(),
        stop,
    }
}

/// What is wrong with the value at `at`, in the words of the ordinary reader.
fn describe(bytes: &[u8], at: usize) -> String {
    let rest = bytes.get(at..).unwrap_or_default();
    let text = match std::str::from_utf8(rest) {
        Ok(text) => text,
        Err(error) => {
            let valid = rest.get(..error.valid_up_to()).unwrap_or_default();
            std::str::from_utf8(valid).unwrap_or("")
        }
    };
    match Reader::new(text).finish_value() {
        Err(error) => error.to_string(),
        Ok(_) => "this is not JSON".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All that is found, with a byte more each time that more is asked for.
    fn read(pointer: &[&str], text: &str) -> Vec<String> {
        let bytes = text.as_bytes();
        let mut unwrapper = Unwrapper::new(pointer.iter().map(|t| (*t).to_owned()).collect());
        let (mut at, mut end, mut found) = (0, 0, Vec::new());
        loop {
            match unwrapper.step(&bytes[..end], at, end == bytes.len()) {
                Step::On(next) => at = next,
                Step::Event(event) => {
                    found.push(text.get(event.clone()).unwrap().to_owned());
                    at = event.end;
                }
                Step::Without { message, next } => {
                    found.push(message);
                    at = next;
                }
                Step::More => end += 1,
                Step::End => return found,
                Step::Bad { message, stop } => {
                    found.push(format!("{stop}: {message}"));
                    return found;
                }
            }
        }
    }

    #[test]
    fn elements_of_arrays() {
        assert_eq!(
            read(&[], "[{\"a\":1}, 12 ,{}]\n[ ] [[1]]"),
            ["{\"a\":1}", "12", "{}", "[1]"]
        );
        assert_eq!(
            read(&[], "[1,2"),
            ["1", "2", "4: the text ends inside of what holds the events"]
        );
        assert_eq!(read(&[], "[1 2]"), ["1", "3: expected `,` or `]`"]);
        assert_eq!(read(&[], "{} [3]"), ["expected an array of events", "3"]);
        assert!(read(&[], "[{\"a\":01}]")[0].starts_with("7: not a JSON number"));
    }

    #[test]
    fn arrays_inside() {
        let records =
            "{\"x\": [1], \"\\u0052ecords\": [{}, {\"Records\": 1}], \"y\": 2}\n{\"Records\":[3]}";
        assert_eq!(read(&["Records"], records), ["{}", "{\"Records\": 1}", "3"]);
        let without = "no array at `/Records` in this";
        assert_eq!(
            read(&["Records"], "{\"Records\": {}} {\"Records\":[4]} 5"),
            [without, "4", without]
        );
        assert_eq!(read(&["a", "1"], "{\"a\":[[1],[2],[3]]}"), ["2"]);
        assert_eq!(read(&["a", "x/y"], "{\"a\":{\"x/y\":[7]}}"), ["7"]);
        assert_eq!(read(&["a", "5"], "{\"a\":[[1]]}").len(), 1);
    }
}
