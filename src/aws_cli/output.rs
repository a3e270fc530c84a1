//! The AWS CLI's output formats, for whatever `--query` makes of the answer.
//!
//! The AWS CLI is a Python program: `True` in a text output, `{'a': [1]}` in a cell, `1e+16` in JSON
//! are Python's ways to write a value.

use super::query::Selected;
use super::{Failure, table, text, yaml};
use jmespath::{Rcvar, Variable};
use serde_json::Number;

/// The values of `--output`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    Json,
    Text,
    Table,
    Yaml,
    YamlStream,
    Off,
}

/// Writes a value. What was written before a failure stays.
pub(super) fn write(
    format: Format,
    selected: &Selected,
    terminal_width: usize,
    out: &mut String,
) -> Result<(), Failure> {
    let value = &selected.value;
    let is_empty = matches!(&**value, Variable::Object(map) if map.is_empty());
    match format {
        Format::Off => Ok(()),
        _ if has_expression(value) => Err("an expression (`&…`) cannot be printed".to_owned()),
        Format::Json | Format::Yaml | Format::YamlStream if is_empty => Ok(()),
        Format::Text => text::write(value, out),
        Format::Table => table::write("TestEventPattern", value, terminal_width, out),
        Format::YamlStream => {
            yaml::write(&Rcvar::new(Variable::Array(vec![value.clone()])), out);
            Ok(())
        }
        Format::Yaml if !is_scalar(value) => {
            yaml::write(value, out);
            Ok(())
        }
        Format::Json | Format::Yaml => {
            json(value, 0, &selected.keys, out);
            out.push('\n');
            Ok(())
        }
    }
    .map_err(Failure::Other)
}

pub(super) fn is_scalar(value: &Variable) -> bool {
    !matches!(value, Variable::Array(_) | Variable::Object(_))
}

fn has_expression(value: &Variable) -> bool {
    match value {
        Variable::Expref(_) => true,
        Variable::Array(items) => items.iter().any(|item| has_expression(item)),
        Variable::Object(map) => map.values().any(|item| has_expression(item)),
        _ => false,
    }
}

/// Indented by four; objects have their keys in the order in which the expression names them.
fn json(value: &Variable, depth: usize, keys: &[String], out: &mut String) {
    let line = |depth| format!("\n{}", "    ".repeat(depth));
    let (brackets, items): (_, Vec<(Option<&String>, &Rcvar)>) = match value {
        Variable::Array(items) => (['[', ']'], items.iter().map(|item| (None, item)).collect()),
        Variable::Object(map) => {
            let mut pairs: Vec<_> = map.iter().collect();
            let place = |key: &String| keys.iter().position(|known| known == key);
            pairs.sort_by_key(|(key, _)| place(key).unwrap_or(usize::MAX));
            let pairs = pairs.into_iter().map(|(key, item)| (Some(key), item));
            (['{', '}'], pairs.collect())
        }
        Variable::Null => return out.push_str("null"),
        Variable::Bool(value) => return out.push_str(if *value { "true" } else { "false" }),
        Variable::Number(value) => return out.push_str(&number(value)),
        Variable::String(text) => return crate::json::write_string(out, text),
        Variable::Expref(_) => return,
    };
    let [open, close] = brackets;
    out.push(open);
    for (index, (key, item)) in items.iter().enumerate() {
        out.push_str(if index > 0 { "," } else { "" });
        out.push_str(&line(depth + 1));
        if let Some(key) = key {
            crate::json::write_string(out, key);
            out.push_str(": ");
        }
        json(item, depth + 1, keys, out);
    }
    if !items.is_empty() {
        out.push_str(&line(depth));
    }
    out.push(close);
}

/// The shortest digits that read back as the same number, with an exponent below 1e-4 and from 1e16
/// on.
pub(super) fn number(number: &Number) -> String {
    let value = match number.as_f64() {
        Some(value) if !number.is_i64() && !number.is_u64() => value,
        _ => return number.to_string(),
    };
    let text = format!("{value:?}");
    match text.split_once('e') {
        None => text,
        Some((digits, exponent)) => {
            let sign = if exponent.starts_with('-') { '-' } else { '+' };
            format!("{digits}e{sign}{:0>2}", exponent.trim_start_matches('-'))
        }
    }
}

/// `str(value)`.
pub(super) fn plain(value: &Variable) -> String {
    match value {
        Variable::String(text) => text.clone(),
        other => repr(other),
    }
}

fn repr(value: &Variable) -> String {
    let list = |items: Vec<String>| items.join(", ");
    match value {
        Variable::Null | Variable::Expref(_) => "None".to_owned(),
        Variable::Bool(true) => "True".to_owned(),
        Variable::Bool(false) => "False".to_owned(),
        Variable::Number(value) => number(value),
        Variable::String(text) => {
            let text = text.replace('\\', "\\\\").replace('\n', "\\n");
            if text.contains('\'') && !text.contains('"') {
                return format!("\"{text}\"");
            }
            format!("'{}'", text.replace('\'', "\\'"))
        }
        Variable::Array(items) => {
            format!("[{}]", list(items.iter().map(|item| repr(item)).collect()))
        }
        Variable::Object(map) => {
            let pair = |(key, item): (&String, &Rcvar)| {
                format!("{}: {}", repr(&Variable::String(key.clone())), repr(item))
            };
            format!("{{{}}}", list(map.iter().map(pair).collect()))
        }
    }
}
