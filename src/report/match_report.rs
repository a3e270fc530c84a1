//! What `match` found: the model behind all its formats.

use super::machine::Problem;
use crate::matching::{KIND, Mode, Reason};
use crate::pattern::Pattern;
use std::io::{self, Write};

/// The verdicts on all pairs of a pattern and an event, pattern by pattern.
#[derive(Debug, Clone)]
pub struct MatchReport {
    /// The mode that decides.
    pub mode: Mode,
    /// One entry for each pattern, in the order given.
    pub patterns: Vec<PatternResults>,
    /// What is to be known before anybody relies on the verdicts, in one line each.
    pub warnings: Vec<String>,
}

/// The verdicts on one pattern.
#[derive(Debug, Clone, Default)]
pub struct PatternResults {
    /// The pattern's name: its file as it was given.
    pub pattern: String,
    /// One entry for each event, in the order given, but for those that are only counted.
    pub results: Vec<PairResult>,
    /// What is only counted.
    pub counted: Counted,
}

/// Pairs that do not match, are not near to it, and are not listed for people.
#[derive(Debug, Clone, Default)]
pub struct Counted {
    /// How many there are.
    pub pairs: usize,
    /// By the paths of the conditions that failed; empty where it is another reason.
    pub causes: Vec<(String, usize)>,
    /// At how many pairs with a place of their own it is worth while to look through them again.
    again_at: usize,
}

/// The near misses of one pattern that are kept, the nearest first. More are never listed.
pub(super) const MOST_NEAR: usize = 10;

impl PatternResults {
    /// The pattern, and nothing to tell about it yet.
    pub fn of(pattern: String) -> Self {
        Self {
            pattern,
            ..Self::default()
        }
    }

    /// How many pairs there are.
    pub fn len(&self) -> usize {
        self.results.len() + self.counted.pairs
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Only counts what [`Rows::ThatMatter`] does not list, where there is so much that it is not all
    /// listed. To be called behind each pair, so that what is kept is in proportion to what is shown.
    pub fn thin_out(&mut self, mode: Mode) {
        if self.results.len() < self.counted.again_at.max(4 * MOST_NEAR) {
            return;
        }
        let near = (0..).zip(&self.results);
        let mut near: Vec<(usize, usize)> = near
            .filter(|(_, result)| result.is_near(mode))
            .map(|(at, result)| (result.failing(), at))
            .collect();
        near.sort_unstable();
        near.truncate(MOST_NEAR);
        let mut at = 0;
        let counted = &mut self.counted;
        self.results.retain(|result| {
            let here = (result.failing(), at);
            at += 1;
            if result.matters(mode) || near.contains(&here) && result.is_near(mode) {
                return true;
            }
            counted.add(result);
            false
        });
        counted.again_at = 2 * self.results.len();
    }
}

impl Counted {
    /// Counts one more pair.
    pub fn add(&mut self, result: &PairResult) {
        self.pairs += 1;
        let path = result.miss.as_ref().map_or("", |miss| &miss.path);
        match self.causes.iter_mut().find(|(known, _)| known == path) {
            Some((_, count)) => *count += 1,
            None => self.causes.push((path.to_owned(), 1)),
        }
    }
}

/// The verdict on one pair.
#[derive(Debug, Clone)]
pub struct PairResult {
    /// The event's name: its file as it was given, with its place where there are several.
    pub event: String,
    /// The verdict when each condition looks at its path on its own.
    pub flattened: bool,
    /// The verdict when conditions on an array must hold in the same element.
    pub strict: bool,
    /// Whether the search for the strict verdict was given up, so that `strict` only says that no
    /// match was found.
    pub undecided: bool,
    /// Whether no verdict is known at all, since AWS does not document what happens.
    pub unknown: bool,
    /// The word for the place that filters, where it does not see events of a bus.
    pub place: Option<String>,
    /// Whether it is documented how conditions on the elements of arrays go together there.
    pub documented: bool,
    /// One line about why, in words.
    pub reason: Option<String>,
    /// How far the pattern is from a match, where conditions fail.
    pub miss: Option<Miss>,
    /// The explanation in its short form, a paragraph each; only where it was asked for.
    pub details: Vec<String>,
}

/// How far a pattern is from matching an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// The path of the condition that the reason is about.
    pub path: String,
    /// How many conditions fail.
    pub failing: usize,
    /// Whether the event is of the kind that the pattern asks for, so that the pattern might have
    /// been meant to match it.
    pub near: bool,
}

impl Miss {
    /// How far a pattern is from a match for this reason.
    pub fn new(pattern: &Pattern, reason: &Reason) -> Option<Self> {
        let Reason::Refused {
            condition,
            count,
            more,
            held,
            ..
        } = reason
        else {
            return None;
        };
        let path = pattern.condition(*condition).path.to_string();
        // A condition on the kind comes before all others that fail.
        let is_of_the_kind = !KIND.contains(&path.as_str());
        Some(Self {
            near: is_of_the_kind && (*held > 0 || *more == 0 && *count > 0),
            path,
            failing: more + 1,
        })
    }
}

