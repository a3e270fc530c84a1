//! Patterns in the events of Serverless Framework functions.

use super::cloudformation::{self, Met, add, is_default_bus};
use super::intrinsics::{Dialect, Resolver};
use super::tree::{Id, Tree};
use super::{Extraction, Format, Use, Vars};

/// Whether this is a service file: a `service`, a `provider`, and functions or resources.
pub(super) fn is_service(tree: &Tree<'_>) -> bool {
    let Some(root) = tree.root else { return false };
    let has = |name| tree.get(root, name).is_some();
    has("service") && has("provider") && (has("functions") || has("resources"))
}

/// The streams and queues whose events a function may filter.
const FILTERED: [&str; 5] = ["stream", "sqs", "msk", "kafka", "activemq"];

pub(super) fn extract(tree: &Tree<'_>, root: Id, vars: &Vars, out: &mut Extraction) {
    let mut resolver = Resolver::new(tree, vars, Dialect::Serverless);
    let functions = tree.get(root, "functions");
    // A list of functions, or a map of them.
    let mut maps: Vec<Id> = functions
        .map(|id| tree.list(id).to_vec())
        .unwrap_or_default();
    maps.extend(functions);
    for function in maps.into_iter().flat_map(|map| tree.members(map)) {
        let (Some(name), Some(events)) =
            (tree.str(function.key), tree.get(function.value, "events"))
        else {
            continue;
        };
        for (index, event) in tree.list(events).iter().enumerate() {
            let mut met = |holder: Id, key: &str, id: String, used_by| {
                if let Some(member) = tree.entry(holder, key) {
                    let met = Met {
                        id,
                        aliases: Vec::new(),
                        used_by,
                        emits: Vec::new(),
                        on_default_bus: is_default_bus(tree, tree.get(holder, "eventBus")),
                        ignored: Vec::new(),
                    };
                    let key = tree.place(member.key);
                    add(
                        &mut resolver,
                        Format::Serverless,
                        key,
                        member.value,
                        met,
                        out,
                    );
                }
            };
            let id = format!("{name}.events[{index}]");
            if let Some(bus) = tree.get(*event, "eventBridge") {
                met(bus, "pattern", id.clone(), Use::Rule);
            }
            if let Some(rule) = tree.get(*event, "cloudwatchEvent") {
                met(rule, "event", id.clone(), Use::Rule);
            }
            for source in FILTERED {
                let Some(patterns) = tree.walk(*event, &[source, "filterPatterns"]) else {
                    continue;
                };
                for (at, pattern) in tree.list(patterns).iter().enumerate() {
                    let met = Met {
                        id: format!("{id}.filterPatterns[{at}]"),
                        aliases: Vec::new(),
                        used_by: Use::EventSourceMapping,
                        emits: Vec::new(),
                        on_default_bus: false,
                        ignored: Vec::new(),
                    };
                    let key = tree.place(*pattern);
                    add(&mut resolver, Format::Serverless, key, *pattern, met, out);
                }
            }
        }
    }
    // `resources` is a CloudFormation template, or a list of such.
    if let Some(resources) = tree.get(root, "resources") {
        let mut roots = tree.list(resources).to_vec();
        roots.push(resources);
        for root in roots {
            cloudformation::extract(tree, root, vars, Dialect::Serverless, out);
        }
    }
}
