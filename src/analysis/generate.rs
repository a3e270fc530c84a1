//! Events for a pattern: that match, that lie at the edge, that just fail; and suites of them.
//!
//! Each event is about one condition of one alternative: it meets all others of that alternative,
//! and as far as that can be, none of the other alternatives, so that the condition decides. Which
//! way it decides is the evaluator's word.

use super::build;
use super::compare::Asker;
use super::cover::{Clauses, Escape, Slots};
use super::edges::{edges, listed};
use super::set::Value;
use super::space::{Cube, PathId, Space, Subject};
use super::tree::Tree;
use super::{Distinction, Options, distinguish_within};
use crate::event::Event;
use crate::pattern::value::MatcherKind;
use crate::pattern::{ConditionId, Pattern};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// What kind of events to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// That match.
    Match,
    /// At the edge of a matcher, on either side: ends of ranges and blocks, empty strings, other
    /// letter case, one character more or less.
    Boundary,
    /// That fail in one condition only.
    NearMiss,
}

/// An event that was made for a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    /// The event, as JSON text over several lines.
    pub event: String,
    /// Whether the pattern matches it, in the mode asked for.
    pub matches: bool,
    /// The path of the condition that it is about.
    pub path: String,
    /// The value at that path that it is about, as JSON text; `None` where that is the absence of
    /// any.
    pub value: Option<String>,
    /// The place in [`Options::bases`] of the event it was built on.
    pub base: Option<usize>,
}

/// How many edges of one matcher go into a suite, on either side.
const EDGES: usize = 4;

/// How many random events are tried for each that is wanted.
const TRIES: usize = 20;

/// Makes up to `count` events of a kind. The same seed gives the same events; seed 0 gives them in
/// the order of the pattern, any other in an order of its own.
///
/// ```
/// use pattern_test::{Pattern, analysis::{EventKind, Options, generate}};
///
/// let pattern = Pattern::parse(r#"{"detail": {"code": [{"numeric": [">=", 400, "<", 500]}]}}"#)?;
/// let events = generate(&pattern, EventKind::NearMiss, 2, 0, &Options::default());
/// let values: Vec<_> = events.iter().map(|event| event.value.as_deref().unwrap()).collect();
/// assert_eq!(values, ["399", "399.5"]);
/// assert!(events.iter().all(|event| !event.matches));
/// # Ok::<(), pattern_test::PatternError>(())
/// ```
pub fn generate(
    pattern: &Pattern,
    kind: EventKind,
    count: usize,
    seed: u64,
    options: &Options<'_>,
) -> Vec<Generated> {
    look_for(pattern, kind, count, seed, options).0
}

/// As [`generate`]; and whether the search was given up before it came to an end, so that there may be
/// more such events than were found.
pub fn look_for(
    pattern: &Pattern,
    kind: EventKind,
    count: usize,
    seed: u64,
    options: &Options<'_>,
) -> (Vec<Generated>, bool) {
    let mut space = Space::default();
    let subject = space.subject(pattern);
    let mut generator = Generator::new(&mut space, subject, options);
    let mut dice = Dice(seed);
    let mut aims = match kind {
        EventKind::Match => generator.matcher_aims(),
        EventKind::Boundary | EventKind::NearMiss => generator.edge_aims(),
    };
    if seed == 0 {
        in_turn(&mut aims);
    } else {
        dice.shuffle(&mut aims);
    }
    let mut made = Vec::new();
    for aim in aims {
        if made.len() >= count || generator.is_spent() {
            break;
        }
        let fits = |event: &Generated| match kind {
            EventKind::Match => event.matches,
            EventKind::Boundary => true,
            EventKind::NearMiss => !event.matches,
        };
        made.extend(generator.make(&aim).filter(fits));
    }
    if kind == EventKind::Match {
        let mut tries = TRIES * count;
        while made.len() < count && tries > 0 && !generator.is_spent() {
            made.extend(generator.random_match(&mut dice));
            tries -= 1;
        }
    }
    let gave_up = made.len() < count && generator.is_spent();
    (made, gave_up)
}

