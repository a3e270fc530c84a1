//! Reading JSON with every byte accounted for.
//!
//! The verdict of the service depends on things that most JSON readers throw away: duplicate keys,
//! the order of keys, the text of a number, and where exactly the tokenizer stood when it
//! complained. So this is a reader of our own. It accepts RFC 8259 and nothing else, keeps byte
//! spans into the text it was given, and never recurses: nesting is limited to [`MAX_DEPTH`].
//!
//! - [`Reader`] pulls tokens one at a time, for code that must stop at the first error.
//! - [`Document`] holds a whole text as a flat tree of nodes, for code that walks about in it.
//! - [`Number`] knows when two numbers are the same to the service.
//! - [`Position`] turns a byte offset into line and column, when something is printed;
//!   [`LineIndex`] does so for many offsets of one text.
//! - [`edit`] changes a text in one place and leaves the rest as it was written.
//! - [`write_string`] writes a string so that it reads back.

mod document;
pub mod edit;
mod error;
mod lines;
mod long;
mod marked;
mod number;
mod position;
mod reader;
mod tree;
mod write;

pub use document::{Children, Document, Node, NodeId, NodeKind};
pub use error::{SyntaxError, SyntaxErrorKind};
pub use lines::LineIndex;
pub(crate) use long::Long;
pub(crate) use marked::Marked;
pub use number::Number;
pub(crate) use number::{is_integer, leading_digits};
pub use position::{Counting, Position};
pub(crate) use reader::unquote;
#[cfg(feature = "engine")]
pub(crate) use reader::unquote_into;
pub use reader::{Reader, Token, TokenKind};
pub(crate) use tree::Tree;
pub use write::write_string;

/// The deepest nesting of objects and arrays that is read, in events and patterns alike.
///
/// The service's own reader has the same limit.
pub const MAX_DEPTH: usize = 1_000;

/// A range of bytes in the text that was read, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte.
    pub end: usize,
}

impl Span {
    /// The range from `start` up to, not including, `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The part of `text` that the span covers; empty where the span does not fit the text.
    ///
    /// ```
    /// use pattern_test::json::Span;
    /// assert_eq!(Span::new(1, 3).of("abcd"), "bc");
    /// ```
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// Number of bytes covered.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether no byte is covered.
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }
}
