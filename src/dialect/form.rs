//! In which form a filter asks for the data of a record: as JSON, as text, or not at all.

use super::Source;
use crate::json::{Document, NodeId, NodeKind};

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

/// The data key that a pattern compares as text, where there is one.
pub fn as_text(pattern: &Document<'_>, source: Source) -> Option<NodeId> {
    uses(pattern, source)
        .into_iter()
        .find(|(_, is_text)| *is_text)
        .map(|(member, _)| member)
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
    let uses = uses(pattern, source);
    let has = |text| uses.iter().any(|(_, is_text)| *is_text == text);
    match (has(false), has(true)) {
        (true, true) => Form::Mixed,
        (true, false) => Form::Json,
        (false, true) => Form::Text,
        (false, false) => Form::None,
    }
}

/// The data keys at the top of the pattern and of its branches, each with whether it is compared as
/// text.
fn uses(pattern: &Document<'_>, source: Source) -> Vec<(NodeId, bool)> {
    let mut uses = Vec::new();
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
                match kind {
                    NodeKind::Array if first.len() == key.len() => uses.push((member, true)),
                    NodeKind::Object | NodeKind::Array => uses.push((member, false)),
                    _ => {}
                }
            }
        }
    }
    uses
}
