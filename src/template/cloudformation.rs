//! Patterns in the resources of CloudFormation, SAM and CDK templates.

use super::intrinsics::{Dialect, Resolver, target_of, too_long};
use super::text::Place;
use super::tree::{Id, Tree};
use super::value::{AsDeployed, LONGEST, Value, render};
use super::{Extraction, Form, Format, Found, Ignored, Open, Use, Vars};
use std::collections::HashMap;

/// Whether this is a template: a `Resources` map in which something has an AWS type.
pub(super) fn is_template(tree: &Tree<'_>) -> bool {
    let Some(resources) = tree.root.and_then(|root| tree.get(root, "Resources")) else {
        return false;
    };
    tree.map(resources).iter().any(|member| {
        let kind = tree.get(member.value, "Type").and_then(|id| tree.str(id));
        kind.is_some_and(|kind| kind.contains("::"))
            || tree
                .str(member.key)
                .is_some_and(|key| key.starts_with("Fn::ForEach"))
    })
}

/// Reads the resources of a template whose root this is.
pub(super) fn extract(
    tree: &Tree<'_>,
    root: Id,
    vars: &Vars,
    dialect: Dialect,
    out: &mut Extraction,
) {
    let Some(resources) = tree.get(root, "Resources") else {
        return;
    };
    let mut reader = Reader {
        tree,
        types: types(tree, resources),
        resolver: Resolver::new(tree, vars, dialect),
        format: match dialect {
            Dialect::CloudFormation if is_sam(tree, resources) => Format::Sam,
            Dialect::CloudFormation => Format::CloudFormation,
            Dialect::Serverless => Format::Serverless,
        },
        out,
    };
    for member in tree.members(resources) {
        let Some(id) = tree.str(member.key) else {
            continue;
        };
        // A loop of the language extensions: what it repeats is the last entry of its list.
        if id.starts_with("Fn::ForEach") {
            let body = tree.list(member.value).last();
            for inner in body.map(|body| tree.members(*body)).unwrap_or_default() {
                if let Some(id) = tree.str(inner.key) {
                    reader.resource(id, inner.value);
                }
            }
            continue;
        }
        reader.resource(id, member.value);
    }
}

/// Whether a resource has one of SAM's own types.
fn is_sam(tree: &Tree<'_>, resources: Id) -> bool {
    tree.map(resources).iter().any(|member| {
        let kind = tree.get(member.value, "Type").and_then(|id| tree.str(id));
        kind.is_some_and(|kind| kind.starts_with("AWS::Serverless::"))
    })
}

/// The types of the resources, by their ids.
fn types<'t>(tree: &'t Tree<'t>, resources: Id) -> HashMap<&'t str, &'t str> {
    let types = tree.map(resources).iter().filter_map(|member| {
        let kind = tree.get(member.value, "Type")?;
        Some((tree.str(member.key)?, tree.str(kind)?))
    });
    types.collect()
}

struct Reader<'t, 'o> {
    tree: &'t Tree<'t>,
    /// The types of the resources, by their ids.
    types: HashMap<&'t str, &'t str>,
    resolver: Resolver<'t>,
    format: Format,
    out: &'o mut Extraction,
}

/// A pattern that was met, before it is read.
#[derive(Clone)]
pub(super) struct Met {
    pub(super) id: String,
    pub(super) aliases: Vec<String>,
    pub(super) used_by: Use,
    pub(super) emits: Vec<&'static str>,
    pub(super) on_default_bus: bool,
    pub(super) ignored: Vec<Ignored>,
}

