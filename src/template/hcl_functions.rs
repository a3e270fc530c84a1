//! Terraform's functions, as far as patterns are written with them.

use super::error::Problem;
use super::hcl::Evaluator;
use super::intrinsics::{Dialect, Resolver, too_long};
use super::scalar::Schema;
use super::text::{FileId, Place, Text};
use super::tree::{Host, Tree};
use super::value::{AsDeployed, Item, LONGEST, Value, render};
use crate::json::Span;
use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, FuncCall};
use std::sync::Arc;

impl<'t> Evaluator<'t> {
    pub(super) fn call(
        &mut self,
        call: &'t FuncCall,
        place: Place,
        depth: usize,
    ) -> Result<Item, Problem> {
        let name = call.name.name.as_str();
        let arguments: Vec<&'t Expression> = call.args.iter().collect();
        let unknown = Value::Unknown(name.to_owned());
        // `f(list...)`: what the arguments are is not in the text.
        if call.args.expand_final() || !call.name.namespace.is_empty() {
            return Ok(Item {
                value: unknown,
                place,
            });
        }
        let value = match (name, arguments.as_slice()) {
            ("jsonencode", [argument]) => {
                let item = self.at_depth(argument, depth + 1)?;
                match &item.value {
                    Value::Unknown(_) | Value::Scalar(_) => unknown,
                    _ => match render(&item, AsDeployed::Typed) {
                        Some(text) => Value::Text(text),
                        None => return Err(too_long(place)),
                    },
                }
            }
            ("jsondecode" | "yamldecode", [argument]) => {
                let item = self.at_depth(argument, depth + 1)?;
                match item.value {
                    Value::Text(text) => match self.decoded(text, name == "jsondecode")? {
                        Some(item) => return Ok(item),
                        None => unknown,
                    },
                    _ => unknown,
                }
            }
            ("file", [argument]) => match self.include(argument, depth)? {
                Some((file, text)) => Value::Text(Text::of_file(&text, file)),
                None => unknown,
            },
            ("templatefile", [argument, rest @ ..]) => {
                let given = match rest {
                    [given] => self.at_depth(given, depth + 1)?.value,
                    _ => Value::Null,
                };
                match self.include(argument, depth)? {
                    Some((file, text)) => Value::Text(filled(&text, file, &given)),
                    None => unknown,
                }
            }
            ("tostring" | "trimspace" | "chomp", [argument]) => {
                match self.at_depth(argument, depth + 1)?.value {
                    Value::Text(text) => Value::Text(text),
                    _ => Value::Scalar(name.to_owned()),
                }
            }
            ("tolist" | "toset" | "tomap" | "nonsensitive" | "sensitive", [argument]) => {
                self.at_depth(argument, depth + 1)?.value
            }
            ("merge", maps) => self.merged(maps, depth)?.unwrap_or(unknown),
            ("concat", lists) => {
                let mut all = Vec::new();
                for list in lists {
                    match self.at_depth(list, depth + 1)?.value {
                        Value::List(items) => all.extend(items),
                        _ => {
                            return Ok(Item {
                                value: unknown,
                                place,
                            });
                        }
                    }
                }
                Value::List(all)
            }
            ("lookup", [map, key, default @ ..]) => {
                let map = self.at_depth(map, depth + 1)?;
                let key = self.at_depth(key, depth + 1)?;
                match (&map.value, &key.value) {
                    (Value::Map(_), Value::Text(key)) if key.is_known() => {
                        match (map.member(key.as_str()), default) {
                            (Some(item), _) => return Ok(item),
                            (None, [default]) => return self.at_depth(default, depth + 1),
                            (None, _) => unknown,
                        }
                    }
                    _ => unknown,
                }
            }
            ("join", [separator, list]) => {
                let separator = self.at_depth(separator, depth + 1)?.value;
                let list = self.at_depth(list, depth + 1)?.value;
                joined(&separator, &list, place)?.unwrap_or(Value::Scalar(name.to_owned()))
            }
            ("format", [format, values @ ..]) => {
                let format = self.at_depth(format, depth + 1)?;
                let mut given = Vec::new();
                for value in values {
                    given.push(self.at_depth(value, depth + 1)?);
                }
                formatted(&format, &given).unwrap_or(Value::Scalar(name.to_owned()))
            }
            (
                "lower" | "upper" | "title" | "replace" | "substr" | "trim" | "trimprefix"
                | "trimsuffix" | "base64encode" | "sha256" | "md5" | "formatdate",
                _,
            ) => Value::Scalar(name.to_owned()),
            _ => unknown,
        };
        Ok(Item { value, place })
    }

