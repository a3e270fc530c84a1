//! From files to suites.
//!
//! A suite that cannot be used yields one error with its place and does not keep the others from
//! being read.

mod convention;
mod error;
mod events;
mod expectation;
mod files;
pub mod keys;
mod lines;
mod paths;
mod suite_file;
mod template;
mod tree;

pub(crate) use crate::discover::is_suite_name;
pub use error::LoadError;
pub use paths::Paths;

use super::model::{Modes, PatternInput, Suite};
use crate::input::root::Roots;
use crate::template::{OnDisk, Vars};
use convention::PatternFile;
use error::Problem;
use files::{Files, shown};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What could be read, and what could not.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The suites, in the order in which they were named or found.
    pub suites: Vec<Suite>,
    /// One error for each suite that cannot be used.
    pub errors: Vec<LoadError>,
    /// All files that were read, or looked for.
    pub files: Vec<PathBuf>,
    /// The patterns of the project of which no suite expects anything, where all was asked for.
    pub without: Vec<Arc<PatternInput>>,
}

/// Reads the suites that `named` names: suite files, pattern files with what belongs to them, and
/// directories with all that is below. With nothing named, everything that `paths` knows of.
///
/// Suites name files: only what lies below the project of a suite is read, and below `roots`.
pub fn load(named: &[PathBuf], paths: &Paths, modes: Option<Modes>, roots: &[PathBuf]) -> Loaded {
    load_in(Path::new("."), named, paths, modes, roots)
}

/// As [`load`], of a project that need not be the working directory: `paths` have to lead there from
/// wherever this runs.
pub fn load_in(
    project: &Path,
    named: &[PathBuf],
    paths: &Paths,
    modes: Option<Modes>,
    roots: &[PathBuf],
) -> Loaded {
    let mut all = Roots::of_project(project);
    for path in named {
        all.join(Roots::of_project(path));
    }
    let suites = paths.suites.iter().flatten();
    let own = paths.patterns.iter().chain(&paths.fixtures).chain(suites);
    for path in own.filter(|path| path.exists()) {
        // What the configuration names is the project's.
        all.join(Roots::of(path));
    }
    for directory in roots {
        all.allow(directory);
    }
    let on_disk = OnDisk::below(all.clone());
    let mut loader = Loader {
        paths,
        modes,
        files: Files::below(all),
        seen: HashSet::new(),
        loaded: Loaded::default(),
    };
    let patterns = convention::pattern_files(&paths.patterns).unwrap_or_else(|error| {
        loader.loaded.errors.push(error);
        Vec::new()
    });
    let places = match paths.patterns_named {
        true => paths.patterns.clone(),
        false => vec![project.to_owned()],
    };
    let templates = convention::of_templates(project, places, &paths.fixtures, &on_disk);
    // Whoever says where patterns are wants all of them tried.
    let count = match paths.patterns_named {
        true => patterns.len() + templates.len(),
        false => patterns.len(),
    };
    let patterns: Vec<_> = patterns.into_iter().chain(templates).collect();
    if named.is_empty() {
        for pattern in &patterns {
            loader.by_convention(pattern);
        }
        let orphans = convention::orphans(&patterns, &paths.fixtures);
        loader.loaded.errors.extend(orphans);
        let default: Vec<_> = paths.patterns.iter().chain(&paths.fixtures).collect();
        let places: Vec<&PathBuf> = match &paths.suites {
            Some(suites) => suites.iter().collect(),
            None => default.into_iter().filter(|path| path.is_dir()).collect(),
        };
        for place in places {
            loader.suites_at(place);
        }
    } else {
        for path in named {
            loader.named(path, &patterns);
        }
    }
    if named.is_empty() {
        loader.without_cases(patterns.get(..count).unwrap_or_default());
    }
    let seen = loader.seen.into_iter().map(PathBuf::from);
    loader.loaded.files = seen.chain(loader.files.names()).collect();
    loader.loaded.files.sort();
    loader.loaded
}

/// A YAML text as JSON, read as suites are.
///
/// # Errors
/// It is not YAML, or says what JSON cannot.
///
/// ```
/// let json = pattern_test::suite::load::yaml_to_json("a: [no, 0x10]")?;
/// assert_eq!(json, r#"{"a": ["no", 16]}"#);
/// # Ok::<(), pattern_test::suite::load::LoadError>(())
/// ```
pub fn yaml_to_json(text: &str) -> Result<String, LoadError> {
    match tree::from_yaml(text) {
        Ok(tree) => Ok(tree.to_json()),
        Err(error) => Err(Problem::from(error).in_file("<yaml>", &Arc::from(text))),
    }
}

/// The suite in a text, read as if it stood in the file `path`, whose ending says how.
///
/// # Errors
/// It cannot be used.
///
/// ```
/// use pattern_test::suite::load::from_text;
///
/// let suite = "pattern: {a: [1]}\ncases:\n  - {event: {a: 1}, expect: match}\n";
/// let suite = from_text("a.suite.yaml".as_ref(), suite.to_owned(), None)?;
/// assert_eq!(suite.cases.len(), 1);
/// # Ok::<(), pattern_test::suite::load::LoadError>(())
/// ```
pub fn from_text(path: &Path, text: String, modes: Option<Modes>) -> Result<Suite, LoadError> {
    let roots = Roots::of_project(path);
    suite_of(path, text, modes, &mut Files::below(roots))
}

