//! Patterns in the resources of CloudFormation, SAM and CDK templates.

use super::around::Around;
use super::context::Context;
use super::intrinsics::{Declared, Dialect, Resolver, target_of};
use super::met::{Met, add};
use super::scalar::Schema;
use super::tree::{Host, Id, Kind, Tree};
use super::used::{RuleState, Use};
use super::value::Value;
use super::{Extraction, Format, Ignored, Misplaced, misnamed};
use crate::dialect::{Source, bus_v2, sns};
use std::collections::HashMap;

/// How deep templates are followed that stand in templates.
const MOST_BODIES: usize = 3;

/// Whether this is a template: a `Resources` map in which something has an AWS type.
pub(super) fn is_template(tree: &Tree, root: Id) -> bool {
    tree.get(root, "Resources").is_some_and(|resources| {
        has_resource(tree, resources)
            || tree.map(resources).iter().any(|member| {
                tree.str(member.key)
                    .is_some_and(|key| key.starts_with("Fn::ForEach"))
            })
    })
}

/// Whether something in a map has an AWS type.
fn has_resource(tree: &Tree, resources: Id) -> bool {
    tree.map(resources).iter().any(|member| {
        let kind = tree.get(member.value, "Type").and_then(|id| tree.str(id));
        kind.is_some_and(|kind| kind.contains("::"))
    })
}

/// Whether these are resources without the template around them, as parts of templates are kept in
/// files: one resource, or a map of them.
pub(super) fn is_fragment(tree: &Tree, root: Id) -> bool {
    is_resource(tree, root) || has_resource(tree, root)
}

fn is_resource(tree: &Tree, root: Id) -> bool {
    let kind = tree.get(root, "Type").and_then(|id| tree.str(id));
    kind.is_some_and(|kind| kind.starts_with("AWS::")) && tree.get(root, "Properties").is_some()
}

/// Reads the resources of a template whose root this is.
pub(super) fn extract(
    tree: &Tree,
    root: Id,
    context: &Context<'_>,
    dialect: Dialect,
    out: &mut Extraction,
) {
    inside(tree, root, context, dialect, "", 0, out);
}

