//! Files as they were at a revision, by the command `git`.

use crate::report::diagnostic::Diagnostic;
use crate::template::{Files, Folder, NotRead};
use std::collections::HashMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

/// The largest file that a template takes in, in bytes.
const MOST_INCLUDED: usize = 1 << 20;

/// A file at a revision.
#[derive(Debug)]
pub(super) struct Blob {
    /// Its path as seen from the working directory.
    pub(super) path: PathBuf,
    pub(super) bytes: Vec<u8>,
}

/// A commit to read files from.
#[derive(Debug)]
pub(super) struct Revision {
    commit: String,
}

impl Revision {
    /// The commit that a revision names.
    pub(super) fn new(revision: &str) -> Result<Self, Diagnostic> {
        let commit = commit(revision)?;
        Ok(Self { commit })
    }

    /// A file as it was, by its path as seen from the working directory. `None` where there was
    /// none that is text.
    pub(super) fn file(&self, path: &Path) -> Option<String> {
        let mut show = git();
        let place = format!("{}:./{}", self.commit, path.to_str()?);
        show.args(["cat-file", "blob", &place]);
        String::from_utf8(output(show).ok()?).ok()
    }

    /// The files at or below some paths that have one of these extensions, as they were at a revision; in the
    /// order of their paths.
    pub(super) fn files(
        &self,
        paths: &[PathBuf],
        extensions: &[&str],
    ) -> Result<Vec<Blob>, Diagnostic> {
        let mut list = git();
        list.args(["ls-tree", "-r", "-z", "--end-of-options"]);
        list.arg(&self.commit).arg("--").args(paths);
        let listed = output(list)?;
        let mut ids = String::new();
        let mut names = Vec::new();
        for entry in listed.split(|byte| *byte == 0).filter(|e| !e.is_empty()) {
            // `mode type id<tab>path`
            let Some((facts, path)) = split_once(entry, b'\t') else {
                continue;
            };
            let facts = String::from_utf8_lossy(facts);
            let mut facts = facts.split(' ');
            let (mode, Some("blob"), Some(id)) = (facts.next(), facts.next(), facts.next()) else {
                continue;
            };
            let path = path_of(path);
            // A link's content is a path.
            let extension = path.extension().and_then(|extension| extension.to_str());
            let fits = extension.is_some_and(|extension| extensions.contains(&extension));
            if mode == Some("120000") || !fits {
                continue;
            }
            ids.push_str(id);
            ids.push('\n');
            names.push(path);
        }
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let mut show = git();
        show.args(["cat-file", "--batch"]);
        let shown = output_of(show, ids.into_bytes())?;
        let mut rest = &*shown;
        let mut blobs = Vec::with_capacity(names.len());
        for path in names {
            // `id blob size<line end>content<line end>`
            let broken = || Diagnostic::error("git did not answer as it should");
            let (header, behind) = split_once(rest, b'\n').ok_or_else(broken)?;
            let header = String::from_utf8_lossy(header);
            let size = header.rsplit(' ').next().and_then(|size| size.parse().ok());
            let size: usize = size.ok_or_else(broken)?;
            let (bytes, behind) = behind.split_at_checked(size).ok_or_else(broken)?;
            rest = behind.strip_prefix(b"\n").unwrap_or(behind);
            blobs.push(Blob {
                path,
                bytes: bytes.to_vec(),
            });
        }
        Ok(blobs)
    }
}

/// The files of a revision, for templates that take them in.
pub(super) struct AtRevision<'r> {
    revision: &'r Revision,
    blobs: &'r [Blob],
    folders: Mutex<HashMap<PathBuf, Arc<Folder>>>,
}

impl<'r> AtRevision<'r> {
    /// With the files that were read already.
    pub(super) fn new(revision: &'r Revision, blobs: &'r [Blob]) -> Self {
        Self {
            revision,
            blobs,
            folders: Mutex::default(),
        }
    }
}

impl Files for AtRevision<'_> {
    fn text(&self, path: &Path) -> Result<String, NotRead> {
        if path.is_absolute() {
            return Err(NotRead::Outside);
        }
        let known = self.blobs.iter().find(|blob| blob.path == path);
        let text = match known {
            Some(blob) => String::from_utf8(blob.bytes.clone()).ok(),
            None => self.revision.file(path),
        };
        text.filter(|text| text.len() <= MOST_INCLUDED)
            .ok_or(NotRead::NotThere)
    }

    fn beside(&self, directory: &Path) -> Vec<PathBuf> {
        let paths = self.blobs.iter().map(|blob| &blob.path);
        let beside = paths.filter(|path| path.parent() == Some(directory));
        beside.cloned().collect()
    }

    fn folder(&self, directory: &Path) -> Arc<Folder> {
        let lock = || self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(folder) = lock().get(directory).cloned() {
            return folder;
        }
        let folder = Arc::new(Folder::read(self, directory));
        lock().insert(directory.to_owned(), folder.clone());
        folder
    }
}

/// The commit that a revision names.
fn commit(revision: &str) -> Result<String, Diagnostic> {
    let mut command = git();
    command.args(["rev-parse", "--verify", "--quiet", "--end-of-options"]);
    command.arg(format!("{revision}^{{commit}}"));
    let found = command.output().map_err(|error| no_git(&error))?;
    if !found.status.success() {
        let said = String::from_utf8_lossy(&found.stderr);
        return Err(match said.trim() {
            "" => Diagnostic::error(format!("there is no revision `{revision}` here"))
                .help("name a branch, a tag or a commit; in CI the clone may be too shallow"),
            said => Diagnostic::error(format!("git: {said}")),
        });
    }
    Ok(String::from_utf8_lossy(&found.stdout).trim().to_owned())
}

fn git() -> Command {
    let mut command = Command::new("git");
    command.stdin(Stdio::null());
    command
}

fn no_git(error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(format!("cannot run git: {error}"))
}

fn output(mut command: Command) -> Result<Vec<u8>, Diagnostic> {
    let found = command.output().map_err(|error| no_git(&error))?;
    finished(found)
}

/// As [`output`], with this on its standard input. It is written from a thread of its own: git
/// answers before it has read all.
fn output_of(mut command: Command, input: Vec<u8>) -> Result<Vec<u8>, Diagnostic> {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| no_git(&error))?;
    let stdin = child.stdin.take();
    let writer = std::thread::spawn(move || {
        if let Some(mut stdin) = stdin {
            // Where git has ended early, its exit code tells.
            let _ = stdin.write_all(&input);
        }
    });
    let found = child.wait_with_output().map_err(|error| no_git(&error))?;
    let _ = writer.join();
    finished(found)
}

fn finished(found: std::process::Output) -> Result<Vec<u8>, Diagnostic> {
    if found.status.success() {
        return Ok(found.stdout);
    }
    let said = String::from_utf8_lossy(&found.stderr);
    Err(Diagnostic::error(format!("git: {}", said.trim())))
}

fn split_once(bytes: &[u8], at: u8) -> Option<(&[u8], &[u8])> {
    let place = memchr::memchr(at, bytes)?;
    Some((bytes.get(..place)?, bytes.get(place + 1..)?))
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    Path::new(std::ffi::OsStr::from_bytes(bytes)).to_owned()
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    Path::new(&*String::from_utf8_lossy(bytes)).to_owned()
}
