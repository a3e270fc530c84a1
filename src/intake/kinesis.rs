//! Records of a Kinesis stream: as a Lambda function gets them, as `get-records` prints them, or one
//! alone.

use super::Form;
use super::trail::Trail;
use super::walk::{Walk, list, object_member, string_member};
use crate::json::{Document, NodeId};

pub(super) fn fits(document: &Document<'_>, id: NodeId) -> bool {
    holder(document, id).is_some()
        || list(document, id, "Records").is_some_and(|records| {
            let mut records = document.children(records);
            records.any(|record| holder(document, record).is_some())
        })
}

/// The object with the data, its path, and the member that the data is.
fn holder(document: &Document<'_>, id: NodeId) -> Option<(NodeId, &'static str, &'static str)> {
    if let Some(kinesis) = object_member(document, id, "kinesis")
        && document.member(kinesis, "data").is_some()
    {
        return Some((kinesis, "kinesis", "data"));
    }
    let has = |name| document.member(id, name).is_some();
    if has("kinesisSchemaVersion") && has("data") {
        return Some((id, "", "data"));
    }
    let is_record = string_member(document, id, "Data").is_some()
        && (has("SequenceNumber") || has("PartitionKey"));
    is_record.then_some((id, "", "Data"))
}

pub(super) fn read(walk: &mut Walk<'_>, document: &Document<'_>, id: NodeId, trail: &Trail<'_>) {
    let trail = trail.form(Form::Kinesis);
    if let Some((holder, path, name)) = holder(document, id) {
        return walk.decode(document, holder, name, path, Form::Kinesis, &trail);
    }
    let Some(records) = list(document, id, "Records") else {
        return;
    };
    for (index, record) in document.children(records).enumerate() {
        let place = format!("Records[{index}]");
        match holder(document, record) {
            Some((holder, "", name)) => {
                walk.decode(document, holder, name, &place, Form::Kinesis, &trail);
            }
            Some((holder, path, name)) => {
                let path = format!("{place}.{path}");
                walk.decode(document, holder, name, &path, Form::Kinesis, &trail);
            }
            None => walk.missing(
                document,
                record,
                &place,
                "kinesis.data",
                Form::Kinesis,
                &trail,
            ),
        }
    }
}