/// Events that show what a pattern does and does not match: every matcher accepting a value that no
/// other of its condition accepts, where there is one; every condition as the only reason of a
/// refusal; every value that an `anything-but` lists; values at the edges. And for each of `mutants`,
/// which are wrong versions of the pattern and taken one after the other, an event that tells it from
/// the pattern, unless they match the same events.
pub fn suite(
    pattern: &Pattern,
    mutants: impl Iterator<Item = Pattern>,
    options: &Options<'_>,
) -> Suite {
    let mut space = Space::default();
    let subject = space.subject(pattern);
    let mut generator = Generator::new(&mut space, subject, options);
    let mut events = Vec::new();
    let mut left_out = 0;
    let mut aims = generator.matcher_aims();
    aims.extend(generator.listed_aims());
    for aim in aims {
        match generator.is_full(&events) {
            true => left_out += 1,
            false => events.extend(generator.make(&aim)),
        }
    }
    let mut kept: (usize, [usize; 2]) = (usize::MAX, [0; 2]);
    for aim in generator.edge_aims() {
        if generator.is_full(&events) {
            left_out += 1;
            continue;
        }
        let Some(event) = generator.make(&aim) else {
            continue;
        };
        if kept.0 != aim.matcher {
            kept = (aim.matcher, [0; 2]);
        }
        let [inside, outside] = &mut kept.1;
        let side = if event.matches { inside } else { outside };
        *side += 1;
        // Absence is worth an event always: it shows what dropping the condition does.
        if *side <= EDGES || event.value.is_none() {
            events.push(event);
        }
    }
    let mut mutants_left_out = 0;
    for mutant in mutants {
        if generator.is_full(&events) {
            mutants_left_out += 1;
            continue;
        }
        let spend = &mut generator.asker.spend;
        let told_apart = |made: &Generated| {
            let _ = spend.take(price_of(&mutant, &made.event));
            let event = Event::parse(made.event.as_str());
            event.is_ok_and(|event| mutant.matches(&event, options.mode) != made.matches)
        };
        if events.iter().any(told_apart) {
            continue;
        }
        let steps = &mut generator.asker.spend.steps;
        let (witness, matches) = match distinguish_within(pattern, &mutant, options, steps) {
            Distinction::OnlyFirst(witness) => (witness, true),
            Distinction::OnlySecond(witness) => (witness, false),
            Distinction::Equivalent | Distinction::Unknown(_) => continue,
        };
        events.push(Generated {
            event: witness.event,
            matches,
            path: String::new(),
            value: None,
            base: witness.base,
        });
    }
    Suite {
        events,
        left_out,
        mutants_left_out,
    }
}

/// The events of a suite, and what it does not show for being too large.
#[derive(Debug, Clone, Default)]
pub struct Suite {
    /// The events.
    pub events: Vec<Generated>,
    /// How many more events were to be made.
    pub left_out: usize,
    /// For how many mutants no event was looked for.
    pub mutants_left_out: usize,
}

/// How many events go into one suite, and how many bytes of them.
const MOST_EVENTS: usize = 5_000;
const MOST_BYTES: usize = 32 << 20;

/// The most conditions in all alternatives that are told apart for each event.
const APART: usize = 100_000;

/// How many steps go into telling the alternatives apart for one event.
const STEPS_APART: usize = 2_000_000;

/// How many steps it counts for to ask the evaluator about an event, or to read it.
fn price_of(pattern: &Pattern, event: &str) -> usize {
    1 + pattern.weight() / 8 + event.len() / 16
}

/// What an event is to be about.
#[derive(Debug, Clone)]
struct Aim {
    /// The alternative.
    cube: usize,
    path: PathId,
    /// The matcher, counted over the whole pattern.
    matcher: usize,
    /// `None` for absence.
    value: Option<Value>,
}

/// One aim of each path, then another of each, and so on: few events are to show much.
fn in_turn(aims: &mut [Aim]) {
    let mut seen: HashMap<PathId, usize> = HashMap::new();
    let mut turns = Vec::with_capacity(aims.len());
    for aim in &*aims {
        let turn = seen.entry(aim.path).or_default();
        turns.push(*turn);
        *turn += 1;
    }
    let mut turns = turns.into_iter();
    aims.sort_by_cached_key(|_| turns.next());
}

