//! Patterns in the resources of Terraform configurations.

use super::around::Bus;
use super::context::Context;
use super::generic::{self, by_type, canonical};
use super::hcl::{Beside, Evaluator, Parsed};
use super::intrinsics::{Dialect, too_long};
use super::met::{MOST_CHOICES, Met};
use super::text::{Place, Text};
use super::tree::{Id, Tree};
use super::used::{RuleState, Use};
use super::value::{AsDeployed, Item, LONGEST, Value, render};
use super::{Extraction, Form, Format, Found, Misplaced, Open};
use crate::dialect::{Source, sns};
use crate::json::{Document, NodeKind, Span};
use crate::pattern::DEFAULT_QUOTA;
use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, TraversalOperator};
use hcl_edit::structure::{Attribute, Block, Body, Structure};
use std::collections::BTreeMap;

/// The deepest nesting of arguments that is looked through for patterns.
const MOST_LEVELS: usize = 24;
/// The most arguments of one file that are looked at.
const MOST_ARGUMENTS: usize = 200_000;

/// Reads a configuration in HCL.
pub(super) fn extract(source: &str, context: &Context<'_>, out: &mut Extraction) {
    let parsed = match Parsed::new(context.path, source.into()) {
        Ok(parsed) => parsed,
        Err(problem) => return out.problems.push(problem),
    };
    let beside = Beside::new();
    let mut reader = Reader {
        evaluator: Evaluator::new(context, &parsed, &beside),
        left: MOST_ARGUMENTS,
        out,
    };
    for structure in &parsed.body {
        match structure {
            Structure::Block(block) => reader.block(block),
            // The inputs of Terragrunt, the values of a file of variables.
            Structure::Attribute(attribute) => {
                let name = attribute.key.as_str();
                reader.argument(name, attribute, None);
            }
        }
    }
    for (rule, count) in targets(&parsed.body) {
        let id = format!("{RULE}{rule}");
        let mut rules = out.patterns.iter_mut();
        if let Some(found) = rules.find(|found| found.id == id) {
            found.targets = count;
        }
    }
}

/// What the addresses of rules begin with.
const RULE: &str = "aws_cloudwatch_event_rule.";

/// How many targets the same file gives to each rule that it names.
fn targets(body: &Body) -> BTreeMap<String, usize> {
    let mut targets = BTreeMap::new();
    for block in body.blocks() {
        let is_target = matches!(block.labels.as_slice(), [kind, _] if kind.as_str() == "aws_cloudwatch_event_target");
        let rule = block.body.get_attribute("rule").filter(|_| is_target);
        let Some(rule) = rule.map(|rule| rule.value.to_string()) else {
            continue;
        };
        if let Some(rest) = rule.trim().strip_prefix(RULE) {
            let name = rest.split(['.', '[']).next().unwrap_or(rest);
            *targets.entry(name.to_owned()).or_default() += 1;
        }
    }
    targets
}

struct Reader<'t, 'o> {
    evaluator: Evaluator<'t>,
    /// How many arguments may still be looked at.
    left: usize,
    out: &'o mut Extraction,
}

/// A resource or module, for each time that it is made.
struct Owner {
    id: String,
    aliases: Vec<String>,
    used_by: Use,
    /// Whether what is found may be an object: a module may turn it into text itself.
    takes_objects: bool,
}

