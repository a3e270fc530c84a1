//! What a pattern may be turned into: JSON text where a template has an object, alternatives of an `$or`, a
//! case of a suite.

use super::actions::Actor;
use super::address;
use super::analysis::View;
use super::commands;
use super::document::Lines;
use super::edit::{self, Change};
use super::format::formatted;
use super::judge::Target;
use super::state::Open;
use crate::input::path::plain;
use crate::json::{Document, NodeKind, Span};
use crate::matching::Mode;
use crate::template::{FileId, Form, Format, Found, Settled, laid_out};
use lsp_types::{CodeAction, CodeActionKind};
use std::path::{Path, PathBuf};

const KIND: CodeActionKind = CodeActionKind::REFACTOR_REWRITE;

/// What can be made of the pattern in a range of the document.
pub(super) fn all(actor: &Actor<'_>, span: Span) -> Vec<CodeAction> {
    let analysis = actor.open.analysis();
    let Some(view) = analysis.view() else {
        return Vec::new();
    };
    let Some((index, found)) = view.at(span.start) else {
        return Vec::new();
    };
    let Some((_, settled)) = view.patterns.settled(index) else {
        return Vec::new();
    };
    let mut actions = Vec::new();
    actions.extend(as_text(actor, index, found, settled));
    actions.extend(as_alternatives(actor, index, settled, span));
    if let Some(target) = Target::new(view, index) {
        actions.extend(as_case(actor, view, &target));
    }
    actions
}

/// The object of a CloudFormation template as JSON text, where all of it is known.
fn as_text(
    actor: &Actor<'_>,
    index: usize,
    found: &Found,
    settled: &Settled,
) -> Option<CodeAction> {
    let is_yaml = !actor.open.lines.text().trim_start().starts_with('{');
    let takes_text = matches!(found.format, Format::CloudFormation | Format::Sam);
    let is_whole = found.form == Form::Object && found.text.is_known();
    let place = found.place;
    if !(is_yaml && takes_text && is_whole && place.file == FileId::TEMPLATE) {
        return None;
    }
    // Where numbers arrive as strings, text means something else.
    settled.pattern().filter(|_| found.stringified.is_none())?;
    let lines = &actor.open.lines;
    let text = lines.text();
    let key_line = lines.line_of(found.key.span.start);
    let key_text = lines.line(key_line);
    let indent = key_text.len() - key_text.trim_start().len();
    let minified = found.text.as_str();
    let body = laid_out(minified).or_else(|| formatted(minified))?;
    let mut block = String::from("|");
    for line in body.lines() {
        block.push('\n');
        block.extend(std::iter::repeat_n(' ', indent + 2));
        block.push_str(line);
    }
    // From behind the colon to the end of the object, comments in between included; those would be lost.
    let behind_key = found.key.span.end;
    let colon = text.get(behind_key..)?.find(':')? + behind_key + 1;
    let end = place.span.start + place.span.of(text).trim_end().len();
    if text.get(colon..end)?.contains('#') {
        return None;
    }
    let span = Span::new(colon, end);
    let new = format!(" {block}");
    let new = match text.contains("\r\n") {
        true => new.replace('\n', "\r\n"),
        false => new,
    };
    let after = actor.read(&edit::applied(text, span, &new))?;
    let rest_is_same = after.patterns.len() == actor.patterns.extraction.patterns.len();
    let made = after.patterns.get(index)?;
    let is_same = made.id == found.id && same_json(made.text.as_str(), found.text.as_str());
    (rest_is_same && is_same).then(|| {
        let edit = edit::replace(lines, span, new);
        actor.action(
            "Write this pattern as JSON text".to_owned(),
            KIND,
            vec![edit],
        )
    })
}

fn same_json(one: &str, other: &str) -> bool {
    let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
    value(one).is_some_and(|one| Some(one) == value(other))
}

