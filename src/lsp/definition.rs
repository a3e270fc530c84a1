//! From a suite to its patterns and events and back, and from a condition to what decides it in the pinned
//! event.

use super::address;
use super::analysis::{View, reread};
use super::commands;
use super::cursor::Spot;
use super::document::Lines;
use super::judge::{self, Target};
use super::state::{Open, Shared};
use crate::input::path::plain;
use crate::json::{Position as At, Span};
use crate::suite::load::is_suite_name;
use crate::template::FileId;
use lsp_types::{GotoDefinitionParams, Location, Position, Range, ReferenceParams};
use std::path::Path;

/// The most places that are named.
const MOST: usize = 500;

/// Where that stands which a place names.
pub(super) fn of(shared: &Shared, open: &Open, params: &GotoDefinitionParams) -> Vec<Location> {
    let offset = open
        .lines
        .offset(params.text_document_position_params.position);
    let analysis = open.analysis();
    if let Some(view) = analysis.view() {
        return deciding(shared, open, view, offset).into_iter().collect();
    }
    match is_suite_name(&open.path) {
        true => named_in_suite(shared, open, offset).into_iter().collect(),
        false => Vec::new(),
    }
}

/// The places that name a pattern or an event: cases of suites, and the events of a pattern's folders.
pub(super) fn references(shared: &Shared, open: &Open, params: &ReferenceParams) -> Vec<Location> {
    let offset = open.lines.offset(params.text_document_position.position);
    let analysis = open.analysis();
    let suites = &open.workspace.suites;
    let mut places = Vec::new();
    match analysis.view() {
        Some(view) => {
            let index = view.at(offset).map(|(index, _)| index);
            let target = index.and_then(|index| Target::new(view, index));
            if let Some(target) = target {
                let cases = target.cases(view, &open.path, suites);
                places.extend(
                    cases
                        .into_iter()
                        .map(|(case, _)| (&case.file, case.position)),
                );
            }
        }
        None => {
            let cases = suites.iter().flat_map(|suite| &suite.cases);
            for case in cases {
                let event = case.event.as_ref().map(|event| event.name.as_str());
                if event.is_some_and(|name| is_in(name, &open.path)) {
                    places.push((&case.file, case.position));
                    let home = case.pattern.home.as_ref();
                    let file = case.pattern.file.as_ref();
                    match home {
                        Some(home) => places.push((&home.file, home.position)),
                        None => places.extend(file.map(|file| (file, None))),
                    }
                }
            }
        }
    }
    let mut found: Vec<Location> = Vec::new();
    for (file, position) in places.into_iter().take(MOST) {
        let location = location(shared, Path::new(&**file), position);
        found.extend(location.filter(|location| !found.contains(location)));
    }
    found
}

/// Whether an event is in a file, by its name: the file's, perhaps with its place there.
fn is_in(name: &str, path: &Path) -> bool {
    let rest = path.to_str().and_then(|path| name.strip_prefix(path));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['#', ':', '[']))
}

/// A place of a file that is given as line and column in characters.
fn location(shared: &Shared, path: &Path, position: Option<At>) -> Option<Location> {
    let uri = address::uri(path)?;
    let Some(At { line, column }) = position else {
        return Some(Location::new(uri, Range::default()));
    };
    let lines = lines_of(shared, path)?;
    let line = line.saturating_sub(1);
    let before = lines.line(line).chars().take(column.saturating_sub(1));
    let start = lines.start_of(line) + before.map(char::len_utf8).sum::<usize>();
    let end = lines.start_of(line) + lines.line(line).len();
    let range = lines.range(Span::new(start, end.max(start)));
    Some(Location::new(uri, range))
}

/// The text of a file: as it is written where it is open.
fn lines_of(shared: &Shared, path: &Path) -> Option<Lines> {
    if let Some(open) = shared.open_at(path) {
        return Some((*open.lines).clone());
    }
    let text = shared.text_at(path).ok()??;
    Some(Lines::new(text, shared.client.encoding))
}

