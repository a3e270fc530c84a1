//! A condition, ready to be compared with one value: [`MatcherKind::accepts`] without a heap.

use super::index::{self, Stars, Value};
use super::number;
use crate::pattern::value::{
    Address, AnythingBut, Cidr, IgnoreCase, MatcherKind, NumericRange, Wildcard,
};
use crate::pattern::{self, Matcher};

/// A path and what is asked of the leaves there.
#[derive(Debug)]
pub(super) struct Condition {
    /// Where its leaves are kept.
    pub(super) field: u32,
    /// Whether the field's index tells of it; else it has to be compared.
    pub(super) indexed: bool,
    /// Whether it holds where there is no leaf.
    pub(super) absence: bool,
    /// Whether any leaf is enough.
    presence: bool,
    strings: Strings,
    tests: Box<[Test]>,
}

/// Strings in order.
#[derive(Debug)]
struct Strings(Box<[Box<str>]>);

impl Strings {
    fn new<'s>(strings: impl Iterator<Item = &'s str>) -> Self {
        let mut strings: Vec<Box<str>> = strings.map(Box::from).collect();
        strings.sort_unstable();
        strings.dedup();
        Self(strings.into())
    }

    fn contains(&self, text: &str) -> bool {
        match &*self.0 {
            [] => false,
            [only] => **only == *text,
            several => several
                .binary_search_by(|string| (**string).cmp(text))
                .is_ok(),
        }
    }
}

#[derive(Debug)]
enum Test {
    Address(Address),
    Number(Numbers),
    Bool(bool),
    Null,
    Prefix(Box<str>),
    Suffix(Box<str>),
    Equals(IgnoreCase),
    PrefixLetters(IgnoreCase),
    SuffixLetters(IgnoreCase),
    Stars(Stars),
    Numeric(NumericRange),
    Cidr(Cidr),
    Not(Listed),
}

#[derive(Debug)]
enum Numbers {
    Comparable(u64),
    Text(Box<str>),
}

/// What an `anything-but` lists.
#[derive(Debug)]
enum Listed {
    Strings(Strings),
    /// By [`number::key`], in order.
    Numbers(Box<[u64]>),
    Prefix(Vec<Box<str>>),
    Suffix(Vec<Box<str>>),
    Letters(Vec<IgnoreCase>),
    /// Those without a star, and those with.
    Stars(Strings, Vec<Stars>),
}

impl Condition {
    pub(super) fn new(condition: &pattern::Condition, field: u32, indexed: bool) -> Self {
        let kinds = || condition.matchers.iter().map(|Matcher { kind, .. }| kind);
        let strings = kinds().filter_map(|kind| match kind {
            MatcherKind::Exact(text) | MatcherKind::Exactly(text) => Some(&**text),
            MatcherKind::Wildcard(wildcard) => without_star(wildcard),
            _ => None,
        });
        Self {
            field,
            indexed,
            absence: condition.accepts_absence(),
            presence: kinds().any(|kind| matches!(kind, MatcherKind::Exists(true))),
            strings: Strings::new(strings),
            tests: kinds().filter_map(Test::new).collect(),
        }
    }

    /// Whether one of the matchers accepts this value.
    pub(super) fn accepts(&self, value: Value<'_>) -> bool {
        if self.presence {
            return true;
        }
        if let Value::String(text) = value
            && self.strings.contains(text)
        {
            return true;
        }
        self.tests.iter().any(|test| test.accepts(value))
    }
}

/// The one literal of a wildcard that has no star.
fn without_star(wildcard: &Wildcard) -> Option<&str> {
    match wildcard.literals() {
        [only] => Some(only),
        _ => None,
    }
}

impl Test {
    fn new(kind: &MatcherKind) -> Option<Self> {
        Some(match kind {
            MatcherKind::Exact(_) | MatcherKind::Exactly(_) | MatcherKind::Exists(_) => {
                return None;
            }
            MatcherKind::Address(address) => Self::Address(*address),
            // No event's number is the same.
            MatcherKind::Number(wanted) if !wanted.same(wanted) => return None,
            MatcherKind::Number(wanted) => Self::Number(match wanted.value() {
                Some(value) => Numbers::Comparable(number::key(value)),
                None => Numbers::Text(wanted.text().into()),
            }),
            MatcherKind::Bool(wanted) => Self::Bool(*wanted),
            MatcherKind::Null => Self::Null,
            MatcherKind::Prefix(text) => Self::Prefix(text.clone()),
            MatcherKind::Suffix(text) => Self::Suffix(text.clone()),
            MatcherKind::EqualsIgnoreCase(operand) => Self::Equals(operand.clone()),
            MatcherKind::PrefixIgnoreCase(operand) => Self::PrefixLetters(operand.clone()),
            MatcherKind::SuffixIgnoreCase(operand) => Self::SuffixLetters(operand.clone()),
            MatcherKind::Wildcard(wildcard) if wildcard.stars() == 0 => return None,
            MatcherKind::Wildcard(wildcard) => Self::Stars(Stars::new(wildcard)),
            MatcherKind::AnythingBut(listed) => Self::Not(Listed::new(listed)),
            MatcherKind::Numeric(range) => Self::Numeric(range.clone()),
            MatcherKind::Cidr(block) => Self::Cidr(*block),
        })
    }

