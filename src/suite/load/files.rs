//! The files that suites name: patterns and events, each read once.

use super::error::LoadError;
use super::template;
use crate::intake::{self, Choice};
use crate::json::{LineIndex, Position};
use crate::suite::{EventInput, PatternInput};
use crate::template::Vars;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// The largest file that is read whole, in bytes.
const LARGEST: u64 = 256 << 20;

/// What files a directory of events is searched for.
const EVENT_EXTENSIONS: [&str; 5] = ["json", "jsonl", "ndjson", "log", "txt"];

/// What was read so far.
#[derive(Debug, Default)]
pub(super) struct Files {
    patterns: HashMap<String, Result<Arc<PatternInput>, String>>,
    templates: HashMap<(String, Vars), Result<Arc<PatternInput>, String>>,
    /// What templates take in.
    included: Vec<PathBuf>,
    events: HashMap<String, Result<Vec<Arc<EventInput>>, String>>,
}

impl Files {
    /// What was asked for.
    pub(super) fn names(&self) -> impl Iterator<Item = PathBuf> {
        let templates = self.templates.keys().map(|(name, _)| name);
        let names = self
            .patterns
            .keys()
            .chain(templates)
            .chain(self.events.keys());
        names
            .map(PathBuf::from)
            .chain(self.included.iter().cloned())
    }

    /// The pattern in a file. The error says what is wrong with the file.
    pub(super) fn pattern(&mut self, path: &Path) -> Result<Arc<PatternInput>, String> {
        let name = shown(path);
        if let Some(known) = self.patterns.get(&name) {
            return known.clone();
        }
        let read = read(path).map(|text| {
            let file = Arc::from(name.as_str());
            Arc::new(PatternInput::new(name.clone(), Some(file), text))
        });
        self.patterns.insert(name, read.clone());
        read
    }

    /// The pattern in a file, or in a template: `template.yaml#LogicalId`. The error says what is
    /// wrong with it.
    pub(super) fn pattern_or_template(
        &mut self,
        path: &Path,
        vars: &Vars,
    ) -> Result<Arc<PatternInput>, String> {
        if !template::is_one(path) {
            return self.pattern(path);
        }
        let key = (shown(path), vars.clone());
        if let Some(known) = self.templates.get(&key) {
            return known.clone();
        }
        let read = template::pattern(path, vars, &mut self.included);
        self.templates.insert(key, read.clone());
        read
    }

    /// The events in a file, at least one. The error says what is wrong with the file, and where.
    pub(super) fn events(&mut self, path: &Path) -> Result<Vec<Arc<EventInput>>, String> {
        let name = shown(path);
        if let Some(known) = self.events.get(&name) {
            return known.clone();
        }
        let events = read(path).and_then(|text| events(&name, &text));
        self.events.insert(name, events.clone());
        events
    }
}

fn events(name: &str, text: &str) -> Result<Vec<Arc<EventInput>>, String> {
    let found = intake::read(text, Choice::Auto);
    let lines = LineIndex::new(text);
    if let Some(problem) = found.problems.first() {
        let Position { line, column } = lines.position(problem.span().start);
        return Err(format!("line {line}, column {column}: {problem}"));
    }
    found
        .found
        .into_iter()
        .map(|event| {
            let start = event.verbatim.then(|| lines.position(event.span.start));
            let input = EventInput {
                name: event.name_in(name),
                text: event.text.into_owned(),
                start,
            };
            match input.read().map(drop) {
                Ok(()) => Ok(Arc::new(input)),
                Err(error) => Err(format!("{}: {error}", error.position())),
            }
        })
        .collect()
}

/// The text of a file. The error says what is wrong with it.
pub(super) fn read(path: &Path) -> Result<String, String> {
    let told = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "not allowed to read this file".to_owned(),
        _ => format!("cannot read this: {error}"),
    };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(told)?;
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(told)?;
    if bytes.len() as u64 > LARGEST {
        return Err(format!(
            "larger than {} MiB, the most that is read whole",
            LARGEST >> 20
        ));
    }
    let bytes = intake::unpack(bytes).map_err(|error| error.to_string())?;
    match String::from_utf8(bytes) {
        Ok(text) if !text.starts_with('\u{feff}') && !text.contains('\0') => Ok(text),
        Ok(text) => intake::decode(text.as_bytes())
            .map(str::to_owned)
            .map_err(|error| error.to_string()),
        Err(error) => Err(match intake::decode(error.as_bytes()) {
            Err(error) => error.to_string(),
            Ok(_) => "the text is not UTF-8".to_owned(),
        }),
    }
}

/// A path without `.` and `x/..` in it, as it is shown.
pub(super) fn shown(path: &Path) -> String {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(clean.components().next_back(), Some(Component::Normal(_))) =>
            {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    if clean.as_os_str().is_empty() {
        return ".".to_owned();
    }
    clean.display().to_string()
}

/// All files below a directory that `wanted` lets through, by name. Hidden ones are left out, links
/// to directories are not followed.
pub(super) fn below(
    directory: &Path,
    wanted: impl Fn(&Path) -> bool,
) -> Result<Vec<PathBuf>, LoadError> {
    let mut files = Vec::new();
    for entry in walk(directory) {
        let entry = entry.map_err(|error| {
            LoadError::in_file(shown(directory), format!("cannot list this: {error}"))
        })?;
        if wanted(entry.path()) && !entry.path().is_dir() {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

/// Everything below a directory, by name.
pub(super) fn walk(directory: &Path) -> ignore::Walk {
    ignore::WalkBuilder::new(directory)
        .standard_filters(false)
        .hidden(true)
        .sort_by_file_name(Ord::cmp)
        .build()
}

/// Whether a file in a directory of events holds events.
pub(super) fn is_event_file(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| EVENT_EXTENSIONS.contains(&extension))
        && !super::is_suite_name(path)
}

/// Whether a path has to be looked for with [`matching`].
pub(super) fn is_glob(path: &str) -> bool {
    path.contains(['*', '?', '[', '{'])
}

/// The files that a glob names, by name; `**` goes through directories.
pub(super) fn matching(directory: &Path, glob: &str) -> Result<Vec<PathBuf>, String> {
    let parts: Vec<&str> = glob.split('/').collect();
    let literal = parts.iter().take_while(|part| !is_glob(part)).count();
    let mut base = directory.to_owned();
    if glob.starts_with('/') {
        base.push("/");
    }
    base.extend(parts.iter().take(literal).filter(|part| !part.is_empty()));
    let rest: Vec<&str> = parts.iter().skip(literal).copied().collect();
    let matcher = globset::GlobBuilder::new(&rest.join("/"))
        .literal_separator(true)
        .build()
        .map_err(|error| format!("not a glob: {}", error.kind()))?
        .compile_matcher();
    if !base.is_dir() {
        return Ok(Vec::new());
    }
    let fits = |path: &Path| {
        path.strip_prefix(&base)
            .is_ok_and(|path| matcher.is_match(path))
    };
    below(&base, fits).map_err(|error| error.message)
}
