//! An event that tells a mutant from its pattern, made from those at hand by as small a change as
//! can be, and whether there is one at all.

use super::super::check::filters_with;
use super::super::model::{Case, PatternInput};
use super::Passing;
use crate::analysis::{Distinction, Options, Witness, distinguish_within};
use crate::dialect::Dialect;
use crate::event::Event;
use crate::filter::{Filter, How, Judgement, Set, wrapped, wrapped_in};
use crate::json::{Document, NodeId, NodeKind};
use crate::matching::Mode;
use crate::pattern::Pattern;

/// How many events are tried for one mutant.
const EVENTS: usize = 40;

/// How many changes are told one by one; an event that needs more is told as a whole.
const CHANGES: usize = 4;

/// An event on which a pattern and its mutant differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Killer {
    /// The event.
    pub event: KillerEvent,
    /// The mode.
    pub mode: Mode,
    /// Whether the pattern matches; the mutant does the opposite.
    pub matches: bool,
}

/// Where an event comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KillerEvent {
    /// From that of a case, with something changed.
    Variant {
        /// The event's name: its file, or where it stands.
        event: String,
        /// The case.
        case: String,
        /// What to change, one thing after the other.
        changes: Vec<Change>,
    },
    /// From nothing: its text.
    Made(String),
}

/// A change of one value of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its JSON Pointer.
    pub pointer: String,
    /// What is put there, as JSON; `None` where the value is taken out.
    pub value: Option<String>,
}

/// What is known about a mutant that no case notices.
pub(super) enum Told {
    /// It means the same as the pattern, in every mode that a case asks about.
    Equivalent,
    /// It does not, or that was not found out; with an event on which they differ, if there is one.
    Different(Option<Killer>),
}

/// Looks for an event that tells them apart, in the modes in which cases are looked at. Events that
/// match come first: there one change is enough to make a condition decide. What is spent of `steps` is
/// taken from it.
pub(super) fn tell(
    own: &PatternInput,
    pattern: &Pattern,
    mutant: &Pattern,
    passing: &[Passing<'_>],
    steps: &mut usize,
) -> Told {
    if *steps == 0 {
        return Told::Different(None);
    }
    let matches = |passing: &&Passing<'_>| {
        let mut verdicts = passing.case.expect.verdicts();
        verdicts.any(|(_, matched)| matched)
    };
    let (first, last): (Vec<_>, Vec<_>) = passing.iter().partition(matches);
    let passing: Vec<_> = first.into_iter().chain(last).take(EVENTS).collect();
    if let Some(place) = own.place {
        return of_filter(own, place, pattern, mutant, &passing, steps);
    }
    let bases: Vec<&Event<'_>> = passing.iter().map(|passing| &passing.event).collect();
    let mut equivalent = true;
    for mode in modes(&passing) {
        let options = Options {
            mode,
            bases: &bases,
            envelope: true,
            ..Options::default()
        };
        let (witness, matches) = match distinguish_within(pattern, mutant, &options, steps) {
            Distinction::OnlyFirst(witness) => (witness, true),
            Distinction::OnlySecond(witness) => (witness, false),
            Distinction::Equivalent => continue,
            Distinction::Unknown(_) => {
                equivalent = false;
                continue;
            }
        };
        return Told::Different(Some(Killer {
            event: event(witness, &passing),
            mode,
            matches,
        }));
    }
    match equivalent {
        true => Told::Equivalent,
        false => Told::Different(None),
    }
}