/// The fields in a range as alternatives: any of them is enough then. Only where the text of the pattern
/// is JSON in the document, too.
fn as_alternatives(
    actor: &Actor<'_>,
    index: usize,
    settled: &Settled,
    range: Span,
) -> Option<CodeAction> {
    if range.is_empty() {
        return None;
    }
    let document = Document::parse(settled.text.as_str()).ok()?;
    let place = |span: Span| settled.text.exact_place(span);
    // The fields of one object that the range touches.
    let touched: Vec<_> = (0_u32..)
        .zip(document.nodes())
        .filter(|(_, node)| !node.key.is_empty())
        .filter(|(_, node)| {
            place(Span::new(node.key.start, node.span.end)).is_some_and(|place| {
                place.file == FileId::TEMPLATE
                    && place.span.start < range.end
                    && range.start < place.span.end
            })
        })
        .collect();
    let parent = touched
        .iter()
        .map(|(id, _)| document.parent(*id))
        .find(|parent| {
            let same = touched
                .iter()
                .filter(|(id, _)| document.parent(*id) == *parent);
            same.count() > 1
        })?;
    let fields: Vec<_> = touched
        .iter()
        .filter(|(id, _)| document.parent(*id) == parent)
        .collect();
    let (first, last) = (fields.first()?, fields.last()?);
    let is_field = |kind: NodeKind| matches!(kind, NodeKind::Array | NodeKind::Object);
    let keys: Vec<_> = fields
        .iter()
        .filter_map(|(id, _)| document.key(*id))
        .collect();
    let are_fields = fields.iter().all(|(_, node)| is_field(node.kind));
    if !are_fields
        || keys.iter().any(|key| key == "$or")
        || document.member(parent, "$or").is_some()
    {
        return None;
    }
    let whole = place(Span::new(first.1.key.start, last.1.span.end))?;
    let text = settled.text.as_str();
    let branches = fields.iter().map(|(_, node)| {
        let field = Span::new(node.key.start, node.span.end).of(text);
        format!("{{{field}}}")
    });
    let branches: Vec<_> = branches.collect();
    let new = format!("\"$or\": [{}]", branches.join(", "));
    let lines = &actor.open.lines;
    let after = actor.read(&edit::applied(lines.text(), whole.span, &new))?;
    let made = after.patterns.get(index)?;
    // It has to be a pattern that the service takes.
    Settled::new(&made.text, made.language()).pattern()?;
    let names: Vec<_> = keys.iter().map(|key| format!("`{key}`")).collect();
    let edit = edit::replace(lines, whole.span, new);
    let title = format!("Match any of {} (`$or`)", names.join(", "));
    Some(actor.action(title, KIND, vec![edit]))
}

