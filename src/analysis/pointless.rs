//! Matchers that add nothing, and conditions that nothing meets.

use super::Budget;
use super::edges::edges;
use super::set::{self, Spend, Value, ValueSet};
use crate::pattern::value::MatcherKind;
use crate::pattern::{Condition, Matcher};

/// A matcher without which its condition accepts the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pointless {
    /// Its place in [`Condition::matchers`].
    pub matcher: usize,
    /// Why.
    pub because: Because,
}

/// Why a matcher is pointless.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// It accepts nothing.
    AcceptsNothing,
    /// This other one accepts all that it does.
    Matcher(usize),
    /// The others together accept all that it does.
    Others,
}

/// What looking for pointless matchers came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Examined {
    /// Those that were found, in the order of the condition.
    pub pointless: Vec<Pointless>,
    /// Whether all of them were found: where telling the matchers apart takes more than the budget,
    /// some may be missing.
    pub whole: bool,
}

/// The matchers of a condition that can all be left out together without changing what it accepts.
/// Of several that accept the same, the first stays.
///
/// ```
/// use pattern_test::{Pattern, analysis::{Because, Budget, pointless_matchers}};
///
/// let pattern = Pattern::parse(r#"{"a": ["abc", {"prefix": "a"}, 1, {"numeric": ["<", 5]}]}"#)?;
/// let examined = pointless_matchers(&pattern.conditions()[0], Budget::QUICK);
/// let found: Vec<_> = examined.pointless.iter().map(|p| (p.matcher, p.because)).collect();
/// assert_eq!(found, [(0, Because::Matcher(1)), (2, Because::Matcher(3))]);
/// assert!(examined.whole);
/// # Ok::<(), pattern_test::PatternError>(())
/// ```
pub fn pointless_matchers(condition: &Condition, budget: Budget) -> Examined {
    let mut work = Work::new(condition, budget);
    let count = work.sides.len();
    if count > 1 {
        // From the end, so that of two that are the same the first stays; those that one other makes
        // pointless go first, so that it can be named.
        for index in (0..count).rev() {
            if work.accepts_nothing(index) {
                work.drop(index, Because::AcceptsNothing);
            }
        }
        for index in (0..count).rev() {
            if work.kept.contains(&index)
                && work.kept.len() > 1
                && let Some(other) = work.coverer(index)
            {
                work.drop(index, Because::Matcher(other));
            }
        }
        for index in (0..count).rev() {
            if work.kept.contains(&index) && work.kept.len() > 2 && work.covered_by_others(index) {
                work.drop(index, Because::Others);
            }
        }
    }
    // What was named as the reason may have gone itself since, through another.
    for at in 0..work.pointless.len() {
        let Some(found) = work.pointless.get(at).copied() else {
            break;
        };
        if let Because::Matcher(other) = found.because
            && !work.kept.contains(&other)
        {
            let because = work
                .coverer(found.matcher)
                .map_or(Because::Others, Because::Matcher);
            if let Some(found) = work.pointless.get_mut(at) {
                found.because = because;
            }
        }
    }
    work.pointless.sort_by_key(|found| found.matcher);
    Examined {
        pointless: work.pointless,
        whole: work.whole,
    }
}

/// How many values of a matcher are tried on the others.
const SAMPLES: usize = 16;

/// A matcher on its own.
struct Side<'c> {
    kind: &'c MatcherKind,
    set: ValueSet,
    /// Some of the values that it accepts.
    samples: Vec<Value>,
    /// Whether no other matcher accepts all that it does, as its samples show.
    unique: bool,
}

impl Side<'_> {
    /// Whether nothing shows yet that this accepts less than `other`.
    fn may_cover(&self, other: &Self) -> bool {
        let accepts = |value: &Value| self.kind.accepts(&value.scalar());
        (self.set.absent || !other.set.absent) && other.samples.iter().all(accepts)
    }
}

/// Most matchers accept a value that no other does, which a few tries show. Only what is left is
/// worth a proof.
struct Work<'c> {
    sides: Vec<Side<'c>>,
    kept: Vec<usize>,
    pointless: Vec<Pointless>,
    spend: Spend,
    whole: bool,
}

