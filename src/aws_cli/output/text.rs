//! The text format: tab-separated lines.

use crate::aws_cli::value::{Dict, Value};
use std::collections::BTreeSet;
use std::rc::Rc;

pub(super) fn write(value: &Value, out: &mut String) -> Result<(), String> {
    write_value(value, None, None, out)
}

/// `columns` are the keys that a dict in a list shows on its line, whether it has them or not.
fn write_value(
    value: &Value,
    identifier: Option<&str>,
    columns: Option<&[Rc<str>]>,
    out: &mut String,
) -> Result<(), String> {
    match value {
        Value::Dict(dict) => write_dict(dict, identifier, columns, out),
        Value::List(items) => write_list(items, identifier, out),
        scalar => {
            line(&[scalar.to_text()], out);
            Ok(())
        }
    }
}

fn line(cells: &[String], out: &mut String) {
    out.push_str(&cells.join("\t"));
    out.push('\n');
}

fn write_list(items: &[Value], identifier: Option<&str>, out: &mut String) -> Result<(), String> {
    if items.is_empty() {
        return Ok(());
    }
    if items.iter().any(|item| matches!(item, Value::Dict(_))) {
        let columns = scalar_keys(items)?;
        for item in items {
            write_value(item, identifier, Some(&columns), out)?;
        }
        return Ok(());
    }
    let (scalars, others): (Vec<_>, Vec<_>) = items.iter().partition(|item| item.is_scalar());
    if !scalars.is_empty() {
        let cells: Vec<_> = scalars.iter().map(|item| item.to_text()).collect();
        match identifier {
            None => line(&cells, out),
            Some(identifier) => {
                for cell in cells {
                    line(&[identifier.to_uppercase(), cell], out);
                }
            }
        }
    }
    for item in others {
        write_value(item, identifier, None, out)?;
    }
    Ok(())
}

/// The keys that have a scalar in some dict of the list, sorted.
fn scalar_keys(items: &[Value]) -> Result<Vec<Rc<str>>, String> {
    let mut keys = BTreeSet::new();
    for item in items {
        let Value::Dict(dict) = item else {
            return Err(format!(
                "'{}' object has no attribute 'items'",
                item.class()
            ));
        };
        for (key, value) in dict.iter() {
            if value.is_scalar() {
                keys.insert(Rc::clone(key));
            }
        }
    }
    Ok(keys.into_iter().collect())
}

fn write_dict(
    dict: &Dict,
    identifier: Option<&str>,
    columns: Option<&[Rc<str>]>,
    out: &mut String,
) -> Result<(), String> {
    let mut sorted: Vec<_> = dict.iter().collect();
    sorted.sort_by(|(a, _), (b, _)| a.cmp(b));
    let (mut cells, others): (Vec<String>, Vec<_>) = match columns {
        None => {
            let (scalars, others): (Vec<_>, Vec<_>) =
                sorted.into_iter().partition(|(_, value)| value.is_scalar());
            let cells = scalars.iter().map(|(_, value)| value.to_text()).collect();
            (cells, others)
        }
        Some(columns) => {
            let cell = |column: &Rc<str>| {
                let found = dict.iter().find(|(key, _)| key == column);
                found.map_or(String::new(), |(_, value)| value.to_text())
            };
            let others = sorted
                .into_iter()
                .filter(|(key, _)| !columns.contains(key))
                .collect();
            (columns.iter().map(cell).collect(), others)
        }
    };
    if !cells.is_empty() {
        if let Some(identifier) = identifier {
            cells.insert(0, identifier.to_uppercase());
        }
        line(&cells, out);
    }
    for (key, value) in others {
        write_value(value, Some(key), None, out)?;
    }
    Ok(())
}
