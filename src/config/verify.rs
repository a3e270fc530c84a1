//! `[verify]`: what is asked of suites.

use super::Section;
use crate::keys::{Key, percent};
use serde::Deserialize;

/// What `verify` asks of suites.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Verify {
    /// The least coverage, in percent; asking for it measures it.
    pub min_coverage: Option<f64>,
    /// The least mutation score, in percent; asking for it measures it.
    pub min_score: Option<f64>,
}

pub(super) const SECTION: Section = Section {
    name: "verify",
    doc: "What `pattern-test verify` requires of suites.",
    keys: &[
        Key::new(
            "min-coverage",
            "The least coverage in percent, as `--min-coverage`.",
            percent,
        ),
        Key::new(
            "min-score",
            "The least mutation score in percent, as `--min-score`.",
            percent,
        ),
    ],
};
