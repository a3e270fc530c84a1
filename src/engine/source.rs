//! The text of an event, checked for UTF-8 or not.

use std::ops::Range;

/// A text. Of bytes that nobody has checked only the parts that are looked at have to be UTF-8: to check
/// all of them takes as long as to read the rest.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source<'t> {
    Text(&'t str),
    Bytes(&'t [u8]),
}

impl<'t> Source<'t> {
    #[inline(always)]
    pub(super) fn bytes(self) -> &'t [u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }

    /// A part; `None` where it is not UTF-8, or not there.
    #[inline(always)]
    pub(super) fn get(self, range: Range<usize>) -> Option<&'t str> {
        match self {
            Self::Text(text) => text.get(range),
            Self::Bytes(bytes) => std::str::from_utf8(bytes.get(range)?).ok(),
        }
    }
}
