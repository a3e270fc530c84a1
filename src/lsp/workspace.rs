//! What a project has besides the documents that are open: its configuration, events and suites.
//!
//! [`Workspace::quick`] reads the configuration and no more, so that the first diagnostics need not wait
//! for the rest. [`Workspace::whole`] adds the events and suites; it runs beside everything else, and
//! what it holds has a bound.

use super::fields::Fields;
use super::judge::Given;
use super::state::locked;
use crate::config::{Config, ConfigError, FILE_NAME};
use crate::dialect::Dialect;
use crate::discover::{self, Options};
use crate::event::Event;
use crate::filter::records;
use crate::input::read;
use crate::input::walk;
use crate::intake::{self, Choice};
use crate::json::Document;
use crate::lint::baseline::Baseline;
use crate::lint::evidence::Evidence;
use crate::lint::policy::{Globs, Policy};
use crate::suite::load::{self, LoadError};
use crate::suite::{Modes, Suite};
use crate::template::OnDisk;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// The most events that are held.
const MOST_EVENTS: usize = 2_000;

/// The most text of events that is held, in bytes. An event takes about ten times its text.
const MOST_TEXT: usize = 6 << 20;

/// The largest file of events that is read, in bytes.
const LARGEST: u64 = 4 << 20;

/// How many times a project was read.
static READ: AtomicU64 = AtomicU64::new(0);

/// An event of the project.
#[derive(Debug)]
pub(super) struct Fixture {
    /// Its file.
    pub(super) path: PathBuf,
    /// What to call it: its file as seen from the project, with its place where there are several.
    pub(super) name: String,
}

/// A project.
#[derive(Debug)]
pub(super) struct Workspace {
    /// Its directory.
    pub(super) root: PathBuf,
    /// Tells it from what was read of the same project at other times.
    pub(super) number: u64,
    pub(super) config: Config,
    pub(super) config_error: Option<ConfigError>,
    pub(super) policy: Policy,
    pub(super) options: Options,
    pub(super) files: OnDisk,
    pub(super) baseline: Baseline,
    excluded: Globs,
    /// The events, each at the place of its [`Fixture`].
    pub(super) evidence: Evidence,
    pub(super) fixtures: Vec<Fixture>,
    /// How many events are not held.
    pub(super) left_out: usize,
    /// What was seen in the events.
    pub(super) fields: Fields,
    pub(super) suites: Vec<Suite>,
    pub(super) suite_errors: Vec<LoadError>,
    /// Whether events and suites were read.
    pub(super) is_whole: bool,
    /// The files that hold events.
    event_files: Vec<PathBuf>,
    /// The records that the filters of a place see in them, as far as anybody asked.
    records: Mutex<HashMap<Dialect, Arc<Vec<Given>>>>,
}

impl Workspace {
    /// The project with its configuration. `fixtures` are what the client says that events are, as
    /// paths or globs.
    pub(super) fn quick(root: &Path, fixtures: &[String]) -> Self {
        let (config, config_error) = match Config::find(root) {
            Ok(config) => (config, None),
            Err(error) => (Config::default(), Some(error)),
        };
        let mut config = config.seen_from(root);
        if !fixtures.is_empty() {
            config.paths.fixtures = fixtures.iter().flat_map(|f| named(root, f)).collect();
        }
        let options = Options {
            paths: vec![root.to_owned()],
            patterns: match config.paths.patterns_named {
                true => config.paths.patterns.clone(),
                false => Vec::new(),
            },
            events: config.paths.fixtures.clone(),
            ..Options::default()
        };
        let baseline = config.check.baseline.as_deref().and_then(|path| {
            let bytes = read::regular(path, LARGEST).ok()?;
            Baseline::parse(std::str::from_utf8(&bytes).ok()?).ok()
        });
        Self {
            root: root.to_owned(),
            number: READ.fetch_add(1, Ordering::Relaxed),
            policy: config.check.policy().unwrap_or_default(),
            excluded: Globs::new(&config.check.exclude).unwrap_or_else(|_| Globs::none()),
            files: discover::files_for(&options),
            baseline: baseline.unwrap_or_default(),
            config,
            config_error,
            options,
            evidence: Evidence::default(),
            fixtures: Vec::new(),
            left_out: 0,
            fields: Fields::default(),
            suites: Vec::new(),
            suite_errors: Vec::new(),
            is_whole: false,
            event_files: Vec::new(),
            records: Mutex::default(),
        }
    }

    /// The project with all that belongs to it.
    pub(super) fn whole(root: &Path, fixtures: &[String]) -> Self {
        let mut all = Self::quick(root, fixtures);
        all.read_events();
        if is_project(root) {
            let modes = all.config.mode.map(Modes::from);
            let loaded = load::load_in(root, &[], &all.config.paths, modes, &[]);
            all.suites = loaded.suites;
            all.suite_errors = loaded.errors;
        }
        all.is_whole = true;
        all
    }

    fn read_events(&mut self) {
        let is_event_file = |path: &Path| {
            let extension = path.extension().and_then(|e| e.to_str());
            extension.is_some_and(|e| intake::EXTENSIONS.contains(&e)) && !load::is_suite_name(path)
        };
        let mut text_left = MOST_TEXT;
        for path in self.config.paths.fixtures.clone() {
            let files = match path.is_dir() {
                true => walk::files(&path, is_event_file).files,
                false if path.is_file() => vec![path],
                false => Vec::new(),
            };
            for file in files {
                self.event_files.push(file.clone());
                self.read_file(file, &mut text_left);
            }
        }
        self.fields = Fields::of(self.evidence.events());
    }

