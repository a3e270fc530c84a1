//! Whether the alternatives of one pattern cover an alternative of another.
//!
//! An event that one alternative matches and another pattern does not must fail a condition of each
//! alternative of that pattern. Which one is a choice, and the choices on one path bear on each
//! other: all conditions chosen there must fail at the same time, and what is asked there must still
//! hold. Choices on different paths have nothing to do with each other, since an event may hold any
//! values at any paths. So this is a search for one choice for each alternative, with these
//! simplifications:
//!
//! - Where all conditions of a path can fail together, they do: nothing speaks for less.
//! - An alternative with one condition left that can fail has no choice.
//! - Otherwise the alternative with the fewest is tried first.
//!
//! A condition fails where no leaf at its path is accepted, and, if it accepts absence, there is a
//! leaf. One leaf is always enough for that, and for what is asked: that is why events with several
//! values at one path tell no more about whether one pattern implies another.

use super::set::{Spend, Value};
use super::space::{Cube, PathId, SetId, Space};
use std::collections::{BTreeMap, HashMap};

/// What an event must have at one path.
#[derive(Debug, Clone, Default)]
pub(super) struct Slot {
    /// For each of these sets a leaf in it, or none at all where the set accepts absence.
    pub(super) musts: Vec<SetId>,
    /// No leaf in any of these.
    pub(super) avoid: Vec<SetId>,
    /// Some leaf.
    pub(super) present: bool,
    /// Leaves that do it; no leaf at all where this is empty.
    pub(super) leaves: Vec<Value>,
}

/// What an event must have, path by path.
pub(super) type Slots = BTreeMap<PathId, Slot>;

/// What the search came to.
#[derive(Debug, Clone)]
pub(super) enum Escape {
    /// An event that has this is matched by the alternative, and not by the pattern.
    Found(Slots),
    /// There is none.
    Covered,
    /// A path's strings are too many to tell.
    TooManyStates(PathId),
    /// Too many alternatives to choose in.
    TooManySteps,
}

/// A condition that may fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Condition {
    pub(super) path: PathId,
    pub(super) set: SetId,
    /// Whether it holds where there is no leaf, if its set accepts absence: see `strict.rs`, which
    /// has reason to say no.
    pub(super) absence_counts: bool,
}

/// The alternatives to be failed, each with its conditions by number.
#[derive(Debug, Clone, Default)]
pub(super) struct Clauses {
    conditions: Vec<Condition>,
    on_path: HashMap<PathId, Vec<usize>>,
    clauses: Vec<Vec<usize>>,
}

impl Clauses {
    /// All alternatives of a pattern.
    pub(super) fn of(cubes: &[Cube]) -> Self {
        Self::new(cubes.iter().map(|cube| {
            cube.iter().map(|(path, set)| Condition {
                path: *path,
                set: *set,
                absence_counts: true,
            })
        }))
    }

    /// How many conditions they have together.
    pub(super) fn len(&self) -> usize {
        self.clauses.iter().map(Vec::len).sum()
    }

    pub(super) fn new(clauses: impl Iterator<Item = impl Iterator<Item = Condition>>) -> Self {
        let mut made = Self::default();
        let mut numbers = HashMap::new();
        for clause in clauses {
            let mut list = Vec::new();
            for condition in clause {
                let next = made.conditions.len();
                let number = *numbers.entry(condition).or_insert(next);
                if number == next {
                    made.conditions.push(condition);
                    made.on_path.entry(condition.path).or_default().push(next);
                }
                list.push(number);
            }
            list.sort_unstable();
            made.clauses.push(list);
        }
        made.clauses.sort();
        made.clauses.dedup();
        made
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = PathId> {
        self.on_path.keys().copied()
    }

    fn on(&self, path: PathId) -> &[usize] {
        self.on_path.get(&path).map_or(&[], Vec::as_slice)
    }
}

/// Looks for an event that `cube` matches and that fails every clause.
pub(super) fn escape(
    space: &mut Space,
    cube: &Cube,
    clauses: &Clauses,
    spend: &mut Spend,
) -> Escape {
    let mut search = Search {
        asked: cube.iter().copied().collect(),
        space,
        cube,
        choices: vec![Choice::Open; clauses.conditions.len()],
        clauses,
        spend,
        unsure: None,
    };
    let unmet = |search: &mut Search<'_>| {
        let mut paths = cube.iter().map(|(path, _)| *path);
        paths.any(|path| search.slot(path, &[]).is_none())
    };
    let solved = if unmet(&mut search) {
        Some(false)
    } else {
        search.fail_whole_paths();
        search.solve()
    };
    match solved {
        Some(true) => Escape::Found(search.slots()),
        Some(false) => match search.unsure {
            Some(path) => Escape::TooManyStates(path),
            None => Escape::Covered,
        },
        None => Escape::TooManySteps,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    Open,
    Fails,
    /// Everything with this failing was looked at.
    Excluded,
}

struct Search<'s> {
    space: &'s mut Space,
    asked: HashMap<PathId, SetId>,
    cube: &'s Cube,
    clauses: &'s Clauses,
    /// For each condition of the clauses.
    choices: Vec<Choice>,
    spend: &'s mut Spend,
    /// A path about which a question could not be answered.
    unsure: Option<PathId>,
}

