//! A record that looks to its place like a document: the way back from a view.

use crate::dialect::{Dialect, Source, bus_v2, sns, view};
use crate::json::{Document, NodeId, NodeKind, write_string};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A record of which a filter of this dialect sees `seen`, a JSON object. `None` where the place is
/// not known well enough, or `seen` is no object.
///
/// ```
/// use pattern_test::dialect::Dialect;
/// use pattern_test::filter::wrapped;
///
/// let sqs = Dialect::of_name("sqs").unwrap();
/// assert_eq!(
///     wrapped(sqs, r#"{"body": {"kind": "order"}}"#).unwrap(),
///     r#"{"messageId":"1","body":"{\"kind\": \"order\"}","eventSource":"aws:sqs"}"#
/// );
/// ```
pub fn wrapped(dialect: Dialect, seen: &str) -> Option<String> {
    let document = Document::parse(seen).ok()?;
    if document.node(0).kind != NodeKind::Object {
        return None;
    }
    Some(match dialect {
        Dialect::Pipe(source) | Dialect::EventSourceMapping(source) => record(source?, &document)?,
        Dialect::BusV2(scope) => event(scope, &document),
        Dialect::Sns(sns::Scope::MessageBody) => {
            let mut out = Members::new();
            out.raw("Type", "\"Notification\"");
            out.text("Message", seen);
            out.done()
        }
        Dialect::Sns(sns::Scope::MessageAttributes) => notification(&document)?,
        _ => seen.to_owned(),
    })
}

/// The same in the place of what a filter of a V2 subscriber sees of this event, whose other parts stay:
/// filters on them go together with it. `None` for other places.
pub fn wrapped_in(dialect: Dialect, event: &Document<'_>, seen: &str) -> Option<String> {
    let Dialect::BusV2(scope) = dialect else {
        return None;
    };
    if !view::is_v2(event, 0) {
        return None;
    }
    let seen = Document::parse(seen).ok()?;
    let mut out = Members::new();
    for part in bus_v2::Scope::ALL {
        let own = event.member(0, part.member());
        match (part == scope, own) {
            (true, _) => out.raw(part.member(), seen.raw(0)),
            (false, Some(own)) => out.raw(part.member(), event.raw(own)),
            (false, None) => {}
        }
    }
    Some(out.done())
}

/// An object in the making.
struct Members(String);

impl Members {
    fn new() -> Self {
        Self("{".to_owned())
    }

    fn raw(&mut self, key: &str, json: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        write_string(&mut self.0, key);
        self.0.push(':');
        self.0.push_str(json);
    }

    fn text(&mut self, key: &str, text: &str) {
        let mut json = String::new();
        write_string(&mut json, text);
        self.raw(key, &json);
    }

    fn done(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

fn record(source: Source, seen: &Document<'_>) -> Option<String> {
    let mut out = Members::new();
    let has = |key: &str| seen.member(0, key).is_some();
    let (id, name) = match source {
        Source::Sqs => ("messageId", "aws:sqs"),
        Source::Kinesis => ("partitionKey", "aws:kinesis"),
        Source::DynamoDb => ("eventID", "aws:dynamodb"),
        Source::Kafka => ("topic", "aws:kafka"),
        Source::Mq => ("messageID", "aws:mq"),
        Source::DocumentDb => return None,
    };
    if !has(id) {
        out.raw(id, "\"1\"");
    }
    for member in seen.children(0) {
        let key = seen.key(member)?;
        if !source.data_keys().contains(&&*key) || source == Source::DynamoDb {
            out.raw(&key, seen.raw(member));
            continue;
        }
        let data = data(seen, member);
        match source {
            Source::Sqs => out.text(&key, &data),
            _ => out.text(&key, &STANDARD.encode(data)),
        }
    }
    out.text("eventSource", name);
    Some(out.done())
}

/// The data as text.
fn data(seen: &Document<'_>, member: NodeId) -> String {
    match seen.string(member) {
        Some(text) => text.into_owned(),
        None => seen.raw(member).to_owned(),
    }
}

fn event(scope: bus_v2::Scope, seen: &Document<'_>) -> String {
    let mut out = Members::new();
    let part = seen.raw(0);
    for member in bus_v2::Scope::ALL {
        match member == scope {
            true => out.raw(member.member(), part),
            false => out.raw(member.member(), "{}"),
        }
    }
    out.done()
}

fn notification(seen: &Document<'_>) -> Option<String> {
    let mut attributes = Members::new();
    for member in seen.children(0) {
        let mut attribute = Members::new();
        let (kind, value) = match seen.node(member).kind {
            NodeKind::String => ("String", seen.string(member)?.into_owned()),
            NodeKind::Number => ("Number", seen.raw(member).to_owned()),
            NodeKind::Array => ("String.Array", seen.raw(member).to_owned()),
            NodeKind::Object => return None,
            NodeKind::True | NodeKind::False | NodeKind::Null => {
                ("String.Array", format!("[{}]", seen.raw(member)))
            }
        };
        attribute.text("Type", kind);
        attribute.text("Value", &value);
        attributes.raw(&seen.key(member)?, &attribute.done());
    }
    let mut out = Members::new();
    out.raw("Type", "\"Notification\"");
    out.raw("Message", "\"\"");
    out.raw("MessageAttributes", &attributes.done());
    Some(out.done())
}
