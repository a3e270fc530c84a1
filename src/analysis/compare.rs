//! Two patterns against each other.

use super::build;
use super::cover::{Clauses, Escape, Slot, Slots, escape};
use super::set::{Spend, Value};
use super::space::{Cube, PathId, Space, Subject};
use super::strict::{self, Covered};
use super::tree::Tree;
use super::{Finding, Options, Unknown, Witness};
use crate::event::Event;
use crate::matching::Mode;
use crate::pattern::Pattern;
use std::collections::HashSet;

/// How two patterns stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// They match the same events.
    Equivalent,
    /// The second matches whatever the first matches, and more.
    Wider,
    /// The second matches only what the first matches, and not all of it.
    Narrower,
    /// Some events are matched by both, some by the first alone, some by the second alone.
    Overlapping,
    /// No event is matched by both.
    Disjoint,
    /// The search was given up before it was known.
    Unknown,
}

impl Relation {
    /// The relation's name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Equivalent => "equivalent",
            Self::Wider => "wider",
            Self::Narrower => "narrower",
            Self::Overlapping => "overlapping",
            Self::Disjoint => "disjoint",
            Self::Unknown => "unknown",
        }
    }

    pub(super) fn new(only_first: &Finding, only_second: &Finding, both: &Finding) -> Self {
        match (only_first.exists(), only_second.exists(), both.exists()) {
            (Some(false), Some(false), _) => Self::Equivalent,
            (Some(false), Some(true), _) => Self::Wider,
            (Some(true), Some(false), _) => Self::Narrower,
            (Some(true), Some(true), Some(true)) => Self::Overlapping,
            // What is matched by one of them alone is not needed for saying this.
            (_, _, Some(false)) => Self::Disjoint,
            _ => Self::Unknown,
        }
    }
}

/// How two patterns stand to each other, with an event for everything that is said to exist.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// In short.
    pub relation: Relation,
    /// The same for events in which no path has more than one value: where people's intuition
    /// lives. Differs from `relation` only where arrays let one event meet conditions that exclude
    /// each other.
    pub relation_of_single_values: Relation,
    /// An event that the first pattern matches and the second does not.
    pub only_first: Finding,
    /// An event that the second pattern matches and the first does not.
    pub only_second: Finding,
    /// An event that both match.
    pub both: Finding,
}

/// See [`super::compare`].
pub(super) fn compare(
    space: &mut Space,
    first: &Subject,
    second: &Subject,
    options: &Options<'_>,
) -> Comparison {
    let mut asker = Asker::new(space, options);
    let only_first = asker.difference(first, second);
    let only_second = asker.difference(second, first);
    let single = asker.intersection(first, second, true);
    let both = match &single {
        Finding::Event(_) => single.clone(),
        _ if options.scalar => single.clone(),
        _ => asker.intersection(first, second, false),
    };
    Comparison {
        relation: Relation::new(&only_first, &only_second, &both),
        relation_of_single_values: Relation::new(&only_first, &only_second, &single),
        only_first,
        only_second,
        both,
    }
}

/// What is asked of events, and what it may cost.
pub(super) struct Asker<'s, 'o> {
    pub(super) space: &'s mut Space,
    options: &'o Options<'o>,
    pub(super) spend: Spend,
}

impl<'s, 'o> Asker<'s, 'o> {
    pub(super) fn new(space: &'s mut Space, options: &'o Options<'o>) -> Self {
        space.ask_anew();
        Self {
            space,
            options,
            spend: options.budget.spend(),
        }
    }

