//! What a filter sees of a record.
//!
//! A queue's message, a stream's record or a notification is not the document that a pattern is
//! matched against: the text in `body` is read as JSON, the Base64 in `data` is decoded first,
//! fields that polling adds are not there yet. A [`View`] is that document, and knows for each of
//! its bytes where it comes from.

mod build;
mod records;
mod sns;
mod v2;

use super::form::Form;
use super::source::{Mismatch, Source};
use super::{Dialect, bus_v2};
use crate::json::{Document, NodeId, Span};
use build::Piece;

/// The document that a pattern is matched against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    text: String,
    pieces: Vec<Piece>,
}

/// How a byte of a view is written in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Via {
    /// As it is.
    Plain,
    /// Inside of a JSON string, maybe with escapes.
    JsonText,
    /// In Base64, which has no place for a single byte: the place is the whole string.
    Base64,
    /// Not at all: the view adds it.
    Added,
}

/// Where something in a view is written in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// The bytes of the record.
    pub span: Span,
    /// How it is written there.
    pub via: Via,
}

impl View {
    /// The document, as JSON text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a part of the view is written in the record. Linear in the length of the JSON string
    /// that it is in, if it is in one.
    pub fn origin(&self, span: Span, record: &str) -> Origin {
        build::origin(&self.pieces, span, record)
    }
}

/// What a filter makes of one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// The pattern is matched against this.
    Document(View),
    /// The pattern is matched against this; its conditions on the data keys are ignored, so that
    /// they hold.
    WithoutData(View),
    /// The record is dropped, whatever the pattern asks for.
    Dropped(Drop),
    /// AWS does not document what happens; the reason.
    Unknown(&'static str),
}

/// Why a record is dropped without being matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Drop {
    /// The pattern asks for JSON, the data is other text.
    NotJson,
    /// The pattern asks for text, the data is JSON.
    NotText,
    /// The data is no text in UTF-8.
    NotUtf8,
    /// The message must be a JSON object, and is not.
    NotObject,
}

impl Drop {
    /// The reason, for a sentence that begins with the name of the record.
    pub fn reason(self) -> &'static str {
        match self {
            Self::NotJson => "its data is not JSON, and the pattern asks for fields of it",
            Self::NotText => "its data is JSON, and the pattern compares it as text",
            Self::NotUtf8 => "its data is not UTF-8 text",
            Self::NotObject => "the message is not a JSON object",
        }
    }
}

/// What a filter of this dialect sees of a record; `pattern` decides whether the data is read as
/// JSON or as text. Linear in both.
///
/// ```
/// use pattern_test::dialect::{Dialect, Source, view::{Seen, of}};
/// use pattern_test::json::Document;
///
/// let record = Document::parse(r#"{"messageId": "1", "body": "{\"kind\": \"order\"}"}"#)?;
/// let pattern = Document::parse(r#"{"body": {"kind": ["order"]}}"#)?;
/// let Seen::Document(view) = of(Dialect::of_name("sqs").unwrap(), &record, &pattern) else {
///     panic!("the body is JSON");
/// };
/// assert_eq!(view.text(), r#"{"messageId":"1","body":{"kind": "order"}}"#);
/// # Ok::<(), pattern_test::json::SyntaxError>(())
/// ```
pub fn of(dialect: Dialect, record: &Document<'_>, pattern: &Document<'_>) -> Seen {
    match dialect {
        Dialect::Pipe(Some(source)) | Dialect::EventSourceMapping(Some(source)) => {
            records::seen(source, record, pattern)
        }
        Dialect::Pipe(None) | Dialect::EventSourceMapping(None) => {
            match records::source_of(record, 0) {
                Some(source) => records::seen(source, record, pattern),
                None => Seen::Unknown("the source of the record is not known"),
            }
        }
        Dialect::BusV2(scope) => v2::seen(scope, record),
        Dialect::Sns(scope) => sns::seen(scope, record),
        Dialect::Rule
        | Dialect::Archive
        | Dialect::EventSourceV2(_)
        | Dialect::Notifications
        | Dialect::Rum => Seen::Document(build::whole(record)),
        Dialect::Evidently => Seen::Unknown("CloudWatch Evidently ended on 16 October 2025"),
    }
}

/// The source of a record, as the record tells it itself.
pub fn source_of(record: &Document<'_>) -> Option<Source> {
    records::source_of(record, 0)
}

/// The source of a record that stands in something else.
pub fn source_in(document: &Document<'_>, record: NodeId) -> Option<Source> {
    records::source_of(document, record)
}

/// Whether an object is surely one record, and no batch of them.
pub fn is_record(document: &Document<'_>, node: NodeId) -> bool {
    records::is_record(document, node)
}

/// Whether an object has at least one field of a record of this source.
pub fn may_be_of(document: &Document<'_>, node: NodeId, source: Source) -> bool {
    records::may_be_of(document, node, source)
}

/// Whether an object is what a subscriber's dead-letter queue holds, which has no event in it.
pub fn is_dead_letter(document: &Document<'_>, node: NodeId) -> bool {
    let has = |name| document.member(node, name).is_some();
    has("subscriberArn") && has("failedMessages")
}

/// Whether a document is an event of the Custom Event Bus (V2), as its targets get it.
pub fn is_v2(document: &Document<'_>, node: NodeId) -> bool {
    v2::is_event(document, node)
}

fn scope_member(document: &Document<'_>, scope: bus_v2::Scope) -> Option<NodeId> {
    document.member(0, scope.member())
}

/// What happens to data of one form under a pattern of another: the table of the documents.
fn meet(form: Form, data: Data, mismatch: Mismatch) -> Meeting {
    match (form, data) {
        (Form::Mixed, _) => Meeting::Unknown,
        (Form::None, _) | (Form::Json, Data::Json) | (Form::Text, Data::Text) => Meeting::Fits,
        (Form::Json, Data::Text) => match mismatch {
            Mismatch::Ignored => Meeting::Ignored,
            Mismatch::Dropped | Mismatch::Refused => Meeting::Dropped(Drop::NotJson),
        },
        (Form::Text, Data::Json) => match mismatch {
            Mismatch::Ignored => Meeting::Ignored,
            Mismatch::Dropped | Mismatch::Refused => Meeting::Dropped(Drop::NotText),
        },
        (Form::Json | Form::Text, Data::Binary) => match mismatch {
            Mismatch::Ignored => Meeting::Ignored,
            Mismatch::Dropped | Mismatch::Refused => Meeting::Dropped(Drop::NotUtf8),
        },
        (Form::Json | Form::Text, Data::Scalar) => Meeting::Unknown,
    }
}

/// What the data of a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Data {
    /// A JSON object.
    Json,
    /// JSON that is no object: what a filter makes of it is not documented.
    Scalar,
    /// Other text.
    Text,
    /// Bytes that are no text.
    Binary,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meeting {
    Fits,
    Ignored,
    Dropped(Drop),
    Unknown,
}

#[cfg(test)]
mod tests;
