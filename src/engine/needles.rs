//! What every event that some rule matches has in it, for a search that knows nothing of JSON.
//!
//! A string of a pattern stands in an event as it is, or with escapes. Of these only `\uXXXX` can stand
//! for most characters; those that have other escapes too are left out of what is searched for. So an
//! event that has neither the needle nor a `\u` in it does not have the string.

use super::RuleSet;
use crate::pattern::Condition;
use crate::pattern::value::MatcherKind;
use aho_corasick::packed;
use memchr::memmem::Finder;

/// Of more needles than these hardly any part of an input has none.
const MOST: usize = 16;

/// Of a longer needle only the end is searched for.
const LONGEST: usize = 24;

/// Shorter needles, quotes included, are everywhere.
const SHORTEST: usize = 3;

/// Texts of which one stands in every event that some rule matches, if the event has no `\u` in it.
#[derive(Debug)]
pub(crate) struct Needles {
    which: Which,
    escape: Finder<'static>,
}

#[derive(Debug)]
enum Which {
    One(Finder<'static>),
    Several(packed::Searcher),
}

impl Needles {
    /// What to search for; `None` where some alternative asks for no string, or they are too many.
    pub(crate) fn of(rules: &RuleSet) -> Option<Self> {
        let mut needles = Vec::new();
        for pattern in rules.rules.iter().filter_map(|rule| rule.pattern.as_ref()) {
            for alternative in pattern.alternatives() {
                let ids = alternative.conditions.iter();
                let conditions = ids.map(|id| pattern.condition(*id));
                let best = conditions
                    .filter_map(of_condition)
                    .min_by_key(|n| cost(n))?;
                needles.extend(best);
                needles.sort_unstable();
                needles.dedup();
                if needles.len() > MOST {
                    return None;
                }
            }
        }
        let which = match &*needles {
            [] => return None,
            [only] => Which::One(Finder::new(only).into_owned()),
            several => Which::Several(packed::Searcher::new(several)?),
        };
        Some(Self {
            which,
            escape: Finder::new("\\u").into_owned(),
        })
    }

    /// To search a text from its start to its end.
    pub(crate) fn search<'n>(&'n self, text: &'n [u8]) -> Search<'n> {
        Search {
            needles: self,
            text,
            needle: None,
            escape: None,
            without: 0,
        }
    }

    fn find(&self, text: &[u8]) -> Option<usize> {
        match &self.which {
            Which::One(finder) => finder.find(text),
            Which::Several(searcher) => searcher.find(text).map(|found| found.start()),
        }
    }
}

/// A search that goes on.
#[derive(Debug)]
pub(crate) struct Search<'n> {
    needles: &'n Needles,
    text: &'n [u8],
    /// Where a needle was found last; behind the end of the text where there is none.
    needle: Option<usize>,
    /// Where an escape was found last.
    escape: Option<usize>,
    /// Up to where there is none, but for that.
    without: usize,
}

impl Search<'_> {
    /// Where the first needle or escape at `from` or behind it begins. `from` never gets less.
    pub(crate) fn next(&mut self, from: usize) -> Option<usize> {
        let needle = match self.needle.filter(|at| *at >= from) {
            Some(at) => at,
            None => {
                let found = self.needles.find(self.text.get(from..)?);
                found.map_or(self.text.len(), |at| from + at)
            }
        };
        self.needle = Some(needle);
        if self.escape.is_none_or(|at| at < from) {
            // Behind the needle it does not matter.
            let start = from.max(self.without);
            let piece = self.text.get(start..needle).unwrap_or_default();
            self.escape = self.needles.escape.find(piece).map(|at| start + at);
            self.without = needle;
        }
        let first = self.escape.map_or(needle, |escape| escape.min(needle));
        (first < self.text.len()).then_some(first)
    }
}

/// How much of an input is likely to have one of the needles.
fn cost(needles: &[Vec<u8>]) -> usize {
    let costs = needles.iter().map(|needle| 1_000_000 / needle.len().pow(2));
    costs.sum()
}