struct Generator<'s, 'o> {
    asker: Asker<'s, 'o>,
    subject: Subject,
    options: &'o Options<'o>,
    made: HashSet<String>,
    bytes: usize,
    /// All alternatives but one, whose number it is.
    others: Option<(usize, Rc<Clauses>)>,
}

impl<'s, 'o> Generator<'s, 'o> {
    fn new(space: &'s mut Space, subject: Subject, options: &'o Options<'o>) -> Self {
        Self {
            asker: Asker::new(space, options),
            subject,
            options,
            made: HashSet::new(),
            bytes: 0,
            others: None,
        }
    }

    /// Whether no more may be spent.
    fn is_spent(&self) -> bool {
        self.asker.spend.steps == 0
    }

    /// Whether no more events are made.
    fn is_full(&self, events: &[Generated]) -> bool {
        self.is_spent() || events.len() >= MOST_EVENTS || self.bytes >= MOST_BYTES
    }

    /// All alternatives but this; `None` where they are too many to be told apart.
    fn others(&mut self, cube: usize) -> Option<Rc<Clauses>> {
        if self.subject.pattern.weight() > APART {
            return None;
        }
        if let Some((_, others)) = self.others.as_ref().filter(|(of, _)| *of == cube) {
            return Some(Rc::clone(others));
        }
        let own = self.subject.cubes.get(cube)?;
        let cubes = self.subject.cubes.iter().filter(|other| *other != own);
        let others = Rc::new(Clauses::of(&cubes.cloned().collect::<Vec<_>>()));
        let _ = self.asker.spend.take(others.len());
        self.others = Some((cube, Rc::clone(&others)));
        Some(others)
    }

    /// Every condition that says something, with the first alternative that has it.
    fn conditions(&self) -> Vec<(ConditionId, usize)> {
        let mut seen = HashSet::new();
        let alternatives = self.subject.pattern.alternatives().iter().enumerate();
        let mut conditions: Vec<_> = alternatives
            .flat_map(|(index, alternative)| {
                let ids = alternative.conditions.iter();
                ids.map(move |id| (*id, index)).collect::<Vec<_>>()
            })
            .filter(|(id, _)| seen.insert(*id))
            .collect();
        conditions.sort_unstable();
        conditions
    }

    /// For every matcher a value that it accepts, and none before it; none of the others at all,
    /// where there is such a value.
    fn matcher_aims(&mut self) -> Vec<Aim> {
        let pattern = self.subject.pattern.clone();
        let mut aims = Vec::new();
        let mut number = 0;
        for (id, cube) in self.conditions() {
            let condition = pattern.condition(id);
            let path = self.asker.space.path_id(&condition.path);
            let kinds = condition.matchers.iter().map(|matcher| &matcher.kind);
            let sets: Vec<_> = kinds
                .map(|kind| self.asker.space.matcher_set(kind))
                .collect();
            for (index, set) in sets.iter().enumerate() {
                number += 1;
                let mut aim = Aim {
                    cube,
                    path,
                    matcher: number,
                    value: None,
                };
                if self.asker.space.set(*set).absent {
                    aims.push(aim);
                    continue;
                }
                let kinds = || condition.matchers.iter().map(|matcher| &matcher.kind);
                let Asker { space, spend, .. } = &mut self.asker;
                let others = kinds().zip(&sets).filter(|(_, other)| *other != set);
                let others = others.map(|(kind, _)| kind);
                let mut found = space.find_beside(*set, others, spend).ok().flatten();
                if found.is_none() {
                    let before = kinds().take(index);
                    found = space.find_beside(*set, before, spend).ok().flatten();
                }
                if found.is_none() {
                    found = space.find(&[*set], &[], spend).ok().flatten();
                }
                aim.value = found.or_else(|| {
                    // What may be spent is spent: some value at its edge will do.
                    let kind = &condition.matchers.get(index)?.kind;
                    let mut edges = edges(kind).into_iter();
                    edges.find(|value| kind.accepts(&value.scalar()))
                });
                if aim.value.is_some() {
                    aims.push(aim);
                }
            }
        }
        aims
    }

