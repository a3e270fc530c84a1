//! What a matcher asks of a single value: one file for each kind of comparison.
//!
//! Rules, section 4.

mod address;
mod anything_but;
mod case;
mod numeric;
mod wildcard;

pub(crate) use address::Digits;
#[cfg(feature = "rules")]
pub(crate) use address::V4_LENGTH;
pub use address::{Address, Cidr};
pub use anything_but::AnythingBut;
pub use case::IgnoreCase;
pub use numeric::{Bound, NumericRange};
pub use wildcard::{Wildcard, WildcardToken};

use crate::json::Number;
use std::borrow::Cow;

/// A leaf's value.
#[derive(Debug, Clone)]
pub enum Scalar<'a> {
    /// A string, its escapes resolved.
    String(Cow<'a, str>),
    /// A number.
    Number(Number),
    /// `true` or `false`.
    Bool(bool),
    /// `null`.
    Null,
}

impl Scalar<'_> {
    /// The string, where it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(string) => Some(string),
            _ => None,
        }
    }
}

/// What addresses and blocks compare.
fn digits(value: &Scalar<'_>) -> Option<Digits> {
    match value {
        Scalar::String(text) => Address::parse(text).map(Address::digits),
        Scalar::Number(number) => Some(Digits::of_number(number.text())),
        Scalar::Bool(_) | Scalar::Null => None,
    }
}

/// One way in which a value can be accepted.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum MatcherKind {
    /// A plain string that is no address literal: the same string.
    Exact(Box<str>),
    /// A plain string that is an address literal: any spelling of the same address.
    Address(Address),
    /// A number.
    Number(Number),
    /// `true` or `false`.
    Bool(bool),
    /// `null`.
    Null,
    /// `{"exactly": …}`: the same string, also where it looks like an address.
    Exactly(Box<str>),
    /// `{"prefix": …}`
    Prefix(Box<str>),
    /// `{"suffix": …}`
    Suffix(Box<str>),
    /// `{"equals-ignore-case": …}`
    EqualsIgnoreCase(IgnoreCase),
    /// `{"prefix": {"equals-ignore-case": …}}`
    PrefixIgnoreCase(IgnoreCase),
    /// `{"suffix": {"equals-ignore-case": …}}`
    SuffixIgnoreCase(IgnoreCase),
    /// `{"wildcard": …}`
    Wildcard(Wildcard),
    /// `{"anything-but": …}` in all its forms.
    AnythingBut(AnythingBut),
    /// `{"numeric": …}`
    Numeric(NumericRange),
    /// `{"cidr": …}`
    Cidr(Cidr),
    /// `{"exists": true}`, or with `false` the absence of any leaf.
    Exists(bool),
}

impl MatcherKind {
    /// Whether this matcher accepts a leaf with this value.
    ///
    /// `{"exists": false}` accepts none: it holds where there is no leaf at all, which no single
    /// value can tell. Linear in the lengths of value and operand, but for wildcards, which may
    /// take their product.
    pub fn accepts(&self, value: &Scalar<'_>) -> bool {
        let string = value.as_str();
        match self {
            Self::Exact(wanted) | Self::Exactly(wanted) => string == Some(&**wanted),
            Self::Address(wanted) => digits(value).is_some_and(|d| wanted.accepts_digits(d)),
            Self::Number(wanted) => matches!(value, Scalar::Number(number) if number.same(wanted)),
            Self::Bool(wanted) => matches!(value, Scalar::Bool(found) if found == wanted),
            Self::Null => matches!(value, Scalar::Null),
            Self::Prefix(prefix) => string.is_some_and(|s| s.starts_with(&**prefix)),
            Self::Suffix(suffix) => string.is_some_and(|s| s.ends_with(&**suffix)),
            Self::EqualsIgnoreCase(operand) => string.is_some_and(|s| operand.equals(s)),
            Self::PrefixIgnoreCase(operand) => string.is_some_and(|s| operand.is_prefix_of(s)),
            Self::SuffixIgnoreCase(operand) => string.is_some_and(|s| operand.is_suffix_of(s)),
            Self::Wildcard(wildcard) => string.is_some_and(|s| wildcard.accepts(s)),
            Self::AnythingBut(listed) => !listed.lists(value),
            Self::Numeric(range) => match value {
                Scalar::Number(number) => range.contains(number),
                _ => false,
            },
            Self::Cidr(block) => digits(value).is_some_and(|d| block.contains_digits(d)),
            Self::Exists(wanted) => *wanted,
        }
    }

    /// The operator's name as a pattern spells it; plain values have none.
    pub fn operator(&self) -> Option<&'static str> {
        match self {
            Self::Exact(_) | Self::Address(_) | Self::Number(_) | Self::Bool(_) | Self::Null => {
                None
            }
            Self::Exactly(_) => Some("exactly"),
            Self::Prefix(_) | Self::PrefixIgnoreCase(_) => Some("prefix"),
            Self::Suffix(_) | Self::SuffixIgnoreCase(_) => Some("suffix"),
            Self::EqualsIgnoreCase(_) => Some("equals-ignore-case"),
            Self::Wildcard(_) => Some("wildcard"),
            Self::AnythingBut(_) => Some("anything-but"),
            Self::Numeric(_) => Some("numeric"),
            Self::Cidr(_) => Some("cidr"),
            Self::Exists(_) => Some("exists"),
        }
    }
}