impl<'t> Reader<'t, '_> {
    fn resource(&mut self, id: &str, resource: Id) {
        let Some(kind) = self
            .tree
            .get(resource, "Type")
            .and_then(|id| self.tree.str(id))
        else {
            return;
        };
        let Some(properties) = self.tree.get(resource, "Properties") else {
            return;
        };
        let ignored = self.ignored(resource);
        let met = |used_by, emits| Met {
            id: id.to_owned(),
            aliases: Vec::new(),
            used_by,
            emits,
            on_default_bus: is_default_bus(self.tree, self.tree.get(properties, "EventBusName")),
            ignored: ignored.clone(),
        };
        match kind {
            "AWS::Events::Rule" => {
                let met = met(Use::Rule, self.emitted_by_targets(properties));
                self.pattern(properties, "EventPattern", met);
            }
            "AWS::Events::Archive" => {
                self.pattern(properties, "EventPattern", met(Use::Archive, Vec::new()));
            }
            "AWS::Pipes::Pipe" => {
                if let Some(source) = self.tree.get(properties, "SourceParameters") {
                    self.filters(source, id, Use::Pipe, &ignored);
                }
            }
            "AWS::Lambda::EventSourceMapping" => {
                self.filters(properties, id, Use::EventSourceMapping, &ignored);
            }
            "AWS::Serverless::Function" | "AWS::Serverless::StateMachine" => {
                self.sam(id, kind, properties, &ignored);
            }
            _ => {}
        }
    }

    fn sam(&mut self, id: &str, kind: &str, properties: Id, ignored: &[Ignored]) {
        let Some(events) = self.tree.get(properties, "Events") else {
            return;
        };
        for member in self.tree.members(events) {
            let Some(event) = self.tree.str(member.key) else {
                continue;
            };
            let Some(inner) = self.tree.get(member.value, "Properties") else {
                continue;
            };
            let source = self
                .tree
                .get(member.value, "Type")
                .and_then(|id| self.tree.str(id));
            match source {
                Some("CloudWatchEvent" | "EventBridgeRule") => {
                    let emits = match kind {
                        "AWS::Serverless::StateMachine" => vec!["aws.states"],
                        _ => Vec::new(),
                    };
                    let met = Met {
                        id: format!("{id}.{event}"),
                        // What SAM calls the rule that it makes of it.
                        aliases: vec![format!("{id}{event}"), event.to_owned()],
                        used_by: Use::Rule,
                        emits,
                        on_default_bus: is_default_bus(
                            self.tree,
                            self.tree.get(inner, "EventBusName"),
                        ),
                        ignored: ignored.to_vec(),
                    };
                    self.pattern(inner, "Pattern", met);
                }
                Some(_) => {
                    self.filters(
                        inner,
                        &format!("{id}.{event}"),
                        Use::EventSourceMapping,
                        ignored,
                    );
                }
                None => {}
            }
        }
    }

    /// `FilterCriteria.Filters[].Pattern`
    fn filters(&mut self, holder: Id, id: &str, used_by: Use, ignored: &[Ignored]) {
        let Some(filters) = self.tree.walk(holder, &["FilterCriteria", "Filters"]) else {
            return;
        };
        for (index, filter) in self.tree.list(filters).iter().enumerate() {
            let met = Met {
                id: format!("{id}.Filters[{index}]"),
                aliases: Vec::new(),
                used_by,
                emits: Vec::new(),
                on_default_bus: false,
                ignored: ignored.to_vec(),
            };
            self.pattern(*filter, "Pattern", met);
        }
    }

    fn pattern(&mut self, holder: Id, name: &str, met: Met) {
        if let Some(member) = self.tree.entry(holder, name) {
            let key = self.tree.place(member.key);
            add(
                &mut self.resolver,
                self.format,
                key,
                member.value,
                met,
                self.out,
            );
        }
    }

    /// The sources whose events a rule's own targets cause.
    fn emitted_by_targets(&self, properties: Id) -> Vec<&'static str> {
        let Some(targets) = self.tree.get(properties, "Targets") else {
            return Vec::new();
        };
        let mut emits = Vec::new();
        for target in self.tree.list(targets) {
            if self.tree.get(*target, "EcsParameters").is_some() {
                emits.push("aws.ecs");
            }
            if self.tree.get(*target, "BatchParameters").is_some() {
                emits.push("aws.batch");
            }
            let resource = self
                .tree
                .get(*target, "Arn")
                .and_then(|arn| target_of(self.tree, arn))
                .and_then(|id| self.types.get(id.as_str()).copied());
            match resource {
                Some("AWS::StepFunctions::StateMachine" | "AWS::Serverless::StateMachine") => {
                    emits.push("aws.states");
                }
                Some("AWS::CodeBuild::Project") => emits.push("aws.codebuild"),
                Some("AWS::CodePipeline::Pipeline") => emits.push("aws.codepipeline"),
                _ => {}
            }
        }
        emits
    }

    /// `Metadata: {pattern-test: {ignore: [{code: …, reason: …}]}}`
    fn ignored(&self, resource: Id) -> Vec<Ignored> {
        let Some(list) = self
            .tree
            .walk(resource, &["Metadata", "pattern-test", "ignore"])
        else {
            return Vec::new();
        };
        let word = |id: Id, name| {
            let id = self.tree.get(id, name)?;
            self.tree.str(id).map(str::to_owned)
        };
        self.tree
            .list(list)
            .iter()
            .map(|entry| Ignored {
                code: self
                    .tree
                    .str(*entry)
                    .map(str::to_owned)
                    .or_else(|| word(*entry, "code"))
                    .unwrap_or_default(),
                reason: word(*entry, "reason"),
                place: self.tree.place(*entry),
            })
            .collect()
    }
}

/// Whether the name of a bus is that of the default one.
pub(super) fn is_default_bus(tree: &Tree<'_>, name: Option<Id>) -> bool {
    let Some(name) = name else { return true };
    tree.str(name)
        .is_some_and(|name| name == "default" || name.ends_with(":event-bus/default"))
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
fn choice(tree: &Tree<'_>, id: Id) -> Option<[Id; 2]> {
    let [member] = tree.map(id) else { return None };
    match (tree.str(member.key)?, tree.list(member.value)) {
        ("Fn::If", [_, then, otherwise]) => Some([*then, *otherwise]),
        _ => None,
    }
}

/// Whether this is `!Ref AWS::NoValue`.
fn is_no_value(tree: &Tree<'_>, id: Id) -> bool {
    target_of(tree, id).is_some_and(|name| name == "AWS::NoValue")
}

fn add_one(
    resolver: &mut Resolver<'_>,
    format: Format,
    key: Place,
    value: Id,
    met: Met,
    out: &mut Extraction,
) {
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
    out.patterns.push(Found {
        id: met.id,
        aliases: met.aliases,
        used_by: met.used_by,
        format,
        form,
        text,
        stringified,
        place: item.place,
        own: Some(resolver.tree.place(value)),
        key,
        nulls,
        collapsed: Vec::new(),
        emits: met.emits,
        on_default_bus: met.on_default_bus,
        declared: resolver.declared.clone(),
        ignored: met.ignored,
    });
}
