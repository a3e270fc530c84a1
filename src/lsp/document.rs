//! An open document: its text, and places in it as editors count them.

use crate::json::Span;
use lsp_types::{Position, PositionEncodingKind, Range, TextDocumentContentChangeEvent};
use std::sync::Arc;

/// The unit of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16,
    Utf32,
}

impl Encoding {
    /// The cheapest of those that a client offers; UTF-16 where it offers none.
    pub(super) fn chosen(offered: Option<&[PositionEncodingKind]>) -> Self {
        let offers = |kind: &PositionEncodingKind| {
            offered.is_some_and(|offered| offered.iter().any(|other| other == kind))
        };
        if offers(&PositionEncodingKind::UTF8) {
            Self::Utf8
        } else if !offers(&PositionEncodingKind::UTF16) && offers(&PositionEncodingKind::UTF32) {
            Self::Utf32
        } else {
            Self::Utf16
        }
    }

    /// The name in the protocol.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn units(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}

/// A text with the places at which its lines begin.
#[derive(Debug, Clone)]
pub(super) struct Lines {
    text: Arc<str>,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl Lines {
    pub(super) fn new(text: impl Into<Arc<str>>, encoding: Encoding) -> Self {
        let text = text.into();
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let is_pair = bytes.get(at) == Some(&b'\r') && bytes.get(at + 1) == Some(&b'\n');
            if !is_pair {
                starts.push(at + 1);
            }
        }
        Self {
            text,
            starts,
            encoding,
        }
    }

    pub(super) fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The number of lines, counting the empty one behind a last line end.
    pub(super) fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line that an offset is in, from 0.
    pub(super) fn line_of(&self, offset: usize) -> usize {
        self.starts
            .partition_point(|start| *start <= offset)
            .saturating_sub(1)
    }

    /// Where a line begins; the end of the text for a line behind the last.
    pub(super) fn start_of(&self, line: usize) -> usize {
        self.starts.get(line).copied().unwrap_or(self.text.len())
    }

    /// A line without its end.
    pub(super) fn line(&self, line: usize) -> &str {
        let whole = self.text.get(self.start_of(line)..self.start_of(line + 1));
        whole.unwrap_or("").trim_end_matches(['\n', '\r'])
    }

    /// The offset of a position. One behind the end of a line or of the text means that end, one inside
    /// of a character its start.
    pub(super) fn offset(&self, position: Position) -> usize {
        let line = position.line as usize;
        let start = self.start_of(line);
        let wanted = position.character as usize;
        let mut column = 0;
        for (at, c) in self.line(line).char_indices() {
            column += self.encoding.units(c);
            if column > wanted {
                return start + at;
            }
        }
        start + self.line(line).len()
    }

    pub(super) fn position(&self, offset: usize) -> Position {
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let line = self.line_of(end);
        let before = self.text.get(self.start_of(line)..end).unwrap_or("");
        let column = before.chars().map(|c| self.encoding.units(c)).sum();
        Position::new(number(line), number(column))
    }

    pub(super) fn range(&self, span: Span) -> Range {
        Range::new(self.position(span.start), self.position(span.end))
    }

    pub(super) fn span(&self, range: Range) -> Span {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        Span::new(start.min(end), start.max(end))
    }

    /// The text after a change, and what moved; without a range the text is all new.
    fn changed(&self, change: &TextDocumentContentChangeEvent) -> (Self, Shift) {
        let Some(range) = change.range else {
            let shift = Shift::between(&self.text, &change.text);
            return (Self::new(change.text.as_str(), self.encoding), shift);
        };
        let span = self.span(range);
        let mut text = String::with_capacity(self.text.len() + change.text.len());
        text.push_str(self.text.get(..span.start).unwrap_or(""));
        text.push_str(&change.text);
        text.push_str(self.text.get(span.end..).unwrap_or(""));
        let shift = Shift {
            start: span.start,
            end: span.end,
            old: self.text.len(),
            new: text.len(),
        };
        (Self::new(text, self.encoding), shift)
    }

