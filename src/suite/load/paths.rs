//! Where patterns, events and suites stand.

use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Where things stand, as the section `[paths]` of the configuration says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Paths {
    /// Files and directories with patterns.
    pub patterns: Vec<PathBuf>,
    /// Whether the file says where patterns are.
    #[serde(skip)]
    pub patterns_named: bool,
    /// Files and directories with events.
    pub fixtures: Vec<PathBuf>,
    /// Files and directories with suites; where it is not said, the directories of patterns and
    /// fixtures.
    pub suites: Option<Vec<PathBuf>>,
}

impl Default for Paths {
    fn default() -> Self {
        Self {
            patterns: vec!["patterns".into()],
            patterns_named: false,
            fixtures: vec!["fixtures".into()],
            suites: None,
        }
    }
}

impl Paths {
    /// Makes the paths relative to the working directory, from which the configuration's is `base`.
    pub(crate) fn move_to(&mut self, base: &Path) {
        let Self {
            patterns,
            patterns_named: _,
            fixtures,
            suites,
        } = self;
        for path in patterns
            .iter_mut()
            .chain(fixtures)
            .chain(suites.iter_mut().flatten())
        {
            *path = base.join(&path);
        }
    }
}
