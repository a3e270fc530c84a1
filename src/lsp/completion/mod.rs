//! What can be written at a cursor.

mod configuration;
mod pattern;
mod region;
mod suite;

use super::state::{Open, Shared};
use crate::config::FILE_NAME;
use crate::suite::load::is_suite_name;
use lsp_types::{CompletionList, CompletionParams};

/// The most that is offered at once; the client asks again when more is typed.
const MOST: usize = 500;

/// What can be written at a position.
pub(super) fn at(
    shared: &Shared,
    open: &Open,
    params: &CompletionParams,
) -> Option<CompletionList> {
    let cursor = open.lines.offset(params.text_document_position.position);
    let mut items = if is_suite_name(&open.path) {
        suite::items(shared, open, cursor)
    } else if open.path.file_name().is_some_and(|name| name == FILE_NAME) {
        configuration::items(open, cursor)
    } else {
        pattern::items(shared, open, cursor)
    };
    let is_incomplete = items.len() > MOST;
    items.truncate(MOST);
    Some(CompletionList {
        is_incomplete,
        items,
    })
}