    fn accepts(&self, value: Value<'_>) -> bool {
        let string = match value {
            Value::String(text) => Some(text),
            _ => None,
        };
        match self {
            Self::Address(wanted) => index::digits(value).is_some_and(|d| wanted.accepts_digits(d)),
            Self::Number(wanted) => matches!(value, Value::Number(text) if wanted.accept(text)),
            Self::Bool(true) => matches!(value, Value::True),
            Self::Bool(false) => matches!(value, Value::False),
            Self::Null => matches!(value, Value::Null),
            Self::Prefix(prefix) => string.is_some_and(|s| s.starts_with(&**prefix)),
            Self::Suffix(suffix) => string.is_some_and(|s| s.ends_with(&**suffix)),
            Self::Equals(operand) => string.is_some_and(|s| index::equals(operand, s)),
            Self::PrefixLetters(operand) => string.is_some_and(|s| index::is_prefix(operand, s)),
            Self::SuffixLetters(operand) => string.is_some_and(|s| index::is_suffix(operand, s)),
            Self::Stars(stars) => string.is_some_and(|s| stars.accepts(s.as_bytes())),
            Self::Numeric(range) => match value {
                Value::Number(text) => {
                    number::comparable(text).is_some_and(|value| range.contains_value(value))
                }
                _ => false,
            },
            Self::Cidr(block) => index::digits(value).is_some_and(|d| block.contains_digits(d)),
            Self::Not(listed) => !listed.lists(value),
        }
    }
}

impl Numbers {
    fn accept(&self, text: &str) -> bool {
        match (self, number::comparable(text)) {
            (Self::Comparable(wanted), Some(value)) => *wanted == number::key(value),
            (Self::Text(wanted), None) => **wanted == *text,
            _ => false,
        }
    }
}

impl Listed {
    fn new(listed: &AnythingBut) -> Self {
        match listed {
            AnythingBut::Strings(strings) => {
                Self::Strings(Strings::new(strings.iter().map(|s| &**s)))
            }
            AnythingBut::Numbers(numbers) => {
                let values = numbers.iter().filter_map(crate::json::Number::value);
                let mut keys: Vec<_> = values.map(number::key).collect();
                keys.sort_unstable();
                Self::Numbers(keys.into())
            }
            AnythingBut::Prefix(operands) => Self::Prefix(operands.clone()),
            AnythingBut::Suffix(operands) => Self::Suffix(operands.clone()),
            AnythingBut::EqualsIgnoreCase(operands) => Self::Letters(operands.clone()),
            AnythingBut::Wildcard(operands) => Self::Stars(
                Strings::new(operands.iter().filter_map(without_star)),
                operands
                    .iter()
                    .filter(|operand| operand.stars() > 0)
                    .map(Stars::new)
                    .collect(),
            ),
        }
    }

    fn lists(&self, value: Value<'_>) -> bool {
        match (self, value) {
            (Self::Numbers(keys), Value::Number(text)) => number::comparable(text)
                .is_some_and(|value| keys.binary_search(&number::key(value)).is_ok()),
            (Self::Numbers(_), _) => false,
            (listed, Value::String(text)) => listed.lists_string(text),
            _ => false,
        }
    }

    fn lists_string(&self, text: &str) -> bool {
        match self {
            Self::Strings(strings) => strings.contains(text),
            Self::Numbers(_) => false,
            Self::Prefix(operands) => operands.iter().any(|o| text.starts_with(&**o)),
            Self::Suffix(operands) => operands.iter().any(|o| text.ends_with(&**o)),
            Self::Letters(operands) => operands.iter().any(|o| index::equals(o, text)),
            Self::Stars(strings, stars) => {
                strings.contains(text) || stars.iter().any(|s| s.accepts(text.as_bytes()))
            }
        }
    }
}
