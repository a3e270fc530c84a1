//! Records of Kafka topics, as a Lambda function or a pipe gets them.

use super::Form;
use super::trail::Trail;
use super::walk::{Walk, object_member};
use crate::json::{Document, NodeId, NodeKind};

pub(super) fn fits(document: &Document<'_>, id: NodeId) -> bool {
    is_record(document, id)
        || object_member(document, id, "records").is_some_and(|topics| {
            document.children(topics).any(|records| {
                let mut records = document.children(records);
                records.any(|record| is_record(document, record))
            })
        })
}

fn is_record(document: &Document<'_>, id: NodeId) -> bool {
    ["topic", "offset", "value"]
        .iter()
        .all(|name| document.member(id, name).is_some())
}

pub(super) fn read(walk: &mut Walk<'_>, document: &Document<'_>, id: NodeId, trail: &Trail<'_>) {
    let form = Form::Kafka;
    let trail = trail.form(form);
    let Some(topics) = object_member(document, id, "records") else {
        return walk.decode(document, id, "value", "", form, &trail);
    };
    for records in document.children(topics) {
        let topic = document.key(records).unwrap_or_default();
        for (index, record) in document.children(records).enumerate() {
            // A record without a value says that a key is gone.
            let value = document.member(record, "value");
            if value.is_some_and(|value| document.node(value).kind == NodeKind::Null) {
                walk.pass_over(form, 1);
                continue;
            }
            let path = format!("records.{topic}[{index}]");
            walk.decode(document, record, "value", &path, form, &trail);
        }
    }
}