impl<'t> Reader<'t, '_> {
    fn block(&mut self, block: &'t Block) {
        let (kind, name, takes_objects) = match (block.ident.as_str(), block.labels.as_slice()) {
            ("resource", [kind, name]) => (kind.as_str(), name.as_str(), false),
            ("module", [name]) => ("module", name.as_str(), true),
            _ => return,
        };
        if !takes_objects && !may_have_patterns(kind) {
            return;
        }
        let instances = match self.evaluator.instances(block) {
            Ok(instances) => instances,
            Err(problem) => return self.out.problems.push(problem),
        };
        let before_all = (self.out.patterns.len(), self.out.open.len());
        for (suffix, bound) in instances {
            if self.out.patterns.len() > super::MOST_PATTERNS {
                return;
            }
            let owner = Owner {
                id: format!("{kind}.{name}{suffix}"),
                aliases: vec![format!("{name}{suffix}")],
                used_by: by_type(kind),
                takes_objects,
            };
            // A value of `each` stays while the block is read.
            let before = self.evaluator.bind(bound);
            self.body(&owner, &block.body, 0);
            self.evaluator.unbind(before);
        }
        // The module takes its patterns under a name that does not tell: `for_each` has them.
        if takes_objects
            && before_all == (self.out.patterns.len(), self.out.open.len())
            && let Some(each) = block.body.get_attribute("for_each")
        {
            let owner = Owner {
                id: format!("{kind}.{name}"),
                aliases: vec![name.to_owned()],
                used_by: by_type(kind),
                takes_objects,
            };
            self.argument("for_each", each, Some(&owner));
        }
    }

    /// The patterns in a resource's or module's body.
    fn body(&mut self, owner: &Owner, body: &'t Body, depth: usize) {
        if depth > MOST_LEVELS {
            return;
        }
        for attribute in body.attributes() {
            let name = attribute.key.as_str();
            // It only says how often the block is made: the arguments that use it are read.
            if name == "for_each" && depth == 0 {
                continue;
            }
            if owner.takes_objects {
                self.argument(name, attribute, Some(owner));
                continue;
            }
            match name {
                "event_pattern" => {
                    let used_by = match owner.used_by {
                        used @ (Use::Archive
                        | Use::Notification
                        | Use::RumMetric
                        | Use::Evidently) => used,
                        _ => Use::Rule,
                    };
                    let met = Met {
                        aliases: owner.aliases.clone(),
                        bus: bus(body),
                        state: state(body),
                        beside: match used_by {
                            Use::Notification => self.beside(body),
                            _ => Vec::new(),
                        },
                        ..Met::new(owner.id.clone(), used_by)
                    };
                    let key = self.evaluator.place(attribute.key.span());
                    self.pattern(key, &attribute.value, met, owner.takes_objects, false, 0);
                }
                "filter_policy" => {
                    let used_by = Use::Subscription(self.policy_scope(body));
                    self.attribute(owner, owner.id.clone(), used_by, None, attribute);
                }
                // Resources of the Cloud Control provider have objects where others have blocks.
                _ => self.argument(name, attribute, Some(owner)),
            }
        }
        let mut index = 0;
        for block in body.blocks() {
            match block.ident.as_str() {
                "filter_criteria" => {
                    let source = self.source(body);
                    self.filters(owner, source, &block.body, &mut index, depth + 1);
                }
                "dynamic" => {
                    self.dynamic(block, |reader, inner| reader.body(owner, inner, depth + 1))
                }
                _ => self.body(owner, &block.body, depth + 1),
            }
        }
    }

    /// `filter_criteria { filter { pattern = … } }`
    fn filters(
        &mut self,
        owner: &Owner,
        source: Option<Source>,
        body: &'t Body,
        index: &mut usize,
        depth: usize,
    ) {
        if depth > MOST_LEVELS {
            return;
        }
        if let Some(pattern) = body.get_attribute("pattern") {
            let used_by = match owner.used_by {
                Use::Pipe => Use::Pipe,
                _ => Use::EventSourceMapping,
            };
            let id = format!("{}.filter[{index}]", owner.id);
            *index += 1;
            self.attribute(owner, id, used_by, source, pattern);
        }
        for block in body.blocks() {
            match block.ident.as_str() {
                "filter" => self.filters(owner, source, &block.body, index, depth + 1),
                "dynamic" => self.dynamic(block, |reader, inner| {
                    reader.filters(owner, source, inner, index, depth + 1);
                }),
                _ => {}
            }
        }
    }

    /// `dynamic "filter" { for_each = …, content { … } }`: its content, once for each.
    fn dynamic(&mut self, block: &'t Block, mut run: impl FnMut(&mut Self, &'t Body)) {
        let [label] = block.labels.as_slice() else {
            return;
        };
        let Some(content) = block.body.get_blocks("content").next() else {
            return;
        };
        let iterator = match block.body.get_attribute("iterator").map(|i| &i.value) {
            Some(Expression::Variable(name)) => name.as_str(),
            _ => label.as_str(),
        };
        let instances = match self.evaluator.instances(block) {
            Ok(instances) => instances,
            Err(problem) => return self.out.problems.push(problem),
        };
        for (_, bound) in instances {
            // `each` is what it is outside; the loop has a name of its own.
            let bound = match bound.as_slice() {
                [(_, key), (_, value)] => vec![(iterator.to_owned(), pair(key, value))],
                _ => Vec::new(),
            };
            let before = self.evaluator.bind(bound);
            run(self, &content.body);
            self.evaluator.unbind(before);
        }
    }

    /// The source and the type that an event rule of User Notifications asks for.
    fn beside(&mut self, body: &'t Body) -> Vec<(&'static str, String)> {
        let mut beside = Vec::new();
        for (attribute, path) in [("source", "source"), ("event_type", "detail-type")] {
            let Some(attribute) = body.get_attribute(attribute) else {
                continue;
            };
            match self.evaluator.item(&attribute.value).map(|item| item.value) {
                Ok(Value::Text(text)) if text.is_known() => {
                    beside.push((path, text.as_str().to_owned()));
                }
                _ => {}
            }
        }
        beside
    }

    fn policy_scope(&mut self, body: &'t Body) -> Option<sns::Scope> {
        let Some(scope) = body.get_attribute("filter_policy_scope") else {
            return Some(sns::Scope::MessageAttributes);
        };
        match self.evaluator.item(&scope.value).map(|item| item.value) {
            Ok(Value::Text(text)) if text.is_known() => sns::Scope::of_word(Some(text.as_str())),
            _ => None,
        }
    }

    /// Where the records come from that a resource filters.
    fn source(&mut self, body: &'t Body) -> Option<Source> {
        for name in ["event_source_arn", "source"] {
            let Some(attribute) = body.get_attribute(name) else {
                continue;
            };
            if let Expression::Traversal(traversal) = &attribute.value
                && let Expression::Variable(kind) = &traversal.expr
            {
                return Source::of_type(kind.as_str());
            }
            if let Ok(Value::Text(arn)) = self.evaluator.item(&attribute.value).map(|i| i.value) {
                return Source::of_arn(arn.as_str());
            }
        }
        body.blocks().find_map(|block| match block.ident.as_str() {
            "self_managed_event_source" => Some(Source::Kafka),
            name if name.ends_with("_parameters") => Source::of_word(name),
            _ => None,
        })
    }

    /// An argument that may be a pattern, or hold some.
    fn argument(&mut self, name: &str, attribute: &'t Attribute, owner: Option<&Owner>) {
        let own;
        let owner = match owner {
            Some(owner) => owner,
            None => {
                own = Owner {
                    id: name.to_owned(),
                    aliases: Vec::new(),
                    used_by: Use::Rule,
                    takes_objects: true,
                };
                &own
            }
        };
        let key = self.evaluator.place(attribute.key.span());
        let mut walk = Walk {
            id: owner.id.clone(),
            owner,
            key,
            in_filters: false,
        };
        self.expression(name, &attribute.value, &mut walk, 0);
    }

    /// Looks through maps and lists for members whose names say that they are patterns.
    fn expression(&mut self, name: &str, value: &'t Expression, walk: &mut Walk<'_>, depth: usize) {
        self.left = self.left.saturating_sub(1);
        if depth > MOST_LEVELS || self.left == 0 {
            return;
        }
        if let Some(used_by) = named(name, walk.in_filters, walk.owner.used_by) {
            let is_holder = matches!(value, Expression::Array(_));
            if !is_holder {
                // Of several in one place each is called by its own name.
                let is_plain = matches!(
                    name,
                    "event_pattern" | "filter_policy" | "filter_pattern" | "pattern"
                );
                let id = match is_plain || walk.id == name {
                    true => walk.id.clone(),
                    false => format!("{}.{name}", walk.id),
                };
                let value = match used_by {
                    Use::Subscription(_) => self.policy_in(value).unwrap_or(value),
                    _ => value,
                };
                let met = Met {
                    aliases: walk.owner.aliases.clone(),
                    ..Met::new(id, used_by)
                };
                let objects = walk.owner.takes_objects;
                return self.pattern(walk.key, value, met, objects, is_lenient(name), 0);
            }
        }
        let in_filters = walk.in_filters || canonical(name).ends_with("filtercriteria");
        let before = (walk.id.clone(), walk.key, walk.in_filters);
        walk.in_filters = in_filters;
        match value {
            Expression::Object(object) => {
                for (key, value) in object.iter() {
                    let Ok(key) = self.evaluator.key(key, 0) else {
                        continue;
                    };
                    let Value::Text(text) = &key.value else {
                        continue;
                    };
                    let member = text.as_str().to_owned();
                    // A pattern is called as what it stands in; a map's entries have names.
                    if named(&member, in_filters, walk.owner.used_by).is_none() {
                        walk.id = format!("{}.{member}", before.0);
                    } else {
                        walk.id.clone_from(&before.0);
                    }
                    walk.key = key.place;
                    self.expression(&member, value.expr(), walk, depth + 1);
                }
            }
            Expression::Array(array) => {
                for (index, value) in array.iter().enumerate() {
                    walk.id = format!("{}[{index}]", before.0);
                    self.expression(name, value, walk, depth + 1);
                }
            }
            Expression::Parenthesis(inner) => {
                self.expression(name, inner.inner(), walk, depth + 1);
            }
            Expression::Conditional(choice) => {
                for branch in [&choice.true_expr, &choice.false_expr] {
                    self.expression(name, branch, walk, depth + 1);
                }
            }
            Expression::FuncCall(call)
                if matches!(
                    call.name.name.as_str(),
                    "merge" | "concat" | "tomap" | "tolist"
                ) =>
            {
                for argument in call.args.iter() {
                    self.expression(name, argument, walk, depth + 1);
                }
            }
            // What a local value holds, where that is.
            Expression::Traversal(traversal) => {
                if let (Expression::Variable(root), [operator]) =
                    (&traversal.expr, traversal.operators.as_slice())
                    && root.as_str() == "local"
                    && let TraversalOperator::GetAttr(local) = operator.value()
                    && let Some((parsed, expression)) = self.evaluator.local(local.as_str())
                {
                    let unit = self.evaluator.enter(parsed);
                    self.expression(name, expression, walk, depth + 1);
                    self.evaluator.leave(unit);
                }
            }
            _ => {}
        }
        (walk.id, walk.key, walk.in_filters) = before;
    }

    /// The text of a policy that a module takes with more about it: `{ enabled = true, policy = … }`.
    fn policy_in(&mut self, value: &'t Expression) -> Option<&'t Expression> {
        let Expression::Object(object) = value else {
            return None;
        };
        let (_, policy) = object.iter().find(|(key, _)| {
            let key = self.evaluator.key(key, 0).map(|key| key.value);
            matches!(key, Ok(Value::Text(key)) if key.as_str() == "policy")
        })?;
        let is_text = match policy.expr() {
            Expression::FuncCall(call) => call.name.name.as_str() == "jsonencode",
            Expression::String(_) | Expression::StringTemplate(_) => true,
            Expression::HeredocTemplate(_) => true,
            _ => false,
        };
        is_text.then(|| policy.expr())
    }

    fn attribute(
        &mut self,
        owner: &Owner,
        id: String,
        used_by: Use,
        source: Option<Source>,
        attribute: &'t Attribute,
    ) {
        let met = Met {
            aliases: owner.aliases.clone(),
            source,
            ..Met::new(id, used_by)
        };
        let key = self.evaluator.place(attribute.key.span());
        self.pattern(key, &attribute.value, met, owner.takes_objects, false, 0);
    }

    fn pattern(
        &mut self,
        key: Place,
        value: &'t Expression,
        met: Met,
        takes_objects: bool,
        is_lenient: bool,
        depth: usize,
    ) {
        match value {
            Expression::Parenthesis(inner) if depth < MOST_CHOICES => {
                let inner = inner.inner();
                return self.pattern(key, inner, met, takes_objects, is_lenient, depth + 1);
            }
            Expression::Conditional(choice) if depth < MOST_CHOICES => {
                let branches = [&choice.true_expr, &choice.false_expr];
                let [then, otherwise] =
                    branches.map(|branch| !matches!(branch, Expression::Null(_)));
                for (branch, met) in branches.into_iter().zip(met.branches(then, otherwise)) {
                    if let Some(met) = met {
                        self.pattern(key, branch, met, takes_objects, is_lenient, depth + 1);
                    }
                }
                return;
            }
            _ => {}
        }
        if self.evaluator.context.is_spent() {
            return self.out.spent();
        }
        let item = match self.evaluator.item(value) {
            Ok(item) => item,
            Err(problem) => return self.out.problems.push(problem),
        };
        let (form, text) = match &item.value {
            Value::Text(text) if text.as_str().trim().is_empty() => return,
            // What is called a filter pattern may be one of CloudWatch Logs.
            Value::Text(text) if is_lenient && !begins_as_an_object(text.as_str()) => return,
            Value::Text(text) => (Form::Text, text.clone()),
            Value::Unknown(_) | Value::Scalar(_) => {
                return self.out.open.push(Open {
                    id: met.id,
                    place: item.place,
                });
            }
            Value::Map(_) if takes_objects => match render(&item, AsDeployed::Typed) {
                Some(text) => (Form::Object, text),
                None => return self.out.problems.push(too_long(item.place)),
            },
            Value::Map(_) | Value::List(_) => {
                return self.out.misplaced.push(Misplaced {
                    id: met.id,
                    place: self.evaluator.place(value.span()),
                    message: "Terraform wants JSON text here; this is an object".to_owned(),
                    help: "write jsonencode({ … }) around it".to_owned(),
                });
            }
            // Nothing, or an error of Terraform's own.
            Value::Null | Value::Bool(_) | Value::Number(_) => return,
        };
        if text.len() > LONGEST {
            return self.out.problems.push(too_long(item.place));
        }
        self.evaluator.context.charge(text.len() / 16);
        let (text, collapsed) = collapse(&text);
        let text = match met.used_by {
            Use::Rule | Use::Archive => compact(text),
            _ => text,
        };
        self.out.patterns.push(Found {
            id: met.id,
            aliases: met.aliases,
            used_by: met.used_by,
            source: met.source,
            format: Format::Terraform,
            form,
            text,
            stringified: None,
            place: item.place,
            own: Some(self.evaluator.place(value.span())),
            shared: std::sync::Arc::new([]),
            key,
            nulls: Vec::new(),
            collapsed,
            emits: met.emits,
            beside: met.beside,
            state: met.state,
            bus: met.bus,
            targets: met.targets,
            texts: met.texts,
            was: None,
            declared: std::sync::Arc::default(),
            ignored: met.ignored,
        });
    }
}

