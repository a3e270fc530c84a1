//! `pattern-test.toml`: where a project keeps its patterns and fixtures.
//!
//! The file is looked for upwards from the working directory; its paths are relative to it.

mod check;

pub use check::{CheckSection, ConfiguredLevel};

use crate::json::Span;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The file's name.
pub const FILE_NAME: &str = "pattern-test.toml";

/// What a project says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// What to hear of patterns.
    pub check: CheckSection,
    /// Where things stand.
    pub paths: Paths,
}

/// Where things stand, relative to the file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Paths {
    /// Files and directories with patterns.
    pub patterns: Vec<PathBuf>,
    /// Files and directories with events.
    pub fixtures: Vec<PathBuf>,
}

impl Default for Paths {
    fn default() -> Self {
        Self {
            patterns: vec!["patterns".into()],
            fixtures: vec!["fixtures".into()],
        }
    }
}

/// A configuration file that cannot be used.
#[derive(Debug)]
pub struct ConfigError {
    /// The file.
    pub file: PathBuf,
    /// Its text, where it could be read.
    pub text: String,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub span: Option<Span>,
}

impl Config {
    /// Reads the nearest configuration at or above `directory`; the defaults, relative to
    /// `directory`, where there is none.
    ///
    /// # Errors
    /// The file cannot be read, is not TOML, or has keys that do not exist.
    pub fn find(directory: &Path) -> Result<Self, ConfigError> {
        let Some(file) = directory
            .ancestors()
            .map(|d| d.join(FILE_NAME))
            .find(|f| f.is_file())
        else {
            return Ok(Self::default());
        };
        let fail = |text: &str, message: String, span| ConfigError {
            file: shortened(&file, directory),
            text: text.to_owned(),
            message,
            span,
        };
        let text =
            std::fs::read_to_string(&file).map_err(|error| fail("", error.to_string(), None))?;
        let mut config: Self = toml::from_str(&text).map_err(|error| {
            let span = error.span().map(|range| Span::new(range.start, range.end));
            fail(&text, error.message().to_owned(), span)
        })?;
        let base = shortened(file.parent().unwrap_or(directory), directory);
        for path in config
            .paths
            .patterns
            .iter_mut()
            .chain(&mut config.paths.fixtures)
        {
            *path = base.join(&path);
        }
        if let Some(baseline) = &mut config.check.baseline {
            *baseline = base.join(&*baseline);
        }
        Ok(config)
    }
}

/// The path as seen from `directory`, when it is at or below it.
fn shortened(path: &Path, directory: &Path) -> PathBuf {
    path.strip_prefix(directory).unwrap_or(path).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_does_not_exist_is_an_error_with_a_place() {
        let folder =
            std::env::temp_dir().join(format!("pattern-test-config-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("deep/er")).unwrap();
        std::fs::write(folder.join(FILE_NAME), "[paths]\npatterns = [\"rules\"]\n").unwrap();
        let config = Config::find(&folder.join("deep/er")).unwrap();
        assert_eq!(config.paths.patterns, [folder.join("rules")]);
        assert_eq!(
            Config::find(&folder).unwrap().paths.patterns,
            [PathBuf::from("rules")]
        );

        std::fs::write(folder.join(FILE_NAME), "[paths]\npattern = []\n").unwrap();
        let error = Config::find(&folder).unwrap_err();
        assert!(
            error.message.contains("`pattern`") && error.message.contains("`patterns`"),
            "{}",
            error.message
        );
        assert_eq!(
            error
                .span
                .map(|span| span.of(&error.text).to_owned())
                .as_deref(),
            Some("pattern")
        );
        std::fs::remove_dir_all(folder).unwrap();
    }
}
