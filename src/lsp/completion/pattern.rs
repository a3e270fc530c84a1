//! In a pattern: fields, values, operators.

use super::region;
use crate::aws::events::Kind;
use crate::aws::values::Extent;
use crate::json::write_string;
use crate::lsp::edit;
use crate::lsp::knowledge::{self, Known};
use crate::lsp::sketch::{Part, Sketch, Style};
use crate::lsp::state::{Open, Shared};
use crate::lsp::workspace::Workspace;
use crate::text::brief;
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, InsertTextFormat,
};
use std::collections::BTreeMap;

/// The operators that an operator takes in the place of a value.
const INNER: [(&str, &[&str]); 3] = [
    (
        "anything-but",
        &["prefix", "suffix", "equals-ignore-case", "wildcard"],
    ),
    ("prefix", &["equals-ignore-case"]),
    ("suffix", &["equals-ignore-case"]),
];

/// What can be written at a cursor.
pub(super) fn items(shared: &Shared, open: &Open, cursor: usize) -> Vec<CompletionItem> {
    let Some(region) = region::at(open, cursor) else {
        return Vec::new();
    };
    let text = open.lines.text();
    let Some(sketch) = Sketch::new(text, region.span, cursor, region.style) else {
        return Vec::new();
    };
    let offer = Offer {
        shared,
        open,
        sketch: &sketch,
        sees_envelopes: region.sees_envelopes,
    };
    match (sketch.part, sketch.in_matchers) {
        (Part::Key, false) => offer.fields(),
        (Part::Key, true) => offer.operators(),
        (Part::Value | Part::Element, _) => offer.values(),
    }
}

struct Offer<'a> {
    shared: &'a Shared,
    open: &'a Open,
    sketch: &'a Sketch,
    sees_envelopes: bool,
}

/// A field that can be named.
#[derive(Debug, Default)]
struct Field {
    is_object: bool,
    /// Who says so, what it holds first.
    detail: String,
    is_seen: bool,
}

