//! What there is below the paths that are given: patterns, templates, suites, events.
//!
//! Every command that takes patterns asks here, so that all of them see the same. [`list`] walks and
//! says which files are worth a look, [`look`] reads one and says by its content what it is and why.
//! What is passed over on the way is counted in [`Left`], kind by kind: a run that looked at nothing
//! has to be able to say so.

mod content;
mod left;
mod walk;

pub use content::{Content, Why, sort_of};
pub use left::{Left, Reason};

use crate::input::read::{ReadError, regular};
use crate::input::root::Roots;
pub use crate::input::walk::Trouble;
use crate::template::{self, EXTENSIONS, LARGEST, LARGEST_STATE, OnDisk};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where to look, and how.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Files, and directories to search.
    pub paths: Vec<PathBuf>,
    /// Files and directories that hold nothing but patterns, as the project's configuration says.
    pub patterns: Vec<PathBuf>,
    /// Files and directories that hold events.
    pub events: Vec<PathBuf>,
    /// Whether the given directories were given as directories of patterns.
    pub of_patterns: bool,
    /// Whether to look at what `.gitignore` and the like leave out.
    pub no_ignore: bool,
    /// Directories from which templates may take in files, besides those that they stand in.
    pub include_roots: Vec<PathBuf>,
}

/// How a file came to be looked at: the less was said of it, the more its content has to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It was met below a directory.
    Met,
    /// It stands below a directory called `patterns`, or below one that was given as one of patterns.
    Conventional,
    /// It stands where the configuration says that patterns stand.
    Configured,
    /// It was named.
    Named,
}

/// A file that is worth a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its path.
    pub path: PathBuf,
    /// How it came here.
    pub standing: Standing,
    /// Its text, where that was given with it: on standard input, or as an argument.
    pub text: Option<Arc<str>>,
}

impl Candidate {
    /// A text that was given as such, under a name.
    pub fn given(name: impl Into<PathBuf>, text: impl Into<Arc<str>>) -> Self {
        Self {
            text: Some(text.into()),
            ..Self::named(name)
        }
    }

    /// A file that was named.
    pub fn named(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            standing: Standing::Named,
            text: None,
        }
    }

    /// Whether it was named.
    pub fn is_named(&self) -> bool {
        self.standing == Standing::Named
    }
}

/// What a walk came to.
#[derive(Debug, Default)]
pub struct Listing {
    /// The files to look at, in order, each once.
    pub candidates: Vec<Candidate>,
    /// What was passed over.
    pub left: Left,
    /// What could not be listed. The rest is there.
    pub troubles: Vec<Trouble>,
}

/// Finds the files that may hold patterns.
pub fn list(options: &Options) -> Listing {
    walk::list(options)
}

/// How a file stands that would be met below a directory, whether or not it is there; `None` where it
/// stands among events.
pub fn standing(options: &Options, root: &Path, path: &Path) -> Option<Standing> {
    walk::standing(options, root, path)
}

/// A file that was looked at.
#[derive(Debug)]
pub struct Looked {
    /// Its text; empty where that was not read.
    pub text: String,
    /// What it is.
    pub content: Content,
}

/// Reads a file and says what it is.
///
/// # Errors
/// A named file cannot be read; a file that was met shows signs of patterns and cannot be.
pub fn look(candidate: &Candidate) -> Result<Looked, Trouble> {
    Ok(match text_of(candidate)? {
        Ok(text) => {
            let content = sort_of(&candidate.path, &text, candidate.standing);
            Looked { text, content }
        }
        Err(content) => Looked {
            text: String::new(),
            content,
        },
    })
}

