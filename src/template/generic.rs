//! Patterns where only the names of members tell what they are: plans and states of Terraform,
//! Terraform in JSON, Pulumi, objects of Kubernetes, tasks of Ansible.
//!
//! The families differ in where their resources stand and what those are called. Inside of a
//! resource a pattern is found by its name, in whatever case the tool spells it.

use super::around::{Bus, bus_of};
use super::cloudformation::{is_template, nested};
use super::context::Context;
use super::intrinsics::{Dialect, Resolver};
use super::met::{Met, add};
use super::tree::{Id, Kind, Tree};
use super::used::Use;
use super::{Extraction, Format, Open};
use crate::dialect::{Source, sns};

/// The deepest nesting that is looked through for patterns.
const MOST_LEVELS: usize = 24;
/// The most members that are looked at in one file.
const MOST_LOOKED_AT: usize = 4_000_000;

/// Whether a text is a plan or a state of Terraform, by its first words.
pub(super) fn is_state_text(text: &str) -> bool {
    let at = (0..=text.len().min(4_096)).rfind(|at| text.is_char_boundary(*at));
    let head = text.get(..at.unwrap_or(0)).unwrap_or("");
    head.contains("\"format_version\"") || head.contains("\"terraform_version\"")
}

/// Reads a tree of one of the families; whether it is of one.
pub(super) fn extract(tree: &Tree, root: Id, context: &Context<'_>, out: &mut Extraction) -> bool {
    if let Some(states) = states(tree, root) {
        let mut reader = Reader::new(tree, context, Dialect::Plain, Format::TerraformState, out);
        for (id, kind, values) in states {
            reader.resource(&id, &kind, values);
        }
        unknown_until_apply(tree, root, out);
        out.generated = true;
        return true;
    }
    if let Some(resources) = pulumi(tree, root) {
        let mut reader = Reader::new(tree, context, Dialect::Serverless, Format::Pulumi, out);
        for (id, kind, inputs) in resources {
            reader.resource(&id, &kind, inputs);
        }
        // A preview or an exported stack.
        out.generated |= tree.get(root, "resources").is_none();
        return true;
    }
    if let Some(objects) = kubernetes(tree, root) {
        let mut reader = Reader::new(tree, context, Dialect::Plain, Format::Kubernetes, out);
        for (id, kind, spec) in objects {
            reader.resource(&id, &kind, spec);
        }
        return true;
    }
    if let Some(body) = tree.get(root, "TemplateBody") {
        out.generated = true;
        return template_body(tree, body, context, out);
    }
    let tasks = ansible(tree, root);
    let is_ansible = !tasks.is_empty();
    let mut reader = Reader::new(tree, context, Dialect::Jinja, Format::Ansible, out);
    for (id, arguments) in tasks {
        reader.resource(&id, "cloudwatchevent_rule", arguments);
    }
    is_ansible
}

/// The reply of `get-template`.
fn template_body(tree: &Tree, body: Id, context: &Context<'_>, out: &mut Extraction) -> bool {
    if is_template(tree, body) {
        super::cloudformation::extract(tree, body, context, Dialect::CloudFormation, out);
        return true;
    }
    match tree.text(body) {
        Some(text) => {
            nested(context, text, "", 1, out);
            true
        }
        None => false,
    }
}

/// A resource: what to call it, its type, and what is said of it.
type Resource = (String, String, Id);