/// The same for a filter of records: what it sees of them is what the two are told apart by, and the
/// event is a record again. The other filters of a set are taken into account.
fn of_filter(
    own: &PatternInput,
    place: Dialect,
    pattern: &Pattern,
    mutant: &Pattern,
    passing: &[&Passing<'_>],
    steps: &mut usize,
) -> Told {
    let seen: Vec<Event<'static>> = passing
        .iter()
        .filter_map(|passing| {
            let filter = Filter::of(place, pattern.clone()).ok()?;
            match filter.judge(passing.event.document()) {
                Judgement::Judged(judged) => Some(judged.event),
                _ => None,
            }
        })
        .collect();
    let bases: Vec<&Event<'_>> = seen.iter().collect();
    let beside = passing.first().map(|passing| passing.case);
    let beside = beside.filter(|case| passing.iter().all(|p| p.case.pattern.is(&case.pattern)));
    let (first, second) = (
        together(own, place, pattern, beside),
        together(own, place, mutant, beside),
    );
    let (first, second) = match (&first, &second) {
        (Some(first), Some(second)) => (first, second),
        _ => (pattern, mutant),
    };
    let mut equivalent = place.can_be_compared();
    for mode in modes(passing) {
        let options = Options {
            mode,
            bases: &bases,
            ..Options::default()
        };
        let (witness, matches) = match distinguish_within(first, second, &options, steps) {
            Distinction::OnlyFirst(witness) => (witness, true),
            Distinction::OnlySecond(witness) => (witness, false),
            Distinction::Equivalent => continue,
            Distinction::Unknown(_) => {
                equivalent = false;
                continue;
            }
        };
        let seen = on_one_line(&witness.event);
        let around = passing.first().map(|passing| passing.event.document());
        let record = around
            .and_then(|event| wrapped_in(place, event, &seen))
            .or_else(|| wrapped(place, &seen));
        let record = record.filter(|record| {
            let verdict = |pattern| {
                let event = Event::parse(record.as_str()).ok()?;
                let set = match beside {
                    Some(case) => filters_with(case, own, pattern).ok()?,
                    None => Set::of(vec![Filter::of(place, Pattern::clone(pattern)).ok()?]),
                };
                set.judge(event.document()).verdict(mode)
            };
            (verdict(pattern), verdict(mutant)) == (Some(matches), Some(!matches))
        });
        return Told::Different(record.map(|record| Killer {
            event: KillerEvent::Made(on_one_line(&record)),
            mode,
            matches,
        }));
    }
    match equivalent {
        true => Told::Equivalent,
        false => Told::Different(None),
    }
}

/// One pattern that lets pass what a filter does together with the others of its set, where any of
/// them is enough.
fn together(
    own: &PatternInput,
    place: Dialect,
    pattern: &Pattern,
    beside: Option<&Case>,
) -> Option<Pattern> {
    let others = beside?
        .pattern
        .filters
        .iter()
        .filter(|other| !other.is(own));
    let texts: Vec<&str> = std::iter::once(pattern.text())
        .chain(others.map(|other| other.text.as_str()))
        .collect();
    if texts.len() < 2 || How::of(place) != How::Any {
        return None;
    }
    let text = format!("{{\"$or\": [{}]}}", texts.join(", "));
    Pattern::parse_as(&text, place.language()).ok()
}

/// The modes that cases ask about; the default one, where there are no cases.
fn modes(passing: &[&Passing<'_>]) -> Vec<Mode> {
    let asked = |mode: &Mode| {
        passing.iter().any(|passing| {
            let mut verdicts = passing.case.expect.verdicts();
            verdicts.any(|(of, _)| of == *mode)
        })
    };
    let modes = [Mode::Flattened, Mode::Strict].into_iter().filter(asked);
    let modes: Vec<_> = modes.collect();
    if modes.is_empty() {
        return vec![Mode::default()];
    }
    modes
}

fn event(witness: Witness, passing: &[&Passing<'_>]) -> KillerEvent {
    let base = witness.base.and_then(|base| passing.get(base));
    let variant = base.and_then(|base| {
        let changed = Document::parse(witness.event.as_str()).ok()?;
        let mut changes = Vec::new();
        differences(base.event.document(), 0, &changed, 0, &mut changes);
        (changes.len() <= CHANGES).then_some(KillerEvent::Variant {
            event: base.case.event.as_ref()?.name.clone(),
            case: base.case.name.clone(),
            changes,
        })
    });
    variant.unwrap_or_else(|| KillerEvent::Made(on_one_line(&witness.event)))
}

/// What has to be changed to make one value of the other. Goes as deep as the events, whose depth
/// is limited.
fn differences(
    old: &Document<'_>,
    old_id: NodeId,
    new: &Document<'_>,
    new_id: NodeId,
    changes: &mut Vec<Change>,
) {
    let kinds = (old.node(old_id).kind, new.node(new_id).kind);
    let count = |document: &Document<'_>, id| document.children(id).count();
    match kinds {
        (NodeKind::Object, NodeKind::Object) => {
            let gone = old.children(old_id).filter(|child| {
                old.key(*child)
                    .is_some_and(|key| new.member(new_id, &key).is_none())
            });
            changes.extend(gone.map(|child| Change {
                pointer: old.pointer_to(child),
                value: None,
            }));
            for child in new.children(new_id) {
                let key = new.key(child).unwrap_or_default();
                match old.member(old_id, &key) {
                    Some(before) => differences(old, before, new, child, changes),
                    None => changes.push(set(new, child)),
                }
            }
        }
        (NodeKind::Array, NodeKind::Array) if count(old, old_id) == count(new, new_id) => {
            let pairs = old.children(old_id).zip(new.children(new_id));
            for (before, after) in pairs {
                differences(old, before, new, after, changes);
            }
        }
        _ if old.raw(old_id) == new.raw(new_id) => {}
        _ => changes.push(set(new, new_id)),
    }
}

fn set(new: &Document<'_>, id: NodeId) -> Change {
    Change {
        pointer: new.pointer_to(id),
        value: Some(on_one_line(new.raw(id))),
    }
}

/// JSON text without its line breaks, which stand between values only.
fn on_one_line(json: &str) -> String {
    let lines: Vec<_> = json.lines().map(str::trim).collect();
    lines.join(" ")
}
