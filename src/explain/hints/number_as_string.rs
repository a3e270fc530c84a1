//! The pattern asks for the string `"127"`, the event has the number `127`.

use super::{Check, Found, Look, is_number, plain, quoted};
use crate::json::Number;
use crate::pattern::value::Scalar;

pub(super) const CHECK: Check = Check {
    code: "number-as-string",
    about: "the pattern has a number as a string, the event as a number",
    look,
};

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    look.pair(|matcher, value, _| {
        let (wanted, Scalar::Number(number)) = (plain(&matcher.kind)?, value) else {
            return None;
        };
        let same = is_number(wanted) && Number::parse(wanted).same(number);
        same.then(|| {
            Found::new(format!(
                "the pattern asks for the string {}, the event has the number {}; a template \
                 written as YAML turns numbers into strings on the way, JSON text in the template \
                 does not",
                quoted(wanted),
                number.text(),
            ))
            .instead(number.text())
        })
    })
}
