//! What a place that filters allows, as data.

use super::operator::Operator;
use Operator as O;

/// How sure a statement about a service is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// A reply of the service was recorded.
    Recorded,
    /// The service's documents say so.
    Documented,
    /// It follows from what they say; nobody says it.
    Inferred,
    /// Nothing is known. Never an error.
    Unknown,
}

/// What becomes of an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ruling {
    /// It works.
    Works,
    /// The filter is refused.
    Refused,
    /// The filter is accepted, and this part of it never holds.
    Never,
    /// The service does not list it; what happens is not documented.
    Unlisted,
}

impl Ruling {
    /// The word in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Works => "yes",
            Self::Refused => "refused",
            Self::Never => "never matches",
            Self::Unlisted => "not listed",
        }
    }
}

/// How large a pattern may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Size {
    /// So many UTF-16 units of text.
    Characters(usize),
    /// So many bytes of UTF-8, over all filters together.
    BytesTogether(usize),
}

impl Size {
    /// The size in words.
    pub fn words(self) -> String {
        match self {
            Self::Characters(most) => format!("{most} characters"),
            Self::BytesTogether(most) => format!("{most} bytes over all scopes"),
        }
    }
}

/// What a place that filters allows.
#[derive(Debug)]
pub struct Table {
    /// The operators that do not simply work.
    pub except: &'static [(Operator, Ruling)],
    /// The size limit of patterns, and what it is raised to on request.
    pub size: (Size, Option<usize>),
    /// How many filters may be given at one place, and how many on request.
    pub filters: (usize, Option<usize>),
    /// Whether the pattern is always JSON text, also in a template.
    pub text_only: bool,
    /// Where that is documented.
    pub sources: &'static [&'static str],
}

impl Table {
    /// What becomes of an operator here.
    pub fn ruling(&self, operator: Operator) -> Ruling {
        let row = self.except.iter().find(|(except, _)| *except == operator);
        row.map_or(Ruling::Works, |(_, ruling)| *ruling)
    }
}

/// No wildcard of either kind.
pub(super) const NO_WILDCARDS: &[(Operator, Ruling)] = &[
    (O::Wildcard, Ruling::Refused),
    (O::AnythingButWildcard, Ruling::Refused),
];