/// The resources of a plan or a state of Terraform.
fn states(tree: &Tree, root: Id) -> Option<Vec<Resource>> {
    let mut found = Vec::new();
    let str = |id, name| tree.get(id, name).and_then(|id| tree.str(id));
    let has = |name| tree.get(root, name).is_some();
    let values = tree
        .get(root, "planned_values")
        .or_else(|| tree.get(root, "values"));
    if (has("format_version") || has("terraform_version"))
        && let Some(module) = values.and_then(|values| tree.get(values, "root_module"))
    {
        let mut open = vec![module];
        while let Some(module) = open.pop() {
            for resource in tree
                .get(module, "resources")
                .map(|id| tree.list(id))
                .unwrap_or_default()
            {
                if let (Some(address), Some(kind), Some(values)) = (
                    str(*resource, "address"),
                    str(*resource, "type"),
                    tree.get(*resource, "values"),
                ) && str(*resource, "mode") != Some("data")
                {
                    found.push((address.to_owned(), kind.to_owned(), values));
                }
            }
            let modules = tree.get(module, "child_modules").map(|id| tree.list(id));
            open.extend(modules.unwrap_or_default().iter().rev());
        }
        return Some(found);
    }
    let resources = tree
        .get(root, "resources")
        .filter(|_| has("terraform_version"))?;
    for resource in tree.list(resources) {
        let (Some(kind), Some(name)) = (str(*resource, "type"), str(*resource, "name")) else {
            continue;
        };
        if str(*resource, "mode") == Some("data") {
            continue;
        }
        let address = match str(*resource, "module") {
            Some(module) => format!("{module}.{kind}.{name}"),
            None => format!("{kind}.{name}"),
        };
        let instances = tree.get(*resource, "instances").map(|id| tree.list(id));
        for instance in instances.unwrap_or_default() {
            let Some(attributes) = tree.get(*instance, "attributes") else {
                continue;
            };
            let index = tree.get(*instance, "index_key");
            let id = match index.map(|id| &tree.node(id).kind) {
                Some(Kind::Text { cooked, .. }) => format!("{address}[\"{cooked}\"]"),
                Some(Kind::Number(number)) => format!("{address}[{number}]"),
                _ => address.clone(),
            };
            found.push((id, kind.to_owned(), attributes));
        }
    }
    Some(found)
}

/// What a plan says is not known before it is applied.
fn unknown_until_apply(tree: &Tree, root: Id, out: &mut Extraction) {
    let changes = tree.get(root, "resource_changes").map(|id| tree.list(id));
    for change in changes.unwrap_or_default() {
        let Some(unknown) = tree.walk(*change, &["change", "after_unknown"]) else {
            continue;
        };
        let address = tree.get(*change, "address").and_then(|id| tree.str(id));
        for member in tree.map(unknown) {
            let name = tree.str(member.key).unwrap_or_default();
            let is_pattern = matches!(name, "event_pattern" | "filter_policy");
            if is_pattern && matches!(tree.node(member.value).kind, Kind::Bool(true)) {
                out.open.push(Open {
                    id: address.unwrap_or_default().to_owned(),
                    place: tree.place(member.key),
                });
            }
        }
    }
}

/// The resources of a Pulumi program in YAML, of a preview, or of an exported stack.
fn pulumi(tree: &Tree, root: Id) -> Option<Vec<Resource>> {
    let str = |id, name| tree.get(id, name).and_then(|id| tree.str(id));
    let mut found = Vec::new();
    if let Some(resources) = tree.get(root, "resources")
        && (tree.get(root, "runtime").is_some() || tree.get(root, "name").is_some())
    {
        for member in tree.members(resources) {
            if let (Some(name), Some(kind), Some(properties)) = (
                tree.str(member.key),
                str(member.value, "type"),
                tree.get(member.value, "properties"),
            ) && kind.contains(':')
            {
                found.push((name.to_owned(), kind.to_owned(), properties));
            }
        }
        return (!found.is_empty()).then_some(found);
    }
    let list = |path: &[&str]| tree.walk(root, path).map(|id| tree.list(id));
    let states: Vec<Id> = match (list(&["deployment", "resources"]), list(&["steps"])) {
        (Some(resources), _) => resources.to_vec(),
        (None, Some(steps)) => steps
            .iter()
            .filter_map(|step| tree.get(*step, "newState"))
            .collect(),
        (None, None) => return None,
    };
    for state in states {
        if let (Some(urn), Some(kind), Some(inputs)) = (
            str(state, "urn"),
            str(state, "type"),
            tree.get(state, "inputs"),
        ) {
            let name = urn.rsplit("::").next().unwrap_or(urn);
            found.push((name.to_owned(), kind.to_owned(), inputs));
        }
    }
    (!found.is_empty()).then_some(found)
}

