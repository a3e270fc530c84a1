//! Putting a view together, piece by piece.

use super::{Origin, Via, View};
use crate::json::{Document, NodeId, Span, write_string};

/// Bytes of a view that come from one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// Where it begins in the view.
    start: usize,
    /// Where it is in the record: for text and Base64 the whole string, with its quotes.
    span: Span,
    via: Via,
    /// For text: how many of its decoded bytes come before this piece.
    skipped: usize,
}

/// A view in the making.
#[derive(Default)]
pub(super) struct Builder {
    text: String,
    pieces: Vec<Piece>,
    /// How many members each open object has so far, outermost first.
    members: Vec<usize>,
}

impl Builder {
    pub(super) fn object() -> Self {
        let mut builder = Self::default();
        builder.open();
        builder
    }

    /// Begins an object, as a value.
    pub(super) fn open(&mut self) {
        self.add("{", Span::default(), Via::Added);
        self.members.push(0);
    }

    /// Ends it.
    pub(super) fn close(&mut self) {
        self.members.pop();
        self.add("}", Span::default(), Via::Added);
    }

    pub(super) fn done(mut self) -> View {
        self.close();
        View {
            text: self.text,
            pieces: self.pieces,
        }
    }

    /// Begins a member of the object: its key, as JSON text, and where that is.
    pub(super) fn key(&mut self, key: &str, span: Span) {
        if self.members.last().is_some_and(|members| *members > 0) {
            self.add(",", Span::default(), Via::Added);
        }
        if let Some(members) = self.members.last_mut() {
            *members += 1;
        }
        let via = match span.is_empty() {
            true => Via::Added,
            false => Via::Plain,
        };
        self.add(key, span, via);
        self.add(":", Span::default(), Via::Added);
    }

    /// Begins a member of this name, wherever the key of another spelling stands.
    pub(super) fn named(&mut self, name: &str, span: Span) {
        let mut key = String::new();
        write_string(&mut key, name);
        self.key(&key, span);
    }

    /// A member of the record as it is.
    pub(super) fn member(&mut self, record: &Document<'_>, id: NodeId) {
        let node = record.node(id);
        self.key(node.key.of(record.text()), node.key);
        self.plain(record, id);
    }

    /// A value of the record as it is.
    pub(super) fn plain(&mut self, record: &Document<'_>, id: NodeId) {
        self.add(record.raw(id), record.node(id).span, Via::Plain);
    }

    /// JSON that is written in a string of the record.
    pub(super) fn decoded(&mut self, json: &str, string: Span, via: Via) {
        let trimmed = json.trim_start_matches([' ', '\t', '\r', '\n']);
        let skipped = json.len() - trimmed.len();
        self.pieces.push(Piece {
            start: self.text.len(),
            span: string,
            via,
            skipped,
        });
        self.text
            .push_str(trimmed.trim_end_matches([' ', '\t', '\r', '\n']));
    }

    /// A string that is not JSON: it becomes one.
    pub(super) fn string(&mut self, text: &str, span: Span, via: Via) {
        let mut json = String::new();
        write_string(&mut json, text);
        self.add(&json, span, via);
    }

    pub(super) fn add(&mut self, text: &str, span: Span, via: Via) {
        self.pieces.push(Piece {
            start: self.text.len(),
            span,
            via,
            skipped: 0,
        });
        self.text.push_str(text);
    }
}

/// A record as it is.
pub(super) fn whole(record: &Document<'_>) -> View {
    let mut builder = Builder::default();
    builder.plain(record, 0);
    View {
        text: builder.text,
        pieces: builder.pieces,
    }
}

/// One value of a record as it is.
pub(super) fn part(record: &Document<'_>, id: NodeId) -> View {
    let mut builder = Builder::default();
    builder.plain(record, id);
    View {
        text: builder.text,
        pieces: builder.pieces,
    }
}

/// JSON in a string, as a document of its own.
pub(super) fn text(json: &str, string: Span, via: Via) -> View {
    let mut builder = Builder::default();
    builder.decoded(json, string, via);
    View {
        text: builder.text,
        pieces: builder.pieces,
    }
}

pub(super) fn origin(pieces: &[Piece], span: Span, record: &str) -> Origin {
    let at = pieces.partition_point(|piece| piece.start <= span.start);
    let Some(piece) = at.checked_sub(1).and_then(|at| pieces.get(at)) else {
        return Origin {
            span: Span::default(),
            via: Via::Added,
        };
    };
    let offset = span.start - piece.start;
    let length = span.len();
    let span = match piece.via {
        Via::Plain => {
            let start = piece.span.start + offset;
            Span::new(start, (start + length).min(piece.span.end))
        }
        Via::JsonText => {
            let from = piece.skipped + offset;
            escaped(record, piece.span, from, from + length)
        }
        Via::Base64 | Via::Added => piece.span,
    };
    Origin {
        span,
        via: piece.via,
    }
}

/// Where the bytes `from` to `to` of a JSON string's content are written, escapes and all.
fn escaped(record: &str, string: Span, from: usize, to: usize) -> Span {
    let inner = Span::new(string.start + 1, string.end.saturating_sub(1));
    let mut raw = inner.of(record).char_indices().peekable();
    let (mut decoded, mut start, mut end) = (0, inner.start, inner.end);
    let mut high = false;
    while let Some((at, c)) = raw.next() {
        if decoded == from {
            start = inner.start + at;
        }
        if decoded >= to {
            end = inner.start + at;
            break;
        }
        decoded += match c {
            '\\' => match raw.next() {
                Some((_, 'u')) => {
                    let digits: String = raw.by_ref().take(4).map(|(_, c)| c).collect();
                    let unit = u32::from_str_radix(&digits, 16).unwrap_or(0);
                    match unit {
                        // Both halves of a pair together are one character of four bytes.
                        0xD800..=0xDBFF => {
                            high = true;
                            0
                        }
                        0xDC00..=0xDFFF if high => {
                            high = false;
                            4
                        }
                        unit => char::from_u32(unit).map_or(3, char::len_utf8),
                    }
                }
                _ => 1,
            },
            c => c.len_utf8(),
        };
    }
    Span::new(start, end.max(start))
}
