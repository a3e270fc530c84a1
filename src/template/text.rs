//! Text that was put together from a template, and where each piece of it stands there.

use crate::json::Span;
use std::fmt::Write as _;

/// One of the files that an extraction read: the template itself, or what it includes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct FileId(pub(crate) u32);

impl FileId {
    /// The template itself.
    pub const TEMPLATE: Self = Self(0);

    /// The place in [`Extraction::files`](super::Extraction::files).
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A range of bytes in one of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The bytes.
    pub span: Span,
}

impl Place {
    pub(super) fn new(file: FileId, start: usize, end: usize) -> Self {
        Self {
            file,
            span: Span::new(start, end),
        }
    }
}

/// What a piece of the text is to its source.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    /// The same bytes.
    Exact,
    /// Spelled differently there: an escape, a fold, punctuation that the template has otherwise.
    Loose,
    /// Not known before deployment; stands in the text as `${name}`.
    Unknown(Box<str>),
}

#[derive(Debug, Clone)]
struct Piece {
    /// Where it begins in the text; it goes up to the next one.
    start: usize,
    kind: Kind,
    source: Place,
}

/// Text with the place of every byte in the files it comes from.
///
/// ```
/// use pattern_test::json::Span;
/// use pattern_test::template::{FileId, Place, Text};
///
/// let text = Text::of_file("{\"a\": [1]}", FileId::TEMPLATE);
/// assert_eq!(text.place(Span::new(1, 4)).span, Span::new(1, 4));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Text {
    text: String,
    pieces: Vec<Piece>,
}

/// A part of the text that is not known before deployment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unknown<'t> {
    /// What the template calls it.
    pub name: &'t str,
    /// Where it stands in the text.
    pub span: Span,
    /// Where it stands in the template.
    pub place: Place,
}

impl Text {
    /// A whole file, as it is.
    pub fn of_file(text: &str, file: FileId) -> Self {
        let mut new = Self::default();
        new.push_exact(text, Place::new(file, 0, text.len()));
        new
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Its length in bytes.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The parts that are not known, in their order.
    pub fn unknowns(&self) -> impl Iterator<Item = Unknown<'_>> {
        (0..self.pieces.len()).filter_map(|index| {
            let piece = self.pieces.get(index)?;
            let Kind::Unknown(name) = &piece.kind else {
                return None;
            };
            Some(Unknown {
                name,
                span: Span::new(piece.start, self.end_of(index)),
                place: piece.source,
            })
        })
    }

    /// Whether a part of this range is not known.
    pub fn is_unknown(&self, span: Span) -> bool {
        self.unknowns()
            .any(|unknown| unknown.span.start < span.end && span.start < unknown.span.end)
    }

    /// Whether all of it is known.
    pub fn is_known(&self) -> bool {
        self.unknowns().next().is_none()
    }

    /// Where a range of the text stands in the files. Where it comes from several, the part in the
    /// file in which it begins.
    pub fn place(&self, span: Span) -> Place {
        let Some(first) = self.piece_at(span.start) else {
            return Place::default();
        };
        let start = match first.kind {
            Kind::Exact => first.source.span.start + (span.start - first.start),
            Kind::Loose | Kind::Unknown(_) => first.source.span.start,
        };
        let mut end = start;
        if span.end > span.start
            && let Some(last) = self.piece_at(span.end - 1)
            && last.source.file == first.source.file
        {
            end = match last.kind {
                Kind::Exact => last.source.span.start + (span.end - last.start),
                Kind::Loose | Kind::Unknown(_) => last.source.span.end,
            };
        }
        Place::new(first.source.file, start, end.max(start))
    }

    /// The same as [`place`](Self::place), where the bytes there are the very bytes of the range, so
    /// that they can be replaced.
    pub fn exact_place(&self, span: Span) -> Option<Place> {
        let place = self.place(span);
        let first = self
            .pieces
            .partition_point(|piece| piece.start <= span.start)
            .checked_sub(1)?;
        let inside = (first..self.pieces.len())
            .take_while(|index| self.pieces.get(*index).is_some_and(|p| p.start < span.end));
        let all_exact = inside.into_iter().all(|index| {
            self.pieces
                .get(index)
                .is_some_and(|p| p.kind == Kind::Exact)
        });
        (all_exact && place.span.len() == span.len()).then_some(place)
    }

    fn piece_at(&self, offset: usize) -> Option<&Piece> {
        let after = self.pieces.partition_point(|piece| piece.start <= offset);
        self.pieces.get(after.saturating_sub(1))
    }

    fn end_of(&self, index: usize) -> usize {
        self.pieces
            .get(index + 1)
            .map_or(self.text.len(), |next| next.start)
    }

    // Putting text together.

    /// Appends bytes that stand in the source as they are.
    pub(super) fn push_exact(&mut self, text: &str, source: Place) {
        if text.is_empty() {
            return;
        }
        let start = self.text.len();
        self.text.push_str(text);
        let continues = self.pieces.last_mut().is_some_and(|last| {
            last.kind == Kind::Exact
                && last.source.file == source.file
                && last.source.span.end == source.span.start
        });
        match self.pieces.last_mut().filter(|_| continues) {
            Some(last) => last.source.span.end = source.span.start + text.len(),
            None => self.pieces.push(Piece {
                start,
                kind: Kind::Exact,
                source: Place::new(
                    source.file,
                    source.span.start,
                    source.span.start + text.len(),
                ),
            }),
        }
    }

