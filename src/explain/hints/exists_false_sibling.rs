//! `{"exists": false}` that fails because another element of the array has the field.

use super::{Check, Found, Look, words};
use crate::pattern::value::MatcherKind;

pub(super) const CHECK: Check = Check {
    code: "exists-false-sibling",
    about: "an element lacks the field, but a sibling has it, and `exists` looks at all of them",
    look,
};

fn look(look: &Look<'_, '_, '_>) -> Option<Found> {
    if !look.failed() {
        return None;
    }
    let matcher = look.has(|kind| matches!(kind, MatcherKind::Exists(false)))?;
    let event = look.context.event;
    let document = event.document();
    // The innermost array of which an element has the field.
    let first = *look.trace.leaves.first()?;
    let array = event.elements(first).last()?.array;
    let mut with = look.trace.leaves.iter().filter_map(|leaf| {
        let elements = event.elements(*leaf);
        let element = elements.iter().find(|element| element.array == array)?;
        Some(element.index)
    });
    let mut next = with.next();
    let lacking = document.children(array).find(|id| {
        let index = document.index(*id);
        while next.is_some_and(|has| has < index) {
            next = with.next();
        }
        next != Some(index)
    })?;
    let lacking = words::element(&look.context.locator.element(lacking));
    let place = look.context.locator.leaf(first);
    // Where strict matches, the other conditions chose an element that lacks it.
    let whose = match look.context.evaluation.strict.matched {
        true => "by the older behaviour ",
        false => "",
    };
    Some(
        Found::new(format!(
            "{lacking} has no `{}`, but {} has one: {whose}`{{\"exists\": false}}` asks that no \
             element has it",
            look.key(),
            words::place(&place),
        ))
        .instead("a field that only the element in question has")
        .node(look.node(first))
        .span(matcher.span),
    )
}
