//! From JSON.

use super::{Entry, Kind, TreeError, Value};
use crate::json::{Document, NodeId, NodeKind};

pub(super) fn read(text: &str) -> Result<Value, TreeError> {
    let document = Document::parse(text).map_err(|error| TreeError {
        message: error.to_string(),
        span: error.span(),
    })?;
    value(&document, 0)
}

/// Goes as deep as the document, whose depth is limited.
fn value(document: &Document<'_>, id: NodeId) -> Result<Value, TreeError> {
    let node = document.node(id);
    let kind = match node.kind {
        NodeKind::Null => Kind::Null,
        NodeKind::True => Kind::Bool(true),
        NodeKind::False => Kind::Bool(false),
        NodeKind::Number => Kind::Number(document.raw(id).to_owned()),
        NodeKind::String => Kind::String(document.string(id).unwrap_or_default().into_owned()),
        NodeKind::Array => Kind::List(
            document
                .children(id)
                .map(|child| value(document, child))
                .collect::<Result<_, _>>()?,
        ),
        NodeKind::Object => Kind::Map(
            document
                .children(id)
                .map(|child| {
                    Ok(Entry {
                        key: document.key(child).unwrap_or_default().into_owned(),
                        key_span: document.node(child).key,
                        value: value(document, child)?,
                    })
                })
                .collect::<Result<_, _>>()?,
        ),
    };
    Ok(Value {
        kind,
        span: node.span,
    })
}
