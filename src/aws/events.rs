//! What the events of AWS's services look like.
//!
//! A field that is not in the table may be in the event all the same, and a detail-type that is not
//! in the table may be sent all the same.

use super::table::{CATALOGUE, EVENTS};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The source of the events that every service sends: those of CloudTrail.
pub const ANY_SOURCE: &str = "*";

/// Arrays of objects that always have one element: source, detail-type, path. Security Hub's user
/// guide: an event for each imported finding.
const ONE_ELEMENT: &[(&str, &str, &str)] = &[(
    "aws.securityhub",
    "Security Hub Findings - Imported",
    "detail.findings",
)];

/// Whether an array of objects always has one element.
pub fn has_one_element(source: &str, detail_type: &str, path: &str) -> bool {
    ONE_ELEMENT.contains(&(source, detail_type, path))
}

/// What a field of an event holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A string.
    String,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// An object.
    Object,
    /// An array of strings.
    Strings,
    /// An array of numbers.
    Numbers,
    /// An array of booleans.
    Booleans,
    /// An array of objects.
    Objects,
    /// An object whose keys are data, so that they cannot be listed.
    Map,
    /// Not known, or not always the same.
    Any,
}

/// The events of one source and detail-type.
#[derive(Debug, Clone)]
pub struct Kinds {
    /// The source; [`ANY_SOURCE`] for those that every service sends.
    pub source: &'static str,
    /// The detail-type.
    pub detail_type: &'static str,
    /// The fields of which something is known, by their paths joined with `.`: those of the
    /// envelope and, as far as they are known, those of `detail`.
    pub fields: BTreeMap<&'static str, Kind>,
}

impl Kinds {
    /// Whether fields of `detail` are known, and not only that the event is sent.
    pub fn has_detail(&self) -> bool {
        self.fields.keys().any(|path| path.starts_with("detail."))
    }
}

/// The events that a source sends, not counting those that every service sends.
pub fn of(source: &str) -> &'static [Kinds] {
    by_source().get(source).map_or(&[], Vec::as_slice)
}

/// The sources of which events are known, in alphabetical order.
pub fn sources() -> impl Iterator<Item = &'static str> {
    by_source()
        .keys()
        .copied()
        .filter(|source| *source != ANY_SOURCE)
}

/// The sources that are known to send a detail-type; [`ANY_SOURCE`] where all do.
pub fn sources_of(detail_type: &str) -> impl Iterator<Item = &'static str> {
    by_source().iter().filter_map(move |(source, events)| {
        let sends = events.iter().any(|event| event.detail_type == detail_type);
        sends.then_some(*source)
    })
}

/// The events that CloudTrail makes of what was done in an account, by their names.
pub fn of_cloudtrail() -> impl Iterator<Item = &'static Kinds> {
    by_source()
        .values()
        .flatten()
        .filter(|event| event.detail_type.ends_with(" via CloudTrail"))
}

fn by_source() -> &'static BTreeMap<&'static str, Vec<Kinds>> {
    static ALL: OnceLock<BTreeMap<&'static str, Vec<Kinds>>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all = BTreeMap::new();
        read(EVENTS.lines(), &mut all);
        // Read last, so that what this project says itself wins.
        read(CATALOGUE.lines(), &mut all);
        all
    })
}

/// Adds the events of a table. Headings that follow each other share what is below the last.
fn read(lines: impl Iterator<Item = &'static str>, all: &mut BTreeMap<&'static str, Vec<Kinds>>) {
    let mut headings: Vec<(&str, &str)> = Vec::new();
    let mut in_heading = false;
    for line in lines {
        let text = line.trim();
        if let Some((source, detail_type)) = text.split_once(" | ") {
            if !in_heading {
                headings.clear();
            }
            in_heading = true;
            headings.push((source, detail_type));
            let of_source = all.entry(source).or_default();
            if of_source
                .iter()
                .all(|event| event.detail_type != detail_type)
            {
                of_source.push(Kinds {
                    source,
                    detail_type,
                    fields: envelope(),
                });
            }
        } else if let Some((path, kind)) = text.rsplit_once(' ') {
            // Keys can have blanks, kinds have none.
            in_heading = false;
            for (source, detail_type) in &headings {
                let events = all.entry(source).or_default();
                for event in events
                    .iter_mut()
                    .filter(|event| event.detail_type == *detail_type)
                {
                    event.fields.insert(path, kind_of(kind));
                }
            }
        }
    }
}

