//! What a client can have done: explain, run a suite, make near misses, pin an event.

use super::address;
use super::analysis::{Kind, View};
use super::failure::Failure;
use super::hover::counted;
use super::judge::{self, Given, Target};
use super::state::{Open, Shared};
use super::workspace::{Workspace, given_by, given_in};
use crate::analysis::{self as analyses, EventKind};
use crate::event::Event;
use crate::filter::wrapped;
use crate::json::Document;
use crate::report::explain_report::{self, ExplainFormat};
use crate::report::explain_text::Detail;
use crate::report::style::Look;
use crate::report::verify::{self, VerifyReport};
use crate::suite::load;
use crate::suite::{self, Case, Jobs, Modes, PatternInput, Suite};
use lsp_types::{ExecuteCommandParams, Position, Uri};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

const EXPLAIN: &str = "pattern-test.explain";
const RUN_SUITE: &str = "pattern-test.runSuite";
const NEAR_MISSES: &str = "pattern-test.nearMisses";
const PIN_EVENT: &str = "pattern-test.pinEvent";
/// The command of a lens, which clients show in their own way.
pub(super) const SHOW_FIXTURES: &str = "pattern-test.showFixtures";

/// All of them.
pub(super) const NAMES: [&str; 5] = [EXPLAIN, RUN_SUITE, NEAR_MISSES, PIN_EVENT, SHOW_FIXTURES];

/// Asks a client to ask again for the marks at conditions.
pub(super) const REFRESH_HINTS: &str = "workspace/inlayHint/refresh";

/// How many near misses are made.
const MOST_MISSES: usize = 8;

/// The most fixtures that near misses are made from.
const MOST_BASES: usize = 32;

/// Runs a command. `open` is the document that its argument names, where that is open.
pub(super) fn run(
    shared: &Shared,
    open: Option<&Arc<Open>>,
    params: ExecuteCommandParams,
) -> Result<Value, Failure> {
    let argument = params.arguments.into_iter().next().unwrap_or_default();
    let command = params.command.as_str();
    if !NAMES.contains(&command) {
        return Err(Failure::params(format!("no command `{command}`")));
    }
    // A suite that is on disk need not be open.
    if command == RUN_SUITE {
        let Suited { uri } = read(argument)?;
        return run_suite(shared, open, &uri);
    }
    // A lens brings its fixtures along; whoever asks for a place has none yet.
    if let (SHOW_FIXTURES, Some(fixtures)) = (command, argument.get("fixtures")) {
        return Ok(fixtures.clone());
    }
    let Some(open) = open else {
        return Err(Failure::new("the document is not open"));
    };
    match command {
        SHOW_FIXTURES => fixtures(open, &read(argument)?),
        EXPLAIN => explain(shared, open, &read(argument)?),
        NEAR_MISSES => near_misses(open, &read(argument)?),
        _ => pin(shared, open, read(argument)?),
    }
}

fn read<P: DeserializeOwned>(argument: Value) -> Result<P, Failure> {
    serde_json::from_value(argument).map_err(|error| Failure::params(error.to_string()))
}

#[derive(Debug, Deserialize)]
struct Suited {
    uri: Uri,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Format {
    Html,
    Markdown,
}

/// A pattern: its label, as in `file#Id`, or a place in it.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Named {
    At(Position),
    Label(String),
}

#[derive(Debug, Deserialize)]
struct Explain {
    pattern: Named,
    event: String,
    format: Format,
}

#[derive(Debug, Deserialize)]
struct At {
    position: Position,
}

#[derive(Debug, Deserialize)]
struct Pinned {
    position: Position,
    event: Option<String>,
}

/// What a pattern is called: its file as seen from the project, and its id.
pub(super) fn label(open: &Open, id: &str) -> String {
    match id.is_empty() {
        true => open.name(),
        false => format!("{}#{id}", open.name()),
    }
}

/// The pattern at a position, or on its line; the only one, where there is one.
fn at(open: &Open, view: View<'_>, position: Position) -> Result<usize, Failure> {
    let lines = &open.lines;
    let line = position.line as usize;
    let on_line = || {
        let mut all = view.all().filter_map(|(index, found)| {
            let span = view.whole(found)?;
            let is_on = lines.line_of(span.start) <= line && line <= lines.line_of(span.end);
            is_on.then_some(index)
        });
        all.next()
    };
    let found = view.at(lines.offset(position)).map(|(index, _)| index);
    match (found.or_else(on_line), view.all().count()) {
        (Some(index), _) => Ok(index),
        (None, 1) => Ok(0),
        (None, _) => Err(Failure::new("no pattern at this place")),
    }
}

