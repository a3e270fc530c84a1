//! The records in an input: what a filter sees is made of one record, and people have them in
//! batches, in replies of the AWS CLI, wrapped in each other.

use crate::dialect::view::{self, is_v2};
use crate::dialect::{Dialect, Source, bus_v2, sns};
use crate::json::{Document, NodeId, NodeKind, Span, write_string};
use std::fmt::Write as _;

/// How deep records in records are looked for.
const MAX_WRAPPERS: usize = 4;

/// A record.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its text, a JSON value.
    pub text: String,
    /// Where it stands in the input, or the part that it was made from.
    pub span: Span,
    /// Whether the text is the input's own.
    pub verbatim: bool,
    /// How to tell it from the others: `Records[1]`; empty where it is the whole input.
    pub label: String,
}

/// What was found in an input.
#[derive(Debug, Clone, Default)]
pub struct Records {
    /// The records, in the order of the input.
    pub found: Vec<Record>,
    /// What is there and is no record that this place would see, each thing once.
    pub others: Vec<String>,
}

/// Finds the records that a filter of this dialect would see in a text: a JSON value, or one on each
/// line. `None` where it is neither. Linear in the text for each level of wrapping.
///
/// ```
/// use pattern_test::dialect::Dialect;
/// use pattern_test::filter::records;
///
/// let batch = r#"{"Records": [{"messageId": "1", "body": "a"}, {"messageId": "2", "body": "b"}]}"#;
/// let found = records::find(Dialect::of_name("sqs").unwrap(), batch).unwrap().found;
/// assert_eq!(found[1].label, "Records[1]");
/// ```
pub fn find(dialect: Dialect, text: &str) -> Option<Records> {
    if let Ok(document) = Document::parse(text) {
        return Some(within(dialect, &document));
    }
    let mut search = Search {
        dialect,
        records: Records::default(),
    };
    let mut start = 0;
    let mut any = false;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let at = start;
        start += line.len();
        if line.trim().is_empty() {
            continue;
        }
        let document = Document::parse(line).ok()?;
        any = true;
        let trail = Trail {
            label: format!("line {}", number + 1),
            offset: Some(at),
            whole: Span::new(at, at + line.len()),
            wrappers: 0,
        };
        search.value(&document, 0, trail);
    }
    any.then_some(search.records)
}

/// The same in a JSON value.
pub fn within(dialect: Dialect, document: &Document<'_>) -> Records {
    let mut search = Search {
        dialect,
        records: Records::default(),
    };
    search.value(document, 0, Trail::root());
    search.records
}

struct Search {
    dialect: Dialect,
    records: Records,
}

/// How a value was come to.
#[derive(Clone)]
struct Trail {
    label: String,
    /// Where the document begins in the input, where it is a part of it.
    offset: Option<usize>,
    /// The part of the input that it comes from.
    whole: Span,
    wrappers: usize,
}

impl Trail {
    fn root() -> Self {
        Self {
            label: String::new(),
            offset: Some(0),
            whole: Span::default(),
            wrappers: 0,
        }
    }

    fn step(&self, step: &str) -> Self {
        let label = match (self.label.is_empty(), step.starts_with('[')) {
            (true, _) => step.to_owned(),
            (false, true) => format!("{}{step}", self.label),
            (false, false) => format!("{}.{step}", self.label),
        };
        Self {
            label,
            ..self.clone()
        }
    }
}

impl Search {
    fn value(&mut self, document: &Document<'_>, id: NodeId, trail: Trail) {
        match document.node(id).kind {
            NodeKind::Array if !self.is_data(document, id) => {
                for (index, element) in document.children(id).enumerate() {
                    self.value(document, element, trail.step(&format!("[{index}]")));
                }
            }
            NodeKind::Object => self.object(document, id, trail),
            _ => self.other(document, id, "this is not a record"),
        }
    }

    /// Whether an array is itself what a filter on data sees: it has no objects in it.
    fn is_data(&self, document: &Document<'_>, id: NodeId) -> bool {
        let of_scalars = document
            .children(id)
            .all(|child| document.node(child).kind != NodeKind::Object);
        self.dialect == Dialect::BusV2(bus_v2::Scope::Data) && of_scalars
    }

    fn object(&mut self, document: &Document<'_>, id: NodeId, trail: Trail) {
        match self.dialect {
            Dialect::Pipe(source) | Dialect::EventSourceMapping(source) => {
                self.of_source(document, id, source, trail);
            }
            Dialect::Sns(scope) => self.notification(document, id, scope, trail),
            Dialect::BusV2(_) => self.event(document, id, trail),
            _ => self.push(document, id, trail),
        }
    }

