//! What is known of events: from the fixtures of a project, and from the catalogue.

use super::catalogue;
use super::subject::plain;
use crate::event::Event;
use crate::json::NodeKind;
use crate::pattern::Pattern;
use crate::template::Settled;
use std::collections::{BTreeMap, BTreeSet};

/// Which kinds of values were seen at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seen {
    /// A string.
    pub string: bool,
    /// A number.
    pub number: bool,
    /// `true` or `false`.
    pub boolean: bool,
    /// `null`.
    pub null: bool,
    /// An array of objects.
    pub objects: bool,
    /// An array of plain values.
    pub list: bool,
    /// An object.
    pub object: bool,
}

impl Seen {
    fn add(&mut self, other: Self) {
        self.string |= other.string;
        self.number |= other.number;
        self.boolean |= other.boolean;
        self.null |= other.null;
        self.objects |= other.objects;
        self.list |= other.list;
        self.object |= other.object;
    }

    /// Whether the path was seen with nothing but numbers.
    pub fn only_numbers(self) -> bool {
        self.number && !self.string && !self.boolean && !self.has_inside()
    }

    /// Whether the path was seen with nothing but strings.
    pub fn only_strings(self) -> bool {
        self.string && !self.number && !self.boolean && !self.has_inside()
    }

    /// Whether the path was seen with nothing but booleans.
    pub fn only_booleans(self) -> bool {
        self.boolean && !self.number && !self.string && !self.has_inside()
    }

    fn has_inside(self) -> bool {
        self.object || self.objects
    }
}

/// What events of one source and detail-type look like.
#[derive(Debug, Clone, Default)]
pub struct Shape {
    /// The events' source.
    pub source: String,
    /// Their detail-type.
    pub detail_type: String,
    /// What was seen at each path.
    pub paths: BTreeMap<String, Seen>,
    /// Who says so: a file, or the catalogue.
    pub origin: String,
    /// Whether all paths are there: so it is with an event, not with the catalogue.
    pub whole: bool,
}

/// All that is known.
#[derive(Debug, Default)]
pub struct Evidence {
    shapes: Vec<Shape>,
    events: Vec<(String, Event<'static>)>,
}

impl Evidence {
    /// What the catalogue knows.
    pub fn of_catalogue() -> Self {
        Self {
            shapes: catalogue::shapes(),
            events: Vec::new(),
        }
    }

    /// Adds an event with the name of where it stands.
    pub fn add(&mut self, name: &str, event: Event<'static>) {
        if let Some(shape) = shape_of(name, &event) {
            self.shapes.push(shape);
        }
        self.events.push((name.to_owned(), event));
    }

    /// The events that were added.
    pub fn events(&self) -> &[(String, Event<'static>)] {
        &self.events
    }

    /// What is known of the events that a pattern asks for. Nothing where it does not name its
    /// sources one by one, or names one of which nothing is known.
    pub(crate) fn about(&self, pattern: &Pattern, settled: &Settled) -> Relevant<'_> {
        let (Some(sources), Some(types)) = (
            named(pattern, settled, "source"),
            named(pattern, settled, "detail-type"),
        ) else {
            return Relevant::default();
        };
        if sources.is_empty() {
            return Relevant::default();
        }
        let mut shapes = Vec::new();
        for source in &sources {
            let of_source: Vec<_> = self
                .shapes
                .iter()
                .filter(|shape| {
                    shape.source == *source
                        && (types.is_empty() || types.contains(shape.detail_type.as_str()))
                })
                .collect();
            if of_source.is_empty() {
                return Relevant::default();
            }
            shapes.extend(of_source);
        }
        // A detail-type of which nothing is known may look like anything.
        let all_known = types
            .iter()
            .all(|wanted| shapes.iter().any(|shape| shape.detail_type == *wanted));
        match all_known {
            true => Relevant {
                shapes,
                by_type: !types.is_empty(),
            },
            false => Relevant::default(),
        }
    }

    /// The detail-types that are known of a source.
    pub fn detail_types(&self, source: &str) -> BTreeSet<&str> {
        self.shapes
            .iter()
            .filter(|shape| shape.source == source)
            .map(|shape| shape.detail_type.as_str())
            .collect()
    }

