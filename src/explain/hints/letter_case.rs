//! `"stopped"` for `"STOPPED"`.

use super::{Check, Found, Look, quoted};
use crate::pattern::value::{IgnoreCase, MatcherKind};

pub(super) const CHECK: Check = Check {
    code: "letter-case",
    about: "the value differs only in upper and lower case",
    look,
};

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    look.pair(|matcher, value, _| {
        let text = value.as_str()?;
        let (same, instead) = match &matcher.kind {
            MatcherKind::Exact(wanted) | MatcherKind::Exactly(wanted) => (
                IgnoreCase::new(wanted).equals(text),
                format!("{{\"equals-ignore-case\": {}}}", quoted(wanted)),
            ),
            MatcherKind::Prefix(wanted) => (
                IgnoreCase::new(wanted).is_prefix_of(text),
                format!(
                    "{{\"prefix\": {{\"equals-ignore-case\": {}}}}}",
                    quoted(wanted)
                ),
            ),
            MatcherKind::Suffix(wanted) => (
                IgnoreCase::new(wanted).is_suffix_of(text),
                format!(
                    "{{\"suffix\": {{\"equals-ignore-case\": {}}}}}",
                    quoted(wanted)
                ),
            ),
            _ => return None,
        };
        same.then(|| {
            Found::new(format!(
                "{} differs from what is asked for only in upper and lower case",
                quoted(text)
            ))
            .instead(instead)
        })
    })
}
