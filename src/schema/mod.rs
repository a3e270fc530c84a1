//! JSON Schemas of the files that people write by hand, for their editors: suites, the
//! configuration, and event patterns themselves.
//!
//! What a file may say is kept in one place, as [`Key`]s, of which its schema is made.

mod config;
mod pattern;
mod suite;

use crate::keys::Key;
use serde_json::{Map, Value, json};

/// The version of JSON Schema in use.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schemas there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
fn object(doc: &str, keys: &[Key]) -> Value {
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
