//! `"prod "` for `"prod"`.

use super::{Check, Found, Look, quoted};

pub(super) const CHECK: Check = Check {
    code: "surrounding-whitespace",
    about: "the value differs only in white space at its ends",
    look,
};

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    look.strings(|_, wanted, text| {
        if wanted.trim() != text.trim() || wanted.trim().is_empty() {
            return None;
        }
        let (whose, instead) = if wanted.trim() == wanted {
            (
                "the event's value",
                format!("{{\"prefix\": {}}} or fix the source", quoted(wanted)),
            )
        } else if text.trim() == text {
            ("the pattern's string", quoted(text))
        } else {
            ("one of the two", quoted(text))
        };
        let instead = if whose == "the event's value" && !text.starts_with(wanted) {
            quoted(text)
        } else {
            instead
        };
        Some(
            Found::new(format!(
                "{whose} has white space at its ends that the other has not"
            ))
            .instead(instead),
        )
    })
}
