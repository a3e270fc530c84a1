//! Which findings are told, and how bad they are to a project.

use super::{Finding, Severity, rule};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
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
    /// Only these rules; all if empty.
    pub select: Vec<String>,
    /// What becomes of the findings of single rules.
    pub levels: BTreeMap<String, Level>,
    /// Files, each with the rules that are not applied there.
    pub per_file: Vec<(Globs, Vec<String>)>,
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

    /// Whether a rule's findings are told at all.
    pub fn tells(&self, code: &str) -> bool {
        self.is_selected(code) && self.levels.get(code) != Some(&Level::Allow)
    }

    fn is_selected(&self, code: &str) -> bool {
        self.select.is_empty() || self.select.iter().any(|selected| selected == code)
    }

    /// The findings in one file that are told, with their severities.
    pub fn apply(&self, findings: Vec<Finding>, file: &Path) -> Vec<Finding> {
        let allowed_here: Vec<&str> = self
            .per_file
            .iter()
            .filter(|(globs, _)| globs.matches(file))
            .flat_map(|(_, codes)| codes.iter().map(String::as_str))
            .collect();
        findings
            .into_iter()
            .filter(|finding| {
                self.is_selected(finding.code) && !allowed_here.contains(&finding.code)
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

/// Which files are meant, written as `.gitignore` writes them.
#[derive(Debug, Clone)]
pub struct Globs(Gitignore);

impl Globs {
    /// Globs that no file fits.
    pub fn none() -> Self {
        Self(Gitignore::empty())
    }

    /// Reads globs.
    ///
    /// # Errors
    /// One of them is no glob.
    pub fn new<'g>(globs: impl IntoIterator<Item = &'g String>) -> Result<Self, String> {
        let mut builder = GitignoreBuilder::new("");
        for glob in globs {
            let added = builder.add_line(None, glob);
            added.map_err(|error| format!("`{glob}` is not a valid glob: {error}"))?;
        }
        builder.build().map(Self).map_err(|error| error.to_string())
    }

    /// Whether a file is meant, or a directory that it stands in.
    pub fn matches(&self, file: &Path) -> bool {
        let relative = file.strip_prefix("/").unwrap_or(file);
        let found = self.0.matched_path_or_any_parents(relative, false);
        found.is_ignore()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_mean_what_gitignore_means_by_them() {
        let globs = ["vendor/", "*.tf", "/a/b.json"].map(str::to_owned);
        let globs = Globs::new(&globs).unwrap();
        for (path, expected) in [
            ("vendor/x.json", true),
            ("a/vendor/b/c.yaml", true),
            ("x/main.tf", true),
            ("a/b.json", true),
            ("c/a/b.json", false),
            ("vendor.json", false),
        ] {
            assert_eq!(globs.matches(Path::new(path)), expected, "{path}");
        }
    }
}
