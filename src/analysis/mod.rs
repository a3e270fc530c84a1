//! What a pattern can match at all, and how two patterns stand to each other.
//!
//! - [`compare`]: equivalent, wider, narrower, overlapping or disjoint, with an event for
//!   everything that is said to exist.
//! - [`distinguish`]: an event on which two patterns differ, if there is one.
//! - [`satisfy`]: an event that a pattern matches, if there is one.
//! - [`overlap`]: many patterns against each other.
//! - [`simplify`]: a pattern that means the same and says less.
//! - [`generate`] and [`suite`]: events that match, that lie at the edge, that just fail.
//! - [`pointless_matchers`], [`subsumes`], [`accepted_kinds`], [`holds_always`]: about one condition.
//!
//! The answers are about all JSON events in one mode. To a pattern in flattened mode an event is a
//! set of values for each path, and any such sets can be had, because objects, arrays and keys with
//! dots put any values at any paths. So a condition is a set of values (`set`), an alternative one
//! such set for each path, and what remains is to cover alternatives by others (`cover`). What is
//! different in strict mode is told in `strict`.
//!
//! No answer is a guess. Every event that is handed out was put before the evaluator first. That
//! there is none is said only where the search looked at everything; where it would take more than
//! the [`Budget`], or where nested arrays leave it open in strict mode, the answer is [`Unknown`]
//! with the reason. What that costs, and how it is tested, is told in `docs/internals/analysis.md`.
//!
//! ```
//! use pattern_test::{Pattern, analysis::{Finding, Options, Relation, compare}};
//!
//! let old = Pattern::parse(r#"{"detail": {"key": [{"prefix": "logs/"}]}}"#)?;
//! let new = Pattern::parse(r#"{"detail": {"key": [{"wildcard": "logs/*.gz"}]}}"#)?;
//! let comparison = compare(&old, &new, &Options::default());
//! assert_eq!(comparison.relation, Relation::Narrower);
//! let Finding::Event(lost) = comparison.only_first else { panic!() };
//! assert!(lost.event.contains(r#""key": "logs/""#));
//! # Ok::<(), pattern_test::PatternError>(())
//! ```

mod build;
mod compare;
mod cover;
mod edges;
mod generate;
mod overlap;
mod pointless;
mod set;
mod simplify;
mod space;
mod strict;
mod tree;

pub use compare::{Comparison, Relation};
pub use generate::{EventKind, Generated, Suite, generate, look_for, suite};
pub use overlap::{Pair, overlap};
pub use pointless::{
    Because, Examined, Kinds, Pointless, accepted_kinds, holds_always, pointless_matchers, subsumes,
};
pub use simplify::{Change, Simplified, simplify};

use crate::event::Event;
use crate::matching::Mode;
use crate::pattern::Pattern;
use compare::Asker;
use space::Space;
use std::fmt;

/// How much a search may cost before it is given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// For each question about the values at one path: how many states of the automata are looked
    /// at. A pattern's wildcards would have to be numerous and entangled to come near the default.
    pub states: usize,
    /// For all questions of one call together: how many conditions are looked at while alternatives
    /// are chosen, and how often a set of values is asked about a character or a number.
    pub steps: usize,
}

impl Budget {
    /// For what is asked of many patterns, one after the other, and has to be quick.
    pub const QUICK: Self = Self {
        states: 10_000,
        steps: 2_000_000,
    };

    pub(crate) fn spend(self) -> set::Spend {
        set::Spend {
            states: self.states,
            steps: self.steps,
        }
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            states: 100_000,
            steps: 50_000_000,
        }
    }
}

/// What is asked, and how the events are to look.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// The mode to compare in.
    pub mode: Mode,
    /// Only look at events in which no path that a pattern asks about has more than one value.
    pub scalar: bool,
    /// Events to build on: of these the one that needs the fewest of its values changed is taken.
    /// Where none can be changed so, and where there is none, the event is made from nothing.
    pub bases: &'a [&'a Event<'a>],
    /// Put the envelope around events made from nothing, as far as it says nothing else.
    pub envelope: bool,
    /// When to give up.
    pub budget: Budget,
}

/// An event that shows something, as the evaluator confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// The event, as JSON text over several lines.
    pub event: String,
    /// The place in [`Options::bases`] of the event it was built on.
    pub base: Option<usize>,
    /// How many values of the base were changed, added or taken away.
    pub edits: usize,
    /// Whether no path that a pattern asks about has more than one value in it.
    pub single_values: bool,
}

/// Whether there is an event of some kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// There is none.
    Nothing,
    /// There is this one.
    Event(Witness),
    /// The search was given up.
    Unknown(Unknown),
}

impl Finding {
    /// Whether there is such an event, where that is known.
    pub fn exists(&self) -> Option<bool> {
        match self {
            Self::Nothing => Some(false),
            Self::Event(_) => Some(true),
            Self::Unknown(_) => None,
        }
    }

    /// The event.
    pub fn witness(&self) -> Option<&Witness> {
        match self {
            Self::Event(witness) => Some(witness),
            Self::Nothing | Self::Unknown(_) => None,
        }
    }
}

