//! What a template says around its patterns: which bus a rule is on, and who publishes text to a topic.

use super::intrinsics::target_of;
use super::tree::{Id, Tree};
use std::collections::HashMap;

/// The bus that a rule is on, as far as its template tells.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Bus {
    /// The one that every account has.
    #[default]
    Default,
    /// The one of this name.
    Named(String),
    /// Whatever this stands for in the same template: a resource, a parameter, an expression.
    Own(String),
    /// Nothing is known of it.
    Unknown,
}

impl Bus {
    /// The bus of this name, or with this ARN.
    pub(super) fn of_name(name: &str) -> Self {
        let name = name
            .rsplit_once(":event-bus/")
            .map_or(name, |(_, name)| name);
        match name {
            "default" => Self::Default,
            "" => Self::Unknown,
            name if name.contains("${") => Self::Unknown,
            name => Self::Named(name.to_owned()),
        }
    }
}

/// The resources of a template, by their ids.
pub(super) struct Around {
    /// The names of buses that the template makes.
    buses: HashMap<String, String>,
    /// Who publishes text to each topic.
    texts: HashMap<String, Vec<String>>,
}

impl Around {
    pub(super) fn of(tree: &Tree, resources: Id) -> Self {
        let mut around = Self {
            buses: HashMap::new(),
            texts: HashMap::new(),
        };
        for member in tree.map(resources) {
            let word = |holder, name: &str| tree.get(holder, name).and_then(|id| tree.str(id));
            let (Some(id), Some(kind), Some(properties)) = (
                tree.str(member.key),
                word(member.value, "Type"),
                tree.get(member.value, "Properties"),
            ) else {
                continue;
            };
            match kind {
                "AWS::Events::EventBus" => {
                    if let Some(name) = word(properties, "Name") {
                        around.buses.insert(id.to_owned(), name.to_owned());
                    }
                }
                "AWS::Events::Rule" => {
                    let targets = tree.get(properties, "Targets");
                    for target in targets.map(|id| tree.list(id)).unwrap_or_default() {
                        around.target(tree, id, *target);
                    }
                }
                "AWS::Scheduler::Schedule" => {
                    if let Some(target) = tree.get(properties, "Target") {
                        around.target(tree, id, target);
                    }
                }
                _ => {}
            }
        }
        around
    }

    /// A target that gets a text of its own.
    fn target(&mut self, tree: &Tree, id: &str, target: Id) {
        let topic = tree.get(target, "Arn").and_then(|arn| target_of(tree, arn));
        let input = tree
            .get(target, "Input")
            .or_else(|| tree.walk(target, &["InputTransformer", "InputTemplate"]));
        let is_text = input.and_then(|input| is_text(tree, input)) == Some(true);
        if let Some(topic) = topic.filter(|_| is_text) {
            self.texts.entry(topic).or_default().push(id.to_owned());
        }
    }

    /// Who publishes to a topic of this template what is no JSON object.
    pub(super) fn texts_to(&self, topic: Option<&str>) -> Vec<String> {
        let texts = topic.and_then(|topic| self.texts.get(topic));
        texts.cloned().unwrap_or_default()
    }

    /// The bus that a property names.
    pub(super) fn bus(&self, tree: &Tree, name: Option<Id>) -> Bus {
        bus(tree, name, &self.buses)
    }
}

/// The bus that a property names, in a template without resources.
pub(super) fn bus_of(tree: &Tree, name: Option<Id>) -> Bus {
    bus(tree, name, &HashMap::new())
}

fn bus(tree: &Tree, name: Option<Id>, buses: &HashMap<String, String>) -> Bus {
    let Some(value) = name else {
        return Bus::Default;
    };
    if let Some(name) = tree.str(value) {
        return Bus::of_name(name);
    }
    if let Some(target) = target_of(tree, value) {
        return match buses.get(&target) {
            Some(name) => Bus::of_name(name),
            None => Bus::Own(target),
        };
    }
    // The same function of the same name has the same value: an import.
    match tree.map(value) {
        [member] => match (tree.str(member.key), tree.str(member.value)) {
            (Some(function), Some(name)) => Bus::Own(format!("{function} {name}")),
            _ => Bus::Unknown,
        },
        _ => Bus::Unknown,
    }
}

/// Whether what a target gets is text rather than an object; `None` where it depends on the event.
fn is_text(tree: &Tree, input: Id) -> Option<bool> {
    let text = tree.str(input).or_else(|| {
        let [member] = tree.map(input) else {
            return None;
        };
        let is_sub = tree.str(member.key) == Some("Fn::Sub");
        let own = || tree.list(member.value).first().and_then(|id| tree.str(*id));
        is_sub
            .then(|| tree.str(member.value).or_else(own))
            .flatten()
    })?;
    let text = text.trim_start();
    // What is published of a JSON string is its content, which may be an object again.
    let is_string = text.starts_with('"');
    let content = text.strip_prefix('"').unwrap_or(text).trim_start();
    match content.chars().next()? {
        '<' | '$' => None,
        '{' if is_string => None,
        '{' => Some(false),
        _ => Some(true),
    }
}
