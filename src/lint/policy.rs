//! Which findings are told, and how bad they are to a project.

use super::{Finding, Severity, rule};
use std::collections::BTreeMap;
use std::path::Path;

/// What becomes of a rule's findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// They are not told.
    Allow,
    /// They have this severity.
    As(Severity),
}

/// What a project wants to hear.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// Only these rules; all, where it is empty.
    pub select: Vec<String>,
    /// What becomes of the findings of single rules.
    pub levels: BTreeMap<String, Level>,
    /// Globs of files, each with the rules that are not applied there.
    pub per_file: Vec<(String, Vec<String>)>,
}

impl Policy {
    /// A code that is no rule's, where there is one.
    pub fn unknown_code(&self) -> Option<&str> {
        let codes = self
            .select
            .iter()
            .chain(self.levels.keys())
            .chain(self.per_file.iter().flat_map(|(_, codes)| codes));
        codes.map(String::as_str).find(|code| rule(code).is_none())
    }

    /// The findings in one file that are told, with their severities.
    pub fn apply(&self, findings: Vec<Finding>, file: &Path) -> Vec<Finding> {
        let allowed_here: Vec<&str> = self
            .per_file
            .iter()
            .filter(|(glob, _)| matches(glob, file))
            .flat_map(|(_, codes)| codes.iter().map(String::as_str))
            .collect();
        findings
            .into_iter()
            .filter(|finding| {
                (self.select.is_empty() || self.select.iter().any(|code| code == finding.code))
                    && !allowed_here.contains(&finding.code)
            })
            .filter_map(|finding| match self.levels.get(finding.code) {
                None => Some(finding),
                Some(Level::Allow) => None,
                Some(Level::As(severity)) => Some(Finding {
                    severity: *severity,
                    ..finding
                }),
            })
            .collect()
    }
}

/// Whether a path fits a glob as `.gitignore` understands them.
pub fn matches(glob: &str, file: &Path) -> bool {
    let mut builder = ignore::gitignore::GitignoreBuilder::new("");
    if builder.add_line(None, glob).is_err() {
        return false;
    }
    let relative = file.strip_prefix("/").unwrap_or(file);
    builder.build().is_ok_and(|globs| {
        globs
            .matched_path_or_any_parents(relative, false)
            .is_ignore()
    })
}