    /// The text after changes, each of which is about the text that the one before it left, and what
    /// moved with each.
    pub(super) fn with(&self, changes: &[TextDocumentContentChangeEvent]) -> (Self, Vec<Shift>) {
        // What stands in front of a whole new text is lost anyhow.
        let whole = changes.iter().rposition(|change| change.range.is_none());
        let mut lines = self.clone();
        let mut shifts = Vec::new();
        for change in changes.iter().skip(whole.unwrap_or(0)) {
            let (changed, shift) = lines.changed(change);
            lines = changed;
            shifts.push(shift);
        }
        (lines, shifts)
    }
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// From places of a text to places of the text that was made of it by one change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shift {
    /// Up to here both are the same.
    start: usize,
    /// From here on, in the old text, they are the same again.
    end: usize,
    old: usize,
    new: usize,
}

impl Shift {
    /// What differs between two texts, taken as one change.
    pub(super) fn between(old: &str, new: &str) -> Self {
        let same = |a: &[u8], b: &[u8]| a.iter().zip(b).take_while(|(a, b)| a == b).count();
        let start = same(old.as_bytes(), new.as_bytes());
        let rest = |text: &str| text.as_bytes().get(start..).unwrap_or_default().len();
        let back = old.bytes().rev().zip(new.bytes().rev());
        let tail = back
            .take(rest(old).min(rest(new)))
            .take_while(|(a, b)| a == b)
            .count();
        Self {
            start,
            end: old.len() - tail,
            old: old.len(),
            new: new.len(),
        }
    }

    /// Whether the texts are the same.
    pub(super) fn is_none(self) -> bool {
        self.start == self.old && self.old == self.new
    }

    /// Where a part of the old text stands now. `None` where an end of it was changed; what the change
    /// lies inside of stretches.
    pub(super) fn span(self, span: Span) -> Option<Span> {
        if self.is_none() {
            return Some(span);
        }
        let moved = |offset: usize| offset + self.new - self.old;
        let start = match span.start {
            at if at < self.start || at == self.start && span.end <= self.start => at,
            at if at >= self.end => moved(at),
            _ => return None,
        };
        let end = match span.end {
            at if at <= self.start => at,
            at if at >= self.end => moved(at),
            _ => return None,
        };
        Some(Span::new(start, end))
    }

    /// The part of the old text that differs, and what stands there in the new one, whole characters
    /// both.
    pub(super) fn differing<'n>(self, old: &str, new: &'n str) -> Option<(Span, &'n str)> {
        if self.is_none() {
            return None;
        }
        let (mut start, mut end) = (self.start, self.end);
        while !old.is_char_boundary(start) {
            start -= 1;
        }
        while !old.is_char_boundary(end) {
            end += 1;
        }
        let behind = old.len() - end;
        let written = new.get(start..new.len().checked_sub(behind)?)?;
        Some((Span::new(start, end), written))
    }

    /// Whether a part of the old text is as it was.
    pub(super) fn keeps(self, span: Span) -> bool {
        self.is_none() || span.end <= self.start || span.start >= self.end
    }
}

/// From places of a text to places of the text that was made of it by several changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Shifts(Vec<Shift>);

impl From<Vec<Shift>> for Shifts {
    fn from(shifts: Vec<Shift>) -> Self {
        Self(shifts)
    }
}

impl Shifts {
    /// As [`Shift::span`].
    pub(super) fn span(&self, span: Span) -> Option<Span> {
        self.0.iter().try_fold(span, |span, shift| shift.span(span))
    }

