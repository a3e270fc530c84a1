//! Where flattened and strict come to different verdicts.

use super::alternatives::Ways;
use super::model::{Cell, ConditionReport, Direction, Disagreement, ElementRow, Place, Taken};
use super::{Context, MAX_LISTED, ways_out, words};
use crate::event::{Element, LeafId};
use crate::json::{NodeId, NodeKind};
use crate::matching::{Mode, Verdict, Witness};
use crate::pattern::ConditionId;
use crate::text::head;
use std::collections::HashSet;

pub(super) fn disagreement(
    context: &Context<'_, '_>,
    ways: &Ways,
    conditions: &[ConditionReport],
) -> Option<Disagreement> {
    let evaluation = context.evaluation;
    if evaluation.strict.gave_up {
        return None;
    }
    match (evaluation.flattened.matched, evaluation.strict.matched) {
        (true, false) => flattened_only(context, ways, conditions),
        (false, true) => strict_only(context, conditions),
        _ => None,
    }
}

fn flattened_only(
    context: &Context<'_, '_>,
    ways: &Ways,
    conditions: &[ConditionReport],
) -> Option<Disagreement> {
    let verdict = &context.evaluation.flattened;
    let alternative = verdict.alternative?;
    let nearest = &ways.nearest.strict;
    let conflict = if nearest.alternative == alternative {
        nearest.conflict.clone()
    } else {
        let all = &context.pattern.alternatives().get(alternative)?.conditions;
        context.conflict(all)
    };
    let chosen = witnesses_of(verdict, &conflict);
    let array = parting(context, &chosen);
    let table = array.map(|array| Table::new(context, array, &conflict, &chosen));
    let array = array.map(|array| context.locator.node(array).path);
    let paths = paths(context, &conflict);
    let why = match (&array, &table) {
        (Some(array), Some(table)) => {
            let each: Vec<_> = conflict
                .iter()
                .zip(&table.holding)
                .map(|(id, count)| {
                    let path = &context.pattern.condition(*id).path;
                    format!("`{path}` holds in {count}")
                })
                .collect();
            let together = if conflict.len() == 2 { "both" } else { "all" };
            format!(
                "of the {} of `{array}`, {}, but {together} hold in none",
                words::count(table.total, "element"),
                words::list(&each, "and"),
            )
        }
        _ => format!(
            "the values of {} lie in different array elements",
            words::list(&paths, "and")
        ),
    };
    let ways_out = ways_out::of_mixed(context, array.as_deref(), &chosen, conditions);
    let taken = taken(context, &chosen);
    let mixing = mixing(&taken);
    let headline = match context.mode {
        Mode::Flattened => format!("match, but only {mixing}; EventBridge today: no match"),
        Mode::Strict => format!("no match; it would match only {mixing}"),
    };
    Some(Disagreement {
        direction: Direction::FlattenedOnly,
        headline,
        alternative,
        array,
        taken,
        elements: table.as_ref().map(|t| t.rows.clone()).unwrap_or_default(),
        more_elements: table.as_ref().map_or(0, Table::more),
        why,
        ways_out,
    })
}