    fn push(&mut self, document: &Document<'_>, id: NodeId, trail: Trail) {
        let span = document.node(id).span;
        let (span, verbatim) = match trail.offset {
            Some(offset) => (Span::new(span.start + offset, span.end + offset), true),
            None => (trail.whole, false),
        };
        self.records.found.push(Record {
            text: document.raw(id).to_owned(),
            span,
            verbatim,
            label: trail.label,
        });
    }

    fn other(&mut self, _: &Document<'_>, _: NodeId, what: &str) {
        if !self.records.others.iter().any(|other| other == what) {
            self.records.others.push(what.to_owned());
        }
    }

    /// The lists in which records come: whatever holds an array below one of these names.
    fn lists(
        &mut self,
        document: &Document<'_>,
        id: NodeId,
        names: &[&str],
        trail: &Trail,
        each: &mut dyn FnMut(&mut Self, NodeId, Trail),
    ) -> bool {
        let mut any = false;
        for name in names {
            let Some(list) = document.member(id, name) else {
                continue;
            };
            match document.node(list).kind {
                NodeKind::Array => {
                    any = true;
                    for (index, element) in document.children(list).enumerate() {
                        each(self, element, trail.step(&format!("{name}[{index}]")));
                    }
                }
                // A list for each topic or queue.
                NodeKind::Object => {
                    for list in document.children(list) {
                        let key = document.key(list).unwrap_or_default().into_owned();
                        for (index, element) in document.children(list).enumerate() {
                            any = true;
                            let step = format!("{name}.{key}[{index}]");
                            each(self, element, trail.step(&step));
                        }
                    }
                }
                _ => {}
            }
        }
        any
    }

    fn of_source(
        &mut self,
        document: &Document<'_>,
        id: NodeId,
        source: Option<Source>,
        trail: Trail,
    ) {
        const LISTS: [&str; 6] = [
            "Records",
            "records",
            "Messages",
            "messages",
            "rmqMessagesByQueue",
            "events",
        ];
        let is_record = view::is_record(document, id);
        if !is_record
            && self.lists(
                document,
                id,
                &LISTS,
                &trail,
                &mut |search, element, trail| {
                    search.of_source(document, element, source, trail);
                },
            )
        {
            return;
        }
        let own = view::source_in(document, id);
        match (source, own) {
            (Some(source), Some(own)) if own != source => {
                let what = format!(
                    "this is a record of {}, not of {}",
                    own.title(),
                    source.title()
                );
                self.other(document, id, &what);
            }
            (Some(source), _) if !view::may_be_of(document, id, source) => {
                let what = format!("this is not a record of {}", source.title());
                self.other(document, id, &what);
            }
            (None, None) => self.other(document, id, "this is not a record of a queue or stream"),
            _ => self.push(document, id, trail),
        }
    }

    fn event(&mut self, document: &Document<'_>, id: NodeId, trail: Trail) {
        if is_v2(document, id) {
            return self.push(document, id, trail);
        }
        if self.entries(document, id, &trail) || self.bodies(document, id, &trail) {
            return;
        }
        if view::is_dead_letter(document, id) {
            let what = "a dead-letter record names events by their ids alone";
            return self.other(document, id, what);
        }
        self.push(document, id, trail);
    }

    /// The entries of `PutEvents`, each as the bus would see it.
    fn entries(&mut self, document: &Document<'_>, id: NodeId, trail: &Trail) -> bool {
        let is_entry = |id| {
            ["Source", "DetailType", "Detail"]
                .iter()
                .all(|name| document.member(id, name).is_some())
        };
        let list = document.member(id, "Entries");
        let entries: Vec<_> = match list {
            Some(list) => document.children(list).collect(),
            None if is_entry(id) => vec![id],
            None => return false,
        };
        let mut any = false;
        for (index, entry) in entries.into_iter().enumerate() {
            let Some(text) = is_entry(entry)
                .then(|| published(document, entry))
                .flatten()
            else {
                continue;
            };
            any = true;
            let trail = match list {
                Some(_) => trail.step(&format!("Entries[{index}]")),
                None => trail.clone(),
            };
            self.made(document, entry, text, trail);
        }
        any
    }

