//! A pattern that was met in a template: read, and added to what was found.

use super::around::Bus;
use super::intrinsics::{Resolver, target_of, too_long};
use super::text::Place;
use super::tree::{Id, Tree};
use super::used::{RuleState, Use};
use super::value::{AsDeployed, LONGEST, Value, render};
use super::{Extraction, Form, Format, Found, Ignored, Open};
use crate::dialect::Source;
use std::collections::BTreeSet;

/// A pattern that was met, before it is read.
#[derive(Clone)]
pub(super) struct Met {
    pub(super) id: String,
    pub(super) aliases: Vec<String>,
    pub(super) used_by: Use,
    pub(super) source: Option<Source>,
    pub(super) emits: Vec<&'static str>,
    pub(super) beside: Vec<(&'static str, String)>,
    pub(super) state: RuleState,
    pub(super) bus: Bus,
    pub(super) targets: usize,
    pub(super) texts: Vec<String>,
    pub(super) ignored: Vec<Ignored>,
}

impl Met {
    pub(super) fn new(id: impl Into<String>, used_by: Use) -> Self {
        Self {
            id: id.into(),
            aliases: Vec::new(),
            used_by,
            source: None,
            emits: Vec::new(),
            beside: Vec::new(),
            state: RuleState::Unknown,
            bus: Bus::Default,
            targets: 0,
            texts: Vec::new(),
            ignored: Vec::new(),
        }
    }
}

/// The deepest nesting of choices between patterns.
pub(super) const MOST_CHOICES: usize = 8;

impl Met {
    /// What stands in the two branches of a choice. Where one of them is nothing, the other keeps
    /// the name.
    pub(super) fn branches(self, then: bool, otherwise: bool) -> [Option<Self>; 2] {
        match (then, otherwise) {
            (true, true) => {
                let branch = |name: &str| Self {
                    id: format!("{}.{name}", self.id),
                    ..self.clone()
                };
                [Some(branch("then")), Some(branch("else"))]
            }
            (true, false) => [Some(self), None],
            (false, true) => [None, Some(self)],
            (false, false) => [None, None],
        }
    }
}

/// Reads a pattern and adds it; of `Fn::If` that which stands in either branch.
pub(super) fn add(
    resolver: &mut Resolver<'_>,
    format: Format,
    key: Place,
    value: Id,
    met: Met,
    out: &mut Extraction,
) {
    add_choice(resolver, format, key, value, met, 0, out);
}

fn add_choice(
    resolver: &mut Resolver<'_>,
    format: Format,
    key: Place,
    value: Id,
    met: Met,
    depth: usize,
    out: &mut Extraction,
) {
    let choice = choice(resolver.tree, value).filter(|_| depth < MOST_CHOICES);
    let Some(branches) = choice else {
        return add_one(resolver, format, key, value, met, out);
    };
    let [then, otherwise] = branches.map(|branch| !is_no_value(resolver.tree, branch));
    for (branch, met) in branches.into_iter().zip(met.branches(then, otherwise)) {
        if let Some(met) = met {
            add_choice(resolver, format, key, branch, met, depth + 1, out);
        }
    }
}

/// The branches of `!If [Condition, then, else]`.
fn choice(tree: &Tree, id: Id) -> Option<[Id; 2]> {
    let [member] = tree.map(id) else { return None };
    match (tree.str(member.key)?, tree.list(member.value)) {
        ("Fn::If", [_, then, otherwise]) => Some([*then, *otherwise]),
        _ => None,
    }
}

/// Whether this is `!Ref AWS::NoValue`.
fn is_no_value(tree: &Tree, id: Id) -> bool {
    target_of(tree, id).is_some_and(|name| name == "AWS::NoValue")
}

/// Whether a pattern is nothing but `${name}`, of a name that the template does not declare: Terraform's
/// `templatefile` or some other tool puts the pattern there.
fn is_filled_in(text: &str, declared: &BTreeSet<String>) -> bool {
    let name = text
        .trim()
        .strip_prefix("${")
        .and_then(|rest| rest.strip_suffix('}'));
    name.map(str::trim).is_some_and(|name| {
        let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        !name.is_empty() && name.chars().all(is_word) && !declared.contains(name)
    })
}

fn add_one(
    resolver: &mut Resolver<'_>,
    format: Format,
    key: Place,
    value: Id,
    met: Met,
    out: &mut Extraction,
) {
    if resolver.context.is_spent() {
        return out.spent();
    }
    let item = match resolver.item(value) {
        Ok(item) => item,
        Err(problem) => return out.problems.push(problem),
    };
    let (form, typed, stringified) = match &item.value {
        Value::Unknown(_) | Value::Scalar(_) => {
            return out.open.push(Open {
                id: met.id,
                place: item.place,
            });
        }
        // The template is made of this file: what is `${name}` for CloudFormation is declared in it.
        Value::Text(text) if is_filled_in(text.as_str(), &resolver.declared.names) => {
            return out.open.push(Open {
                id: met.id,
                place: item.place,
            });
        }
        Value::Text(text) => (Form::Text, Some(text.clone()), None),
        _ => {
            let stringified = item
                .has_typed()
                .then(|| render(&item, AsDeployed::Stringified))
                .flatten();
            (Form::Object, render(&item, AsDeployed::Typed), stringified)
        }
    };
    let Some(text) = typed.filter(|text| text.len() <= LONGEST) else {
        return out.problems.push(too_long(item.place));
    };
    let mut nulls = Vec::new();
    if form == Form::Object {
        item.nulls(&mut nulls);
    }
    resolver.context.charge(text.len() / 16);
    out.patterns.push(Found {
        id: met.id,
        aliases: met.aliases,
        used_by: met.used_by,
        source: met.source,
        format,
        form,
        text,
        stringified,
        place: item.place,
        own: Some(resolver.tree.place(value)),
        shared: resolver.shared.clone(),
        key,
        nulls,
        collapsed: Vec::new(),
        emits: met.emits,
        beside: met.beside,
        state: met.state,
        bus: met.bus,
        targets: met.targets,
        texts: met.texts,
        was: None,
        declared: resolver.declared.names.clone(),
        ignored: met.ignored,
    });
}