/// One needle for each matcher of a condition, where all have one.
fn of_condition(condition: &Condition) -> Option<Vec<Vec<u8>>> {
    if condition.accepts_absence() {
        return None;
    }
    let kinds = condition.matchers.iter().map(|matcher| &matcher.kind);
    kinds.map(of_matcher).collect()
}

fn of_matcher(matcher: &MatcherKind) -> Option<Vec<u8>> {
    match matcher {
        MatcherKind::Exact(text) | MatcherKind::Exactly(text) => needle(true, text, true),
        MatcherKind::Prefix(text) => needle(true, text, false),
        MatcherKind::Suffix(text) => needle(false, text, true),
        MatcherKind::Wildcard(wildcard) => {
            let literals = wildcard.literals();
            let last = literals.len().checked_sub(1)?;
            let needles = literals.iter().enumerate();
            let needles = needles.filter_map(|(at, text)| needle(at == 0, text, at == last));
            needles.max_by_key(Vec::len)
        }
        MatcherKind::Address(_)
        | MatcherKind::Number(_)
        | MatcherKind::Bool(_)
        | MatcherKind::Null
        | MatcherKind::EqualsIgnoreCase(_)
        | MatcherKind::PrefixIgnoreCase(_)
        | MatcherKind::SuffixIgnoreCase(_)
        | MatcherKind::AnythingBut(_)
        | MatcherKind::Numeric(_)
        | MatcherKind::Cidr(_)
        | MatcherKind::Exists(_) => None,
    }
}

