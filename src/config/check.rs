//! The `[check]` section: what a project wants to hear of its patterns.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What a project wants to hear of its patterns.
///
/// ```toml
/// [check]
/// select = []                        # only these rules; all, where it is empty
/// ignore = ["address-by-value"]      # not these
/// exclude = ["vendor/"]              # not in these files, as .gitignore writes them
/// baseline = "check-baseline.json"   # not what was there already
///
/// [check.severity]
/// no-source = "warning"              # notice, warning, error, or allow
///
/// [check.per-file-ignores]
/// "legacy/*.yaml" = ["mixed-elements"]
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct CheckSection {
    /// Only these rules; all, where it is empty.
    pub select: Vec<String>,
    /// Not these rules.
    pub ignore: Vec<String>,
    /// Globs of files that are not looked at.
    pub exclude: Vec<String>,
    /// Severities of single rules.
    pub severity: BTreeMap<String, ConfiguredLevel>,
    /// Globs of files with the rules that are not applied there.
    pub per_file_ignores: BTreeMap<String, Vec<String>>,
    /// The file with findings that are known already.
    pub baseline: Option<PathBuf>,
}

/// What becomes of a rule's findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConfiguredLevel {
    /// They are not told.
    Allow,
    /// They are notices.
    Notice,
    /// They are warnings.
    Warning,
    /// They are errors.
    Error,
}
