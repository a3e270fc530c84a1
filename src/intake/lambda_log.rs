//! One entry of a log that is JSON: of Lambda's own, of Powertools, of the loggers that people use, of
//! containers.
//!
//! Most entries hold no event, so one without is only counted.

use super::Form;
use super::trail::Trail;
use super::walk::{Walk, string_member};
use crate::json::{Document, NodeId, NodeKind, unquote};

/// The members that hold what was logged.
const MESSAGES: [&str; 3] = ["message", "event", "msg"];

/// The members of which an entry has at least one, besides what was logged.
const BESIDE: [&str; 8] = [
    "level",
    "levelname",
    "severity",
    "log.level",
    "requestId",
    "AWSRequestId",
    "AWSrequestId",
    "function_request_id",
];

/// The member that has what a container wrote.
const LOG: [&str; 1] = ["log"];

/// What Docker and Fluent Bit put beside it.
const OF_CONTAINER: [&str; 5] = [
    "stream",
    "container_id",
    "container_name",
    "ecs_cluster",
    "kubernetes",
];

pub(super) fn fits(document: &Document<'_>, id: NodeId) -> bool {
    let has = |name: &str| document.member(id, name).is_some();
    if is_platform(document, id) || is_of_container(document, id) {
        return true;
    }
    let says = MESSAGES.iter().any(|name| has(name));
    says && BESIDE.iter().any(|name| has(name))
}

/// A line that Lambda itself writes: `{"time": …, "type": "platform.start", "record": …}`.
fn is_platform(document: &Document<'_>, id: NodeId) -> bool {
    string_member(document, id, "type").is_some_and(|kind| {
        let kind = unquote(document.raw(kind));
        kind.starts_with("platform.") || matches!(&*kind, "function" | "extension")
    }) && document.member(id, "record").is_some()
        && document.member(id, "time").is_some()
}

/// A line of a container: `{"log": …, "stream": "stdout", "time": …}`.
fn is_of_container(document: &Document<'_>, id: NodeId) -> bool {
    let has = |name: &&str| document.member(id, name).is_some();
    LOG.iter().all(has) && OF_CONTAINER.iter().any(has)
}

pub(super) fn read(walk: &mut Walk<'_>, document: &Document<'_>, id: NodeId, trail: &Trail<'_>) {
    let form = Form::LambdaLog;
    let trail = trail.form(form);
    let mut inner = walk.fork();
    let names: &[&str] = if is_platform(document, id) {
        &["record"]
    } else if is_of_container(document, id) {
        &LOG
    } else {
        &MESSAGES
    };
    for name in names {
        let Some(member) = document.member(id, name) else {
            continue;
        };
        let step = trail.step(name);
        match document.node(member).kind {
            NodeKind::Object | NodeKind::Array => inner.value(document, member, &step),
            NodeKind::String => {
                let text = unquote(document.raw(member));
                // A sentence holds no event.
                if text.contains('{') {
                    let span = document.node(member).span;
                    inner.text(&text, &step.inside(&text, span));
                }
            }
            _ => {}
        }
    }
    // What was logged may be anything: it has to show that it is an event.
    inner.keep_likely(trail.forms.len());
    match inner.is_silent() {
        true => walk.pass_over(form, 1),
        false => walk.join(inner),
    }
}
