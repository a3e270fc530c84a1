//! Expectations without a file: the events below `fixtures/NAME/match/` and
//! `fixtures/NAME/no-match/` for the pattern `patterns/NAME.json`.

use super::error::LoadError;
use super::files::{Files, below, is_event_file, shown, walk};
use crate::suite::{Case, Expect, Modes, Suite};
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
                let stem = file.strip_prefix(path).unwrap_or(&file).with_extension("");
                found.push(PatternFile { path: file, stem });
            }
        } else if path.is_file() {
            let stem = path.file_stem().map(PathBuf::from).unwrap_or_default();
            let path = path.clone();
            found.push(PatternFile { path, stem });
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
    for root in fixtures {
        let home = root.join(&pattern.stem);
        for (folder, matched) in FOLDERS {
            let directory = home.join(folder);
            if !directory.is_dir() {
                continue;
            }
            let pattern = match &input {
                Some(input) => Arc::clone(input),
                None => {
                    let read = files
                        .pattern(&pattern.path)
                        .map_err(|message| LoadError::in_file(suite.name.clone(), message))?;
                    input.insert(read).clone()
                }
            };
            let events = below(&directory, is_event_file)?;
            if events.is_empty() {
                let message = "there is no event below this directory";
                return Err(LoadError::in_file(shown(&directory), message));
            }
            for path in events {
                let file: Arc<str> = Arc::from(shown(&path));
                let events = files
                    .events(&path)
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
    let known: HashSet<&Path> = patterns.iter().map(|pattern| &*pattern.stem).collect();
    let mut told = HashSet::new();
    let mut errors = Vec::new();
    for root in fixtures.iter().filter(|root| root.is_dir()) {
        for entry in walk(root).flatten() {
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
                    format!("there is no pattern `{name}.json` for these events"),
                );
                error.help = Some(format!(
                    "the events of the pattern NAME.json stand below {}/NAME",
                    root.display()
                ));
                errors.push(error);
            }
        }
    }
    errors
}
