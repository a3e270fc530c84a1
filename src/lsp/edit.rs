//! Changes to documents, as a client takes them.

use super::client::Client;
use super::document::{Lines, Shift};
use crate::json::Span;
use lsp_types::{
    CreateFile, DocumentChangeOperation, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, ResourceOp, TextDocumentEdit, TextEdit, Uri,
    WorkspaceEdit,
};

/// The change of one document.
pub(super) struct Change {
    pub(super) uri: Uri,
    /// The version that it is about, where the document is open.
    pub(super) version: Option<i32>,
    pub(super) edits: Vec<TextEdit>,
    /// Whether the file is to be made first.
    pub(super) is_new: bool,
}

/// Changes of several documents as one.
pub(super) fn of(client: &Client, changes: Vec<Change>) -> WorkspaceEdit {
    if !client.versioned_edits {
        let edits = changes.into_iter();
        #[expect(
            clippy::mutable_key_type,
            reason = "the protocol's type; nobody changes an address"
        )]
        let changes = edits.map(|change| (change.uri, change.edits)).collect();
        return WorkspaceEdit {
            changes: Some(changes),
            ..WorkspaceEdit::default()
        };
    }
    let mut operations = Vec::new();
    for change in changes {
        if change.is_new {
            operations.push(DocumentChangeOperation::Op(ResourceOp::Create(
                CreateFile {
                    uri: change.uri.clone(),
                    options: None,
                    annotation_id: None,
                },
            )));
        }
        operations.push(DocumentChangeOperation::Edit(TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier {
                uri: change.uri,
                version: change.version,
            },
            edits: change.edits.into_iter().map(OneOf::Left).collect(),
        }));
    }
    WorkspaceEdit {
        document_changes: Some(DocumentChanges::Operations(operations)),
        ..WorkspaceEdit::default()
    }
}

/// A part of a text replaced.
pub(super) fn replace(lines: &Lines, span: Span, text: impl Into<String>) -> TextEdit {
    TextEdit::new(lines.range(span), text.into())
}

/// The least change that makes one text of another; nothing where they are the same.
pub(super) fn between(lines: &Lines, new: &str) -> Option<TextEdit> {
    let shift = Shift::between(lines.text(), new);
    let (old, written) = shift.differing(lines.text(), new)?;
    Some(replace(lines, old, written))
}

/// A text after a replacement.
pub(super) fn applied(text: &str, span: Span, new: &str) -> String {
    let mut all = String::with_capacity(text.len() + new.len());
    all.push_str(text.get(..span.start).unwrap_or(""));
    all.push_str(new);
    all.push_str(text.get(span.end..).unwrap_or(""));
    all
}