    /// The sources that are known to have a detail-type.
    pub fn sources_of(&self, detail_type: &str) -> BTreeSet<&str> {
        self.shapes
            .iter()
            .filter(|shape| shape.detail_type == detail_type)
            .map(|shape| shape.source.as_str())
            .collect()
    }
}

/// The plain strings that a pattern asks of an envelope field; `None` where it also asks for
/// others. Empty where it asks for nothing.
fn named(pattern: &Pattern, settled: &Settled, field: &str) -> Option<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    let ids: BTreeSet<_> = pattern
        .alternatives()
        .iter()
        .flat_map(|alternative| &alternative.conditions)
        .collect();
    let mut asked = 0;
    for id in ids {
        let condition = pattern.condition(*id);
        if &*condition.path != field {
            continue;
        }
        asked += 1;
        for matcher in &condition.matchers {
            if settled.is_unknown(matcher.span) {
                return None;
            }
            names.insert(plain(&matcher.kind)?.to_owned());
        }
    }
    // Where only some alternatives ask, the others accept anything.
    let everywhere = pattern.alternatives().iter().all(|alternative| {
        let mut conditions = alternative.conditions.iter();
        conditions.any(|id| &*pattern.condition(*id).path == field)
    });
    (asked == 0 || everywhere).then_some(names)
}

/// What is known of the events that one pattern asks for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Relevant<'e> {
    shapes: Vec<&'e Shape>,
    /// Whether the pattern names its detail-types.
    by_type: bool,
}

impl<'e> Relevant<'e> {
    /// What was seen at a path, and who says so.
    pub(crate) fn at(&self, path: &str) -> Option<(Seen, &'e str)> {
        let mut seen: Option<Seen> = None;
        // What can be looked at says more than what is only told.
        let mut origin: Option<&'e Shape> = None;
        for shape in &self.shapes {
            if let Some(here) = shape.paths.get(path) {
                seen.get_or_insert_default().add(*here);
                if origin.is_none_or(|origin| shape.whole && !origin.whole) {
                    origin = Some(shape);
                }
            }
        }
        Some((seen?, &origin?.origin))
    }

    /// The nearest array of objects that a path leads through, and who says so.
    pub(crate) fn array_above<'p>(&self, path: &'p str) -> Option<(&'p str, &'e str)> {
        let mut ends: Vec<_> = path.match_indices('.').map(|(at, _)| at).collect();
        ends.reverse();
        ends.into_iter().find_map(|end| {
            let above = path.get(..end)?;
            let (seen, origin) = self.at(above)?;
            seen.objects.then_some((above, origin))
        })
    }

    /// Whole events of the very detail-types that the pattern names.
    pub(crate) fn whole(&self) -> impl Iterator<Item = &'e Shape> {
        let shapes = self.shapes.iter().copied();
        shapes.filter(|shape| self.by_type && shape.whole)
    }
}

fn shape_of(name: &str, event: &Event<'_>) -> Option<Shape> {
    let mut shape = Shape {
        source: event.field("source")?,
        detail_type: event.field("detail-type")?,
        paths: BTreeMap::new(),
        origin: name.to_owned(),
        whole: true,
    };
    let document = event.document();
    // The path of each node, so that each is put together once.
    let mut paths: Vec<String> = vec![String::new(); document.nodes().len()];
    for (id, node) in (0_u32..).zip(document.nodes()).skip(1) {
        let parent = paths.get(node.parent as usize).cloned().unwrap_or_default();
        let path = match document.key(id) {
            None => parent,
            Some(key) if parent.is_empty() => key.into_owned(),
            Some(key) => format!("{parent}.{key}"),
        };
        // A hostile event may nest a thousand levels; nobody asks for paths as long as that.
        if path.len() > 1_024 {
            continue;
        }
        let in_array = document.node(node.parent).kind == NodeKind::Array;
        let seen = shape.paths.entry(path.clone()).or_default();
        match node.kind {
            NodeKind::Object if in_array => seen.objects = true,
            NodeKind::Object => seen.object = true,
            NodeKind::Array => {}
            NodeKind::String => seen.string = true,
            NodeKind::Number => seen.number = true,
            NodeKind::True | NodeKind::False => seen.boolean = true,
            NodeKind::Null => seen.null = true,
        }
        seen.list |= in_array && !matches!(node.kind, NodeKind::Object | NodeKind::Array);
        if let Some(slot) = paths.get_mut(id as usize) {
            *slot = path;
        }
    }
    Some(shape)
}
