//! Event patterns: read, refused or compiled.
//!
//! A [`Pattern`] is a list of [`Alternative`]s, any of which may hold; an alternative is a set of
//! [`Condition`]s, all of which must hold; a condition is a path with its [`Matcher`]s, any of
//! which may accept a leaf at that path. Rules, sections 1, 2 and 6.

mod compile;
mod complexity;
mod error;
pub mod value;

#[cfg(feature = "rules")]
pub(crate) use compile::RESERVED;
pub use compile::{Language, lost_alternatives, measure_complexity};
pub use error::{
    DEFAULT_QUOTA, MAX_ALTERNATIVES, MAX_COMPLEXITY, MAX_LENGTH, NEAR_COMPLEXITY, PatternError,
    PatternErrorKind, PatternWarning,
};

use crate::json::Span;
use std::sync::Arc;
use value::MatcherKind;

/// Index of a [`Condition`] in [`Pattern::conditions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConditionId(pub(crate) usize);

impl ConditionId {
    /// The place in [`Pattern::conditions`].
    pub fn index(self) -> usize {
        self.0
    }
}

/// One entry of a condition's array.
#[derive(Debug, Clone)]
pub struct Matcher {
    /// What it accepts.
    pub kind: MatcherKind,
    /// Where it stands in the pattern's text.
    pub span: Span,
}

/// A path and what is asked of the leaves there.
#[derive(Debug, Clone)]
pub struct Condition {
    /// The keys that lead to the leaves, joined with `.`.
    pub path: Box<str>,
    /// The matchers, at least one, in the order of the text.
    pub matchers: Vec<Matcher>,
    /// Where the last key of the path stands in the pattern's text, with its quotes.
    pub key_span: Span,
    /// Where the array of matchers stands in the pattern's text.
    pub span: Span,
    /// The conditions on the same path that replaced this one, in some alternative at least; rules,
    /// section 1, point 5. In an alternative where it was replaced it says nothing.
    pub replaced_by: Vec<ConditionId>,
}

impl Condition {
    /// Whether a leaf with this string is accepted.
    #[cfg(feature = "rules")]
    pub(crate) fn accepts_string(&self, text: &str) -> bool {
        let value = value::Scalar::String(text.into());
        let mut matchers = self.matchers.iter();
        matchers.any(|matcher| matcher.kind.accepts(&value))
    }

    /// Whether one of the matchers is `{"exists": false}`, so that the absence of any leaf holds.
    pub fn accepts_absence(&self) -> bool {
        self.absence_matcher().is_some()
    }

    /// The place of the first `{"exists": false}` among the matchers.
    pub fn absence_matcher(&self) -> Option<usize> {
        self.matchers
            .iter()
            .position(|matcher| matches!(matcher.kind, MatcherKind::Exists(false)))
    }
}

/// An `$or` of the pattern's text.
#[derive(Debug, Clone)]
pub struct Or {
    /// Where its key stands, with the quotes.
    pub key_span: Span,
    /// Where each of its branches stands.
    pub branches: Vec<Span>,
}

/// The branch of an `$or` that an alternative goes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Branch {
    /// Index in [`Pattern::ors`].
    pub or: usize,
    /// Index in [`Or::branches`].
    pub branch: usize,
}

/// A set of conditions that must all hold, one for each path.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// The conditions, in the order of the text.
    pub conditions: Vec<ConditionId>,
    /// The `$or` branches that lead here, in the order of the text.
    pub branches: Vec<Branch>,
}

/// A compiled event pattern: immutable, shared between threads, cheap to clone.
///
/// ```
/// use pattern_test::{Event, Mode, Pattern};
///
/// let pattern = Pattern::parse(r#"{"source": ["aws.ecs"], "detail": {"lastStatus": ["STOPPED"]}}"#)?;
/// let event = Event::parse(r#"{"source": "aws.ecs", "detail": {"lastStatus": "STOPPED"}}"#)?;
/// assert!(pattern.matches(&event, Mode::Flattened));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Pattern(Arc<Compiled>);

#[derive(Debug)]
struct Compiled {
    text: String,
    conditions: Vec<Condition>,
    ors: Vec<Or>,
    alternatives: Vec<Alternative>,
    complexity: usize,
    length: usize,
}

impl Pattern {
    /// The text that was compiled. All spans are byte ranges of it.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// All conditions of the text in its order, replaced ones included.
    pub fn conditions(&self) -> &[Condition] {
        &self.0.conditions
    }

    /// One condition.
    #[expect(
        clippy::indexing_slicing,
        reason = "ids are made only for conditions that exist"
    )]
    pub fn condition(&self, id: ConditionId) -> &Condition {
        &self.0.conditions[id.0]
    }

    /// The alternatives, at least one, at most [`MAX_ALTERNATIVES`].
    pub fn alternatives(&self) -> &[Alternative] {
        &self.0.alternatives
    }

    /// The `$or` arrays of the text, in its order.
    pub fn ors(&self) -> &[Or] {
        &self.0.ors
    }

    /// How many conditions its alternatives have together: what it takes to look at all of it.
    #[cfg(feature = "rules")]
    pub(crate) fn weight(&self) -> usize {
        let alternatives = self.alternatives().iter();
        alternatives.map(|all| all.conditions.len()).sum()
    }

    /// Wildcard complexity: rules, section 6. At most [`MAX_COMPLEXITY`] − 1; 0 without wildcards.
    pub fn complexity(&self) -> usize {
        self.0.complexity
    }

    /// Length as the service counts it, in UTF-16 units.
    pub fn length(&self) -> usize {
        self.0.length
    }

    /// The same without some of its conditions, which then hold whatever an event has.
    #[must_use]
    pub fn ignoring(&self, ignored: impl Fn(&Condition) -> bool) -> Self {
        let Compiled {
            text,
            conditions,
            ors,
            alternatives,
            complexity,
            length,
        } = &*self.0;
        let mut alternatives = alternatives.clone();
        for alternative in &mut alternatives {
            alternative
                .conditions
                .retain(|id| !ignored(self.condition(*id)));
        }
        Self(Arc::new(Compiled {
            text: text.clone(),
            conditions: conditions.clone(),
            ors: ors.clone(),
            alternatives,
            complexity: *complexity,
            length: *length,
        }))
    }

    /// What is accepted and may still bite.
    pub fn warnings(&self) -> Vec<PatternWarning> {
        let length = self.length();
        let complexity = self.complexity();
        let quota = (length > DEFAULT_QUOTA).then_some(PatternWarning::OverDefaultQuota { length });
        let near = (complexity >= NEAR_COMPLEXITY)
            .then_some(PatternWarning::NearComplexityLimit { complexity });
        quota.into_iter().chain(near).collect()
    }
}

#[cfg(test)]
mod tests;
