//! What is known of the fields of events: documented by AWS, and seen in the events of the project.

use super::fields::Field;
use super::workspace::Workspace;
use crate::aws::events::{self, Kind, Kinds};
use crate::aws::names;
use crate::aws::values::{self, Extent, Values};
use crate::pattern::Pattern;
use crate::pattern::value::MatcherKind;
use crate::schema::Schema;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Which events a pattern is about: the plain strings that it lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) sources: BTreeSet<String>,
    pub(super) types: BTreeSet<String>,
    /// The services of API calls.
    pub(super) services: BTreeSet<String>,
}

impl Asked {
    pub(super) fn by(pattern: Option<&Pattern>) -> Self {
        let mut asked = Self::default();
        let conditions = pattern.iter().flat_map(|pattern| pattern.conditions());
        for condition in conditions {
            for matcher in &condition.matchers {
                if let MatcherKind::Exact(text) | MatcherKind::Exactly(text) = &matcher.kind {
                    asked.add(&condition.path, text);
                }
            }
        }
        asked
    }

    /// Adds a string that is listed at a path.
    pub(super) fn add(&mut self, path: &str, text: &str) {
        let set = match path {
            "source" => &mut self.sources,
            "detail-type" => &mut self.types,
            "detail.eventSource" => &mut self.services,
            _ => return,
        };
        set.insert(text.to_owned());
    }

    /// What AWS documents of these events.
    pub(super) fn documented(&self) -> impl Iterator<Item = &'static Kinds> {
        let sources = self.sources.iter();
        let of_sources = sources.flat_map(|source| {
            let every: &[Kinds] = match source.starts_with("aws.") {
                true => events::of(events::ANY_SOURCE),
                false => &[],
            };
            events::of(source).iter().chain(every)
        });
        // A detail-type says by itself what the events look like.
        let by_type: Vec<&'static Kinds> = match self.sources.is_empty() {
            true => self.types.iter().flat_map(|t| of_type(t)).collect(),
            false => Vec::new(),
        };
        of_sources
            .chain(by_type)
            .filter(|kinds| self.types.is_empty() || self.types.contains(kinds.detail_type))
    }

    /// What AWS documents of the values at a path.
    pub(super) fn values(&self, path: &str) -> Vec<&'static Values> {
        let mut all: Vec<&'static Values> = Vec::new();
        for kinds in self.documented() {
            let sources = match kinds.source {
                events::ANY_SOURCE => self.sources.iter().map(String::as_str).collect(),
                source => vec![source],
            };
            for source in sources {
                if let Some(values) = values::of(source, kinds.detail_type, path)
                    && all.iter().all(|other| !std::ptr::eq(*other, values))
                {
                    all.push(values);
                }
            }
        }
        all
    }

    /// The names of the calls that these events can be about.
    pub(super) fn calls(&self) -> BTreeSet<&'static str> {
        let sources = self.sources.iter().filter_map(|s| s.strip_prefix("aws."));
        let services: Vec<&str> = match self.services.is_empty() {
            true => sources.collect(),
            false => self.services.iter().map(String::as_str).collect(),
        };
        let names = services.into_iter().filter_map(names::of);
        names
            .flat_map(|names| names.all().map(|(name, _)| name))
            .collect()
    }
}

fn of_type(detail_type: &str) -> impl Iterator<Item = &'static Kinds> {
    let sources: Vec<_> = events::sources_of(detail_type).collect();
    sources.into_iter().flat_map(events::of)
}

/// Everything that is known of one field.
#[derive(Debug, Default)]
pub(super) struct Known<'w> {
    /// What AWS documents it to hold, by detail-type.
    pub(super) documented: BTreeMap<&'static str, Kind>,
    /// What was seen in the project's events.
    pub(super) seen: Vec<&'w Field>,
}

/// What is known of the fields of the events that a pattern asks for.
pub(super) fn all<'w>(asked: &'w Asked, workspace: &'w Workspace) -> BTreeMap<&'w str, Known<'w>> {
    let mut all: BTreeMap<&str, Known<'_>> = BTreeMap::new();
    for kinds in asked.documented() {
        for (path, kind) in &kinds.fields {
            let known = all.entry(path).or_default();
            known.documented.insert(kinds.detail_type, *kind);
        }
    }
    for (path, field) in workspace.fields.about(&asked.sources, &asked.types) {
        all.entry(path).or_default().seen.push(field);
    }
    all
}