impl<'c> Work<'c> {
    fn new(condition: &'c Condition, budget: Budget) -> Self {
        let kinds = || condition.matchers.iter().map(|matcher| &matcher.kind);
        let mut sides: Vec<_> = kinds()
            .map(|kind| Side {
                kind,
                set: ValueSet::of_matchers(std::iter::once(kind)),
                samples: edges(kind)
                    .into_iter()
                    .filter(|value| kind.accepts(&value.scalar()))
                    .take(SAMPLES)
                    .collect(),
                unique: false,
            })
            .collect();
        let absent = sides.iter().filter(|side| side.set.absent).count();
        for (index, side) in sides.iter_mut().enumerate() {
            let others = || kinds().enumerate().filter(|(other, _)| *other != index);
            let is_own = |value: &Value| {
                let scalar = value.scalar();
                others().all(|(_, other)| !other.accepts(&scalar))
            };
            side.unique = (side.set.absent && absent == 1) || side.samples.iter().any(is_own);
        }
        Self {
            kept: (0..sides.len()).collect(),
            sides,
            pointless: Vec::new(),
            spend: budget.spend(),
            whole: true,
        }
    }

    fn drop(&mut self, matcher: usize, because: Because) {
        self.kept.retain(|other| *other != matcher);
        self.pointless.push(Pointless { matcher, because });
    }

    fn accepts_nothing(&mut self, index: usize) -> bool {
        let Some(side) = self.sides.get(index) else {
            return false;
        };
        let is_open = !side.set.absent && side.samples.is_empty();
        is_open && is_none(&[(&side.set, true)], &mut self.spend, &mut self.whole)
    }

    /// One of those that are kept that accepts all that this accepts.
    fn coverer(&mut self, index: usize) -> Option<usize> {
        let side = self.sides.get(index).filter(|side| !side.unique)?;
        self.kept.iter().copied().find(|other| {
            let other = self.sides.get(*other).filter(|_| *other != index);
            other.is_some_and(|other| {
                other.may_cover(side)
                    && is_none(
                        &[(&side.set, true), (&other.set, false)],
                        &mut self.spend,
                        &mut self.whole,
                    )
            })
        })
    }

    fn covered_by_others(&mut self, index: usize) -> bool {
        let Some(side) = self.sides.get(index).filter(|side| !side.unique) else {
            return false;
        };
        let others = self.kept.iter().filter(|other| **other != index);
        let others = others.filter_map(|other| self.sides.get(*other));
        let others = ValueSet::of_matchers(others.map(|side| side.kind));
        (others.absent || !side.set.absent)
            && is_none(
                &[(&side.set, true), (&others, false)],
                &mut self.spend,
                &mut self.whole,
            )
    }
}

/// Whether there is no such value. Where that is not known `known` becomes false.
fn is_none(asked: &[(&ValueSet, bool)], spend: &mut Spend, known: &mut bool) -> bool {
    let found = set::find(asked, spend);
    *known &= found.is_ok();
    found == Ok(None)
}

/// Whether the other accepts all that `set` accepts.
fn covered(set: &ValueSet, other: &ValueSet, budget: Budget) -> bool {
    (other.absent || !set.absent)
        && set::find(&[(set, true), (other, false)], &mut budget.spend()) == Ok(None)
}

/// Which kinds of values a condition accepts some of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kinds {
    /// Some string.
    pub strings: bool,
    /// Some number.
    pub numbers: bool,
    /// `true` or `false`.
    pub booleans: bool,
    /// `null`.
    pub null: bool,
    /// The absence of any value.
    pub absence: bool,
}

impl Kinds {
    /// Whether the condition can hold at all.
    pub fn any(self) -> bool {
        let Self {
            strings,
            numbers,
            booleans,
            null,
            absence,
        } = self;
        strings || numbers || booleans || null || absence
    }
}