    /// Appends bytes that the source spells differently.
    pub(super) fn push_loose(&mut self, text: &str, source: Place) {
        if !text.is_empty() {
            let start = self.text.len();
            self.text.push_str(text);
            self.pieces.push(Piece {
                start,
                kind: Kind::Loose,
                source,
            });
        }
    }

    /// Appends something that is not known.
    pub(super) fn push_unknown(&mut self, name: &str, source: Place) {
        let start = self.text.len();
        // Whatever it is called, it may not look like an operator's operand or end a string.
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | ':' | '-');
        let name = if !name.is_empty() && name.len() <= 128 && name.chars().all(plain) {
            name
        } else {
            "..."
        };
        // Writing to a String cannot fail.
        let _ = write!(self.text, "${{{name}}}");
        self.pieces.push(Piece {
            start,
            kind: Kind::Unknown(name.into()),
            source,
        });
    }

    /// Appends another text.
    pub(super) fn push(&mut self, other: &Self) {
        self.push_range(other, Span::new(0, other.len()));
    }

    /// Appends a part of another text; an unknown that is only partly inside is taken whole.
    pub(super) fn push_range(&mut self, other: &Self, range: Span) {
        let after = other
            .pieces
            .partition_point(|piece| piece.start <= range.start);
        for (index, piece) in other
            .pieces
            .iter()
            .enumerate()
            .skip(after.saturating_sub(1))
        {
            if piece.start >= range.end {
                break;
            }
            let end = other.end_of(index);
            if end <= range.start {
                continue;
            }
            let part = Span::new(piece.start.max(range.start), end.min(range.end));
            let text = part.of(&other.text);
            match &piece.kind {
                Kind::Exact => {
                    let at = piece.source.span.start + (part.start - piece.start);
                    self.push_exact(text, Place::new(piece.source.file, at, at + text.len()));
                }
                Kind::Loose => self.push_loose(text, piece.source),
                Kind::Unknown(name) => self.push_unknown(name, piece.source),
            }
        }
    }

    /// Appends another text as a JSON string, quotes included. `whole` is where it stands.
    pub(super) fn push_json_string(&mut self, other: &Self, whole: Place) {
        let first = Place::new(whole.file, whole.span.start, whole.span.start);
        let quoted_there = other
            .pieces
            .first()
            .is_none_or(|piece| piece.source.span.start > whole.span.start);
        let width = usize::from(quoted_there && !whole.span.is_empty());
        self.push_loose(
            "\"",
            Place::new(whole.file, first.span.start, first.span.start + width),
        );
        for (index, piece) in other.pieces.iter().enumerate() {
            let range = Span::new(piece.start, other.end_of(index));
            let text = range.of(&other.text);
            if matches!(piece.kind, Kind::Unknown(_)) || !text.chars().any(needs_escape) {
                self.push_range(other, range);
                continue;
            }
            for (at, c) in text.char_indices() {
                let char_range = Span::new(range.start + at, range.start + at + c.len_utf8());
                if needs_escape(c) {
                    let mut escaped = String::new();
                    crate::json::write_string(&mut escaped, char_range.of(&other.text));
                    let inner = escaped.get(1..escaped.len() - 1).unwrap_or("");
                    self.push_loose(inner, other.place(char_range));
                } else {
                    self.push_range(other, char_range);
                }
            }
        }
        self.push_loose(
            "\"",
            Place::new(
                whole.file,
                whole.span.end.saturating_sub(width),
                whole.span.end,
            ),
        );
    }

    /// The same text, where its places are ranges of `host` instead of a file's.
    pub(super) fn rebased(&self, host: &Self) -> Self {
        let mut new = Self::default();
        for (index, piece) in self.pieces.iter().enumerate() {
            let text = Span::new(piece.start, self.end_of(index)).of(&self.text);
            let source = piece.source.span;
            match &piece.kind {
                Kind::Exact => {
                    let end = source.start + text.len();
                    new.push_range(host, Span::new(source.start, end));
                }
                Kind::Loose => new.push_loose(text, host.place(source)),
                Kind::Unknown(name) => new.push_unknown(name, host.place(source)),
            }
        }
        new
    }

    /// The text with some ranges left out: they are in order and do not overlap.
    pub(super) fn without(&self, ranges: &[Span]) -> Self {
        let mut new = Self::default();
        let mut from = 0;
        for range in ranges {
            new.push_range(self, Span::new(from, range.start));
            from = range.end;
        }
        new.push_range(self, Span::new(from, self.len()));
        new
    }

    /// The text with each unknown spelled as `spell` says, and for each unknown where it then
    /// stands. The places of the files stay.
    pub(super) fn spelled(
        &self,
        mut spell: impl FnMut(usize, &str) -> String,
    ) -> (Self, Vec<Span>) {
        let mut new = Self::default();
        let mut stand = Vec::new();
        let mut number = 0;
        for (index, piece) in self.pieces.iter().enumerate() {
            let range = Span::new(piece.start, self.end_of(index));
            if matches!(piece.kind, Kind::Unknown(_)) {
                let start = new.len();
                let spelled = spell(number, range.of(&self.text));
                new.text.push_str(&spelled);
                new.pieces.push(Piece {
                    start,
                    ..piece.clone()
                });
                stand.push(Span::new(start, new.len()));
                number += 1;
            } else {
                new.push_range(self, range);
            }
        }
        (new, stand)
    }
}

fn needs_escape(c: char) -> bool {
    matches!(c, '"' | '\\') || u32::from(c) < 0x20
}
