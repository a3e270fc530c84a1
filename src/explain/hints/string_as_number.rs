//! The pattern asks for the number `127`, the event has the string `"127"`.

use super::{Check, Found, Look, account_without_quotes, is_number, quoted};
use crate::json::Number;
use crate::pattern::value::MatcherKind;

pub(super) const CHECK: Check = Check {
    code: "string-as-number",
    about: "the pattern has a number, the event the same as a string",
    look,
};

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    look.pair(|matcher, value, _| {
        let (MatcherKind::Number(wanted), Some(text)) = (&matcher.kind, value.as_str()) else {
            return None;
        };
        let same = is_number(text) && wanted.same(&Number::in_event(text));
        (same && !account_without_quotes::is_account(text)).then(|| {
            Found::new(format!(
                "the pattern asks for the number {}, the event has the string {}",
                wanted.text(),
                quoted(text),
            ))
            .instead(quoted(text))
        })
    })
}
