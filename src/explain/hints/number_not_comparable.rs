//! `12345678901234567890`, which no range contains.

use super::{Check, Found, Look};
use crate::json::double;
use crate::pattern::value::{MatcherKind, Scalar};
use crate::text::head;

pub(super) const CHECK: Check = Check {
    code: "number-not-comparable",
    about: "a number has more digits than the service compares",
    look,
};

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    look.pair(|matcher, value, _| {
        let Scalar::Number(number) = value else {
            return None;
        };
        let (long, other) = match &matcher.kind {
            MatcherKind::Numeric(_) if number.value().is_none() => (number, None),
            MatcherKind::Number(wanted) => match (wanted.value(), number.value()) {
                (None, _) => (wanted, Some(number)),
                (_, None) => (number, Some(wanted)),
                _ => return None,
            },
            _ => return None,
        };
        // Numbers that differ anyway are not a matter of digits.
        let near = |a: &str, b: &str| double::nearest(a) == double::nearest(b);
        if other.is_some_and(|other| !near(long.text(), other.text())) {
            return None;
        }
        let text = head(long.text(), 60);
        let found = if long.is_integer() {
            format!(
                "{text} has more digits than a double holds; the service compares such a number \
                 only by its text, and finds it in no range"
            )
        } else if let Some(value) = long.nearest() {
            let wanted = format!(
                "{text} has more digits than a double holds; a number in an event is rounded \
                 first, so none is equal to it"
            );
            return Some(Found::new(wanted).instead(value));
        } else {
            format!("{text} is too large for a double; no number is equal to it, and no range contains it")
        };
        Some(
            Found::new(found).instead("a string at the source, for numbers that are identifiers"),
        )
    })
}
