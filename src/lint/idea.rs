//! Changes that would mend a finding: as an idea, and as a fix that was tried.

use crate::json::Span;
use crate::template::Place;

/// Whether a fix can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// It says what was meant, for certain.
    Safe,
    /// What was meant is a guess, if a good one.
    Unsafe,
}

/// A change to the text of a pattern that would mend a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idea {
    /// The bytes of the pattern.
    pub(crate) span: Span,
    /// JSON that belongs there.
    pub(crate) new: String,
    /// Whether that is certain.
    pub(crate) safety: Safety,
}

/// A change to a file that mends a finding and was tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Whether it can be wrong.
    pub safety: Safety,
    /// The bytes of the template.
    pub place: Place,
    /// What belongs there.
    pub text: String,
    pub(super) step: Step,
}

/// What a fix does to a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// Which one it is.
    pub(super) pattern: usize,
    /// The bytes of the pattern.
    pub(super) span: Span,
    /// JSON that belongs there.
    pub(super) new: String,
    /// The finding that it mends.
    pub(super) code: &'static str,
    pub(super) path: String,
    pub(super) message: String,
}