/// Which kinds of values a condition accepts some of: none at all where it can never hold, as
/// `{"numeric": [">", 0, "<", 4.9e-324]}`, between which no number lies. `None` where its strings are
/// too many to tell within the budget.
///
/// ```
/// use pattern_test::{Pattern, analysis::{Budget, accepted_kinds}};
///
/// let pattern = Pattern::parse(r#"{"account": [123456789012, {"exists": false}]}"#)?;
/// let kinds = accepted_kinds(&pattern.conditions()[0], Budget::QUICK).unwrap();
/// assert!(kinds.numbers && kinds.absence && !kinds.strings);
/// # Ok::<(), pattern_test::PatternError>(())
/// ```
pub fn accepted_kinds(condition: &Condition, budget: Budget) -> Option<Kinds> {
    use crate::pattern::value::Scalar;
    let set = ValueSet::of(condition);
    let mut spend = budget.spend();
    let mut some = |kind| -> Option<bool> {
        let found = set::find_of(kind, &[(&set, true)], &mut spend);
        found.ok().map(|found| found.is_some())
    };
    Some(Kinds {
        strings: some(set::Kind::String)?,
        numbers: some(set::Kind::Comparable)? || some(set::Kind::Incomparable)?,
        booleans: set.accepts(&Scalar::Bool(true)) || set.accepts(&Scalar::Bool(false)),
        null: set.accepts(&Scalar::Null),
        absence: set.absent,
    })
}

/// Whether a condition holds for every event, whatever stands at its path or does not.
///
/// ```
/// use pattern_test::{Pattern, analysis::{Budget, holds_always}};
///
/// let pattern = Pattern::parse(r#"{"a": [{"exists": true}, {"exists": false}]}"#)?;
/// assert!(holds_always(&pattern.conditions()[0], Budget::QUICK));
/// # Ok::<(), pattern_test::PatternError>(())
/// ```
pub fn holds_always(condition: &Condition, budget: Budget) -> bool {
    let set = ValueSet::of(condition);
    set.absent && covered(&ValueSet::everything(), &set, budget)
}

/// Whether a matcher accepts all that another accepts.
pub fn subsumes(wide: &Matcher, narrow: &Matcher, budget: Budget) -> bool {
    let set = |kind: &MatcherKind| ValueSet::of_matchers(std::iter::once(kind));
    covered(&set(&narrow.kind), &set(&wide.kind), budget)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::Pattern;

    fn pointless(matchers: &str) -> Vec<(usize, Because)> {
        let pattern = Pattern::parse(&format!(r#"{{"a":[{matchers}]}}"#)).unwrap();
        let examined = pointless_matchers(&pattern.conditions()[0], Budget::QUICK);
        assert!(examined.whole, "{matchers}");
        examined
            .pointless
            .into_iter()
            .map(|found| (found.matcher, found.because))
            .collect()
    }

    #[test]
    fn what_adds_nothing() {
        use Because::{AcceptsNothing, Matcher, Others};
        assert_eq!(pointless(r#""a","b""#), []);
        assert_eq!(
            pointless(r#""a","a","a""#),
            [(1, Matcher(0)), (2, Matcher(0))]
        );
        assert_eq!(
            pointless(r#""10.0.0.1",{"cidr":"10.0.0.0/8"}"#),
            [(0, Matcher(1))]
        );
        assert_eq!(pointless(r#"1,1.0"#), [(1, Matcher(0))]);
        assert_eq!(
            pointless(r#"{"exists":true},"a",{"exists":false},{"exists":false}"#),
            [(1, Matcher(0)), (3, Matcher(2))]
        );
        assert_eq!(
            pointless(r#"{"anything-but":"a"},{"anything-but":"b"},"c""#),
            [(2, Matcher(0))]
        );
        // Together they accept everything, and each is needed for that.
        assert_eq!(
            pointless(r#"{"anything-but":"a"},{"anything-but":"b"}"#),
            []
        );
        assert_eq!(
            pointless(r#"{"anything-but":"a"},{"anything-but":"b"},{"exists":true}"#),
            [(0, Matcher(2)), (1, Matcher(2))]
        );
        assert_eq!(
            pointless(r#"{"numeric":["<",5]},{"numeric":[">",0,"<",9]},{"numeric":[">=",5]}"#),
            [(1, Others)]
        );
        assert_eq!(
            pointless(r#"{"numeric":[">",0,"<",4.9e-324]},"a""#),
            [(0, AcceptsNothing)]
        );
        assert_eq!(
            pointless(r#"{"prefix":"a"},{"wildcard":"a*"},{"wildcard":"ab*"}"#),
            [(1, Matcher(0)), (2, Matcher(0))]
        );
    }
}
