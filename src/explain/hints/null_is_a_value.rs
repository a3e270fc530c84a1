//! `{"exists": false}` on a `null`, or `null` where there is no field.

use super::{Check, Found, Look};
use crate::pattern::value::{MatcherKind, Scalar};

pub(super) const CHECK: Check = Check {
    code: "null-is-a-value",
    about: "null and the absence of a field are two things",
    look,
};

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    let is_null = look.pair(|matcher, value, _| {
        let absent = matches!(matcher.kind, MatcherKind::Exists(false));
        (absent && matches!(value, Scalar::Null)).then(|| {
            Found::new("null is a value: the field is there, so `{\"exists\": false}` fails")
                .instead("null")
        })
    });
    if is_null.is_some() {
        return is_null;
    }
    let matcher = look.has(|kind| matches!(kind, MatcherKind::Null))?;
    let nothing = look.trace.leaves.is_empty() && look.container().is_none();
    let elsewhere =
        super::key_spelling::spelled(look).is_some() || super::key_level::elsewhere(look).is_some();
    (look.failed() && nothing && !elsewhere).then(|| {
        Found::new("the event does not have the field at all, and null asks for one that is null")
            .instead("{\"exists\": false}")
            .span(matcher.span)
    })
}
