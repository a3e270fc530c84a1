//! Messages of SNS: their attributes, or the message itself.

use super::{Drop, Seen, Via, build};
use crate::dialect::sns::Scope;
use crate::json::{Document, NodeId, NodeKind};

pub(super) fn seen(scope: Scope, record: &Document<'_>) -> Seen {
    // In the batch that a function gets, the notification is one level down.
    let notification = record.member(0, "Sns").unwrap_or(0);
    match scope {
        Scope::MessageBody => body(record, notification),
        Scope::MessageAttributes => attributes(record, notification),
    }
}

/// Whether this is a notification, or a message of a queue to which it was delivered raw; not the
/// message itself, which may have members of the same names.
fn is_wrapped(record: &Document<'_>, id: NodeId) -> bool {
    let has = |name| record.member(id, name).is_some();
    let kind = record.member(id, "Type").and_then(|id| record.string(id));
    let of_topic = kind.as_deref() == Some("Notification")
        || has("MessageAttributes")
        || has("TopicArn")
        || has("TargetArn");
    has("Message") && of_topic
        || has("body") && has("messageId")
        || has("Body") && has("MessageId")
        || record.children(id).count() == 1 && has("Message")
}

fn body(record: &Document<'_>, notification: NodeId) -> Seen {
    let message = ["Message", "body", "Body"]
        .into_iter()
        .find_map(|name| record.member(notification, name))
        .filter(|_| is_wrapped(record, notification));
    let Some(message) = message else {
        // Raw delivery: the record is the message.
        return match record.node(notification).kind {
            NodeKind::Object => Seen::Document(build::part(record, notification)),
            _ => Seen::Dropped(Drop::NotObject),
        };
    };
    let Some(text) = record.string(message) else {
        return match record.node(message).kind {
            NodeKind::Object => Seen::Document(build::part(record, message)),
            _ => Seen::Dropped(Drop::NotObject),
        };
    };
    match Document::parse(&*text) {
        Ok(document) if document.node(0).kind == NodeKind::Object => {
            Seen::Document(build::text(&text, record.node(message).span, Via::JsonText))
        }
        _ => Seen::Dropped(Drop::NotObject),
    }
}

/// Each attribute is a leaf, or several; binary ones are not seen.
fn attributes(record: &Document<'_>, notification: NodeId) -> Seen {
    let mut builder = build::Builder::object();
    let attributes = ["MessageAttributes", "messageAttributes"]
        .into_iter()
        .find_map(|name| record.member(notification, name));
    if let Some(attributes) = attributes {
        for attribute in record.children(attributes) {
            let text = |names: [&str; 3]| {
                let id = names
                    .into_iter()
                    .find_map(|name| record.member(attribute, name))?;
                Some((id, record.string(id)?))
            };
            let (Some((_, kind)), Some((id, value))) = (
                text(["Type", "DataType", "dataType"]),
                text(["Value", "StringValue", "stringValue"]),
            ) else {
                continue;
            };
            let node = record.node(attribute);
            let span = record.node(id).span;
            // A custom label may follow the type: `Number.int`.
            let base = kind.split('.').next().unwrap_or(&kind);
            let json = match (base, &*kind) {
                (_, "String.Array") => scalars(&value),
                ("String", _) => None,
                ("Number", _) => number(&value),
                _ => continue,
            };
            if json.is_none() && kind == "String.Array" {
                // It does not parse: no value is there to match.
                continue;
            }
            builder.key(node.key.of(record.text()), node.key);
            match json {
                Some(()) => builder.decoded(&value, span, Via::JsonText),
                None => builder.plain(record, id),
            }
        }
    }
    Seen::Document(builder.done())
}

/// Whether a text is an array of plain values.
fn scalars(text: &str) -> Option<()> {
    let document = Document::parse(text).ok()?;
    let plain = |id| !matches!(document.node(id).kind, NodeKind::Object | NodeKind::Array);
    (document.node(0).kind == NodeKind::Array && document.children(0).all(plain)).then_some(())
}

fn number(text: &str) -> Option<()> {
    let document = Document::parse(text).ok()?;
    (document.node(0).kind == NodeKind::Number).then_some(())
}
