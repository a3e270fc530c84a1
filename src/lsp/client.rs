//! What the client can do. What it does not say it can is not used.

use super::document::Encoding;
use lsp_types::{
    ClientCapabilities, InitializeParams, MarkupContent, MarkupKind, Uri, WorkspaceFolder,
};
use serde::Deserialize;
use serde_json::Value;

/// What the client can do, as far as it matters.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is something that a client has or has not"
)]
pub(super) struct Client {
    pub(super) encoding: Encoding,
    /// Whether it asks for diagnostics, and can be told to ask again. One that cannot would show what
    /// was so before the configuration or an event changed.
    pub(super) pulls: bool,
    pub(super) related: bool,
    pub(super) tags: bool,
    pub(super) links: bool,
    pub(super) markdown: bool,
    pub(super) snippets: bool,
    pub(super) nested_symbols: bool,
    pub(super) whole_lines_fold: bool,
    pub(super) action_literals: bool,
    pub(super) preferred_actions: bool,
    /// Whether edits may create files.
    pub(super) creates_files: bool,
    pub(super) versioned_edits: bool,
    pub(super) watches: bool,
    pub(super) refreshes_lenses: bool,
    pub(super) refreshes_hints: bool,
}

impl Client {
    /// Reads what the client says. Some of it is read from its words: the types have no name for it, or
    /// another one than the protocol.
    pub(super) fn new(capabilities: &ClientCapabilities, words: &Value) -> Self {
        let text = capabilities.text_document.as_ref();
        let workspace = capabilities.workspace.as_ref();
        let encodings = capabilities
            .general
            .as_ref()
            .and_then(|general| general.position_encodings.as_deref());
        let published = text.and_then(|text| text.publish_diagnostics.as_ref());
        let refreshes_diagnostics = words
            .pointer("/workspace/diagnostics/refreshSupport")
            .is_some_and(|word| *word == Value::Bool(true));
        let completion = text
            .and_then(|text| text.completion.as_ref())
            .and_then(|completion| completion.completion_item.as_ref());
        let action = text.and_then(|text| text.code_action.as_ref());
        let edits = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        let operations = edits.and_then(|edits| edits.resource_operations.as_ref());
        Self {
            encoding: Encoding::chosen(encodings),
            pulls: words.pointer("/textDocument/diagnostic").is_some() && refreshes_diagnostics,
            related: published.and_then(|p| p.related_information) == Some(true),
            tags: published.is_some_and(|p| p.tag_support.is_some()),
            links: published.and_then(|p| p.code_description_support) == Some(true),
            markdown: text
                .and_then(|text| text.hover.as_ref())
                .and_then(|hover| hover.content_format.as_ref())
                .is_some_and(|formats| formats.contains(&MarkupKind::Markdown)),
            snippets: completion.and_then(|item| item.snippet_support) == Some(true),
            nested_symbols: text
                .and_then(|text| text.document_symbol.as_ref())
                .and_then(|symbol| symbol.hierarchical_document_symbol_support)
                == Some(true),
            whole_lines_fold: text
                .and_then(|text| text.folding_range.as_ref())
                .and_then(|folding| folding.line_folding_only)
                == Some(true),
            action_literals: action.is_some_and(|a| a.code_action_literal_support.is_some()),
            preferred_actions: action.and_then(|a| a.is_preferred_support) == Some(true),
            creates_files: edits.and_then(|edits| edits.document_changes) == Some(true)
                && operations.is_some_and(|operations| {
                    operations.contains(&lsp_types::ResourceOperationKind::Create)
                }),
            versioned_edits: edits.and_then(|edits| edits.document_changes) == Some(true),
            watches: workspace
                .and_then(|workspace| workspace.did_change_watched_files.as_ref())
                .and_then(|watched| watched.dynamic_registration)
                == Some(true),
            refreshes_lenses: workspace
                .and_then(|workspace| workspace.code_lens.as_ref())
                .and_then(|lens| lens.refresh_support)
                == Some(true),
            refreshes_hints: workspace
                .and_then(|workspace| workspace.inlay_hint.as_ref())
                .and_then(|hint| hint.refresh_support)
                == Some(true),
        }
    }

    /// Markdown for clients that show it, and text without its marks for others.
    pub(super) fn markup(&self, markdown: String) -> MarkupContent {
        match self.markdown {
            true => MarkupContent {
                kind: MarkupKind::Markdown,
                value: markdown,
            },
            false => MarkupContent {
                kind: MarkupKind::PlainText,
                value: markdown.replace(['`', '*'], "").replace("\\", ""),
            },
        }
    }
}

/// What a client may say beside what the protocol has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Options {
    /// The events, as paths or globs, instead of what the configuration says.
    pub(super) fixtures: Vec<String>,
}

/// The folders of the client, the deprecated way to name one included.
pub(super) fn folders(params: &InitializeParams) -> Vec<Uri> {
    let named = params.workspace_folders.iter().flatten();
    let folders: Vec<_> = named
        .map(|WorkspaceFolder { uri, .. }| uri.clone())
        .collect();
    if !folders.is_empty() {
        return folders;
    }
    #[expect(deprecated, reason = "older clients name nothing else")]
    let root = params.root_uri.clone();
    root.into_iter().collect()
}
