//! Patterns in the events of Serverless Framework functions.

use super::around::bus_of;
use super::cloudformation;
use super::context::Context;
use super::intrinsics::{Dialect, Resolver};
use super::met::{Met, add};
use super::tree::{Id, Kind, Tree};
use super::used::Use;
use super::{Extraction, Format, Misplaced, misnamed};
use crate::dialect::{Source, sns};

/// Whether this is a service file: a `service`, a `provider`, and functions or resources.
pub(super) fn is_service(tree: &Tree, root: Id) -> bool {
    let has = |name| tree.get(root, name).is_some();
    has("service") && has("provider") && (has("functions") || has("resources"))
}

/// The streams and queues whose events a function may filter.
const FILTERED: [&str; 6] = ["stream", "sqs", "msk", "kafka", "activemq", "rabbitmq"];

pub(super) fn extract(tree: &Tree, root: Id, context: &Context<'_>, out: &mut Extraction) {
    let functions = tree.get(root, "functions");
    // A list of functions, or a map of them.
    let mut maps: Vec<Id> = functions
        .map(|id| tree.list(id).to_vec())
        .unwrap_or_default();
    maps.extend(functions);
    let mut reader = Reader {
        tree,
        resolver: Resolver::new(tree, context, Dialect::Serverless),
        out,
    };
    for function in maps.into_iter().flat_map(|map| tree.members(map)) {
        let (Some(name), Some(events)) =
            (tree.str(function.key), tree.get(function.value, "events"))
        else {
            continue;
        };
        for (index, event) in tree.list(events).iter().enumerate() {
            reader.event(&format!("{name}.events[{index}]"), *event);
        }
    }
    // `resources` is a CloudFormation template, or a list of such.
    if let Some(resources) = tree.get(root, "resources") {
        let mut roots = tree.list(resources).to_vec();
        roots.push(resources);
        roots.extend(tree.get(resources, "extensions"));
        for root in roots {
            cloudformation::extract(tree, root, context, Dialect::Serverless, reader.out);
        }
    }
}

struct Reader<'t, 'o> {
    tree: &'t Tree,
    resolver: Resolver<'t>,
    out: &'o mut Extraction,
}

impl Reader<'_, '_> {
    fn event(&mut self, id: &str, event: Id) {
        let tree = self.tree;
        for (kind, key) in [("eventBridge", "pattern"), ("cloudwatchEvent", "event")] {
            let Some(holder) = tree.get(event, kind) else {
                continue;
            };
            let met = Met {
                bus: bus_of(tree, tree.get(holder, "eventBus")),
                ..Met::new(id, Use::Rule)
            };
            let mut name = key;
            if kind == "eventBridge"
                && let Some((wrong, member)) = misnamed::find(tree, holder, key)
            {
                let told = misnamed::told(tree, &member, id, "Serverless", key);
                self.out.misplaced.push(told);
                if tree.entry(holder, key).is_none() {
                    name = wrong;
                }
            }
            self.member(holder, name, met);
            // `- eventBridge:` with its members one level too far to the left.
            if matches!(tree.node(holder).kind, Kind::Null)
                && let Some(member) = tree.entry(event, key)
            {
                self.out.misplaced.push(Misplaced {
                    id: id.to_owned(),
                    place: tree.place(member.key),
                    message: format!("`{key}` is not read here: it is beside `{kind}`"),
                    help: format!("indent it further, below `{kind}`"),
                });
                self.member(event, key, Met::new(id, Use::Rule));
            }
        }
        if let Some(topic) = tree.get(event, "sns") {
            let scope = tree
                .get(topic, "filterPolicyScope")
                .and_then(|id| tree.str(id));
            let met = Met::new(id, Use::Subscription(sns::Scope::of_word(scope)));
            self.member(topic, "filterPolicy", met);
        }
        for source in FILTERED {
            let Some(patterns) = tree.walk(event, &[source, "filterPatterns"]) else {
                continue;
            };
            // A stream says what it is: by its type, or its ARN.
            let word = |name| {
                let id = tree.walk(event, &[source, name])?;
                tree.str(id)
            };
            let origin = match source {
                "stream" => word("type")
                    .and_then(Source::of_word)
                    .or_else(|| Source::of_arn(word("arn")?)),
                _ => Source::of_word(source),
            };
            for (at, pattern) in tree.list(patterns).iter().enumerate() {
                let met = Met {
                    source: origin,
                    ..Met::new(
                        format!("{id}.filterPatterns[{at}]"),
                        Use::EventSourceMapping,
                    )
                };
                let key = tree.place(*pattern);
                let format = Format::Serverless;
                add(&mut self.resolver, format, key, *pattern, met, self.out);
            }
        }
    }

    fn member(&mut self, holder: Id, key: &str, met: Met) {
        if let Some(member) = self.tree.entry(holder, key) {
            let key = self.tree.place(member.key);
            let format = Format::Serverless;
            add(&mut self.resolver, format, key, member.value, met, self.out);
        }
    }
}
