//! The tokens of an expression, for what the engine does not tell: the AWS CLI's words on a token
//! that is wrong, and literals as it reads them.

use crate::aws_cli::value::{Value, load_json};
use std::collections::HashMap;
use std::ops::Range;

/// Literals by the byte at which they begin.
pub(super) type Literals = HashMap<usize, Value>;

/// A token under the name that the AWS CLI's JMESPath has for it.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) kind: &'static str,
    /// In characters.
    pub(super) start: usize,
    pub(super) bytes: Range<usize>,
    /// What it stands for.
    pub(super) value: Value,
}

/// The tokens, an `eof` last.
///
/// # Errors
/// The text of the AWS CLI's message.
pub(super) fn tokenize(text: &str) -> Result<Vec<Token>, String> {
    let mut lexer = Lexer {
        text,
        letters: text.char_indices().collect(),
        at: 0,
    };
    let mut tokens = Vec::new();
    while let Some(c) = lexer.peek() {
        let start = lexer.at;
        lexer.at += 1;
        if matches!(c, ' ' | '\t' | '\n' | '\r') {
            continue;
        }
        let (kind, value) = lexer.token(c, start)?;
        let bytes = lexer.byte(start)..lexer.byte(lexer.at);
        let value = value.unwrap_or_else(|| Value::str(text.get(bytes.clone()).unwrap_or("")));
        tokens.push(Token {
            kind,
            start,
            bytes,
            value,
        });
    }
    tokens.push(Token {
        kind: "eof",
        start: lexer.letters.len(),
        bytes: text.len()..text.len(),
        value: Value::str(""),
    });
    Ok(tokens)
}

/// The expression with an empty string for each literal, and with numbers that the engine can
/// calculate with. All tokens stay where they are.
pub(super) fn without_literals(text: &str, tokens: &[Token]) -> String {
    /// Beyond any array, and far from the edge of 32 bits.
    const LARGE: &str = "1000000000";
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for token in tokens {
        let length = token.bytes.len();
        let substitute = match token.kind {
            "literal" => "''".to_owned(),
            "number" => {
                let raw = text.get(token.bytes.clone()).unwrap_or("");
                let (sign, digits) = match raw.strip_prefix('-') {
                    Some(digits) => ("-", digits),
                    None => ("", raw),
                };
                let digits = digits.trim_start_matches('0');
                match digits.len() {
                    0 => "0".to_owned(),
                    1..=9 => format!("{sign}{digits}"),
                    _ => format!("{sign}{LARGE}"),
                }
            }
            _ => continue,
        };
        out.push_str(text.get(end..token.bytes.start).unwrap_or(""));
        out.push_str(&crate::text::left(substitute, length));
        end = token.bytes.end;
    }
    out.push_str(text.get(end..).unwrap_or(""));
    out
}

pub(super) fn literals(tokens: Vec<Token>) -> Literals {
    tokens
        .into_iter()
        .filter(|token| token.kind == "literal")
        .map(|token| (token.bytes.start, token.value))
        .collect()
}

struct Lexer<'a> {
    text: &'a str,
    letters: Vec<(usize, char)>,
    at: usize,
}

impl Lexer<'_> {
    fn peek(&self) -> Option<char> {
        self.letters.get(self.at).map(|(_, c)| *c)
    }

    fn byte(&self, at: usize) -> usize {
        self.letters
            .get(at)
            .map_or(self.text.len(), |(byte, _)| *byte)
    }

    fn slice(&self, from: usize, to: usize) -> &str {
        self.text.get(self.byte(from)..self.byte(to)).unwrap_or("")
    }

    fn take_if(&mut self, fits: impl Fn(char) -> bool) -> bool {
        let taken = self.peek().is_some_and(fits);
        self.at += usize::from(taken);
        taken
    }

    fn either(&mut self, next: char, double: &'static str, single: &'static str) -> &'static str {
        if self.take_if(|c| c == next) {
            double
        } else {
            single
        }
    }

    fn error(&self, message: &str, at: usize) -> String {
        let space = " ".repeat(at);
        format!(
            "Bad jmespath expression: {message}:\n{}\n{space}^",
            self.text
        )
    }

    /// The token that begins with `c`, which is taken already.
    fn token(&mut self, c: char, start: usize) -> Result<(&'static str, Option<Value>), String> {
        let kind = match c {
            '.' => "dot",
            '*' => "star",
            ']' => "rbracket",
            ',' => "comma",
            ':' => "colon",
            '@' => "current",
            '(' => "lparen",
            ')' => "rparen",
            '{' => "lbrace",
            '}' => "rbrace",
            'a'..='z' | 'A'..='Z' | '_' => {
                while self.take_if(|c| c.is_ascii_alphanumeric() || c == '_') {}
                "unquoted_identifier"
            }
            '[' if self.take_if(|c| c == ']') => "flatten",
            '[' => self.either('?', "filter", "lbracket"),
            '|' => self.either('|', "or", "pipe"),
            '&' => self.either('&', "and", "expref"),
            '<' => self.either('=', "lte", "lt"),
            '>' => self.either('=', "gte", "gt"),
            '!' => self.either('=', "ne", "not"),
            '=' if self.take_if(|c| c == '=') => "eq",
            '=' => return Err(self.error("Unknown token '='", start)),
            '0'..='9' => return Ok(("number", Some(self.number(start)))),
            '-' if self.peek().is_some_and(|c| c.is_ascii_digit()) => {
                return Ok(("number", Some(self.number(start))));
            }
            '-' => return Err(self.error("Unknown token '-'", start)),
            '\'' => {
                let raw = self.until('\'', start)?;
                return Ok(("literal", Some(Value::str(raw.replace("\\'", "'")))));
            }
            '`' => {
                let raw = self.until('`', start)?.replace("\\`", "`");
                // What is no JSON is a string, in an older form of the language.
                let value = load_json(&raw)
                    .or_else(|| load_json(&format!("\"{}\"", raw.trim_start())))
                    .ok_or_else(|| self.error(&format!("Bad token {raw}"), start))?;
                return Ok(("literal", Some(value)));
            }
            '"' => {
                let raw = self.until('"', start)?;
                let value = load_json(&format!("\"{raw}\""))
                    .ok_or_else(|| self.error(bad_string(&raw), start))?;
                return Ok(("quoted_identifier", Some(value)));
            }
            other => return Err(self.error(&format!("Unknown token {other}"), start)),
        };
        Ok((kind, None))
    }

    fn number(&mut self, start: usize) -> Value {
        while self.take_if(|c| c.is_ascii_digit()) {}
        Value::int(self.slice(start, self.at))
    }

    /// What stands before the closing delimiter, escapes and all.
    fn until(&mut self, delimiter: char, start: usize) -> Result<String, String> {
        let from = self.at;
        while let Some(c) = self.peek() {
            self.at += 1;
            if c == delimiter {
                return Ok(self.slice(from, self.at - 1).to_owned());
            }
            if c == '\\' {
                self.at += 1;
            }
        }
        Err(self.error(&format!("Unclosed {delimiter} delimiter"), start))
    }
}

fn bad_string(raw: &str) -> &'static str {
    if raw.contains(|c: char| c < ' ') {
        "Invalid control character at"
    } else if raw.contains("\\u") {
        "Invalid \\uXXXX escape"
    } else {
        "Invalid \\escape"
    }
}
