//! Records of queues and streams, as pipes and event source mappings filter them.

use super::build::Builder;
use super::{Data, Meeting, Seen, Via, View, meet};
use crate::dialect::form::{self, Form};
use crate::dialect::source::{ADDED_BY_POLLING, Source};
use crate::json::{Document, NodeId, NodeKind};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::borrow::Cow;

/// The source of a record, as the record tells it itself.
pub(super) fn source_of(document: &Document<'_>, id: NodeId) -> Option<Source> {
    let has = |key: &str| document.member(id, key).is_some();
    let said = ["eventSource", "EventSource"]
        .iter()
        .find_map(|name| document.string(document.member(id, name)?));
    match said.as_deref() {
        Some("aws:sqs") => return Some(Source::Sqs),
        Some("aws:kinesis") => return Some(Source::Kinesis),
        Some("aws:dynamodb") => return Some(Source::DynamoDb),
        Some("aws:kafka" | "SelfManagedKafka") => return Some(Source::Kafka),
        Some("aws:mq" | "aws:rmq" | "aws:amq") => return Some(Source::Mq),
        Some("aws:docdb") => return Some(Source::DocumentDb),
        _ => {}
    }
    if has("messageId") && has("body") || has("MessageId") && has("Body") {
        Some(Source::Sqs)
    } else if has("kinesis")
        || has("partitionKey") && has("data")
        || has("PartitionKey") && has("Data")
    {
        Some(Source::Kinesis)
    } else if has("dynamodb") {
        Some(Source::DynamoDb)
    } else if has("topic") && has("offset") {
        Some(Source::Kafka)
    } else if has("data") && (has("messageID") || has("basicProperties")) {
        Some(Source::Mq)
    } else {
        None
    }
}

/// Whether this is a record, and no batch: batches say where they come from, too.
pub(super) fn is_record(document: &Document<'_>, id: NodeId) -> bool {
    let has = |key: &str| document.member(id, key).is_some();
    let in_batch = [
        "Records",
        "records",
        "messages",
        "Messages",
        "rmqMessagesByQueue",
    ];
    !in_batch.iter().any(|name| has(name))
        && source_of(document, id).is_some_and(|source| may_be_of(document, id, source))
}

/// Whether there is at least one field of such a record.
pub(super) fn may_be_of(document: &Document<'_>, id: NodeId, source: Source) -> bool {
    let more: &[&str] = match source {
        Source::Sqs => &[
            "Body",
            "messageId",
            "MessageId",
            "messageAttributes",
            "attributes",
        ],
        Source::Kinesis => &["kinesis", "Data", "partitionKey", "sequenceNumber"],
        Source::DynamoDb => &["eventName"],
        Source::Kafka => &["topic", "offset", "partition"],
        Source::Mq => &["messageID", "basicProperties"],
        Source::DocumentDb => &["event"],
    };
    let mut keys = source.data_keys().iter().chain(more);
    keys.any(|key| document.member(id, key).is_some())
}

pub(super) fn seen(source: Source, record: &Document<'_>, pattern: &Document<'_>) -> Seen {
    if source == Source::DocumentDb {
        return Seen::Unknown("Lambda does not filter events of DocumentDB");
    }
    let form = form::of(pattern, source);
    let mut builder = Builder::object();
    let (mut fits, mut ignored) = (false, false);
    for id in members(source, record) {
        let key = record.key(id).unwrap_or_default();
        if is_added(source, &key) {
            continue;
        }
        // Replies of the AWS CLI spell the fields with a capital.
        let key = reply_name(source, &key).map_or(key, Cow::Borrowed);
        if !source.data_keys().contains(&&*key) {
            match record.key(id).as_deref() == Some(&*key) {
                true => builder.member(record, id),
                false => renamed(record, id, &key, &mut builder),
            }
            continue;
        }
        let (data, text, via) = match source {
            // It is JSON already.
            Source::DynamoDb => {
                builder.member(record, id);
                fits = true;
                continue;
            }
            Source::Sqs | Source::DocumentDb => plain(record, id),
            Source::Kinesis | Source::Kafka | Source::Mq => decoded(record, id),
        };
        // A key of another name than the pattern's does not matter to it.
        let asked = match asks_for(pattern, &key) {
            true => form,
            false => Form::None,
        };
        match meet(asked, data, source.mismatch()) {
            Meeting::Fits => fits |= asked != Form::None,
            Meeting::Ignored => {
                ignored = true;
                continue;
            }
            Meeting::Dropped(why) => return Seen::Dropped(why),
            Meeting::Unknown => {
                return Seen::Unknown("AWS does not say how this form of data is filtered");
            }
        }
        let node = record.node(id);
        builder.named(&key, node.key);
        match (data, asked) {
            (Data::Json, Form::Json | Form::None) => builder.decoded(&text, node.span, via),
            (Data::Binary, _) => builder.plain(record, id),
            _ => builder.string(&text, node.span, via),
        }
    }
    let view: View = builder.done();
    match (ignored, fits) {
        (false, _) => Seen::Document(view),
        (true, false) => Seen::WithoutData(view),
        (true, true) => {
            Seen::Unknown("AWS does not say how keys and values of different forms are filtered")
        }
    }
}