    /// An event that `a` matches and `b` does not.
    pub(super) fn difference(&mut self, a: &Subject, b: &Subject) -> Finding {
        let wanted = [(&a.pattern, true), (&b.pattern, false)];
        let same: HashSet<&Cube> = b.cubes.iter().collect();
        let mut seen: HashSet<&Cube> = HashSet::new();
        let clauses = Clauses::of(&b.cubes);
        let mut unknown = None;
        let mut covered = Vec::new();
        // An alternative that both have adds nothing, in either mode.
        for cube in &a.cubes {
            if same.contains(cube) || !seen.insert(cube) {
                continue;
            }
            match escape(self.space, cube, &clauses, &mut self.spend) {
                Escape::Found(slots) => match self.witness(&slots, &wanted) {
                    Some(witness) => return Finding::Event(witness),
                    None => unknown = Some(Unknown::Unconfirmed),
                },
                Escape::Covered => covered.push(cube),
                Escape::TooManyStates(path) => {
                    unknown = Some(Unknown::TooManyStates {
                        path: self.space.path(path).to_owned(),
                    });
                }
                Escape::TooManySteps => {
                    return Finding::Unknown(Unknown::TooManyAlternatives {
                        first: a.cubes.len(),
                        second: b.cubes.len(),
                    });
                }
            }
        }
        if self.options.mode == Mode::Strict {
            for cube in covered {
                match self.strict_difference(cube, b, &wanted) {
                    Finding::Nothing => {}
                    found @ Finding::Event(_) => return found,
                    Finding::Unknown(why) => unknown = Some(why),
                }
            }
        }
        unknown.map_or(Finding::Nothing, Finding::Unknown)
    }

    fn strict_difference(
        &mut self,
        cube: &Cube,
        b: &Subject,
        wanted: &[(&Pattern, bool)],
    ) -> Finding {
        let candidates = match strict::covered(self.space, cube, &b.cubes, &mut self.spend) {
            Covered::Yes => return Finding::Nothing,
            Covered::Perhaps(candidates) => candidates,
        };
        for slots in candidates {
            let decoys = strict::decoys(self.space, &slots, &mut self.spend);
            for tree in strict::apart(self.space, &slots, &decoys) {
                if let Some(witness) = self.confirmed(&tree, wanted, None) {
                    return Finding::Event(witness);
                }
            }
        }
        Finding::Unknown(Unknown::Nesting)
    }

    /// An event that both match; with `single` one in which no path has more than one value.
    pub(super) fn intersection(&mut self, a: &Subject, b: &Subject, single: bool) -> Finding {
        let wanted = [(&a.pattern, true), (&b.pattern, true)];
        let mut unknown = None;
        let mut refused = Vec::new();
        for first in &a.cubes {
            for second in &b.cubes {
                if self.spend.take(first.len() + second.len()).is_err() {
                    return Finding::Unknown(Unknown::TooManyAlternatives {
                        first: a.cubes.len(),
                        second: b.cubes.len(),
                    });
                }
                match self.together(first, second, single) {
                    Together::Slots(slots) => match self.witness(&slots, &wanted) {
                        Some(witness) => return Finding::Event(witness),
                        None => unknown = Some(Unknown::Unconfirmed),
                    },
                    Together::Never(path) => refused.push((first, second, path)),
                    Together::TooManyStates(path) => {
                        unknown = Some(Unknown::TooManyStates {
                            path: self.space.path(path).to_owned(),
                        });
                    }
                }
            }
        }
        if self.options.mode == Mode::Strict {
            for (first, second, path) in refused {
                if self.never_together(first, second, path) {
                    continue;
                }
                let (Some(one), Some(other)) = (self.alone(first), self.alone(second)) else {
                    continue;
                };
                for tree in strict::apart(self.space, &one, &other) {
                    if let Some(witness) = self.confirmed(&tree, &wanted, None) {
                        return Finding::Event(witness);
                    }
                }
                unknown = Some(Unknown::Nesting);
            }
        }
        unknown.map_or(Finding::Nothing, Finding::Unknown)
    }

    /// An event that a pattern matches.
    pub(super) fn example(&mut self, subject: &Subject) -> Finding {
        let mut unknown = None;
        for cube in &subject.cubes {
            if let Some(slots) = self.alone(cube) {
                match self.witness(&slots, &[(&subject.pattern, true)]) {
                    Some(witness) => return Finding::Event(witness),
                    None => unknown = Some(Unknown::Unconfirmed),
                }
            }
        }
        unknown.map_or(Finding::Nothing, Finding::Unknown)
    }

    /// What an event must have to be matched by an alternative and by none of these.
    pub(super) fn escape(&mut self, cube: &Cube, clauses: &Clauses) -> Escape {
        escape(self.space, cube, clauses, &mut self.spend)
    }

    /// What an event must have to be matched by an alternative; `None` where there is none.
    pub(super) fn alone(&mut self, cube: &Cube) -> Option<Slots> {
        match escape(self.space, cube, &Clauses::default(), &mut self.spend) {
            Escape::Found(slots) => Some(slots),
            _ => None,
        }
    }

