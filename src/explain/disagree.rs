//! Where flattened and strict come to different verdicts.

use super::alternatives::Ways;
use super::model::{Cell, ConditionReport, Direction, Disagreement, ElementRow, Taken};
use super::{Context, MAX_LISTED, words};
use crate::event::{Element, LeafId};
use crate::json::{NodeId, NodeKind};
use crate::matching::{Verdict, Witness};
use crate::pattern::ConditionId;
use crate::text::head;
use std::collections::HashSet;

/// Words in the names of fields that tell what became of something: the best candidates for a
/// condition outside the array.
const TELLING: [&str; 8] = [
    "code", "reason", "status", "state", "result", "outcome", "type", "group",
];

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
            let together = if conflict.len() == 2 {
                "both do"
            } else {
                "all do"
            };
            format!(
                "of the {} of `{array}`, {}, but there is none in which {together}",
                words::count(table.total, "element"),
                words::list(&each, "and"),
            )
        }
        _ => format!(
            "the values of {} lie in different array elements",
            words::list(&paths, "and")
        ),
    };
    let mut ways_out = vec![
        "here, `--strict`: the verdict then is no match; the pattern itself cannot ask for one \
         element, since the service looks at every condition on its own"
            .to_owned(),
    ];
    ways_out.push(outside(context, array.as_deref(), conditions));
    Some(Disagreement {
        direction: Direction::FlattenedOnly,
        alternative,
        array,
        taken: taken(context, &chosen),
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
            (!places.is_empty()).then(|| format!("`{}` is there in {places_text}", condition.path))
        })
        .collect();
    let element = chosen
        .iter()
        .find_map(|witness| witness.leaf)
        .map(|leaf| words::place(&context.locator.leaf(leaf)))
        .unwrap_or_default();
    let why = format!(
        "flattened looks at all elements at once: {}, so `{{\"exists\": false}}` fails; strict \
         asks only {element}, which the other conditions chose, and there it is absent",
        words::list(&there, "and"),
    );
    let array_path = array.map(|array| context.locator.node(array).path);
    let mut ways_out = vec![
        "here, `--strict`: the verdict then is match; the service looks at every condition on \
         its own, and to it the pattern does not match"
            .to_owned(),
    ];
    let own = pins
        .iter()
        .find_map(|pin| only_here(context, array?, pin.leaf?));
    ways_out.push(match own {
        Some((path, value)) => format!(
            "in the pattern, ask for something that only this element has instead of something \
             that it lacks: here `{path}` ({value})"
        ),
        None => outside(context, array_path.as_deref(), conditions),
    });
    Some(Disagreement {
        direction: Direction::StrictOnly,
        alternative,
        array: array_path,
        taken: taken(context, &chosen),
        elements: table.as_ref().map(|t| t.rows.clone()).unwrap_or_default(),
        more_elements: table.as_ref().map_or(0, Table::more),
        why,
        ways_out,
    })
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
            let mut accepted = trace.accepted.iter().peekable();
            for leaf in &trace.leaves {
                let hit = accepted.next_if(|accepted| accepted.leaf == *leaf);
                let Some(slot) = index_of(*leaf).and_then(|index| slots.get_mut(index)) else {
                    continue;
                };
                slot.count += 1;
                slot.first = slot.first.or(Some(*leaf));
                slot.accepted = slot.accepted.or(hit.map(|hit| hit.leaf));
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

/// What to match instead: values that stand beside the array, not in it.
fn outside(
    context: &Context<'_, '_>,
    array: Option<&str>,
    conditions: &[ConditionReport],
) -> String {
    let event = context.event;
    let document = event.document();
    let beside = array.and_then(|array| {
        let parent = array.rsplit_once('.').map_or("", |(parent, _)| parent);
        let mut at = 0;
        for key in parent.split('.').filter(|key| !key.is_empty()) {
            at = document.member(at, key)?;
        }
        Some((parent, at))
    });
    let Some((parent, object)) = beside else {
        return "in the pattern, match a value that stands outside of the array".to_owned();
    };
    let mut candidates: Vec<_> = document
        .children(object)
        .filter(|id| document.node(*id).kind == NodeKind::String)
        .filter_map(|id| {
            let key = document.key(id)?;
            let lower = key.to_lowercase();
            let rank = TELLING.iter().position(|word| lower.ends_with(word))?;
            let path = if parent.is_empty() {
                key.into_owned()
            } else {
                format!("{parent}.{key}")
            };
            let asked = conditions.iter().any(|condition| condition.path == path);
            (!asked).then_some((rank, path, id))
        })
        .collect();
    candidates.sort_by_key(|(rank, _, id)| (*rank, *id));
    let named: Vec<_> = candidates
        .iter()
        .take(2)
        .map(|(_, path, id)| {
            let value = super::place::value(event, *id);
            format!("`{path}` ({})", head(&value.json, 60))
        })
        .collect();
    if named.is_empty() {
        "in the pattern, match a value that stands outside of the array, or that alone tells the \
         element from its siblings"
            .to_owned()
    } else {
        format!(
            "in the pattern, match a value that stands outside of the array, where there are no \
             elements to mix up: here {}",
            words::list(&named, "or")
        )
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
