//! The text format: tab-separated lines.

use super::output::{is_scalar, plain};
use jmespath::{Rcvar, Variable};
use std::collections::{BTreeMap, BTreeSet};

type Object = BTreeMap<String, Rcvar>;

/// # Errors
/// A list of objects and other values, which the AWS CLI cannot print as text.
pub(super) fn write(value: &Variable, out: &mut String) -> Result<(), String> {
    write_value(value, None, None, out)
}

/// `columns` are the keys that an object in a list shows on its line, whether it has them or not.
fn write_value(
    value: &Variable,
    name: Option<&str>,
    columns: Option<&BTreeSet<&String>>,
    out: &mut String,
) -> Result<(), String> {
    match value {
        Variable::Object(map) => write_object(map, name, columns, out),
        Variable::Array(items) => write_list(items, name, out),
        scalar => {
            line(None, &[plain(scalar)], out);
            Ok(())
        }
    }
}

fn line(name: Option<&str>, cells: &[String], out: &mut String) {
    if let Some(name) = name {
        out.push_str(&name.to_uppercase());
        out.push('\t');
    }
    out.push_str(&cells.join("\t"));
    out.push('\n');
}

fn write_list(items: &[Rcvar], name: Option<&str>, out: &mut String) -> Result<(), String> {
    if items.iter().any(|item| item.is_object()) {
        let mut columns = BTreeSet::new();
        for item in items {
            let Some(map) = item.as_object() else {
                return Err("a list of objects and other values cannot be printed as text".into());
            };
            columns.extend(
                map.iter()
                    .filter(|(_, value)| is_scalar(value))
                    .map(|(key, _)| key),
            );
        }
        for item in items {
            write_value(item, name, Some(&columns), out)?;
        }
        return Ok(());
    }
    let (scalars, lists): (Vec<_>, Vec<_>) = items.iter().partition(|item| is_scalar(item));
    let cells: Vec<_> = scalars.iter().map(|item| plain(item)).collect();
    match name {
        None if cells.is_empty() => {}
        None => line(None, &cells, out),
        Some(_) => cells.into_iter().for_each(|cell| line(name, &[cell], out)),
    }
    for item in lists {
        write_value(item, name, None, out)?;
    }
    Ok(())
}

fn write_object(
    map: &Object,
    name: Option<&str>,
    columns: Option<&BTreeSet<&String>>,
    out: &mut String,
) -> Result<(), String> {
    let is_cell = |(key, value): (&String, &Rcvar)| match columns {
        None => is_scalar(value),
        Some(columns) => columns.contains(key),
    };
    let cell = |key: &String| map.get(key).map_or(String::new(), |value| plain(value));
    let cells: Vec<_> = match columns {
        None => map
            .iter()
            .filter(|pair| is_cell(*pair))
            .map(|(key, _)| cell(key))
            .collect(),
        Some(columns) => columns.iter().map(|key| cell(key)).collect(),
    };
    if !cells.is_empty() {
        line(name, &cells, out);
    }
    for (key, value) in map.iter().filter(|pair| !is_cell(*pair)) {
        write_value(value, Some(key), None, out)?;
    }
    Ok(())
}