/// The members of the record that a filter sees. In the batch that a function gets, a record of
/// Kinesis has one level more.
fn members(source: Source, record: &Document<'_>) -> Vec<NodeId> {
    let inner = record
        .member(0, "kinesis")
        .filter(|id| source == Source::Kinesis && record.node(*id).kind == NodeKind::Object);
    let mut members: Vec<NodeId> = Vec::new();
    for id in record.children(0) {
        match inner == Some(id) {
            true => members.extend(record.children(id)),
            false => members.push(id),
        }
    }
    members
}

/// What a field is called in a record that `receive-message` or `get-records` calls so.
fn reply_name(source: Source, key: &str) -> Option<&'static str> {
    Some(match (source, key) {
        (Source::Sqs, "MessageId") => "messageId",
        (Source::Sqs, "ReceiptHandle") => "receiptHandle",
        (Source::Sqs, "Body") => "body",
        (Source::Sqs, "Attributes") => "attributes",
        (Source::Sqs, "MessageAttributes") => "messageAttributes",
        (Source::Sqs, "MD5OfBody") => "md5OfBody",
        (Source::Sqs, "MD5OfMessageAttributes") => "md5OfMessageAttributes",
        (Source::Kinesis, "SequenceNumber") => "sequenceNumber",
        (Source::Kinesis, "PartitionKey") => "partitionKey",
        (Source::Kinesis, "Data") => "data",
        (Source::Kinesis, "ApproximateArrivalTimestamp") => "approximateArrivalTimestamp",
        (Source::Kinesis, "EncryptionType") => "encryptionType",
        _ => return None,
    })
}

/// A field of a reply under the name that it has in a record.
fn renamed(record: &Document<'_>, id: NodeId, name: &str, builder: &mut Builder) {
    builder.named(name, record.node(id).key);
    if name != "messageAttributes" {
        return builder.plain(record, id);
    }
    builder.open();
    for attribute in record.children(id) {
        let node = record.node(attribute);
        builder.key(node.key.of(record.text()), node.key);
        builder.open();
        for part in record.children(attribute) {
            let key = record.key(part).unwrap_or_default();
            let name = match &*key {
                "StringValue" => "stringValue",
                "BinaryValue" => "binaryValue",
                "DataType" => "dataType",
                other => other,
            };
            builder.named(name, record.node(part).key);
            builder.plain(record, part);
        }
        builder.close();
    }
    builder.close();
}

/// Whether polling adds this key, after the filter has looked.
fn is_added(source: Source, key: &str) -> bool {
    let of_the_stream = matches!(key, "eventName" | "eventID" | "eventVersion");
    ADDED_BY_POLLING.contains(&key) && !(source == Source::DynamoDb && of_the_stream)
}

fn asks_for(pattern: &Document<'_>, key: &str) -> bool {
    let mut objects = vec![0];
    while let Some(object) = objects.pop() {
        for member in pattern.children(object) {
            let Some(name) = pattern.key(member) else {
                continue;
            };
            if name == "$or" && pattern.node(member).kind == NodeKind::Array {
                objects.extend(pattern.children(member));
            } else if name.split('.').next() == Some(key) {
                return true;
            }
        }
    }
    false
}

/// Data that is text in the record.
fn plain<'r>(record: &'r Document<'_>, id: NodeId) -> (Data, Cow<'r, str>, Via) {
    match record.string(id) {
        Some(text) => (kind(&text), text, Via::JsonText),
        // Somebody wrote the body as JSON: what SQS never does is taken for what it would hold.
        None => (Data::Json, Cow::Borrowed(record.raw(id)), Via::Plain),
    }
}

/// Data that is Base64 in the record.
fn decoded<'r>(record: &'r Document<'_>, id: NodeId) -> (Data, Cow<'r, str>, Via) {
    let Some(text) = record.string(id) else {
        return (Data::Json, Cow::Borrowed(record.raw(id)), Via::Plain);
    };
    match STANDARD.decode(text.as_bytes()) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => (kind(&text), Cow::Owned(text), Via::Base64),
            Err(_) => (Data::Binary, text, Via::Plain),
        },
        // Not Base64 at all: what the data would be is not known, and it is no JSON either.
        Err(_) => (Data::Binary, text, Via::Plain),
    }
}

fn kind(text: &str) -> Data {
    match Document::parse(text) {
        Ok(document) if document.node(0).kind == NodeKind::Object => Data::Json,
        Ok(_) => Data::Scalar,
        Err(_) => Data::Text,
    }
}
