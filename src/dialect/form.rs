//! In which form a filter asks for the data of a record: as JSON, as text, or not at all.

use super::Source;
use crate::json::{Document, NodeKind};

/// The form in which a pattern asks for the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// The data key holds an object: the data is read as JSON.
    Json,
    /// The data key holds a list: the data is compared as text.
    Text,
    /// The data key does not occur: only what is around the data counts.
    None,
    /// Both occur, in different keys or branches. What a service makes of that is not documented.
    Mixed,
}

/// The form of a pattern for records of this source. Looks at the top of the pattern and into the
/// branches of `$or` there. Linear in its text.
///
/// ```
/// use pattern_test::dialect::{Source, form::{Form, of}};
/// use pattern_test::json::Document;
///
/// let form = |text| of(&Document::parse(text).unwrap(), Source::Sqs);
/// assert_eq!(form(r#"{"body": {"kind": ["order"]}}"#), Form::Json);
/// assert_eq!(form(r#"{"body": ["order"]}"#), Form::Text);
/// assert_eq!(form(r#"{"messageId": ["1"]}"#), Form::None);
/// ```
pub fn of(pattern: &Document<'_>, source: Source) -> Form {
    let (mut json, mut text) = (false, false);
    let mut objects = vec![0];
    while let Some(object) = objects.pop() {
        for member in pattern.children(object) {
            let Some(key) = pattern.key(member) else {
                continue;
            };
            let kind = pattern.node(member).kind;
            if key == "$or" && kind == NodeKind::Array {
                objects.extend(pattern.children(member));
                continue;
            }
            let first = key.split('.').next().unwrap_or(&key);
            if source.data_keys().contains(&first) {
                // `body.kind` is written for `body: {kind}`.
                json |= kind == NodeKind::Object || first.len() < key.len();
                text |= kind == NodeKind::Array && first.len() == key.len();
            }
        }
    }
    match (json, text) {
        (true, true) => Form::Mixed,
        (true, false) => Form::Json,
        (false, true) => Form::Text,
        (false, false) => Form::None,
    }
}