    /// For every matcher the values at its edges, and the absence of any.
    fn edge_aims(&mut self) -> Vec<Aim> {
        self.aims_at(edges, true)
    }

    /// For every value that an `anything-but` lists, one that is refused for it.
    fn listed_aims(&mut self) -> Vec<Aim> {
        self.aims_at(listed, false)
    }

    /// For every matcher these values, and for every condition the absence of any.
    fn aims_at(&mut self, values: fn(&MatcherKind) -> Vec<Value>, absence: bool) -> Vec<Aim> {
        let pattern = self.subject.pattern.clone();
        let mut aims = Vec::new();
        let mut number = 0;
        for (id, cube) in self.conditions() {
            let condition = pattern.condition(id);
            let path = self.asker.space.path_id(&condition.path);
            for matcher in &condition.matchers {
                number += 1;
                let values = values(&matcher.kind).into_iter().map(Some);
                aims.extend(values.map(|value| Aim {
                    cube,
                    path,
                    matcher: number,
                    value,
                }));
            }
            aims.extend(absence.then_some(Aim {
                cube,
                path,
                matcher: number,
                value: None,
            }));
        }
        aims
    }

    /// The event; `None` where there is none, or it was made before.
    fn make(&mut self, aim: &Aim) -> Option<Generated> {
        let cube = self.subject.cubes.get(aim.cube)?.clone();
        let wanted = match &aim.value {
            Some(value) => self.asker.space.value_set(value),
            None => self.asker.space.absence(),
        };
        let aimed: Cube = cube
            .iter()
            .map(|(path, set)| (*path, if *path == aim.path { wanted } else { *set }))
            .collect();
        let apart = self.others(aim.cube).and_then(|others| {
            let steps = self.asker.spend.steps;
            let may_spend = steps.min(STEPS_APART);
            self.asker.spend.steps = may_spend;
            let found = self.asker.escape(&aimed, &others);
            self.asker.spend.steps = steps - (may_spend - self.asker.spend.steps);
            match found {
                Escape::Found(slots) => Some(slots),
                _ => None,
            }
        });
        let slots = match apart {
            Some(slots) => slots,
            // Some other alternative always holds as well, or that was not found out.
            None => self.asker.alone(&aimed)?,
        };
        let (tree, base) = self.placed(&slots);
        self.generated(&tree, base, aim)
    }

    /// On the base that needs the fewest changes, or from nothing.
    fn placed(&self, slots: &Slots) -> (Tree, Option<usize>) {
        let edited = self
            .options
            .bases
            .iter()
            .enumerate()
            .filter_map(|(index, base)| {
                let (tree, edits) = build::edited(self.asker.space, slots, base)?;
                Some((edits, index, tree))
            });
        match edited.min_by_key(|(edits, index, _)| (*edits, *index)) {
            Some((_, index, tree)) => (tree, Some(index)),
            None => (
                build::event(self.asker.space, slots, self.options.envelope),
                None,
            ),
        }
    }

    fn generated(&mut self, tree: &Tree, base: Option<usize>, aim: &Aim) -> Option<Generated> {
        let text = tree.pretty();
        let event = Event::parse(text.as_str()).ok()?;
        let price = price_of(&self.subject.pattern, &text);
        let _ = self.asker.spend.take(price);
        let evaluation = self.subject.pattern.evaluate(&event);
        let verdict = evaluation.verdict(self.options.mode);
        if verdict.gave_up || !self.made.insert(text.clone()) {
            return None;
        }
        self.bytes += text.len();
        Some(Generated {
            matches: verdict.matched,
            path: self.asker.space.path(aim.path).to_owned(),
            value: aim.value.as_ref().map(Value::json),
            base,
            event: text,
        })
    }

