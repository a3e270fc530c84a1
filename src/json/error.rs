//! What is wrong with a text that is not JSON.

use super::{Counting, Position, Span};
use std::fmt;

/// The ways in which a text fails to be JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SyntaxErrorKind {
    /// Nothing but white space.
    Empty,
    /// A byte order mark stands in front.
    ByteOrderMark,
    /// Something else stands where `expected` should.
    Unexpected {
        /// What would have been right here, in words.
        expected: &'static str,
        /// The character that is there; `None` at the end of the text.
        found: Option<char>,
    },
    /// The text ends inside a string.
    UnclosedString,
    /// A control character stands raw in a string.
    ControlCharacter(char),
    /// `\` is followed by something that is no escape.
    Escape,
    /// A `\uXXXX` surrogate has no partner.
    LoneSurrogate,
    /// A number that JSON does not have: `01`, `1.`, `+1`, `.5`, `0x1`.
    Number,
    /// A bare word other than `true`, `false`, `null`.
    Word(String),
    /// A single-quoted string.
    SingleQuote,
    /// A comma before a closing bracket.
    TrailingComma,
    /// A comment.
    Comment,
    /// More than [`MAX_DEPTH`](super::MAX_DEPTH) objects and arrays inside each other.
    TooDeep,
    /// A text of 4 GiB or more.
    TooLong,
    /// More text behind the value.
    TrailingText,
}

/// A text is not JSON: what is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    kind: SyntaxErrorKind,
    span: Span,
}

impl SyntaxError {
    pub(crate) fn new(kind: SyntaxErrorKind, span: Span) -> Self {
        Self { kind, span }
    }

    /// What is wrong.
    pub fn kind(&self) -> &SyntaxErrorKind {
        &self.kind
    }

    /// Where: a byte range of the text that was read, empty at its end.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Line and column, counted in characters, in the `text` that was read.
    pub fn position(&self, text: &str) -> Position {
        Position::of(text, self.span.start, Counting::Characters)
    }

    /// Whether the text only ends too early: more of it could make it right.
    pub fn is_incomplete(&self) -> bool {
        matches!(
            self.kind,
            SyntaxErrorKind::Empty
                | SyntaxErrorKind::UnclosedString
                | SyntaxErrorKind::Unexpected { found: None, .. }
        )
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            SyntaxErrorKind::Empty => f.write_str("no JSON here, only white space"),
            SyntaxErrorKind::ByteOrderMark => f.write_str(
                "the text starts with a byte order mark, which JSON does not allow: save it as UTF-8 without one",
            ),
            SyntaxErrorKind::Unexpected { expected, found: None } => {
                write!(f, "expected {expected}, found the end of the text")
            }
            SyntaxErrorKind::Unexpected { expected, found: Some(found) } => {
                write!(f, "expected {expected}, found {}", quoted(*found))
            }
            SyntaxErrorKind::UnclosedString => f.write_str("this string is never closed"),
            SyntaxErrorKind::ControlCharacter(found) => write!(
                f,
                "a string may not hold a raw control character: write \\u{:04x}",
                u32::from(*found)
            ),
            SyntaxErrorKind::Escape => {
                f.write_str("unknown escape: JSON has \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX")
            }
            SyntaxErrorKind::LoneSurrogate => {
                f.write_str("this surrogate escape has no partner: it is half a character")
            }
            SyntaxErrorKind::Number => f.write_str(
                "not a JSON number: digits with no leading zero or plus, and a digit on both sides of the point",
            ),
            SyntaxErrorKind::Word(word) => write!(
                f,
                "`{}` is not JSON: strings need double quotes, and the only bare words are true, false and null",
                word.escape_debug()
            ),
            SyntaxErrorKind::SingleQuote => {
                f.write_str("JSON strings need double quotes, not single ones")
            }
            SyntaxErrorKind::TrailingComma => {
                f.write_str("trailing comma before a closing bracket")
            }
            SyntaxErrorKind::Comment => f.write_str("JSON has no comments"),
            SyntaxErrorKind::TooDeep => {
                write!(f, "nested more than {} levels deep", super::MAX_DEPTH)
            }
            SyntaxErrorKind::TooLong => f.write_str("texts of 4 GiB and more are not read"),
            SyntaxErrorKind::TrailingText => {
                f.write_str("unexpected text after the closing bracket")
            }
        }
    }
}

impl std::error::Error for SyntaxError {}

fn quoted(found: char) -> String {
    match found {
        '`' => "a backtick".to_owned(),
        c if c.is_control() => format!("`{}`", c.escape_debug()),
        c => format!("`{c}`"),
    }
}
