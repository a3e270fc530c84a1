//! `é` as one character for `é` as two.

use super::{Check, Found, Look, quoted};

pub(super) const CHECK: Check = Check {
    code: "unicode-form",
    about: "the strings look alike, but are composed of different characters",
    look,
};

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    look.strings(|_, wanted, text| {
        if wanted == text || (wanted.is_ascii() && text.is_ascii()) {
            return None;
        }
        (look.context.same_letters)(wanted, text).then(|| {
            Found::new(
                "the two look alike, but one writes an accented letter as one character and the \
                 other as letter and accent; strings are compared character by character",
            )
            .instead(quoted(text))
        })
    })
}
