//! The `[check]` section: what a project wants to hear of its patterns.

use super::Section;
use crate::keys::{Key, string, strings};
use crate::lint::policy::{Globs, Level, Policy};
use crate::lint::{RULES, Severity};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

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
/// no-source = "warning"              # note, warning, error, or allow
///
/// [check.per-file-ignores]
/// "legacy/*.yaml" = ["mixed-elements"]
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct CheckSection {
    /// Only these rules; all if empty.
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

pub(super) const SECTION: Section = Section {
    name: "check",
    doc: "What `pattern-test check` reports.",
    keys: &[
        Key::new("select", "Only these rules; all if empty.", codes),
        Key::new("ignore", "Not these rules.", codes),
        Key::new(
            "exclude",
            "Not in these files, written as in .gitignore.",
            strings,
        ),
        Key::new("severity", "The severity of single rules.", levels),
        Key::new(
            "per-file-ignores",
            "Globs of files, with the rules that are not applied there.",
            || json!({"type": "object", "additionalProperties": codes()}),
        ),
        Key::new(
            "baseline",
            "The file with findings that are known already.",
            string,
        ),
    ],
};

/// A list of rules.
fn codes() -> Value {
    json!({"type": "array", "items": {"$ref": "#/$defs/rule"}})
}

/// What becomes of each rule's findings.
fn levels() -> Value {
    let properties: Map<String, Value> = RULES
        .iter()
        .map(|rule| {
            let level = json!({"description": rule.about, "$ref": "#/$defs/level"});
            (rule.code.to_owned(), level)
        })
        .collect();
    json!({"type": "object", "properties": properties, "additionalProperties": false})
}

/// What the schemas of the keys refer to.
pub(crate) fn definitions() -> Value {
    let codes: Vec<_> = RULES.iter().map(|rule| rule.code).collect();
    json!({
        "rule": {"description": "A rule of `pattern-test check`.", "enum": codes},
        "level": {"enum": ["allow", "note", "warning", "error"]},
    })
}

impl CheckSection {
    /// Which findings are told, and as what.
    ///
    /// # Errors
    /// A glob of `per-file-ignores` is none.
    pub fn policy(&self) -> Result<Policy, String> {
        let ignored = self.ignore.iter().map(|code| (code.clone(), Level::Allow));
        let mut levels: BTreeMap<_, _> = ignored.collect();
        let of_rules = self.severity.iter();
        levels.extend(of_rules.map(|(code, level)| (code.clone(), (*level).into())));
        let mut per_file = Vec::new();
        for (glob, codes) in &self.per_file_ignores {
            per_file.push((Globs::new([glob])?, codes.clone()));
        }
        Ok(Policy {
            select: self.select.clone(),
            levels,
            per_file,
        })
    }

    /// Makes the path relative to the working directory, from which the file's is `base`.
    pub(super) fn move_to(&mut self, base: &Path) {
        if let Some(baseline) = &mut self.baseline {
            *baseline = base.join(&*baseline);
        }
    }
}

/// What becomes of a rule's findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConfiguredLevel {
    /// They are not told.
    Allow,
    /// They are notes.
    #[serde(alias = "notice")]
    Note,
    /// They are warnings.
    Warning,
    /// They are errors.
    Error,
}

impl From<ConfiguredLevel> for Level {
    fn from(level: ConfiguredLevel) -> Self {
        match level {
            ConfiguredLevel::Allow => Self::Allow,
            ConfiguredLevel::Note => Self::As(Severity::Note),
            ConfiguredLevel::Warning => Self::As(Severity::Warning),
            ConfiguredLevel::Error => Self::As(Severity::Error),
        }
    }
}
