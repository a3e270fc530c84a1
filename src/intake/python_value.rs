//! A Python value as `repr` prints it, turned into JSON.

use super::error::PythonError;
use crate::json::{MAX_DEPTH, Reader, Span, write_string};

type Failure = (PythonError, Span);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    FirstKey,
    Key,
    FirstElement,
    Value,
    CommaOrEnd,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Container {
    Dict,
    List,
    /// With the number of its commas.
    Tuple(usize),
}

impl Container {
    fn closes(self) -> char {
        match self {
            Self::Dict => '}',
            Self::List => ']',
            Self::Tuple(_) => ')',
        }
    }
}

/// Reads the dict that begins at `start`. Returns it as JSON text, and where it ends.
///
/// Numbers keep their text. Linear, and no deeper than JSON may be.
///
/// # Errors
/// What is no Python value that JSON could hold, and where.
pub(super) fn to_json(text: &str, start: usize) -> Result<(String, usize), Failure> {
    let mut parser = Parser {
        text,
        at: start,
        out: String::new(),
        open: Vec::new(),
    };
    parser.run()?;
    Ok((parser.out, parser.at))
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    out: String,
    open: Vec<Container>,
}

impl<'t> Parser<'t> {
    fn run(&mut self) -> Result<(), Failure> {
        let mut expect = Expect::Value;
        loop {
            self.skip_white_space();
            let Some(next) = self.peek() else {
                return Err(self.fail(PythonError::Ends));
            };
            expect = match (expect, self.open.last().copied()) {
                (Expect::FirstKey, _) if next == '}' => self.close('}'),
                (Expect::FirstElement, Some(container)) if next == container.closes() => {
                    self.close(']')
                }
                (Expect::FirstKey | Expect::Key, _) => self.key(next)?,
                (Expect::CommaOrEnd, Some(container)) => self.comma_or_end(next, container)?,
                _ => self.value(next)?,
            };
            if self.open.is_empty() {
                return Ok(());
            }
        }
    }

    fn key(&mut self, next: char) -> Result<Expect, Failure> {
        if !matches!(next, '\'' | '"') {
            return Err(self.fail(PythonError::KeyNotString));
        }
        self.string(next)?;
        self.skip_white_space();
        if self.peek() != Some(':') {
            return Err(self.fail(match self.peek() {
                Some(_) => PythonError::Expected("`:` after the key"),
                None => PythonError::Ends,
            }));
        }
        self.at += 1;
        self.out.push(':');
        Ok(Expect::Value)
    }

    fn comma_or_end(&mut self, next: char, container: Container) -> Result<Expect, Failure> {
        if next == container.closes() && container != Container::Tuple(0) {
            return Ok(self.close(if container == Container::Dict {
                '}'
            } else {
                ']'
            }));
        }
        if next != ',' {
            return Err(self.fail(PythonError::Expected(match container {
                Container::Dict => "`,` or `}`",
                Container::List => "`,` or `]`",
                Container::Tuple(0) => "`,`",
                Container::Tuple(_) => "`,` or `)`",
            })));
        }
        self.at += 1;
        self.skip_white_space();
        match container {
            Container::Dict => {
                self.out.push(',');
                Ok(Expect::Key)
            }
            Container::List => {
                self.out.push(',');
                Ok(Expect::Value)
            }
            Container::Tuple(commas) => {
                // Only a tuple of one has a comma in front of its end.
                if commas == 0 && self.peek() == Some(')') {
                    return Ok(self.close(']'));
                }
                if let Some(open) = self.open.last_mut() {
                    *open = Container::Tuple(commas + 1);
                }
                self.out.push(',');
                Ok(Expect::Value)
            }
        }
    }

    fn value(&mut self, next: char) -> Result<Expect, Failure> {
        match next {
            '{' => return self.enter(Container::Dict, '{', Expect::FirstKey),
            '[' => return self.enter(Container::List, '[', Expect::FirstElement),
            '(' => return self.enter(Container::Tuple(0), '[', Expect::FirstElement),
            '\'' | '"' => self.string(next)?,
            '-' | '+' | '.' | '0'..='9' => self.number()?,
            c if c.is_alphabetic() || c == '_' => self.word()?,
            _ => return Err(self.fail(PythonError::Expected("a value"))),
        }
        Ok(Expect::CommaOrEnd)
    }

    fn enter(
        &mut self,
        container: Container,
        bracket: char,
        expect: Expect,
    ) -> Result<Expect, Failure> {
        if self.open.len() >= MAX_DEPTH {
            return Err(self.fail(PythonError::TooDeep));
        }
        self.at += 1;
        self.open.push(container);
        self.out.push(bracket);
        Ok(expect)
    }

