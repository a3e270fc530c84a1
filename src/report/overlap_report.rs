//! What `overlap` found: the model behind its formats.

use super::machine::Problem;
use super::style::Look;
use crate::analysis::Relation;
use crate::matching::Mode;
use std::io::{self, Write};

/// Several patterns against each other.
#[derive(Debug, Clone)]
pub struct OverlapReport {
    /// The mode compared in.
    pub mode: Mode,
    /// Whether only events were looked at in which no path has more than one value.
    pub scalar: bool,
    /// What the patterns are called.
    pub patterns: Vec<String>,
    /// Each pattern with each behind it.
    pub pairs: Vec<PairOverlap>,
}

/// Two of the patterns.
#[derive(Debug, Clone)]
pub struct PairOverlap {
    /// The place of the first in [`OverlapReport::patterns`].
    pub first: usize,
    /// The place of the second.
    pub second: usize,
    /// Over all events, or those asked for.
    pub relation: Relation,
    /// Over events in which no path has more than one value.
    pub relation_of_single_values: Relation,
    /// An event that both match, as JSON text over several lines.
    pub both: Option<String>,
    /// Where one is contained in the other: an event that only the other matches.
    pub beyond: Option<String>,
    /// Why something is not known.
    pub unknown: Option<String>,
}

/// The formats of `overlap`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum OverlapFormat {
    /// A matrix, and lists of the pairs that matter
    Human,
    /// One JSON document: `{"schema": 1, "patterns": [...], "pairs": [...]}`
    Json,
}

/// What a pair comes down to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    Same,
    /// The first is contained in the second.
    Inside,
    /// The second is contained in the first.
    Around,
    /// They share events.
    Shares,
    /// They share events, but only such as have several values at one path.
    SharesArrays,
    Apart,
    Unknown,
}

impl PairOverlap {
    pub(super) fn cell(&self) -> Cell {
        match (self.relation, self.relation_of_single_values) {
            (Relation::Equivalent, _) => Cell::Same,
            (Relation::Wider, _) => Cell::Inside,
            (Relation::Narrower, _) => Cell::Around,
            (Relation::Overlapping, Relation::Disjoint) => Cell::SharesArrays,
            (Relation::Overlapping, _) => Cell::Shares,
            (Relation::Disjoint, _) => Cell::Apart,
            (Relation::Unknown, _) => Cell::Unknown,
        }
    }
}

/// Writes the report.
///
/// # Errors
/// Those of the writer.
pub fn write(
    report: &OverlapReport,
    errors: &[Problem],
    format: OverlapFormat,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        OverlapFormat::Human => super::overlap_human::write(report, look, out),
        OverlapFormat::Json => super::overlap_json::write(report, errors, out),
    }
}
