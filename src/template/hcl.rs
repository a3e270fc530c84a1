//! What an HCL expression comes to, as far as that can be known without running Terraform.

use super::align::{Escapes, align};
use super::context::Context;
use super::error::Problem;
use super::text::{FileId, Place, Text};
use super::value::{Item, LONGEST, Value};
use super::{Files, intrinsics};
use crate::json::Span;
use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, ForExpr, ObjectKey, TraversalOperator, UnaryOperator};
use hcl_edit::structure::Body;
use hcl_edit::template::{Element, Template};
use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The deepest nesting of a value, locals followed.
const MAX_DEPTH: usize = 96;
/// The most values that one pattern may expand to, locals followed.
const MAX_VALUES: usize = 100_000;
/// The most keys that may stand twice in the objects of one file.
const MOST_TWICE: usize = 64;
/// The most files of one folder that are looked through for values, and bytes of them.
const MOST_BESIDE: usize = 256;
const MOST_BYTES_BESIDE: usize = 16 << 20;

/// A file, read.
#[derive(Debug)]
pub(super) struct Parsed {
    path: PathBuf,
    pub(super) text: Arc<str>,
    pub(super) body: Body,
    /// Keys that had to be read as something else: they stand twice in an object.
    masked: Vec<Span>,
}

impl Parsed {
    /// Reads a file.
    ///
    /// Terraform takes an object in which a key stands twice, and keeps the last; the reader does
    /// not. So a key that was there already is read under another name of the same length, and
    /// looked up in the text when it is asked for.
    ///
    /// # Errors
    /// It is not HCL.
    pub(super) fn new(path: &Path, text: Arc<str>) -> Result<Self, Problem> {
        let mut masked = Vec::new();
        let mut spelled: Option<String> = None;
        loop {
            let error = match hcl_edit::parser::parse_body(spelled.as_deref().unwrap_or(&text)) {
                Ok(body) => {
                    return Ok(Self {
                        path: path.to_owned(),
                        text,
                        body,
                        masked,
                    });
                }
                Err(error) => error,
            };
            // The reader counts bytes, and may stop inside of a character.
            let told = error.location().offset().min(text.len());
            let at = (0..=told).rfind(|at| text.is_char_boundary(*at));
            let at = at.unwrap_or(0);
            let key = key_at(&text, at).filter(|_| {
                error.message().contains("redefined object key") && masked.len() < MOST_TWICE
            });
            let Some(key) = key else {
                let what = error.message().trim();
                let message = format!("this is not HCL: {what}");
                return Err(Problem::new(message).at(FileId::TEMPLATE, Span::new(at, at)));
            };
            let name = other_name(key.len(), masked.len());
            let spelled = spelled.get_or_insert_with(|| text.to_string());
            if spelled.get(key.start..key.end).is_some() {
                spelled.replace_range(key.start..key.end, &name);
            }
            masked.push(key);
        }
    }
}

/// The key that begins here, without its quotes.
fn key_at(text: &str, at: usize) -> Option<Span> {
    let rest = text.get(at..)?;
    let (start, rest) = match rest.strip_prefix('"') {
        Some(rest) => (at + 1, rest),
        None => (at, rest),
    };
    let is_quoted = start > at;
    let mut escaped = false;
    let length = rest.find(|c: char| match is_quoted {
        true => {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        }
        false => !(c.is_alphanumeric() || matches!(c, '_' | '-')),
    })?;
    (length > 0).then(|| Span::new(start, start + length))
}

/// A name of this many bytes: another one for each number, as far as there are so many.
fn other_name(length: usize, number: usize) -> String {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut rest = number;
    let letters = (0..length).map(|_| {
        let letter = LETTERS.get(rest % LETTERS.len()).copied().unwrap_or(b'z');
        rest /= LETTERS.len();
        char::from(letter)
    });
    letters.collect()
}

/// The configuration files of a directory.
#[derive(Debug, Default)]
pub struct Folder {
    parsed: Vec<Parsed>,
    /// Files of values that are loaded by themselves, in their order.
    values: Vec<Parsed>,
}

