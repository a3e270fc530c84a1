//! What stands around the panes: the disagreement, the legend, the conditions one by one.

use super::panes::sign;
use super::{MODES, sentence};
use crate::explain::{
    Cell, ConditionReport, Direction, Disagreement, ElementReport, ElementRow, Failure, Hint, Mark,
    Place, Taken, Value, WitnessReport,
};
use crate::matching::Mode;
use crate::text::brief;
use maud::{Markup, html};

/// How many characters of a value are shown.
const VALUE: usize = 80;
/// How many values of a condition are shown.
const SHOWN: usize = 4;

pub(super) fn disagreement(disagreement: &Disagreement, conditions: &[ConditionReport]) -> Markup {
    let Disagreement {
        direction,
        // The closing sentence has said it.
        headline: _,
        alternative: _,
        array: _,
        taken,
        elements,
        more_elements: _,
        why,
        ways_out,
    } = disagreement;
    let title = match direction {
        Direction::FlattenedOnly => "The values come from different elements",
        Direction::StrictOnly => "EventBridge today asks one element only",
    };
    html! {
        section.disagreement {
            h3 { (title) }
            div.sides {
                div {
                    p { (sentence(&capital(why))) "." }
                    p { "The values come from" }
                    ul.taken {
                        @for Taken { condition, from } in taken {
                            li {
                                code { (path(conditions, *condition)) }
                                ": "
                                @match from {
                                    Some((at, what)) => { (found(what, at)) }
                                    None => { "no value, as asked" }
                                }
                            }
                        }
                    }
                }
                div {
                    @if !elements.is_empty() { (table(disagreement, conditions)) }
                }
            }
            p { "What you can do" }
            ol.ways {
                @for way in ways_out { li { (sentence(way)) } }
            }
        }
    }
}

fn path(conditions: &[ConditionReport], id: usize) -> &str {
    conditions.get(id).map_or("", |c| c.path.as_str())
}

/// The elements of the array with what they have for each condition.
fn table(disagreement: &Disagreement, conditions: &[ConditionReport]) -> Markup {
    let array = disagreement.array.as_deref();
    let inside = array.map(|array| format!("{array}."));
    let name = |condition: usize| {
        let path = path(conditions, condition);
        let inside = inside.as_deref();
        inside
            .and_then(|inside| path.strip_prefix(inside))
            .unwrap_or(path)
    };
    html! {
        table {
            thead {
                tr {
                    th { (array.unwrap_or("element")) }
                    @for Taken { condition, from: _ } in &disagreement.taken {
                        th { (name(*condition)) }
                    }
                }
            }
            tbody {
                @for ElementRow { element, cells } in &disagreement.elements {
                    tr {
                        th { (label(element)) }
                        @for cell in cells { (self::cell(cell)) }
                    }
                }
            }
        }
        @if disagreement.more_elements > 0 {
            p { "and " (disagreement.more_elements) " more elements" }
        }
    }
}

fn cell(cell: &Cell) -> Markup {
    let Cell { holds, value, more } = cell;
    let mark = if *holds { Mark::Held } else { Mark::Failed };
    html! {
        td class=(mark.name()) {
            (sign(mark)) " "
            @match value {
                Some(value) => { (shown(value)) }
                None => { "none" }
            }
            @if *more > 0 { " and " (more) " more" }
        }
    }
}

pub(super) fn legend() -> Markup {
    let meanings = [
        (Mark::Held, "holds"),
        (Mark::Failed, "fails"),
        (Mark::Apart, "holds, but not in the same element"),
        (Mark::NotReached, "not reached"),
    ];
    html! {
        p.legend {
            @for (number, (mark, meaning)) in meanings.into_iter().enumerate() {
                @if number > 0 { " \u{a0} " }
                span class=(mark.name()) { (sign(mark)) } " " (meaning)
            }
            " · point at a condition or a value, or use Tab and the arrow keys"
        }
    }
}

/// Whether a condition fails in one of the modes.
pub(super) fn fails(condition: &ConditionReport) -> bool {
    let fails = |mode| matches!(condition.marks.get(mode), Mark::Failed | Mark::Apart);
    MODES.into_iter().any(fails)
}