impl Offer<'_> {
    fn workspace(&self) -> &Workspace {
        &self.open.workspace
    }

    /// An item that replaces the word at the cursor.
    fn item(&self, label: &str, new: String, is_snippet: bool, order: u8) -> CompletionItem {
        // Of a text some clients, such as Neovim 0.11, take the first word alone, and of a snippet all of it.
        let has_blanks = self.snippets() && !is_snippet && new.contains(char::is_whitespace);
        let (new, is_snippet) = match has_blanks {
            true => (escaped(&new), true),
            false => (new, is_snippet),
        };
        let edit = edit::replace(&self.open.lines, self.sketch.word, new);
        CompletionItem {
            label: label.to_owned(),
            // What is compared with what is typed.
            filter_text: Some(label.to_owned()),
            sort_text: Some(format!("{order}{label}")),
            insert_text_format: is_snippet.then_some(InsertTextFormat::SNIPPET),
            text_edit: Some(CompletionTextEdit::Edit(edit)),
            ..CompletionItem::default()
        }
    }

    /// The fields below the path of the cursor.
    fn fields(&self) -> Vec<CompletionItem> {
        let path = self.sketch.path.as_str();
        let mut fields: BTreeMap<String, Field> = BTreeMap::new();
        if self.sees_envelopes {
            if path.is_empty() {
                for name in knowledge::envelope() {
                    let about = knowledge::of_envelope(name).unwrap_or_default();
                    fields.insert(
                        name.to_owned(),
                        Field {
                            is_object: name == "detail",
                            detail: about.to_owned(),
                            is_seen: false,
                        },
                    );
                }
            }
            let known = knowledge::all(&self.sketch.asked, self.workspace());
            for (full, known) in known {
                self.add(&mut fields, full, &known);
            }
        }
        let or = knowledge::of_envelope("$or").unwrap_or_default();
        let mut items: Vec<_> = fields
            .into_iter()
            .filter(|(name, _)| !self.sketch.keys.contains(&joined(path, name)))
            .map(|(name, field)| {
                let (new, is_snippet) = self.key(&name, field.is_object);
                let order = if path.is_empty() {
                    envelope_order(&name)
                } else {
                    4
                };
                CompletionItem {
                    kind: Some(CompletionItemKind::FIELD),
                    detail: Some(field.detail),
                    ..self.item(&name, new, is_snippet, order)
                }
            })
            .collect();
        if !self.sketch.keys.contains(&joined(path, "$or")) {
            let (new, is_snippet) = self.or();
            items.push(CompletionItem {
                kind: Some(CompletionItemKind::KEYWORD),
                detail: Some(or.to_owned()),
                ..self.item("$or", new, is_snippet, 9)
            });
        }
        items
    }

    /// Adds the field below the cursor's path that a known path leads through.
    fn add(&self, fields: &mut BTreeMap<String, Field>, full: &str, known: &Known<'_>) {
        let path = self.sketch.path.as_str();
        let rest = match path.is_empty() {
            true => Some(full),
            false => full
                .strip_prefix(path)
                .and_then(|rest| rest.strip_prefix('.')),
        };
        let Some(rest) = rest.filter(|rest| !rest.is_empty()) else {
            return;
        };
        let (name, is_deeper) = match rest.split_once('.') {
            Some((name, _)) => (name, true),
            None => (rest, false),
        };
        let field = fields.entry(name.to_owned()).or_default();
        field.is_object |= is_deeper;
        if is_deeper {
            return;
        }
        let mut parts = Vec::new();
        let mut documented = known.documented.iter();
        if let Some((detail_type, kind)) = documented.next() {
            field.is_object |= matches!(kind, Kind::Object | Kind::Objects | Kind::Map);
            parts.push(format!("{}, AWS: {detail_type}", knowledge::words(*kind)));
        }
        if let Some(seen) = known.seen.first() {
            field.is_seen = true;
            field.is_object |= seen.kinds.iter().any(|kind| kind.starts_with("object"));
            let file = self.workspace().fixtures.get(seen.first);
            let kinds: Vec<_> = seen.kinds.iter().copied().collect();
            let file = file.map_or("", |fixture| &fixture.name);
            parts.push(match parts.is_empty() {
                true => format!("{}, {file}", kinds.join(" or ")),
                false => file.to_owned(),
            });
        }
        if !parts.is_empty() && (!path.is_empty() || field.detail.is_empty()) {
            field.detail = parts.join("; ");
        }
    }

    fn snippets(&self) -> bool {
        self.shared.client.snippets
    }

    /// A key with room for its value.
    fn key(&self, name: &str, is_object: bool) -> (String, bool) {
        // Where there are quotes already, what is behind them is the author's.
        if self.sketch.quote.is_some() {
            return (self.inner(name), false);
        }
        let key = self.spelled_key(name);
        let hole = if self.snippets() { "$0" } else { "" };
        let is_snippet = self.snippets();
        let key = if is_snippet { escaped(&key) } else { key };
        let text = match (self.sketch.style, is_object) {
            (Style::YamlBlock, true) => format!("{key}:\n  {hole}"),
            (Style::YamlBlock, false) => format!("{key}: [{hole}]"),
            (Style::Hcl, true) => format!("{key} = {{ {hole} }}"),
            (Style::Hcl, false) => format!("{key} = [{hole}]"),
            (_, true) => format!("{key}: {{{hole}}}"),
            (_, false) => format!("{key}: [{hole}]"),
        };
        (text, is_snippet)
    }

    fn or(&self) -> (String, bool) {
        if self.sketch.quote.is_some() {
            return ("$or".to_owned(), false);
        }
        let is_snippet = self.snippets();
        let holes = match is_snippet {
            true => ["$1", "$2"],
            false => ["", ""],
        };
        let key = self.spelled_key("$or");
        let key = if is_snippet { escaped(&key) } else { key };
        let [one, two] = holes;
        let text = match self.sketch.style {
            Style::YamlBlock => format!("{key}:\n  - {one}\n  - {two}"),
            Style::Hcl => format!("{key} = [{{ {one} }}, {{ {two} }}]"),
            _ => format!("{key}: [{{{one}}}, {{{two}}}]"),
        };
        (text, is_snippet)
    }

    fn spelled_key(&self, name: &str) -> String {
        let is_identifier = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        match self.sketch.style {
            Style::Json => quoted(name),
            Style::Escaped => self.within_json(&quoted(name)),
            Style::Hcl if is_identifier => name.to_owned(),
            Style::Hcl => hcl(&quoted(name)),
            Style::YamlBlock | Style::YamlFlow => yaml(name),
        }
    }

    /// A string as it is spelled between the quotes that are there.
    fn inner(&self, text: &str) -> String {
        if self.sketch.quote == Some('\'') {
            return text.replace('\'', "''");
        }
        let json = quoted(text);
        let inner = json
            .strip_prefix('"')
            .and_then(|j| j.strip_suffix('"'))
            .unwrap_or(text);
        match self.sketch.style {
            Style::Escaped => self.within_json(inner),
            Style::Hcl => hcl(inner),
            _ => inner.to_owned(),
        }
    }

    fn within_json(&self, json: &str) -> String {
        json.replace('\\', "\\\\").replace('"', "\\\"")
    }

    /// A value as it is spelled here, from how JSON has it.
    fn spelled(&self, json: &str) -> String {
        let string = serde_json::from_str::<String>(json).ok();
        if let (Some(text), Some(_)) = (&string, self.sketch.quote) {
            return self.inner(text);
        }
        match (self.sketch.style, string) {
            (Style::Escaped, _) => self.within_json(json),
            (Style::YamlBlock | Style::YamlFlow, Some(text)) => yaml(&text),
            (Style::Hcl, _) => hcl(json),
            _ => json.to_owned(),
        }
    }

    /// The operators of a list of matchers, inside of the brackets of one.
    fn operators(&self) -> Vec<CompletionItem> {
        let outer = self.sketch.operators.last().map(String::as_str);
        let names: Vec<&str> = match outer {
            None => knowledge::operators().collect(),
            Some(outer) => INNER
                .iter()
                .filter(|(name, _)| *name == outer)
                .flat_map(|(_, inner)| inner.iter().copied())
                .collect(),
        };
        names
            .into_iter()
            .map(|name| {
                let (new, is_snippet) = match self.sketch.quote {
                    Some(_) => (self.inner(name), false),
                    None => self.operator(name),
                };
                self.of_operator(name, new, is_snippet)
            })
            .collect()
    }

    fn of_operator(&self, name: &str, new: String, is_snippet: bool) -> CompletionItem {
        let about = knowledge::of_operator(name).unwrap_or_default();
        let limits = knowledge::limits(name);
        CompletionItem {
            kind: Some(CompletionItemKind::OPERATOR),
            detail: Some(about.to_owned()),
            documentation: limits.map(|limits| {
                Documentation::MarkupContent(self.shared.client.markup(limits.to_owned()))
            }),
            ..self.item(name, new, is_snippet, 8)
        }
    }

    /// An operator with its operand, without brackets.
    fn operator(&self, name: &str) -> (String, bool) {
        let is_snippet = self.snippets();
        let json_operand = match (name, is_snippet) {
            ("exists", true) => "${1|true,false|}",
            ("exists", false) => "true",
            ("numeric", true) => "[\"${1|=,>,>=,<,<=|}\", ${2:0}]",
            ("numeric", false) => "[\">\", 0]",
            ("cidr", true) => "\"${1:10.0.0.0/8}\"",
            ("anything-but", true) => "[\"$1\"]",
            ("anything-but", false) => "[\"\"]",
            (_, true) => "\"$1\"",
            (_, false) => "\"\"",
        };
        let key = self.spelled_key(name);
        let operand = match self.sketch.style {
            Style::Escaped => json_operand.replace('"', "\\\\\""),
            _ => json_operand.to_owned(),
        };
        let colon = if self.sketch.style == Style::Hcl {
            " ="
        } else {
            ":"
        };
        let key = if is_snippet { escaped(&key) } else { key };
        (format!("{key}{colon} {operand}"), is_snippet)
    }

    /// The values at the path of the cursor, and operators in the place of one.
    fn values(&self) -> Vec<CompletionItem> {
        let operators = &self.sketch.operators;
        match operators.first().map(String::as_str) {
            Some("exists") => return self.words(&["true", "false"]),
            Some("numeric") => return self.words(&["\"=\"", "\">\"", "\">=\"", "\"<\"", "\"<=\""]),
            _ => {}
        }
        let is_list_missing = self.sketch.part == Part::Value && operators.is_empty();
        let mut all: BTreeMap<String, (u8, String)> = BTreeMap::new();
        if self.sees_envelopes {
            self.known_values(&mut all);
        }
        let mut items: Vec<_> = all
            .into_iter()
            .map(|(json, (order, detail))| {
                let label = serde_json::from_str::<String>(&json).unwrap_or_else(|_| json.clone());
                let mut new = self.spelled(&json);
                if is_list_missing && self.sketch.quote.is_none() {
                    new = format!("[{new}]");
                }
                CompletionItem {
                    kind: Some(CompletionItemKind::VALUE),
                    detail: Some(detail),
                    ..self.item(&label, new, false, order)
                }
            })
            .collect();
        // An operator stands in brackets of its own, which quotes leave no room for.
        if operators.is_empty() && self.sketch.quote.is_none() {
            for name in knowledge::operators() {
                let (inner, is_snippet) = self.operator(name);
                let mut new = match self.sketch.style {
                    Style::YamlBlock if !is_list_missing => inner,
                    _ => format!("{{{inner}}}"),
                };
                if is_list_missing {
                    new = format!("[{new}]");
                }
                items.push(self.of_operator(name, new, is_snippet));
            }
        }
        items
    }

    fn words(&self, words: &[&str]) -> Vec<CompletionItem> {
        let words = words.iter().enumerate();
        words
            .map(|(order, json)| {
                let label = json.trim_matches('"');
                let order = u8::try_from(order).unwrap_or(9);
                self.item(label, self.spelled(json), false, order)
            })
            .collect()
    }

    /// The values that are known, as JSON, each with its rank and who says so.
    fn known_values(&self, all: &mut BTreeMap<String, (u8, String)>) {
        let path = self.sketch.path.as_str();
        let asked = &self.sketch.asked;
        let workspace = self.workspace();
        let mut add = |json: String, order: u8, detail: String| {
            all.entry(json).or_insert((order, detail));
        };
        match path {
            "source" => {
                for (source, is_aws) in knowledge::sources(workspace) {
                    let detail = if is_aws { "AWS" } else { "fixtures" };
                    add(quoted(&source), u8::from(is_aws), detail.to_owned());
                }
            }
            "detail-type" => {
                for (name, is_aws) in knowledge::detail_types(&asked.sources, workspace) {
                    let detail = if is_aws { "AWS" } else { "fixtures" };
                    add(quoted(&name), u8::from(is_aws), detail.to_owned());
                }
            }
            "detail.eventName" => {
                for name in asked.calls() {
                    add(quoted(name), 2, "API call".to_owned());
                }
            }
            "detail.eventSource" => {
                for source in &asked.sources {
                    if let Some(service) = source.strip_prefix("aws.") {
                        let service = format!("{service}.amazonaws.com");
                        add(quoted(&service), 0, "service".to_owned());
                    }
                }
            }
            _ => {}
        }
        let known = knowledge::all(asked, workspace);
        let known = known.get(path);
        for values in asked.values(path) {
            if values.extent == Extent::Range {
                continue;
            }
            let kinds = known.map(|known| &known.documented);
            let is_number = kinds.is_some_and(|kinds| {
                kinds
                    .values()
                    .any(|k| matches!(k, Kind::Number | Kind::Numbers))
            });
            for value in &values.values {
                let json = match is_number {
                    true => (*value).to_owned(),
                    false => quoted(value),
                };
                add(json, 0, format!("AWS, {}", knowledge::extent(values)));
            }
        }
        for seen in known.map(|known| known.seen.as_slice()).unwrap_or_default() {
            let file = workspace.fixtures.get(seen.first);
            let file = file.map_or("fixtures", |fixture| &fixture.name);
            for value in &seen.values {
                add(value.clone(), 1, brief(file, 60));
            }
        }
        let documented = known.map(|known| &known.documented);
        if documented.is_some_and(|kinds| kinds.values().any(|k| *k == Kind::Boolean)) {
            add("true".to_owned(), 2, "AWS".to_owned());
            add("false".to_owned(), 2, "AWS".to_owned());
        }
    }
}