fn strict_only(context: &Context<'_, '_>, conditions: &[ConditionReport]) -> Option<Disagreement> {
    let verdict = &context.evaluation.strict;
    let alternative = verdict.alternative?;
    // What keeps the flattened mode from matching by the same alternative.
    let all = &context.pattern.alternatives().get(alternative)?.conditions;
    let absent: Vec<_> = all
        .iter()
        .copied()
        .filter(|id| !context.evaluation.trace(*id).holds())
        .collect();
    let refuting: Vec<LeafId> = absent
        .iter()
        .filter_map(|id| context.evaluation.trace(*id).leaves.first().copied())
        .collect();
    // The conditions that chose an element of an array in which the absent field stands.
    let shares = |witness: &&Witness| {
        witness.leaf.is_some_and(|leaf| {
            refuting
                .iter()
                .any(|other| parts_at(context, leaf, *other).is_some())
        })
    };
    let pins: Vec<_> = verdict.witnesses.iter().filter(shares).copied().collect();
    let array = pins.iter().find_map(|pin| {
        let leaf = pin.leaf?;
        refuting
            .iter()
            .find_map(|other| parts_at(context, leaf, *other))
    });
    let mut involved: Vec<_> = pins.iter().map(|pin| pin.condition).collect();
    involved.extend(&absent);
    involved.sort_unstable();
    let chosen = witnesses_of(verdict, &involved);
    let table = array.map(|array| Table::new(context, array, &involved, &chosen));
    let there: Vec<_> = absent
        .iter()
        .filter_map(|id| conditions.get(id.index()))
        .filter_map(|condition| {
            let places = condition.failures.iter().filter_map(|f| f.place.as_ref());
            let places: Vec<_> = places.map(words::place).collect();
            let more = condition.more_failures;
            let mut places_text = words::few(&places, 3, "and");
            if more > 0 && places.len() <= 3 {
                places_text.push_str(" and more");
            }
            (!places.is_empty())
                .then(|| format!("`{}` is present in {places_text}", condition.path))
        })
        .collect();
    let element = chosen
        .iter()
        .find_map(|witness| witness.leaf)
        .map(|leaf| words::place(&context.locator.leaf(leaf)))
        .unwrap_or_default();
    let why = format!(
        "the older behaviour looks at all elements at once: {}, so `{{\"exists\": false}}` fails; \
         EventBridge today asks only {element}, which the other conditions chose, and there it is \
         absent",
        words::list(&there, "and"),
    );
    let array_path = array.map(|array| context.locator.node(array).path);
    let own = pins
        .iter()
        .find_map(|pin| only_here(context, array?, pin.leaf?));
    let ways_out = ways_out::of_absence(own);
    let headline = match context.mode {
        Mode::Flattened => format!(
            "no match, but EventBridge today: match; {}",
            there_only(&absent, context)
        ),
        Mode::Strict => format!(
            "match; `--flattened` does not match: {}",
            there_only(&absent, context)
        ),
    };
    Some(Disagreement {
        direction: Direction::StrictOnly,
        headline,
        alternative,
        array: array_path,
        taken: taken(context, &chosen),
        elements: table.as_ref().map(|t| t.rows.clone()).unwrap_or_default(),
        more_elements: table.as_ref().map_or(0, Table::more),
        why,
        ways_out,
    })
}

/// `by mixing elements of containers (name from [0], exitCode from [2])`.
pub(super) fn mixing(taken: &[Taken]) -> String {
    let places = taken
        .iter()
        .filter_map(|taken| Some(&taken.from.as_ref()?.0));
    let places: Vec<_> = places.filter(|place| !place.elements.is_empty()).collect();
    let array = |place: &Place| place.elements.last().map(|e| e.array.clone());
    let first = places.first().and_then(|place| array(place));
    let is_one = places.iter().all(|place| array(place) == first);
    let from: Vec<_> = places
        .iter()
        .filter_map(|place| {
            let element = place.elements.last()?;
            let field = place.path.rsplit(['.', ']']).next().unwrap_or_default();
            let array = if is_one { "" } else { element.array.as_str() };
            Some(format!("{field} from {array}[{}]", element.index))
        })
        .collect();
    let from = from.join(", ");
    match first.filter(|_| is_one) {
        Some(array) => {
            let array = array.rsplit('.').next().unwrap_or_default();
            format!("by mixing elements of {array} ({from})")
        }
        None => format!("by mixing elements ({from})"),
    }
}

/// `exit is absent in the element that the rest chose, and there in another`.
fn there_only(absent: &[ConditionId], context: &Context<'_, '_>) -> String {
    format!(
        "{} absent in one element and present in another",
        match &paths(context, absent)[..] {
            [one] => format!("{one} is"),
            several => format!("{} are", words::list(several, "and")),
        }
    )
}

fn witnesses_of(verdict: &Verdict, conditions: &[ConditionId]) -> Vec<Witness> {
    let witnesses = verdict.witnesses.iter();
    witnesses
        .filter(|witness| conditions.contains(&witness.condition))
        .copied()
        .collect()
}

fn paths(context: &Context<'_, '_>, conditions: &[ConditionId]) -> Vec<String> {
    conditions
        .iter()
        .map(|id| format!("`{}`", context.pattern.condition(*id).path))
        .collect()
}

fn taken(context: &Context<'_, '_>, chosen: &[Witness]) -> Vec<Taken> {
    chosen
        .iter()
        .map(|witness| Taken {
            condition: witness.condition.index(),
            from: witness
                .leaf
                .map(|leaf| (context.locator.leaf(leaf), context.locator.value(leaf))),
        })
        .collect()
}

/// The array of which two of the chosen leaves lie below different elements.
fn parting(context: &Context<'_, '_>, chosen: &[Witness]) -> Option<NodeId> {
    let leaves: Vec<_> = chosen.iter().filter_map(|witness| witness.leaf).collect();
    leaves.iter().enumerate().find_map(|(at, one)| {
        let others = leaves.iter().skip(at + 1);
        others
            .filter_map(|other| parts_at(context, *one, *other))
            .next()
    })
}

