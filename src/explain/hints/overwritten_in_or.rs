//! `{"a": ["1"], "$or": [{"a": ["2"]}, …]}`: in that branch only the inner one counts.

use super::overwritten_by_duplicate::{overwritten, replacement};
use super::{Check, Found, Look};

pub(super) const CHECK: Check = Check {
    code: "overwritten-in-or",
    about: "a condition inside of an `$or` branch replaces this one in that branch",
    look,
};

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    let by = replacement(look, true)?;
    Some(overwritten(
        look,
        by,
        "a condition on the same path inside of an `$or`",
    ))
}
