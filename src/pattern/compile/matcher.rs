//! One entry of a condition's array: a plain value, or an operator with its operand.

use super::{Compiler, Kind, ONE_KEY, Place, Result};
use crate::json::{Number, Token, TokenKind};
use crate::pattern::value::{Address, Cidr, IgnoreCase, MatcherKind, Wildcard};

impl Compiler<'_> {
    pub(super) fn matcher(&mut self, token: Token) -> Result<MatcherKind> {
        Ok(match token.kind {
            TokenKind::ObjectStart => self.operator()?,
            TokenKind::String => {
                let text = self.text();
                match Address::parse(&text) {
                    Some(address) => MatcherKind::Address(address),
                    None => MatcherKind::Exact(text.into()),
                }
            }
            TokenKind::Number => MatcherKind::Number(Number::parse(&self.text())),
            TokenKind::True => MatcherKind::Bool(true),
            TokenKind::False => MatcherKind::Bool(false),
            TokenKind::Null => MatcherKind::Null,
            _ => {
                return self.fail(
                    Kind::MatcherValue,
                    "Match value must be String, number, true, false, or null",
                );
            }
        })
    }

    fn operator(&mut self) -> Result<MatcherKind> {
        let start = self.last.start;
        if self.next_kind()? != Some(TokenKind::Key) {
            self.last.start = start;
            return self.fail(Kind::NoOperator, "Match expression name not found");
        }
        let name = self.key();
        match &*name {
            "exactly" => {
                self.string_operand("exact match pattern must be a string")?;
                let operand = self.text().into();
                self.one_key(MatcherKind::Exactly(operand))
            }
            "prefix" => self.affix(
                "prefix",
                "Prefix",
                MatcherKind::Prefix,
                MatcherKind::PrefixIgnoreCase,
            ),
            "suffix" => self.affix(
                "suffix",
                "Suffix",
                MatcherKind::Suffix,
                MatcherKind::SuffixIgnoreCase,
            ),
            "equals-ignore-case" => {
                let operand = self.ignore_case_operand()?;
                self.one_key(MatcherKind::EqualsIgnoreCase(operand))
            }
            "wildcard" => {
                self.string_operand("wildcard match pattern must be a string")?;
                let operand = self.text();
                let wildcard = Wildcard::parse(&operand)
                    .map_err(|reason| self.error(Kind::Wildcard, reason))?;
                self.one_key(MatcherKind::Wildcard(wildcard))
            }
            "numeric" => self.numeric(),
            "anything-but" => self.anything_but(),
            "exists" => {
                let wanted = match self.next_kind()? {
                    Some(TokenKind::True) => true,
                    Some(TokenKind::False) => false,
                    _ => {
                        return self.fail(
                            Kind::Operand,
                            "exists match pattern must be either true or false.",
                        );
                    }
                };
                self.one_key(MatcherKind::Exists(wanted))
            }
            "cidr" => {
                // The service's own words, which name the wrong operator.
                self.string_operand("prefix match pattern must be a string")?;
                let block = Cidr::parse(&self.text())
                    .map_err(|reason| self.error_placed(Kind::Cidr, reason, Place::Unsaid))?;
                self.one_key(MatcherKind::Cidr(block))
            }
            _ => self.fail(
                Kind::UnknownOperator,
                format!("Unrecognized match type {name}"),
            ),
        }
    }

    fn one_key(&mut self, kind: MatcherKind) -> Result<MatcherKind> {
        self.expect_end_of_matcher(Kind::ManyOperators, ONE_KEY)?;
        Ok(kind)
    }

    fn string_operand(&mut self, reason: &str) -> Result<()> {
        match self.next_kind()? {
            Some(TokenKind::String) => Ok(()),
            _ => self.fail(Kind::Operand, reason),
        }
    }

    fn ignore_case_operand(&mut self) -> Result<IgnoreCase> {
        self.string_operand("equals-ignore-case match pattern must be a string")?;
        Ok(IgnoreCase::new(&self.text()))
    }

    /// `prefix` or `suffix`, behind its key.
    fn affix(
        &mut self,
        name: &str,
        capitalised: &str,
        plain: fn(Box<str>) -> MatcherKind,
        ignore_case: fn(IgnoreCase) -> MatcherKind,
    ) -> Result<MatcherKind> {
        match self.next_kind()? {
            Some(TokenKind::String) => {
                let operand = self.text().into();
                self.one_key(plain(operand))
            }
            Some(TokenKind::ObjectStart) => {
                if self.next_kind()? != Some(TokenKind::Key) {
                    return self.fail(
                        Kind::NoOperator,
                        format!("{capitalised} expression name not found"),
                    );
                }
                let operator = self.key();
                if operator != "equals-ignore-case" {
                    return self.fail(
                        Kind::UnknownOperator,
                        format!("Unsupported {name} pattern: {operator}"),
                    );
                }
                let operand = self.ignore_case_operand()?;
                self.expect_end_of_matcher(Kind::ManyOperators, ONE_KEY)?;
                self.one_key(ignore_case(operand))
            }
            _ => self.fail(
                Kind::Operand,
                format!("{name} match pattern must be a string"),
            ),
        }
    }
}