/// The pinned event as a case of a suite.
fn as_case(actor: &Actor<'_>, view: View<'_>, target: &Target<'_>) -> Option<CodeAction> {
    let open = actor.open;
    let pin = actor.shared.pin_of(&open.uri, &target.found.id)?;
    let given = commands::given(actor.shared, open, target, &pin.event)?;
    let event = crate::event::Event::from_document(given.document.clone()).ok()?;
    let verdicts = match target.sees_events() {
        true => target.verdicts(super::judge::Input::Event(&event)),
        false => target.verdicts(super::judge::Input::Record(&given.document)),
    };
    let [Some(flattened), Some(strict)] = verdicts else {
        return None;
    };
    // A file with several events would be a case for each.
    let all = super::workspace::given_in(
        &given.path,
        "",
        (!target.sees_events()).then(|| target.filter.dialect()),
    );
    if all.len() != 1 {
        return None;
    }
    let suite = suite_for(open, view, target)?;
    let directory = suite.parent()?;
    let event = relative(&given.path, directory)?;
    let file = relative(&open.path, directory)?;
    let pattern = match target.found.id.is_empty() {
        true => file,
        false => format!("{file}#{}", target.found.id),
    };
    let word = |matched: bool| if matched { "match" } else { "no-match" };
    let expected = match flattened == strict {
        true => format!("    expect: {}\n", word(strict)),
        false => {
            let [f, s] = Mode::ALL.map(Mode::name);
            format!("    {f}: {}\n    {s}: {}\n", word(flattened), word(strict))
        }
    };
    let case = format!(
        "  - event: {}\n    pattern: {}\n{expected}",
        quoted(&event),
        quoted(&pattern)
    );
    let open = actor.shared.open_at(&suite);
    let there = actor.shared.text_at(&suite).ok()?;
    let is_new = there.is_none();
    if is_new && !actor.shared.client.creates_files {
        return None;
    }
    let old = there.unwrap_or_default();
    let mut new = old.clone();
    if new.trim().is_empty() {
        new = "cases:\n".to_owned();
    } else if !new.ends_with('\n') {
        new.push('\n');
    }
    new.push_str(&case);
    // Only where the list of cases ends the file, in the usual layout.
    let before = cases_in(&suite, &old);
    if cases_in(&suite, &new)? != before.unwrap_or(0) + 1 {
        return None;
    }
    let lines = Lines::new(old, actor.shared.client.encoding);
    let change = Change {
        uri: address::uri(&suite)?,
        version: open.map(|open| open.version),
        edits: edit::between(&lines, &new).into_iter().collect(),
        is_new,
    };
    let name = suite.file_name()?.to_string_lossy().into_owned();
    Some(CodeAction {
        title: format!("Add {} as a case to {name}", given.name),
        kind: Some(KIND),
        edit: Some(edit::of(&actor.shared.client, vec![change])),
        ..CodeAction::default()
    })
}

/// How many cases a suite has; nothing where it cannot be read.
fn cases_in(path: &Path, text: &str) -> Option<usize> {
    let suite = crate::suite::load::from_text(path, text.to_owned(), None).ok()?;
    Some(suite.cases.len())
}

/// The suite that a case belongs in: one that is about the pattern already, or one that is called like the
/// document, where `verify` finds it.
fn suite_for(open: &Open, view: View<'_>, target: &Target<'_>) -> Option<PathBuf> {
    let workspace = &open.workspace;
    let cases = target.cases(view, &open.path, &workspace.suites);
    let mut files = cases.iter().map(|(case, _)| Path::new(&*case.file));
    let is_yaml = |path: &&Path| {
        let name = path.to_str().unwrap_or("");
        name.ends_with(".suite.yaml") || name.ends_with(".suite.yml")
    };
    if let Some(known) = files.find(is_yaml) {
        return Some(known.to_owned());
    }
    let paths = &workspace.config.paths;
    let places = match &paths.suites {
        Some(suites) => suites.iter().collect::<Vec<_>>(),
        None => paths.patterns.iter().chain(&paths.fixtures).collect(),
    };
    let own = open.path.parent()?;
    let searched = places.iter().find(|place| place.is_dir());
    let directory = match places.iter().any(|place| own.starts_with(place)) {
        true => own,
        false => searched.map_or(own, |place| place.as_path()),
    };
    let name = open.path.file_stem()?.to_str()?;
    Some(directory.join(format!("{name}.suite.yaml")))
}

/// A path as it is written in a file of a directory.
fn relative(path: &Path, directory: &Path) -> Option<String> {
    let (path, directory) = (plain(path), plain(directory));
    let same = path
        .components()
        .zip(directory.components())
        .take_while(|(a, b)| a == b)
        .count();
    let mut parts: Vec<String> = Vec::new();
    for _ in directory.components().skip(same) {
        parts.push("..".to_owned());
    }
    for part in path.components().skip(same) {
        parts.push(part.as_os_str().to_str()?.to_owned());
    }
    Some(parts.join("/"))
}

/// A word as YAML has it: plain where it can be.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '/' | '_' | '-' | '#');
    match text.contains('/') && text.chars().all(is_plain) && !text.starts_with(['-', '#']) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', "''")),
    }
}
