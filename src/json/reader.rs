//! The pull reader: one token at a time, with spans.

use super::{MAX_DEPTH, Span, SyntaxError, SyntaxErrorKind};
use std::borrow::Cow;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// `{`
    ObjectStart,
    /// `}`
    ObjectEnd,
    /// `[`
    ArrayStart,
    /// `]`
    ArrayEnd,
    /// The name in front of a colon, with its quotes.
    Key,
    /// A string value, with its quotes.
    String,
    /// A number.
    Number,
    /// `true`
    True,
    /// `false`
    False,
    /// `null`
    Null,
}

/// One token and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands; strings and keys with their quotes.
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expect {
    /// The text's one value.
    Root,
    /// A first key, or the end of an empty object.
    FirstKey,
    /// A key, after a comma.
    Key,
    /// The value behind a key.
    Value,
    /// A first element, or the end of an empty array.
    FirstElement,
    /// An element, after a comma.
    Element,
    /// A comma or the end of the container.
    CommaOrEnd,
    /// Nothing: the value is complete.
    Done,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Container {
    Object,
    Array,
}

/// Reads the tokens of a JSON text in document order.
///
/// Duplicate keys are reported like any other; commas and colons are not. Behind the value the
/// reader returns `None`, or an error where more text follows; [`finish_value`](Self::finish_value)
/// tells where the value ended, for texts that hold several.
///
/// ```
/// use pattern_test::json::{Reader, TokenKind};
///
/// let mut reader = Reader::new(r#"{"a": [1]}"#);
/// let mut kinds = Vec::new();
/// while let Some(token) = reader.next_token().unwrap() {
///     kinds.push(token.kind);
/// }
/// use TokenKind::*;
/// assert_eq!(kinds, [ObjectStart, Key, ArrayStart, Number, ArrayEnd, ObjectEnd]);
/// ```
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
    expect: Expect,
    open: Vec<Container>,
}

impl<'a> Reader<'a> {
    /// A reader that stands in front of `text`.
    pub fn new(text: &'a str) -> Self {
        Self::starting_at(text, 0)
    }

    /// A reader that stands at byte `offset` of `text`, where a value is to begin.
    pub fn starting_at(text: &'a str, offset: usize) -> Self {
        Self {
            text,
            at: offset,
            expect: Expect::Root,
            open: Vec::new(),
        }
    }

    /// The text that is read.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Offset behind the last token that was read.
    pub fn offset(&self) -> usize {
        self.at
    }

    /// Number of objects and arrays that are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// The next token; `None` behind the value.
    ///
    /// # Errors
    /// The text is not JSON, or nests deeper than [`MAX_DEPTH`].
    pub fn next_token(&mut self) -> Result<Option<Token>, SyntaxError> {
        self.skip_white_space();
        if self.expect == Expect::CommaOrEnd {
            let container = self.open.last().copied();
            match self.byte() {
                Some(b',') => {
                    let comma = Span::new(self.at, self.at + 1);
                    self.at += 1;
                    self.skip_white_space();
                    if matches!(self.byte(), Some(b'}' | b']')) {
                        return Err(SyntaxError::new(SyntaxErrorKind::TrailingComma, comma));
                    }
                    self.expect = match container {
                        Some(Container::Object) => Expect::Key,
                        _ => Expect::Element,
                    };
                }
                Some(b'}') if container == Some(Container::Object) => {
                    return Ok(Some(self.close(TokenKind::ObjectEnd)));
                }
                Some(b']') if container == Some(Container::Array) => {
                    return Ok(Some(self.close(TokenKind::ArrayEnd)));
                }
                _ => {
                    return Err(self.unexpected(match container {
                        Some(Container::Object) => "`,` or `}`",
                        _ => "`,` or `]`",
                    }));
                }
            }
        }
        match self.expect {
            Expect::Done => {
                if self.at < self.text.len() {
                    return Err(self.error_here(SyntaxErrorKind::TrailingText));
                }
                Ok(None)
            }
            Expect::FirstKey | Expect::Key => match self.byte() {
                Some(b'}') if self.expect == Expect::FirstKey => {
                    Ok(Some(self.close(TokenKind::ObjectEnd)))
                }
                Some(b'"') => {
                    let span = self.string()?;
                    self.skip_white_space();
                    if self.byte() != Some(b':') {
                        return Err(self.unexpected("`:` after the key"));
                    }
                    self.at += 1;
                    self.expect = Expect::Value;
                    Ok(Some(Token {
                        kind: TokenKind::Key,
                        span,
                    }))
                }
                _ => Err(self.not_json(if self.expect == Expect::FirstKey {
                    "a key in double quotes or `}`"
                } else {
                    "a key in double quotes"
                })),
            },
            Expect::FirstElement if self.byte() == Some(b']') => {
                Ok(Some(self.close(TokenKind::ArrayEnd)))
            }
            _ => self.value().map(Some),
        }
    }