fn named(open: &Open, view: View<'_>, name: &Named) -> Result<usize, Failure> {
    let label = match name {
        Named::At(position) => return at(open, view, *position),
        Named::Label(label) => label,
    };
    let id = label.rsplit_once('#').map_or("", |(_, id)| id);
    let found = view.patterns.extraction.find(id);
    let one = match found.as_slice() {
        [one] => view.all().find(|(_, found)| std::ptr::eq(*found, *one)),
        [] if id.is_empty() && view.all().count() == 1 => view.all().next(),
        _ => None,
    };
    let none = || Failure::new(format!("no pattern `{label}` in this document"));
    one.map(|(index, _)| index).ok_or_else(none)
}

fn target(view: View<'_>, index: usize) -> Result<Target<'_>, Failure> {
    Target::new(view, index).ok_or_else(|| {
        Failure::new(
            "the pattern does not compile, or depends on what is not known before deployment",
        )
    })
}

fn view_of(analysis: &super::analysis::Analysis) -> Result<View<'_>, Failure> {
    let none = || Failure::new("no event pattern in this document");
    analysis.view().ok_or_else(none)
}

/// An event or record by its name among the fixtures, its path or its address. Of a file with several
/// the first.
pub(super) fn given(
    shared: &Shared,
    open: &Open,
    target: &Target<'_>,
    event: &str,
) -> Option<Given> {
    let workspace = &open.workspace;
    let records_of = (!target.sees_events()).then(|| target.filter.dialect());
    let (path, name) = file_of(workspace, event);
    let shown = workspace.relative(&path).display().to_string();
    let all = match shared.open_at(&path) {
        // As it is written, not as it was saved.
        Some(open) => given_by(open.lines.text(), &path, &shown, records_of),
        None => given_in(&path, &shown, records_of),
    };
    let mut all = all.into_iter();
    match name {
        Some(name) => all.find(|given| given.name == name),
        None => all.next(),
    }
}

/// The file that an event is in, and its name where several stand there.
fn file_of<'e>(workspace: &Workspace, event: &'e str) -> (PathBuf, Option<&'e str>) {
    let mut fixtures = workspace.fixtures.iter();
    if let Some(fixture) = fixtures.find(|fixture| fixture.name == event) {
        return (fixture.path.clone(), Some(event));
    }
    let as_uri = event
        .parse::<Uri>()
        .ok()
        .and_then(|uri| address::path(&uri));
    if let Some(path) = as_uri {
        return (path, None);
    }
    // A record's name is its file's and its place in it.
    let whole = workspace.root.join(event);
    match event.rsplit_once('#') {
        Some((file, _)) if !whole.exists() => (workspace.root.join(file), Some(event)),
        _ => (whole, None),
    }
}

fn explain(shared: &Shared, open: &Open, asked: &Explain) -> Result<Value, Failure> {
    let analysis = open.analysis();
    let view = view_of(analysis)?;
    let target = target(view, named(open, view, &asked.pattern)?)?;
    let event = asked.event.as_str();
    let given = given(shared, open, &target, event).ok_or_else(|| {
        let what = match target.sees_events() {
            true => "event",
            false => "record that this filter sees",
        };
        Failure::new(format!("`{event}` holds no {what}"))
    })?;
    let name = label(open, &target.found.id);
    let format = match asked.format {
        Format::Html => ExplainFormat::Html,
        Format::Markdown => ExplainFormat::Markdown,
    };
    let mode = judge::mode(&open.workspace);
    let mut text = Vec::new();
    let written = target.explained(&given, &name, mode, |explanation| {
        let all = std::slice::from_ref(explanation);
        explain_report::write(all, &[], format, Detail::Full, Look::PLAIN, &mut text)
    });
    written
        .map_err(Failure::new)?
        .map_err(|error| Failure::new(error.to_string()))?;
    Ok(json!({
        "title": format!("{name} and {}", given.name),
        "text": String::from_utf8_lossy(&text),
    }))
}

fn fixtures(open: &Open, asked: &At) -> Result<Value, Failure> {
    let analysis = open.analysis();
    let view = view_of(analysis)?;
    let target = target(view, at(open, view, asked.position)?)?;
    let seen = target.of_all(&open.workspace);
    Ok(judge::listed(&seen, judge::mode(&open.workspace)))
}

