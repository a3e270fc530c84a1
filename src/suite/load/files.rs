//! The files that suites name: patterns and events, each read once.

use super::error::LoadError;
use super::template;
use crate::dialect::Dialect;
use crate::filter::records;
use crate::input::path::plain;
use crate::input::read::{ReadError, regular};
use crate::input::root::{Refusal, Roots};
use crate::input::walk;
use crate::intake::{self, Choice};
use crate::json::{LineIndex, Position};
use crate::suite::{EventInput, PatternInput};
use crate::template::Vars;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The largest file that is read whole, in bytes.
const LARGEST: u64 = 256 << 20;

/// The events of a file, or why it cannot be read.
type Events = Result<Vec<Arc<EventInput>>, String>;

/// What was read so far.
#[derive(Debug, Default)]
pub(super) struct Files {
    patterns: HashMap<(String, Option<Dialect>), Result<Arc<PatternInput>, String>>,
    templates: HashMap<(String, Vars), Result<Arc<PatternInput>, String>>,
    /// What templates take in.
    included: Vec<PathBuf>,
    events: HashMap<(String, Option<Dialect>), Events>,
    /// Below which directories suites may name files.
    roots: Roots,
}

impl Files {
    /// Files below these directories.
    pub(super) fn below(roots: Roots) -> Self {
        Self {
            roots,
            ..Self::default()
        }
    }

    /// Whether files may be named there. The error says that they may not.
    pub(super) fn admit(&self, path: &Path) -> Result<(), String> {
        match self.roots.admit(path) {
            Ok(_) | Err(Refusal::NotFound) => Ok(()),
            Err(Refusal::Outside) => {
                Err("it lies outside of the project; --include-root DIR allows it".to_owned())
            }
        }
    }

    /// What was asked for.
    pub(super) fn names(&self) -> impl Iterator<Item = PathBuf> {
        let templates = self.templates.keys().map(|(name, _)| name);
        let names = self
            .patterns
            .keys()
            .map(|(name, _)| name)
            .chain(templates)
            .chain(self.events.keys().map(|(name, _)| name));
        names
            .map(PathBuf::from)
            .chain(self.included.iter().cloned())
    }

    /// The pattern in a file. The error says what is wrong with the file.
    pub(super) fn pattern(
        &mut self,
        path: &Path,
        place: Option<Dialect>,
    ) -> Result<Arc<PatternInput>, String> {
        let name = shown(path);
        let key = (name.clone(), place);
        if let Some(known) = self.patterns.get(&key) {
            return known.clone();
        }
        let read = self.admit(path).and_then(|()| read(path)).map(|text| {
            let file = Arc::from(name.as_str());
            let input = PatternInput::new(name, Some(file), text);
            Arc::new(match place {
                Some(place) => input.at(place),
                None => input,
            })
        });
        self.patterns.insert(key, read.clone());
        read
    }

    /// The pattern in a file, or in a template: `template.yaml#LogicalId`. The error says what is
    /// wrong with it.
    pub(super) fn pattern_or_template(
        &mut self,
        path: &Path,
        vars: &Vars,
        place: Option<Dialect>,
    ) -> Result<Arc<PatternInput>, String> {
        if !template::is_one(path) {
            let read = self.pattern(path, place)?;
            // A template in JSON, or a reply of the AWS CLI, is no pattern but has some.
            if read.compiled().is_ok() || !template::has_some(path, &read.text) {
                return Ok(read);
            }
        }
        let key = (shown(path), vars.clone());
        if let Some(known) = self.templates.get(&key) {
            return known.clone();
        }
        let file = template::file(path);
        let read = self
            .admit(&file)
            .and_then(|()| template::pattern(path, vars, &self.roots, &mut self.included));
        self.templates.insert(key, read.clone());
        read
    }

    /// The events in a file, at least one, or the records that a place sees. The error says what is
    /// wrong with the file, and where.
    pub(super) fn events(
        &mut self,
        path: &Path,
        place: Option<Dialect>,
    ) -> Result<Vec<Arc<EventInput>>, String> {
        let name = shown(path);
        let key = (name.clone(), place);
        if let Some(known) = self.events.get(&key) {
            return known.clone();
        }
        let admitted = self.admit(path);
        let events = admitted
            .and_then(|()| read(path))
            .and_then(|text| match place {
                Some(place) => records_of(place, &name, &text),
                None => events(&name, &text),
            });
        self.events.insert(key, events.clone());
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

/// The records that a place sees of a text.
fn records_of(place: Dialect, name: &str, text: &str) -> Result<Vec<Arc<EventInput>>, String> {
    let Some(found) = records::find(place, text) else {
        let error = crate::json::Document::parse(text).err();
        return Err(error.map_or_else(String::new, |error| error.to_string()));
    };
    if found.found.is_empty() {
        let what = found.others.into_iter().next();
        return Err(what.unwrap_or_else(|| "no record in it".to_owned()));
    }
    let lines = LineIndex::new(text);
    let records = found.found.into_iter().map(|record| {
        let start = record.verbatim.then(|| lines.position(record.span.start));
        let input = EventInput {
            name: match record.label.strip_prefix("line ") {
                _ if record.label.is_empty() => name.to_owned(),
                Some(line) => format!("{name}:{line}"),
                None if record.label.starts_with('[') => format!("{name}{}", record.label),
                None => format!("{name}#{}", record.label),
            },
            text: record.text,
            start,
        };
        match input.read().map(drop) {
            Ok(()) => Ok(Arc::new(input)),
            Err(error) => Err(format!("{}: {error}", error.position())),
        }
    });
    records.collect()
}

/// The text of a file. The error says what is wrong with it.
pub(super) fn read(path: &Path) -> Result<String, String> {
    let bytes = regular(path, LARGEST).map_err(|error| match error {
        ReadError::NotFound => "no such file".to_owned(),
        error => error.to_string(),
    })?;
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
    let clean = plain(path);
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
    let walked = walk::files(directory, wanted);
    match walked.troubles.first() {
        None => Ok(walked.files),
        // A suite without some of its events proves less than it says.
        Some(trouble) => Err(LoadError::in_file(
            shown(&trouble.path),
            trouble.message.clone(),
        )),
    }
}

/// Everything below a directory, by name.
pub(super) fn entries(directory: &Path) -> ignore::Walk {
    ignore::WalkBuilder::new(directory)
        .standard_filters(false)
        .hidden(true)
        .sort_by_file_name(Ord::cmp)
        .build()
}

/// Whether a file in a directory of events holds events.
pub(super) fn is_event_file(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| intake::EXTENSIONS.contains(&extension))
        && !super::is_suite_name(path)
}

/// Whether a path has to be looked for with [`matching`].
pub(super) fn is_glob(path: &str) -> bool {
    path.contains(['*', '?', '[', '{'])
}

/// The files that a glob names, by name; `**` goes through directories.
pub(super) fn matching(
    directory: &Path,
    glob: &str,
    files: &Files,
) -> Result<Vec<PathBuf>, String> {
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
    // Before it is searched: it may be all that there is.
    files.admit(&base)?;
    let fits = |path: &Path| {
        path.strip_prefix(&base)
            .is_ok_and(|path| matcher.is_match(path))
    };
    below(&base, fits).map_err(|error| error.message)
}