fn envelope() -> BTreeMap<&'static str, Kind> {
    BTreeMap::from([
        ("version", Kind::String),
        ("id", Kind::String),
        ("detail-type", Kind::String),
        ("source", Kind::String),
        ("account", Kind::String),
        ("time", Kind::String),
        ("region", Kind::String),
        ("resources", Kind::Strings),
        ("detail", Kind::Object),
    ])
}

fn kind_of(word: &str) -> Kind {
    // "!" says that samples always had the field, which proves little: nothing rests on it.
    match word.trim_end_matches('!') {
        "string" => Kind::String,
        "number" => Kind::Number,
        "boolean" => Kind::Boolean,
        "object" => Kind::Object,
        "strings" => Kind::Strings,
        "numbers" => Kind::Numbers,
        "booleans" => Kind::Booleans,
        "objects" => Kind::Objects,
        "map" => Kind::Map,
        _ => Kind::Any,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_tables_is_understood() {
        let words = [
            "string", "number", "boolean", "object", "strings", "numbers", "booleans", "objects",
            "map", "any",
        ];
        for line in EVENTS.lines().chain(CATALOGUE.lines()).map(str::trim) {
            if line.contains(" | ") {
                continue;
            }
            let (path, kind) = line.rsplit_once(' ').unwrap();
            assert!(
                path == "detail" || path.starts_with("detail.") || path == "resources",
                "{line}"
            );
            assert!(words.contains(&kind.trim_end_matches('!')), "{line}");
        }
    }

    fn event(source: &str, detail_type: &str) -> &'static Kinds {
        of(source)
            .iter()
            .find(|event| event.detail_type == detail_type)
            .unwrap()
    }

    #[test]
    fn events_of_both_tables() {
        let task = event("aws.ecs", "ECS Task State Change");
        assert_eq!(task.fields["detail.containers.exitCode"], Kind::Number);
        assert_eq!(task.fields["detail.containers"], Kind::Objects);
        assert_eq!(task.fields["source"], Kind::String);
        let expiry = event("aws.acm", "ACM Certificate Approaching Expiration");
        assert_eq!(
            expiry.fields["detail.CommonName"],
            Kind::String,
            "ours only"
        );
        assert_eq!(expiry.fields["detail.DaysToExpiry"], Kind::Number);
        assert_eq!(of("aws.nothing").len(), 0);
        assert!(sources().count() > 100);
    }

    #[test]
    fn keys_with_blanks_and_events_of_which_only_the_name_is_known() {
        let with_blank = by_source().values().flatten().any(|event| {
            event
                .fields
                .keys()
                .any(|path| path.ends_with("Availability Zone"))
        });
        assert!(with_blank);
        let bare: Vec<_> = by_source()
            .values()
            .flatten()
            .filter(|e| !e.has_detail())
            .collect();
        assert!(bare.len() > 100, "{}", bare.len());
        assert!(
            bare.iter()
                .all(|event| event.fields["detail"] == Kind::Object)
        );
    }

    #[test]
    fn the_events_of_cloudtrail_come_from_every_source() {
        assert!(sources_of("AWS API Call via CloudTrail").any(|source| source == ANY_SOURCE));
        assert!(sources().all(|source| source != ANY_SOURCE));
        let ours: Vec<_> = sources_of("ECS Task State Change").collect();
        assert_eq!(ours, ["aws.ecs"]);
    }
}