    fn close(&mut self, bracket: char) -> Expect {
        self.at += 1;
        self.open.pop();
        self.out.push(bracket);
        Expect::CommaOrEnd
    }

    fn number(&mut self) -> Result<(), Failure> {
        let rest = self.rest();
        let length = rest
            .find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.' | '+' | '-'))
            .unwrap_or(rest.len());
        let number = rest.get(..length).unwrap_or("");
        if Reader::new(number).finish_value() == Ok(length) {
            let end = self.at + length;
            self.out.push_str(number);
            self.at = end;
            return Ok(());
        }
        let error = match number.trim_start_matches(['-', '+']) {
            "inf" | "nan" => PythonError::NoSuchNumber(number.to_owned()),
            _ => PythonError::NotANumber,
        };
        Err((error, Span::new(self.at, self.at + length)))
    }

    fn word(&mut self) -> Result<(), Failure> {
        let rest = self.rest();
        let length = rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or("");
        let json = match word {
            "True" => "true",
            "False" => "false",
            "None" => "null",
            _ => {
                let shown: String = word.chars().take(40).collect();
                let error = match word {
                    "inf" | "nan" => PythonError::NoSuchNumber(shown),
                    _ => PythonError::Word(shown),
                };
                return Err((error, Span::new(self.at, self.at + length)));
            }
        };
        self.out.push_str(json);
        self.at += length;
        Ok(())
    }

    /// Reads a string in either kind of quotes.
    fn string(&mut self, quote: char) -> Result<(), Failure> {
        let start = self.at;
        self.at += 1;
        let mut spelled = String::new();
        loop {
            let rest = self.rest();
            let Some(stop) = rest.find([quote, '\\', '\n', '\r']) else {
                return Err((PythonError::UnclosedString, Span::new(start, start + 1)));
            };
            spelled.push_str(rest.get(..stop).unwrap_or(""));
            let found = rest.as_bytes().get(stop).copied();
            self.at += stop;
            match found {
                Some(b'\\') => self.escape(&mut spelled)?,
                Some(b'\n' | b'\r') => {
                    return Err((PythonError::UnclosedString, Span::new(start, start + 1)));
                }
                _ => {
                    self.at += 1;
                    write_string(&mut self.out, &spelled);
                    return Ok(());
                }
            }
        }
    }

    /// Reads the escape that begins here: one of those that `repr` writes.
    fn escape(&mut self, spelled: &mut String) -> Result<(), Failure> {
        let no_escape = (PythonError::NoEscape, Span::new(self.at, self.at + 1));
        let plain = match self.text.as_bytes().get(self.at + 1) {
            Some(b'\\') => '\\',
            Some(b'\'') => '\'',
            Some(b'"') => '"',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(letter @ (b'x' | b'u' | b'U')) => {
                let digits = match letter {
                    b'x' => 2,
                    b'u' => 4,
                    _ => 8,
                };
                let unit = self.hex(self.at, digits).ok_or(no_escape)?;
                let span = Span::new(self.at, self.at + 2 + digits);
                self.at = span.end;
                let c = match unit {
                    0xd800..=0xdfff => self.pair(unit),
                    _ => char::from_u32(unit),
                };
                spelled.push(c.ok_or((PythonError::LoneSurrogate, span))?);
                return Ok(());
            }
            _ => return Err(no_escape),
        };
        spelled.push(plain);
        self.at += 2;
        Ok(())
    }

    /// The character that a high surrogate and the escape behind it make.
    fn pair(&mut self, high: u32) -> Option<char> {
        let is_short = self.text.as_bytes().get(self.at + 1) == Some(&b'u');
        let low = self.hex(self.at, 4).filter(|_| is_short)?;
        if !(0xd800..0xdc00).contains(&high) || !(0xdc00..0xe000).contains(&low) {
            return None;
        }
        self.at += 6;
        char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00))
    }

    /// The number in an escape at `at`: a backslash, a letter, and so many hex digits.
    fn hex(&self, at: usize, digits: usize) -> Option<u32> {
        let bytes = self.text.as_bytes();
        if bytes.get(at) != Some(&b'\\') {
            return None;
        }
        let digits = bytes.get(at + 2..at + 2 + digits)?;
        digits.iter().try_fold(0_u32, |sum, byte| {
            let digit = char::from(*byte).to_digit(16)?;
            sum.checked_mul(16)?.checked_add(digit)
        })
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_white_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
    }

    fn fail(&self, error: PythonError) -> Failure {
        let length = self.peek().map_or(0, char::len_utf8);
        (error, Span::new(self.at, self.at + length))
    }
}
