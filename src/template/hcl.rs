//! What an HCL expression comes to, as far as that can be known without running Terraform.

use super::align::{Escapes, align};
use super::error::Problem;
use super::text::{FileId, Place, Text};
use super::value::{AsDeployed, Item, LONGEST, Value, render};
use super::{Files, Included, Vars};
use crate::json::Span;
use hcl_edit::Span as _;
use hcl_edit::expr::{
    Expression, FuncCall, ObjectKey, Traversal, TraversalOperator, UnaryOperator,
};
use hcl_edit::template::{Element, Template};
use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The deepest nesting of a value, locals followed.
const MAX_DEPTH: usize = 96;
/// The most values that one pattern may expand to, locals followed.
const MAX_VALUES: usize = 100_000;
/// The most files that one template may include.
const MAX_FILES: usize = 64;
/// The largest file that is included, in bytes.
const LARGEST_INCLUDED: u64 = 1 << 20;

pub(super) struct Evaluator<'t> {
    pub(super) source: &'t str,
    pub(super) locals: HashMap<&'t str, &'t Expression>,
    pub(super) vars: &'t Vars,
    pub(super) directory: PathBuf,
    /// The files that were included, behind the template.
    pub(super) files: Vec<Included>,
    from: &'t Files<'t>,
    left: usize,
}

impl<'t> Evaluator<'t> {
    pub(super) fn new(source: &'t str, vars: &'t Vars, path: &Path, from: &'t Files<'t>) -> Self {
        Self {
            source,
            locals: HashMap::new(),
            vars,
            directory: path.parent().unwrap_or(Path::new("")).to_owned(),
            files: Vec::new(),
            from,
            left: MAX_VALUES,
        }
    }

    /// What an expression comes to.
    ///
    /// # Errors
    /// It expands to too much, or names itself.
    pub(super) fn item(&mut self, expression: &'t Expression) -> Result<Item, Problem> {
        self.left = MAX_VALUES;
        self.at_depth(expression, 0)
    }

    fn at_depth(&mut self, expression: &'t Expression, depth: usize) -> Result<Item, Problem> {
        let place = place(expression.span());
        if depth > MAX_DEPTH {
            return Err(Problem::new(format!(
                "this nests deeper than {MAX_DEPTH} levels, or a local value names itself"
            ))
            .at(place.file, place.span));
        }
        self.left = self.left.saturating_sub(1);
        if self.left == 0 {
            return Err(
                Problem::new(format!("this expands to more than {MAX_VALUES} values"))
                    .at(place.file, place.span),
            );
        }
        let value = match expression {
            Expression::Null(_) => Value::Null,
            Expression::Bool(value) => Value::Bool(*value.value()),
            Expression::Number(_) => Value::Number(place.span.of(self.source).to_owned()),
            Expression::String(text) => {
                let inner = Span::new(place.span.start + 1, place.span.end.saturating_sub(1));
                let raw = inner.of(self.source);
                Value::Text(align(
                    raw,
                    inner.start,
                    text.value(),
                    Escapes::Backslash,
                    place.file,
                ))
            }
            Expression::StringTemplate(template) => {
                let elements: Vec<_> = template.iter().collect();
                return self.elements(&elements, Escapes::Backslash, place, depth);
            }
            Expression::HeredocTemplate(heredoc) => {
                let template: &Template = &heredoc.template;
                let elements: Vec<_> = template.iter().collect();
                return self.elements(&elements, Escapes::None, place, depth);
            }
            Expression::Parenthesis(inner) => return self.at_depth(inner.inner(), depth + 1),
            Expression::Array(array) => {
                let mut items = Vec::new();
                for item in array.iter() {
                    items.push(self.at_depth(item, depth + 1)?);
                }
                Value::List(items)
            }
            Expression::Object(object) => {
                let mut members = Vec::new();
                for (key, value) in object.iter() {
                    let key = self.key(key, depth)?;
                    members.push((key, self.at_depth(value.expr(), depth + 1)?));
                }
                Value::Map(members)
            }
            Expression::UnaryOp(operation) => {
                let inner = self.at_depth(&operation.expr, depth + 1)?;
                match (operation.operator.value(), inner.value) {
                    (UnaryOperator::Neg, Value::Number(number)) => {
                        Value::Number(match number.strip_prefix('-') {
                            Some(number) => number.to_owned(),
                            None => format!("-{number}"),
                        })
                    }
                    _ => Value::Unknown("...".to_owned()),
                }
            }
            Expression::FuncCall(call) => return self.call(call, place, depth),
            Expression::Traversal(_) | Expression::Variable(_) => {
                return self.name(expression, place, depth);
            }
            Expression::Conditional(_) | Expression::BinaryOp(_) | Expression::ForExpr(_) => {
                Value::Unknown("...".to_owned())
            }
        };
        Ok(Item { value, place })
    }