/// The text of a file, or what it is where that need not be read.
fn text_of(candidate: &Candidate) -> Result<Result<String, Content>, Trouble> {
    let path = &candidate.path;
    if let Some(text) = &candidate.text {
        return Ok(Ok(text.to_string()));
    }
    if is_suite_name(path) && !candidate.is_named() {
        return Ok(Err(Content::Suite));
    }
    let trouble = |message: String| Trouble {
        path: path.clone(),
        message,
    };
    let bytes = match read(candidate) {
        Ok(bytes) => bytes,
        Err(ReadError::TooLarge(_)) if !candidate.is_named() && !is_only_a_template(path) => {
            return Ok(Err(Content::TooLarge));
        }
        Err(ReadError::TooLarge(limit)) => {
            return Err(trouble(format!(
                "larger than {} MiB, the most that is read of a template",
                limit >> 20
            )));
        }
        Err(error) => return Err(trouble(error.to_string())),
    };
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Ok(text)),
        Err(error) if candidate.is_named() => {
            let told = crate::intake::decode(error.as_bytes()).err();
            Err(trouble(match told {
                Some(told) => told.to_string(),
                None => "the text is not UTF-8".to_owned(),
            }))
        }
        Err(_) => Ok(Err(Content::Other)),
    }
}

/// The most bytes that are read of a file. That depends on what it may be: plans and states hold every
/// resource there is.
pub(crate) fn largest(path: &Path) -> u64 {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("json" | "tfstate") => LARGEST_STATE as u64,
        _ => LARGEST as u64,
    }
}

fn read(candidate: &Candidate) -> Result<Vec<u8>, ReadError> {
    let path = &candidate.path;
    let limit = largest(path);
    if candidate.is_named() {
        // What was named may be a pipe.
        let file = std::fs::File::open(path)?;
        if file.metadata()?.is_dir() {
            return Err(ReadError::NotRegular("a directory"));
        }
        return crate::input::read::bounded(file, limit);
    }
    regular(path, limit)
}