    /// An event that matches with a random value at each path of a random alternative.
    fn random_match(&mut self, dice: &mut Dice) -> Option<Generated> {
        let pattern = self.subject.pattern.clone();
        let at = dice.below(self.subject.cubes.len());
        let cube = self.subject.cubes.get(at)?.clone();
        let alternative = pattern.alternatives().get(at)?;
        let mut aimed = cube.clone();
        let mut about = None;
        for id in &alternative.conditions {
            let condition = pattern.condition(*id);
            let path = self.asker.space.path_id(&condition.path);
            let set = cube.iter().find(|(other, _)| *other == path)?.1;
            let accepted: Vec<_> = condition
                .matchers
                .iter()
                .flat_map(|matcher| edges(&matcher.kind))
                .filter(|value| self.asker.space.set(set).accepts(&value.scalar()))
                .collect();
            let Some(value) = accepted.get(dice.below(accepted.len())) else {
                continue;
            };
            let wanted = self.asker.space.value_set(value);
            if let Some(slot) = aimed.iter_mut().find(|(other, _)| *other == path) {
                slot.1 = wanted;
            }
            if about.is_none() || dice.below(2) == 0 {
                about = Some((path, value.clone()));
            }
        }
        let slots = self.asker.alone(&aimed)?;
        let (tree, base) = self.placed(&slots);
        let (path, value) = about?;
        let aim = Aim {
            cube: at,
            path,
            matcher: 0,
            value: Some(value),
        };
        self.generated(&tree, base, &aim)
            .filter(|made| made.matches)
    }
}

/// Numbers without end, always the same for one seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % end.max(1)
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::Mode;

    fn pattern() -> Pattern {
        Pattern::parse(
            r#"{"source":["aws.s3"],"detail":{"size":[{"numeric":[">",0]}],"key":[{"suffix":".png"},"a.gif",{"exists":false}],
                "$or":[{"ip":[{"cidr":"10.0.0.0/8"}]},{"user":[{"anything-but":"root"}]}]}}"#,
        )
        .unwrap()
    }

    #[test]
    fn events_are_of_the_kind_asked_for() {
        let options = Options {
            envelope: true,
            ..Options::default()
        };
        for (kind, count) in [
            (EventKind::Match, 40),
            (EventKind::Boundary, 25),
            (EventKind::NearMiss, 12),
        ] {
            for seed in [0, 7] {
                let events = generate(&pattern(), kind, count, seed, &options);
                assert_eq!(events.len(), count, "{kind:?}");
                let different: HashSet<_> = events.iter().map(|made| &made.event).collect();
                assert_eq!(different.len(), count);
                for made in &events {
                    let event = Event::parse(made.event.as_str()).unwrap();
                    let verdict = pattern().matches(&event, Mode::Flattened);
                    assert_eq!(made.matches, verdict, "{}", made.event);
                    match kind {
                        EventKind::Match => assert!(verdict),
                        EventKind::NearMiss => {
                            assert!(!verdict);
                            let evaluation = pattern().evaluate(&event);
                            let failed = |alternative: &crate::pattern::Alternative| {
                                let ids = alternative.conditions.iter();
                                ids.filter(|id| !evaluation.trace(**id).holds()).count()
                            };
                            let fewest = pattern().alternatives().iter().map(failed).min();
                            assert_eq!(fewest, Some(1), "{}", made.event);
                        }
                        EventKind::Boundary => {}
                    }
                }
                assert_eq!(events, generate(&pattern(), kind, count, seed, &options));
            }
        }
    }

    #[test]
    fn a_suite_reaches_every_matcher_and_every_refusal() {
        let events = suite(&pattern(), std::iter::empty(), &Options::default()).events;
        let mut accepted = HashSet::new();
        let mut refused = HashSet::new();
        for made in &events {
            let event = Event::parse(made.event.as_str()).unwrap();
            let evaluation = pattern().evaluate(&event);
            for witness in &evaluation.flattened.witnesses {
                accepted.insert((witness.condition, witness.matcher));
            }
            for alternative in pattern().alternatives() {
                let mut ids = alternative.conditions.iter();
                let failed: Vec<_> = ids
                    .by_ref()
                    .filter(|id| !evaluation.trace(**id).holds())
                    .collect();
                if let [only] = *failed
                    && !evaluation.flattened.matched
                {
                    refused.insert(*only);
                }
            }
        }
        assert_eq!(accepted.len(), 7, "{accepted:?}");
        assert_eq!(refused.len(), 5, "{refused:?}");
    }
}