    /// The members of maps; of those with one name the last.
    fn merged(&mut self, maps: &[&'t Expression], depth: usize) -> Result<Option<Value>, Problem> {
        let items: Result<Vec<_>, _> = maps
            .iter()
            .map(|map| self.at_depth(map, depth + 1))
            .collect();
        Ok(union(items?))
    }

    /// JSON or YAML in a text, with the places of the text.
    fn decoded(&mut self, text: Text, is_json: bool) -> Result<Option<Item>, Problem> {
        let mut tree = Tree::default();
        let source: Arc<str> = text.as_str().into();
        let host = Host::Inside(text);
        let root = match is_json {
            true => tree.read_json(source, host),
            false => tree
                .read_yaml(source, host, Schema::Core)
                .and_then(|roots| roots.first().copied().ok_or_else(|| Problem::new("empty"))),
        };
        let Ok(root) = root else { return Ok(None) };
        let item = Resolver::new(&tree, self.context, Dialect::Plain).item(root)?;
        Ok(Some(self.again(&item)))
    }

    /// The file that an expression names, if it is there and can be read.
    fn include(
        &mut self,
        name: &'t Expression,
        depth: usize,
    ) -> Result<Option<(FileId, Arc<str>)>, Problem> {
        let place = self.place(name.span());
        let source = self.written(place);
        // `${path.module}/x.json`: this very directory.
        let literal = source.trim_matches('"');
        let relative = literal
            .strip_prefix("${path.module}/")
            .or_else(|| literal.strip_prefix("${path.root}/"))
            .or_else(|| literal.strip_prefix("${get_terragrunt_dir()}/"));
        let path = match relative {
            Some(relative) if !relative.contains("${") => relative.to_owned(),
            _ => match self.at_depth(name, depth + 1)?.value {
                Value::Text(text) => {
                    let text = text.as_str();
                    let inner = text
                        .strip_prefix("${path.module}/")
                        .or_else(|| text.strip_prefix("${path.root}/"))
                        .unwrap_or(text);
                    match inner.contains("${") {
                        true => return Ok(None),
                        false => inner.to_owned(),
                    }
                }
                _ => return Ok(None),
            },
        };
        let included = self.context.include(&path, place);
        if let Some((_, text)) = &included {
            self.pay(text.len() / 16);
        }
        Ok(included)
    }
}

/// The members of maps together; of those with one name the last. `None` where one is no map.
pub(super) fn union(maps: Vec<Item>) -> Option<Value> {
    let mut all: Vec<(Item, Item)> = Vec::new();
    let name = |item: &Item| match &item.value {
        Value::Text(text) => Some(text.as_str().to_owned()),
        _ => None,
    };
    for map in maps {
        match map.value {
            Value::Map(members) => {
                let new: std::collections::HashSet<_> =
                    members.iter().filter_map(|(key, _)| name(key)).collect();
                all.retain(|(key, _)| name(key).is_none_or(|key| !new.contains(&key)));
                all.extend(members);
            }
            // Merging with nothing is allowed.
            Value::Null => {}
            _ => return None,
        }
    }
    Some(Value::Map(all))
}

fn joined(separator: &Value, list: &Value, place: Place) -> Result<Option<Value>, Problem> {
    let (Value::Text(separator), Value::List(items)) = (separator, list) else {
        return Ok(None);
    };
    let mut out = Text::default();
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(separator);
        }
        if !push(&mut out, item) {
            return Ok(None);
        }
        if out.len() > LONGEST {
            return Err(too_long(place));
        }
    }
    Ok(Some(Value::Text(out)))
}

/// A format of `%s`, `%d` and `%v` alone.
fn formatted(format: &Item, values: &[Item]) -> Option<Value> {
    let Value::Text(format) = &format.value else {
        return None;
    };
    let source = format.as_str();
    let mut values = values.iter();
    let mut out = Text::default();
    let mut from = 0;
    while let Some(at) = source.get(from..)?.find('%') {
        let at = from + at;
        out.push_range(format, Span::new(from, at));
        match source.get(at + 1..)?.chars().next()? {
            '%' => out.push_range(format, Span::new(at, at + 1)),
            's' | 'd' | 'v' if push(&mut out, values.next()?) => {}
            _ => return None,
        }
        from = at + 2;
        if out.len() > LONGEST {
            return None;
        }
    }
    out.push_range(format, Span::new(from, source.len()));
    Some(Value::Text(out))
}

/// Appends a plain value; whether it is one.
fn push(out: &mut Text, item: &Item) -> bool {
    match &item.value {
        Value::Text(text) => out.push(text),
        Value::Number(word) => out.push_loose(word, item.place),
        Value::Bool(value) => out.push_loose(if *value { "true" } else { "false" }, item.place),
        Value::Unknown(name) | Value::Scalar(name) => out.push_unknown(name, item.place),
        Value::Null | Value::List(_) | Value::Map(_) => return false,
    }
    true
}

/// The text of a template file with the given values filled in.
fn filled(text: &str, file: FileId, given: &Value) -> Text {
    let whole = Text::of_file(text, file);
    let mut out = Text::default();
    let mut from = 0;
    while let Some(start) = text
        .get(from..)
        .and_then(|rest| rest.find("${").into_iter().chain(rest.find("%{")).min())
    {
        let start = from + start;
        let Some(length) = text.get(start..).and_then(|rest| rest.find('}')) else {
            break;
        };
        let end = start + length + 1;
        let place = whole.place(Span::new(start, end));
        out.push_range(&whole, Span::new(from, start));
        let name = text.get(start + 2..end - 1).unwrap_or("").trim();
        let value = match given {
            Value::Map(members) => members.iter().find_map(|(key, item)| {
                matches!(&key.value, Value::Text(text) if text.as_str() == name)
                    .then_some(&item.value)
            }),
            _ => None,
        };
        match value {
            Some(Value::Text(value)) => out.push(value),
            Some(Value::Number(word)) => out.push_loose(word, place),
            Some(Value::Unknown(name) | Value::Scalar(name)) => out.push_unknown(name, place),
            _ => out.push_unknown(name, place),
        }
        from = end;
        // Too long for a pattern, whatever follows.
        if out.len() > LONGEST {
            break;
        }
    }
    out.push_range(&whole, Span::new(from, text.len()));
    out
}