/// Whether a file is a suite by its name: `x.suite.yaml`, `x.suite.json` and the like.
pub(crate) fn is_suite_name(path: &Path) -> bool {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or("");
    [".suite.yaml", ".suite.yml", ".suite.json", ".suite.jsonl"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

/// Whether a file's ending says that it can be a template and no pattern.
pub fn is_only_a_template(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| extension != "json" && EXTENSIONS.contains(&extension))
}

/// The files that the templates below some paths may take in.
pub fn files_for(options: &Options) -> OnDisk {
    let mut all = Roots::default();
    for path in &options.paths {
        all.join(Roots::of(path));
    }
    for directory in &options.include_roots {
        all.allow(directory);
    }
    OnDisk::below(all)
}

/// A file and the id behind its `#`, where the path names no file as it is.
pub fn split(path: &Path) -> Option<(&Path, &str)> {
    if path.exists() {
        return None;
    }
    let (file, id) = path.to_str()?.rsplit_once('#')?;
    let file = Path::new(file);
    (file.is_file() && !id.is_empty()).then_some((file, id))
}

/// What became of a file.
#[derive(Debug)]
pub enum Taken {
    /// It has patterns, or something to say about them.
    Patterns(Box<template::Extraction>),
    /// It is something else.
    Left(Reason),
}

/// The patterns of a file, wherever they stand in it.
///
/// # Errors
/// As [`look`].
pub fn take(
    candidate: &Candidate,
    vars: &template::Vars,
    files: &dyn template::Files,
) -> Result<Taken, Trouble> {
    Ok(match text_of(candidate)? {
        Ok(text) => take_text(candidate, &text, vars, files),
        Err(content) => Taken::Left(match content {
            Content::Suite => Reason::Suite,
            Content::TooLarge => Reason::TooLarge,
            _ => Reason::Other,
        }),
    })
}

/// The same, of a text that is known.
pub fn take_text(
    candidate: &Candidate,
    text: &str,
    vars: &template::Vars,
    files: &dyn template::Files,
) -> Taken {
    let Candidate { path, standing, .. } = candidate;
    let extraction = match candidate.text {
        None => template::extract_with(path, text, vars, files),
        Some(_) => template_by_content(path, text, vars, files),
    };
    if let Some(extraction) = extraction {
        return Taken::Patterns(Box::new(extraction));
    }
    // What was named may be anything that people hold patterns in.
    if candidate.is_named() {
        let extraction = template::carriers::read(path, text);
        if extraction
            .as_ref()
            .is_none_or(template::Extraction::is_pattern)
            && let Some(without) = template::carriers::without_pattern(text)
        {
            return Taken::Left(Reason::Without(without));
        }
        if let Some(extraction) = extraction {
            return Taken::Patterns(Box::new(extraction));
        }
    }
    match content::of_text(path, text, *standing) {
        Content::Pattern(_) => {
            Taken::Patterns(Box::new(template::Extraction::of_pattern(path, text)))
        }
        Content::Event => Taken::Left(Reason::Event),
        Content::Reply => Taken::Left(Reason::Reply),
        Content::Near => Taken::Left(Reason::Near),
        Content::Suite => Taken::Left(Reason::Suite),
        Content::TooLarge => Taken::Left(Reason::TooLarge),
        Content::Template | Content::Other => Taken::Left(match template::names_a_pattern(text) {
            true if template::may_hold_patterns(path, text) => Reason::Unknown,
            _ => Reason::Other,
        }),
    }
}

/// The patterns of a template whose name may not tell what it is written in.
fn template_by_content(
    path: &Path,
    text: &str,
    vars: &template::Vars,
    files: &dyn template::Files,
) -> Option<template::Extraction> {
    if let Some(extraction) = template::extract_with(path, text, vars, files) {
        return Some(extraction);
    }
    if path.extension().is_some() {
        return None;
    }
    let endings: &[&str] = match text.trim_start().starts_with('{') {
        true => &["json"],
        false => &["yaml", "tf"],
    };
    endings.iter().find_map(|ending| {
        let guess = path.with_extension(ending);
        let mut extraction = template::extract_with(&guess, text, vars, files)?;
        if let Some(file) = extraction.files.first_mut() {
            file.path = path.to_owned();
        }
        (!extraction.patterns.is_empty()).then_some(extraction)
    })
}

/// Whether a file that stands among patterns is to be read as one: it is, or it was meant to be.
pub fn is_pattern(path: &Path, standing: Standing) -> bool {
    let candidate = Candidate {
        path: path.to_owned(),
        standing,
        text: None,
    };
    let Ok(looked) = look(&candidate) else {
        // Whoever reads it says what is wrong.
        return true;
    };
    let content = match looked.content {
        // A pattern may name event patterns: those that are put by an API call.
        Content::Template => content::of_text(path, &looked.text, standing),
        content => content,
    };
    matches!(content, Content::Pattern(_) | Content::Near)
}

/// What the folder of a pattern's events is called: the id of a pattern of a template, where no
/// other has it, and what always tells it from all others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stem {
    /// The short name, if it is one pattern's alone.
    pub short: Option<String>,
    /// The template's path and the id.
    pub long: String,
}

/// The names of patterns of templates, by their paths and ids.
pub fn stems(all: &[(&Path, &str)]) -> Vec<Stem> {
    let mut count = std::collections::HashMap::new();
    for (_, id) in all {
        *count.entry(as_name(id).to_lowercase()).or_insert(0) += 1;
    }
    let stem = |(path, id): &(&Path, &str)| {
        let name = as_name(id);
        let is_one = count.get(&name.to_lowercase()) == Some(&1);
        let path = path.with_extension("");
        let long = as_name(&format!("{}.{name}", path.display()));
        Stem {
            short: is_one.then_some(name),
            long,
        }
    };
    all.iter().map(stem).collect()
}

/// An id as a file name.
pub fn as_name(id: &str) -> String {
    let name: String = id
        .chars()
        .map(|c| match c {
            c if c.is_alphanumeric() || matches!(c, '.' | '_' | '-') => c,
            _ => '-',
        })
        .collect();
    name.trim_matches(['.', '-']).to_owned()
}
