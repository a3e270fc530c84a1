//! What is known of events: from the fixtures of a project, and of AWS's own from the tables of
//! [`crate::aws`].

use super::subject::plain;
use crate::aws::events::{self, Kind, Kinds};
use crate::event::Event;
use crate::json::NodeKind;
use crate::pattern::Pattern;
use crate::template::Settled;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

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
    /// Whatever it was, it may be something else too.
    pub anything: bool,
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
        self.anything |= other.anything;
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

    /// Whether the path was seen with nothing but objects, alone or in an array.
    pub fn only_objects(self) -> bool {
        let plain = self.string || self.number || self.boolean || self.null || self.list;
        (self.object || self.objects) && !plain && !self.anything
    }

    fn has_inside(self) -> bool {
        self.object || self.objects || self.anything
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
    /// The file that the event is in.
    pub origin: String,
}

/// What is known of AWS's events, and the events of a project.
#[derive(Debug, Default)]
pub struct Evidence {
    shapes: Vec<Shape>,
    events: Vec<(String, Event<'static>)>,
}

/// One source of knowledge about the events of a source and detail-type.
#[derive(Debug, Clone, Copy)]
enum Known<'e> {
    /// An event of the project: all of its fields are known.
    Event(&'e Shape),
    /// AWS's documents: there may be more fields than they tell.
    Documents(&'static Kinds),
}

impl<'e> Known<'e> {
    fn at(self, path: &str) -> Option<Seen> {
        match self {
            Self::Event(shape) => shape.paths.get(path).copied(),
            Self::Documents(kinds) => kinds.fields.get(path).map(|kind| (*kind).into()),
        }
    }

    fn detail_type(self) -> &'e str {
        match self {
            Self::Event(shape) => &shape.detail_type,
            Self::Documents(kinds) => kinds.detail_type,
        }
    }

    fn origin(self) -> Origin<'e> {
        match self {
            Self::Event(shape) => Origin::File(&shape.origin),
            Self::Documents(_) => Origin::Aws,
        }
    }
}

/// Who says what is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin<'e> {
    /// AWS's documents and schemas.
    Aws,
    /// An event of the project, in this file.
    File(&'e str),
}

impl fmt::Display for Origin<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Aws => "AWS's documents",
            Self::File(name) => name,
        })
    }
}

impl From<Kind> for Seen {
    fn from(kind: Kind) -> Self {
        let mut seen = Self::default();
        match kind {
            Kind::String => seen.string = true,
            Kind::Number => seen.number = true,
            Kind::Boolean => seen.boolean = true,
            Kind::Object => seen.object = true,
            Kind::Objects => seen.objects = true,
            Kind::Strings => (seen.string, seen.list) = (true, true),
            Kind::Numbers => (seen.number, seen.list) = (true, true),
            Kind::Booleans => (seen.boolean, seen.list) = (true, true),
            // Anything may be there.
            Kind::Map | Kind::Any => seen.anything = true,
        }
        seen
    }
}

impl Evidence {
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
            return self.of_cloudtrail(&types);
        }
        let mut known = Vec::new();
        for source in &sources {
            let of_source: Vec<_> = self
                .of_source(source)
                .filter(|known| types.is_empty() || types.contains(known.detail_type()))
                .collect();
            if of_source.is_empty() {
                return Relevant::default();
            }
            known.extend(of_source);
        }
        // A detail-type of which nothing is known may look like anything.
        let says_something = |known: &Known<'_>| match known {
            Known::Event(_) => true,
            Known::Documents(kinds) => kinds.has_detail(),
        };
        let all_known = types.iter().all(|wanted| {
            let mut of_type = known.iter().filter(|known| known.detail_type() == wanted);
            of_type.any(says_something)
        });
        match all_known {
            true => Relevant {
                known,
                by_type: !types.is_empty(),
            },
            false => Relevant::default(),
        }
    }

    /// What is known of events of these detail-types, whoever sends them: nothing but of those that
    /// CloudTrail makes, as any application may send events of any other name. Where a project has
    /// such events itself, they may be of other services, and say nothing.
    fn of_cloudtrail(&self, types: &BTreeSet<String>) -> Relevant<'_> {
        let is_own = |wanted: &String| self.shapes.iter().any(|shape| shape.detail_type == *wanted);
        let mut known = Vec::new();
        for wanted in types {
            let documented = events::of_cloudtrail()
                .filter(|kinds| kinds.detail_type == wanted && kinds.has_detail())
                .map(Known::Documents);
            let before = known.len();
            known.extend(documented);
            if known.len() == before || is_own(wanted) {
                return Relevant::default();
            }
        }
        Relevant {
            by_type: !known.is_empty(),
            known,
        }
    }

    fn of_source(&self, source: &str) -> impl Iterator<Item = Known<'_>> {
        let seen = self
            .shapes
            .iter()
            .filter(move |shape| shape.source == source);
        // What every service sends comes from this one too, if it is a service.
        let every = source
            .starts_with("aws.")
            .then(|| events::of(events::ANY_SOURCE));
        let documented = events::of(source).iter().chain(every.into_iter().flatten());
        seen.map(Known::Event)
            .chain(documented.map(Known::Documents))
    }

    /// The detail-types that are known of a source. There may be others.
    pub fn detail_types(&self, source: &str) -> BTreeSet<&str> {
        self.of_source(source).map(Known::detail_type).collect()
    }

    /// The sources that are known to have a detail-type; [`events::ANY_SOURCE`] where every service
    /// has it.
    pub fn sources_of<'s>(&'s self, detail_type: &'s str) -> BTreeSet<&'s str> {
        let mut sources: BTreeSet<&'s str> = events::sources_of(detail_type).collect();
        let seen = self
            .shapes
            .iter()
            .filter(|shape| shape.detail_type == detail_type);
        sources.extend(seen.map(|shape| &*shape.source));
        sources
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
    known: Vec<Known<'e>>,
    /// Whether the pattern names its detail-types.
    by_type: bool,
}