fn joined(path: &str, name: &str) -> String {
    match path.is_empty() {
        true => name.to_owned(),
        false => format!("{path}.{name}"),
    }
}

/// The fields that patterns ask for most come first.
fn envelope_order(name: &str) -> u8 {
    match name {
        "source" => 0,
        "detail-type" => 1,
        "detail" => 2,
        _ => 4,
    }
}

fn quoted(text: &str) -> String {
    let mut json = String::new();
    write_string(&mut json, text);
    json
}

/// A string as YAML has it: without quotes where it stays a string.
fn yaml(text: &str) -> String {
    let is_plain =
        |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '_' | '/' | '$' | '(' | ')');
    let starts = text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '$' | '/'));
    let ends = !text.ends_with(' ');
    let word = text.to_lowercase();
    let is_other = matches!(
        &*word,
        "true" | "false" | "yes" | "no" | "on" | "off" | "null" | "y" | "n"
    );
    match starts && ends && text.chars().all(is_plain) && !is_other {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', "''")),
    }
}

/// JSON as HCL has it, which would put values in the place of what looks like a template.
fn hcl(json: &str) -> String {
    json.replace("${", "$${").replace("%{", "%%{")
}

/// A text as a snippet has it.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('$', "\\$")
        .replace('}', "\\}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_in_yaml() {
        assert_eq!(yaml("ECS Task State Change"), "ECS Task State Change");
        assert_eq!(yaml("$or"), "$or");
        for (text, expected) in [
            ("yes", "'yes'"),
            ("123", "'123'"),
            ("a: b", "'a: b'"),
            ("it's", "'it''s'"),
            ("- x", "'- x'"),
            ("", "''"),
        ] {
            assert_eq!(yaml(text), expected);
        }
        assert_eq!(escaped("$or"), "\\$or");
        assert_eq!(hcl("\"a${b}%{c}$or\""), "\"a$${b}%%{c}$or\"");
    }
}