/// Some of the conditions, one by one; nothing where there are none.
pub(super) fn conditions(
    conditions: &[ConditionReport],
    which: impl Fn(&ConditionReport) -> bool,
) -> Markup {
    let chosen = conditions.iter().enumerate();
    let mut chosen = chosen.filter(|(_, c)| which(c)).peekable();
    html! {
        @if chosen.peek().is_some() {
            ul.conditions {
                @for (id, condition) in chosen { (card(id, condition)) }
            }
        }
    }
}

fn card(id: usize, condition: &ConditionReport) -> Markup {
    let ConditionReport {
        path,
        key_span: _,
        span: _,
        position,
        matchers: _,
        asks,
        holds: _,
        by_absence: _,
        marks,
        found: _,
        witnesses: _,
        more_witnesses: _,
        failures: _,
        more_failures: _,
        replaced_by: _,
        replaced: _,
        hints,
    } = condition;
    html! {
        li data-c=(id) data-flattened=(marks.flattened.name()) data-strict=(marks.strict.name())
            tabindex="0" {
            @for mode in MODES {
                @let mark = *marks.get(mode);
                b class=(format!("only-{} {}", mode.name(), mark.name())) {
                    (sign(mark)) " " (path)
                }
                " "
            }
            span.where { "line " (position.line) }
            p { "wants " (brief(asks, 3 * VALUE)) }
            @for mode in MODES {
                @for line in told(condition, mode) {
                    p class=(format!("only-{}", mode.name())) { (line) }
                }
            }
            @for hint in hints { (self::hint(hint)) }
        }
    }
}

fn hint(hint: &Hint) -> Markup {
    let Hint {
        code,
        message,
        instead,
        place: _,
        span: _,
        position: _,
    } = hint;
    html! {
        p.hint {
            (sentence(&capital(message))) "."
            @if let Some(instead) = instead { " Instead: " (sentence(instead)) "." }
            " " span.where { (code) }
        }
    }
}

/// What decided a condition.
fn told(condition: &ConditionReport, mode: Mode) -> Vec<Markup> {
    let text = |text: &str| html! { (text) };
    let witness = |witness: &WitnessReport| found(&witness.value, &witness.place);
    let (mut lines, total): (Vec<_>, usize) = match condition.marks.get(mode) {
        Mark::NotReached if condition.replaced => {
            return vec![text("not reached: a later condition replaces it")];
        }
        Mark::NotReached => return vec![text("not reached: an earlier branch matched")],
        Mark::Held => {
            let chosen = condition.witnesses.iter().find(|w| *w.chosen.get(mode));
            return vec![match chosen {
                None => text("no value, as asked"),
                Some(one) => html! { "found " (witness(one)) },
            }];
        }
        Mark::Apart => (
            condition
                .witnesses
                .iter()
                .take(SHOWN)
                .map(|one| html! { "holds only for " (witness(one)) })
                .collect(),
            condition.witnesses.len() + condition.more_witnesses,
        ),
        Mark::Failed => (
            condition.failures.iter().take(SHOWN).map(failed).collect(),
            condition.failures.len() + condition.more_failures,
        ),
    };
    if total > lines.len() {
        let more = total - lines.len();
        lines.push(html! { "and " (more) " more" });
    }
    lines
}

fn failed(failure: &Failure) -> Markup {
    let Failure {
        place,
        value: _,
        why,
    } = failure;
    html! {
        (brief(&why.text, 3 * VALUE))
        @if let Some(place) = place { (at(place)) }
    }
}

fn found(value: &Value, place: &Place) -> Markup {
    html! { code { (shown(value)) } (at(place)) }
}

fn at(place: &Place) -> Markup {
    html! {
        @if let Some(element) = place.elements.last() {
            " in " (element.array) (label(element))
        }
        " "
        span.where { (place.position.to_string()) " " (brief(&place.shown_pointer(), VALUE)) }
    }
}

fn shown(value: &Value) -> String {
    brief(&value.json, VALUE)
}

fn label(element: &ElementReport) -> Markup {
    let ElementReport {
        array: _,
        index,
        pointer: _,
        label,
    } = element;
    html! {
        "[" (index) "]"
        @if let Some(label) = label { " (" (brief(label, 40)) ")" }
    }
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}
