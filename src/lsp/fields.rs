//! What was seen in the events of a project: the values at each path, by source and detail-type.

use crate::event::Event;
use crate::json::NodeKind;
use std::collections::{BTreeMap, BTreeSet};

/// How many values of one path are remembered.
const MOST_VALUES: usize = 24;

/// The longest value that is remembered, in bytes.
const LONGEST: usize = 120;

/// The longest path that is remembered, in bytes.
const LONGEST_PATH: usize = 512;

/// What was seen at one path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Field {
    /// The kinds of values.
    pub(super) kinds: BTreeSet<&'static str>,
    /// The first few values, as JSON.
    pub(super) values: BTreeSet<String>,
    /// Whether there are others.
    pub(super) more: bool,
    /// In how many events.
    pub(super) events: usize,
    /// The first event that has it.
    pub(super) first: usize,
}

/// The paths of all events of one source and detail-type.
type Paths = BTreeMap<String, Field>;

/// What was seen in the events of a project.
#[derive(Debug, Default)]
pub(super) struct Fields {
    by_type: BTreeMap<(String, String), Paths>,
}

impl Fields {
    pub(super) fn of(events: &[(String, Event<'static>)]) -> Self {
        let mut all = Self::default();
        for (index, (_, event)) in events.iter().enumerate() {
            let name = |field| event.field(field).unwrap_or_default();
            let paths = all
                .by_type
                .entry((name("source"), name("detail-type")))
                .or_default();
            add(paths, index, event);
        }
        all
    }

    /// The sources, with the detail-types of each.
    pub(super) fn types(&self) -> impl Iterator<Item = (&str, &str)> {
        self.by_type.keys().map(|(s, t)| (s.as_str(), t.as_str()))
    }

    /// What was seen in events of these sources and detail-types; of all where none are named.
    pub(super) fn about<'f>(
        &'f self,
        sources: &'f BTreeSet<String>,
        types: &'f BTreeSet<String>,
    ) -> impl Iterator<Item = (&'f str, &'f Field)> {
        let asked = |asked: &BTreeSet<String>, name: &str| asked.is_empty() || asked.contains(name);
        self.by_type
            .iter()
            .filter(move |((source, kind), _)| asked(sources, source) && asked(types, kind))
            .flat_map(|(_, paths)| paths.iter().map(|(path, field)| (path.as_str(), field)))
    }
}

fn add(paths: &mut Paths, index: usize, event: &Event<'_>) {
    let document = event.document();
    let mut names: Vec<String> = vec![String::new(); document.len()];
    let mut seen = BTreeSet::new();
    for (id, node) in (0_u32..).zip(document.nodes()).skip(1) {
        let holder = document.parent(id);
        let parent = names.get(holder as usize).map_or("", String::as_str);
        let path = match document.key(id) {
            None => parent.to_owned(),
            Some(key) if parent.is_empty() => key.into_owned(),
            Some(key) => format!("{parent}.{key}"),
        };
        if path.len() > LONGEST_PATH {
            continue;
        }
        let in_array = document.node(holder).kind == NodeKind::Array;
        let field = paths.entry(path.clone()).or_insert_with(|| Field {
            first: index,
            ..Field::default()
        });
        if seen.insert(path.clone()) {
            field.events += 1;
        }
        field.kinds.insert(match (node.kind, in_array) {
            (NodeKind::Object, false) => "object",
            (NodeKind::Object, true) => "objects in an array",
            (NodeKind::Array, _) => "array",
            (NodeKind::String, _) => "string",
            (NodeKind::Number, _) => "number",
            (NodeKind::True | NodeKind::False, _) => "boolean",
            (NodeKind::Null, _) => "null",
        });
        let raw = document.raw(id);
        if !matches!(node.kind, NodeKind::Object | NodeKind::Array) && !field.values.contains(raw) {
            match raw.len() <= LONGEST && field.values.len() < MOST_VALUES {
                true => _ = field.values.insert(raw.to_owned()),
                false => field.more = true,
            }
        }
        if let Some(slot) = names.get_mut(id as usize) {
            *slot = path;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_kinds_by_path() {
        let event = |text: &'static str| Event::parse(text).unwrap();
        let fields = Fields::of(&[
            (
                "a".to_owned(),
                event(
                    r#"{"source": "s", "detail-type": "t", "detail": {"c": [{"n": 1}, {"n": 2}]}}"#,
                ),
            ),
            (
                "b".to_owned(),
                event(r#"{"source": "s", "detail-type": "u", "detail": {"c": []}}"#),
            ),
        ]);
        let all = BTreeSet::new();
        let of = |path: &str| -> Vec<Field> {
            let about = fields.about(&all, &all);
            about
                .filter(|(p, _)| *p == path)
                .map(|(_, f)| f.clone())
                .collect()
        };
        let numbers = of("detail.c.n");
        assert_eq!(numbers.len(), 1);
        assert_eq!(
            numbers[0].values.iter().cloned().collect::<Vec<_>>(),
            ["1", "2"]
        );
        assert_eq!((numbers[0].events, numbers[0].first), (1, 0));
        let list = of("detail.c");
        assert_eq!(list.len(), 2, "one for each detail-type");
        assert!(list[0].kinds.contains("array") && list[0].kinds.contains("objects in an array"));
        let only_u = BTreeSet::from(["u".to_owned()]);
        assert!(
            fields
                .about(&all, &only_u)
                .all(|(path, _)| path != "detail.c.n")
        );
    }
}
