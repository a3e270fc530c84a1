//! Reading what the command line names.

use crate::input::read::{ReadError, bounded};
use crate::report::diagnostic::Diagnostic;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// The largest input that is read whole, in bytes.
pub(super) const LARGEST: u64 = 256 << 20;

/// A named input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
}

impl Source {
    /// What to call it.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Stdin => "<stdin>".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// All its bytes.
    pub(super) fn read(&self) -> Result<Vec<u8>, Diagnostic> {
        let read = match self {
            Self::Stdin => bounded(io::stdin().lock(), LARGEST),
            // What is named may be a pipe: a shell makes such of `<(command)`.
            Self::File(path) => File::open(path)
                .map_err(ReadError::from)
                .and_then(|file| bounded(file, LARGEST)),
        };
        read.map_err(|error| Diagnostic::error(error.to_string()).in_file(self.name()))
    }
}

/// The files that a path names, as far as they can be listed.
pub(super) fn named(path: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let sources = expand(path, extensions).unwrap_or_default();
    let files = sources.into_iter().filter_map(|source| match source {
        Source::File(path) => Some(path),
        Source::Stdin => None,
    });
    files.collect()
}

/// The files that a path names: itself, or, sorted, those below it with one of these extensions.
/// Suites and hidden files and directories are left out, links to directories are not followed.
pub(super) fn expand(path: &Path, extensions: &[&str]) -> Result<Vec<Source>, Diagnostic> {
    if path == Path::new("-") {
        return Ok(vec![Source::Stdin]);
    }
    if !path.is_dir() {
        return Ok(vec![Source::File(path.to_owned())]);
    }
    let mut files = Vec::new();
    let walk = ignore::WalkBuilder::new(path)
        .standard_filters(false)
        .hidden(true)
        .sort_by_file_name(Ord::cmp)
        .build();
    for entry in walk {
        let entry = entry.map_err(|error| {
            Diagnostic::error(format!("cannot list this: {error}"))
                .in_file(path.display().to_string())
        })?;
        let fits = entry
            .path()
            .extension()
            .is_some_and(|extension| extensions.iter().any(|wanted| extension == *wanted));
        let is_suite = crate::suite::load::is_suite_name(entry.path());
        // A FIFO or a device may never end.
        if fits && !is_suite && entry.path().is_file() {
            files.push(Source::File(entry.into_path()));
        }
    }
    if files.is_empty() {
        let wanted = extensions.join(", .");
        let message = format!("there is no .{wanted} file below this directory");
        return Err(Diagnostic::error(message).in_file(path.display().to_string()));
    }
    Ok(files)
}
