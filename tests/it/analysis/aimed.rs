//! Events aimed at a pair of patterns: what their matchers name and what lies beside it, at the
//! paths that they ask about, one value or several, in one array element or in several.

use super::Dice;
use pattern_test::Pattern;
use pattern_test::pattern::value::{AnythingBut, MatcherKind};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Values worth trying, by path.
pub(crate) struct Aim {
    values: BTreeMap<String, Vec<Value>>,
    bases: Vec<Value>,
}

impl Aim {
    pub(crate) fn at(patterns: &[&Pattern], bases: Vec<Value>) -> Self {
        let mut values: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for condition in patterns.iter().flat_map(|pattern| pattern.conditions()) {
            let here = values.entry(condition.path.to_string()).or_default();
            for matcher in &condition.matchers {
                named(&matcher.kind, here);
            }
            here.extend([json!("x"), json!(1), json!(true), Value::Null]);
        }
        Self { values, bases }
    }

    /// An event, as text.
    pub(crate) fn event(&self, dice: &mut Dice) -> String {
        let mut event = if self.bases.is_empty() || dice.one_in(2) {
            Value::Object(Map::new())
        } else {
            dice.of(&self.bases).clone()
        };
        let spread = dice.below(4);
        for (path, values) in &self.values {
            let of = dice.below(if self.values.len() > 6 { 8 } else { 5 });
            let value = match of {
                0 => {
                    remove(&mut event, &path.split('.').collect::<Vec<_>>());
                    continue;
                }
                1 => json!([dice.of(values), dice.of(values)]),
                2 => json!([[dice.of(values)], {}, []]),
                // What the base has.
                5.. => continue,
                _ => dice.of(values).clone(),
            };
            let keys: Vec<_> = path.split('.').collect();
            if keys.len() > 100 {
                continue;
            }
            if spread == 0 && keys.len() > 1 {
                scatter(&mut event, &keys, value, dice);
            } else {
                put(&mut event, &keys, value, dice);
            }
        }
        event.to_string()
    }
}

/// What a matcher names, and neighbours of it.
fn named(kind: &MatcherKind, values: &mut Vec<Value>) {
    let mut strings: Vec<String> = Vec::new();
    let mut number = |text: &str| {
        values.push(serde_json::from_str(text).unwrap());
        if let Ok(value) = text.parse::<f64>()
            && value.abs() < 1e15
        {
            values.extend([json!(value + 1.0), json!(value - 1.0), json!(value + 0.5)]);
        }
    };
    let wildcard = |w: &pattern_test::pattern::value::Wildcard| {
        [
            w.literals().concat(),
            w.literals().join("x"),
            w.literals().join("*"),
        ]
    };
    match kind {
        MatcherKind::Exact(text)
        | MatcherKind::Exactly(text)
        | MatcherKind::Prefix(text)
        | MatcherKind::Suffix(text) => strings.push(text.to_string()),
        MatcherKind::Address(address) => strings.push(address.ip().to_string()),
        MatcherKind::Number(n) => number(n.text()),
        MatcherKind::EqualsIgnoreCase(o)
        | MatcherKind::PrefixIgnoreCase(o)
        | MatcherKind::SuffixIgnoreCase(o) => strings.push(o.operand().to_owned()),
        MatcherKind::Wildcard(w) => strings.extend(wildcard(w)),
        MatcherKind::Numeric(range) => {
            for bound in [&range.bottom, &range.top].into_iter().flatten() {
                number(bound.number.text());
            }
        }
        MatcherKind::Cidr(block) => {
            strings.extend([
                block.first().ip().to_string(),
                block.last().ip().to_string(),
            ]);
        }
        MatcherKind::AnythingBut(listed) => match listed {
            AnythingBut::Strings(list) | AnythingBut::Prefix(list) | AnythingBut::Suffix(list) => {
                strings.extend(list.iter().map(|text| text.to_string()));
            }
            AnythingBut::Numbers(list) => list.iter().for_each(|n| number(n.text())),
            AnythingBut::EqualsIgnoreCase(list) => {
                strings.extend(list.iter().map(|o| o.operand().to_owned()));
            }
            AnythingBut::Wildcard(list) => strings.extend(list.iter().flat_map(wildcard)),
            _ => {}
        },
        _ => {}
    }
    for text in strings {
        values.extend(
            [
                text.to_uppercase(),
                text.to_lowercase(),
                format!("{text}x"),
                format!("x{text}"),
                format!("0{text}"),
                text.chars().skip(1).collect(),
                text.clone(),
                text,
            ]
            .map(Value::String),
        );
    }
}

/// Sets a value at a path: inside of the first or a random element of arrays on the way.
fn put(event: &mut Value, keys: &[&str], value: Value, dice: &mut Dice) {
    let Some((key, rest)) = keys.split_first() else {
        *event = value;
        return;
    };
    match event {
        Value::Array(elements) if !elements.is_empty() => {
            let at = dice.below(elements.len());
            put(&mut elements[at], keys, value, dice);
        }
        Value::Object(members) => {
            let inner = members
                .entry((*key).to_owned())
                .or_insert_with(|| json!({}));
            put(inner, rest, value, dice);
        }
        other => {
            let mut inner = json!({});
            put(&mut inner, keys, value, dice);
            *other = json!([other.clone(), inner]);
        }
    }
}

/// Sets a value at a path in a new or a random element of an array in front of the last key.
fn scatter(event: &mut Value, keys: &[&str], value: Value, dice: &mut Dice) {
    let (last, parents) = keys.split_last().unwrap();
    let mut at = event;
    for (index, key) in parents.iter().enumerate() {
        if !at.is_object() {
            *at = json!({});
        }
        let missing = if index + 1 == parents.len() {
            json!([])
        } else {
            json!({})
        };
        let members = at.as_object_mut().unwrap();
        at = members.entry((*key).to_owned()).or_insert(missing);
    }
    match at {
        Value::Array(elements) => {
            if elements.is_empty() || dice.one_in(2) {
                elements.push(json!({}));
            }
            let index = dice.below(elements.len());
            if let Value::Object(members) = &mut elements[index] {
                members.insert((*last).to_owned(), value);
            }
        }
        Value::Object(members) => {
            members.insert((*last).to_owned(), value);
        }
        _ => {}
    }
}

fn remove(event: &mut Value, keys: &[&str]) {
    let Some((key, rest)) = keys.split_first() else {
        return;
    };
    match event {
        Value::Object(members) if rest.is_empty() => {
            members.remove(*key);
        }
        Value::Object(members) => {
            if let Some(inner) = members.get_mut(*key) {
                remove(inner, rest);
            }
        }
        Value::Array(elements) => {
            for element in elements {
                remove(element, keys);
            }
        }
        _ => {}
    }
}
