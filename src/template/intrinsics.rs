//! CloudFormation's functions: what can be known of a value before deployment.

use super::context::Context;
use super::error::Problem;
use super::scalar::normalised;
use super::text::{Place, Text};
use super::tree::{Id, Kind, Tree};
use super::value::{AsDeployed, Item, Value, render};
use crate::json::Span;
use std::collections::HashMap;

/// The deepest nesting of a value, aliases followed.
const MAX_DEPTH: usize = 128;
/// The most nodes that one pattern may expand to, aliases followed.
const MAX_NODES: usize = 100_000;

/// What a name in a string stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// `${x}` only where `Fn::Sub` says so.
    CloudFormation,
    /// `${x}` in every string.
    Serverless,
    /// `{{ x }}` in every string.
    Jinja,
    /// Nothing: what is written is what is meant.
    Plain,
}

/// Resolves the values of one template.
#[derive(Clone)]
pub(super) struct Resolver<'t> {
    pub(super) tree: &'t Tree,
    pub(super) context: &'t Context<'t>,
    pub(super) dialect: Dialect,
    /// What names stand for where nothing else is said: nodes, by name.
    pub(super) defaults: HashMap<String, Id>,
    left: usize,
}

impl<'t> Resolver<'t> {
    pub(super) fn new(tree: &'t Tree, context: &'t Context<'t>, dialect: Dialect) -> Self {
        Self {
            tree,
            context,
            dialect,
            defaults: HashMap::new(),
            left: MAX_NODES,
        }
    }

    /// What stands here.
    ///
    /// # Errors
    /// It expands to too much.
    pub(super) fn item(&mut self, id: Id) -> Result<Item, Problem> {
        self.left = MAX_NODES;
        let item = self.at_depth(id, 0);
        self.context.charge(MAX_NODES - self.left);
        item
    }

    fn at_depth(&mut self, id: Id, depth: usize) -> Result<Item, Problem> {
        let place = self.tree.place(id);
        if depth > MAX_DEPTH {
            return Err(
                Problem::new(format!("this nests deeper than {MAX_DEPTH} levels"))
                    .at(place.file, place.span),
            );
        }
        self.left = self.left.saturating_sub(1);
        if self.left == 0 {
            return Err(Problem::new(format!(
                "with its aliases this expands to more than {MAX_NODES} values"
            ))
            .at(place.file, place.span));
        }
        let value = match &self.tree.node(id).kind {
            Kind::Null => Value::Null,
            Kind::Bool(value) => Value::Bool(*value),
            Kind::Number(number) => Value::Number(normalised(number)),
            Kind::Text { .. } => self.string(id, place),
            Kind::List(items) => {
                let mut list = Vec::with_capacity(items.len().min(1_024));
                for item in items {
                    let item = self.at_depth(*item, depth + 1)?;
                    if !is_no_value(&item) {
                        list.push(item);
                    }
                }
                Value::List(list)
            }
            Kind::Map(_) => match self.function(id, depth)? {
                Some(value) => value,
                None => self.map(id, depth)?,
            },
        };
        Ok(Item { value, place })
    }

    fn map(&mut self, id: Id, depth: usize) -> Result<Value, Problem> {
        let mut members = Vec::new();
        for member in self.tree.members(id) {
            let value = self.at_depth(member.value, depth + 1)?;
            if is_no_value(&value) {
                continue;
            }
            let place = self.tree.place(member.key);
            let key = match &self.tree.node(member.key).kind {
                Kind::Text { .. } => self.string(member.key, place),
                Kind::Number(_) | Kind::Bool(_) | Kind::Null => {
                    let mut text = Text::default();
                    text.push_exact(self.tree.written(member.key), place);
                    Value::Text(text)
                }
                Kind::List(_) | Kind::Map(_) => Value::Unknown(String::new()),
            };
            members.push((Item { value: key, place }, value));
        }
        Ok(Value::Map(members))
    }

    fn string(&self, id: Id, place: Place) -> Value {
        let Some(text) = self.tree.text(id) else {
            return Value::Null;
        };
        match self.dialect {
            Dialect::Plain => Value::Text(text),
            Dialect::CloudFormation => Value::Text(dynamic_references(&text)),
            Dialect::Serverless | Dialect::Jinja => {
                let text = match self.dialect {
                    Dialect::Jinja => self.filled_in(&text),
                    _ => self.substituted(&text, &|_| None),
                };
                // A string that is nothing but a variable may stand for anything.
                let unknown = text
                    .unknowns()
                    .next()
                    .filter(|unknown| unknown.span.len() == text.len())
                    .map(|unknown| unknown.name.to_owned());
                match unknown {
                    Some(name) if !place.span.is_empty() => Value::Unknown(name),
                    _ => Value::Text(text),
                }
            }
        }
    }