fn near_misses(open: &Open, asked: &At) -> Result<Value, Failure> {
    let analysis = open.analysis();
    let view = view_of(analysis)?;
    let target = target(view, at(open, view, asked.position)?)?;
    let mode = judge::mode(&open.workspace);
    let pattern = target.filter.pattern();
    let dialect = target.filter.dialect();
    let matching = open
        .workspace
        .events()
        .filter(|(_, event)| target.sees_events() && pattern.matches(event, mode));
    let bases: Vec<&Event<'_>> = matching.map(|(_, event)| event).take(MOST_BASES).collect();
    let options = analyses::Options {
        mode,
        bases: &bases,
        envelope: target.sees_events(),
        ..analyses::Options::default()
    };
    let made = analyses::generate(pattern, EventKind::NearMiss, MOST_MISSES, 0, &options);
    let events = made.into_iter().filter_map(|made| {
        let name = match &made.value {
            Some(value) => format!("{} = {}", made.path, crate::text::brief(value, 60)),
            None => format!("{} is absent", made.path),
        };
        let text = match target.sees_events() {
            true => made.event,
            false => {
                let record = wrapped(dialect, &made.event)?;
                let document = Document::parse(record.clone()).ok()?;
                let is_same = target.filter.judge(&document).verdict(mode) == Some(made.matches);
                is_same.then_some(record)?
            }
        };
        Some(json!({"name": name, "text": text, "matches": made.matches}))
    });
    Ok(json!({"events": events.collect::<Vec<_>>()}))
}

fn pin(shared: &Shared, open: &Open, asked: Pinned) -> Result<Value, Failure> {
    let analysis = open.analysis();
    let view = view_of(analysis)?;
    let index = at(open, view, asked.position)?;
    if let Some(event) = &asked.event {
        let target = target(view, index)?;
        if given(shared, open, &target, event).is_none() {
            return Err(Failure::new(format!(
                "`{event}` holds no event that this pattern sees"
            )));
        }
    }
    let found = view.all().nth(index);
    let id = found.map_or("", |(_, found)| found.id.as_str());
    shared.pin(&open.uri, id, asked.event);
    if shared.client.refreshes_hints {
        shared.ask(REFRESH_HINTS, Value::Null);
    }
    Ok(Value::Null)
}

/// Runs a suite, or all cases that are about the patterns of a document.
fn run_suite(shared: &Shared, open: Option<&Arc<Open>>, uri: &Uri) -> Result<Value, Failure> {
    let suite = match open {
        Some(open) if matches!(open.analysis().kind, Kind::Patterns(_)) => cases_of(open)?,
        _ => suite_at(shared, open, uri)?,
    };
    let suites = [suite];
    let result = suite::run(&suites, Jobs::default(), &AtomicUsize::new(0));
    let report = VerifyReport::new(&suites, result, Vec::new());
    let counts = report.counts();
    let mut text = Vec::new();
    verify::write_summary(&report, &mut text).map_err(|error| Failure::new(error.to_string()))?;
    Ok(json!({
        "passed": counts.passed,
        "failed": counts.failed + counts.broken,
        "text": String::from_utf8_lossy(&text),
    }))
}

fn suite_at(shared: &Shared, open: Option<&Arc<Open>>, uri: &Uri) -> Result<Suite, Failure> {
    let path = address::path(uri).ok_or_else(|| Failure::new("the document is in no file"))?;
    let text = match open {
        Some(open) => open.lines.text().to_string(),
        None => match shared.text_at(&path).map_err(Failure::new)? {
            Some(text) => text,
            None => return Err(Failure::new(format!("no file `{}`", path.display()))),
        },
    };
    let project = shared.workspace_of(&path);
    let modes = project
        .and_then(|project| project.config.mode)
        .map(Modes::from);
    load::from_text(&path, text, modes).map_err(|error| Failure::new(error.to_string()))
}

/// All cases about the patterns of a document, as these are now.
fn cases_of(open: &Open) -> Result<Suite, Failure> {
    let analysis = open.analysis();
    let view = view_of(analysis)?;
    let mut cases = Vec::new();
    for (index, _) in view.all() {
        let Some(target) = Target::new(view, index) else {
            continue;
        };
        let text = target.filter.pattern().text().to_owned();
        let input = PatternInput::new(label(open, &target.found.id), None, text);
        let input = Arc::new(input.at(target.filter.dialect()));
        let own = target.cases(view, &open.path, &open.workspace.suites);
        cases.extend(own.into_iter().map(|(case, _)| Case {
            pattern: Arc::clone(&input),
            ..case.clone()
        }));
    }
    if cases.is_empty() {
        let patterns = counted(view.all().count(), "pattern");
        return Err(Failure::new(format!(
            "no suite expects anything of the {patterns} in this document"
        )));
    }
    let name = open.name();
    Ok(Suite { name, cases })
}
