//! What the files that people write by hand may say: their keys, as the readers know them.
//!
//! The reader takes its keys from here, the JSON Schema its properties, and an error its suggestion.

use crate::spelling;
use serde_json::{Value, json};

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
