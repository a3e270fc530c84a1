//! Between our values and the engine's.

use super::names::{Names, shown};
use crate::aws_cli::value::Value;
use jmespath::{Rcvar, Variable};
use serde_json::Number;
use std::collections::HashMap;
use std::rc::Rc;

/// A value for the engine; `None` where it holds a number that is not finite.
pub(super) fn to_variable(value: &Value, names: &Names) -> Option<Rcvar> {
    Some(Rcvar::new(match value {
        Value::Bool(value) => Variable::Bool(*value),
        Value::Int(digits) => Variable::Number(number(digits)?),
        Value::Float(number) => Variable::Number(Number::from_f64(*number)?),
        Value::Str(text) => Variable::String(text.to_string()),
        Value::List(items) => Variable::Array(
            items
                .iter()
                .map(|item| to_variable(item, names))
                .collect::<Option<_>>()?,
        ),
        Value::Dict(dict) => Variable::Object(
            dict.iter()
                .map(|(key, item)| Some((names.ranked(key), to_variable(item, names)?)))
                .collect::<Option<_>>()?,
        ),
        Value::None | Value::Bytes(_) | Value::Date(_) | Value::Expression => Variable::Null,
    }))
}

/// An integer, or the nearest float where 64 bits do not hold it.
pub(super) fn number(digits: &str) -> Option<Number> {
    if let Ok(number) = digits.parse::<i64>() {
        return Some(number.into());
    }
    if let Ok(number) = digits.parse::<u64>() {
        return Some(number.into());
    }
    Number::from_f64(digits.parse().ok()?)
}

/// A value from the engine. What was shared there stays shared.
pub(super) fn to_value(variable: &Rcvar) -> Value {
    convert(variable, &mut HashMap::new())
}

fn convert(variable: &Rcvar, known: &mut HashMap<*const Variable, Value>) -> Value {
    let id = Rc::as_ptr(variable);
    if let Some(value) = known.get(&id) {
        return value.clone();
    }
    let value = match &**variable {
        Variable::Null => Value::None,
        Variable::Bool(value) => Value::Bool(*value),
        Variable::Number(number) => {
            if number.is_i64() || number.is_u64() {
                Value::int(&number.to_string())
            } else {
                Value::Float(number.as_f64().unwrap_or(f64::NAN))
            }
        }
        Variable::String(text) => Value::str(text.as_str()),
        Variable::Array(items) => {
            Value::list(items.iter().map(|item| convert(item, known)).collect())
        }
        Variable::Object(map) => Value::dict(
            map.iter()
                .map(|(key, item)| (shown(key).into(), convert(item, known))),
        ),
        Variable::Expref(_) => Value::Expression,
    };
    if !value.is_scalar() {
        known.insert(id, value.clone());
    }
    value
}