    fn read_file(&mut self, path: PathBuf, text_left: &mut usize) {
        if *text_left == 0 || self.fixtures.len() >= MOST_EVENTS {
            self.left_out += 1;
            return;
        }
        let Ok(bytes) = read::regular(&path, LARGEST) else {
            return;
        };
        let Ok(bytes) = intake::unpack(bytes) else {
            return;
        };
        let Ok(text) = intake::decode(&bytes) else {
            return;
        };
        let file = self.relative(&path).display().to_string();
        for found in intake::read(text, Choice::Auto).found {
            if self.fixtures.len() >= MOST_EVENTS || found.text.len() > *text_left {
                self.left_out += 1;
                continue;
            }
            *text_left -= found.text.len();
            let name = found.name_in(&file);
            if let Ok(event) = Event::parse(found.text.into_owned()) {
                self.evidence.add(&name, event);
                self.fixtures.push(Fixture {
                    path: path.clone(),
                    name,
                });
            }
        }
    }

    /// The events with their fixtures.
    pub(super) fn events(&self) -> impl Iterator<Item = (&Fixture, &Event<'static>)> {
        let events = self.evidence.events().iter().map(|(_, event)| event);
        self.fixtures.iter().zip(events)
    }

    /// The records in the files of events that filters of a place see.
    pub(super) fn records(&self, dialect: Dialect) -> Arc<Vec<Given>> {
        if let Some(known) = locked(&self.records).get(&dialect) {
            return Arc::clone(known);
        }
        let mut all = Vec::new();
        let mut text_left = MOST_TEXT;
        for path in &self.event_files {
            let name = self.relative(path).display().to_string();
            for given in given_in(path, &name, Some(dialect)) {
                if all.len() >= MOST_EVENTS || given.document.text().len() > text_left {
                    break;
                }
                text_left -= given.document.text().len();
                all.push(given);
            }
        }
        let all = Arc::new(all);
        locked(&self.records).insert(dialect, Arc::clone(&all));
        all
    }

    /// A path as seen from the project, where it lies in it.
    pub(super) fn relative<'p>(&self, path: &'p Path) -> &'p Path {
        path.strip_prefix(&self.root).unwrap_or(path)
    }

    /// Whether the project wants to hear nothing of a file.
    pub(super) fn excludes(&self, path: &Path) -> bool {
        self.excluded.matches(self.relative(path))
    }

    /// The file with the configuration.
    pub(super) fn config_file(&self) -> PathBuf {
        Config::file(&self.root).unwrap_or_else(|| self.root.join(FILE_NAME))
    }
}

/// The events in a file, or the records that filters of a place see in it.
pub(super) fn given_in(path: &Path, name: &str, records_of: Option<Dialect>) -> Vec<Given> {
    let bytes = read::regular(path, LARGEST).ok();
    let bytes = bytes.and_then(|bytes| intake::unpack(bytes).ok());
    let text = bytes
        .as_deref()
        .and_then(|bytes| intake::decode(bytes).ok());
    text.map_or_else(Vec::new, |text| given_by(text, path, name, records_of))
}

/// The same, of a text.
pub(super) fn given_by(
    text: &str,
    path: &Path,
    name: &str,
    records_of: Option<Dialect>,
) -> Vec<Given> {
    let given = |name: String, text: String, start: Option<usize>| {
        Some(Given {
            name,
            path: path.to_owned(),
            start,
            document: Document::parse(text).ok()?,
        })
    };
    match records_of {
        None => intake::read(text, Choice::Auto)
            .found
            .into_iter()
            .filter_map(|found| {
                let start = found.verbatim.then_some(found.span.start);
                given(found.name_in(name), found.text.into_owned(), start)
            })
            .collect(),
        Some(dialect) => {
            let records = records::find(dialect, text).unwrap_or_default().found;
            let records = records.into_iter().filter_map(|record| {
                let start = record.verbatim.then_some(record.span.start);
                let name = match record.label.is_empty() {
                    true => name.to_owned(),
                    false => format!("{name}#{}", record.label),
                };
                given(name, record.text, start)
            });
            records.collect()
        }
    }
}

/// The paths that a client names, below a directory.
fn named(root: &Path, glob: &str) -> Vec<PathBuf> {
    if !glob.contains(['*', '?', '[', '{']) {
        return vec![root.join(glob)];
    }
    let matcher = globset::GlobBuilder::new(glob)
        .literal_separator(true)
        .build()
        .map(|glob| glob.compile_matcher());
    let Ok(matcher) = matcher else {
        return Vec::new();
    };
    // Only below what stands in front of the first wildcard.
    let parts = glob.split('/');
    let literal: PathBuf = parts
        .take_while(|part| !part.contains(['*', '?', '[', '{']))
        .collect();
    let fits = |path: &Path| {
        let relative = path.strip_prefix(root).unwrap_or(path);
        matcher.is_match(relative)
    };
    walk::files(&root.join(literal), fits).files
}

/// The directory of the project that a file belongs to where its editor names none: where the nearest
/// configuration stands, or the repository begins, or the file itself stands.
pub(super) fn root_of(path: &Path) -> PathBuf {
    let directory = path.parent().unwrap_or(Path::new("/"));
    if let Some(file) = Config::file(directory)
        && let Some(at) = file.parent()
    {
        return at.to_owned();
    }
    let mut above = directory.ancestors();
    let repository = above.find(|above| above.join(".git").exists());
    repository.unwrap_or(directory).to_owned()
}

/// Whether a directory is that of a project, and not one in which everything lies that a person has.
fn is_project(root: &Path) -> bool {
    let is_home = std::env::home_dir().is_some_and(|home| root == home);
    let is_marked = root.join(FILE_NAME).exists() || root.join(".git").exists();
    root.parent().is_some() && (!is_home || is_marked)
}
