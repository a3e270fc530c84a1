//! What `compare` found: the model behind its formats.

use super::checkout::Checkout;
use super::machine::Problem;
use super::style::Look;
use crate::analysis::Relation;
use crate::matching::Mode;
use std::io::{self, Write};

/// Patterns compared with other patterns, or with earlier versions of themselves.
#[derive(Debug, Clone)]
pub struct CompareReport {
    /// The mode compared in.
    pub mode: Mode,
    /// Whether only events were looked at in which no path has more than one value.
    pub scalar: bool,
    /// The revision compared with, where it is one.
    pub revision: Option<String>,
    /// One entry for each pair, in order.
    pub rules: Vec<RuleComparison>,
    /// What files are called in the repository, for those who read the report there.
    pub checkout: Checkout,
}

/// One pattern and what it was compared with.
#[derive(Debug, Clone)]
pub struct RuleComparison {
    /// What the old one is called.
    pub old: String,
    /// What the new one is called; the same where it is an earlier version.
    pub new: String,
    /// What came out.
    pub outcome: Outcome,
}

/// What came out of a comparison.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// They were compared.
    Compared(Box<Compared>),
    /// The text is the same.
    SameText,
    /// There was none before.
    Added,
    /// There is none any more.
    Removed,
    /// The old one is no valid pattern.
    WasInvalid,
    /// The new one is no valid pattern.
    Invalid,
    /// Whether it is one depends on what a template leaves open.
    Open,
}

/// How two patterns stand to each other.
#[derive(Debug, Clone)]
pub struct Compared {
    /// Over all events, or those asked for.
    pub relation: Relation,
    /// Over events in which no path has more than one value.
    pub relation_of_single_values: Relation,
    /// Events that only the old one matches.
    pub only_old: Answer,
    /// Events that only the new one matches.
    pub only_new: Answer,
    /// Events that both match.
    pub both: Answer,
}

/// Whether there are such events.
#[derive(Debug, Clone)]
pub enum Answer {
    /// There are none.
    Nothing,
    /// This is one.
    Event(Box<Shown>),
    /// It is not known, for this reason.
    Unknown(String),
}

/// An event with both verdicts on it.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The event, as JSON text over several lines.
    pub event: String,
    /// Which of the events to build on it was made from.
    pub base: Option<String>,
    /// In a few words what about it tells the patterns apart.
    pub words: String,
    /// Why the old one matches it or not.
    pub old: Explained,
    /// Why the new one matches it or not.
    pub new: Explained,
}

/// A verdict and why.
#[derive(Debug, Clone)]
pub struct Explained {
    /// Whether it matches.
    pub matches: bool,
    /// The closing paragraph of the explanation.
    pub text: String,
}

impl Outcome {
    /// One word for it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Compared(compared) => compared.relation.name(),
            Self::SameText => "unchanged",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::WasInvalid => "was invalid",
            Self::Invalid => "invalid",
            Self::Open => "not known",
        }
    }
}

/// The formats of `compare`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum CompareFormat {
    /// For people
    Human,
    /// One JSON document: `{"schema": 1, "comparisons": [...]}`
    Json,
    /// For a pull request: a table, and the events below it
    Markdown,
}

/// Writes the report.
///
/// # Errors
/// Those of the writer.
pub fn write(
    report: &CompareReport,
    errors: &[Problem],
    format: CompareFormat,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        CompareFormat::Human => super::compare_human::write(report, look, out),
        CompareFormat::Json => super::compare_json::write(report, errors, out),
        CompareFormat::Markdown => super::compare_markdown::write(report, out),
    }
}

/// What a relation says of the new pattern, in words.
pub(super) fn sentence(relation: Relation) -> &'static str {
    match relation {
        Relation::Equivalent => "both match the same events",
        Relation::Wider => "the new one matches whatever the old one matches, and more",
        Relation::Narrower => "the new one matches only some of what the old one matches",
        Relation::Overlapping => "each matches events that the other does not",
        Relation::Disjoint => "no event is matched by both",
        Relation::Unknown => "the search was given up",
    }
}