    /// The value of a function call; `None` where the map is none.
    fn function(&mut self, id: Id, depth: usize) -> Result<Option<Value>, Problem> {
        if matches!(self.dialect, Dialect::Plain | Dialect::Jinja) {
            return Ok(None);
        }
        let [member] = self.tree.map(id) else {
            return Ok(None);
        };
        let Some(name) = self.tree.str(member.key) else {
            return Ok(None);
        };
        let argument = member.value;
        let place = self.tree.place(id);
        Ok(Some(match name {
            "Ref" => match self.tree.str(argument) {
                Some(name) => self.variable(name, place, depth)?,
                None => return Ok(None),
            },
            "Fn::Sub" => self.sub(argument, depth)?,
            "Fn::Join" => self.join(argument, depth)?,
            "Fn::ToJsonString" | "fn::toJSON" => {
                let item = self.at_depth(argument, depth + 1)?;
                match render(&item, AsDeployed::Typed) {
                    Some(text) => Value::Text(text),
                    None => return Err(too_long(place)),
                }
            }
            "Fn::GetAtt" => {
                let parts: Vec<_> = self
                    .tree
                    .list(argument)
                    .iter()
                    .map(|id| self.tree.str(*id))
                    .collect();
                let name = match self.tree.str(argument) {
                    Some(name) => name.to_owned(),
                    None => parts.into_iter().flatten().collect::<Vec<_>>().join("."),
                };
                self.variable(&name, place, depth)?
            }
            name if name.starts_with("Fn::") => {
                let name = name.trim_start_matches("Fn::").to_owned();
                Value::Unknown(name)
            }
            _ => return Ok(None),
        }))
    }

    /// What a name stands for: what was given for it, or what the template says by default.
    fn variable(&mut self, name: &str, place: Place, depth: usize) -> Result<Value, Problem> {
        if let Some(value) = self.context.vars.get(name) {
            let mut text = Text::default();
            text.push_loose(value, place);
            return Ok(Value::Text(text));
        }
        let Some(default) = self.defaults.get(name).copied() else {
            return Ok(Value::Unknown(name.to_owned()));
        };
        let item = self.at_depth(default, depth + 1)?;
        let known = match &item.value {
            // An empty default means that something has to be given.
            Value::Text(text) if text.is_known() && !text.is_empty() => text.as_str().to_owned(),
            // A parameter arrives as text.
            Value::Number(word) => word.clone(),
            Value::Bool(value) => value.to_string(),
            _ => return Ok(Value::Unknown(name.to_owned())),
        };
        self.context.assume(name, &known);
        let mut text = Text::default();
        text.push_loose(&known, place);
        Ok(Value::Text(text))
    }

    fn sub(&mut self, argument: Id, depth: usize) -> Result<Value, Problem> {
        let (template, local) = match self.tree.list(argument) {
            [] => (argument, None),
            [template, map, ..] => (*template, Some(*map)),
            [template] => (*template, None),
        };
        let Some(text) = self.tree.text(template) else {
            return Ok(Value::Unknown("Sub".to_owned()));
        };
        if text.len() > super::value::LONGEST {
            return Err(too_long(self.tree.place(template)));
        }
        let mut given = Vec::new();
        for member in local.map(|map| self.tree.members(map)).unwrap_or_default() {
            if let Some(name) = self.tree.str(member.key) {
                let item = self.at_depth(member.value, depth + 1)?;
                given.push((name.to_owned(), item));
            }
        }
        let place = self.tree.place(template);
        let mut defaults = Vec::new();
        for name in names(text.as_str()) {
            let is_given = given.iter().any(|(given, _)| *given == name);
            if !is_given && self.defaults.contains_key(&name) {
                let value = self.variable(&name, place, depth)?;
                defaults.push((name, Item { value, place }));
            }
        }
        given.extend(defaults);
        let look_up = |name: &str| {
            let (_, item) = given.iter().find(|(given, _)| given == name)?;
            match &item.value {
                Value::Text(text) => Some(text.clone()),
                Value::Number(word) => {
                    let mut text = Text::default();
                    text.push_loose(word, item.place);
                    Some(text)
                }
                _ => None,
            }
        };
        Ok(Value::Text(self.substituted(&text, &look_up)))
    }

    /// The text with `${name}` replaced by what is known, and marked where nothing is.
    fn substituted(&self, text: &Text, look_up: &dyn Fn(&str) -> Option<Text>) -> Text {
        let source = text.as_str();
        let mut out = Text::default();
        let mut from = 0;
        while let Some(start) = source.get(from..).and_then(|rest| rest.find("${")) {
            let start = from + start;
            let Some(length) = closing(source.get(start..).unwrap_or("")) else {
                break;
            };
            let end = start + length;
            let name = source.get(start + 2..end - 1).unwrap_or("");
            let whole = Span::new(start, end);
            out.push_range(text, Span::new(from, start));
            if let Some(literal) = name.strip_prefix('!') {
                out.push_loose(&format!("${{{literal}}}"), text.place(whole));
            } else {
                let name = name.trim();
                match (look_up(name), self.context.vars.get(name)) {
                    (Some(value), _) => out.push(&value),
                    (None, Some(value)) => out.push_loose(value, text.place(whole)),
                    (None, None) => out.push_unknown(name, text.place(whole)),
                }
            }
            from = end;
        }
        out.push_range(text, Span::new(from, text.len()));
        dynamic_references(&out)
    }