/// The state of a rule, as far as its own arguments tell.
fn state(body: &Body) -> RuleState {
    let Some(state) = body.get_attribute("state") else {
        return match body.get_attribute("is_enabled") {
            None => RuleState::Enabled,
            Some(_) => RuleState::Unknown,
        };
    };
    match &state.value {
        Expression::String(word) => RuleState::of_word(word.value()),
        _ => RuleState::Unknown,
    }
}

/// The bus of a rule, as far as its own arguments tell. The same expression is the same bus, but for
/// what differs from one instance to the next.
fn bus(body: &Body) -> Bus {
    let Some(bus) = body.get_attribute("event_bus_name") else {
        return Bus::Default;
    };
    if let Expression::String(name) = &bus.value {
        return Bus::of_name(name.value());
    }
    let text = bus.value.to_string();
    let text = text.trim();
    let is_one = !text.contains("each.") && !text.contains("count.");
    // Name, ARN and id are those of one bus.
    let of_bus = text.starts_with("aws_cloudwatch_event_bus.");
    match (is_one, text.rsplit_once('.')) {
        (true, Some((bus, "name" | "arn" | "id"))) if of_bus => Bus::Own(bus.to_owned()),
        (true, _) => Bus::Own(text.to_owned()),
        (false, _) => Bus::Unknown,
    }
}

