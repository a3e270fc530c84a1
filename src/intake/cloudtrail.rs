//! CloudTrail: its files, the output of `lookup-events`, one record alone.
//!
//! On a bus a record is the `detail` of an event; the envelope is put together again from it.

use super::Form;
use super::envelope::{Envelope, Part};
use super::trail::Trail;
use super::walk::{Walk, list, object_member, string_member};
use crate::json::{Document, NodeId};

pub(super) fn fits(document: &Document<'_>, id: NodeId) -> bool {
    is_record(document, id)
        || list(document, id, "Records").is_some_and(|records| {
            let mut records = document.children(records);
            records.any(|record| is_record(document, record))
        })
}

/// Whether this is a record: other services put an `eventName` into theirs too.
fn is_record(document: &Document<'_>, id: NodeId) -> bool {
    let has = |name| document.member(id, name).is_some();
    ["eventVersion", "eventName", "eventSource"]
        .iter()
        .all(|name| string_member(document, id, name).is_some())
        && !["s3", "kinesis", "dynamodb", "Sns", "body"]
            .iter()
            .any(|name| has(name))
        && document
            .string(string_member(document, id, "eventSource").unwrap_or(id))
            .is_some_and(|source| source.contains('.'))
}

pub(super) fn read(walk: &mut Walk<'_>, document: &Document<'_>, id: NodeId, trail: &Trail<'_>) {
    let trail = trail.form(Form::CloudTrail);
    if is_record(document, id) {
        return record(walk, document, id, &trail);
    }
    let Some(records) = list(document, id, "Records") else {
        return;
    };
    for (index, id) in document.children(records).enumerate() {
        match is_record(document, id) {
            true => record(
                walk,
                document,
                id,
                &trail.step(&format!("Records[{index}]")),
            ),
            false => walk.pass_over(Form::CloudTrail, 1),
        }
    }
}

fn record(walk: &mut Walk<'_>, document: &Document<'_>, id: NodeId, trail: &Trail<'_>) {
    let text = |holder: NodeId, name: &str| {
        let member = string_member(document, holder, name)?;
        document.string(member).map(std::borrow::Cow::into_owned)
    };
    let source = text(id, "eventSource").unwrap_or_default();
    let service = source.strip_suffix(".amazonaws.com").unwrap_or(&source);
    let kind = match text(id, "eventType").as_deref() {
        Some("AwsServiceEvent") => "AWS Service Event via CloudTrail",
        Some("AwsConsoleSignIn") => "AWS Console Sign In via CloudTrail",
        Some("AwsConsoleAction") => "AWS Console Action via CloudTrail",
        Some("AwsCloudTrailInsight") => "AWS Insight via CloudTrail",
        _ => "AWS API Call via CloudTrail",
    };
    let account = text(id, "recipientAccountId").or_else(|| {
        let identity = object_member(document, id, "userIdentity")?;
        text(identity, "accountId")
    });
    let envelope = Envelope {
        id: Part::Missing,
        detail_type: Part::From(kind.to_owned(), "`eventType`"),
        source: Part::From(format!("aws.{service}"), "`eventSource`"),
        account: Part::from(account, "`recipientAccountId` or `userIdentity.accountId`"),
        time: Part::from(text(id, "eventTime"), "`eventTime`"),
        region: Part::from(text(id, "awsRegion"), "`awsRegion`"),
        resources: None,
        detail: document.raw(id).to_owned(),
    };
    let (event, notes) = envelope.build();
    walk.made(event, document.node(id).span, notes, trail);
}
