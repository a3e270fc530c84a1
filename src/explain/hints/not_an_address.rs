//! `{"cidr": "10.0.0.0/8"}` where the event has `"10.0.0.1:443"`.

use super::{Check, Found, Look, quoted};
use crate::pattern::value::{Address, MatcherKind};

pub(super) const CHECK: Check = Check {
    code: "not-an-address",
    about: "`cidr` looks only at plain addresses, and the value is something else",
    look,
};

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    look.pair(|matcher, value, _| {
        let (MatcherKind::Cidr(_), Some(text)) = (&matcher.kind, value.as_str()) else {
            return None;
        };
        if Address::parse(text).is_some() {
            return None;
        }
        let before = |end: char| {
            text.rsplit_once(end)
                .is_some_and(|(address, _)| Address::parse(address).is_some())
        };
        let what = if before('/') {
            "an address block"
        } else if before(':') {
            "an address with a port"
        } else {
            "not an address"
        };
        Some(
            Found::new(format!(
                "{} is {what}; `cidr` looks only at addresses",
                quoted(text)
            ))
            .instead(if what == "not an address" {
                quoted(text)
            } else {
                "a prefix or a wildcard".to_owned()
            }),
        )
    })
}
