//! Files that are parts of a Serverless service: `${file(resources/rules.yml)}` takes them in.
//!
//! On its own such a file looks like a CloudFormation template, but its variables and its words are
//! those of the service.

use super::Extraction;
use super::files::{Files, Parts};
use crate::input::path::plain;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// What service files are called.
const NAMES: [&str; 2] = ["serverless.yml", "serverless.yaml"];
/// How many directories up a service is looked for.
const MOST_LEVELS: usize = 6;
/// The most files of one service that are looked through.
const MOST_FILES: usize = 64;

/// The service file that takes a file in, directly or through others.
pub(super) fn service_of(path: &Path, files: &dyn Files) -> Option<PathBuf> {
    let path = plain(path);
    let mut directory = path.as_path();
    for _ in 0..MOST_LEVELS {
        directory = directory.parent()?;
        for name in NAMES {
            let service = directory.join(name);
            if service != path
                && let Ok(text) = files.text(&service)
                && takes_in(directory, text, &path, files)
            {
                return Some(service);
            }
        }
    }
    None
}

/// The files in which the patterns of a service stand: what is taken in may also be put where nobody
/// looks for patterns.
pub(super) fn with_patterns(service: &Extraction) -> Parts {
    let patterns = service.patterns.iter().map(|found| found.key.file);
    let open = service.open.iter().map(|open| open.place.file);
    patterns
        .chain(open)
        .filter_map(|file| Some(plain(&service.file(file)?.path)))
        .collect()
}

/// Whether a text is in the language of Serverless, which CloudFormation does not have.
pub(super) fn speaks_serverless(text: &str) -> bool {
    ["${self:", "${opt:", "${sls:", "${file("]
        .iter()
        .any(|word| text.contains(word))
}

/// Whether a service with this text takes a file in. All paths are seen from the service.
fn takes_in(directory: &Path, text: String, path: &Path, files: &dyn Files) -> bool {
    let mut seen = HashSet::new();
    let mut open = vec![text];
    while let Some(text) = open.pop() {
        for file in named(&text) {
            let file = plain(&directory.join(file));
            if file == path {
                return true;
            }
            if seen.len() < MOST_FILES && seen.insert(file.clone()) {
                open.extend(files.text(&file));
            }
        }
    }
    false
}

/// The files that variables name in a text.
fn named(text: &str) -> impl Iterator<Item = &str> {
    text.split("${file(").skip(1).filter_map(|rest| {
        let (path, _) = rest.split_once(')')?;
        let path = path.trim().trim_matches(['"', '\'']);
        let is_yaml = path.ends_with(".yml") || path.ends_with(".yaml") || path.ends_with(".json");
        (is_yaml && !path.contains('$')).then_some(path)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_texts_name() {
        let text = "- ${file(a.yml)}\n- ${file( './b/c.yaml' ):x}\n- ${file(${self:x}.yml)}\n- ${file(d.js):e}\n";
        assert_eq!(named(text).collect::<Vec<_>>(), ["a.yml", "./b/c.yaml"]);
    }
}
