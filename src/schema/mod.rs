//! JSON Schemas of the files that people write by hand, for their editors: suites, the
//! configuration, and event patterns themselves.
//!
//! What a file may say is kept in one place, as [`Key`]s: the reader takes its keys from there, the
//! schema its properties, and an error its suggestion.

mod config;
mod pattern;
mod suite;

use crate::spelling;
use serde_json::{Map, Value, json};

/// The version of JSON Schema in use.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// A key of a file, what it is for, and what may stand there.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub doc: &'static str,
    /// What may stand there, as JSON Schema.
    pub schema: fn() -> Value,
}

impl Key {
    /// A key.
    pub const fn new(name: &'static str, doc: &'static str, schema: fn() -> Value) -> Self {
        Self { name, doc, schema }
    }
}

/// The schemas there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Schema {
    /// Suites: *.suite.yaml, *.suite.json
    Suite,
    /// The configuration: pattern-test.toml
    Config,
    /// Event patterns
    Pattern,
}

impl Schema {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Suite, Self::Config, Self::Pattern];

    /// Its name, as the command line has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Suite => "suite",
            Self::Config => "config",
            Self::Pattern => "pattern",
        }
    }

    /// The schema.
    pub fn value(self) -> Value {
        match self {
            Self::Suite => suite::schema(),
            Self::Config => config::schema(),
            Self::Pattern => pattern::schema(),
        }
    }

    /// The schema as text, with a line end.
    pub fn text(self) -> String {
        format!("{:#}\n", self.value())
    }
}

/// An object with these keys and no others.
pub(crate) fn object(doc: &str, keys: &[Key]) -> Value {
    let properties: Map<String, Value> = keys
        .iter()
        .map(|key| {
            let schema = with((key.schema)(), "description", key.doc.into());
            (key.name.to_owned(), schema)
        })
        .collect();
    json!({
        "description": doc,
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}

/// The schema with one more member.
fn with(mut schema: Value, key: &str, value: Value) -> Value {
    if let Some(members) = schema.as_object_mut() {
        members.insert(key.to_owned(), value);
    }
    schema
}

/// A list of strings: paths, globs.
pub(crate) fn strings() -> Value {
    json!({"type": "array", "items": {"type": "string"}})
}

/// A share in percent.
pub(crate) fn percent() -> Value {
    json!({"type": "number", "minimum": 0, "maximum": 100})
}

/// A string.
pub(crate) fn string() -> Value {
    json!({"type": "string"})
}

/// The names of keys.
pub fn names(keys: &[Key]) -> Vec<&'static str> {
    keys.iter().map(|key| key.name).collect()
}

/// The word among those known that was probably meant.
pub fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let most = |name: &str| (name.chars().count() / 3).max(1);
    spelling::nearest(word, known.iter().copied(), str::to_owned, most)
}

/// What to say about a key that is not among those known: the one that was meant, or all of them.
pub fn suggestion(word: &str, known: &[&str]) -> String {
    match nearest(word, known) {
        Some(name) => format!("did you mean `{name}`?"),
        None => {
            let names: Vec<_> = known.iter().map(|name| format!("`{name}`")).collect();
            format!("the keys here are {}", names.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_that_was_meant() {
        assert_eq!(
            suggestion("patern", &["path", "pattern"]),
            "did you mean `pattern`?"
        );
        assert_eq!(
            suggestion("colour", &["path", "pattern"]),
            "the keys here are `path`, `pattern`"
        );
        assert_eq!(nearest("st", &["set"]), Some("set"));
        assert_eq!(nearest("x", &[]), None);
    }
}