    fn made(&mut self, document: &Document<'_>, id: NodeId, text: String, trail: Trail) {
        let span = document.node(id).span;
        let span = match trail.offset {
            Some(offset) => Span::new(span.start + offset, span.end + offset),
            None => trail.whole,
        };
        self.records.found.push(Record {
            text,
            span,
            verbatim: false,
            label: trail.label,
        });
    }

    /// What stands as JSON text in the bodies of messages of a queue, through which others came.
    fn bodies(&mut self, document: &Document<'_>, id: NodeId, trail: &Trail) -> bool {
        if trail.wrappers >= MAX_WRAPPERS {
            return false;
        }
        self.lists(
            document,
            id,
            &["Records", "Messages"],
            trail,
            &mut |search, element, trail| {
                if !search.body(document, element, &trail) {
                    search.object(document, element, trail);
                }
            },
        ) || self.body(document, id, trail)
    }

    fn body(&mut self, document: &Document<'_>, id: NodeId, trail: &Trail) -> bool {
        for name in ["body", "Body"] {
            let Some(body) = document.member(id, name) else {
                continue;
            };
            let Some(text) = document.string(body) else {
                continue;
            };
            let Ok(inner) = Document::parse(text.into_owned()) else {
                continue;
            };
            let is_one = match self.dialect {
                Dialect::Sns(_) => is_notification(&inner, 0),
                _ => inner.node(0).kind == NodeKind::Object || is_v2(&inner, 0),
            };
            if !is_one {
                continue;
            }
            let span = document.node(body).span;
            let inside = Trail {
                whole: match trail.offset {
                    Some(offset) => Span::new(span.start + offset, span.end + offset),
                    None => trail.whole,
                },
                offset: None,
                wrappers: trail.wrappers + 1,
                ..trail.step(name)
            };
            self.value(&inner, 0, inside);
            return true;
        }
        false
    }

    fn notification(
        &mut self,
        document: &Document<'_>,
        id: NodeId,
        scope: sns::Scope,
        trail: Trail,
    ) {
        if is_notification(document, id) || document.member(id, "Sns").is_some() {
            return self.push(document, id, trail);
        }
        if trail.wrappers < MAX_WRAPPERS && self.body(document, id, &trail) {
            return;
        }
        // Raw delivery to a queue: the body is the message, its attributes are the message's.
        let has = |name| document.member(id, name).is_some();
        if (has("body") || has("Body")) && (has("messageId") || has("MessageId")) {
            return self.push(document, id, trail);
        }
        const LISTS: [&str; 3] = ["Records", "Messages", "PublishBatchRequestEntries"];
        if self.lists(
            document,
            id,
            &LISTS,
            &trail,
            &mut |search, element, trail| {
                search.notification(document, element, scope, trail);
            },
        ) {
            return;
        }
        match scope {
            sns::Scope::MessageBody => self.push(document, id, trail),
            sns::Scope::MessageAttributes if has("MessageAttributes") => {
                self.push(document, id, trail);
            }
            sns::Scope::MessageAttributes => {
                let what = "this is a message without its attributes, which the policy looks at";
                self.other(document, id, what);
            }
        }
    }
}

fn is_notification(document: &Document<'_>, id: NodeId) -> bool {
    let has = |name| document.member(id, name).is_some();
    let kind = document
        .member(id, "Type")
        .and_then(|id| document.string(id));
    has("Message")
        && (kind.as_deref() == Some("Notification")
            || has("MessageAttributes")
            || has("TopicArn")
            || has("TargetArn"))
}

/// An entry of `PutEvents` as an event with its three parts.
fn published(document: &Document<'_>, entry: NodeId) -> Option<String> {
    let text = |name: &str| {
        let id = document.member(entry, name)?;
        Some(document.string(id)?.into_owned())
    };
    let detail = text("Detail")?;
    Document::parse(detail.clone()).ok()?;
    let mut source = String::new();
    write_string(&mut source, &text("Source")?);
    let mut kind = String::new();
    write_string(&mut kind, &text("DetailType")?);
    let resources = document
        .member(entry, "Resources")
        .map_or("[]", |id| document.raw(id));
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "{{\"Data\":{{\"version\":\"0\",\"detail-type\":{kind},\"source\":{source},\"resources\":{resources},\
         \"detail\":{detail}}},\"SystemMetadata\":{{\"ContentType\":\"application/eventbridge+json\",\
         \"aws:DeliveryType\":\"LIVE\",\"aws:Source\":{source},\"aws:DetailType\":{kind}}}}}"
    );
    Some(out)
}