/// The detail-types that are known of these sources; of all, where none is named. Each with whether AWS
/// documents it.
pub(super) fn detail_types(
    sources: &BTreeSet<String>,
    workspace: &Workspace,
) -> BTreeMap<String, bool> {
    let mut all = BTreeMap::new();
    for (source, detail_type) in workspace.fields.types() {
        if !detail_type.is_empty() && (sources.is_empty() || sources.contains(source)) {
            all.insert(detail_type.to_owned(), false);
        }
    }
    let mut add = |source: &str| {
        for kinds in events::of(source) {
            all.insert(kinds.detail_type.to_owned(), true);
        }
    };
    match sources.is_empty() {
        true => events::sources().for_each(&mut add),
        false => sources.iter().for_each(|source| add(source)),
    }
    if sources.is_empty() || sources.iter().any(|source| source.starts_with("aws.")) {
        add(events::ANY_SOURCE);
    }
    all
}

/// The sources that are known, each with whether it is a service of AWS.
pub(super) fn sources(workspace: &Workspace) -> BTreeMap<String, bool> {
    let seen = workspace
        .fields
        .types()
        .filter(|(source, _)| !source.is_empty());
    let mut all: BTreeMap<_, _> = seen.map(|(s, _)| (s.to_owned(), false)).collect();
    all.extend(events::sources().map(|source| (source.to_owned(), true)));
    all
}

/// What a field holds, in words.
pub(super) fn words(kind: Kind) -> &'static str {
    match kind {
        Kind::String => "string",
        Kind::Number => "number",
        Kind::Boolean => "boolean",
        Kind::Object => "object",
        Kind::Strings => "array of strings",
        Kind::Numbers => "array of numbers",
        Kind::Booleans => "array of booleans",
        Kind::Objects => "array of objects",
        Kind::Map => "object whose keys are data",
        Kind::Any => "any",
    }
}

/// How much a list of documented values says, in words.
pub(super) fn extent(values: &Values) -> &'static str {
    match values.extent {
        Extent::Closed => "one of",
        Extent::Open => "among others",
        Extent::Range => "from, to",
    }
}

/// What the schema of patterns says.
static SCHEMA: LazyLock<Value> = LazyLock::new(|| Schema::Pattern.value());

/// What an operator accepts.
pub(super) fn of_operator(name: &str) -> Option<&'static str> {
    described("operator", name)
}

/// What a field of the envelope holds; also `$or`.
pub(super) fn of_envelope(name: &str) -> Option<&'static str> {
    described("fields", name)
}

/// The names of the operators.
pub(super) fn operators() -> impl Iterator<Item = &'static str> {
    members("operator")
}

/// The names of the fields of the envelope, `$or` left out.
pub(super) fn envelope() -> impl Iterator<Item = &'static str> {
    members("fields").filter(|name| *name != "$or")
}

fn described(definition: &str, name: &str) -> Option<&'static str> {
    let members = SCHEMA.get("$defs")?.get(definition)?.get("properties")?;
    members.get(name)?.get("description")?.as_str()
}

fn members(definition: &str) -> impl Iterator<Item = &'static str> {
    let members = SCHEMA.get("$defs").and_then(|all| all.get(definition));
    let members = members.and_then(|one| one.get("properties")?.as_object());
    members
        .into_iter()
        .flat_map(|members| members.keys().map(String::as_str))
}

/// The limits of an operator that a description does not have room for: `docs/matching-rules.md`.
pub(super) fn limits(operator: &str) -> Option<&'static str> {
    Some(match operator {
        "wildcard" => {
            "`\\*` is a star and `\\\\` a backslash; nothing else may be escaped, and `**` is refused. All \
             wildcards of a pattern count towards its complexity, which must stay below 11."
        }
        "cidr" => {
            "IPv4 up to `/31`, IPv6 up to `/127`. Addresses are compared as addresses, however the event \
             spells them."
        }
        "numeric" => {
            "One comparison, or a lower and an upper end. A number in quotes is a string, and never in a \
             range."
        }
        "exists" => {
            "Looks for leaves: where there is an object or an empty array, nothing is there. `false` holds \
             where nothing is at the path."
        }
        "anything-but" => {
            "There has to be a value: a field that is missing does not match. Where the field is an array, \
             one element that is not listed is enough."
        }
        "prefix" | "suffix" => "Strings only. An empty operand matches every string.",
        "equals-ignore-case" => "Strings only.",
        _ => return None,
    })
}