impl<'e> Relevant<'e> {
    /// What was seen at a path, and who says so.
    pub(crate) fn at(&self, path: &str) -> Option<(Seen, Origin<'e>)> {
        let mut seen: Option<Seen> = None;
        let mut origin: Option<Origin<'e>> = None;
        for known in &self.known {
            if let Some(here) = known.at(path) {
                seen.get_or_insert_default().add(here);
                // What can be looked at says more than what is only told.
                if origin.is_none_or(|origin| origin == Origin::Aws) {
                    origin = Some(known.origin());
                }
            }
        }
        Some((seen?, origin?))
    }

    /// The nearest array of objects that a path leads through, and who says so.
    pub(crate) fn array_above<'p>(&self, path: &'p str) -> Option<(&'p str, Origin<'e>)> {
        let mut ends: Vec<_> = path.match_indices('.').map(|(at, _)| at).collect();
        ends.reverse();
        ends.into_iter().find_map(|end| {
            let above = path.get(..end)?;
            let (seen, origin) = self.at(above)?;
            seen.objects.then_some((above, origin))
        })
    }

    /// Whether an array of objects has one element in all events that have it.
    pub(crate) fn has_one_element(&self, array: &str) -> bool {
        let mut with_it = self
            .known
            .iter()
            .filter(|known| known.at(array).is_some_and(|seen| seen.objects));
        with_it.all(|known| {
            let source = match known {
                Known::Event(shape) => &*shape.source,
                Known::Documents(kinds) => kinds.source,
            };
            events::has_one_element(source, known.detail_type(), array)
        })
    }

    /// Whether the documents know a field, or fields below it.
    pub(crate) fn documents(&self, path: &str) -> bool {
        let is_below = |field: &&str| {
            field
                .strip_prefix(path)
                .is_some_and(|rest| rest.starts_with('.'))
        };
        self.known.iter().any(|known| match known {
            Known::Event(shape) => shape.paths.contains_key(path),
            Known::Documents(kinds) => {
                kinds.fields.contains_key(path) || kinds.fields.keys().any(is_below)
            }
        })
    }

    /// The keys that are known below a path.
    pub(crate) fn keys_below(&self, path: &str) -> BTreeSet<&'e str> {
        let mut keys = BTreeSet::new();
        let mut add = |field: &'e str| {
            let below = field
                .strip_prefix(path)
                .and_then(|rest| rest.strip_prefix('.'));
            keys.extend(below.map(|rest| rest.split('.').next().unwrap_or(rest)));
        };
        for known in &self.known {
            match known {
                Known::Event(shape) => shape.paths.keys().for_each(|field| add(field)),
                Known::Documents(kinds) => kinds.fields.keys().for_each(|field| add(field)),
            }
        }
        keys
    }

    /// Whether the pattern names no detail-type, and of each that its sources are known to send the
    /// fields are known.
    pub(crate) fn is_about_all_of_a_source(&self) -> bool {
        let own: Vec<&Kinds> = self
            .known
            .iter()
            .filter_map(|known| match known {
                Known::Documents(kinds) if kinds.source != events::ANY_SOURCE => Some(*kinds),
                _ => None,
            })
            .collect();
        // Where its keys are data, or nobody says what it is, anything may be in it.
        let is_open = |kinds: &Kinds| {
            let detail = kinds.fields.get("detail");
            detail.is_some_and(|kind| matches!(kind, Kind::Map | Kind::Any))
        };
        let is_known = |kinds: &&Kinds| kinds.has_detail() && !is_open(kinds);
        !self.by_type && !own.is_empty() && own.iter().all(is_known)
    }

    /// A documented field that ends in this key, and the detail-type of the events that have it.
    pub(crate) fn ending_in(&self, key: &str) -> Option<(&'e str, &'e str)> {
        self.known.iter().find_map(|known| match known {
            Known::Event(_) => None,
            Known::Documents(kinds) => {
                let mut fields = kinds.fields.keys();
                let field = fields.find(|field| {
                    let above = field.strip_suffix(key);
                    above.is_some_and(|above| above.starts_with("detail.") && above.ends_with('.'))
                })?;
                Some((*field, kinds.detail_type))
            }
        })
    }

    /// Events of the project that have the very detail-types that the pattern names.
    pub(crate) fn events(&self) -> impl Iterator<Item = &'e Shape> {
        self.known.iter().filter_map(|known| match known {
            Known::Event(shape) if self.by_type => Some(*shape),
            _ => None,
        })
    }
}

fn shape_of(name: &str, event: &Event<'_>) -> Option<Shape> {
    let mut shape = Shape {
        source: event.field("source")?,
        detail_type: event.field("detail-type")?,
        paths: BTreeMap::new(),
        origin: name.to_owned(),
    };
    let document = event.document();
    // The path of each node, so that each is put together once.
    let mut paths: Vec<String> = vec![String::new(); document.len()];
    for (id, node) in (0_u32..).zip(document.nodes()).skip(1) {
        let holder = document.parent(id);
        let parent = paths.get(holder as usize).cloned().unwrap_or_default();
        let path = match document.key(id) {
            None => parent,
            Some(key) if parent.is_empty() => key.into_owned(),
            Some(key) => format!("{parent}.{key}"),
        };
        // A hostile event may nest a thousand levels; nobody asks for paths as long as that.
        if path.len() > 1_024 {
            continue;
        }
        let in_array = document.node(holder).kind == NodeKind::Array;
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