/// The objects of a document of Kubernetes that are AWS resources.
fn kubernetes(tree: &Tree, root: Id) -> Option<Vec<Resource>> {
    let str = |id, name| tree.get(id, name).and_then(|id| tree.str(id));
    let is_object = |id| str(id, "apiVersion").is_some() && str(id, "kind").is_some();
    let objects = match tree.get(root, "items") {
        Some(items) => tree.list(items).to_vec(),
        None => vec![root],
    };
    if !objects.iter().any(|id| is_object(*id)) {
        return None;
    }
    let mut found = Vec::new();
    for object in objects {
        let version = str(object, "apiVersion").unwrap_or_default();
        let is_aws = version.contains("services.k8s.aws") || version.contains("aws.");
        let (Some(kind), Some(spec)) = (str(object, "kind"), tree.get(object, "spec")) else {
            continue;
        };
        if is_aws {
            let name = tree.walk(object, &["metadata", "name"]);
            let name = name.and_then(|id| tree.str(id)).unwrap_or(kind);
            found.push((name.to_owned(), format!("{version}/{kind}"), spec));
        }
    }
    (!found.is_empty()).then_some(found)
}

/// The tasks of Ansible that make rules: what to call them, and their arguments.
fn ansible(tree: &Tree, root: Id) -> Vec<(String, Id)> {
    let mut found = Vec::new();
    let mut open = vec![(root, 0)];
    let mut left = MOST_LOOKED_AT;
    while let Some((id, depth)) = open.pop().filter(|_| left > 0) {
        left -= 1;
        if depth > MOST_LEVELS {
            continue;
        }
        for member in tree.map(id) {
            let name = tree.str(member.key).unwrap_or_default();
            let module = name.rsplit('.').next().unwrap_or(name);
            if module == "cloudwatchevent_rule" {
                let own = tree.get(member.value, "name").and_then(|id| tree.str(id));
                let task = tree.get(id, "name").and_then(|id| tree.str(id));
                let name = own.or(task).unwrap_or(module).to_owned();
                found.push((name, member.value));
            } else {
                open.push((member.value, depth + 1));
            }
        }
        open.extend(tree.list(id).iter().rev().map(|id| (*id, depth + 1)));
    }
    found.sort_by_key(|(_, id)| tree.place(*id));
    found
}

/// Looks for patterns by the names of members.
pub(super) struct Reader<'t, 'o> {
    tree: &'t Tree,
    resolver: Resolver<'t>,
    format: Format,
    left: usize,
    out: &'o mut Extraction,
}

impl<'t, 'o> Reader<'t, 'o> {
    pub(super) fn new(
        tree: &'t Tree,
        context: &'t Context<'t>,
        dialect: Dialect,
        format: Format,
        out: &'o mut Extraction,
    ) -> Self {
        Self {
            tree,
            resolver: Resolver::new(tree, context, dialect),
            format,
            left: MOST_LOOKED_AT,
            out,
        }
    }

    /// The patterns of one resource.
    pub(super) fn resource(&mut self, id: &str, kind: &str, values: Id) {
        self.look(id, &by_type(kind), values, 0);
    }

    fn look(&mut self, id: &str, used_by: &Use, holder: Id, depth: usize) {
        if depth > MOST_LEVELS || self.left == 0 {
            return;
        }
        let tree = self.tree;
        let several = tree.list(holder).len() > 1;
        for (index, entry) in tree.list(holder).iter().enumerate() {
            let id = match several {
                true => format!("{id}[{index}]"),
                false => id.to_owned(),
            };
            self.look(&id, used_by, *entry, depth + 1);
        }
        for member in tree.members(holder) {
            self.left = self.left.saturating_sub(1);
            let Some(name) = tree.str(member.key) else {
                continue;
            };
            match canonical(name).as_str() {
                "eventpattern" => {
                    let used_by = match used_by {
                        Use::Archive | Use::Notification | Use::RumMetric | Use::Evidently => {
                            *used_by
                        }
                        _ => Use::Rule,
                    };
                    let met = Met {
                        bus: self.bus(holder),
                        ..Met::new(id, used_by)
                    };
                    self.add_met(met, member.key, member.value);
                }
                "filterpolicy" => {
                    let scope = [
                        "filter_policy_scope",
                        "filterPolicyScope",
                        "FilterPolicyScope",
                    ]
                    .into_iter()
                    .find_map(|name| tree.get(holder, name))
                    .and_then(|id| tree.str(id))
                    .filter(|word| !word.is_empty());
                    let used_by = Use::Subscription(sns::Scope::of_word(scope));
                    self.add(id, used_by, None, member.key, member.value);
                }
                "filtercriteria" => {
                    let source = self.source(holder);
                    let mut index = 0;
                    self.filters(id, used_by, source, member.value, &mut index, depth + 1);
                }
                _ => self.look(id, used_by, member.value, depth + 1),
            }
        }
    }

