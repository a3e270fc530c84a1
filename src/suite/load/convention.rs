//! Expectations without a file: the events below `fixtures/NAME/match/` and
//! `fixtures/NAME/no-match/` for the pattern `patterns/NAME.json`.

use super::error::LoadError;
use super::files::{Files, below, entries, is_event_file, shown};
use crate::discover::{self, Candidate, Standing, Taken};
use crate::suite::{Case, Expect, Modes, Suite};
use crate::template::{OnDisk, Vars};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The names of the two folders, and what they mean.
const FOLDERS: [(&str, bool); 2] = [("match", true), ("no-match", false)];

/// A pattern file with the name by which its fixtures are found.
#[derive(Debug, Clone)]
pub(super) struct PatternFile {
    pub(super) path: PathBuf,
    /// Its path below the directory of patterns, without `.json`.
    pub(super) stem: PathBuf,
    /// Another name, that always tells it from the others.
    pub(super) long: Option<PathBuf>,
}

/// The patterns of the templates below these paths. What cannot be read there is not about suites.
/// Folders are named by where a template stands in the project.
pub(super) fn of_templates(
    project: &Path,
    paths: Vec<PathBuf>,
    fixtures: &[PathBuf],
    files: &OnDisk,
) -> Vec<PatternFile> {
    let listing = discover::list(&discover::Options {
        paths,
        events: fixtures.to_vec(),
        ..discover::Options::default()
    });
    let mut found = Vec::new();
    for candidate in listing.candidates {
        let Candidate { path, .. } = &candidate;
        let Ok(Taken::Patterns(extraction)) = discover::take(&candidate, &Vars::new(), files)
        else {
            continue;
        };
        if extraction.is_pattern() || extraction.generated || extraction.part_of.is_some() {
            continue;
        }
        let judged = extraction.patterns.iter().filter(|found| found.is_judged());
        let judged: Vec<_> = judged.collect();
        found.extend(judged.iter().map(|one| (path.clone(), one.id.clone())));
        // All filters of one place together have the name of the place.
        let mut owners: Vec<_> = judged.iter().filter_map(|one| one.owner()).collect();
        owners.dedup();
        found.extend(owners.into_iter().map(|id| (path.clone(), id.to_owned())));
    }
    let named: Vec<_> = found
        .iter()
        .map(|(path, id)| (path.strip_prefix(project).unwrap_or(path), id.as_str()))
        .collect();
    let stems = discover::stems(&named);
    let patterns = found.iter().zip(stems);
    patterns
        .map(|((path, id), stem)| PatternFile {
            path: format!("{}#{id}", path.display()).into(),
            stem: stem.short.unwrap_or_else(|| stem.long.clone()).into(),
            long: Some(stem.long.into()),
        })
        .collect()
}

/// The patterns below these paths. What is not there has none.
pub(super) fn pattern_files(paths: &[PathBuf]) -> Result<Vec<PatternFile>, LoadError> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            let is_pattern = |path: &Path| {
                path.extension()
                    .is_some_and(|extension| extension == "json")
                    && !super::is_suite_name(path)
            };
            for file in below(path, is_pattern)? {
                // What stands among patterns need not be one.
                if !discover::is_pattern(&file, Standing::Conventional) {
                    continue;
                }
                let stem = file.strip_prefix(path).unwrap_or(&file).with_extension("");
                found.push(PatternFile {
                    path: file,
                    stem,
                    long: None,
                });
            }
        } else if path.is_file() && !discover::is_only_a_template(path) {
            let stem = path.file_stem().map(PathBuf::from).unwrap_or_default();
            let path = path.clone();
            let long = None;
            found.push(PatternFile { path, stem, long });
        }
    }
    Ok(found)
}

/// The suite of a pattern, if it has folders of events.
pub(super) fn suite(
    pattern: &PatternFile,
    fixtures: &[PathBuf],
    modes: Option<Modes>,
    files: &mut Files,
) -> Result<Option<Suite>, LoadError> {
    let mut suite = Suite {
        name: shown(&pattern.path),
        cases: Vec::new(),
    };
    let mut input = None;
    let mut seen = HashSet::new();
    for root in fixtures {
        let homes = std::iter::once(&pattern.stem).chain(&pattern.long);
        let homes: Vec<_> = homes.map(|stem| root.join(stem)).collect();
        let folders = homes
            .iter()
            .flat_map(|home| FOLDERS.map(|(folder, matched)| (home.join(folder), matched)));
        for (directory, matched) in folders {
            if !directory.is_dir() || !seen.insert(directory.clone()) {
                continue;
            }
            let pattern = match &input {
                Some(input) => Arc::clone(input),
                None => {
                    let read = files
                        .pattern_or_template(&pattern.path, &Vars::new(), None)
                        .map_err(|message| LoadError::in_file(suite.name.clone(), message))?;
                    input.insert(read).clone()
                }
            };
            let events = below(&directory, is_event_file)?;
            if events.is_empty() {
                let message = "no event below this directory";
                return Err(LoadError::in_file(shown(&directory), message));
            }
            for path in events {
                let file: Arc<str> = Arc::from(shown(&path));
                let events = files
                    .events(&path, pattern.place)
                    .map_err(|message| LoadError::in_file(&*file, message))?;
                suite.cases.extend(events.into_iter().map(|event| Case {
                    name: event.name.clone(),
                    why: None,
                    file: file.clone(),
                    position: event.start,
                    pattern: pattern.clone(),
                    event: Some(event),
                    expect: Expect::same(matched, modes),
                    because: Vec::new(),
                }));
            }
        }
    }
    Ok((!suite.cases.is_empty()).then_some(suite))
}

/// Folders of events whose pattern is not there: it was renamed, and its tests would be lost
/// without a word.
pub(super) fn orphans(patterns: &[PatternFile], fixtures: &[PathBuf]) -> Vec<LoadError> {
    let known: HashSet<&Path> = patterns
        .iter()
        .flat_map(|pattern| std::iter::once(&pattern.stem).chain(&pattern.long))
        .map(PathBuf::as_path)
        .collect();
    let mut told = HashSet::new();
    let mut errors = Vec::new();
    for root in fixtures.iter().filter(|root| root.is_dir()) {
        for entry in entries(root).flatten() {
            let path = entry.path();
            let is_folder = FOLDERS
                .iter()
                .any(|(name, _)| path.file_name() == Some(name.as_ref()));
            let home = path.parent().and_then(|home| home.strip_prefix(root).ok());
            let Some(stem) = home.filter(|home| is_folder && !home.as_os_str().is_empty()) else {
                continue;
            };
            if path.is_dir() && !known.contains(stem) && told.insert(stem.to_owned()) {
                let name = stem.display();
                let mut error = LoadError::in_file(
                    shown(path),
                    format!("no pattern `{name}.json` for these events"),
                );
                error.help = Some(format!(
                    "the events of the pattern NAME.json are below {}/NAME",
                    root.display()
                ));
                errors.push(error);
            }
        }
    }
    errors
}
