//! From byte offsets to lines and columns.

/// What one column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counting {
    /// Unicode scalar values: what a person counts, and what editors show.
    Characters,
    /// UTF-16 units: what the service counts in its error texts.
    Utf16,
}

/// A place in a text. Lines and columns start at 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1. A line ends with `\n`, `\r\n` or a lone `\r`.
    pub line: usize,
    /// Column, from 1, in the units that were asked for.
    pub column: usize,
}

impl Position {
    /// The first character of a text.
    pub const START: Self = Self { line: 1, column: 1 };

    /// This place of a text as a place of a larger text, in which the text begins at `start`.
    ///
    /// ```
    /// use pattern_test::json::Position;
    ///
    /// let start = Position { line: 3, column: 5 };
    /// let first_line = Position { line: 1, column: 2 }.seen_from(start);
    /// assert_eq!((first_line.line, first_line.column), (3, 6));
    /// let second_line = Position { line: 2, column: 2 }.seen_from(start);
    /// assert_eq!((second_line.line, second_line.column), (4, 2));
    /// ```
    #[must_use]
    pub fn seen_from(self, start: Self) -> Self {
        let column = match self.line {
            1 => start.column + self.column - 1,
            _ => self.column,
        };
        Self {
            line: start.line + self.line - 1,
            column,
        }
    }

    /// The place of byte `offset` in `text`, in linear time.
    ///
    /// An offset inside a character counts as the start of that character, one behind the end as
    /// the end.
    ///
    /// ```
    /// use pattern_test::json::{Counting, Position};
    ///
    /// let text = "{\n \"😀\": 1}";
    /// let colon = text.find(':').unwrap();
    /// let people = Position::of(text, colon, Counting::Characters);
    /// assert_eq!((people.line, people.column), (2, 5));
    /// assert_eq!(Position::of(text, colon, Counting::Utf16).column, 6);
    /// ```
    pub fn of(text: &str, offset: usize, counting: Counting) -> Self {
        let mut end = offset.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = text.as_bytes().get(..end).unwrap_or_default();
        let followed_by_feed = text.as_bytes().get(end) == Some(&b'\n');
        let mut line = 1;
        let mut line_start = 0;
        for at in memchr::memchr2_iter(b'\n', b'\r', before) {
            // The `\r` of a `\r\n` ends no line of its own.
            let is_return = before.get(at) == Some(&b'\r');
            let feed_next = match before.get(at + 1) {
                Some(byte) => *byte == b'\n',
                None => followed_by_feed,
            };
            if is_return && feed_next {
                continue;
            }
            line += 1;
            line_start = at + 1;
        }
        let rest = text.get(line_start..end).unwrap_or("");
        let column = match counting {
            Counting::Characters => rest.chars().count(),
            Counting::Utf16 => rest.chars().map(char::len_utf16).sum(),
        };
        Self {
            line,
            column: column + 1,
        }
    }
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, offset: usize) -> (usize, usize) {
        let position = Position::of(text, offset, Counting::Characters);
        (position.line, position.column)
    }

    #[test]
    fn all_three_line_ends_count_once() {
        let text = "a\nb\r\nc\rd";
        assert_eq!(at(text, 0), (1, 1));
        assert_eq!(at(text, 2), (2, 1));
        assert_eq!(at(text, 3), (2, 2));
        assert_eq!(at(text, 4), (2, 3), "between \\r and \\n the line goes on");
        assert_eq!(at(text, 5), (3, 1));
        assert_eq!(at(text, 7), (4, 1));
    }

    #[test]
    fn offsets_behind_the_end_and_inside_characters_are_taken_back() {
        assert_eq!(at("é", 1), (1, 1));
        assert_eq!(at("é", 99), (1, 2));
    }
}