impl Folder {
    /// Reads them. What cannot be read says nothing.
    pub fn read<F: Files + ?Sized>(files: &F, directory: &Path) -> Self {
        let mut folder = Self::default();
        let mut bytes = 0;
        for path in files.beside(directory) {
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or("");
            let is_values = name == "terraform.tfvars" || name.ends_with(".auto.tfvars");
            let is_code = name.ends_with(".tf") || name.ends_with(".tofu");
            if !is_values && !is_code || folder.parsed.len() >= MOST_BESIDE {
                continue;
            }
            let Ok(text) = files.text(&path) else {
                continue;
            };
            bytes += text.len();
            if bytes > MOST_BYTES_BESIDE {
                break;
            }
            let Ok(parsed) = Parsed::new(&path, text.into()) else {
                continue;
            };
            match is_values {
                true => folder.values.push(parsed),
                false => folder.parsed.push(parsed),
            }
        }
        folder
    }
}

/// What names stand for, each with the file in which that stands.
#[derive(Default)]
struct Names<'t> {
    locals: HashMap<&'t str, (&'t Parsed, &'t Expression)>,
    variables: HashMap<&'t str, (&'t Parsed, &'t Expression)>,
    resources: HashMap<(&'t str, &'t str), (&'t Parsed, &'t Body)>,
}

impl<'t> Names<'t> {
    fn add(&mut self, parsed: &'t Parsed) {
        for block in parsed.body.blocks() {
            match (block.ident.as_str(), block.labels.as_slice()) {
                ("locals", []) => {
                    for local in block.body.attributes() {
                        self.locals
                            .entry(local.key.as_str())
                            .or_insert((parsed, &local.value));
                    }
                }
                ("variable", [name]) => {
                    if let Some(default) = block.body.get_attribute("default") {
                        self.variables
                            .entry(name.as_str())
                            .or_insert((parsed, &default.value));
                    }
                }
                ("resource", [kind, name]) => {
                    self.resources
                        .entry((kind.as_str(), name.as_str()))
                        .or_insert((parsed, &block.body));
                }
                _ => {}
            }
        }
    }

    /// Values that are given in files; the last file counts.
    fn give(&mut self, parsed: &'t Parsed) {
        for value in parsed.body.attributes() {
            self.variables
                .insert(value.key.as_str(), (parsed, &value.value));
        }
    }
}

/// Where the folder of a template is kept once it was asked for.
pub(super) type Beside = OnceCell<Arc<Folder>>;

pub(super) struct Evaluator<'t> {
    pub(super) context: &'t Context<'t>,
    own: &'t Parsed,
    beside: &'t Beside,
    own_names: Names<'t>,
    folder_names: Option<Names<'t>>,
    /// The file whose expressions are looked at.
    unit: (&'t Parsed, FileId),
    /// What `each`, and the variables of loops, stand for.
    bound: Vec<(String, Item)>,
    left: usize,
}

impl<'t> Evaluator<'t> {
    pub(super) fn new(context: &'t Context<'t>, own: &'t Parsed, beside: &'t Beside) -> Self {
        let mut own_names = Names::default();
        own_names.add(own);
        Self {
            context,
            own,
            beside,
            own_names,
            folder_names: None,
            unit: (own, FileId::TEMPLATE),
            bound: Vec::new(),
            left: MAX_VALUES,
        }
    }

    /// The place of something in the file that is looked at.
    pub(super) fn place(&self, range: Option<Range<usize>>) -> Place {
        let range = range.unwrap_or(0..0);
        Place::new(self.unit.1, range.start, range.end)
    }

