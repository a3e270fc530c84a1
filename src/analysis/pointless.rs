//! Matchers that add nothing, and conditions that nothing meets.

use super::set::{self, ValueSet};
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

/// The matchers of a condition that can all be left out together without changing what it accepts.
/// Of several that accept the same, the first stays. Where strings are too many to tell within
/// `states` states, a matcher is not reported.
///
/// ```
/// use pattern_test::{Pattern, analysis::{Because, pointless_matchers}};
///
/// let pattern = Pattern::parse(r#"{"a": ["abc", {"prefix": "a"}, 1, {"numeric": ["<", 5]}]}"#)?;
/// let pointless = pointless_matchers(&pattern.conditions()[0], 10_000);
/// let found: Vec<_> = pointless.iter().map(|p| (p.matcher, p.because)).collect();
/// assert_eq!(found, [(0, Because::Matcher(1)), (2, Because::Matcher(3))]);
/// # Ok::<(), pattern_test::PatternError>(())
/// ```
pub fn pointless_matchers(condition: &Condition, states: usize) -> Vec<Pointless> {
    let sets: Vec<_> = condition
        .matchers
        .iter()
        .map(|matcher| ValueSet::of_matchers(std::iter::once(&matcher.kind)))
        .collect();
    let mut kept: Vec<usize> = (0..sets.len()).collect();
    let mut pointless = Vec::new();
    // From the end, so that of two that are the same the first stays; those that one other makes
    // pointless go first, so that it can be named.
    for (index, set) in sets.iter().enumerate().rev() {
        if !set.absent && set::find(&[(set, true)], &mut { states }) == Ok(None) && sets.len() > 1 {
            kept.retain(|other| *other != index);
            pointless.push(Pointless {
                matcher: index,
                because: Because::AcceptsNothing,
            });
        }
    }
    for (index, set) in sets.iter().enumerate().rev() {
        let covers = |other: &&usize| {
            let other = sets.get(**other);
            other.is_some_and(|other| covered(set, &[other], states))
        };
        if !kept.contains(&index) || kept.len() == 1 {
            continue;
        }
        let mut others = kept.iter().filter(|other| **other != index);
        if let Some(other) = others.find(covers).copied() {
            kept.retain(|other| *other != index);
            pointless.push(Pointless {
                matcher: index,
                because: Because::Matcher(other),
            });
        }
    }
    for (index, set) in sets.iter().enumerate().rev() {
        let others: Vec<_> = kept
            .iter()
            .filter(|other| **other != index)
            .filter_map(|other| sets.get(*other))
            .collect();
        if kept.contains(&index) && others.len() > 1 && covered(set, &others, states) {
            kept.retain(|other| *other != index);
            pointless.push(Pointless {
                matcher: index,
                because: Because::Others,
            });
        }
    }
    // What was named as the reason may have gone itself since, through another.
    for found in &mut pointless {
        if let Because::Matcher(other) = found.because
            && !kept.contains(&other)
        {
            let covers = |other: &&usize| {
                let pair = (sets.get(found.matcher), sets.get(**other));
                matches!(pair, (Some(set), Some(other)) if covered(set, &[other], states))
            };
            found.because = kept
                .iter()
                .find(covers)
                .map_or(Because::Others, |other| Because::Matcher(*other));
        }
    }
    pointless.sort_by_key(|found| found.matcher);
    pointless
}

/// Whether the others accept all that `set` accepts.
fn covered(set: &ValueSet, others: &[&ValueSet], states: usize) -> bool {
    if set.absent && !others.iter().any(|other| other.absent) {
        return false;
    }
    let mut asked = vec![(set, true)];
    asked.extend(others.iter().map(|other| (*other, false)));
    set::find(&asked, &mut { states }) == Ok(None)
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
/// too many to tell within `states` states.
///
/// ```
/// use pattern_test::{Pattern, analysis::accepted_kinds};
///
/// let pattern = Pattern::parse(r#"{"account": [123456789012, {"exists": false}]}"#)?;
/// let kinds = accepted_kinds(&pattern.conditions()[0], 10_000).unwrap();
/// assert!(kinds.numbers && kinds.absence && !kinds.strings);
/// # Ok::<(), pattern_test::PatternError>(())
/// ```
pub fn accepted_kinds(condition: &Condition, states: usize) -> Option<Kinds> {
    use crate::pattern::value::Scalar;
    let set = ValueSet::of(condition);
    let some = |kind| -> Option<bool> {
        let found = set::find_of(kind, &[(&set, true)], &mut { states });
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
/// use pattern_test::{Pattern, analysis::holds_always};
///
/// let pattern = Pattern::parse(r#"{"a": [{"exists": true}, {"exists": false}]}"#)?;
/// assert!(holds_always(&pattern.conditions()[0], 10_000));
/// # Ok::<(), pattern_test::PatternError>(())
/// ```
pub fn holds_always(condition: &Condition, states: usize) -> bool {
    let set = ValueSet::of(condition);
    set.absent && covered(&ValueSet::everything(), &[&set], states)
}

/// Whether a matcher accepts all that another accepts.
pub fn subsumes(wide: &Matcher, narrow: &Matcher, states: usize) -> bool {
    let set = |kind: &MatcherKind| ValueSet::of_matchers(std::iter::once(kind));
    covered(&set(&narrow.kind), &[&set(&wide.kind)], states)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::Pattern;

    fn pointless(matchers: &str) -> Vec<(usize, Because)> {
        let pattern = Pattern::parse(&format!(r#"{{"a":[{matchers}]}}"#)).unwrap();
        pointless_matchers(&pattern.conditions()[0], 10_000)
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
