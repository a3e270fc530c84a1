//! Messages of Amazon MQ, as a Lambda function gets them: of ActiveMQ, and of RabbitMQ's queues.

use super::Form;
use super::trail::Trail;
use super::walk::{Walk, list, object_member};
use crate::json::{Document, NodeId};

pub(super) fn fits(document: &Document<'_>, id: NodeId) -> bool {
    object_member(document, id, "rmqMessagesByQueue").is_some()
        || list(document, id, "messages").is_some_and(|messages| {
            let mut messages = document.children(messages);
            messages.any(|message| is_message(document, message))
        })
        || is_message(document, id)
}

fn is_message(document: &Document<'_>, id: NodeId) -> bool {
    let has = |name| document.member(id, name).is_some();
    has("data") && (has("basicProperties") || has("messageID") && has("messageType"))
}

pub(super) fn read(walk: &mut Walk<'_>, document: &Document<'_>, id: NodeId, trail: &Trail<'_>) {
    let form = Form::Mq;
    let trail = trail.form(form);
    if let Some(queues) = object_member(document, id, "rmqMessagesByQueue") {
        for messages in document.children(queues) {
            let queue = document.key(messages).unwrap_or_default();
            for (index, message) in document.children(messages).enumerate() {
                let path = format!("rmqMessagesByQueue.{queue}[{index}]");
                walk.decode(document, message, "data", &path, form, &trail);
            }
        }
    } else if let Some(messages) = list(document, id, "messages") {
        for (index, message) in document.children(messages).enumerate() {
            let path = format!("messages[{index}]");
            walk.decode(document, message, "data", &path, form, &trail);
        }
    } else {
        walk.decode(document, id, "data", "", form, &trail);
    }
}
