//! Records that Firehose hands to a function to transform.

use super::Form;
use super::trail::Trail;
use super::walk::{Walk, list};
use crate::json::{Document, NodeId};

pub(super) fn fits(document: &Document<'_>, id: NodeId) -> bool {
    list(document, id, "records").is_some_and(|records| {
        let mut records = document.children(records);
        records.any(|record| is_record(document, record))
    }) || is_record(document, id)
}

fn is_record(document: &Document<'_>, id: NodeId) -> bool {
    document.member(id, "recordId").is_some() && document.member(id, "data").is_some()
}

pub(super) fn read(walk: &mut Walk<'_>, document: &Document<'_>, id: NodeId, trail: &Trail<'_>) {
    let form = Form::Firehose;
    let trail = trail.form(form);
    let Some(records) = list(document, id, "records") else {
        return walk.decode(document, id, "data", "", form, &trail);
    };
    for (index, record) in document.children(records).enumerate() {
        let path = format!("records[{index}]");
        walk.decode(document, record, "data", &path, form, &trail);
    }
}
