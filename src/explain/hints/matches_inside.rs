//! `"OutOfMemory"` for `{"wildcard": "*OutOfMemory*"}`.

use super::matches_as_prefix::SHORTEST;
use super::{Check, Found, Look, quoted};

pub(super) const CHECK: Check = Check {
    code: "matches-inside",
    about: "the string that is asked for is in the middle of the value",
    look,
};

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    look.strings(|_, wanted, text| {
        let at_the_end = text.starts_with(wanted) || text.ends_with(wanted);
        let long = wanted.chars().count() >= SHORTEST && text.trim() != wanted;
        (long && !at_the_end && text.contains(wanted)).then(|| {
            let escaped = wanted.replace('\\', "\\\\").replace('*', "\\*");
            Found::new(format!(
                "{} is inside the value; a plain string must be the whole value",
                quoted(wanted)
            ))
            .instead(format!(
                "{{\"wildcard\": {}}}",
                quoted(&format!("*{escaped}*"))
            ))
        })
    })
}
