//! In a suite: its keys, files, the ids of patterns in templates, the words for what is expected.

use crate::json::Span;
use crate::keys::Key;
use crate::lsp::analysis::reread;
use crate::lsp::definition::word;
use crate::lsp::edit;
use crate::lsp::state::{Open, Shared};
use crate::suite::load::is_suite_name;
use crate::suite::load::keys::{BECAUSE, CASE, SUITE};
use crate::template;
use lsp_types::{CompletionItem, CompletionItemKind, CompletionTextEdit};
use std::path::Path;

/// The most files of one directory that are offered.
const MOST_FILES: usize = 300;

/// What can be written at a cursor.
pub(super) fn items(shared: &Shared, open: &Open, cursor: usize) -> Vec<CompletionItem> {
    let lines = &open.lines;
    let line = lines.line_of(cursor);
    let start = lines.start_of(line);
    let before = lines.text().get(start..cursor).unwrap_or("");
    let typed = word(lines, cursor);
    let begin = cursor - before.len() + before.len().saturating_sub(typed_before(before));
    let offer = Offer {
        shared,
        open,
        word: Span::new(begin, begin + typed.len().max(cursor - begin)),
        typed: lines.text().get(begin..cursor).unwrap_or(""),
    };
    match key_of(before) {
        Some("pattern") => offer.patterns(),
        Some("event" | "event-from") => offer.events(),
        Some("expect") => offer.words(&["match", "no-match", "invalid"]),
        Some("flattened" | "strict") => offer.words(&["match", "no-match"]),
        Some("mode") => offer.words(&["flattened", "strict", "both"]),
        Some("because") => offer.keys(BECAUSE),
        Some(_) => Vec::new(),
        None if before.trim_start().len() == before.len() => offer.keys(SUITE),
        None => offer.keys(CASE),
    }
}

/// How many bytes of the word at the cursor are in front of it.
fn typed_before(before: &str) -> usize {
    let is_end =
        |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | '{' | '}' | '[' | ']');
    let rest = before.rfind(is_end).map_or(before, |at| {
        let behind = before.get(at..).unwrap_or("");
        behind
            .get(behind.chars().next().map_or(1, char::len_utf8)..)
            .unwrap_or("")
    });
    rest.len()
}

/// The key whose value a cursor is in, on its line.
fn key_of(before: &str) -> Option<&str> {
    let (head, _) = before
        .rsplit_once([',', '{'])
        .map_or((before, ""), |(_, rest)| (rest, ""));
    let colon = head.find(':')?;
    let key = head.get(..colon)?.trim().trim_start_matches("- ");
    let key = key.trim_matches(['"', '\'', ' ']);
    (!key.is_empty()).then_some(key)
}

struct Offer<'a> {
    shared: &'a Shared,
    open: &'a Open,
    word: Span,
    typed: &'a str,
}

impl Offer<'_> {
    fn item(&self, label: &str, kind: CompletionItemKind, detail: &str) -> CompletionItem {
        let edit = edit::replace(&self.open.lines, self.word, label);
        CompletionItem {
            label: label.to_owned(),
            kind: Some(kind),
            detail: (!detail.is_empty()).then(|| detail.to_owned()),
            filter_text: Some(label.to_owned()),
            text_edit: Some(CompletionTextEdit::Edit(edit)),
            ..CompletionItem::default()
        }
    }

    fn words(&self, words: &[&str]) -> Vec<CompletionItem> {
        let words = words.iter();
        words
            .map(|word| self.item(word, CompletionItemKind::ENUM_MEMBER, ""))
            .collect()
    }

    fn keys(&self, keys: &[Key]) -> Vec<CompletionItem> {
        let keys = keys.iter();
        keys.map(|key| CompletionItem {
            text_edit: Some(CompletionTextEdit::Edit(edit::replace(
                &self.open.lines,
                self.word,
                format!("{}: ", key.name),
            ))),
            ..self.item(key.name, CompletionItemKind::PROPERTY, key.doc)
        })
        .collect()
    }

    fn directory(&self) -> &Path {
        self.open.path.parent().unwrap_or(Path::new(""))
    }

    /// Pattern files and templates; behind a `#` the ids of the template.
    fn patterns(&self) -> Vec<CompletionItem> {
        if let Some((file, _)) = self.typed.split_once('#') {
            return self.ids(file);
        }
        self.files(|path| {
            let extension = path.extension().and_then(|e| e.to_str());
            extension.is_some_and(|e| template::EXTENSIONS.contains(&e)) && !is_suite_name(path)
        })
    }

    fn ids(&self, file: &str) -> Vec<CompletionItem> {
        let path = self.directory().join(file);
        let Ok(Some(text)) = self.shared.text_at(&path) else {
            return Vec::new();
        };
        let Some(extraction) = reread(&path, &text, &self.open.workspace) else {
            return Vec::new();
        };
        let patterns = extraction.patterns.iter().filter(|found| found.is_judged());
        patterns
            .map(|found| {
                let [one, _] = found.used_by.words();
                let label = format!("{file}#{}", found.id);
                self.item(&label, CompletionItemKind::REFERENCE, one)
            })
            .collect()
    }

    fn events(&self) -> Vec<CompletionItem> {
        let mut items = self.files(|path| {
            let extension = path.extension().and_then(|e| e.to_str());
            extension.is_some_and(|e| crate::intake::EXTENSIONS.contains(&e))
                && !is_suite_name(path)
        });
        // The names that the suite itself gives.
        if let crate::lsp::analysis::Kind::Suite(Ok(suite)) = &self.open.analysis().kind {
            let names = suite.cases.iter().filter_map(|case| case.event.as_ref());
            let mut names: Vec<_> = names
                .map(|event| event.name.as_str())
                .filter(|name| !name.contains(['/', '.', ' ']))
                .collect();
            names.dedup();
            let names = names.into_iter();
            items.extend(names.map(|name| self.item(name, CompletionItemKind::REFERENCE, "")));
        }
        items
    }

    /// The files and directories at what is typed so far.
    fn files(&self, fits: impl Fn(&Path) -> bool) -> Vec<CompletionItem> {
        let (head, _) = self.typed.rsplit_once('/').unwrap_or(("", ""));
        let head = match self.typed.contains('/') {
            true => format!("{head}/"),
            false => String::new(),
        };
        let Ok(entries) = std::fs::read_dir(self.directory().join(&head)) else {
            return Vec::new();
        };
        let mut items = Vec::new();
        for entry in entries.flatten().take(MOST_FILES * 4) {
            let path = entry.path();
            let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
                continue;
            };
            if name.starts_with('.') {
                continue;
            }
            if path.is_dir() {
                let label = format!("{head}{name}/");
                items.push(self.item(&label, CompletionItemKind::FOLDER, ""));
            } else if fits(&path) {
                let label = format!("{head}{name}");
                items.push(self.item(&label, CompletionItemKind::FILE, ""));
            }
        }
        items.sort_by(|a, b| a.label.cmp(&b.label));
        items.truncate(MOST_FILES);
        items
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_on_the_line() {
        assert_eq!(key_of("pattern: a"), Some("pattern"));
        assert_eq!(key_of("  - event: fixtures/"), Some("event"));
        assert_eq!(key_of("  - {event: a.json, expect: "), Some("expect"));
        assert_eq!(key_of("  - {event: a.json, ex"), None);
        assert_eq!(key_of("  ex"), None);
        assert_eq!(typed_before("  - {event: a/b"), 3);
        assert_eq!(typed_before("x: \"a#B"), 3);
    }
}
