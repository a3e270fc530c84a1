//! The pattern asks for `true`, the event has the string `"true"`.

use super::{Check, Found, Look, quoted};
use crate::pattern::value::MatcherKind;

pub(super) const CHECK: Check = Check {
    code: "string-as-literal",
    about: "the pattern has true, false or null, the event the same as a string",
    look,
};

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    look.pair(|matcher, value, _| {
        let literal = match matcher.kind {
            MatcherKind::Bool(true) => "true",
            MatcherKind::Bool(false) => "false",
            MatcherKind::Null => "null",
            _ => return None,
        };
        let text = value.as_str()?;
        text.eq_ignore_ascii_case(literal).then(|| {
            Found::new(format!(
                "the pattern asks for {literal} itself, the event has the string {}",
                quoted(text),
            ))
            .instead(quoted(text))
        })
    })
}
