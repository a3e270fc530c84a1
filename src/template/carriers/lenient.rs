//! A value as people write it who do not write JSON: with comments, trailing commas, single or
//! typographic quotes, bare keys, Python's words, CDK's matchers.
//!
//! What is read becomes a [`Tree`] with the place of everything. What was met that JSON does not have
//! is a [`Quirk`] with its place and what JSON writes instead. Linear in the text; nothing recurses.

use super::super::align::Escapes;
use super::super::text::FileId;
use super::super::tree::{Host, Id, Kind, Member, SourceId, Tree};
use super::cdk;
use crate::json::{MAX_DEPTH, Reader, Span};
use std::sync::Arc;

/// Something that JSON does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    Comment,
    TrailingComma,
    TypographicQuote,
    OddSpace,
    SingleQuote,
    BareKey,
    /// `True`, `False`, `None`, a tuple: Python.
    Python,
    /// A call, as code has it.
    Call,
}

impl What {
    /// Whether a text with this is meant to be JSON all the same.
    fn is_blemish(self) -> bool {
        matches!(
            self,
            Self::Comment | Self::TrailingComma | Self::TypographicQuote | Self::OddSpace
        )
    }
}

/// Where that stands, and what JSON has there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quirk {
    pub(crate) what: What,
    pub(crate) span: Span,
    pub(crate) instead: String,
}

/// What was read.
pub(crate) struct Literal {
    pub(in crate::template) tree: Tree,
    pub(in crate::template) root: Id,
    /// Where it ends.
    pub(crate) end: usize,
    pub(crate) quirks: Vec<Quirk>,
}

impl Literal {
    /// Whether it is JSON but for blemishes, rather than code.
    pub(crate) fn is_blemished_json(&self) -> bool {
        self.quirks.iter().all(|quirk| quirk.what.is_blemish())
    }
}

/// Why there is no value, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trouble {
    pub(crate) message: String,
    pub(crate) span: Span,
}

fn trouble<T>(message: impl Into<String>, start: usize, end: usize) -> Result<T, Trouble> {
    Err(Trouble {
        message: message.into(),
        span: Span::new(start, end),
    })
}

/// Reads the value that begins at `start`.
pub(crate) fn read(source: &Arc<str>, start: usize) -> Result<Literal, Trouble> {
    let mut tree = Tree::default();
    let Some(id) = tree.open(source.clone(), Host::File(FileId::TEMPLATE)) else {
        return trouble("this is too large", start, start);
    };
    let mut reader = Lenient {
        source,
        id,
        at: start,
        tree,
        quirks: Vec::new(),
        open: Vec::new(),
    };
    let root = reader.value()?;
    Ok(Literal {
        root,
        tree: reader.tree,
        end: reader.at,
        quirks: reader.quirks,
    })
}

/// Reads a value that is all of the text, but for white space, comments and what ends a statement.
pub(crate) fn read_whole(source: &Arc<str>, start: usize) -> Result<Literal, Trouble> {
    let mut literal = read(source, start)?;
    let mut reader = Lenient {
        source,
        id: SourceId::FIRST,
        at: literal.end,
        tree: Tree::default(),
        quirks: Vec::new(),
        open: Vec::new(),
    };
    reader.space()?;
    let rest = source.get(reader.at..).unwrap_or("").trim_end();
    let rest = rest.trim_end_matches([';', ',']).trim_end();
    let rest = rest.strip_suffix("as const").unwrap_or(rest);
    if !rest.is_empty() {
        return trouble(
            "unexpected text after the value",
            reader.at,
            reader.at + rest.len(),
        );
    }
    literal.quirks.append(&mut reader.quirks);
    Ok(literal)
}

/// An open container.
struct Open {
    start: usize,
    close: char,
    items: Items,
    /// What the container is an argument list of.
    call: Option<cdk::Call>,
    /// The last comma, while nothing follows it.
    comma: Option<usize>,
}

enum Items {
    List(Vec<Id>),
    Map(Vec<Member>, Option<Id>),
}

struct Lenient<'a> {
    source: &'a str,
    id: SourceId,
    at: usize,
    tree: Tree,
    quirks: Vec<Quirk>,
    open: Vec<Open>,
}

const DOUBLE: [char; 4] = ['“', '”', '„', '‟'];
const SINGLE: [char; 4] = ['‘', '’', '‚', '‛'];

