//! The pattern asks for the string `"true"`, the event has `true`.

use super::{Check, Found, Look, plain, quoted};
use crate::pattern::value::Scalar;

pub(super) const CHECK: Check = Check {
    code: "literal-as-string",
    about: "the pattern has true, false or null as a string, the event has the literal",
    look,
};

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    look.pair(|matcher, value, _| {
        let literal = match value {
            Scalar::Bool(true) => "true",
            Scalar::Bool(false) => "false",
            Scalar::Null => "null",
            Scalar::String(_) | Scalar::Number(_) => return None,
        };
        let wanted = plain(&matcher.kind)?;
        wanted.eq_ignore_ascii_case(literal).then(|| {
            Found::new(format!(
                "the pattern asks for the string {}, the event has {literal} itself",
                quoted(wanted),
            ))
            .instead(literal)
        })
    })
}
