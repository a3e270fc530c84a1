//! Results of CloudWatch Logs Insights: `get-query-results`, the console's JSON, one row alone.

use super::Form;
use super::trail::Trail;
use super::walk::{Walk, list, string_member};
use crate::json::{Document, NodeId, NodeKind, unquote};

const MESSAGE: &str = "@message";

pub(super) fn fits(document: &Document<'_>, id: NodeId) -> bool {
    if document.node(id).kind == NodeKind::Array {
        return is_row(document, id);
    }
    document.member(id, MESSAGE).is_some()
        || list(document, id, "results").is_some_and(|rows| {
            let mut rows = document.children(rows).peekable();
            let is_empty = rows.peek().is_none() && document.member(id, "status").is_some();
            is_empty || rows.any(|row| is_row(document, row))
        })
}

/// A row as the API has it: fields with their values.
fn is_row(document: &Document<'_>, id: NodeId) -> bool {
    let mut fields = document.children(id).peekable();
    document.node(id).kind == NodeKind::Array
        && fields.peek().is_some()
        && fields.all(|field| {
            string_member(document, field, "field").is_some()
                && document.member(field, "value").is_some()
        })
}

pub(super) fn read(walk: &mut Walk<'_>, document: &Document<'_>, id: NodeId, trail: &Trail<'_>) {
    let trail = trail.form(Form::Insights);
    if is_row(document, id) {
        return row(walk, document, id, "", &trail);
    }
    if let Some(message) = document.member(id, MESSAGE) {
        return walk.logged(document, message, MESSAGE, Form::Insights, &trail);
    }
    let Some(rows) = list(document, id, "results") else {
        return;
    };
    for (index, id) in document.children(rows).enumerate() {
        row(walk, document, id, &format!("results[{index}]"), &trail);
    }
}

fn row(walk: &mut Walk<'_>, document: &Document<'_>, id: NodeId, path: &str, trail: &Trail<'_>) {
    let field = document.children(id).find(|field| {
        string_member(document, *field, "field")
            .is_some_and(|name| unquote(document.raw(name)) == MESSAGE)
    });
    let value = field.and_then(|field| document.member(field, "value"));
    match value {
        Some(value) => {
            let label = match path {
                "" => MESSAGE.to_owned(),
                _ => format!("{path}.{MESSAGE}"),
            };
            walk.logged(document, value, &label, Form::Insights, trail);
        }
        None => walk.pass_over(Form::Insights, 1),
    }
}