    fn key(&mut self, key: &'t ObjectKey, depth: usize) -> Result<Item, Problem> {
        match key {
            ObjectKey::Ident(name) => {
                let place = place(name.span());
                let mut text = Text::default();
                text.push_exact(name.as_str(), place);
                Ok(Item {
                    value: Value::Text(text),
                    place,
                })
            }
            ObjectKey::Expression(expression) => self.at_depth(expression, depth + 1),
        }
    }

    /// The parts of a string.
    fn elements(
        &mut self,
        elements: &[&'t Element],
        escapes: Escapes,
        whole: Place,
        depth: usize,
    ) -> Result<Item, Problem> {
        // `"${x}"` is x itself, whatever that is.
        if let [Element::Interpolation(only)] = elements {
            let inner = self.at_depth(&only.expr, depth + 1)?;
            return Ok(Item {
                value: inner.value,
                place: whole,
            });
        }
        let mut text = Text::default();
        for element in elements {
            match element {
                Element::Literal(literal) => {
                    let span = place(literal.span()).span;
                    let raw = span.of(self.source);
                    text.push(&align(
                        raw,
                        span.start,
                        literal.as_str(),
                        escapes,
                        whole.file,
                    ));
                }
                Element::Interpolation(inner) => {
                    let item = self.at_depth(&inner.expr, depth + 1)?;
                    let here = place(inner.span());
                    match &item.value {
                        Value::Text(value) => text.push(value),
                        Value::Number(word) => text.push_loose(word, here),
                        Value::Bool(value) => {
                            text.push_loose(if *value { "true" } else { "false" }, here);
                        }
                        Value::Unknown(name) | Value::Scalar(name) => {
                            text.push_unknown(name, here);
                        }
                        Value::Null | Value::List(_) | Value::Map(_) => {
                            text.push_unknown("...", here);
                        }
                    }
                }
                Element::Directive(directive) => {
                    text.push_unknown("...", place(directive.span()));
                }
            }
            if text.len() > LONGEST {
                return Err(super::intrinsics::too_long(whole));
            }
        }
        Ok(Item {
            value: Value::Text(text),
            place: whole,
        })
    }

    fn call(&mut self, call: &'t FuncCall, place: Place, depth: usize) -> Result<Item, Problem> {
        let name = call.name.name.as_str();
        let mut arguments = call.args.iter();
        let unknown = Value::Unknown(name.to_owned());
        let value = match (name, arguments.next()) {
            ("jsonencode", Some(argument)) => {
                let item = self.at_depth(argument, depth + 1)?;
                match &item.value {
                    Value::Unknown(_) | Value::Scalar(_) => unknown,
                    _ => match render(&item, AsDeployed::Typed) {
                        Some(text) => Value::Text(text),
                        None => return Err(super::intrinsics::too_long(place)),
                    },
                }
            }
            ("file", Some(argument)) => match self.include(argument, depth)? {
                Some((file, text)) => Value::Text(Text::of_file(&text, file)),
                None => unknown,
            },
            ("templatefile", Some(argument)) => {
                let given = match arguments.next() {
                    Some(given) => self.at_depth(given, depth + 1)?.value,
                    None => Value::Null,
                };
                match self.include(argument, depth)? {
                    Some((file, text)) => Value::Text(filled(&text, file, &given)),
                    None => unknown,
                }
            }
            ("tostring" | "trimspace" | "chomp", Some(argument)) => {
                let item = self.at_depth(argument, depth + 1)?;
                match item.value {
                    Value::Text(text) => Value::Text(text),
                    _ => Value::Scalar(name.to_owned()),
                }
            }
            (
                "format" | "join" | "lower" | "upper" | "title" | "replace" | "regex_replace"
                | "substr" | "trim" | "trimprefix" | "trimsuffix" | "base64encode" | "sha256"
                | "md5" | "uuid" | "timestamp" | "formatdate",
                _,
            ) => Value::Scalar(name.to_owned()),
            ("tolist" | "toset", Some(argument)) => self.at_depth(argument, depth + 1)?.value,
            _ => unknown,
        };
        Ok(Item { value, place })
    }

    /// `var.x`, `local.x.y`, `data.aws_region.current.name`
    fn name(
        &mut self,
        expression: &'t Expression,
        place: Place,
        depth: usize,
    ) -> Result<Item, Problem> {
        let written = place.span.of(self.source);
        if let Some(value) = self.vars.get(written) {
            let mut text = Text::default();
            text.push_loose(value, place);
            return Ok(Item {
                value: Value::Text(text),
                place,
            });
        }
        let unknown = Item {
            value: Value::Unknown(written.to_owned()),
            place,
        };
        let Expression::Traversal(traversal) = expression else {
            return Ok(unknown);
        };
        let Expression::Variable(root) = &traversal.expr else {
            return Ok(unknown);
        };
        let mut steps = traversal
            .operators
            .iter()
            .map(|operator| match operator.value() {
                TraversalOperator::GetAttr(name) => Some(name.as_str()),
                _ => None,
            });
        if root.as_str() != "local" {
            return Ok(match is_scalar(root.as_str(), traversal) {
                true => Item {
                    value: Value::Scalar(written.to_owned()),
                    place,
                },
                false => unknown,
            });
        }
        let Some(Some(name)) = steps.next() else {
            return Ok(unknown);
        };
        let Some(expression) = self.locals.get(name).copied() else {
            return Ok(unknown);
        };
        let mut item = self.at_depth(expression, depth + 1)?;
        for step in steps {
            let found = match (item.value, step) {
                (Value::Map(members), Some(step)) => {
                    members.into_iter().find_map(|(key, value)| {
                        matches!(&key.value, Value::Text(text) if text.as_str() == step)
                            .then_some(value)
                    })
                }
                _ => None,
            };
            match found {
                Some(found) => item = found,
                None => return Ok(unknown),
            }
        }
        Ok(item)
    }

    /// The file that an expression names, if it is there and can be read.
    fn include(
        &mut self,
        name: &'t Expression,
        depth: usize,
    ) -> Result<Option<(FileId, String)>, Problem> {
        let source = place(name.span()).span.of(self.source);
        // `${path.module}/x.json`: this very directory.
        let literal = source.trim_matches('"');
        let relative = literal
            .strip_prefix("${path.module}/")
            .or_else(|| literal.strip_prefix("${path.root}/"));
        let path = match relative {
            Some(relative) if !relative.contains("${") => relative.to_owned(),
            _ => match self.at_depth(name, depth + 1)?.value {
                Value::Text(text) if text.is_known() => text.as_str().to_owned(),
                _ => return Ok(None),
            },
        };
        let path = self.directory.join(path);
        if let Some(at) = self.files.iter().position(|file| file.path == path) {
            let text = self.files.get(at).map(|file| file.text.to_string());
            return Ok(text.map(|text| (file_id(at), text)));
        }
        if self.files.len() >= MAX_FILES {
            return Ok(None);
        }
        let text = match self.from {
            Files::OnDisk => on_disk(&path),
            Files::From(load) => load(&path).filter(|text| text.len() as u64 <= LARGEST_INCLUDED),
        };
        let Some(text) = text else {
            return Ok(None);
        };
        self.files.push(Included {
            path,
            text: text.as_str().into(),
        });
        Ok(Some((file_id(self.files.len() - 1), text)))
    }
}

fn on_disk(path: &Path) -> Option<String> {
    // Only what is a file: a device or a pipe may never end.
    let about = std::fs::metadata(path).ok()?;
    let fits = about.is_file() && about.len() <= LARGEST_INCLUDED;
    fits.then(|| std::fs::read_to_string(path).ok())?
}

/// Included files are numbered from 1: 0 is the template.
fn file_id(at: usize) -> FileId {
    FileId(u32::try_from(at + 1).unwrap_or(u32::MAX))
}

/// Whether an attribute of a resource or a data source is a single string, by its name.
fn is_scalar(root: &str, traversal: &Traversal) -> bool {
    let of_aws = root.starts_with("aws_") || root == "data";
    let splat = traversal.operators.iter().any(|operator| {
        matches!(
            operator.value(),
            TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_)
        )
    });
    let last = traversal.operators.last().map(|operator| operator.value());
    let is_string = matches!(last, Some(TraversalOperator::GetAttr(name)) if matches!(name.as_str(), "arn" | "id" | "name" | "account_id" | "bucket" | "url"));
    of_aws && !splat && is_string && traversal.operators.len() > 1
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
    }
    out.push_range(&whole, Span::new(from, text.len()));
    out
}

pub(super) fn place(range: Option<Range<usize>>) -> Place {
    let range = range.unwrap_or(0..0);
    Place::new(FileId::TEMPLATE, range.start, range.end)
}
