//! `".png"` for `{"suffix": ".png"}`.

use super::matches_as_prefix::SHORTEST;
use super::{Check, Found, Look, quoted};

pub(super) const CHECK: Check = Check {
    code: "matches-as-suffix",
    about: "the value ends with the string that is asked for",
    look,
};

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    look.strings(|_, wanted, text| {
        let long = wanted.chars().count() >= SHORTEST && text.trim() != wanted;
        (long && text.ends_with(wanted) && !text.starts_with(wanted)).then(|| {
            Found::new(format!(
                "{} ends with the string that is asked for; a plain string must be the whole value",
                quoted(text)
            ))
            .instead(format!("{{\"suffix\": {}}}", quoted(wanted)))
        })
    })
}
