//! Log text with events in it, as Python's `str()` prints them, or as JSON.
//!
//! Lambda functions write `logger.info("Event: " + str(event))`: a prefix, then the dict, on one
//! line, between lines of the platform. Every `{` with a quoted key behind it is taken for the
//! start of an object. It is read as JSON, and where that fails as Python.

use super::Form;
use super::error::Kind;
use super::trail::{Trail, first_line};
use super::walk::Walk;
use super::{literal, python_value};
use crate::json::{Reader, Span};
use std::cell::OnceCell;
use std::sync::Arc;

/// The objects in a log.
pub(super) struct Log {
    parts: Vec<Part>,
}

struct Part {
    /// The object, or what is wrong with it.
    span: Span,
    line: usize,
    content: Content,
}

enum Content {
    /// JSON as it stands.
    Json,
    /// Python, turned into JSON.
    Python(String),
    /// Neither.
    Bad {
        wrong: Kind,
        /// Whether its text has the keys of an event.
        likely: bool,
        /// Whether its first key is in single quotes.
        single: bool,
    },
}

impl Log {
    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Whether an object in it is Python rather than JSON.
    pub(super) fn needs_python(&self) -> bool {
        self.parts.iter().any(|part| match &part.content {
            Content::Json => false,
            Content::Python(_) => true,
            Content::Bad { single, .. } => *single,
        })
    }
}

/// Finds the objects in a text. Linear: behind an object that cannot be read, the search goes on in
/// the line where reading stopped, or in the next one if that is where it began.
pub(super) fn scan(text: &str) -> Log {
    let bytes = text.as_bytes();
    let mut parts = Vec::new();
    let mut at = 0;
    let (mut line, mut counted) = (1_usize, 0_usize);
    let mut literals = 0_usize;
    let shared: OnceCell<Arc<str>> = OnceCell::new();
    while let Some(offset) = bytes.get(at..).and_then(|rest| memchr::memchr(b'{', rest)) {
        let start = at + offset;
        let behind = text.get(start + 1..).unwrap_or("").trim_start();
        let is_bare = literal::begins(behind);
        if !is_bare && !behind.starts_with(['\'', '"']) {
            at = start + 1;
            continue;
        }
        let passed = bytes.get(counted..start).unwrap_or_default();
        line += memchr::memchr_iter(b'\n', passed).count();
        counted = start;
        let part = |span, content| Part {
            span,
            line,
            content,
        };
        let json_error = match Reader::starting_at(text, start).finish_value() {
            Ok(end) => {
                parts.push(part(Span::new(start, end), Content::Json));
                at = end;
                continue;
            }
            Err(error) => error,
        };
        let mut stopped = json_error.span().start;
        let mut wrong = None;
        if !is_bare {
            match python_value::to_json(text, start) {
                Ok((json, end)) => {
                    parts.push(part(Span::new(start, end), Content::Python(json)));
                    at = end;
                    continue;
                }
                Err((error, span)) => {
                    stopped = stopped.max(span.start);
                    wrong = Some((Kind::Python(error), span));
                }
            }
        }
        // As Node.js prints it. What has no end may be read up to the end of the text, which is not
        // to happen too often.
        if literals < text.len() * 4 + 65_536 {
            match literal::to_json(shared.get_or_init(|| text.into()), start) {
                Ok((json, end)) => {
                    literals += end - start;
                    parts.push(part(Span::new(start, end), Content::Python(json)));
                    at = end;
                    continue;
                }
                Err((message, span)) => {
                    literals += span.end.saturating_sub(start);
                    let is_further = wrong.as_ref().is_none_or(|_| span.start > stopped);
                    stopped = stopped.max(span.start);
                    if is_further {
                        wrong = Some((Kind::Literal(message), span));
                    }
                }
            }
        }
        let stopped = stopped.min(bytes.len());
        let read = bytes.get(start..stopped).unwrap_or_default();
        at = match memchr::memrchr(b'\n', read) {
            Some(feed) => start + feed + 1,
            None => memchr::memchr(b'\n', bytes.get(stopped..).unwrap_or_default())
                .map_or(bytes.len(), |feed| stopped + feed + 1),
        };
        let Some((wrong, span)) = wrong else { continue };
        let likely = names_envelope(text.get(start..at).unwrap_or(""));
        let single = behind.starts_with('\'') || is_bare && likely;
        let content = Content::Bad {
            wrong,
            likely,
            single,
        };
        parts.push(part(span, content));
    }
    Log { parts }
}

fn names_envelope(text: &str) -> bool {
    ["detail-type", "detail", "source"].iter().any(|name| {
        let quoted = text.contains(&format!("'{name}'")) || text.contains(&format!("\"{name}\""));
        quoted || text.contains(&format!(" {name}: "))
    })
}

pub(super) fn read(walk: &mut Walk<'_>, text: &str, log: Log, trail: &Trail<'_>) {
    if log.is_empty() {
        return walk.problem(Kind::NoEvent, first_line(text), trail);
    }
    let trail = trail.form(Form::Python);
    let before = walk.len();
    let mut set_aside = Vec::new();
    for part in log.parts {
        let trail = trail.step(&format!("line {}", part.line));
        match part.content {
            Content::Json => walk.json_value(text, part.span, &trail),
            Content::Python(json) => {
                let whole = Span::new(0, json.len());
                walk.json_value(&json, whole, &trail.inside(&json, part.span));
            }
            Content::Bad {
                wrong,
                likely: true,
                ..
            } => walk.problem(wrong, part.span, &trail),
            Content::Bad { wrong, .. } => set_aside.push((wrong, part.span)),
        }
    }
    let mut passed_over = walk.drop_unlikely(before);
    if walk.len() > before {
        passed_over += set_aside.len();
    } else {
        for (wrong, span) in set_aside {
            walk.problem(wrong, span, &trail);
        }
    }
    if passed_over > 0 {
        walk.pass_over(Form::Python, passed_over);
    }
}