    /// What kind of value follows a key that was just read, and where the service's tokenizer would
    /// stand now: it looks one token ahead behind a key, but not into a string.
    ///
    /// # Errors
    /// The value that follows is not JSON.
    pub(crate) fn peek_value_end(&self) -> Result<usize, SyntaxError> {
        let mut ahead = Self {
            text: self.text,
            at: self.at,
            expect: Expect::Root,
            open: Vec::new(),
        };
        ahead.skip_white_space();
        if ahead.byte() == Some(b'"') {
            return Ok(ahead.at + 1);
        }
        ahead.value().map(|token| token.span.end)
    }

    /// Reads to the end of the value and returns the offset behind it, whatever follows there.
    ///
    /// # Errors
    /// The rest of the value is not JSON.
    pub fn finish_value(&mut self) -> Result<usize, SyntaxError> {
        while self.expect != Expect::Done {
            self.next_token()?;
        }
        Ok(self.at)
    }

    /// Whether the text's value is complete.
    pub fn is_done(&self) -> bool {
        self.expect == Expect::Done
    }

    fn value(&mut self) -> Result<Token, SyntaxError> {
        let start = self.at;
        let kind = match self.byte() {
            Some(b'{') => {
                self.open(Container::Object)?;
                return Ok(self.opened(start, TokenKind::ObjectStart, Expect::FirstKey));
            }
            Some(b'[') => {
                self.open(Container::Array)?;
                return Ok(self.opened(start, TokenKind::ArrayStart, Expect::FirstElement));
            }
            Some(b'"') => {
                self.string()?;
                TokenKind::String
            }
            Some(b'-' | b'0'..=b'9') => {
                self.number()?;
                TokenKind::Number
            }
            Some(b't') => self.word("true", TokenKind::True)?,
            Some(b'f') => self.word("false", TokenKind::False)?,
            Some(b'n') => self.word("null", TokenKind::Null)?,
            None if self.expect == Expect::Root => {
                return Err(self.error_here(SyntaxErrorKind::Empty));
            }
            _ => {
                return Err(self.not_json(match self.expect {
                    Expect::FirstElement => "a value or `]`",
                    _ => "a value",
                }));
            }
        };
        self.after_value();
        Ok(Token {
            kind,
            span: Span::new(start, self.at),
        })
    }

    fn opened(&mut self, start: usize, kind: TokenKind, expect: Expect) -> Token {
        self.at += 1;
        self.expect = expect;
        Token {
            kind,
            span: Span::new(start, self.at),
        }
    }

    fn open(&mut self, container: Container) -> Result<(), SyntaxError> {
        if self.open.len() >= MAX_DEPTH {
            return Err(self.error_here(SyntaxErrorKind::TooDeep));
        }
        self.open.push(container);
        Ok(())
    }