    /// What stands there.
    pub(super) fn written(&self, place: Place) -> &'t str {
        place.span.of(&self.unit.0.text)
    }

    /// Binds names: `each.key`, the variable of a loop. Gives what unbinds them.
    pub(super) fn bind(&mut self, names: Vec<(String, Item)>) -> usize {
        let before = self.bound.len();
        self.bound.extend(names);
        before
    }

    pub(super) fn unbind(&mut self, before: usize) {
        self.bound.truncate(before);
    }

    /// Goes to the expressions of another file. Gives what goes back.
    pub(super) fn enter(&mut self, parsed: &'t Parsed) -> (&'t Parsed, FileId) {
        let before = self.unit;
        if !std::ptr::eq(parsed, before.0) {
            let file = match std::ptr::eq(parsed, self.own) {
                true => FileId::TEMPLATE,
                false => {
                    let (path, text) = (parsed.path.clone(), parsed.text.clone());
                    self.context.add(path, text).0
                }
            };
            self.unit = (parsed, file);
        }
        before
    }

    pub(super) fn leave(&mut self, before: (&'t Parsed, FileId)) {
        self.unit = before;
    }

    /// What an expression of another file comes to.
    fn elsewhere(
        &mut self,
        parsed: &'t Parsed,
        expression: &'t Expression,
        depth: usize,
    ) -> Result<Item, Problem> {
        let before = self.enter(parsed);
        let item = self.at_depth(expression, depth);
        self.leave(before);
        item
    }

    fn folder(&mut self) -> &Names<'t> {
        let (context, beside, own) = (self.context, self.beside, self.own);
        self.folder_names.get_or_insert_with(|| {
            let is_module = matches!(
                own.path.extension().and_then(|e| e.to_str()),
                Some("tf" | "tofu")
            );
            let mut names = Names::default();
            if is_module {
                let directory = own.path.parent().unwrap_or(Path::new(""));
                let folder = beside.get_or_init(|| context.files.folder(directory));
                for parsed in folder
                    .parsed
                    .iter()
                    .filter(|parsed| parsed.path != own.path)
                {
                    names.add(parsed);
                }
                for values in &folder.values {
                    names.give(values);
                }
            }
            names
        })
    }

    /// A local value, wherever it stands in the folder.
    pub(super) fn local(&mut self, name: &str) -> Option<(&'t Parsed, &'t Expression)> {
        match self.own_names.locals.get(name) {
            Some(known) => Some(*known),
            None => self.folder().locals.get(name).copied(),
        }
    }

    /// What a variable is unless something else is given for it.
    fn variable(&mut self, name: &str) -> Option<(&'t Parsed, &'t Expression)> {
        // A file of values counts more than a default, also than one in the template itself.
        let given = self.folder().variables.get(name).copied();
        match self.own_names.variables.get(name) {
            Some(own) => Some(match given {
                Some(given) if given.0.path.extension().is_some_and(|e| e == "tfvars") => given,
                _ => *own,
            }),
            None => given,
        }
    }

    fn resource(&mut self, kind: &str, name: &str) -> Option<(&'t Parsed, &'t Body)> {
        match self.own_names.resources.get(&(kind, name)) {
            Some(known) => Some(*known),
            None => self.folder().resources.get(&(kind, name)).copied(),
        }
    }

    /// What an expression comes to.
    ///
    /// # Errors
    /// It expands to too much, or names itself.
    pub(super) fn item(&mut self, expression: &'t Expression) -> Result<Item, Problem> {
        self.of_all(|evaluator| evaluator.at_depth(expression, 0))
    }

    /// What comes of some work, within what a pattern may cost.
    pub(super) fn of_all(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<Item, Problem>,
    ) -> Result<Item, Problem> {
        self.left = MAX_VALUES;
        let item = work(self);
        self.context.charge(MAX_VALUES - self.left);
        item
    }

    /// A value that is used again, which costs as much as if it were written again.
    pub(super) fn again(&mut self, item: &Item) -> Item {
        self.pay(item.weight());
        item.clone()
    }

    /// Counts what was not evaluated value by value.
    pub(super) fn pay(&mut self, cost: usize) {
        self.left = self.left.saturating_sub(cost).max(1);
    }

    pub(super) fn at_depth(
        &mut self,
        expression: &'t Expression,
        depth: usize,
    ) -> Result<Item, Problem> {
        let place = self.place(expression.span());
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
            Expression::Number(_) => Value::Number(self.written(place).to_owned()),
            Expression::String(text) => {
                let inner = Span::new(place.span.start + 1, place.span.end.saturating_sub(1));
                let raw = inner.of(&self.unit.0.text);
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
            Expression::ForExpr(each) => self.each(each, depth)?,
            Expression::Conditional(_) | Expression::BinaryOp(_) => {
                Value::Unknown("...".to_owned())
            }
        };
        Ok(Item { value, place })
    }

    /// The key of an object's member.
    pub(super) fn key(&mut self, key: &'t ObjectKey, depth: usize) -> Result<Item, Problem> {
        let whole = match key {
            ObjectKey::Ident(name) => self.place(name.span()),
            ObjectKey::Expression(expression) => self.place(expression.span()),
        };
        let masked = self.unit.0.masked.iter();
        let masked = masked
            .copied()
            .find(|masked| whole.span.start <= masked.start && masked.end <= whole.span.end);
        let inner = match (key, masked) {
            (ObjectKey::Ident(_), None) => whole.span,
            (_, Some(masked)) => masked,
            (ObjectKey::Expression(expression), None) => {
                return self.at_depth(expression, depth + 1);
            }
        };
        let mut text = Text::default();
        let place = Place::new(whole.file, inner.start, inner.end);
        text.push_exact(self.written(place), place);
        Ok(Item {
            value: Value::Text(text),
            place: whole,
        })
    }

    /// `[for x in list : …]`, `{for k, v in map : … => …}`, where all is known that decides.
    fn each(&mut self, each: &'t ForExpr, depth: usize) -> Result<Value, Problem> {
        let unknown = Value::Unknown("...".to_owned());
        if each.cond.is_some() || each.grouping {
            return Ok(unknown);
        }
        let collection = self.at_depth(&each.intro.collection_expr, depth + 1)?;
        self.looped(each, collection, depth)
    }

    /// What a loop makes of a collection, whatever its condition says.
    pub(super) fn looped(
        &mut self,
        each: &'t ForExpr,
        collection: Item,
        depth: usize,
    ) -> Result<Value, Problem> {
        let Some(entries) = entries(collection) else {
            return Ok(Value::Unknown("...".to_owned()));
        };
        let mut members = Vec::new();
        let mut items = Vec::new();
        for (key, value) in entries {
            let mut names = vec![(each.intro.value_var.as_str().to_owned(), value)];
            if let Some(name) = &each.intro.key_var {
                names.push((name.as_str().to_owned(), key));
            }
            let before = self.bind(names);
            let key = each.key_expr.as_ref();
            let key = key.map(|key| self.at_depth(key, depth + 1));
            let value = self.at_depth(&each.value_expr, depth + 1);
            self.unbind(before);
            match key {
                Some(key) => members.push((key?, value?)),
                None => items.push(value?),
            }
        }
        Ok(match each.key_expr {
            Some(_) => Value::Map(members),
            None => Value::List(items),
        })
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
                    let span = self.place(literal.span()).span;
                    let raw = span.of(&self.unit.0.text);
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
                    let here = self.place(inner.span());
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
                    text.push_unknown("...", self.place(directive.span()));
                }
            }
            if text.len() > LONGEST {
                return Err(intrinsics::too_long(whole));
            }
        }
        Ok(Item {
            value: Value::Text(text),
            place: whole,
        })
    }

    /// `var.x`, `local.x.y`, `each.value`, `aws_s3_bucket.b.bucket`
    fn name(
        &mut self,
        expression: &'t Expression,
        place: Place,
        depth: usize,
    ) -> Result<Item, Problem> {
        let written = self.written(place);
        if let Some(value) = self.context.vars.get(written) {
            let mut text = Text::default();
            text.push_loose(value, place);
            return Ok(Item {
                value: Value::Text(text),
                place,
            });
        }
        let value = match is_scalar(expression) {
            true => Value::Scalar(written.to_owned()),
            false => Value::Unknown(written.to_owned()),
        };
        let unknown = Item { value, place };
        let (root, operators) = match expression {
            Expression::Variable(root) => (root.as_str(), [].as_slice()),
            Expression::Traversal(traversal) => match &traversal.expr {
                Expression::Variable(root) => (root.as_str(), traversal.operators.as_slice()),
                _ => return Ok(unknown),
            },
            _ => return Ok(unknown),
        };
        let mut steps = Vec::new();
        for operator in operators {
            steps.push(match operator.value() {
                TraversalOperator::GetAttr(name) => name.as_str().to_owned(),
                TraversalOperator::LegacyIndex(index) => index.to_string(),
                TraversalOperator::Index(index) => match self.at_depth(index, depth + 1)?.value {
                    Value::Text(text) if text.is_known() => text.as_str().to_owned(),
                    Value::Number(number) => number,
                    _ => return Ok(unknown),
                },
                TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_) => {
                    return Ok(unknown);
                }
            });
        }
        let mut steps = steps.iter().map(String::as_str);
        let bound = |name: &str, bound: &[(String, Item)]| {
            let mut bound = bound.iter().rev();
            bound
                .find(|(key, _)| key == name)
                .map(|(_, item)| item.clone())
        };
        let mut item = match root {
            "local" => {
                let local = steps.next().and_then(|name| self.local(name));
                let Some((file, expression)) = local else {
                    return Ok(unknown);
                };
                self.elsewhere(file, expression, depth + 1)?
            }
            "var" => {
                let Some(name) = steps.next() else {
                    return Ok(unknown);
                };
                let full = format!("var.{name}");
                if self.context.vars.contains_key(&full) {
                    return Ok(unknown);
                }
                let Some((file, expression)) = self.variable(name) else {
                    return Ok(unknown);
                };
                let item = self.elsewhere(file, expression, depth + 1)?;
                match &item.value {
                    // Nothing by default means that something has to be given.
                    Value::Null | Value::Unknown(_) | Value::Scalar(_) => return Ok(unknown),
                    Value::Text(text) if text.is_empty() => return Ok(unknown),
                    value => self.context.assume(&full, &value.shown()),
                }
                item
            }
            "each" => match steps
                .next()
                .and_then(|name| bound(&format!("each.{name}"), &self.bound))
            {
                Some(item) => self.again(&item),
                None => return Ok(unknown),
            },
            name => match bound(name, &self.bound) {
                Some(item) => self.again(&item),
                None => {
                    let (Some(label), Some(attribute)) = (steps.next(), steps.next()) else {
                        return Ok(unknown);
                    };
                    // A bucket's id is its name.
                    let attribute = match (name, attribute) {
                        ("aws_s3_bucket", "id") => "bucket",
                        _ => attribute,
                    };
                    let Some((file, body)) = self.resource(name, label) else {
                        return Ok(unknown);
                    };
                    let is_one = !body.has_attribute("for_each") && !body.has_attribute("count");
                    let Some(value) = body.get_attribute(attribute).filter(|_| is_one) else {
                        return Ok(unknown);
                    };
                    let item = self.elsewhere(file, &value.value, depth + 1)?;
                    match item.value {
                        Value::Text(_) | Value::Number(_) | Value::Bool(_) => item,
                        _ => return Ok(unknown),
                    }
                }
            },
        };
        for step in steps {
            match item.member(step) {
                Some(found) => item = found,
                None => return Ok(unknown),
            }
        }
        Ok(item)
    }
}

