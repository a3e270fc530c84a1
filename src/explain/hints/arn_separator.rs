//! `arn:…:log-group/app` for `arn:…:log-group:app`.

use super::{Check, Found, Look, quoted};
use crate::pattern::value::MatcherKind;

pub(super) const CHECK: Check = Check {
    code: "arn-separator",
    about: "an ARN differs from the event's only in `:` and `/`",
    look,
};

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    look.pair(|matcher, value, _| {
        let text = value.as_str()?;
        let (wanted, instead) = match &matcher.kind {
            MatcherKind::Exact(wanted) | MatcherKind::Exactly(wanted) => (wanted, text.to_owned()),
            MatcherKind::Prefix(wanted) => {
                let end = text.get(..wanted.len()).unwrap_or_default();
                (wanted, end.to_owned())
            }
            _ => return None,
        };
        let arns = wanted.starts_with("arn:") && text.starts_with("arn:");
        let same =
            arns && **wanted != *instead && wanted.replace('/', ":") == instead.replace('/', ":");
        same.then(|| {
            Found::new("the two ARNs differ only in `:` and `/`, which are not interchangeable")
                .instead(quoted(&instead))
        })
    })
}