    fn close(&mut self, kind: TokenKind) -> Token {
        let span = Span::new(self.at, self.at + 1);
        self.at += 1;
        self.open.pop();
        self.after_value();
        Token { kind, span }
    }

    fn after_value(&mut self) {
        self.expect = if self.open.is_empty() {
            Expect::Done
        } else {
            Expect::CommaOrEnd
        };
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn skip_white_space(&mut self) {
        while matches!(self.byte(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn word(&mut self, word: &str, kind: TokenKind) -> Result<TokenKind, SyntaxError> {
        let length = word_length(self.rest());
        let here = Span::new(self.at, self.at + length);
        if here.of(self.text) != word {
            return Err(self.not_json("a value"));
        }
        self.at = here.end;
        Ok(kind)
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while matches!(self.byte(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at - start
    }

    fn number(&mut self) -> Result<(), SyntaxError> {
        let start = self.at;
        if self.byte() == Some(b'-') {
            self.at += 1;
        }
        let first = self.byte();
        let whole = self.digits();
        let mut good = whole == 1 || (whole > 1 && first != Some(b'0'));
        if self.byte() == Some(b'.') {
            self.at += 1;
            good &= self.digits() > 0;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.byte(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            good &= self.digits() > 0;
        }
        // `1.2.3` and `12abc` are one wrong thing, not a number with something behind it.
        let tail = word_length(self.rest());
        if good && tail == 0 && !matches!(self.byte(), Some(b'.' | b'+' | b'-')) {
            return Ok(());
        }
        let end = if self.at == start {
            start + 1
        } else {
            self.at + tail
        };
        Err(SyntaxError::new(
            SyntaxErrorKind::Number,
            Span::new(start, end),
        ))
    }

    /// Reads a string that starts here and checks it; returns its span with the quotes.
    fn string(&mut self) -> Result<Span, SyntaxError> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let mut at = start + 1;
        loop {
            match bytes.get(at) {
                None => {
                    return Err(SyntaxError::new(
                        SyntaxErrorKind::UnclosedString,
                        Span::new(start, start + 1),
                    ));
                }
                Some(b'"') => {
                    self.at = at + 1;
                    return Ok(Span::new(start, self.at));
                }
                Some(b'\\') => at += escape_length(self.text, at)?,
                Some(control @ 0..=0x1f) => {
                    // A line end in a string is nearly always a quote that was forgotten.
                    let kind = match control {
                        b'\n' | b'\r' => SyntaxErrorKind::UnclosedString,
                        _ => SyntaxErrorKind::ControlCharacter(char::from(*control)),
                    };
                    let place = match kind {
                        SyntaxErrorKind::UnclosedString => start,
                        _ => at,
                    };
                    return Err(SyntaxError::new(kind, Span::new(place, place + 1)));
                }
                Some(_) => at += 1,
            }
        }
    }

    fn error_here(&self, kind: SyntaxErrorKind) -> SyntaxError {
        let length = self.rest().chars().next().map_or(0, char::len_utf8);
        SyntaxError::new(kind, Span::new(self.at, self.at + length))
    }

    fn unexpected(&self, expected: &'static str) -> SyntaxError {
        let found = self.rest().chars().next();
        self.error_here(SyntaxErrorKind::Unexpected { expected, found })
    }

    /// The error for text that starts no token: named after what people mean by it.
    fn not_json(&self, expected: &'static str) -> SyntaxError {
        match self.rest().chars().next() {
            Some('\u{feff}') if self.at == 0 => self.error_here(SyntaxErrorKind::ByteOrderMark),
            Some('\'') => self.error_here(SyntaxErrorKind::SingleQuote),
            Some('/' | '#') => self.error_here(SyntaxErrorKind::Comment),
            Some('+' | '.') => self.error_here(SyntaxErrorKind::Number),
            Some(first) if first.is_alphabetic() => {
                let length = word_length(self.rest()).max(first.len_utf8());
                let span = Span::new(self.at, self.at + length);
                let word: String = span.of(self.text).chars().take(40).collect();
                SyntaxError::new(SyntaxErrorKind::Word(word), span)
            }
            _ => self.unexpected(expected),
        }
    }
}

/// Number of bytes at the start of `text` that belong to one bare word.
fn word_length(text: &str) -> usize {
    text.char_indices()
        .find(|(_, c)| !c.is_alphanumeric() && *c != '_')
        .map_or(text.len(), |(at, _)| at)
}

/// Checks the escape that starts at `at` and returns its length in bytes.
fn escape_length(text: &str, at: usize) -> Result<usize, SyntaxError> {
    let fail = |kind, length| Err(SyntaxError::new(kind, Span::new(at, at + length)));
    match text.as_bytes().get(at + 1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(2),
        Some(b'u') => match hex_unit(text, at) {
            None => fail(SyntaxErrorKind::Escape, 2),
            Some(0xd800..=0xdbff) => match hex_unit(text, at + 6) {
                Some(0xdc00..=0xdfff) => Ok(12),
                _ => fail(SyntaxErrorKind::LoneSurrogate, 6),
            },
            Some(0xdc00..=0xdfff) => fail(SyntaxErrorKind::LoneSurrogate, 6),
            Some(_) => Ok(6),
        },
        _ => fail(SyntaxErrorKind::Escape, 1),
    }
}

/// The unit of a `\uXXXX` that starts at `at`.
fn hex_unit(text: &str, at: usize) -> Option<u16> {
    let bytes = text.as_bytes().get(at..at + 6)?;
    if !bytes.starts_with(b"\\u") {
        return None;
    }
    bytes.get(2..)?.iter().try_fold(0_u16, |unit, byte| {
        let digit = char::from(*byte).to_digit(16)?;
        Some(unit << 4 | u16::try_from(digit).ok()?)
    })
}

/// The string that `quoted` spells: the text of a string or key token, quotes included.
///
/// The token must have been read by [`Reader`], which has checked its escapes.
pub(crate) fn unquote(quoted: &str) -> Cow<'_, str> {
    let inner = quoted
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(quoted);
    if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
        return Cow::Borrowed(inner);
    }
    let mut out = String::with_capacity(inner.len());
    unquote_into(inner, &mut out);
    Cow::Owned(out)
}

/// Appends what a string spells to `out`: its text without the quotes, the escapes checked.
pub(crate) fn unquote_into(inner: &str, out: &mut String) {
    let mut rest = inner;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.push_str(rest.get(..at).unwrap_or(""));
        let escape = rest.as_bytes().get(at + 1).copied().unwrap_or(b'\\');
        let mut length = 2;
        match escape {
            b'b' => out.push('\u{8}'),
            b'f' => out.push('\u{c}'),
            b'n' => out.push('\n'),
            b'r' => out.push('\r'),
            b't' => out.push('\t'),
            b'u' => {
                let first = hex_unit(rest, at).unwrap_or(0xfffd);
                length = if (0xd800..0xdc00).contains(&first) {
                    12
                } else {
                    6
                };
                let second = hex_unit(rest, at + 6).filter(|_| length == 12);
                let units = [first, second.unwrap_or(0)];
                let used = if second.is_some() {
                    &units[..]
                } else {
                    &units[..1]
                };
                out.extend(
                    char::decode_utf16(used.iter().copied()).map(|c| c.unwrap_or('\u{fffd}')),
                );
            }
            other => out.push(char::from(other)),
        }
        rest = rest.get(at + length..).unwrap_or("");
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(TokenKind, String)>, SyntaxError> {
        let mut reader = Reader::new(text);
        let mut out = Vec::new();
        while let Some(token) = reader.next_token()? {
            out.push((token.kind, token.span.of(text).to_owned()));
        }
        Ok(out)
    }

    fn message(text: &str) -> String {
        let error = read(text).unwrap_err();
        let at = error.position(text);
        format!("{at}: {error}")
    }

    #[test]
    fn strings_are_unquoted() {
        for (quoted, plain) in [
            (r#""""#, ""),
            (r#""a""#, "a"),
            (r#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
            (r#""gr\u00f6\u00dfe""#, "größe"),
            (r#""\ud83d\ude00!""#, "😀!"),
            (r#""\u0000""#, "\0"),
        ] {
            read(quoted).unwrap();
            assert_eq!(unquote(quoted), plain);
        }
    }

    #[test]
    fn errors_say_what_and_where() {
        for (text, expected) in [
            ("", "1:1: no JSON here, only white space"),
            (" \n ", "2:2: no JSON here, only white space"),
            (
                "\u{feff}{}",
                "1:1: the text starts with a byte order mark, which JSON does not allow: save it as UTF-8 without one",
            ),
            ("{\"a\":1,}", "1:7: trailing comma before a closing bracket"),
            ("[1 2]", "1:4: expected `,` or `]`, found `2`"),
            ("{\"a\" 1}", "1:6: expected `:` after the key, found `1`"),
            (
                "{\"a\":1",
                "1:7: expected `,` or `}`, found the end of the text",
            ),
            (
                "{\"a\":",
                "1:6: expected a value, found the end of the text",
            ),
            (
                "{",
                "1:2: expected a key in double quotes or `}`, found the end of the text",
            ),
            (
                "[",
                "1:2: expected a value or `]`, found the end of the text",
            ),
            (
                "{'a':1}",
                "1:2: JSON strings need double quotes, not single ones",
            ),
            (
                "[True]",
                "1:2: `True` is not JSON: strings need double quotes, and the only bare words are true, false and null",
            ),
            ("{} {}", "1:4: unexpected text after the closing bracket"),
            ("[\"a]", "1:2: this string is never closed"),
            ("[\"a\n\"]", "1:2: this string is never closed"),
            (
                "[\"\\ud800\"]",
                "1:3: this surrogate escape has no partner: it is half a character",
            ),
            (
                "[\"\\ude00\\ud83d\"]",
                "1:3: this surrogate escape has no partner: it is half a character",
            ),
            (
                "[\"\u{1}\"]",
                "1:3: a string may not hold a raw control character: write \\u0001",
            ),
            ("// x", "1:1: JSON has no comments"),
            (
                "{]",
                "1:2: expected a key in double quotes or `}`, found `]`",
            ),
            ("[1}", "1:3: expected `,` or `]`, found `}`"),
        ] {
            assert_eq!(message(text), expected, "{text:?}");
        }
    }

    #[test]
    fn numbers() {
        for good in ["0", "-0", "10", "1.5", "1e5", "1E+5", "-1.25e-7"] {
            assert!(read(good).is_ok(), "{good}");
        }
        for bad in [
            "01", "1.", ".5", "+1", "-", "1e", "1e+", "0x1", "1_000", "1.2.3", "--1", "1-2",
        ] {
            assert_eq!(
                *read(bad).unwrap_err().kind(),
                SyntaxErrorKind::Number,
                "{bad}"
            );
        }
    }

    #[test]
    fn nesting_is_limited() {
        let deep = "[".repeat(MAX_DEPTH) + &"]".repeat(MAX_DEPTH);
        assert!(read(&deep).is_ok());
        let deeper = "[".repeat(1_000_000);
        let error = read(&deeper).unwrap_err();
        assert_eq!(*error.kind(), SyntaxErrorKind::TooDeep);
        assert_eq!(error.span().start, MAX_DEPTH);
    }

    #[test]
    fn several_values_in_one_text() {
        let text = "{\"a\":1}\n[2]";
        let mut reader = Reader::new(text);
        let end = reader.finish_value().unwrap();
        assert_eq!(end, 7);
        let mut reader = Reader::starting_at(text, end);
        assert_eq!(reader.finish_value().unwrap(), text.len());
    }
}