/// The value of the pinned event that decided about the condition at an offset.
fn deciding(shared: &Shared, open: &Open, view: View<'_>, offset: usize) -> Option<Location> {
    let spot = Spot::at(view, offset)?;
    let (_, condition, _) = spot.condition()?;
    let pin = shared.pin_of(&open.uri, &spot.found.id)?;
    let index = view.at(offset)?.0;
    let target = Target::new(view, index)?;
    let given = commands::given(shared, open, &target, &pin.event)?;
    let start = given.start?;
    let mode = judge::mode(&open.workspace);
    let label = commands::label(open, &target.found.id);
    let place = target.explained(&given, &label, mode, |explanation| {
        let report = explanation.conditions.get(condition)?;
        let chosen = report.witnesses.iter().find(|w| *w.chosen.get(mode));
        let chosen = chosen.or(report.witnesses.first()).map(|w| &w.place);
        let failed = report.failures.iter().find_map(|f| f.place.as_ref());
        let place = chosen.or(failed)?;
        Some((place.span, place.position))
    });
    let (span, position) = place.ok()??;
    let lines = lines_of(shared, &given.path)?;
    let range = match target.sees_events() {
        true => lines.range(Span::new(start + span.start, start + span.end)),
        // What a filter sees is made of the record; its place there is a line and a column.
        false => {
            let record = lines.text().get(start..)?;
            let inner = Lines::new(record, shared.client.encoding);
            let line = position.line.saturating_sub(1);
            let before = inner
                .line(line)
                .chars()
                .take(position.column.saturating_sub(1));
            let at = inner.start_of(line) + before.map(char::len_utf8).sum::<usize>();
            let at = lines.position(start + at);
            Range::new(at, at)
        }
    };
    Some(Location::new(address::uri(&given.path)?, range))
}

/// The word of a suite at an offset, without quotes.
pub(super) fn word(lines: &Lines, offset: usize) -> &str {
    let line = lines.line_of(offset);
    let text = lines.line(line);
    let at = offset.saturating_sub(lines.start_of(line)).min(text.len());
    let is_end =
        |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | '{' | '}' | '[' | ']');
    let before = text.get(..at).unwrap_or("");
    let start = before.rfind(is_end).map_or(0, |end| {
        end + before
            .get(end..)
            .and_then(|s| s.chars().next())
            .map_or(1, char::len_utf8)
    });
    let rest = text.get(start..).unwrap_or("");
    let end = rest.find(is_end).unwrap_or(rest.len());
    rest.get(..end).unwrap_or("").trim_end_matches(':')
}

fn named_in_suite(shared: &Shared, open: &Open, offset: usize) -> Option<Location> {
    let word = word(&open.lines, offset);
    if word.is_empty() {
        return None;
    }
    let directory = open.path.parent()?;
    let whole = plain(&directory.join(word));
    if whole.is_file() {
        return Some(Location::new(address::uri(&whole)?, Range::default()));
    }
    if let Some((file, id)) = word.rsplit_once('#') {
        return pattern_in(shared, open, &plain(&directory.join(file)), id);
    }
    // A name that the suite itself gives.
    let lines = &open.lines;
    (0..lines.count()).find_map(|line| {
        let text = lines.line(line);
        let key = text.trim_start().trim_start_matches(['"', '\'']);
        let rest = key.strip_prefix(word)?.trim_start_matches(['"', '\'']);
        let is_inside = text.starts_with([' ', '\t']) && rest.starts_with(':');
        let column = u32::try_from(text.len() - text.trim_start().len()).ok()?;
        let start = Position::new(u32::try_from(line).ok()?, column);
        is_inside.then(|| Location::new(open.uri.clone(), Range::new(start, start)))
    })
}

/// The place of a pattern in a template.
fn pattern_in(shared: &Shared, open: &Open, file: &Path, id: &str) -> Option<Location> {
    let lines = lines_of(shared, file)?;
    let extraction = reread(file, lines.text(), &open.workspace)?;
    let found = extraction.find(id);
    let place = found.first()?.start();
    let included = extraction.file(place.file)?;
    let (path, lines) = match place.file == FileId::TEMPLATE {
        true => (file, lines),
        false => {
            let text = included.text.clone();
            (
                included.path.as_path(),
                Lines::new(text, shared.client.encoding),
            )
        }
    };
    Some(Location::new(address::uri(path)?, lines.range(place.span)))
}
