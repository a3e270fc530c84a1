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
use crate::template::{self, EXTENSIONS, LARGEST, LARGEST_STATE, OnDisk};
use std::path::{Path, PathBuf};

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
}

impl Candidate {
    /// A file that was named.
    pub fn named(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            standing: Standing::Named,
        }
    }

    /// Whether it was named.
    pub fn is_named(&self) -> bool {
        self.standing == Standing::Named
    }
}

/// Something that could not be listed or read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Where.
    pub path: PathBuf,
    /// What is wrong: lower case, no full stop.
    pub message: String,
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
    let Candidate { path, standing } = candidate;
    let none = |content| Looked {
        text: String::new(),
        content,
    };
    if crate::suite::load::is_suite_name(path) && !candidate.is_named() {
        return Ok(none(Content::Suite));
    }
    let trouble = |message: String| Trouble {
        path: path.clone(),
        message,
    };
    let bytes = match read(candidate) {
        Ok(bytes) => bytes,
        Err(ReadError::TooLarge(_)) if !candidate.is_named() && !is_only_a_template(path) => {
            return Ok(none(Content::TooLarge));
        }
        Err(ReadError::TooLarge(limit)) => {
            return Err(trouble(format!(
                "larger than {} MiB, the most that is read of a template",
                limit >> 20
            )));
        }
        Err(error) => return Err(trouble(error.to_string())),
    };
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if candidate.is_named() => {
            let told = crate::intake::decode(error.as_bytes()).err();
            return Err(trouble(match told {
                Some(told) => told.to_string(),
                None => "the text is not UTF-8".to_owned(),
            }));
        }
        Err(_) => return Ok(none(Content::Other)),
    };
    let content = sort_of(path, &text, *standing);
    Ok(Looked { text, content })
}

fn read(candidate: &Candidate) -> Result<Vec<u8>, ReadError> {
    let path = &candidate.path;
    let extension = path.extension().and_then(|extension| extension.to_str());
    // How much is read depends on what it may be: plans and states hold every resource there is.
    let limit = match extension {
        Some("json" | "tfstate") => LARGEST_STATE,
        _ => LARGEST,
    };
    if candidate.is_named() {
        // What was named may be a pipe.
        let file = std::fs::File::open(path)?;
        if file.metadata()?.is_dir() {
            return Err(ReadError::NotRegular("a directory"));
        }
        return crate::input::read::bounded(file, limit as u64);
    }
    regular(path, limit as u64)
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
    let looked = look(candidate)?;
    Ok(match looked.content {
        Content::Suite => Taken::Left(Reason::Suite),
        Content::TooLarge => Taken::Left(Reason::TooLarge),
        _ => take_text(candidate, &looked.text, vars, files),
    })
}

/// The same, of a text that is known.
pub fn take_text(
    candidate: &Candidate,
    text: &str,
    vars: &template::Vars,
    files: &dyn template::Files,
) -> Taken {
    let Candidate { path, standing } = candidate;
    if let Some(extraction) = template::extract_with(path, text, vars, files) {
        return Taken::Patterns(Box::new(extraction));
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