/// The same, of a template that stands in another one. `within` is what its ids begin with.
fn inside(
    tree: &Tree,
    root: Id,
    context: &Context<'_>,
    dialect: Dialect,
    within: &str,
    depth: usize,
    out: &mut Extraction,
) {
    let resources = match tree.get(root, "Resources") {
        Some(resources) => resources,
        None if is_fragment(tree, root) => root,
        None => return,
    };
    let mut resolver = Resolver::new(tree, context, dialect);
    resolver.defaults = defaults(tree, root, resources);
    resolver.declared = Declared::of(tree, root, resources);
    let mut reader = Reader {
        tree,
        types: types(tree, resources),
        around: Around::of(tree, resources),
        resolver,
        format: match dialect {
            Dialect::CloudFormation if is_sam(tree, resources) => Format::Sam,
            Dialect::Serverless => Format::Serverless,
            _ => Format::CloudFormation,
        },
        within,
        depth,
        out,
    };
    if is_resource(tree, resources) {
        let kind = tree.get(resources, "Type").and_then(|id| tree.str(id));
        let name = kind.and_then(|kind| kind.rsplit("::").next());
        reader.resource(name.unwrap_or_default(), resources);
        return;
    }
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

/// What a `Ref` gives where the template itself says so: the default of a parameter, the name that
/// a resource is given. The name of a parameter store's entry is not its value.
fn defaults(tree: &Tree, root: Id, resources: Id) -> HashMap<String, Id> {
    let mut defaults = HashMap::new();
    for member in tree.map(resources) {
        let kind = tree.get(member.value, "Type").and_then(|id| tree.str(id));
        let property = match kind {
            Some("AWS::S3::Bucket") => "BucketName",
            Some("AWS::DynamoDB::Table") => "TableName",
            Some("AWS::Lambda::Function" | "AWS::Serverless::Function") => "FunctionName",
            Some("AWS::ECS::Cluster") => "ClusterName",
            Some(
                "AWS::Events::EventBus" | "AWS::CodeBuild::Project" | "AWS::CodePipeline::Pipeline",
            ) => "Name",
            _ => continue,
        };
        if let (Some(name), Some(value)) = (
            tree.str(member.key),
            tree.walk(member.value, &["Properties", property]),
        ) {
            defaults.insert(name.to_owned(), value);
        }
    }
    let parameters = tree.get(root, "Parameters");
    for member in parameters.map(|id| tree.members(id)).unwrap_or_default() {
        let kind = tree.get(member.value, "Type").and_then(|id| tree.str(id));
        let is_plain = kind.is_none_or(|kind| {
            !kind.starts_with("AWS::SSM::")
                && !kind.starts_with("List<")
                && kind != "CommaDelimitedList"
        });
        if let (true, Some(name), Some(default)) = (
            is_plain,
            tree.str(member.key),
            tree.get(member.value, "Default"),
        ) {
            defaults.insert(name.to_owned(), default);
        }
    }
    defaults
}

/// Whether a resource has one of SAM's own types.
fn is_sam(tree: &Tree, resources: Id) -> bool {
    tree.map(resources).iter().any(|member| {
        let kind = tree.get(member.value, "Type").and_then(|id| tree.str(id));
        kind.is_some_and(|kind| kind.starts_with("AWS::Serverless::"))
    })
}

/// The types of the resources, by their ids.
fn types(tree: &Tree, resources: Id) -> HashMap<&str, &str> {
    let types = tree.map(resources).iter().filter_map(|member| {
        let kind = tree.get(member.value, "Type")?;
        Some((tree.str(member.key)?, tree.str(kind)?))
    });
    types.collect()
}

struct Reader<'t, 'o> {
    tree: &'t Tree,
    /// The types of the resources, by their ids.
    types: HashMap<&'t str, &'t str>,
    around: Around,
    resolver: Resolver<'t>,
    format: Format,
    /// What the ids begin with.
    within: &'o str,
    /// In how many templates this one stands.
    depth: usize,
    out: &'o mut Extraction,
}

impl<'t> Reader<'t, '_> {
    /// The scope of a subscription's policy, as far as it is known before deployment.
    fn policy_scope(&self, subscription: Id) -> Option<sns::Scope> {
        let scope = self.tree.get(subscription, "FilterPolicyScope");
        match (scope, self.str(subscription, "FilterPolicyScope")) {
            (Some(_), None) => None,
            (_, word) => sns::Scope::of_word(word),
        }
    }

    /// Who publishes text to the topic that a subscription names.
    fn texts_to(&self, subscription: Id, name: &str) -> Vec<String> {
        let topic = self.tree.get(subscription, name);
        let topic = topic.and_then(|topic| target_of(self.tree, topic));
        self.around.texts_to(topic.as_deref())
    }

    fn str(&self, holder: Id, name: &str) -> Option<&'t str> {
        self.tree.get(holder, name).and_then(|id| self.tree.str(id))
    }

    fn resource(&mut self, id: &str, resource: Id) {
        let Some(kind) = self.str(resource, "Type") else {
            return;
        };
        let id = &*format!("{}{id}", self.within);
        let is_sam = matches!(
            kind,
            "AWS::Serverless::Function" | "AWS::Serverless::StateMachine"
        );
        if is_sam && let Some(member) = self.tree.entry(resource, "Events") {
            let inside = self.tree.members(member.value);
            let is_ours = inside
                .iter()
                .any(|event| is_bus_event(self.str(event.value, "Type")));
            if is_ours {
                self.out.misplaced.push(Misplaced {
                    id: id.to_owned(),
                    place: self.tree.place(member.key),
                    message: "`Events` is not read here: it is beside `Properties`".to_owned(),
                    help: "move it below `Properties`".to_owned(),
                });
            }
        }
        if matches!(kind, "AWS::Events::Rule" | "AWS::Events::Archive")
            && let Some(member) = self.tree.entry(resource, "EventPattern")
        {
            self.out.misplaced.push(Misplaced {
                id: id.to_owned(),
                place: self.tree.place(member.key),
                message: "`EventPattern` is not read here: it is beside `Properties`".to_owned(),
                help: "move it below `Properties`".to_owned(),
            });
        }
        let Some(properties) = self.tree.get(resource, "Properties") else {
            return;
        };
        let ignored = self.ignored(resource);
        let met = |used_by| Met {
            ignored: ignored.clone(),
            ..Met::new(id, used_by)
        };
        match kind {
            "AWS::Events::Rule" => {
                let mut met = met(Use::Rule);
                met.emits = self.emitted_by_targets(properties);
                met.state = self.state(properties);
                let bus = self.tree.get(properties, "EventBusName");
                met.bus = self.around.bus(self.tree, bus);
                let targets = self.tree.get(properties, "Targets");
                met.targets = targets.map_or(0, |id| self.tree.list(id).len());
                self.named(properties, "EventPattern", "CloudFormation", met);
            }
            "AWS::Events::Archive" => {
                let met = met(Use::Archive);
                self.named(properties, "EventPattern", "CloudFormation", met);
            }
            "AWS::Pipes::Pipe" => {
                if let Some(parameters) = self.tree.get(properties, "SourceParameters") {
                    let mut met = met(Use::Pipe);
                    met.source = self.source(properties, "Source").or_else(|| {
                        let words = self.tree.members(parameters).into_iter();
                        let mut words = words.filter_map(|m| self.tree.str(m.key));
                        words.find_map(Source::of_word)
                    });
                    self.filters(parameters, met);
                }
            }
            "AWS::Lambda::EventSourceMapping" => {
                let mut met = met(Use::EventSourceMapping);
                met.source = self.source(properties, "EventSourceArn").or_else(|| {
                    let own = self.tree.get(properties, "SelfManagedEventSource");
                    own.map(|_| Source::Kafka)
                });
                self.filters(properties, met);
            }
            "AWS::SNS::Subscription" => {
                let scope = self.policy_scope(properties);
                let mut met = met(Use::Subscription(scope));
                met.texts = self.texts_to(properties, "TopicArn");
                self.pattern(properties, "FilterPolicy", met);
            }
            "AWS::SNS::Topic" => {
                let subscriptions = self.tree.get(properties, "Subscription");
                let list = subscriptions
                    .map(|id| self.tree.list(id))
                    .unwrap_or_default();
                for (index, subscription) in list.iter().enumerate() {
                    let scope = self.policy_scope(*subscription);
                    let mut met = met(Use::Subscription(scope));
                    met.id = format!("{id}.Subscription[{index}]");
                    met.texts = self.around.texts_to(Some(id));
                    self.pattern(*subscription, "FilterPolicy", met);
                }
            }
            "AWS::EventsV2::Subscriber" => {
                let filters = self
                    .tree
                    .walk(properties, &["FilterConfiguration", "Filters"]);
                let filters = filters.map(|id| self.tree.list(id)).unwrap_or_default();
                self.filter_configuration(id, properties, filters.is_empty());
                for (index, filter) in filters.iter().enumerate() {
                    let scope = self.str(*filter, "Scope").and_then(bus_v2::Scope::of);
                    let mut met = met(Use::Subscriber(scope));
                    met.id = format!("{id}.Filters[{index}]");
                    self.pattern(*filter, "Pattern", met);
                }
            }
            "AWS::EventsV2::EventSource" => {
                use crate::dialect::event_source_v2::Kind;
                for (part, kind) in [
                    ("AwsServiceEventsConfiguration", Kind::AwsService),
                    ("PartnerEventsConfiguration", Kind::Partner),
                ] {
                    if let Some(part) = self.tree.walk(properties, &["Configuration", part]) {
                        let met = met(Use::EventSource(kind));
                        self.pattern(part, "Pattern", met);
                    }
                }
            }
            "AWS::Notifications::EventRule" => {
                let mut met = met(Use::Notification);
                for (name, path) in [("Source", "source"), ("EventType", "detail-type")] {
                    let word = self.str(properties, name);
                    met.beside.extend(word.map(|word| (path, word.to_owned())));
                }
                self.pattern(properties, "EventPattern", met);
            }
            "AWS::RUM::AppMonitor" => {
                let met = met(Use::RumMetric);
                self.each(
                    properties,
                    &[
                        "AppMonitorConfiguration",
                        "MetricDestinations",
                        "MetricDefinitions",
                    ],
                    "EventPattern",
                    &met,
                );
            }
            "AWS::Evidently::Experiment" => {
                let met = met(Use::Evidently);
                self.each(properties, &["MetricGoals"], "EventPattern", &met);
            }
            "AWS::Evidently::Launch" => {
                let met = met(Use::Evidently);
                self.each(properties, &["MetricMonitors"], "EventPattern", &met);
            }
            "AWS::Evidently::Segment" => {
                let met = met(Use::Evidently);
                self.pattern(properties, "Pattern", met);
            }
            "AWS::CloudFormation::StackSet" | "AWS::CloudFormation::Stack" => {
                if let Some(body) = self.tree.get(properties, "TemplateBody") {
                    self.body(id, body);
                }
            }
            _ if is_sam => self.sam(id, kind, properties, &ignored),
            _ => {}
        }
    }

    /// A template in a template: as text, or as it is.
    fn body(&mut self, id: &str, body: Id) {
        if self.depth >= MOST_BODIES {
            return;
        }
        let within = format!("{id}.");
        // Text may stand below a function: what is not known in it stays open.
        let text = match self.resolver.item(body) {
            Ok(item) => match item.value {
                Value::Text(text) => text,
                _ if is_template(self.tree, body) => {
                    let (tree, depth) = (self.tree, self.depth + 1);
                    let context = self.resolver.context;
                    let dialect = self.resolver.dialect;
                    return inside(tree, body, context, dialect, &within, depth, self.out);
                }
                _ => return,
            },
            Err(problem) => return self.out.problems.push(problem),
        };
        nested(
            self.resolver.context,
            text,
            &within,
            self.depth + 1,
            self.out,
        );
    }

    /// What a property says of where records come from: an ARN, or a resource of this template.
    fn source(&self, holder: Id, name: &str) -> Option<Source> {
        let value = self.tree.get(holder, name)?;
        if let Some(id) = target_of(self.tree, value) {
            return Source::of_type(self.types.get(id.as_str())?);
        }
        // An ARN may be text, or in pieces below a function.
        let mut open = vec![value];
        let mut left = 32;
        while let Some(id) = open.pop().filter(|_| left > 0) {
            left -= 1;
            match &self.tree.node(id).kind {
                Kind::Text { cooked, .. } => {
                    if let Some(source) = Source::of_arn(cooked) {
                        return Some(source);
                    }
                }
                Kind::List(items) => open.extend(items),
                Kind::Map(members) => open.extend(members.iter().map(|member| member.value)),
                _ => {}
            }
        }
        None
    }

    /// The patterns of the entries of lists in lists.
    fn each(&mut self, holder: Id, lists: &[&str], name: &str, met: &Met) {
        let Some((first, rest)) = lists.split_first() else {
            return self.pattern(holder, name, met.clone());
        };
        let Some(inner) = self.tree.get(holder, first) else {
            return;
        };
        if !matches!(self.tree.node(inner).kind, Kind::List(_)) {
            return self.each(inner, rest, name, met);
        }
        for (index, entry) in self.tree.list(inner).iter().enumerate() {
            let met = Met {
                id: format!("{}.{first}[{index}]", met.id),
                ..met.clone()
            };
            self.each(*entry, rest, name, &met);
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
            let source = self.str(member.value, "Type");
            let of_event = |used_by| Met {
                ignored: ignored.to_vec(),
                ..Met::new(format!("{id}.{event}"), used_by)
            };
            let Some(inner) = self.tree.get(member.value, "Properties") else {
                if is_bus_event(source)
                    && let Some(member) = self.tree.entry(member.value, "Pattern")
                {
                    self.out.misplaced.push(Misplaced {
                        id: format!("{id}.{event}"),
                        place: self.tree.place(member.key),
                        message: "`Pattern` is not read here: it is beside `Type`".to_owned(),
                        help: "move it below `Properties` of the event".to_owned(),
                    });
                }
                continue;
            };
            match source {
                Some("CloudWatchEvent" | "EventBridgeRule") => {
                    let mut met = of_event(Use::Rule);
                    let bus = self.tree.get(inner, "EventBusName");
                    met.bus = self.around.bus(self.tree, bus);
                    met.state = self.state(inner);
                    // What SAM calls the rule that it makes of it.
                    met.aliases = vec![format!("{id}{event}"), event.to_owned()];
                    if kind == "AWS::Serverless::StateMachine" {
                        met.emits = vec!["aws.states"];
                    }
                    self.named(inner, "Pattern", "SAM", met);
                }
                Some("SNS") => {
                    let scope = self.policy_scope(inner);
                    let mut met = of_event(Use::Subscription(scope));
                    met.texts = self.texts_to(inner, "Topic");
                    self.pattern(inner, "FilterPolicy", met);
                }
                Some(word) => {
                    let mut met = of_event(Use::EventSourceMapping);
                    met.source = Source::of_word(word);
                    self.filters(inner, met);
                }
                None => {}
            }
        }
    }

    /// What is wrong with the configuration that a subscriber's filters stand in.
    fn filter_configuration(&mut self, id: &str, properties: Id, is_empty: bool) {
        let Some(configuration) = self.tree.entry(properties, "FilterConfiguration") else {
            return;
        };
        let (key, value) = (configuration.key, configuration.value);
        let mut misplaced = |place, message: String, help: &str| {
            self.out.misplaced.push(Misplaced {
                id: id.to_owned(),
                place,
                message,
                help: help.to_owned(),
            });
        };
        if is_empty
            && self
                .tree
                .get(value, "Filters")
                .is_none_or(|id| !self.tree.list(id).is_empty() || self.tree.str(id).is_none())
        {
            let message = "the service refuses a `FilterConfiguration` without filters".to_owned();
            misplaced(
                self.tree.place(key),
                message,
                "leave it out to get every event, or give it one to three `Filters`",
            );
        }
        if let Some(language) = self.tree.get(value, "Language")
            && let Some(word) = self.tree.str(language)
            && word != "EVENT_BRIDGE_PATTERN"
        {
            let message = format!("the service does not know the language `{word}`");
            misplaced(
                self.tree.place(language),
                message,
                "write EVENT_BRIDGE_PATTERN, or leave `Language` out",
            );
        }
    }

    /// `FilterCriteria.Filters[].Pattern`
    fn filters(&mut self, holder: Id, met: Met) {
        let Some(filters) = self.tree.walk(holder, &["FilterCriteria", "Filters"]) else {
            return;
        };
        for (index, filter) in self.tree.list(filters).iter().enumerate() {
            let met = Met {
                id: format!("{}.Filters[{index}]", met.id),
                ..met.clone()
            };
            self.pattern(*filter, "Pattern", met);
        }
    }

    /// A pattern under its name, or under one that is nearly that.
    fn named(&mut self, holder: Id, right: &str, who: &str, met: Met) {
        let mut name = right;
        if let Some((wrong, member)) = misnamed::find(self.tree, holder, right) {
            let told = misnamed::told(self.tree, &member, &met.id, who, right);
            self.out.misplaced.push(told);
            if self.tree.entry(holder, right).is_none() {
                name = wrong;
            }
        }
        self.pattern(holder, name, met);
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

    /// The state of a rule.
    fn state(&self, properties: Id) -> RuleState {
        match self.tree.get(properties, "State") {
            None => RuleState::Enabled,
            Some(state) => self
                .tree
                .str(state)
                .map_or(RuleState::Unknown, RuleState::of_word),
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

/// Reads a template that stands as text in another one.
pub(super) fn nested(
    context: &Context<'_>,
    text: super::Text,
    within: &str,
    depth: usize,
    out: &mut Extraction,
) {
    let mut tree = Tree::default();
    let source = std::sync::Arc::from(text.as_str());
    let roots = tree.read_yaml(source, Host::Inside(text), Schema::Yaml11);
    // Where it cannot be read, `TemplateBody` may be anything.
    for root in roots.unwrap_or_default() {
        if is_template(&tree, root) {
            inside(
                &tree,
                root,
                context,
                Dialect::CloudFormation,
                within,
                depth,
                out,
            );
        }
    }
}

/// Whether an event of SAM is one of a bus.
fn is_bus_event(kind: Option<&str>) -> bool {
    matches!(kind, Some("CloudWatchEvent" | "EventBridgeRule"))
}
