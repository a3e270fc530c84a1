//! The log of an event bus: what EventBridge did with each event, step by step.
//!
//! Several steps of one event have its `detail`, as text; the event is put together from the first.
//! What rules matched is kept too: see [`BusRecord`].

use super::Form;
use super::envelope::{Envelope, Part};
use super::time::Time;
use super::trail::Trail;
use super::walk::{Walk, object_member, string_member};
use crate::json::{Document, NodeId, NodeKind, unquote};

/// A step that EventBridge took with an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BusStep {
    /// The rules of the bus were looked at from here on.
    MatchStart,
    /// This rule matched.
    Match {
        /// The rule's ARN.
        rule_arn: String,
    },
    /// No rule did, but for managed ones.
    NoMatch,
    /// Anything else, which says nothing about rules.
    Other,
}

/// A record of a bus's log, without the event itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BusRecord {
    /// The event's id, as the log has it.
    pub event_id: String,
    /// The bus's ARN.
    pub bus_arn: String,
    /// What was done.
    pub step: BusStep,
    /// What the log left out of the record, by name.
    pub dropped: Vec<String>,
    /// Whether the record has the event's `detail`.
    pub has_detail: bool,
}

pub(super) fn fits(document: &Document<'_>, id: NodeId) -> bool {
    let is_text = |name| string_member(document, id, name).is_some();
    is_text("resource_arn") && is_text("message_type") && is_text("event_id")
}

pub(super) fn read(walk: &mut Walk<'_>, document: &Document<'_>, id: NodeId, trail: &Trail<'_>) {
    let form = Form::BusLog;
    let trail = trail.form(form);
    let text = |holder: NodeId, name: &str| {
        let member = string_member(document, holder, name)?;
        document.string(member).map(std::borrow::Cow::into_owned)
    };
    let details = object_member(document, id, "details");
    let detail = details.and_then(|details| string_member(document, details, "event_detail"));
    let event_id = text(id, "event_id").unwrap_or_default();
    let bus_arn = text(id, "resource_arn").unwrap_or_default();
    let step = match text(id, "message_type").as_deref() {
        Some("RULE_MATCH_START") => BusStep::MatchStart,
        Some("NO_STANDARD_RULES_MATCHED") => BusStep::NoMatch,
        Some("RULE_MATCH") => match details.and_then(|details| text(details, "rule_arn")) {
            Some(rule_arn) => BusStep::Match { rule_arn },
            None => BusStep::Other,
        },
        _ => BusStep::Other,
    };
    let dropped = document.member(id, "dropped_fields").map(|list| {
        let names = document.children(list);
        names
            .filter_map(|name| document.string(name).map(Into::into))
            .collect()
    });
    let record = BusRecord {
        event_id: event_id.clone(),
        bus_arn: bus_arn.clone(),
        step,
        dropped: dropped.unwrap_or_default(),
        has_detail: detail.is_some(),
    };
    let is_first = walk.bus_record(record);
    let (Some(details), Some(detail)) = (details, detail) else {
        return walk.pass_over(form, 1);
    };
    if !is_first {
        return;
    }
    let spelled = unquote(document.raw(detail));
    let inner = match Document::parse(spelled.as_ref()) {
        Ok(inner) if inner.node(0).kind == NodeKind::Object => inner,
        Ok(_) => return walk.pass_over(form, 1),
        Err(error) => {
            let step = trail.step("details.event_detail");
            let span = document.node(detail).span;
            return walk.syntax(form, error, &spelled, &step.inside(&spelled, span));
        }
    };
    let time = document
        .member(details, "source_time_ms")
        .filter(|time| document.node(*time).kind == NodeKind::Number)
        .and_then(|time| {
            let (seconds, millis) = document.raw(time).split_at_checked(10)?;
            Time::from_epoch(&format!("{seconds}.{millis}"))
        })
        .map(Time::whole_seconds);
    let resources = document
        .member(details, "resources")
        .filter(|list| document.node(*list).kind == NodeKind::Array)
        .map(|list| document.raw(list).to_owned());
    let part = |value: Option<String>| match value {
        Some(value) => Part::Given(value),
        None => Part::Missing,
    };
    let envelope = Envelope {
        id: Part::Given(event_id),
        detail_type: part(text(details, "detail_type")),
        source: part(text(details, "source")),
        account: Part::from(text(details, "caller_account_id"), "`caller_account_id`"),
        time: Part::from(time, "`source_time_ms`"),
        region: Part::from(
            bus_arn.split(':').nth(3).map(str::to_owned),
            "`resource_arn`",
        ),
        resources,
        detail: inner.raw(0).to_owned(),
    };
    let (event, notes) = envelope.build();
    walk.made(event, document.node(id).span, notes, &trail);
}