    /// The text with `{{ name }}` replaced by what is known, and marked where nothing is.
    fn filled_in(&self, text: &Text) -> Text {
        let source = text.as_str();
        let mut out = Text::default();
        let mut from = 0;
        while let Some(start) = source.get(from..).and_then(|rest| rest.find("{{")) {
            let start = from + start;
            let Some(length) = source.get(start..).and_then(|rest| rest.find("}}")) else {
                break;
            };
            let end = start + length + 2;
            let name = source.get(start + 2..end - 2).unwrap_or("").trim();
            let place = text.place(Span::new(start, end));
            out.push_range(text, Span::new(from, start));
            match self.context.vars.get(name) {
                Some(value) => out.push_loose(value, place),
                None => out.push_unknown(name, place),
            }
            from = end;
        }
        out.push_range(text, Span::new(from, text.len()));
        out
    }

    fn join(&mut self, argument: Id, depth: usize) -> Result<Value, Problem> {
        let unknown = Value::Unknown("Join".to_owned());
        let [delimiter, list] = self.tree.list(argument) else {
            return Ok(unknown);
        };
        let delimiter = self.at_depth(*delimiter, depth + 1)?;
        let list = self.at_depth(*list, depth + 1)?;
        let (Value::Text(delimiter), Value::List(items)) = (delimiter.value, list.value) else {
            return Ok(unknown);
        };
        let mut out = Text::default();
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                out.push(&delimiter);
            }
            match &item.value {
                Value::Text(text) => out.push(text),
                Value::Number(word) => out.push_loose(word, item.place),
                Value::Bool(value) => {
                    out.push_loose(if *value { "true" } else { "false" }, item.place)
                }
                Value::Unknown(name) => out.push_unknown(name, item.place),
                Value::Null | Value::List(_) | Value::Map(_) => return Ok(unknown),
            }
            if out.len() > super::value::LONGEST {
                return Err(too_long(item.place));
            }
        }
        Ok(Value::Text(out))
    }
}

pub(super) fn too_long(place: Place) -> Problem {
    Problem::new("the pattern becomes longer than 256 KiB; 4,096 characters are allowed")
        .at(place.file, place.span)
}

/// The names in `${…}` of a text.
fn names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find("${")) {
        let start = from + start;
        let Some(length) = closing(text.get(start..).unwrap_or("")) else {
            break;
        };
        let name = text.get(start + 2..start + length - 1).unwrap_or("").trim();
        if !name.starts_with('!') {
            names.push(name.to_owned());
        }
        from = start + length;
    }
    names
}

/// The length of a `${…}` at the start of the text; braces inside of it are counted.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b'\n' | b'"' => return None,
            _ => {}
        }
    }
    None
}

/// `{{resolve:ssm:…}}` is looked up at deployment.
fn dynamic_references(text: &Text) -> Text {
    let source = text.as_str();
    if !source.contains("{{resolve:") {
        return text.clone();
    }
    let mut out = Text::default();
    let mut from = 0;
    while let Some(start) = source.get(from..).and_then(|rest| rest.find("{{resolve:")) {
        let start = from + start;
        let Some(length) = source.get(start..).and_then(|rest| rest.find("}}")) else {
            break;
        };
        let end = start + length + 2;
        out.push_range(text, Span::new(from, start));
        out.push_unknown("resolve", text.place(Span::new(start, end)));
        from = end;
    }
    out.push_range(text, Span::new(from, text.len()));
    out
}

fn is_no_value(item: &Item) -> bool {
    matches!(&item.value, Value::Unknown(name) if name == "AWS::NoValue")
}

/// The logical id that a value points to: `!Ref X`, `!GetAtt X.Arn`, `!Sub ${X.Arn}`.
pub(super) fn target_of(tree: &Tree, id: Id) -> Option<String> {
    let [member] = tree.map(id) else { return None };
    let name = match tree.str(member.key)? {
        "Ref" | "Fn::GetAtt" => match tree.str(member.value) {
            Some(name) => name,
            None => tree
                .list(member.value)
                .first()
                .and_then(|id| tree.str(*id))?,
        },
        "Fn::Sub" => tree
            .str(member.value)?
            .strip_prefix("${")?
            .strip_suffix('}')?,
        _ => return None,
    };
    Some(name.split('.').next().unwrap_or(name).to_owned())
}
