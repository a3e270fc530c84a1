//! Lines and columns of many offsets in one text.

use super::Position;

/// How many bytes lie between two places at which the characters were counted.
const STRIDE: usize = 1_024;

/// Where the lines of a text begin, so that [`Position`]s in it need not count from its start.
///
/// ```
/// use pattern_test::json::{Counting, LineIndex, Position};
///
/// let text = "{\n \"größe\": 1,\r\n \"b\": 2}";
/// let index = LineIndex::new(text);
/// for offset in 0..=text.len() {
///     assert_eq!(index.position(offset), Position::of(text, offset, Counting::Characters));
/// }
/// ```
#[derive(Debug, Clone)]
pub struct LineIndex<'a> {
    text: &'a str,
    /// Offset of the first byte of each line.
    starts: Vec<usize>,
    /// How many characters begin before every [`STRIDE`]th byte.
    characters: Vec<usize>,
}

impl<'a> LineIndex<'a> {
    /// Reads the text once.
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let is_return = bytes.get(at) == Some(&b'\r');
            if !(is_return && bytes.get(at + 1) == Some(&b'\n')) {
                starts.push(at + 1);
            }
        }
        let mut characters = Vec::with_capacity(bytes.len() / STRIDE + 1);
        let mut count = 0;
        for block in bytes.chunks(STRIDE) {
            characters.push(count);
            count += beginnings(block);
        }
        characters.push(count);
        Self {
            text,
            starts,
            characters,
        }
    }

    /// Line and column of a byte offset, in characters; the same as
    /// [`Position::of`](Position::of), in time that does not depend on the length of the text but
    /// for a binary search.
    pub fn position(&self, offset: usize) -> Position {
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= end);
        let start = line
            .checked_sub(1)
            .and_then(|line| self.starts.get(line))
            .copied()
            .unwrap_or(0);
        Position {
            line,
            column: self.characters_before(end) - self.characters_before(start) + 1,
        }
    }

    /// The number of lines; a text that ends with a line end has an empty one behind it.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    fn characters_before(&self, offset: usize) -> usize {
        let block = offset / STRIDE;
        let counted = self.characters.get(block).copied().unwrap_or(0);
        let bytes = self.text.as_bytes();
        counted + beginnings(bytes.get(block * STRIDE..offset).unwrap_or_default())
    }
}

/// How many of these bytes begin a character.
fn beginnings(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Counting;

    #[test]
    #[cfg_attr(miri, ignore = "takes too long there")]
    fn the_same_as_counting_from_the_start() {
        let long = "größe\r\n\"😀\"\r\r\n\n".repeat(300);
        for text in ["", "\n", "a\r", "\r\n", "é", &long, &"x".repeat(2 * STRIDE)] {
            let index = LineIndex::new(text);
            for offset in (0..text.len() + 2).filter(|o| o % 7 < 3 || text.len() < 100) {
                assert_eq!(
                    index.position(offset),
                    Position::of(text, offset, Counting::Characters),
                    "{offset}"
                );
            }
        }
    }
}