    /// Whether two alternatives that exclude each other at a path do so for good in strict mode.
    fn never_together(&self, first: &Cube, second: &Cube, path: PathId) -> bool {
        let set = |cube: &Cube| {
            let here = cube.iter().find(|(other, _)| *other == path);
            here.map(|(_, set)| *set)
        };
        let absent = |cube: &Cube| set(cube).is_some_and(|set| self.space.set(set).absent);
        match (absent(first), absent(second)) {
            (true, false) => strict::exclude(self.space, path, first),
            (false, true) => strict::exclude(self.space, path, second),
            // Values that do not go together, of which a single leaf is to have both.
            _ => true,
        }
    }

    fn together(&mut self, first: &Cube, second: &Cube, single: bool) -> Together {
        let mut slots = Slots::new();
        let sides = [first, second];
        for (path, set) in sides.into_iter().flatten() {
            slots.entry(*path).or_default().musts.push(*set);
        }
        for (path, slot) in &mut slots {
            match self.leaves(slot, single) {
                Ok(Some(leaves)) => slot.leaves = leaves,
                Ok(None) => return Together::Never(*path),
                Err(super::set::TooManyStates) => return Together::TooManyStates(*path),
            }
        }
        Together::Slots(slots)
    }

    /// Leaves for all that a slot must have: one for all of it, if that can be.
    fn leaves(
        &mut self,
        slot: &Slot,
        single: bool,
    ) -> Result<Option<Vec<Value>>, super::set::TooManyStates> {
        if slot.musts.iter().all(|set| self.space.set(*set).absent) {
            return Ok(Some(Vec::new()));
        }
        let one = self.space.find(&slot.musts, &[], &mut self.spend)?;
        if one.is_some() || single {
            return Ok(one.map(|value| vec![value]));
        }
        let mut leaves = Vec::new();
        for set in &slot.musts {
            match self.space.find(&[*set], &[], &mut self.spend)? {
                Some(value) => leaves.push(value),
                None => return Ok(None),
            }
        }
        Ok(Some(leaves))
    }

    /// An event that has what it must have, on the base that has to be changed the least, and
    /// confirmed by the evaluator.
    pub(super) fn witness(
        &mut self,
        slots: &Slots,
        wanted: &[(&Pattern, bool)],
    ) -> Option<Witness> {
        let bases = self.options.bases;
        let mut best: Option<Witness> = None;
        for (index, base) in bases.iter().enumerate() {
            let Some((tree, edits)) = build::edited(self.space, slots, base) else {
                continue;
            };
            if best.as_ref().is_some_and(|best| best.edits <= edits) {
                continue;
            }
            let confirmed = self.confirmed(&tree, wanted, Some((index, edits)));
            best = confirmed.or(best);
        }
        best.or_else(|| {
            let tree = build::event(self.space, slots, self.options.envelope);
            self.confirmed(&tree, wanted, None)
        })
    }

    /// The event as a witness, where the evaluator says of each pattern what is wanted.
    pub(super) fn confirmed(
        &self,
        tree: &Tree,
        wanted: &[(&Pattern, bool)],
        base: Option<(usize, usize)>,
    ) -> Option<Witness> {
        let text = tree.pretty();
        let event = Event::parse(text.as_str()).ok()?;
        let single = || has_single_values(&event, wanted);
        if self.options.scalar && !single() {
            return None;
        }
        let as_wanted = |(pattern, wanted): &(&Pattern, bool)| {
            let evaluation = pattern.evaluate(&event);
            let verdict = evaluation.verdict(self.options.mode);
            verdict.matched == *wanted && !verdict.gave_up
        };
        wanted.iter().all(as_wanted).then(|| Witness {
            base: base.map(|(index, _)| index),
            edits: base.map_or(0, |(_, edits)| edits),
            single_values: single(),
            event: text.clone(),
        })
    }
}

/// Whether no path that some pattern asks about has more than one leaf.
fn has_single_values(event: &Event<'_>, patterns: &[(&Pattern, bool)]) -> bool {
    patterns
        .iter()
        .flat_map(|(pattern, _)| pattern.conditions())
        .all(|condition| event.leaves_at(&condition.path).count() <= 1)
}

enum Together {
    Slots(Slots),
    /// They exclude each other at this path.
    Never(PathId),
    TooManyStates(PathId),
}
