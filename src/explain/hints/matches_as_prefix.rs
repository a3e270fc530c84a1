//! `"AKIA"` for `{"prefix": "AKIA"}`.

use super::{Check, Found, Look, quoted};

pub(super) const CHECK: Check = Check {
    code: "matches-as-prefix",
    about: "the value starts with the string that is asked for, and goes on",
    look,
};

/// Shorter strings start, end or stand in too much.
pub(super) const SHORTEST: usize = 3;

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    look.strings(|_, wanted, text| {
        let long = wanted.chars().count() >= SHORTEST && text.trim() != wanted;
        (long && text.starts_with(wanted)).then(|| {
            Found::new(format!(
                "{} starts with the string that is asked for; a plain string must be the whole \
                 value",
                quoted(text)
            ))
            .instead(format!("{{\"prefix\": {}}}", quoted(wanted)))
        })
    })
}
