//! Filter policies of SNS subscriptions.

use super::{Fault, FaultKind, key_span, whole};
use crate::dialect::sns::{
    COMBINATIONS_TEXT, KEYS_TEXT, MOST_COMBINATIONS, MOST_KEYS, MOST_POINTS, MOST_STARS,
    NESTED_TEXT, Scope, cost, is_or,
};
use crate::json::{Document, NodeKind};

pub(super) fn look(scope: Scope, document: &Document<'_>, faults: &mut Vec<Fault>) {
    fields_called_or(document, faults);
    if scope == Scope::MessageAttributes {
        nested(document, faults);
    }
    let cost = cost(document);
    let policy = |message: String| Fault::new(FaultKind::Policy, whole(document), message);
    if cost.keys > MOST_KEYS {
        let message = format!("{} keys: a filter policy may have {MOST_KEYS}", cost.keys);
        let fault = policy(message).service(KEYS_TEXT);
        faults
            .push(fault.help("filter by the most selective keys, and by the rest in the consumer"));
    }
    if cost.combinations > MOST_COMBINATIONS {
        let message = format!(
            "the values multiply to {} combinations: a filter policy may have {MOST_COMBINATIONS}",
            cost.combinations
        );
        let fault = policy(message).service(COMBINATIONS_TEXT);
        faults.push(fault.help(
            "each list counts with its length times its depth; use `prefix` for values that begin alike, \
             or a second subscription",
        ));
    }
    if cost.points > MOST_POINTS {
        let message = format!(
            "the wildcards cost {} points: a filter policy may have {MOST_POINTS}",
            cost.points
        );
        faults.push(policy(message).help("a wildcard of several stars costs three points a star"));
    }
    if cost.stars > MOST_STARS {
        let message = format!(
            "a wildcard with {} stars: SNS takes {MOST_STARS}",
            cost.stars
        );
        faults.push(policy(message));
    }
}

/// Attributes have no fields.
fn nested(document: &Document<'_>, faults: &mut Vec<Fault>) {
    let mut objects = vec![0];
    while let Some(object) = objects.pop() {
        for member in document.children(object) {
            if is_or(document, member) {
                objects.extend(document.children(member));
            } else if document.node(member).kind == NodeKind::Object {
                let key = document.key(member).unwrap_or_default();
                let message = format!("`{key}` holds an object: message attributes have no fields");
                let fault = Fault::new(FaultKind::Nested, key_span(document, member), message);
                faults.push(fault.service(NESTED_TEXT).help(
                    "to filter by the message itself, set `FilterPolicyScope` to `MessageBody`",
                ));
            }
        }
    }
}

fn fields_called_or(document: &Document<'_>, faults: &mut Vec<Fault>) {
    let mut objects = vec![0];
    while let Some(object) = objects.pop() {
        for member in document.children(object) {
            if is_or(document, member) {
                objects.extend(document.children(member));
                continue;
            }
            if document.node(member).kind == NodeKind::Object {
                objects.push(member);
            }
            if document.key(member).as_deref() == Some("$or") {
                let message = "SNS silently reads this `$or` as a field of that name";
                let fault = Fault::new(FaultKind::OrAsField, key_span(document, member), message);
                faults.push(fault.help(
                    "an `$or` is a list of two or more objects whose fields are not called like operators",
                ));
            }
        }
    }
}