/// Whether this is an attribute of a resource or a data source that is a single string, by its name.
fn is_scalar(expression: &Expression) -> bool {
    let Expression::Traversal(traversal) = expression else {
        return false;
    };
    let Expression::Variable(root) = &traversal.expr else {
        return false;
    };
    let of_aws = root.as_str().starts_with("aws_") || root.as_str() == "data";
    let mut operators = traversal.operators.iter().map(|operator| operator.value());
    let splat = |operator: &TraversalOperator| {
        matches!(
            operator,
            TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_)
        )
    };
    let is_string = |operator: &TraversalOperator| match operator {
        TraversalOperator::GetAttr(name) => matches!(
            name.as_str(),
            "arn" | "id" | "name" | "account_id" | "bucket" | "url"
        ),
        _ => false,
    };
    of_aws
        && traversal.operators.len() > 1
        && !operators.clone().any(splat)
        && operators.next_back().is_some_and(is_string)
}

/// The keys and values of a collection that a loop goes through; a list of plain values is taken for
/// the set that is made of it.
pub(super) fn entries(collection: Item) -> Option<Vec<(Item, Item)>> {
    match collection.value {
        Value::Map(members) => Some(members),
        Value::List(items) => Some(items.into_iter().map(|item| (item.clone(), item)).collect()),
        _ => None,
    }
}
