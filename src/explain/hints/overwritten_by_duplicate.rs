//! `{"a": [1], "a": [2]}`: only the last one counts.

use super::{Check, Found, Look};
use crate::pattern::ConditionId;

pub(super) const CHECK: Check = Check {
    code: "overwritten-by-duplicate",
    about: "a later condition on the same path replaces this one",
    look,
};

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    let by = replacement(look, false)?;
    Some(overwritten(look, by, "a later condition on the same path"))
}

/// The first condition that replaced this one: one inside of an `$or` branch that this one is not
/// inside of, or any other.
pub(super) fn replacement(look: &Look<'_, '_, '_>, in_or: bool) -> Option<ConditionId> {
    let pattern = look.context.pattern;
    let own = pattern.condition(look.id).span.start;
    let mut replacements = look.condition.replaced_by.iter().copied();
    replacements.find(|by| {
        let other = pattern.condition(*by).span.start;
        let branches = pattern.ors().iter().flat_map(|or| &or.branches);
        let enters = branches.clone().any(|span| {
            (span.start..span.end).contains(&other) && !(span.start..span.end).contains(&own)
        });
        enters == in_or
    })
}

pub(super) fn overwritten(look: &Look<'_, '_, '_>, by: ConditionId, what: &str) -> Found {
    let context = look.context;
    let other = context.pattern.condition(by);
    let line = context.pattern_lines.position(other.key_span.start).line;
    let effect = if look.replaced {
        "this one says nothing"
    } else {
        "where it does, this one says nothing"
    };
    Found::new(format!(
        "{what} (line {line}) replaces it, so {effect}: for one path the last condition counts"
    ))
    .instead("all matchers in one array, where any of them may hold")
}
