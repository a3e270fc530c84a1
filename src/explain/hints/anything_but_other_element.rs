//! `{"anything-but": "x"}` that holds because another value differs, although `x` is there.

use super::{Check, Found, Look, words};
use crate::pattern::value::MatcherKind;

pub(super) const CHECK: Check = Check {
    code: "anything-but-other-element",
    about: "`anything-but` holds through one value, although another is what it excludes",
    look,
};

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    if look.replaced {
        return None;
    }
    let matcher = |index: usize| look.condition.matchers.get(index);
    let is_but = |index: usize| {
        matcher(index).is_some_and(|m| matches!(m.kind, MatcherKind::AnythingBut(_)))
    };
    let accepted = look.trace.accepted().next().filter(|a| is_but(a.matcher))?;
    if !look.trace.accepted().all(|a| is_but(a.matcher)) {
        return None;
    }
    let listed = look.trace.rejected().next()?;
    let locator = &look.context.locator;
    let told = |leaf| {
        let (value, place) = (locator.value(leaf), locator.leaf(leaf));
        format!("{} in {}", words::short(&value), words::place(&place))
    };
    Some(
        Found::new(format!(
            "it holds because of {}, although there is {} as well: `anything-but` asks that some \
             value differs, not that all do",
            told(accepted.leaf),
            told(listed),
        ))
        .node(look.node(listed))
        .span(matcher(accepted.matcher)?.span),
    )
}
