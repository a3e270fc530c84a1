//! `"prod-*"` for `{"wildcard": "prod-*"}`.

use super::{Check, Found, Look, quoted};
use crate::pattern::value::{MatcherKind, Wildcard};

pub(super) const CHECK: Check = Check {
    code: "star-in-string",
    about: "a `*` in a plain string, prefix or suffix is a star, not any text",
    look,
};

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    look.pair(|matcher, value, _| {
        let text = value.as_str()?;
        let (what, wildcard) = match &matcher.kind {
            MatcherKind::Exact(wanted) | MatcherKind::Exactly(wanted) => {
                ("a plain string", wanted.to_string())
            }
            MatcherKind::Prefix(wanted) if wanted.contains('*') => {
                ("a prefix", format!("{}*", wanted.trim_end_matches('*')))
            }
            MatcherKind::Suffix(wanted) if wanted.contains('*') => {
                ("a suffix", format!("*{}", wanted.trim_start_matches('*')))
            }
            _ => return None,
        };
        let fits = wildcard.contains('*')
            && Wildcard::parse(&wildcard).is_ok_and(|parsed| parsed.accepts(text));
        fits.then(|| {
            Found::new(format!(
                "in {what} the `*` is only a star; as a wildcard it would accept {}",
                quoted(text)
            ))
            .instead(format!("{{\"wildcard\": {}}}", quoted(&wildcard)))
        })
    })
}
