//! Everything but what is listed.

use super::{IgnoreCase, Scalar, Wildcard};
use crate::json::Number;

/// An operand of `anything-but`: what is *not* accepted.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum AnythingBut {
    /// These strings, compared as text also where they look like addresses.
    Strings(Vec<Box<str>>),
    /// These numbers, all comparable.
    Numbers(Vec<Number>),
    /// Strings that start with one of these.
    Prefix(Vec<Box<str>>),
    /// Strings that end with one of these.
    Suffix(Vec<Box<str>>),
    /// Strings that are one of these but for case.
    EqualsIgnoreCase(Vec<IgnoreCase>),
    /// Strings that fit one of these.
    Wildcard(Vec<Wildcard>),
}

impl AnythingBut {
    /// Whether the value is among what is listed, and so *not* accepted.
    pub fn lists(&self, value: &Scalar<'_>) -> bool {
        let string = value.as_str();
        match self {
            Self::Strings(listed) => string.is_some_and(|s| listed.iter().any(|l| &**l == s)),
            Self::Numbers(listed) => match value {
                Scalar::Number(number) => listed.iter().any(|l| l.same(number)),
                _ => false,
            },
            Self::Prefix(listed) => {
                string.is_some_and(|s| listed.iter().any(|l| s.starts_with(&**l)))
            }
            Self::Suffix(listed) => {
                string.is_some_and(|s| listed.iter().any(|l| s.ends_with(&**l)))
            }
            Self::EqualsIgnoreCase(listed) => {
                string.is_some_and(|s| listed.iter().any(|l| l.equals(s)))
            }
            Self::Wildcard(listed) => string.is_some_and(|s| listed.iter().any(|l| l.accepts(s))),
        }
    }

    /// The operator inside `anything-but`, where there is one.
    pub fn operator(&self) -> Option<&'static str> {
        match self {
            Self::Strings(_) | Self::Numbers(_) => None,
            Self::Prefix(_) => Some("prefix"),
            Self::Suffix(_) => Some("suffix"),
            Self::EqualsIgnoreCase(_) => Some("equals-ignore-case"),
            Self::Wildcard(_) => Some("wildcard"),
        }
    }
}