impl Search<'_> {
    /// Fails all conditions of a path, where that can be.
    fn fail_whole_paths(&mut self) {
        let mut paths: Vec<_> = self.clauses.paths().collect();
        paths.sort_unstable();
        let clauses = self.clauses;
        for path in paths {
            let all = clauses.on(path);
            let unsure = self.unsure;
            if self.slot(path, all).is_some() {
                for condition in all {
                    self.choose(*condition, Choice::Fails);
                }
            }
            // Failing some of them may be a question that can be answered.
            self.unsure = unsure;
        }
    }

    /// Whether a choice for every clause was found; `None` where the budget ended.
    fn solve(&mut self) -> Option<bool> {
        let mut forced = Vec::new();
        let solved = loop {
            match self.tightest()? {
                Tightest::AllFail => break true,
                Tightest::Clause(live) => match *live {
                    [] => break false,
                    [only] => {
                        self.choose(only, Choice::Fails);
                        forced.push(only);
                    }
                    _ => {
                        if self.branch(&live)? {
                            break true;
                        }
                        break false;
                    }
                },
            }
        };
        if !solved {
            for condition in forced {
                self.choose(condition, Choice::Open);
            }
        }
        Some(solved)
    }

    fn branch(&mut self, live: &[usize]) -> Option<bool> {
        for condition in live {
            self.choose(*condition, Choice::Fails);
            if self.solve()? {
                return Some(true);
            }
            self.choose(*condition, Choice::Excluded);
        }
        for condition in live {
            self.choose(*condition, Choice::Open);
        }
        Some(false)
    }

    /// The clause that has not failed yet with the fewest conditions that can.
    fn tightest(&mut self) -> Option<Tightest> {
        let clauses = self.clauses;
        let mut tightest: Option<Vec<usize>> = None;
        let mut can_fail: HashMap<usize, bool> = HashMap::new();
        let mut spent = 0;
        for clause in &clauses.clauses {
            spent += clause.len();
            if clause.iter().any(|c| self.choice(*c) == Choice::Fails) {
                continue;
            }
            let most = tightest.as_ref().map_or(usize::MAX, Vec::len);
            let mut live = Vec::new();
            for condition in clause {
                let can = *can_fail
                    .entry(*condition)
                    .or_insert_with(|| self.can_fail(*condition));
                if can {
                    live.push(*condition);
                }
            }
            if live.len() < most {
                let done = live.is_empty();
                tightest = Some(live);
                if done {
                    break;
                }
            }
        }
        self.spend.take(spent).ok()?;
        Some(tightest.map_or(Tightest::AllFail, Tightest::Clause))
    }

    fn can_fail(&mut self, condition: usize) -> bool {
        let Some(Condition { path, .. }) = self.clauses.conditions.get(condition).copied() else {
            return false;
        };
        if self.choice(condition) != Choice::Open {
            return false;
        }
        let mut failing = self.failing(path);
        failing.push(condition);
        self.slot(path, &failing).is_some()
    }

    fn failing(&self, path: PathId) -> Vec<usize> {
        let here = self.clauses.on(path);
        here.iter()
            .copied()
            .filter(|condition| self.choice(*condition) == Choice::Fails)
            .collect()
    }

    fn choice(&self, condition: usize) -> Choice {
        self.choices
            .get(condition)
            .copied()
            .unwrap_or(Choice::Excluded)
    }

    fn choose(&mut self, condition: usize, choice: Choice) {
        if let Some(slot) = self.choices.get_mut(condition) {
            *slot = choice;
        }
    }

    /// What to have at a path so that these conditions on it fail, and what the cube asks holds.
    fn slot(&mut self, path: PathId, failing: &[usize]) -> Option<Slot> {
        let asked = self.asked.get(&path).copied();
        let mut avoid = Vec::with_capacity(failing.len());
        let mut present = false;
        for condition in failing {
            let Condition {
                set,
                absence_counts,
                ..
            } = *self.clauses.conditions.get(*condition)?;
            avoid.push(set);
            present |= absence_counts && self.space.set(set).absent;
        }
        let may_be_absent = asked.is_none_or(|set| self.space.set(set).absent);
        let leaves = if may_be_absent && !present {
            Vec::new()
        } else {
            let musts: Vec<_> = asked.into_iter().collect();
            match self.space.find(&musts, &avoid, self.spend) {
                Ok(found) => vec![found?],
                Err(_) => {
                    self.unsure = Some(path);
                    return None;
                }
            }
        };
        Some(Slot {
            musts: asked.into_iter().collect(),
            avoid,
            present,
            leaves,
        })
    }

    /// What an event must have by the choices made.
    fn slots(&mut self) -> Slots {
        let mut paths: Vec<_> = self.clauses.paths().collect();
        paths.extend(self.cube.iter().map(|(path, _)| *path));
        paths
            .into_iter()
            .filter_map(|path| {
                let failing = self.failing(path);
                Some((path, self.slot(path, &failing)?))
            })
            .collect()
    }
}

enum Tightest {
    /// Every clause has failed.
    AllFail,
    /// The conditions of one clause that can still fail.
    Clause(Vec<usize>),
}