    /// Where a part of the old text stands now, if it is as it was.
    pub(super) fn kept(&self, span: Span) -> Option<Span> {
        let mut shifts = self.0.iter();
        shifts.try_fold(span, |span, shift| {
            shift.span(span).filter(|_| shift.keeps(span))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(line: u32, from: u32, to: u32, text: &str) -> TextDocumentContentChangeEvent {
        TextDocumentContentChangeEvent {
            range: Some(Range::new(
                Position::new(line, from),
                Position::new(line, to),
            )),
            range_length: None,
            text: text.to_owned(),
        }
    }

    #[test]
    fn positions_count_in_the_unit_that_was_agreed_on() {
        let text = "a: \"😀é\" # x\r\nb: 2\rc: 3\n";
        let quote = text.rfind('"').unwrap();
        for (encoding, column) in [
            (Encoding::Utf8, 10),
            (Encoding::Utf16, 7),
            (Encoding::Utf32, 6),
        ] {
            let lines = Lines::new(text, encoding);
            assert_eq!(lines.position(quote), Position::new(0, column));
            for (offset, _) in text.char_indices() {
                // Between `\r` and `\n` there is no place.
                if text.as_bytes()[offset] != b'\n' || offset + 1 == text.len() {
                    assert_eq!(lines.offset(lines.position(offset)), offset, "{offset}");
                }
            }
            assert_eq!(lines.position(text.find('c').unwrap()), Position::new(2, 0));
            assert_eq!(
                lines.offset(Position::new(0, 999)),
                text.find('\r').unwrap()
            );
            assert_eq!(lines.offset(Position::new(99, 0)), text.len());
            assert_eq!(lines.count(), 4);
        }
        // Inside of a character.
        let lines = Lines::new(text, Encoding::Utf16);
        assert_eq!(lines.offset(Position::new(0, 5)), 4);
    }

    #[test]
    fn changes_are_about_what_the_one_before_left() {
        let lines = Lines::new("one\r\n😀two\n", Encoding::Utf16);
        let (changed, _) = lines.with(&[edit(1, 2, 5, "2"), edit(1, 3, 3, "!"), edit(0, 0, 3, "")]);
        assert_eq!(&**changed.text(), "\r\n😀2!\n");
        let whole = TextDocumentContentChangeEvent {
            range: None,
            range_length: None,
            text: "x".to_owned(),
        };
        let (changed, _) = lines.with(&[edit(0, 0, 1, "?"), whole, edit(0, 1, 1, "y")]);
        assert_eq!(&**changed.text(), "xy");
        // A range that is upside down, and one behind the end.
        let (changed, _) = lines.with(&[edit(0, 3, 1, ""), edit(9, 0, 0, "end")]);
        assert_eq!(&**changed.text(), "o\r\n😀two\nend");
    }

    #[test]
    fn places_move_with_a_change() {
        let shift = Shift::between("abc def ghi", "abc dXXXf ghi");
        let at = |start, end| shift.span(Span::new(start, end)).map(|s| (s.start, s.end));
        assert_eq!(at(0, 3), Some((0, 3)));
        assert_eq!(at(8, 11), Some((10, 13)));
        assert_eq!(at(4, 7), Some((4, 9)), "what the change lies in stretches");
        assert_eq!(at(5, 6), None, "what is replaced is gone");
        assert!(shift.keeps(Span::new(0, 3)) && !shift.keeps(Span::new(4, 7)));
        let same = Shift::between("abc", "abc");
        assert!(same.is_none() && same.span(Span::new(1, 3)) == Some(Span::new(1, 3)));
        let lines = Lines::new("one two three", Encoding::Utf16);
        let (_, shifts) = lines.with(&[edit(0, 0, 0, "zero "), edit(0, 9, 12, "2")]);
        let shifts = Shifts::from(shifts);
        let three = Span::new(8, 13);
        assert_eq!(shifts.kept(three), Some(Span::new(11, 16)));
        assert_eq!(shifts.kept(Span::new(4, 7)), None);
        assert_eq!(shifts.kept(Span::new(0, 3)), Some(Span::new(5, 8)));
        // Repetition must not count the same bytes twice.
        let grown = Shift::between("aa", "aaa");
        assert_eq!(grown.span(Span::new(0, 2)).map(|s| s.end <= 3), Some(true));
    }
}