/// The longest part of a string that can only be spelled as it is or with a `\u`, with the quotes that
/// stand beside it.
fn needle(starts: bool, text: &str, ends: bool) -> Option<Vec<u8>> {
    let quoted = |is: bool| if is { "\"" } else { "" };
    let has_other_escapes = |c: char| matches!(c, '"' | '\\' | '/') || c < ' ';
    let pieces = text.split(has_other_escapes).count();
    let needles = text
        .split(has_other_escapes)
        .enumerate()
        .map(|(at, piece)| {
            let before = quoted(starts && at == 0);
            let behind = quoted(ends && at + 1 == pieces);
            [before, piece, behind].concat().into_bytes()
        });
    let mut longest = needles.max_by_key(Vec::len)?;
    // Long names begin like others of their kind.
    longest.drain(..longest.len().saturating_sub(LONGEST));
    (longest.len() >= SHORTEST).then_some(longest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Event;
    use crate::matching::evaluate;
    use crate::pattern::Pattern;
    use proptest::prelude::*;

    fn needles(patterns: &[&str]) -> Option<Needles> {
        let mut rules = RuleSet::builder();
        for pattern in patterns {
            rules.add("", &Pattern::parse(pattern).unwrap());
        }
        Needles::of(&rules.build())
    }

    fn of(pattern: &str) -> Vec<String> {
        let pattern = Pattern::parse(pattern).unwrap();
        let needles = of_condition(pattern.conditions().first().unwrap());
        let text = |needle| String::from_utf8(needle).unwrap();
        needles.into_iter().flatten().map(text).collect()
    }

    #[test]
    fn a_needle_for_each_matcher() {
        for (matchers, expected) in [
            (r#""abc", "de""#, &["\"abc\"", "\"de\""][..]),
            (r#"{"prefix": "ab"}"#, &["\"ab"]),
            (
                r#""arn:aws:ecs:us-east-1:222222222222:x""#,
                &["s-east-1:222222222222:x\""],
            ),
            (r#"{"suffix": "ab"}"#, &["ab\""]),
            (r#"{"wildcard": "ab*cdef*g"}"#, &["cdef"]),
            (r#"{"wildcard": "abcd*cd*g"}"#, &["\"abcd"]),
            (r#""arn:aws/x""#, &["\"arn:aws"]),
            (r#""a\\/bc\ndef""#, &["def\""]),
            (r#""größe""#, &["\"größe\""]),
            (r#""ab", {"prefix": "/"}"#, &[]),
            (r#""ab", {"exists": false}"#, &[]),
            (r#""ab", 7"#, &[]),
            (r#""10.0.0.1""#, &[]),
            (r#""""#, &[]),
            (r#"{"equals-ignore-case": "abc"}"#, &[]),
            (r#"{"anything-but": "abc"}"#, &[]),
        ] {
            assert_eq!(
                of(&format!(r#"{{"k": [{matchers}]}}"#)),
                expected,
                "{matchers}"
            );
        }
    }

    #[test]
    fn every_alternative_needs_one() {
        let long = r#"{"k": ["long enough"], "l": ["short"], "m": [1]}"#;
        let number = r#"{"k": [1]}"#;
        let either = r#"{"$or": [{"k": ["abc"]}, {"l": ["def"]}]}"#;
        assert!(needles(&[long, number]).is_none());
        assert!(needles(&[]).is_none());
        let both = needles(&[long, either]).unwrap();
        for (text, expected) in [
            (r#"{"k": "long enough"}"#, Some(6)),
            (r#"{"l": "short"}"#, None),
            (r#"{"x": "abc"}"#, Some(6)),
            (r#"{"x": "abcd", "def": 1}"#, Some(14)),
            (r#"{"x": "\n\u0061bc"}"#, Some(9)),
            (r#"{"x": "\n"}"#, None),
        ] {
            assert_eq!(both.search(text.as_bytes()).next(0), expected, "{text}");
        }
    }

    #[test]
    fn a_search_goes_on() {
        let needles = needles(&[r#"{"k": ["ab"]}"#]).unwrap();
        let text = br#"x "ab" \u0061 "ab""#;
        let mut search = needles.search(text);
        assert_eq!(
            [0, 2, 3, 7, 8, 14, 15].map(|from| search.next(from)),
            [Some(2), Some(2), Some(7), Some(7), Some(14), Some(14), None,]
        );
        assert_eq!(search.next(text.len() + 1), None);
    }

    /// A string as JSON, each character spelled in one of the ways that there are.
    fn spelled(text: &str, ways: &[u8]) -> String {
        let mut ways = ways.iter().cycle();
        let characters = text
            .chars()
            .map(|c| match (ways.next().unwrap_or(&0) % 4, c) {
                (0, '/') => "\\/".to_owned(),
                (1, _) => format!("\\u{:04x}", u32::from(c)),
                (_, '"' | '\\') => format!("\\{c}"),
                _ => c.to_string(),
            });
        format!("\"{}\"", characters.collect::<String>())
    }

    proptest! {
        /// What is passed by for want of a needle does not match.
        #[test]
        fn nothing_that_matches_is_without(
            operands in proptest::collection::vec(("[ab/\"\\\\é]{0,4}", 0..4_u8), 1..5),
            value in "[ab/\"\\\\é]{0,6}",
            ways in proptest::collection::vec(any::<u8>(), 1..8),
        ) {
            let matchers = operands.iter().map(|(operand, kind)| {
                let json = spelled(operand, &[2]);
                match kind {
                    0 => json,
                    1 => format!("{{\"prefix\": {json}}}"),
                    2 => format!("{{\"suffix\": {json}}}"),
                    _ => format!("{{\"wildcard\": {}}}", spelled(&operand.replace(['\\', '"'], "*"), &[2])),
                }
            });
            let matchers: Vec<_> = matchers.collect();
            let text = format!("{{\"k\":{}}}", spelled(&value, &ways));
            let event = Event::parse(&text).unwrap();
            for matcher in &matchers {
                let Ok(pattern) = Pattern::parse(&format!("{{\"k\":[{matcher}]}}")) else {
                    continue;
                };
                let mut rules = RuleSet::builder();
                rules.add("", &pattern);
                if let Some(needles) = Needles::of(&rules.build())
                    && evaluate(&pattern, &event).flattened.matched
                {
                    prop_assert!(needles.search(text.as_bytes()).next(0).is_some(), "{matcher} {text}");
                }
            }
        }
    }
}
