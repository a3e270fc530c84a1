//! `{"anything-but": …}`

use super::{Compiler, Kind, Place, Result, TOO_MANY};
use crate::json::{Number, TokenKind};
use crate::pattern::value::{AnythingBut, IgnoreCase, MatcherKind, Wildcard};
use std::borrow::Cow;

impl<'a> Compiler<'a> {
    pub(super) fn anything_but(&mut self) -> Result<MatcherKind> {
        let mut kind = self.next_kind()?;
        let mut inner = None;
        if kind == Some(TokenKind::ObjectStart) {
            if self.next_kind()? != Some(TokenKind::Key) {
                return self.fail(Kind::NoOperator, "Anything-But expression name not found");
            }
            let operator = self.key();
            let Some(parsed) = Inner::parse(&operator) else {
                return self.fail(
                    Kind::UnknownOperator,
                    format!("Unsupported anything-but pattern: {operator}"),
                );
            };
            inner = Some(parsed);
            kind = self.next_kind()?;
        }
        let listed = match (kind, inner) {
            (Some(TokenKind::ArrayStart), None) => self.anything_but_list()?,
            (Some(TokenKind::ArrayStart), Some(inner)) => self.anything_but_operands(inner)?,
            (Some(TokenKind::String), None) => AnythingBut::Strings(vec![self.text().into()]),
            (Some(TokenKind::Number), None) => {
                let number = Number::parse(&self.text());
                // The service forgets the place here.
                self.comparable(&number, Place::Unsaid)?;
                AnythingBut::Numbers(vec![number])
            }
            (Some(TokenKind::String), Some(inner)) => {
                let operand = self.operand(inner, Place::Once)?;
                inner
                    .collect(vec![operand])
                    .map_err(|reason| self.error(Kind::Wildcard, reason))?
            }
            (Some(TokenKind::Number), Some(inner)) => {
                return self.fail(Kind::Operand, inner.wrong_type());
            }
            _ => {
                return self.fail(
                    Kind::Operand,
                    "Value of anything-but must be an array or single string/number value.",
                );
            }
        };
        self.expect_end_of_matcher(Kind::ManyOperators, TOO_MANY)?;
        if inner.is_some() {
            self.expect_end_of_matcher(Kind::ManyOperators, TOO_MANY)?;
        }
        Ok(MatcherKind::AnythingBut(listed))
    }

    fn anything_but_list(&mut self) -> Result<AnythingBut> {
        let (mut strings, mut numbers) = (Vec::new(), Vec::new());
        loop {
            match self.next_kind()? {
                Some(TokenKind::ArrayEnd) | None => break,
                Some(TokenKind::String) => strings.push(Box::from(self.text())),
                Some(TokenKind::Number) => {
                    let number = Number::parse(&self.text());
                    self.comparable(&number, Place::Once)?;
                    numbers.push(number);
                }
                _ => {
                    let reason = "Inside anything but list, start|null|boolean is not supported.";
                    return Err(self.error_placed(Kind::Operand, reason, Place::Twice));
                }
            }
        }
        match (strings.is_empty(), numbers.is_empty()) {
            (false, true) => Ok(AnythingBut::Strings(strings)),
            (true, false) => Ok(AnythingBut::Numbers(numbers)),
            _ => self.fail(
                Kind::Operand,
                "Inside anything but list, either all values are number or string, mixed type is \
                 not supported",
            ),
        }
    }

    fn anything_but_operands(&mut self, inner: Inner) -> Result<AnythingBut> {
        let start = self.last.start;
        let mut operands = Vec::new();
        loop {
            match self.next_kind()? {
                Some(TokenKind::ArrayEnd) | None => break,
                Some(TokenKind::String) => operands.push(self.operand(inner, Place::Twice)?),
                _ => {
                    return Err(self.error_placed(Kind::Operand, inner.wrong_type(), Place::Twice));
                }
            }
        }
        if operands.is_empty() {
            // The service crashes here: rules, section 7.
            self.last.start = start;
            return self.fail(Kind::EmptyArray, "Empty arrays are not allowed");
        }
        inner
            .collect(operands)
            .map_err(|reason| self.error(Kind::Wildcard, reason))
    }

    fn operand(&mut self, inner: Inner, place: Place) -> Result<Cow<'a, str>> {
        let text = self.text();
        if text.is_empty() && matches!(inner, Inner::Prefix | Inner::Suffix) {
            let reason = "Null prefix/suffix not allowed";
            return Err(self.error_placed(Kind::Operand, reason, place));
        }
        Ok(text)
    }
}

/// The operator inside an `anything-but`.
#[derive(Debug, Clone, Copy)]
enum Inner {
    EqualsIgnoreCase,
    Prefix,
    Suffix,
    Wildcard,
}

impl Inner {
    fn parse(name: &str) -> Option<Self> {
        match name {
            "equals-ignore-case" => Some(Self::EqualsIgnoreCase),
            "prefix" => Some(Self::Prefix),
            "suffix" => Some(Self::Suffix),
            "wildcard" => Some(Self::Wildcard),
            _ => None,
        }
    }

    fn wrong_type(self) -> &'static str {
        match self {
            Self::EqualsIgnoreCase => {
                "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not \
                 supported."
            }
            Self::Prefix | Self::Suffix => "prefix/suffix match pattern must be a string",
            Self::Wildcard => "wildcard match pattern must be a string",
        }
    }

    /// The operands as a matcher. Wildcards are read only now, as the service does; the error is
    /// its reason.
    fn collect(self, operands: Vec<Cow<'_, str>>) -> Result<AnythingBut, String> {
        let boxed = |operands: Vec<Cow<'_, str>>| operands.into_iter().map(Box::from).collect();
        Ok(match self {
            Self::EqualsIgnoreCase => AnythingBut::EqualsIgnoreCase(
                operands
                    .iter()
                    .map(|operand| IgnoreCase::new(operand))
                    .collect(),
            ),
            Self::Prefix => AnythingBut::Prefix(boxed(operands)),
            Self::Suffix => AnythingBut::Suffix(boxed(operands)),
            Self::Wildcard => AnythingBut::Wildcard(
                operands
                    .iter()
                    .map(|operand| Wildcard::parse(operand))
                    .collect::<Result<_, _>>()?,
            ),
        })
    }
}