impl PairResult {
    /// The verdict in a mode.
    pub fn verdict(&self, mode: Mode) -> bool {
        match mode {
            Mode::Flattened => self.flattened,
            Mode::Strict => self.strict,
        }
    }

    /// Whether the modes come to different verdicts, as far as both are known.
    pub fn disagree(&self) -> bool {
        self.flattened != self.strict && !self.undecided
    }
}

impl PairResult {
    /// Whether a pair is listed however many there are.
    pub(super) fn matters(&self, mode: Mode) -> bool {
        self.verdict(mode) || self.disagree() || self.unknown || self.undecided
    }

    /// Whether the pattern nearly matches.
    pub(super) fn is_near(&self, mode: Mode) -> bool {
        !self.matters(mode) && self.miss.as_ref().is_some_and(|miss| miss.near)
    }

    /// How many conditions fail.
    pub(super) fn failing(&self) -> usize {
        self.miss.as_ref().map_or(0, |miss| miss.failing)
    }
}

impl MatchReport {
    /// How many pairs there are, with those that are only counted.
    pub fn count(&self) -> usize {
        self.patterns.iter().map(PatternResults::len).sum()
    }

    /// All pairs in order, but for those that are only counted.
    pub fn pairs(&self) -> impl Iterator<Item = &PairResult> {
        self.patterns.iter().flat_map(|pattern| &pattern.results)
    }
}

/// The formats of `match`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum MatchFormat {
    /// For people: the matches and near misses, and why
    Human,
    /// One JSON document: `{"schema": 1, "results": [...], "errors": [...]}`
    Json,
    /// One JSON object a line for each result, and for each error
    Jsonl,
    /// Tab-separated values with a header line
    Tsv,
}

/// Which pairs people see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// Of many pairs the matches and the near misses, with a count of the rest, and what to do to
    /// see all: `--all-rows lists`.
    ThatMatter(Option<&'static str>),
    /// All.
    All,
}

/// Writes the report; JSON has the errors in the input as well.
///
/// # Errors
/// Those of the writer.
pub fn write(
    report: &MatchReport,
    errors: &[Problem],
    format: MatchFormat,
    rows: Rows,
    look: super::style::Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        MatchFormat::Human => super::match_human::write(report, rows, look, out),
        MatchFormat::Json => super::match_machine::write_json(report, errors, out),
        MatchFormat::Jsonl => super::match_machine::write_jsonl(report, errors, out),
        MatchFormat::Tsv => super::match_machine::write_tsv(report, out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::style::Look;
    use proptest::prelude::*;

    fn pair(number: usize, kind: u8) -> PairResult {
        PairResult {
            event: format!("e{number}"),
            flattened: kind == 0,
            strict: kind == 0 || kind == 1,
            undecided: kind == 2,
            unknown: false,
            place: None,
            documented: true,
            reason: Some(format!("reason {number}")),
            // Of the causes none is as frequent as another, so that their order is given.
            miss: (kind > 2).then(|| Miss {
                path: ["a", "b", "b", "c", "c", "c", "c"][number % 7].to_owned(),
                failing: 1 + number % 5,
                near: kind == 3,
            }),
            details: Vec::new(),
        }
    }

    proptest! {
        #[test]
        fn what_is_only_counted_is_not_missed(
            kinds in proptest::collection::vec(prop_oneof![1 => 0..3_u8, 8 => 3..6_u8], 0..60),
        ) {
            let mode = Mode::Flattened;
            let report = |thin: bool| {
                let mut results = PatternResults::of("p".to_owned());
                let mut most = 0;
                // Each kind seven times, so that the causes are in proportion.
                for (number, kind) in kinds.iter().flat_map(|kind| [*kind; 7]).enumerate() {
                    results.results.push(pair(number, kind));
                    if thin {
                        results.thin_out(mode);
                    }
                    let matter = results.results.iter().filter(|r| r.matters(mode)).count();
                    most = most.max(results.results.len().saturating_sub(2 * matter));
                }
                let report = MatchReport {
                    mode,
                    patterns: vec![results],
                    warnings: Vec::new(),
                };
                let mut out = Vec::new();
                let rows = Rows::ThatMatter(None);
                write(&report, &[], MatchFormat::Human, rows, Look::PLAIN, &mut out).unwrap();
                (String::from_utf8(out).unwrap(), most)
            };
            let ((all, _), (thin, most)) = (report(false), report(true));
            prop_assert_eq!(all, thin);
            prop_assert!(most <= 4 * MOST_NEAR, "{}", most);
        }
    }
}
