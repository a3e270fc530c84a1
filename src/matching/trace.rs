//! What one condition finds in an event.

use super::{Presence, Witness};
use crate::event::{Event, LeafId};
use crate::pattern::value::{MatcherKind, Scalar};
use crate::pattern::{Condition, ConditionId, Matcher};

/// The place of the first matcher that accepts a leaf, if there is one, in two bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place(u16);

impl Place {
    pub(super) const NONE: Self = Self(u16::MAX);

    /// A pattern has too few characters for more matchers than this holds.
    fn new(at: usize) -> Self {
        Self(u16::try_from(at).unwrap_or(u16::MAX - 1))
    }

    pub(super) fn get(self) -> Option<usize> {
        (self != Self::NONE).then_some(self.0.into())
    }
}

/// A leaf that a condition accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accepted {
    /// The leaf.
    pub leaf: LeafId,
    /// The place of the first matcher that accepts it.
    pub matcher: usize,
}

impl Presence {
    /// Whether a value that a matcher accepts counts for it.
    fn counts(self, matcher: &MatcherKind, value: &Scalar<'_>) -> bool {
        self.empty_is_present
            || !matches!(matcher, MatcherKind::Exists(true))
            || match value {
                Scalar::Null => false,
                Scalar::String(text) => !text.is_empty(),
                Scalar::Number(_) | Scalar::Bool(_) => true,
            }
    }
}

/// What one condition finds: all leaves at its path, and which of them are accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionTrace {
    /// The leaves at the path, in document order.
    pub leaves: Vec<LeafId>,
    /// For each of the leaves the first matcher that accepts it, if there is one. Those behind the
    /// last one that is accepted are left out.
    matchers: Vec<Place>,
    /// The place of an `{"exists": false}` among the matchers.
    pub absence: Option<usize>,
}

impl ConditionTrace {
    pub(super) fn new(condition: &Condition, event: &Event<'_>, presence: Presence) -> Self {
        let leaves: Vec<_> = event.leaves_at(&condition.path).collect();
        let mut matchers = Vec::new();
        for (at, leaf) in leaves.iter().enumerate() {
            let value = event.value(*leaf);
            let accepts = |m: &Matcher| m.kind.accepts(&value) && presence.counts(&m.kind, &value);
            if let Some(matcher) = condition.matchers.iter().position(accepts) {
                if matchers.is_empty() {
                    matchers.reserve_exact(leaves.len());
                }
                matchers.resize(at, Place::NONE);
                matchers.push(Place::new(matcher));
            }
        }
        Self {
            leaves,
            matchers,
            absence: condition
                .absence_matcher()
                .filter(|_| presence.absence_holds),
        }
    }

    /// The leaves that a matcher accepts, in document order.
    pub fn accepted(&self) -> impl Iterator<Item = Accepted> {
        self.judged().filter_map(|(leaf, matcher)| {
            let matcher = matcher?;
            Some(Accepted { leaf, matcher })
        })
    }

    /// Whether some leaf is accepted.
    pub fn accepts(&self) -> bool {
        !self.matchers.is_empty()
    }

    /// The leaves, each with the place of the first matcher that accepts it, if there is one.
    pub fn judged(&self) -> impl Iterator<Item = (LeafId, Option<usize>)> {
        self.places().map(|(leaf, place)| (leaf, place.get()))
    }

    pub(super) fn places(&self) -> impl Iterator<Item = (LeafId, Place)> {
        let places = self.matchers.iter().copied();
        let places = places.chain(std::iter::repeat(Place::NONE));
        self.leaves.iter().copied().zip(places)
    }

    /// Whether the condition holds when it looks at all leaves of its path on its own.
    pub fn holds(&self) -> bool {
        self.accepts() || (self.leaves.is_empty() && self.absence.is_some())
    }

    /// The leaves that no matcher accepts, in document order.
    pub fn rejected(&self) -> impl Iterator<Item = LeafId> {
        let refused = self.judged().filter(|(_, matcher)| matcher.is_none());
        refused.map(|(leaf, _)| leaf)
    }

    /// What makes the condition hold on its own: its first accepted leaf, or the absence of any.
    pub(super) fn first_witness(&self, condition: ConditionId) -> Option<Witness> {
        match (self.accepted().next(), self.absence) {
            (Some(Accepted { leaf, matcher }), _) => Some(Witness {
                condition,
                matcher,
                leaf: Some(leaf),
            }),
            (None, Some(matcher)) if self.leaves.is_empty() => Some(Witness {
                condition,
                matcher,
                leaf: None,
            }),
            _ => None,
        }
    }
}