/// The text as Terraform's provider passes it on, without white space, where its length may matter.
/// The places stay those of the template.
fn compact(text: Text) -> Text {
    if text.len() <= DEFAULT_QUOTA {
        return text;
    }
    let mut reader = crate::json::Reader::new(text.as_str());
    let mut gaps = Vec::new();
    let mut end = 0;
    while let Ok(Some(token)) = reader.next_token() {
        let between = Span::new(end, token.span.start);
        let mut from = between.start;
        for c in between.of(text.as_str()).chars() {
            let to = from + c.len_utf8();
            if c.is_ascii_whitespace() {
                gaps.push(Span::new(from, to));
            }
            from = to;
        }
        end = token.span.end;
    }
    // A text that cannot be read to its end is not passed on in any other form.
    match Document::parse(text.as_str()) {
        Ok(_) => {
            gaps.push(Span::new(end, text.len()));
            text.without(&gaps)
        }
        Err(_) => text,
    }
}

/// Where a walk through arguments is.
struct Walk<'o> {
    id: String,
    owner: &'o Owner,
    key: Place,
    /// Whether this stands below `filter_criteria`.
    in_filters: bool,
}

/// What a member's name says it is, if it is a pattern.
fn named(name: &str, in_filters: bool, owner: Use) -> Option<Use> {
    let word = canonical(name);
    let records = match owner {
        Use::Pipe => Use::Pipe,
        _ => Use::EventSourceMapping,
    };
    let bus = match owner {
        Use::Archive | Use::Notification => owner,
        _ => Use::Rule,
    };
    Some(match () {
        () if word.ends_with("eventpattern") || word.ends_with("eventrulepattern") => bus,
        () if word.ends_with("filterpolicy") => Use::Subscription(None),
        () if word.ends_with("filterpattern") => records,
        () if in_filters && word == "pattern" => records,
        () => return None,
    })
}

