//! Records of a DynamoDB stream, each of which is what a filter sees.

use super::Form;
use super::error::Kind;
use super::event;
use super::trail::Trail;
use super::walk::{Walk, list, object_member};
use crate::json::{Document, NodeId, NodeKind};

pub(super) fn fits(document: &Document<'_>, id: NodeId) -> bool {
    list(document, id, "Records").is_some_and(|records| {
        let mut records = document.children(records);
        records.any(|record| object_member(document, record, "dynamodb").is_some())
    })
}

pub(super) fn read(walk: &mut Walk<'_>, document: &Document<'_>, id: NodeId, trail: &Trail<'_>) {
    let trail = trail.form(Form::DynamoDb);
    let Some(records) = list(document, id, "Records") else {
        return;
    };
    for (index, record) in document.children(records).enumerate() {
        let trail = trail.step(&format!("Records[{index}]"));
        let node = document.node(record);
        match node.kind {
            NodeKind::Object => event::read(walk, document, record, &trail),
            kind => {
                let found = kind.name();
                walk.problem(Kind::NotAnObject { found }, node.span, &trail);
            }
        }
    }
}