impl Lenient<'_> {
    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn rest(&self) -> &str {
        self.source.get(self.at..).unwrap_or("")
    }

    fn quirk(&mut self, what: What, start: usize, end: usize, instead: impl Into<String>) {
        self.quirks.push(Quirk {
            what,
            span: Span::new(start, end),
            instead: instead.into(),
        });
    }

    /// Passes white space and comments.
    fn space(&mut self) -> Result<(), Trouble> {
        loop {
            let start = self.at;
            match self.peek() {
                Some(' ' | '\t' | '\n' | '\r') => self.at += 1,
                Some(c) if c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}') => {
                    self.at += c.len_utf8();
                    self.quirk(What::OddSpace, start, self.at, " ");
                }
                Some('/') if self.rest().starts_with("//") => self.line_comment(),
                Some('#') => self.line_comment(),
                Some('/') if self.rest().starts_with("/*") => {
                    let Some(length) = self.rest().find("*/") else {
                        return trouble("this comment does not end", start, start + 2);
                    };
                    self.at += length + 2;
                    // The lines that it goes over stay.
                    let comment = self.source.get(start..self.at).unwrap_or("");
                    let lines = "\n".repeat(comment.matches('\n').count());
                    self.quirk(What::Comment, start, self.at, lines);
                }
                _ => return Ok(()),
            }
        }
    }

    fn line_comment(&mut self) {
        let start = self.at;
        let length = self.rest().find('\n').unwrap_or(self.rest().len());
        self.at += length;
        // The blanks in front go with it.
        let before = self.source.get(..start).unwrap_or("");
        let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
        self.quirk(What::Comment, start - blanks, self.at, "");
    }

    fn value(&mut self) -> Result<Id, Trouble> {
        loop {
            // A value, or the start of a container.
            self.space()?;
            let start = self.at;
            let Some(c) = self.peek() else {
                return trouble("expected a value, found the end of the text", start, start);
            };
            let mut done = match c {
                '{' => {
                    self.at += 1;
                    self.begin(start, '}', Items::Map(Vec::new(), None), None)?;
                    None
                }
                '[' => {
                    self.at += 1;
                    self.begin(start, ']', Items::List(Vec::new()), None)?;
                    None
                }
                '(' => {
                    self.at += 1;
                    self.quirk(What::Python, start, self.at, "[");
                    self.begin(start, ')', Items::List(Vec::new()), None)?;
                    None
                }
                '"' | '\'' | '`' => Some(self.string(c)?),
                c if DOUBLE.contains(&c) || SINGLE.contains(&c) => Some(self.string(c)?),
                '-' | '+' | '.' | '0'..='9' => Some(self.number()?),
                c if c.is_alphabetic() || matches!(c, '_' | '$') => self.word()?,
                _ => return trouble("expected a value", start, start + c.len_utf8()),
            };
            // Whatever is complete goes into what holds it.
            loop {
                if let Some(id) = done.take() {
                    let Some(open) = self.open.last_mut() else {
                        return Ok(id);
                    };
                    open.comma = None;
                    match &mut open.items {
                        Items::List(items) => items.push(id),
                        Items::Map(members, key) => {
                            if let Some(key) = key.take() {
                                members.push(Member { key, value: id });
                            }
                        }
                    }
                    self.space()?;
                    let close = self.open.last().map_or('}', |open| open.close);
                    match self.peek() {
                        Some(',') => {
                            let comma = self.at;
                            self.at += 1;
                            if let Some(open) = self.open.last_mut() {
                                open.comma = Some(comma);
                            }
                        }
                        Some(c) if c == close => {}
                        Some(c) => {
                            let at = self.at;
                            return trouble(
                                format!("expected `,` or `{close}`"),
                                at,
                                at + c.len_utf8(),
                            );
                        }
                        None => {
                            return trouble(
                                format!("the text ends before `{close}`"),
                                self.at,
                                self.at,
                            );
                        }
                    }
                }
                self.space()?;
                let Some(open) = self.open.last() else { break };
                if self.peek() == Some(open.close) {
                    if let Some(comma) = open.comma {
                        self.quirk(What::TrailingComma, comma, comma + 1, "");
                    }
                    self.at += 1;
                    done = Some(self.end()?);
                    continue;
                }
                if matches!(open.items, Items::Map(_, None)) {
                    self.key()?;
                }
                break;
            }
        }
    }

    fn begin(
        &mut self,
        start: usize,
        close: char,
        items: Items,
        call: Option<cdk::Call>,
    ) -> Result<(), Trouble> {
        if self.open.len() >= MAX_DEPTH {
            return trouble(
                format!("this nests deeper than {MAX_DEPTH} levels"),
                start,
                start + 1,
            );
        }
        self.open.push(Open {
            start,
            close,
            items,
            call,
            comma: None,
        });
        Ok(())
    }

    fn end(&mut self) -> Result<Id, Trouble> {
        let Some(open) = self.open.pop() else {
            return trouble("this closes nothing", self.at, self.at);
        };
        let span = Span::new(open.start, self.at);
        let kind = match open.items {
            Items::List(items) => Kind::List(items),
            Items::Map(members, _) => Kind::Map(members),
        };
        match open.call {
            None => Ok(self.tree.add(kind, span, self.id)),
            Some(call) => cdk::build(call, kind, span, &mut self.tree, self.id)
                .map_err(|message| Trouble { message, span }),
        }
    }

    /// A key and what stands between it and its value.
    fn key(&mut self) -> Result<(), Trouble> {
        let start = self.at;
        let is_call = self.open.last().is_some_and(|open| open.call.is_some());
        let key = match self.peek() {
            Some(c @ ('"' | '\'' | '`')) => self.string(c)?,
            Some(c) if DOUBLE.contains(&c) || SINGLE.contains(&c) => self.string(c)?,
            Some(c) if c.is_alphabetic() || matches!(c, '_' | '$') => {
                let name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '-');
                let word = self.rest();
                let length = word.find(|c| !name(c)).unwrap_or(word.len());
                let word = word.get(..length).unwrap_or("").to_owned();
                self.at += length;
                self.quirk(What::BareKey, start, self.at, format!("\"{word}\""));
                let kind = Kind::Text {
                    cooked: word.into(),
                    raw: Span::new(start, self.at),
                    escapes: Escapes::None,
                };
                self.tree.add(kind, Span::new(start, self.at), self.id)
            }
            Some(c) => {
                return trouble("expected a key", start, start + c.len_utf8());
            }
            None => return trouble("expected a key, found the end of the text", start, start),
        };
        self.space()?;
        match self.peek() {
            Some(':') if !is_call => self.at += 1,
            Some('=') if is_call => self.at += 1,
            _ => {
                let at = self.at;
                let wanted = if is_call { '=' } else { ':' };
                return trouble(format!("expected `{wanted}` after the key"), at, at);
            }
        }
        if let Some(Open {
            items: Items::Map(_, slot),
            ..
        }) = self.open.last_mut()
        {
            *slot = Some(key);
        }
        Ok(())
    }

    fn string(&mut self, open: char) -> Result<Id, Trouble> {
        let start = self.at;
        self.at += open.len_utf8();
        let inner = self.at;
        let is_double = DOUBLE.contains(&open);
        let closes = |c: char| match open {
            _ if is_double => c == '"' || DOUBLE.contains(&c),
            _ if SINGLE.contains(&open) => c == '\'' || SINGLE.contains(&c),
            '"' => c == '"',
            other => c == other,
        };
        let mut cooked = String::new();
        loop {
            let at = self.at;
            let Some(c) = self.peek() else {
                return trouble("this string does not end", start, start + open.len_utf8());
            };
            self.at += c.len_utf8();
            if closes(c) {
                let raw = Span::new(inner, at);
                let what = match open {
                    '"' => None,
                    '\'' | '`' => Some(What::SingleQuote),
                    _ => Some(What::TypographicQuote),
                };
                if let Some(what) = what {
                    self.quirk(what, start, inner, "\"");
                    self.quirk(what, at, self.at, "\"");
                }
                let kind = Kind::Text {
                    cooked: cooked.into(),
                    raw,
                    escapes: Escapes::Backslash,
                };
                return Ok(self.tree.add(kind, Span::new(start, self.at), self.id));
            }
            match c {
                '\n' if open != '`' => {
                    return trouble("this string does not end in its line", start, at);
                }
                '$' if open == '`' && self.rest().starts_with('{') => {
                    return trouble("the value of this is not known here", at, at + 2);
                }
                '\\' => self.escape(at, &mut cooked)?,
                other => cooked.push(other),
            }
        }
    }

    fn escape(&mut self, start: usize, cooked: &mut String) -> Result<(), Trouble> {
        let Some(c) = self.peek() else {
            return trouble("the text ends inside of an escape", start, start + 1);
        };
        self.at += c.len_utf8();
        let mut code = |length: usize| -> Result<u32, Trouble> {
            let digits = self.source.get(self.at..self.at + length);
            let value = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
            match value {
                Some(value) => {
                    self.at += length;
                    Ok(value)
                }
                None => trouble("this escape lacks digits", start, self.at),
            }
        };
        let value = match c {
            'n' => '\n'.into(),
            't' => '\t'.into(),
            'r' => '\r'.into(),
            'b' => 8,
            'f' => 12,
            '\n' => return Ok(()),
            'x' => code(2)?,
            'U' => code(8)?,
            'u' => {
                let first = code(4)?;
                if (0xD800..0xDC00).contains(&first) && self.rest().starts_with("\\u") {
                    self.at += 2;
                    let second = self.source.get(self.at..self.at + 4);
                    let second = second.and_then(|digits| u32::from_str_radix(digits, 16).ok());
                    self.at += 4;
                    match second {
                        Some(second @ 0xDC00..0xE000) => {
                            0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)
                        }
                        _ => return trouble("this escape is half a character", start, start + 6),
                    }
                } else {
                    first
                }
            }
            other if other.is_ascii_alphanumeric() => {
                return trouble("unknown escape", start, self.at);
            }
            other => other.into(),
        };
        match char::from_u32(value) {
            Some(c) => cooked.push(c),
            None => return trouble("this escape is half a character", start, self.at),
        }
        Ok(())
    }

    fn number(&mut self) -> Result<Id, Trouble> {
        let start = self.at;
        let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '_');
        let text = self.rest();
        let length = text.find(|c| !part(c)).unwrap_or(text.len());
        let text = text.get(..length).unwrap_or("").replace('_', "");
        self.at += length;
        let end = Reader::new(&text).finish_value();
        if !end.is_ok_and(|end| end == text.len()) {
            return trouble(format!("`{text}` is not a JSON number"), start, self.at);
        }
        Ok(self
            .tree
            .add(Kind::Number(text), Span::new(start, self.at), self.id))
    }

    /// A word: a value of JSON's or Python's, or the name of a function. `None` where a call began.
    fn word(&mut self) -> Result<Option<Id>, Trouble> {
        let start = self.at;
        let name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.');
        let text = self.rest();
        let length = text.find(|c| !name(c)).unwrap_or(text.len());
        let word = text.get(..length).unwrap_or("").to_owned();
        self.at += length;
        let span = Span::new(start, self.at);
        let (kind, json) = match word.as_str() {
            "true" => (Kind::Bool(true), None),
            "false" => (Kind::Bool(false), None),
            "null" => (Kind::Null, None),
            "True" => (Kind::Bool(true), Some("true")),
            "False" => (Kind::Bool(false), Some("false")),
            "None" => (Kind::Null, Some("null")),
            _ => {
                self.space()?;
                let call = cdk::call(&word).filter(|_| self.peek() == Some('('));
                let Some(call) = call else {
                    return trouble(
                        format!("the value of `{word}` is not known here"),
                        start,
                        span.end,
                    );
                };
                self.quirk(What::Call, start, self.at, "");
                self.at += 1;
                let items = match call.takes_names() {
                    true => Items::Map(Vec::new(), None),
                    false => Items::List(Vec::new()),
                };
                self.begin(start, ')', items, Some(call))?;
                return Ok(None);
            }
        };
        if let Some(json) = json {
            self.quirk(What::Python, start, self.at, json);
        }
        Ok(Some(self.tree.add(kind, span, self.id)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with each quirk spelled as JSON does.
    fn mended(text: &str) -> Option<String> {
        let literal = read_whole(&Arc::from(text), 0).ok()?;
        let mut quirks = literal.quirks;
        quirks.sort_by_key(|quirk| quirk.span.start);
        let (mut out, mut at) = (String::new(), 0);
        for quirk in quirks {
            out.push_str(text.get(at..quirk.span.start)?);
            out.push_str(&quirk.instead);
            at = quirk.span.end;
        }
        out.push_str(text.get(at..)?);
        Some(out)
    }

    #[test]
    fn what_is_not_json_is_read_and_can_be_mended() {
        for (text, json) in [
            ("{\"a\": [1,],}", "{\"a\": [1]}"),
            ("{“a”: [“b”]}", "{\"a\": [\"b\"]}"),
            ("{ // why\n \"a\": [1] # so\n}", "{\n \"a\": [1]\n}"),
            ("{/* x */\"a\":\u{a0}[1]}", "{\"a\": [1]}"),
            (
                "{source: ['a', 'it\\'s']}",
                "{\"source\": [\"a\", \"it\\'s\"]}",
            ),
            ("{'a': [True, None]}", "{\"a\": [true, null]}"),
        ] {
            assert_eq!(mended(text).as_deref(), Some(json), "{text}");
        }
    }

    #[test]
    fn what_is_code_is_no_value() {
        for (text, message) in [
            ("{a: [SOURCE]}", "the value of `SOURCE` is not known here"),
            ("{a: [1}", "expected `,` or `]`"),
            ("{a: [`x${y}`]}", "the value of this is not known here"),
            ("{a: ['x}", "this string does not end"),
            ("{a", "expected `:` after the key"),
            ("{\"a\": 01}", "`01` is not a JSON number"),
            ("[1] [2]", "unexpected text after the value"),
        ] {
            let error = read_whole(&Arc::from(text), 0)
                .err()
                .map(|error| error.message);
            assert_eq!(error.as_deref(), Some(message), "{text}");
        }
        let deep = "[".repeat(MAX_DEPTH + 1);
        assert!(read(&Arc::from(deep), 0).is_err());
    }
}