/// Whether a resource of this type may have patterns. Those of other clouds, of log groups and of mail
/// have arguments with the same names.
fn may_have_patterns(kind: &str) -> bool {
    kind.contains("aws") && !kind.starts_with("aws_cloudwatch_log_") && !kind.starts_with("aws_ses")
}

/// Whether a text starts like a JSON object. Filters of CloudWatch Logs start with a brace, too:
/// `{ $.errorCode = "…" }`, `{ ($.eventName = …) || … }`.
fn begins_as_an_object(text: &str) -> bool {
    let rest = text.trim_start().strip_prefix('{').map(str::trim_start);
    rest.is_some_and(|rest| rest.starts_with(['"', '}']))
}

/// Whether a member of this name need not be a pattern.
fn is_lenient(name: &str) -> bool {
    canonical(name).ends_with("filterpattern")
}

/// What the variable of a `dynamic` block stands for.
fn pair(key: &Item, value: &Item) -> Item {
    let name = |name: &str| {
        let mut text = Text::default();
        text.push_loose(name, key.place);
        Item {
            value: Value::Text(text),
            place: key.place,
        }
    };
    Item {
        value: Value::Map(vec![
            (name("key"), key.clone()),
            (name("value"), value.clone()),
        ]),
        place: value.place,
    }
}

