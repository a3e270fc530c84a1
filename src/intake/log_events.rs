//! What `aws logs filter-log-events` and `get-log-events` print, and what a subscription delivers.
//!
//! Most messages of a log are no events, so a message without one is only counted. One that was
//! going to be an event is a problem.

use super::Form;
use super::error::Kind;
use super::trail::Trail;
use super::walk::{Walk, list, string_member};
use crate::json::{Document, NodeId, unquote};

const LISTS: [&str; 2] = ["events", "logEvents"];

/// What stands beside the list in the output of the CLI, even where the list is empty.
const BESIDE: [&str; 2] = ["searchedLogStreams", "nextForwardToken"];

pub(super) fn fits(document: &Document<'_>, id: NodeId) -> bool {
    LISTS.iter().any(|name| {
        list(document, id, name).is_some_and(|messages| {
            let mut messages = document.children(messages).peekable();
            if messages.peek().is_none() {
                return BESIDE
                    .iter()
                    .any(|beside| document.member(id, beside).is_some());
            }
            messages.any(|message| string_member(document, message, "message").is_some())
        })
    }) || is_alone(document, id)
}

/// One log event, as the API has it.
fn is_alone(document: &Document<'_>, id: NodeId) -> bool {
    string_member(document, id, "message").is_some()
        && document.member(id, "timestamp").is_some()
        && ["ingestionTime", "eventId", "logStreamName"]
            .iter()
            .any(|name| document.member(id, name).is_some())
}

pub(super) fn read(walk: &mut Walk<'_>, document: &Document<'_>, id: NodeId, trail: &Trail<'_>) {
    let form = Form::LogEvents;
    let trail = trail.form(form);
    if is_alone(document, id)
        && let Some(message) = string_member(document, id, "message")
    {
        return walk.logged(document, message, "message", form, &trail);
    }
    let before = walk.len();
    let mut without = 0_usize;
    let mut others = walk.fork();
    for name in LISTS {
        let Some(messages) = list(document, id, name) else {
            continue;
        };
        for (index, message) in document.children(messages).enumerate() {
            let path = format!("{name}[{index}]");
            let mut inner = walk.fork();
            match string_member(document, message, "message") {
                Some(member) => {
                    let text = unquote(document.raw(member));
                    let step = trail.step(&format!("{path}.message"));
                    inner.text(&text, &step.inside(&text, document.node(member).span));
                }
                None => inner.unwrap(document, message, "message", &path, form, &trail),
            }
            if inner.is_silent() {
                without += 1;
            } else {
                others.join(inner);
            }
        }
    }
    walk.join(others);
    without += walk.drop_unlikely(before);
    if without > 0 {
        walk.pass_over(form, without);
    }
    if walk.is_untouched() {
        walk.problem(Kind::NothingIn(form), document.node(id).span, &trail);
    }
}