    /// `filter_criteria: [{filter: [{pattern: …}]}]`, with lists or without, in whatever case.
    fn filters(
        &mut self,
        id: &str,
        used_by: &Use,
        source: Option<Source>,
        holder: Id,
        index: &mut usize,
        depth: usize,
    ) {
        if depth > MOST_LEVELS {
            return;
        }
        let tree = self.tree;
        for entry in tree.list(holder) {
            self.filters(id, used_by, source, *entry, index, depth + 1);
        }
        for member in tree.members(holder) {
            match tree.str(member.key).map(canonical).as_deref() {
                Some("pattern") => {
                    let used_by = match used_by {
                        Use::Pipe => Use::Pipe,
                        _ => Use::EventSourceMapping,
                    };
                    let id = format!("{id}.filter[{index}]");
                    *index += 1;
                    self.add(&id, used_by, source, member.key, member.value);
                }
                Some("filter" | "filters") => {
                    self.filters(id, used_by, source, member.value, index, depth + 1);
                }
                _ => {}
            }
        }
    }

    /// Where the records come from, as the members beside the filters say.
    fn source(&self, holder: Id) -> Option<Source> {
        let tree = self.tree;
        tree.members(holder).into_iter().find_map(|member| {
            let name = tree.str(member.key)?;
            match canonical(name).as_str() {
                "eventsourcearn" | "source" => Source::of_arn(tree.str(member.value)?),
                "selfmanagedeventsource" if !tree.list(member.value).is_empty() => {
                    Some(Source::Kafka)
                }
                word if word.ends_with("parameters") && !tree.list(member.value).is_empty() => {
                    Source::of_word(word)
                }
                _ => None,
            }
        })
    }

    /// The bus of a rule with these members.
    fn bus(&self, rule: Id) -> Bus {
        let mut members = self.tree.members(rule).into_iter();
        let name = members.find(|member| {
            let name = self.tree.str(member.key).unwrap_or_default();
            canonical(name) == "eventbusname"
                && !matches!(self.tree.node(member.value).kind, Kind::Null)
        });
        bus_of(self.tree, name.map(|member| member.value))
    }

    fn add(&mut self, id: &str, used_by: Use, source: Option<Source>, key: Id, value: Id) {
        let met = Met {
            source,
            ..Met::new(id, used_by)
        };
        self.add_met(met, key, value);
    }

    fn add_met(&mut self, met: Met, key: Id, value: Id) {
        // A state has empty text and null where nothing is said.
        match &self.tree.node(value).kind {
            Kind::Null => return,
            Kind::Text { cooked, .. } if cooked.trim().is_empty() => return,
            _ => {}
        }
        let key = self.tree.place(key);
        add(&mut self.resolver, self.format, key, value, met, self.out);
    }
}

/// A name without its case and what joins its words.
pub(super) fn canonical(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_ascii_alphanumeric())
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// What a resource's type says of its patterns.
pub(super) fn by_type(kind: &str) -> Use {
    let word = canonical(kind);
    let has = |part: &str| word.contains(part);
    match () {
        () if has("archive") => Use::Archive,
        () if has("pipe") => Use::Pipe,
        () if has("eventsourcemapping") => Use::EventSourceMapping,
        () if has("notifications") => Use::Notification,
        () if has("rum") && (has("appmonitor") || has("metric")) => Use::RumMetric,
        () if has("evidently") => Use::Evidently,
        () => Use::Rule,
    }
}
