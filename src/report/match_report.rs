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
#[derive(Debug, Clone)]
pub struct PatternResults {
    /// The pattern's name: its file as it was given.
    pub pattern: String,
    /// One entry for each event, in the order given.
    pub results: Vec<PairResult>,
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

impl MatchReport {
    /// All pairs in order.
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
