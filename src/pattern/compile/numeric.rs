//! `{"numeric": […]}`

use super::{Compiler, Kind, Place, Result, TOO_MANY};
use crate::json::{Number, Span, TokenKind};
use crate::pattern::value::{Bound, MatcherKind, NumericRange};

impl Compiler<'_> {
    pub(super) fn comparable(&self, number: &Number, place: Place) -> Result<()> {
        if number.value().is_some() {
            return Ok(());
        }
        let reason = format!("Cannot compare number : {}", number.text());
        Err(self.error_placed(Kind::IncomparableNumber, reason, place))
    }

    /// The same for a number that is not the last token: the service checks it late.
    fn comparable_at(&mut self, number: &Number, span: Span) -> Result<()> {
        let last = std::mem::replace(&mut self.last, span);
        self.comparable(number, Place::Once)?;
        self.last = last;
        Ok(())
    }

    pub(super) fn numeric(&mut self) -> Result<MatcherKind> {
        if self.next_kind()? != Some(TokenKind::ArrayStart) {
            return self.fail(Kind::Operand, "Value of numeric must be an array.");
        }
        if self.next_kind()? != Some(TokenKind::String) {
            let found = self.text();
            return self.fail(
                Kind::Numeric,
                format!("Invalid member in numeric match: {found}"),
            );
        }
        let operator = self.text();
        let operator_span = self.last;
        let kind = self.next_kind()?;
        let name = if operator == "=" { "equals" } else { &operator };
        if !matches!(&*operator, "=" | ">=" | ">" | "<=" | "<") {
            self.last = operator_span;
            return self.fail(
                Kind::Numeric,
                format!("Unrecognized numeric range operator: {operator}"),
            );
        }
        if kind != Some(TokenKind::Number) {
            return self.fail(Kind::Numeric, format!("Value of {name} must be numeric"));
        }
        let number = Number::parse(&self.text());
        let number_span = self.last;
        let inclusive = operator.ends_with('=');
        let after = self.next_kind()?;
        let opens_range = operator.starts_with('>');
        let range = match after {
            Some(TokenKind::ArrayEnd) => {
                self.comparable_at(&number, number_span)?;
                let bound = Some(Bound { number, inclusive });
                match &*operator {
                    "=" => NumericRange {
                        bottom: bound.clone(),
                        top: bound,
                    },
                    ">" | ">=" => NumericRange {
                        bottom: bound,
                        top: None,
                    },
                    _ => NumericRange {
                        bottom: None,
                        top: bound,
                    },
                }
            }
            _ if opens_range => {
                let bottom = Bound { number, inclusive };
                self.second_bound(after, bottom, number_span, operator_span)?
            }
            _ => return self.fail(Kind::Numeric, TOO_MANY),
        };
        self.expect_end_of_matcher(Kind::Numeric, TOO_MANY)?;
        Ok(MatcherKind::Numeric(range))
    }

    fn second_bound(
        &mut self,
        kind: Option<TokenKind>,
        bottom: Bound,
        bottom_span: Span,
        operator_span: Span,
    ) -> Result<NumericRange> {
        if kind != Some(TokenKind::String) {
            let found = self.text();
            return self.fail(
                Kind::Numeric,
                format!("Bad value in numeric range: {found}"),
            );
        }
        let operator = self.text();
        if !matches!(&*operator, "<" | "<=") {
            return self.fail(
                Kind::Numeric,
                format!("Bad numeric range operator: {operator}"),
            );
        }
        if self.next_kind()? != Some(TokenKind::Number) {
            return self.fail(
                Kind::Numeric,
                format!("Value of {operator} must be numeric"),
            );
        }
        let number = Number::parse(&self.text());
        let number_span = self.last;
        if self.next_kind()? != Some(TokenKind::ArrayEnd) {
            return self.fail(Kind::Numeric, "Too many terms in numeric range expression");
        }
        self.comparable_at(&bottom.number, bottom_span)?;
        self.comparable_at(&number, number_span)?;
        if bottom.number.value() >= number.value() {
            self.last = Span::new(operator_span.start, number_span.end);
            return self.fail(Kind::EmptyRange, "Bottom must be less than top");
        }
        let top = Bound {
            number,
            inclusive: operator == "<=",
        };
        Ok(NumericRange {
            bottom: Some(bottom),
            top: Some(top),
        })
    }
}
