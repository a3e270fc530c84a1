//! What one condition finds in an event.

use super::{Presence, Witness};
use crate::event::{Event, LeafId};
use crate::pattern::value::{MatcherKind, Scalar};
use crate::pattern::{Condition, ConditionId};

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
    /// Those that a matcher accepts, in document order.
    pub accepted: Vec<Accepted>,
    /// The place of an `{"exists": false}` among the matchers.
    pub absence: Option<usize>,
}

impl ConditionTrace {
    pub(super) fn new(condition: &Condition, event: &Event<'_>, presence: Presence) -> Self {
        let leaves: Vec<_> = event.leaves_at(&condition.path).collect();
        let accepted = leaves
            .iter()
            .filter_map(|leaf| {
                let value = event.value(*leaf);
                let matcher = condition
                    .matchers
                    .iter()
                    .position(|m| m.kind.accepts(&value) && presence.counts(&m.kind, &value))?;
                Some(Accepted {
                    leaf: *leaf,
                    matcher,
                })
            })
            .collect();
        Self {
            leaves,
            accepted,
            absence: condition
                .absence_matcher()
                .filter(|_| presence.absence_holds),
        }
    }

    /// Whether the condition holds when it looks at all leaves of its path on its own.
    pub fn holds(&self) -> bool {
        !self.accepted.is_empty() || (self.leaves.is_empty() && self.absence.is_some())
    }

    /// The leaves that no matcher accepts, in document order.
    pub fn rejected(&self) -> impl Iterator<Item = LeafId> {
        let mut accepted = self.accepted.iter().peekable();
        self.leaves.iter().copied().filter(move |leaf| {
            accepted
                .next_if(|accepted| accepted.leaf == *leaf)
                .is_none()
        })
    }

    /// What makes the condition hold on its own: its first accepted leaf, or the absence of any.
    pub(super) fn first_witness(&self, condition: ConditionId) -> Option<Witness> {
        match (self.accepted.first(), self.absence) {
            (Some(Accepted { leaf, matcher }), _) => Some(Witness {
                condition,
                matcher: *matcher,
                leaf: Some(*leaf),
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
