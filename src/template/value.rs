//! What a template says at one place, with everything resolved that can be; and as JSON text.

use super::text::{Place, Text};

/// A value with its place.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) value: Value,
    pub(super) place: Place,
}

#[derive(Debug, Clone)]
pub(super) enum Value {
    Null,
    Bool(bool),
    /// As JSON spells it.
    Number(String),
    Text(Text),
    List(Vec<Item>),
    /// Duplicate keys are all there.
    Map(Vec<(Item, Item)>),
    /// Not known before deployment.
    Unknown(String),
}

/// How the numbers and booleans of a template's object arrive in the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AsDeployed {
    /// As numbers and booleans
    #[default]
    Typed,
    /// As strings, which was reported of CloudFormation in 2019 and 2020
    Stringified,
}

/// The longest text that a template's object is written as; the service takes 4,096 characters.
pub(super) const LONGEST: usize = 256 << 10;

/// The value as JSON text. `None` where it becomes longer than [`LONGEST`].
pub(super) fn render(item: &Item, reading: AsDeployed) -> Option<Text> {
    let mut text = Text::default();
    write(item, reading, &mut text)?;
    Some(text)
}

/// Recurses as deep as the value nests, which whoever made it has limited.
fn write(item: &Item, reading: AsDeployed, out: &mut Text) -> Option<()> {
    if out.len() > LONGEST {
        return None;
    }
    let place = item.place;
    let open = Place::new(place.file, place.span.start, place.span.start);
    let close = Place::new(place.file, place.span.end, place.span.end);
    match &item.value {
        Value::Null => out.push_loose("null", place),
        Value::Bool(value) => word(if *value { "true" } else { "false" }, place, reading, out),
        Value::Number(number) => word(number, place, reading, out),
        Value::Text(text) if text.len() > LONGEST => return None,
        Value::Text(text) => out.push_json_string(text, place),
        Value::Unknown(name) => out.push_unknown(name, place),
        Value::List(items) => {
            out.push_loose("[", open);
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push_loose(",", item.place);
                }
                write(item, reading, out)?;
            }
            out.push_loose("]", close);
        }
        Value::Map(members) => {
            out.push_loose("{", open);
            for (index, (key, value)) in members.iter().enumerate() {
                if index > 0 {
                    out.push_loose(",", key.place);
                }
                match &key.value {
                    Value::Text(text) => out.push_json_string(text, key.place),
                    Value::Unknown(name) => {
                        let mut text = Text::default();
                        text.push_unknown(name, key.place);
                        out.push_json_string(&text, key.place);
                    }
                    _ => return None,
                }
                out.push_loose(":", key.place);
                write(value, reading, out)?;
            }
            out.push_loose("}", close);
        }
    }
    Some(())
}

fn word(word: &str, place: Place, reading: AsDeployed, out: &mut Text) {
    match reading {
        AsDeployed::Typed => out.push_loose(word, place),
        AsDeployed::Stringified => out.push_loose(&format!("\"{word}\""), place),
    }
}

impl Value {
    /// The value in short, for a sentence.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(value) => value.to_string(),
            Self::Number(number) => number.clone(),
            Self::Text(text) => text.as_str().to_owned(),
            Self::List(_) => "[…]".to_owned(),
            Self::Map(_) => "{…}".to_owned(),
            Self::Unknown(name) => format!("${{{name}}}"),
        }
    }
}

impl Item {
    /// How many values there are in it, itself included; text counts by its length.
    pub(super) fn weight(&self) -> usize {
        match &self.value {
            Value::Text(text) => 1 + text.len() / 16,
            Value::List(items) => 1 + items.iter().map(Self::weight).sum::<usize>(),
            Value::Map(members) => {
                let members = members.iter();
                1 + members.map(|(_, value)| 1 + value.weight()).sum::<usize>()
            }
            _ => 1,
        }
    }

    /// What a map has under a key, or a list at an index. The last counts.
    pub(super) fn member(&self, name: &str) -> Option<Self> {
        match &self.value {
            Value::Map(members) => members.iter().rev().find_map(|(key, value)| {
                matches!(&key.value, Value::Text(text) if text.as_str() == name)
                    .then(|| value.clone())
            }),
            Value::List(items) => items.get(name.parse::<usize>().ok()?).cloned(),
            _ => None,
        }
    }

    /// Whether there is a number or a boolean anywhere inside.
    pub(super) fn has_typed(&self) -> bool {
        match &self.value {
            Value::Bool(_) | Value::Number(_) => true,
            Value::List(items) => items.iter().any(Self::has_typed),
            Value::Map(members) => members.iter().any(|(_, value)| value.has_typed()),
            Value::Null | Value::Text(_) | Value::Unknown(_) => false,
        }
    }

    /// The nulls inside.
    pub(super) fn nulls(&self, found: &mut Vec<Place>) {
        match &self.value {
            Value::Null => found.push(self.place),
            Value::List(items) => items.iter().for_each(|item| item.nulls(found)),
            Value::Map(members) => members.iter().for_each(|(_, value)| value.nulls(found)),
            _ => {}
        }
    }
}