/// The array of which the two leaves lie below different elements.
fn parts_at(context: &Context<'_, '_>, one: LeafId, other: LeafId) -> Option<NodeId> {
    let (one, other) = (context.event.elements(one), context.event.elements(other));
    let differs = one
        .iter()
        .zip(&other)
        .find(|(one, other)| one != other)
        .map(|(one, other)| (one.array, other.array))?;
    (differs.0 == differs.1).then_some(differs.0)
}

/// The elements of an array, asked for some conditions.
struct Table {
    rows: Vec<ElementRow>,
    total: usize,
    /// For each condition in how many elements it holds.
    holding: Vec<usize>,
}

/// What an element has for a condition.
#[derive(Clone, Copy, Default)]
struct Slot {
    accepted: Option<LeafId>,
    first: Option<LeafId>,
    count: usize,
}

impl Table {
    fn new(
        context: &Context<'_, '_>,
        array: NodeId,
        conditions: &[ConditionId],
        chosen: &[Witness],
    ) -> Self {
        let document = context.event.document();
        let elements: Vec<_> = document.children(array).collect();
        let index_of = |leaf: LeafId| -> Option<usize> {
            let elements = context.event.elements(leaf);
            let element = elements.iter().find(|element| element.array == array)?;
            Some(element.index as usize)
        };
        let mut holding = Vec::with_capacity(conditions.len());
        let mut held = vec![0_usize; elements.len()];
        let mut columns = Vec::with_capacity(conditions.len());
        for id in conditions {
            let trace = context.evaluation.trace(*id);
            let mut slots = vec![Slot::default(); elements.len()];
            for (leaf, matcher) in trace.judged() {
                let Some(slot) = index_of(leaf).and_then(|index| slots.get_mut(index)) else {
                    continue;
                };
                slot.count += 1;
                slot.first = slot.first.or(Some(leaf));
                slot.accepted = slot.accepted.or(matcher.map(|_| leaf));
            }
            let holds = |slot: &Slot| {
                slot.accepted.is_some() || (slot.count == 0 && trace.absence.is_some())
            };
            holding.push(slots.iter().filter(|slot| holds(slot)).count());
            for (held, slot) in held.iter_mut().zip(&slots) {
                *held += usize::from(holds(slot));
            }
            columns.push((trace.absence.is_some(), slots));
        }
        let taken: HashSet<_> = chosen
            .iter()
            .filter_map(|witness| index_of(witness.leaf?))
            .collect();
        let mut order: Vec<_> = (0..elements.len()).collect();
        order.sort_by_key(|index| {
            let held = held.get(*index).copied().unwrap_or(0);
            (!taken.contains(index), std::cmp::Reverse(held))
        });
        order.truncate(MAX_LISTED);
        order.sort_unstable();
        let rows = order
            .into_iter()
            .filter_map(|index| {
                let cells = columns.iter().map(|(absence, slots)| {
                    let slot = slots.get(index).copied().unwrap_or_default();
                    Cell {
                        holds: slot.accepted.is_some() || (slot.count == 0 && *absence),
                        value: slot
                            .accepted
                            .or(slot.first)
                            .map(|leaf| context.locator.value(leaf)),
                        more: slot.count.saturating_sub(1),
                    }
                });
                Some(ElementRow {
                    element: context.locator.element(*elements.get(index)?),
                    cells: cells.collect(),
                })
            })
            .collect();
        Self {
            rows,
            total: elements.len(),
            holding,
        }
    }

    fn more(&self) -> usize {
        self.total - self.rows.len()
    }
}

/// A field that the element which holds `leaf` has, and no other element of the array.
fn only_here(context: &Context<'_, '_>, array: NodeId, leaf: LeafId) -> Option<(String, String)> {
    let document = context.event.document();
    let elements = context.event.elements(leaf);
    let Element { index, .. } = elements.iter().find(|element| element.array == array)?;
    let element = document.element(array, *index as usize)?;
    let siblings: Vec<_> = document
        .children(array)
        .filter(|id| *id != element)
        .collect();
    let others: HashSet<_> = siblings
        .iter()
        .flat_map(|sibling| document.children(*sibling))
        .filter_map(|id| document.key(id))
        .collect();
    let own = document.children(element).find(|id| {
        let is_leaf = document.node(*id).kind == NodeKind::String;
        is_leaf && document.key(*id).is_some_and(|key| !others.contains(&key))
    })?;
    let path = format!(
        "{}.{}",
        context.locator.node(array).path,
        document.key(own)?
    );
    let value = super::place::value(context.event, own);
    Some((path, head(&value.json, 60).into_owned()))
}
