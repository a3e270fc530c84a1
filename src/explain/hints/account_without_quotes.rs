//! An account number without quotes: `123456789012` for `"123456789012"`.

use super::{Check, Found, Look, quoted};
use crate::pattern::value::MatcherKind;

pub(super) const CHECK: Check = Check {
    code: "account-without-quotes",
    about: "an AWS account number is written as a number; events have it as a string",
    look,
};

pub(super) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    look.pair(|matcher, value, _| {
        let (MatcherKind::Number(wanted), Some(text)) = (&matcher.kind, value.as_str()) else {
            return None;
        };
        // A JSON number has no zeros in front.
        let same = is_account(text) && text.trim_start_matches('0') == wanted.text();
        same.then(|| {
            Found::new(format!(
                "account numbers are strings in events; {} has no quotes here",
                wanted.text(),
            ))
            .instead(quoted(text))
        })
    })
}
