//! The input of a state machine's execution: as `describe-execution` prints it, or in its history.

use super::Form;
use super::trail::Trail;
use super::walk::{Walk, list, object_member, string_member};
use crate::json::{Document, NodeId};

/// The member of an event of the history that has the input.
const STARTED: &str = "executionStartedEventDetails";

pub(super) fn fits(document: &Document<'_>, id: NodeId) -> bool {
    let is_described = string_member(document, id, "input").is_some()
        && ["executionArn", "stateMachineArn"]
            .iter()
            .any(|name| string_member(document, id, name).is_some());
    is_described
        || list(document, id, "events").is_some_and(|events| {
            let mut events = document.children(events);
            events.any(|event| object_member(document, event, STARTED).is_some())
        })
}

pub(super) fn read(walk: &mut Walk<'_>, document: &Document<'_>, id: NodeId, trail: &Trail<'_>) {
    let form = Form::StepFunctions;
    let trail = trail.form(form);
    let Some(events) = list(document, id, "events") else {
        return walk.unwrap(document, id, "input", "", form, &trail);
    };
    for (index, event) in document.children(events).enumerate() {
        if let Some(details) = object_member(document, event, STARTED) {
            let path = format!("events[{index}].{STARTED}");
            walk.unwrap(document, details, "input", &path, form, &trail);
        }
    }
}
