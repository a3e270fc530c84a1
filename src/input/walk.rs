//! All files below a directory.
//!
//! What cannot be listed or followed is told and keeps nobody from the rest; what is no file is
//! counted. Nothing is lost silently.

use std::path::{Path, PathBuf};

/// Something that could not be listed, followed or read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Where.
    pub path: PathBuf,
    /// What is wrong: lower case, no full stop.
    pub message: String,
}

/// What is below a directory.
#[derive(Debug, Default)]
pub struct Walked {
    /// The files, by name; links to files are such.
    pub files: Vec<PathBuf>,
    /// FIFOs, sockets, devices, and links to those.
    pub not_regular: Vec<PathBuf>,
    /// What could not be listed or followed.
    pub troubles: Vec<Trouble>,
}

/// The files below a directory that `wanted` lets through. Hidden ones are left out, links to
/// directories are not followed.
pub fn files(directory: &Path, wanted: impl Fn(&Path) -> bool) -> Walked {
    let mut walked = Walked::default();
    let walk = ignore::WalkBuilder::new(directory)
        .standard_filters(false)
        .hidden(true)
        .sort_by_file_name(Ord::cmp)
        .build();
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                walked.troubles.push(unlisted(&error, directory));
                continue;
            }
        };
        let Some(kind) = entry.file_type().filter(|kind| !kind.is_dir()) else {
            continue;
        };
        if !wanted(entry.path()) {
            continue;
        }
        let path = entry.into_path();
        if kind.is_file() {
            walked.files.push(path);
        } else if kind.is_symlink() {
            match std::fs::metadata(&path) {
                Ok(about) if about.is_file() => walked.files.push(path),
                Ok(about) if about.is_dir() => {}
                Ok(_) => walked.not_regular.push(path),
                Err(error) => walked.troubles.push(dangling(path, &error)),
            }
        } else {
            walked.not_regular.push(path);
        }
    }
    walked
}

/// What to say of a link that cannot be followed.
pub(crate) fn dangling(path: PathBuf, error: &std::io::Error) -> Trouble {
    let message = match error.kind() {
        std::io::ErrorKind::NotFound => "this link leads to a file that is not there".to_owned(),
        std::io::ErrorKind::PermissionDenied => "not allowed to follow this link".to_owned(),
        _ => format!("cannot follow this link: {error}"),
    };
    Trouble { path, message }
}

/// What to say of a directory that cannot be listed.
pub(crate) fn unlisted(error: &ignore::Error, directory: &Path) -> Trouble {
    let (path, message) = described(error, directory);
    Trouble {
        path,
        message: format!("cannot list this: {message}"),
    }
}

/// The path that an error is about, and what it says.
fn described(error: &ignore::Error, directory: &Path) -> (PathBuf, String) {
    match error {
        ignore::Error::WithPath { path, err } => {
            let (_, message) = described(err, path);
            (path.clone(), message)
        }
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            described(err, directory)
        }
        ignore::Error::Io(error) => {
            let message = match error.kind() {
                std::io::ErrorKind::PermissionDenied => "not allowed".to_owned(),
                std::io::ErrorKind::NotFound => "no such file or directory".to_owned(),
                _ => error.to_string(),
            };
            (directory.to_owned(), message)
        }
        error => (directory.to_owned(), error.to_string()),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;

    #[test]
    fn nothing_is_lost_silently() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("a.json"), "1").unwrap();
        fs::write(at(".hidden.json"), "1").unwrap();
        fs::create_dir(at("sub")).unwrap();
        fs::write(at("sub/b.json"), "1").unwrap();
        symlink("a.json", at("good.json")).unwrap();
        symlink("none", at("bad.json")).unwrap();
        symlink("sub", at("directory.json")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(at("s.json")).unwrap();
        let walked = files(folder.path(), |path| path.extension().is_some());
        assert_eq!(
            walked.files,
            [at("a.json"), at("good.json"), at("sub/b.json")]
        );
        assert_eq!(walked.not_regular, [at("s.json")]);
        let told = walked.troubles.iter();
        assert_eq!(
            told.map(|t| (&t.path, t.message.as_str()))
                .collect::<Vec<_>>(),
            [(
                &at("bad.json"),
                "this link leads to a file that is not there"
            )]
        );
    }
}
