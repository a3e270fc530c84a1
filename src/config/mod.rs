//! `pattern-test.toml`: what a project says about itself, once for all commands.
//!
//! The file is looked for upwards from the working directory; its paths are relative to it. Each
//! section has a file here with its keys, of which the JSON Schema is made too: a new section is a
//! file, a member of [`Config`] and an entry in [`SECTIONS`].

mod check;
mod paths;
mod verify;

pub use crate::suite::load::Paths;
pub(crate) use check::definitions;
pub use check::{CheckSection, ConfiguredLevel};
pub use verify::Verify;

use crate::input::read;
use crate::json::Span;
use crate::keys::{Key, names, suggestion};
use crate::matching::Mode;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use toml::de::{DeTable, DeValue};

/// The file's name.
pub const FILE_NAME: &str = "pattern-test.toml";

/// The most bytes of it that are read.
const LARGEST: u64 = 1 << 20;

/// What a project says about itself.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// What to hear of patterns.
    pub check: CheckSection,
    /// The mode that decides; where it is not said, each command has its default.
    #[serde(deserialize_with = "mode")]
    pub mode: Option<Mode>,
    /// Where things stand.
    pub paths: Paths,
    /// What `verify` asks of suites.
    pub verify: Verify,
}

/// The keys that stand in no section.
pub const TOP: &[Key] = &[Key::new(
    "mode",
    "The mode that decides: `strict` as EventBridge does today, or `flattened`. Without it `match` and \
     others take flattened, and in suites a verdict must be the same in both.",
    || serde_json::json!({"enum": Mode::ALL.map(Mode::name)}),
)];

fn mode<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Mode>, D::Error> {
    let name = String::deserialize(deserializer)?;
    Mode::named(&name).map(Some).ok_or_else(|| {
        let message = format!("expected `flattened` or `strict`, found `{name}`");
        serde::de::Error::custom(message)
    })
}

/// A table of the file.
#[derive(Debug, Clone, Copy)]
pub struct Section {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub doc: &'static str,
    /// Its keys.
    pub keys: &'static [Key],
}

/// The sections there are.
pub const SECTIONS: &[Section] = &[check::SECTION, paths::SECTION, verify::SECTION];

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
    /// What to do instead.
    pub help: Option<String>,
}

/// What is wrong with a text, before it is known which file's it is.
struct Problem {
    message: String,
    span: Option<Span>,
    help: Option<String>,
}

impl Problem {
    fn in_file(self, file: &Path, text: &str) -> ConfigError {
        ConfigError {
            file: file.to_owned(),
            text: text.to_owned(),
            message: self.message,
            span: self.span,
            help: self.help,
        }
    }
}

impl Config {
    /// Reads the nearest configuration at or above `directory`; the defaults, relative to
    /// `directory`, where there is none.
    ///
    /// # Errors
    /// The file cannot be read, is not TOML, or has keys that do not exist.
    pub fn find(directory: &Path) -> Result<Self, ConfigError> {
        let Some(file) = Self::file(directory) else {
            return Ok(Self::default());
        };
        let shown = shortened(&file, directory);
        let problem = |message: String, span| Problem {
            message,
            span,
            help: None,
        };
        let bytes = read::regular(&file, LARGEST)
            .map_err(|error| problem(error.to_string(), None).in_file(&shown, ""))?;
        let text = crate::intake::decode(&bytes).map_err(|error| {
            // What can be read of it, with a mark at the place.
            let good = bytes.get(..error.span().start).unwrap_or_default();
            let mut text = String::from_utf8_lossy(good).into_owned();
            let start = text.len();
            text.push(char::REPLACEMENT_CHARACTER);
            let span = Span::new(start, text.len());
            problem(error.to_string(), Some(span)).in_file(&shown, &text)
        })?;
        let mut config = Self::of_text(&shown, text)?;
        let base = shortened(file.parent().unwrap_or(directory), directory);
        config.paths.move_to(&base);
        config.check.move_to(&base);
        Ok(config)
    }

    /// The configuration in a text, read as if it stood in `file`; paths in it stay as they are.
    ///
    /// # Errors
    /// The text is not TOML, or has keys that do not exist.
    pub fn of_text(file: &Path, text: &str) -> Result<Self, ConfigError> {
        Self::parse(text).map_err(|problem| problem.in_file(file, text))
    }

    /// The nearest configuration file at or above `directory`.
    pub fn file(directory: &Path) -> Option<PathBuf> {
        directory
            .ancestors()
            .map(|above| above.join(FILE_NAME))
            .find(|file| file.is_file())
    }

    /// The same with paths that lead there from anywhere, where they led there from `base`.
    #[must_use]
    pub fn seen_from(mut self, base: &Path) -> Self {
        self.paths.move_to(base);
        self.check.move_to(base);
        self
    }

    fn parse(text: &str) -> Result<Self, Problem> {
        let told = |error: toml::de::Error| Problem {
            message: error.message().to_owned(),
            span: error.span().map(|range| Span::new(range.start, range.end)),
            help: None,
        };
        let table = DeTable::parse(text).map_err(told)?;
        unknown(table.get_ref())?;
        let mut config: Self = toml::from_str(text).map_err(told)?;
        config.paths.patterns_named = match table.get_ref().get("paths").map(|p| p.get_ref()) {
            Some(DeValue::Table(paths)) => paths.contains_key("patterns"),
            _ => false,
        };
        Ok(config)
    }
}

/// Looks for keys that do not exist.
fn unknown(top: &DeTable<'_>) -> Result<(), Problem> {
    let sections = SECTIONS.iter().map(|section| section.name);
    let known: Vec<_> = names(TOP).into_iter().chain(sections).collect();
    check(top, &known, "the file")?;
    for section in SECTIONS {
        if let Some(DeValue::Table(table)) = top.get(section.name).map(|value| value.get_ref()) {
            check(table, &names(section.keys), &format!("[{}]", section.name))?;
        }
    }
    Ok(())
}

fn check(table: &DeTable<'_>, known: &[&str], place: &str) -> Result<(), Problem> {
    // The table is sorted by name; the first in the file is told.
    let first = table
        .keys()
        .filter(|key| !known.contains(&key.get_ref().as_ref()))
        .min_by_key(|key| key.span().start);
    match first {
        None => Ok(()),
        Some(key) => {
            let name = key.get_ref();
            Err(Problem {
                message: format!("{place} has no key `{name}`"),
                span: Some(Span::new(key.span().start, key.span().end)),
                help: Some(suggestion(name, known)),
            })
        }
    }
}

/// The path as seen from `directory`, when it is at or below it.
fn shortened(path: &Path, directory: &Path) -> PathBuf {
    path.strip_prefix(directory).unwrap_or(path).to_owned()
}

#[cfg(test)]
mod tests;
