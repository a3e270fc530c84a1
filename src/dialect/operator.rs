//! What a pattern asks with: the words of the language, as the services list them.

use crate::pattern::value::{AnythingBut, MatcherKind};

/// A kind of matcher, or `$or`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operator {
    /// A plain string.
    String,
    /// A plain number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// `null`.
    Null,
    /// `{"prefix": …}`
    Prefix,
    /// `{"suffix": …}`
    Suffix,
    /// `{"prefix": {"equals-ignore-case": …}}`
    PrefixIgnoreCase,
    /// `{"suffix": {"equals-ignore-case": …}}`
    SuffixIgnoreCase,
    /// `{"equals-ignore-case": …}`
    EqualsIgnoreCase,
    /// `{"anything-but": …}` with values.
    AnythingBut,
    /// `{"anything-but": {"prefix": …}}`
    AnythingButPrefix,
    /// `{"anything-but": {"suffix": …}}`
    AnythingButSuffix,
    /// `{"anything-but": {"equals-ignore-case": …}}`
    AnythingButIgnoreCase,
    /// `{"anything-but": {"wildcard": …}}`
    AnythingButWildcard,
    /// `{"wildcard": …}`
    Wildcard,
    /// `{"numeric": …}`
    Numeric,
    /// `{"cidr": …}`
    Cidr,
    /// `{"exists": …}`
    Exists,
    /// `$or`
    Or,
}

impl Operator {
    /// All of them, in the order of the tables in the documentation.
    pub const ALL: [Self; 19] = [
        Self::String,
        Self::Number,
        Self::Boolean,
        Self::Null,
        Self::Prefix,
        Self::Suffix,
        Self::PrefixIgnoreCase,
        Self::SuffixIgnoreCase,
        Self::EqualsIgnoreCase,
        Self::AnythingBut,
        Self::AnythingButPrefix,
        Self::AnythingButSuffix,
        Self::AnythingButIgnoreCase,
        Self::AnythingButWildcard,
        Self::Wildcard,
        Self::Numeric,
        Self::Cidr,
        Self::Exists,
        Self::Or,
    ];

    /// The operator of a matcher.
    pub fn of(kind: &MatcherKind) -> Self {
        match kind {
            MatcherKind::Exact(_) | MatcherKind::Address(_) | MatcherKind::Exactly(_) => {
                Self::String
            }
            MatcherKind::Number(_) => Self::Number,
            MatcherKind::Bool(_) => Self::Boolean,
            MatcherKind::Null => Self::Null,
            MatcherKind::Prefix(_) => Self::Prefix,
            MatcherKind::Suffix(_) => Self::Suffix,
            MatcherKind::EqualsIgnoreCase(_) => Self::EqualsIgnoreCase,
            MatcherKind::PrefixIgnoreCase(_) => Self::PrefixIgnoreCase,
            MatcherKind::SuffixIgnoreCase(_) => Self::SuffixIgnoreCase,
            MatcherKind::Wildcard(_) => Self::Wildcard,
            MatcherKind::AnythingBut(listed) => match listed {
                AnythingBut::Strings(_) | AnythingBut::Numbers(_) => Self::AnythingBut,
                AnythingBut::Prefix(_) => Self::AnythingButPrefix,
                AnythingBut::Suffix(_) => Self::AnythingButSuffix,
                AnythingBut::EqualsIgnoreCase(_) => Self::AnythingButIgnoreCase,
                AnythingBut::Wildcard(_) => Self::AnythingButWildcard,
            },
            MatcherKind::Numeric(_) => Self::Numeric,
            MatcherKind::Cidr(_) => Self::Cidr,
            MatcherKind::Exists(_) => Self::Exists,
        }
    }

    /// How it is called in a sentence: words of the language in backticks.
    pub fn quoted(self) -> String {
        match self {
            Self::String | Self::Number | Self::Boolean => self.name().to_owned(),
            _ => match self.name().split_once(" with ") {
                Some((outer, inner)) => format!("`{outer}` with `{inner}`"),
                None => format!("`{}`", self.name()),
            },
        }
    }

    /// How it is called in messages and tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::String => "a string",
            Self::Number => "a number",
            Self::Boolean => "true or false",
            Self::Null => "null",
            Self::Prefix => "prefix",
            Self::Suffix => "suffix",
            Self::PrefixIgnoreCase => "prefix with equals-ignore-case",
            Self::SuffixIgnoreCase => "suffix with equals-ignore-case",
            Self::EqualsIgnoreCase => "equals-ignore-case",
            Self::AnythingBut => "anything-but",
            Self::AnythingButPrefix => "anything-but with prefix",
            Self::AnythingButSuffix => "anything-but with suffix",
            Self::AnythingButIgnoreCase => "anything-but with equals-ignore-case",
            Self::AnythingButWildcard => "anything-but with wildcard",
            Self::Wildcard => "wildcard",
            Self::Numeric => "numeric",
            Self::Cidr => "cidr",
            Self::Exists => "exists",
            Self::Or => "$or",
        }
    }
}
