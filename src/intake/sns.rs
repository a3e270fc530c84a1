//! SNS notifications: as a subscriber gets them, or as a Lambda function does.

use super::Form;
use super::error::Kind;
use super::trail::Trail;
use super::walk::{Walk, list, string_member};
use crate::json::{Document, NodeId, NodeKind};

pub(super) fn fits(document: &Document<'_>, id: NodeId) -> bool {
    is_notification(document, id)
        || record(document, id).is_some()
        || list(document, id, "Records").is_some_and(|records| {
            document
                .children(records)
                .any(|element| record(document, element).is_some())
        })
}

fn is_notification(document: &Document<'_>, id: NodeId) -> bool {
    string_member(document, id, "Message").is_some()
        && ["TopicArn", "Type"]
            .iter()
            .any(|other| string_member(document, id, other).is_some())
}

/// The notification in a record of a Lambda event.
fn record(document: &Document<'_>, id: NodeId) -> Option<NodeId> {
    document
        .member(id, "Sns")
        .filter(|sns| document.node(*sns).kind == NodeKind::Object)
}

pub(super) fn read(walk: &mut Walk<'_>, document: &Document<'_>, id: NodeId, trail: &Trail<'_>) {
    let trail = trail.form(Form::Sns);
    if is_notification(document, id) {
        return walk.unwrap(document, id, "Message", "", Form::Sns, &trail);
    }
    if let Some(sns) = record(document, id) {
        return walk.unwrap(document, sns, "Message", "Sns", Form::Sns, &trail);
    }
    let Some(records) = list(document, id, "Records") else {
        return;
    };
    for (index, element) in document.children(records).enumerate() {
        let path = format!("Records[{index}].Sns");
        match record(document, element) {
            Some(sns) => walk.unwrap(document, sns, "Message", &path, Form::Sns, &trail),
            None => {
                let kind = Kind::Member {
                    form: Form::Sns,
                    path,
                    wrong: "is missing".to_owned(),
                };
                walk.problem(kind, document.node(element).span, &trail);
            }
        }
    }
}
