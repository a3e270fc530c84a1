//! `[">", 100]` where the event has 100.

use super::{Check, Found, Look};
use crate::pattern::value::{Bound, MatcherKind, NumericRange, Scalar};

pub(super) const CHECK: Check = Check {
    code: "boundary-excluded",
    about: "the number is exactly at the end of the range, which is not in it",
    look,
};

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    look.pair(|matcher, value, _| {
        let (MatcherKind::Numeric(range), Scalar::Number(number)) = (&matcher.kind, value) else {
            return None;
        };
        let at = |end: &Option<Bound>| end.as_ref().is_some_and(|end| end.number.same(number));
        let include = |end: &Option<Bound>| {
            end.clone().map(|end| Bound {
                inclusive: end.inclusive || end.number.same(number),
                ..end
            })
        };
        let widened = NumericRange {
            bottom: include(&range.bottom),
            top: include(&range.top),
        };
        let (wrong, right) = if at(&range.bottom) {
            (">", ">=")
        } else {
            ("<", "<=")
        };
        widened.contains(number).then(|| {
            Found::new(format!(
                "{0} is exactly at the end of the range: `{wrong}` leaves it out, `{right}` takes \
                 it in",
                number.text()
            ))
            .instead(format!("[\"{right}\", {}]", number.text()))
        })
    })
}
