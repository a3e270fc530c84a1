//! `{"numeric": [">", 5]}` where the event has `"10"`.

use super::{Check, Found, Look, is_number, quoted};
use crate::json::Number;
use crate::pattern::value::MatcherKind;

pub(super) const CHECK: Check = Check {
    code: "numeric-on-string",
    about: "`numeric` looks only at numbers, and the event has one as a string",
    look,
};

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    look.pair(|matcher, value, _| {
        let (MatcherKind::Numeric(range), Some(text)) = (&matcher.kind, value.as_str()) else {
            return None;
        };
        (is_number(text) && range.contains(&Number::parse(text))).then(|| {
            Found::new(format!(
                "the event has the string {}, and `numeric` looks only at numbers: no range can \
                 be asked of a string",
                quoted(text)
            ))
            .instead(quoted(text))
        })
    })
}