/// Why a search was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unknown {
    /// The matchers at this path tell more strings apart than [`Budget::states`] allows.
    TooManyStates {
        /// The path.
        path: String,
    },
    /// The alternatives can be chosen in too many ways for [`Budget::steps`].
    TooManyAlternatives {
        /// How many the first pattern has.
        first: usize,
        /// How many the second pattern has.
        second: usize,
    },
    /// In strict mode: conditions below one array go together in a way that was not decided.
    Nesting,
    /// An event was made, and the evaluator did not confirm it.
    Unconfirmed,
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooManyStates { path } => write!(
                f,
                "the matchers at `{path}` tell too many strings apart to look at them all"
            ),
            Self::TooManyAlternatives { first, second } => write!(
                f,
                "{first} alternatives against {second} can be chosen in too many ways to look at them all"
            ),
            Self::Nesting => f.write_str(
                "in strict mode it depends on how the values lie in nested arrays, which was not decided",
            ),
            Self::Unconfirmed => {
                f.write_str("an event was made that the evaluator did not confirm")
            }
        }
    }
}

/// Compares two patterns.
///
/// Takes time in the order of the product of their alternatives, and for paths with wildcards that
/// of the automata behind them; [`Budget`] bounds both.
pub fn compare(first: &Pattern, second: &Pattern, options: &Options<'_>) -> Comparison {
    let mut space = Space::default();
    let first = space.subject(first);
    let second = space.subject(second);
    compare::compare(&mut space, &first, &second, options)
}

/// An event that `first` matches and `second` does not.
///
/// ```
/// use pattern_test::{Pattern, analysis::{Finding, Options, difference}};
///
/// let first = Pattern::parse(r#"{"a": [1, 2]}"#)?;
/// let second = Pattern::parse(r#"{"$or": [{"a": [2]}, {"a": [1]}]}"#)?;
/// assert_eq!(difference(&first, &second, &Options::default()), Finding::Nothing);
/// # Ok::<(), pattern_test::PatternError>(())
/// ```
pub fn difference(first: &Pattern, second: &Pattern, options: &Options<'_>) -> Finding {
    let mut space = Space::default();
    let first = space.subject(first);
    let second = space.subject(second);
    Asker::new(&mut space, options).difference(&first, &second)
}

/// What two patterns differ on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Distinction {
    /// They match the same events.
    Equivalent,
    /// The first matches this, the second does not.
    OnlyFirst(Witness),
    /// The second matches this, the first does not.
    OnlySecond(Witness),
    /// The search was given up.
    Unknown(Unknown),
}

/// An event on which two patterns differ: of both directions the one that changes less of a base,
/// the first where that is the same. For events that tell a pattern from a wrong version of it.
///
/// ```
/// use pattern_test::{Event, Pattern, analysis::{Distinction, Options, distinguish}};
///
/// let pattern = Pattern::parse(r#"{"detail": {"exitCode": [1, 127]}}"#)?;
/// let mutant = Pattern::parse(r#"{"detail": {"exitCode": [1]}}"#)?;
/// let fixture = Event::parse(r#"{"detail": {"exitCode": 1, "name": "app"}}"#)?;
/// let options = Options { bases: &[&fixture], ..Options::default() };
/// let Distinction::OnlyFirst(killer) = distinguish(&pattern, &mutant, &options) else { panic!() };
/// assert_eq!(killer.edits, 1);
/// assert!(killer.event.contains(r#""exitCode": 127"#) && killer.event.contains(r#""name": "app""#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn distinguish(first: &Pattern, second: &Pattern, options: &Options<'_>) -> Distinction {
    distinguish_within(first, second, options, &mut options.budget.steps.clone())
}

/// The same, where many questions share what may be spent: what this one spends is taken from `steps`.
pub(crate) fn distinguish_within(
    first: &Pattern,
    second: &Pattern,
    options: &Options<'_>,
    steps: &mut usize,
) -> Distinction {
    let mut space = Space::default();
    let taking_apart = first.weight() + second.weight();
    let first = space.subject(first);
    let second = space.subject(second);
    let mut asker = Asker::new(&mut space, options);
    let may_spend = options.budget.steps.min(*steps);
    asker.spend.steps = may_spend.saturating_sub(taking_apart);
    let one = asker.difference(&first, &second);
    let other = asker.difference(&second, &first);
    *steps -= may_spend - asker.spend.steps;
    match (one, other) {
        (Finding::Event(one), Finding::Event(other)) => {
            // One that was made from nothing comes behind all that were built on a base.
            let cost = |witness: &Witness| (witness.base.is_none(), witness.edits);
            if cost(&other) < cost(&one) {
                Distinction::OnlySecond(other)
            } else {
                Distinction::OnlyFirst(one)
            }
        }
        (Finding::Event(witness), _) => Distinction::OnlyFirst(witness),
        (_, Finding::Event(witness)) => Distinction::OnlySecond(witness),
        (Finding::Unknown(why), _) | (_, Finding::Unknown(why)) => Distinction::Unknown(why),
        (Finding::Nothing, Finding::Nothing) => Distinction::Equivalent,
    }
}

/// An event that the pattern matches; [`Finding::Nothing`] where it can never match.
///
/// ```
/// use pattern_test::{Pattern, analysis::{Finding, Options, satisfy}};
///
/// let never = Pattern::parse(r#"{"a": [{"numeric": [">", 0, "<", 4.9e-324]}]}"#)?;
/// assert_eq!(satisfy(&never, &Options::default()), Finding::Nothing);
/// # Ok::<(), pattern_test::PatternError>(())
/// ```
pub fn satisfy(pattern: &Pattern, options: &Options<'_>) -> Finding {
    let mut space = Space::default();
    let subject = space.subject(pattern);
    Asker::new(&mut space, options).example(&subject)
}

#[cfg(test)]
mod tests;
