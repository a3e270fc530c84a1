//! Small wrong versions of patterns, and whether the cases notice them.
//!
//! A mutant is the pattern with one thing changed as a person, a template or a merge might change
//! it: a condition left out, `>` for `>=`, a number in quotes. Each is compiled; those that the
//! service would refuse are not counted, nor those that mean the same as the pattern. A mutant is
//! noticed when a case that passes with the pattern does not with the mutant. Those that every case
//! passes survive, and are the mistakes that nobody would be told of.

mod killer;
mod make;
mod numbers;

pub use killer::{Change, Killer, KillerEvent};
pub use make::Kind;

use super::check::verdicts;
use super::coverage::Share;
use super::group::Group;
use super::model::{Case, Home, Outcome};
use super::run::in_parallel;
use crate::event::Event;
use crate::json::{Counting, Position};
use crate::pattern::Pattern;
use killer::Told;
use make::Mutant;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What the cases of all patterns notice.
#[derive(Debug, Clone, Default)]
pub struct Mutation {
    /// One for each pattern, in the order in which suites name them.
    pub patterns: Vec<PatternMutation>,
}

/// What the cases of one pattern notice.
#[derive(Debug, Clone)]
pub struct PatternMutation {
    /// The pattern's name.
    pub name: String,
    /// Where it stands, if not in a file of its own.
    pub home: Option<Home>,
    /// How many of its cases pass; only these are asked.
    pub cases: usize,
    /// How many mutants were noticed.
    pub killed: usize,
    /// How many mean the same as the pattern; they are not counted.
    pub equivalent: usize,
    /// Those that nobody noticed.
    pub survivors: Vec<Survivor>,
}

/// A mutant that every case passes.
#[derive(Debug, Clone)]
pub struct Survivor {
    /// What kind of mistake it is.
    pub kind: Kind,
    /// What was done, in words.
    pub what: String,
    /// Where in the pattern.
    pub position: Position,
    /// The lines that were there, and those that are there instead.
    pub diff: Diff,
    /// An event on which the two differ, where one was found.
    pub killer: Option<Killer>,
}

/// The lines in which two texts differ.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diff {
    /// The number of the first line that differs.
    pub line: usize,
    /// The lines of the one.
    pub old: Vec<String>,
    /// The lines of the other.
    pub new: Vec<String>,
}

impl Diff {
    fn new(old: &str, new: &str) -> Self {
        let (old, new): (Vec<_>, Vec<_>) = (old.lines().collect(), new.lines().collect());
        let same = |(a, b): &(&&str, &&str)| a == b;
        let before = old.iter().zip(&new).take_while(same).count();
        let most = old.len().min(new.len()) - before;
        let after = old.iter().rev().zip(new.iter().rev());
        let after = after.take(most).take_while(same).count();
        let cut = |lines: &[&str]| -> Vec<String> {
            let lines = lines.get(before..lines.len() - after).unwrap_or_default();
            lines.iter().map(|line| (*line).to_owned()).collect()
        };
        Self {
            line: before + 1,
            old: cut(&old),
            new: cut(&new),
        }
    }
}

impl Mutation {
    /// How many of all mutants were noticed.
    pub fn total(&self) -> Share {
        let shares = self.patterns.iter().map(PatternMutation::share);
        shares.fold(Share::default(), Share::plus)
    }
}

impl PatternMutation {
    /// How many of the mutants were noticed.
    pub fn share(&self) -> Share {
        Share {
            part: self.killed,
            of: self.killed + self.survivors.len(),
        }
    }
}

/// Makes the mutants of every pattern and looks at which of them the cases notice. `done` is
/// counted up for each pattern.
pub fn measure(groups: &[Group<'_>], threads: usize, done: &AtomicUsize) -> Mutation {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut results = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(group) = groups.get(index) else {
                return results;
            };
            if let Ok(pattern) = group.pattern.compiled() {
                results.push((index, of_pattern(group, pattern)));
            }
            done.fetch_add(1, Ordering::Relaxed);
        }
    };
    let mut results = in_parallel(threads.min(groups.len()), work);
    results.sort_unstable_by_key(|(index, _)| *index);
    Mutation {
        patterns: results.into_iter().map(|(_, pattern)| pattern).collect(),
    }
}

/// The small wrong versions of a pattern that the service would accept, also those that mean the
/// same.
///
/// ```
/// use pattern_test::{Pattern, suite::mutants::wrong_versions};
///
/// let pattern = Pattern::parse(r#"{"code": [{"numeric": [">", 0]}]}"#)?;
/// let wrong = wrong_versions(&pattern);
/// let texts: Vec<_> = wrong.map(|pattern| pattern.text().to_owned()).collect();
/// assert!(texts.contains(&r#"{"code": [{"numeric": [">=", 0]}]}"#.to_owned()));
/// # Ok::<(), pattern_test::PatternError>(())
/// ```
pub fn wrong_versions(pattern: &Pattern) -> impl Iterator<Item = Pattern> {
    make::mutants(pattern).map(|mutant| mutant.pattern)
}

/// How many steps of analysis go into telling all mutants of one pattern from it.
const STEPS: usize = 200_000_000;

/// A case that passes, with its event read.
struct Passing<'s> {
    case: &'s Case,
    event: Event<'s>,
}

fn of_pattern(group: &Group<'_>, pattern: &Pattern) -> PatternMutation {
    let passing: Vec<_> = group
        .cases
        .iter()
        .filter_map(|case| {
            let event = case.event.as_ref()?.read().ok()?;
            let passes = verdicts(case, group.pattern, pattern, &event) == Outcome::Passed;
            passes.then_some(Passing { case, event })
        })
        .collect();
    let mut result = PatternMutation {
        name: group.pattern.name.clone(),
        home: group.pattern.home.clone(),
        cases: passing.len(),
        killed: 0,
        equivalent: 0,
        survivors: Vec::new(),
    };
    let mut steps = STEPS;
    for mutant in make::mutants(pattern) {
        let noticed = passing
            .iter()
            .any(|p| verdicts(p.case, group.pattern, &mutant.pattern, &p.event) != Outcome::Passed);
        if noticed {
            result.killed += 1;
            continue;
        }
        match killer::tell(
            group.pattern,
            pattern,
            &mutant.pattern,
            &passing,
            &mut steps,
        ) {
            Told::Equivalent => result.equivalent += 1,
            Told::Different(killer) => {
                result.survivors.push(survivor(pattern, mutant, killer));
            }
        }
    }
    result
}

fn survivor(pattern: &Pattern, mutant: Mutant, killer: Option<Killer>) -> Survivor {
    Survivor {
        killer,
        diff: Diff::new(pattern.text(), mutant.pattern.text()),
        position: Position::of(pattern.text(), mutant.at, Counting::Characters),
        kind: mutant.kind,
        what: mutant.what,
    }
}

#[cfg(test)]
mod tests;
