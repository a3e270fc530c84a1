//! A YAML text as values: one document, no key twice, the tags of the core schema only.

use crate::aws_cli::value::{Dict, Value};
use crate::aws_cli::yaml_schema::{Kind, resolve};
use granit_parser::{Event, Parser, ScalarStyle};
use std::collections::HashMap;
use std::rc::Rc;

/// The deepest nesting that is read.
const MAX_DEPTH: usize = 500;

/// Reads a document; an empty text is `None`, as is an empty document.
pub(super) fn load(text: &str) -> Option<Value> {
    let mut builder = Builder::default();
    for next in Parser::new_from_str(text) {
        let (event, span) = next.ok()?;
        let start = span.byte_range().map_or(0, |range| range.start);
        if event.is_node() && follows_tab(text, start) {
            return None;
        }
        builder.take(event)?;
    }
    Some(builder.root.unwrap_or(Value::None))
}

/// Whether nothing but white space with a tab in it stands before this place on its line: the AWS
/// CLI's reader allows no tab there, ours does.
fn follows_tab(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or("");
    let line = before.rsplit('\n').next().unwrap_or(before);
    line.contains('\t') && line.trim_start_matches([' ', '\t']).is_empty()
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    anchors: HashMap<usize, Value>,
    root: Option<Value>,
    documents: usize,
}

/// A container that is not closed yet.
struct Open {
    anchor: usize,
    items: Items,
}

enum Items {
    List(Vec<Value>),
    Dict(Dict, Option<Rc<str>>),
}

impl Builder {
    fn take(&mut self, event: Event<'_>) -> Option<()> {
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                (self.documents == 1).then_some(())
            }
            Event::Alias(id) => {
                let value = self.anchors.get(&id)?.clone();
                self.add(value)
            }
            Event::Scalar(text, style, anchor, tag) => {
                let value = match &tag {
                    None if style == ScalarStyle::Plain => scalar(&text),
                    None => Value::str(&*text),
                    Some(tag) if tag.suffix().is_empty() || tag.handle() == "!" => return None,
                    Some(tag) => match tag.core_suffix()? {
                        "str" => Value::str(&*text),
                        "int" | "float" | "bool" | "null" => scalar(&text),
                        _ => return None,
                    },
                };
                self.anchor(anchor, &value);
                self.add(value)
            }
            Event::SequenceStart(_, anchor, tag) => {
                if let Some(tag) = &tag
                    && tag.core_suffix() != Some("seq")
                {
                    return None;
                }
                self.begin(anchor, Items::List(Vec::new()))
            }
            Event::MappingStart(_, anchor, tag) => {
                if let Some(tag) = &tag
                    && tag.core_suffix() != Some("map")
                {
                    return None;
                }
                self.begin(anchor, Items::Dict(Dict::new(), None))
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Open { anchor, items } = self.open.pop()?;
                let value = match items {
                    Items::List(items) => Value::list(items),
                    Items::Dict(dict, _) => Value::Dict(Rc::new(dict)),
                };
                self.anchor(anchor, &value);
                self.add(value)
            }
            _ => Some(()),
        }
    }

    fn begin(&mut self, anchor: usize, items: Items) -> Option<()> {
        self.open.push(Open { anchor, items });
        (self.open.len() <= MAX_DEPTH).then_some(())
    }

    fn anchor(&mut self, id: usize, value: &Value) {
        if id != 0 {
            self.anchors.insert(id, value.clone());
        }
    }

    fn add(&mut self, value: Value) -> Option<()> {
        match self.open.last_mut().map(|open| &mut open.items) {
            None => self.root = Some(value),
            Some(Items::List(items)) => items.push(value),
            Some(Items::Dict(dict, key @ None)) => {
                if !value.is_scalar() {
                    return None;
                }
                let name: Rc<str> = value.to_text().into();
                if dict.iter().any(|(other, _)| *other == name) {
                    return None;
                }
                *key = Some(name);
            }
            Some(Items::Dict(dict, key)) => dict.push((key.take()?, value)),
        }
        Some(())
    }
}

fn scalar(text: &str) -> Value {
    match resolve(text) {
        Kind::Str | Kind::Default => Value::str(text),
        Kind::Null => Value::None,
        Kind::Bool(value) => Value::Bool(value),
        Kind::Int => int(text),
        Kind::Float => float(text),
        Kind::Date => Value::Date(text.into()),
    }
}

fn int(text: &str) -> Value {
    let digits: String = text.chars().filter(|c| *c != '_').collect();
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(digits) => ("-", digits.to_owned()),
        None => ("", digits.trim_start_matches('+').to_owned()),
    };
    let radix = [("0x", 16), ("0o", 8), ("0b", 2)]
        .into_iter()
        .find_map(|(prefix, radix)| Some((digits.strip_prefix(prefix)?, radix)));
    match radix {
        Some((digits, radix)) => match u128::from_str_radix(digits, radix) {
            Ok(number) => Value::int(&format!("{sign}{number}")),
            Err(_) => Value::str(text),
        },
        None => Value::int(&format!("{sign}{digits}")),
    }
}

fn float(text: &str) -> Value {
    let plain: String = text.chars().filter(|c| *c != '_').collect();
    let plain = plain.to_ascii_lowercase();
    Value::Float(match plain.trim_start_matches(['+', '-']) {
        ".inf" if plain.starts_with('-') => f64::NEG_INFINITY,
        ".inf" => f64::INFINITY,
        ".nan" => f64::NAN,
        _ => plain.parse().unwrap_or(f64::NAN),
    })
}

#[cfg(test)]
mod tests {
    use super::load;

    #[test]
    fn values() {
        for (text, repr) in [
            (
                "a: &x {b: [1, 0x1f, yes, true, ~]}\nc: *x",
                "{'a': {'b': [1, 31, 'yes', True, None]}, 'c': {'b': [1, 31, 'yes', True, None]}}",
            ),
            (
                "- 1.5\n- -.inf\n- 1e3\n- '1'\n- !!str 1\n- |\n  x\n",
                "[1.5, -inf, 1000.0, '1', '1', 'x\\n']",
            ),
            ("", "None"),
            ("2020-01-01", "datetime.date(2020, 1, 1)"),
            ("{1: a}", "{'1': 'a'}"),
        ] {
            assert_eq!(load(text).unwrap().repr(), repr, "{text}");
        }
        for text in [
            "a: [",
            "a: 1\na: 2",
            "a: 1\n---\nb: 2",
            "!!python/object:os.system T",
            "!x 1",
            "*a",
            "\ta: b",
            "a:\n \tb",
        ] {
            assert!(load(text).is_none(), "{text}");
        }
        assert!(load(&"[".repeat(100_000)).is_none());
    }
}
