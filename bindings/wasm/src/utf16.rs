//! From byte offsets to the UTF-16 units in which editors in JavaScript count.

use pattern_test::json::Span;
use serde::Serialize;

/// The units of a text. What is ASCII takes no room.
pub(crate) struct Units {
    /// Behind each character that is not ASCII: its end in bytes, and how many bytes more than units
    /// there are up to it.
    behind: Vec<(usize, usize)>,
}

/// A range in units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Range {
    pub(crate) from: usize,
    pub(crate) to: usize,
}

impl Units {
    pub(crate) fn new(text: &str) -> Self {
        let mut more = 0;
        let other = text.char_indices().filter(|(_, c)| !c.is_ascii());
        let behind = other.map(|(at, c)| {
            more += c.len_utf8() - c.len_utf16();
            (at + c.len_utf8(), more)
        });
        Self {
            behind: behind.collect(),
        }
    }

    /// The units in front of a byte.
    pub(crate) fn at(&self, offset: usize) -> usize {
        let before = self.behind.partition_point(|(end, _)| *end <= offset);
        let last = before.checked_sub(1).and_then(|at| self.behind.get(at));
        offset - last.map_or(0, |(_, more)| *more)
    }

    pub(crate) fn range(&self, span: Span) -> Range {
        Range {
            from: self.at(span.start),
            to: self.at(span.end),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_those_of_utf16() {
        let text = "aß😀漢z";
        let units = Units::new(text);
        let expected: Vec<_> = text
            .char_indices()
            .map(|(at, _)| text.get(..at).unwrap().encode_utf16().count())
            .collect();
        let found: Vec<_> = text.char_indices().map(|(at, _)| units.at(at)).collect();
        assert_eq!(found, expected);
        assert_eq!(units.at(text.len()), text.encode_utf16().count());
    }
}
