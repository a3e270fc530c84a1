//! In `pattern-test.toml`: sections, keys, the codes of rules.

use crate::config::{SECTIONS, TOP};
use crate::json::Span;
use crate::lint::RULES;
use crate::lsp::edit;
use crate::lsp::state::Open;
use lsp_types::{CompletionItem, CompletionItemKind, CompletionTextEdit};

/// What can be written at a cursor.
pub(super) fn items(open: &Open, cursor: usize) -> Vec<CompletionItem> {
    let lines = &open.lines;
    let here = lines.line_of(cursor);
    let start = lines.start_of(here);
    let before = lines.text().get(start..cursor).unwrap_or("");
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let typed = before.len() - before.trim_end_matches(is_word).len();
    let rest = lines.text().get(cursor..).unwrap_or("");
    let behind = rest.len() - rest.trim_start_matches(is_word).len();
    let word = Span::new(cursor - typed, cursor + behind);
    let item = |label: &str, new: String, doc: &str, kind: CompletionItemKind| CompletionItem {
        label: label.to_owned(),
        kind: Some(kind),
        detail: Some(doc.to_owned()),
        text_edit: Some(CompletionTextEdit::Edit(edit::replace(lines, word, new))),
        ..CompletionItem::default()
    };
    let rules = |behind: &str| -> Vec<_> {
        let rules = RULES.iter();
        rules
            .map(|rule| {
                let new = format!("{}{behind}", rule.code);
                item(rule.code, new, rule.about, CompletionItemKind::CONSTANT)
            })
            .collect()
    };
    let section = (0..here)
        .rev()
        .find_map(|line| lines.line(line).trim().strip_prefix('[')?.strip_suffix(']'));
    if before.trim_start().starts_with('[')
        && section != Some("check.per-file-ignores")
        && !before.contains('=')
    {
        return SECTIONS
            .iter()
            .map(|s| item(s.name, s.name.to_owned(), s.doc, CompletionItemKind::MODULE))
            .collect();
    }
    let is_in_quotes = before.matches('"').count() % 2 == 1;
    let key = before.split_once('=').map(|(key, _)| key.trim());
    match (section, key) {
        (Some("check.severity"), None) => rules(" = \"\""),
        (Some("check.severity"), Some(_)) => ["allow", "note", "warning", "error"]
            .iter()
            .map(|level| {
                item(
                    level,
                    (*level).to_owned(),
                    "",
                    CompletionItemKind::ENUM_MEMBER,
                )
            })
            .collect(),
        (Some("check.per-file-ignores"), Some(_)) if is_in_quotes => rules(""),
        (Some("check"), Some("select" | "ignore")) if is_in_quotes => rules(""),
        (None, Some("mode")) => ["strict", "flattened"]
            .iter()
            .map(|mode| {
                item(
                    mode,
                    (*mode).to_owned(),
                    "",
                    CompletionItemKind::ENUM_MEMBER,
                )
            })
            .collect(),
        (section, None) if !is_in_quotes => {
            let keys = match section {
                None => TOP,
                Some(name) => SECTIONS
                    .iter()
                    .find(|section| section.name == name)
                    .map_or(&[][..], |section| section.keys),
            };
            keys.iter()
                .map(|key| {
                    let new = format!("{} = ", key.name);
                    item(key.name, new, key.doc, CompletionItemKind::PROPERTY)
                })
                .collect()
        }
        _ => Vec::new(),
    }
}