fn suite_of(
    path: &Path,
    text: String,
    modes: Option<Modes>,
    files: &mut Files,
) -> Result<Suite, LoadError> {
    if is_lines(path) {
        return lines::read(path, text, modes);
    }
    let extension = path.extension().and_then(|extension| extension.to_str());
    if matches!(extension, Some("yaml" | "yml" | "json")) {
        return suite_file::read(path, text, modes, files);
    }
    let mut error = LoadError::in_file(shown(path), "this file does not have the name of a suite");
    error.help = Some("suites are called *.suite.yaml, *.suite.json or *.jsonl".to_owned());
    Err(error)
}

struct Loader<'p> {
    paths: &'p Paths,
    modes: Option<Modes>,
    files: Files,
    seen: HashSet<String>,
    loaded: Loaded,
}

impl Loader<'_> {
    fn named(&mut self, path: &Path, patterns: &[PatternFile]) {
        if path.is_dir() {
            let inside = shown(path);
            let is_below =
                |path: &Path| inside == "." || Path::new(&shown(path)).starts_with(&inside);
            for pattern in patterns {
                let fixtures = self
                    .paths
                    .fixtures
                    .iter()
                    .map(|root| root.join(&pattern.stem));
                if is_below(&pattern.path) || fixtures.into_iter().any(|home| is_below(&home)) {
                    self.by_convention(pattern);
                }
            }
            self.suites_at(path);
            return;
        }
        let extension = path.extension().and_then(|extension| extension.to_str());
        let is_pattern = extension == Some("json") && !is_suite_name(path);
        if !is_pattern {
            self.file(path);
            return;
        }
        // A pattern: what belongs to it.
        let name = shown(path);
        let before = (self.loaded.suites.len(), self.loaded.errors.len());
        let known = patterns.iter().find(|pattern| shown(&pattern.path) == name);
        let of_its_own = PatternFile {
            path: path.to_owned(),
            stem: path.file_stem().map(PathBuf::from).unwrap_or_default(),
            long: None,
        };
        self.by_convention(known.unwrap_or(&of_its_own));
        for extension in ["suite.yaml", "suite.yml", "suite.json", "suite.jsonl"] {
            let beside = path.with_extension(extension);
            if beside.is_file() {
                self.file(&beside);
            }
        }
        if before == (self.loaded.suites.len(), self.loaded.errors.len()) {
            let message = match path.exists() {
                true => "nothing is expected of this pattern",
                false => "no such file",
            };
            let mut error = LoadError::in_file(name, message);
            error.help = Some(
                "a suite is called *.suite.yaml, *.suite.json or *.jsonl; events of a pattern NAME.json are below fixtures/NAME/match and fixtures/NAME/no-match"
                    .to_owned(),
            );
            self.loaded.errors.push(error);
        }
    }

    /// The suite files at a path or below it.
    fn suites_at(&mut self, path: &Path) {
        if !path.is_dir() {
            self.file(path);
            return;
        }
        let wanted = |path: &Path| is_suite_name(path) || is_lines(path);
        match files::below(path, wanted) {
            Ok(found) => {
                for file in found {
                    // Events come in JSON Lines too: only what begins with a case is a suite.
                    if is_suite_name(&file) || begins_with_a_case(&file) {
                        self.file(&file);
                    }
                }
            }
            Err(error) => self.loaded.errors.push(error),
        }
    }

    /// One suite file; what was read already is not read again.
    fn file(&mut self, path: &Path) {
        if !self.seen.insert(shown(path)) {
            return;
        }
        let suite = files::read(path)
            .map_err(|message| LoadError::in_file(shown(path), message))
            .and_then(|text| suite_of(path, text, self.modes, &mut self.files));
        match suite {
            Ok(suite) => self.loaded.suites.push(suite),
            Err(error) => self.loaded.errors.push(error),
        }
    }

    /// Finds the patterns that no case is about. One that cannot be read is an error.
    fn without_cases(&mut self, patterns: &[PatternFile]) {
        let cases = self.loaded.suites.iter().flat_map(|suite| &suite.cases);
        let known: HashSet<String> = cases
            .flat_map(|case| case.pattern.each())
            .filter_map(|pattern| pattern.file.as_deref().map(str::to_owned))
            .collect();
        for PatternFile { path, long, .. } in patterns {
            let name = shown(path);
            if known.contains(&name) {
                continue;
            }
            match self.files.pattern_or_template(path, &Vars::new(), None) {
                // A set is measured by its filters.
                Ok(pattern) if !pattern.filters.is_empty() => {}
                Ok(pattern) => self.loaded.without.push(pattern),
                // What a template leaves open cannot be measured, and nobody asked for it.
                Err(_) if long.is_some() => {}
                Err(message) => self.loaded.errors.push(LoadError::in_file(name, message)),
            }
        }
    }

    fn by_convention(&mut self, pattern: &PatternFile) {
        if !self.seen.insert(shown(&pattern.path)) {
            return;
        }
        let fixtures = &self.paths.fixtures;
        match convention::suite(pattern, fixtures, self.modes, &mut self.files) {
            Ok(Some(suite)) => self.loaded.suites.push(suite),
            Ok(None) => {}
            Err(error) => self.loaded.errors.push(error),
        }
    }
}

fn is_lines(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension == "jsonl" || extension == "ndjson")
}

fn begins_with_a_case(path: &Path) -> bool {
    use std::io::BufRead as _;
    let Ok(file) = std::fs::File::open(path) else {
        return false;
    };
    // The first line that is not blank, if it is not longer than a case can reasonably be.
    let mut reader = std::io::BufReader::new(std::io::Read::take(file, 1 << 20));
    let mut line = String::new();
    while line.trim().is_empty() {
        line.clear();
        if !reader.read_line(&mut line).is_ok_and(|read| read > 0) {
            return false;
        }
    }
    lines::looks_like_one(&line)
}