/// Reads a configuration in JSON, where `${…}` may stand in every string; whether it is one.
pub(super) fn extract_json(
    tree: &Tree,
    root: Id,
    context: &Context<'_>,
    out: &mut Extraction,
) -> bool {
    let mut known = false;
    let before = out.patterns.len();
    let mut reader =
        generic::Reader::new(tree, context, Dialect::Serverless, Format::Terraform, out);
    if let Some(kinds) = tree.get(root, "resource") {
        for kind in tree.members(kinds) {
            let Some(name) = tree.str(kind.key).filter(|name| name.starts_with("aws")) else {
                continue;
            };
            known = true;
            for resource in tree.members(kind.value) {
                if let Some(label) = tree.str(resource.key) {
                    reader.resource(&format!("{name}.{label}"), name, resource.value);
                }
            }
        }
    }
    if let Some(modules) = tree.get(root, "module") {
        for module in tree.members(modules) {
            if let (Some(label), Some(_)) = (tree.str(module.key), tree.get(module.value, "source"))
            {
                known = true;
                reader.resource(&format!("module.{label}"), "module", module.value);
            }
        }
    }
    for found in out.patterns.iter_mut().skip(before) {
        let label = found.id.rsplit('.').next().unwrap_or_default().to_owned();
        found.aliases.push(label);
        let (text, collapsed) = collapse(&found.text);
        found.text = text;
        found.collapsed = collapsed;
    }
    known
}

/// The text as Terraform's provider passes it on: it reads the JSON and writes it anew, and of
/// members with one name in one object only the last is left. Also the keys that are lost.
fn collapse(text: &Text) -> (Text, Vec<Place>) {
    let Ok(document) = Document::parse(text.as_str()) else {
        return (text.clone(), Vec::new());
    };
    let mut dropped = Vec::new();
    let mut lost = Vec::new();
    for (id, node) in (0_u32..).zip(document.nodes()) {
        if node.kind != NodeKind::Object {
            continue;
        }
        let members: Vec<_> = document.children(id).collect();
        let mut last = std::collections::HashMap::new();
        for child in &members {
            last.insert(document.key(*child), *child);
        }
        if last.len() == members.len() {
            continue;
        }
        for (child, next) in members.iter().zip(members.iter().skip(1)) {
            if last.get(&document.key(*child)) != Some(child) {
                let key = document.node(*child).key;
                lost.push(text.place(key));
                dropped.push(Span::new(key.start, document.node(*next).key.start));
            }
        }
    }
    if dropped.is_empty() {
        return (text.clone(), lost);
    }
    // What is dropped may lie inside of something that is dropped.
    dropped.sort_unstable();
    let mut ranges: Vec<Span> = Vec::new();
    for range in dropped {
        match ranges.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => ranges.push(range),
        }
    }
    (text.without(&ranges), lost)
}
