//! Reading what the command line names.

use crate::input::read::{ReadError, bounded};
use crate::input::walk::{self, Trouble, Walked};
use crate::report::diagnostic::Diagnostic;
use std::fs::File;
use std::io::{self, IsTerminal as _, Write as _};
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

/// What somebody sees who is waited for.
const WAITING: &[u8] = b"reading from the terminal; Ctrl-D ends the input\n";

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
            Self::Stdin => {
                let stdin = io::stdin();
                if stdin.is_terminal() {
                    // Where standard error is closed nobody can be told.
                    let _ = io::stderr().write_all(WAITING);
                }
                bounded(stdin.lock(), LARGEST)
            }
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
    let expanded = expand(path, extensions).unwrap_or_default();
    let files = expanded
        .sources
        .into_iter()
        .filter_map(|source| match source {
            Source::File(path) => Some(path),
            Source::Stdin => None,
        });
    files.collect()
}

/// What a path names.
#[derive(Debug, Default)]
pub(super) struct Expanded {
    pub(super) sources: Vec<Source>,
    /// What could not be listed, and what is no file.
    pub(super) told: Vec<Diagnostic>,
    /// Whether some of that is trouble.
    pub(super) trouble: bool,
}

/// The files that a path names: itself, or, sorted, those below it with one of these extensions.
/// Suites and hidden files and directories are left out, links to directories are not followed.
pub(super) fn expand(path: &Path, extensions: &[&str]) -> Result<Expanded, Diagnostic> {
    let one = |source| Expanded {
        sources: vec![source],
        ..Expanded::default()
    };
    if path == Path::new("-") {
        return Ok(one(Source::Stdin));
    }
    if !path.is_dir() {
        return Ok(one(Source::File(path.to_owned())));
    }
    let walked = walk::files(path, |path| {
        let fits = path
            .extension()
            .is_some_and(|extension| extensions.iter().any(|wanted| extension == *wanted));
        fits && !crate::suite::load::is_suite_name(path)
    });
    let expanded = expanded(walked);
    if expanded.sources.is_empty() && !expanded.trouble {
        let wanted = extensions.join(", .");
        let message = format!("no .{wanted} file below this directory");
        return Err(Diagnostic::error(message).in_file(path.display().to_string()));
    }
    Ok(expanded)
}

/// What a walk came to, with what is to be told of it.
pub(super) fn expanded(walked: Walked) -> Expanded {
    let Walked {
        files,
        not_regular,
        troubles,
    } = walked;
    let trouble = !troubles.is_empty();
    let mut told: Vec<_> = troubles
        .into_iter()
        .map(|Trouble { path, message }| {
            Diagnostic::error(message).in_file(path.display().to_string())
        })
        .collect();
    if let Some(first) = not_regular.first() {
        let count = not_regular.len();
        let what = match count {
            1 => "1 FIFO, socket or device was not read".to_owned(),
            _ => format!("{count} FIFOs, sockets or devices were not read"),
        };
        told.push(Diagnostic::note(format!("{what}: {}", first.display())));
    }
    Expanded {
        sources: files.into_iter().map(Source::File).collect(),
        told,
        trouble,
    }
}
