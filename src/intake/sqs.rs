//! SQS messages: as `aws sqs receive-message` prints them, as a Lambda function gets them, or one
//! alone.

use super::Form;
use super::trail::Trail;
use super::walk::{Walk, list, string_member};
use crate::json::{Document, NodeId};

/// The lists that messages stand in, and what holds the text of each.
const LISTS: [(&str, &str); 2] = [("Messages", "Body"), ("Records", "body")];

pub(super) fn fits(document: &Document<'_>, id: NodeId) -> bool {
    LISTS.iter().any(|(name, body)| {
        list(document, id, name).is_some_and(|messages| {
            document
                .children(messages)
                .any(|message| string_member(document, message, body).is_some())
        })
    }) || alone(document, id).is_some()
}

/// The member that holds the text of a message that stands alone.
fn alone(document: &Document<'_>, id: NodeId) -> Option<&'static str> {
    [
        ("Body", ["MessageId", "ReceiptHandle"]),
        ("body", ["messageId", "receiptHandle"]),
    ]
    .into_iter()
    .find(|(body, others)| {
        string_member(document, id, body).is_some()
            && others
                .iter()
                .any(|other| document.member(id, other).is_some())
    })
    .map(|(body, _)| body)
}

pub(super) fn read(walk: &mut Walk<'_>, document: &Document<'_>, id: NodeId, trail: &Trail<'_>) {
    let trail = trail.form(Form::Sqs);
    if let Some(body) = alone(document, id) {
        return walk.unwrap(document, id, body, "", Form::Sqs, &trail);
    }
    for (name, body) in LISTS {
        let Some(messages) = list(document, id, name) else {
            continue;
        };
        for (index, message) in document.children(messages).enumerate() {
            let path = format!("{name}[{index}]");
            walk.unwrap(document, message, body, &path, Form::Sqs, &trail);
        }
    }
}
