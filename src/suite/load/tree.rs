//! A suite file as a tree of values with their places, from YAML and JSON alike.

mod json;
mod yaml;

use crate::json::{Span, write_string};

/// The most values that a file may hold, aliases written out.
const MAX_VALUES: usize = 2_000_000;

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Value {
    pub(super) kind: Kind,
    pub(super) span: Span,
}

/// What a value is.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    Null,
    Bool(bool),
    /// A number, as JSON writes it.
    Number(String),
    String(String),
    List(Vec<Value>),
    Map(Vec<Entry>),
}

/// A member of a map.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) key_span: Span,
    pub(super) value: Value,
}

/// What is wrong with a text, and where.
#[derive(Debug, Clone)]
pub(super) struct TreeError {
    pub(super) message: String,
    pub(super) span: Span,
}

/// Reads a JSON text.
pub(super) fn from_json(text: &str) -> Result<Value, TreeError> {
    json::read(text)
}

/// Reads a YAML text of one document.
pub(super) fn from_yaml(text: &str) -> Result<Value, TreeError> {
    yaml::read(text)
}

impl Value {
    /// What it is, with the article.
    pub(super) fn kind_name(&self) -> &'static str {
        match &self.kind {
            Kind::Null => "null",
            Kind::Bool(true) => "true",
            Kind::Bool(false) => "false",
            Kind::Number(_) => "a number",
            Kind::String(_) => "a string",
            Kind::List(_) => "a list",
            Kind::Map(_) => "an object",
        }
    }

    /// The string, where it is one.
    pub(super) fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(string) => Some(string),
            _ => None,
        }
    }

    /// The value as JSON text. Its depth is limited by that of the file.
    pub(super) fn to_json(&self) -> String {
        let mut out = String::new();
        self.write_json(&mut out);
        out
    }

    fn write_json(&self, out: &mut String) {
        match &self.kind {
            Kind::Null => out.push_str("null"),
            Kind::Bool(true) => out.push_str("true"),
            Kind::Bool(false) => out.push_str("false"),
            Kind::Number(number) => out.push_str(number),
            Kind::String(string) => write_string(out, string),
            Kind::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    out.push_str(if index > 0 { ", " } else { "" });
                    item.write_json(out);
                }
                out.push(']');
            }
            Kind::Map(entries) => {
                out.push('{');
                for (index, entry) in entries.iter().enumerate() {
                    out.push_str(if index > 0 { ", " } else { "" });
                    write_string(out, &entry.key);
                    out.push_str(": ");
                    entry.value.write_json(out);
                }
                out.push('}');
            }
        }
    }
}

#[cfg(test)]
mod tests;
