//! How the two modes differ, for programs.

use super::{JsonElement, JsonPlace, JsonValue, element, place, value};
use crate::explain::{Cell, Disagreement, ElementRow, Taken};
use serde::Serialize;

/// How the modes come to different verdicts.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub(super) struct JsonDisagreement {
    /// The mode that matches.
    #[cfg_attr(feature = "cli", schemars(extend("enum" = ["flattened-only","strict-only"])))]
    direction: &'static str,
    /// What there is to say first, in a line.
    headline: String,
    /// The alternative by which it does.
    alternative: usize,
    /// The array whose elements the conditions are about.
    array: Option<String>,
    /// From where each condition took its value in the mode that matches.
    witnesses: Vec<JsonTaken>,
    /// The elements of the array, one by one.
    elements: Vec<JsonRow>,
    /// How many more there are.
    more_elements: usize,
    /// Why, in a sentence.
    why: String,
    /// What can be done about it.
    ways_out: Vec<String>,
}

/// From where a condition took its value.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct JsonTaken {
    /// The condition.
    condition: usize,
    /// The value; not there where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<JsonValue>,
    #[serde(flatten)]
    place: Option<JsonPlace>,
}

/// An element with what it has for each condition.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct JsonRow {
    /// The element.
    element: JsonElement,
    /// In the order of the witnesses.
    cells: Vec<JsonCell>,
}

/// What an element has for a condition.
#[derive(Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
struct JsonCell {
    /// Whether the condition holds there.
    holds: bool,
    /// A value.
    value: Option<JsonValue>,
    /// How many more there are.
    more: usize,
}

pub(super) fn disagreement(disagreement: &Disagreement) -> JsonDisagreement {
    let Disagreement {
        direction,
        headline,
        alternative,
        array,
        taken,
        elements,
        more_elements,
        why,
        ways_out,
    } = disagreement;
    let witness = |taken: &Taken| {
        let Taken { condition, from } = taken;
        JsonTaken {
            condition: *condition,
            value: from.as_ref().map(|(_, what)| value(what)),
            place: from.as_ref().map(|(at, _)| place(at)),
        }
    };
    let cell = |cell: &Cell| {
        let Cell {
            holds,
            value: what,
            more,
        } = cell;
        JsonCell {
            holds: *holds,
            value: what.as_ref().map(value),
            more: *more,
        }
    };
    JsonDisagreement {
        direction: direction.name(),
        headline: headline.clone(),
        alternative: *alternative,
        array: array.clone(),
        witnesses: taken.iter().map(witness).collect(),
        elements: elements
            .iter()
            .map(|ElementRow { element: of, cells }| JsonRow {
                element: element(of),
                cells: cells.iter().map(cell).collect(),
            })
            .collect(),
        more_elements: *more_elements,
        why: why.clone(),
        ways_out: ways_out.clone(),
    }
}
