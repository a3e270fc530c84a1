//! Files as they were at a revision, by the command `git`.

use crate::discover;
use crate::report::diagnostic::Diagnostic;
use crate::template::{Files, Folder, NotRead};
use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

/// The largest file that a template takes in, in bytes.
const MOST_INCLUDED: u64 = 1 << 20;

/// The longest line that git answers with before the content of a file.
const MOST_HEADER: u64 = 64 << 10;

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
        let path = path.to_str().filter(|path| !path.contains('\n'))?;
        let place = format!("{}:./{path}\n", self.commit);
        let mut found = contents(place, std::iter::once(MOST_INCLUDED)).ok()?;
        String::from_utf8(found.pop()??).ok()
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
        let most = names.iter().map(|path| discover::largest(path));
        let contents = contents(ids, most)?;
        let blobs = names.into_iter().zip(contents);
        // What is larger than what is read holds no pattern, as in the working directory.
        Ok(blobs
            .filter_map(|(path, bytes)| {
                Some(Blob {
                    path,
                    bytes: bytes?,
                })
            })
            .collect())
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
        text.filter(|text| text.len() as u64 <= MOST_INCLUDED)
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
            "" => Diagnostic::error(format!("no revision `{revision}` in this repository"))
                .help("name a branch, a tag or a commit; in CI the clone may be too shallow"),
            said => Diagnostic::error(format!("git: {said}")),
        });
    }
    Ok(String::from_utf8_lossy(&found.stdout).trim().to_owned())
}

/// Git, as it reads what is here and asks nobody for more: in a partial clone it would otherwise run
/// whatever the repository's configuration names to fetch what is missing.
fn git() -> Command {
    let mut command = Command::new("git");
    command.args(["-c", "protocol.allow=never"]);
    command.env("GIT_NO_LAZY_FETCH", "1");
    command.env("GIT_TERMINAL_PROMPT", "0");
    command.stdin(Stdio::null());
    command
}

/// What to say where git has not got what was asked for.
fn missing() -> Diagnostic {
    Diagnostic::error("this is a partial clone, and the files of that revision are not in it").help(
        "nothing is fetched here; have git do it, with `git fetch --refetch --no-filter` for one",
    )
}

fn no_git(error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(format!("cannot run git: {error}"))
}

fn output(mut command: Command) -> Result<Vec<u8>, Diagnostic> {
    let found = command.output().map_err(|error| no_git(&error))?;
    finished(found)
}

/// The contents of files, one name a line, each with the most bytes that are wanted of it; `None`
/// where it is larger. They are read once, one after the other, so that no more is held than is kept.
fn contents(
    names: String,
    most: impl ExactSizeIterator<Item = u64>,
) -> Result<Vec<Option<Vec<u8>>>, Diagnostic> {
    let mut command = git();
    command
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| no_git(&error))?;
    // From a thread of its own: git answers before it has read all.
    let stdin = child.stdin.take();
    let writer = std::thread::spawn(move || {
        if let Some(mut stdin) = stdin {
            // Where git has ended early, its exit code tells.
            let _ = stdin.write_all(names.as_bytes());
        }
    });
    let count = most.len();
    let read = match child.stdout.take() {
        Some(stdout) => answers(BufReader::new(stdout), most),
        None => Ok(Vec::new()),
    };
    let found = child.wait_with_output().map_err(|error| no_git(&error))?;
    let _ = writer.join();
    finished(found)?;
    match read {
        Ok(contents) if contents.len() == count => Ok(contents),
        Ok(_) => Err(Diagnostic::error("git did not answer as it should")),
        Err(Broken::Missing) => Err(missing()),
        Err(Broken::Io(error)) => Err(no_git(&error)),
    }
}

enum Broken {
    /// There is no such object here.
    Missing,
    Io(std::io::Error),
}

impl From<std::io::Error> for Broken {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

/// What `cat-file --batch` answers: `id blob size<line end>content<line end>`.
fn answers(
    mut out: BufReader<impl std::io::Read>,
    most: impl Iterator<Item = u64>,
) -> Result<Vec<Option<Vec<u8>>>, Broken> {
    let mut contents = Vec::new();
    for most in most {
        let mut header = Vec::new();
        out.by_ref()
            .take(MOST_HEADER)
            .read_until(b'\n', &mut header)?;
        let header = String::from_utf8_lossy(&header);
        let header = header.trim_end();
        if header.ends_with(" missing") {
            return Err(Broken::Missing);
        }
        let size = header.rsplit(' ').next().and_then(|size| size.parse().ok());
        let Some(size) = size else {
            // It ended, and says why on its standard error.
            break;
        };
        let mut content = out.by_ref().take(size);
        if size > most {
            std::io::copy(&mut content, &mut std::io::sink())?;
            contents.push(None);
        } else {
            let mut bytes = Vec::new();
            content.read_to_end(&mut bytes)?;
            contents.push(Some(bytes));
        }
        out.read_exact(&mut [0])?;
    }
    Ok(contents)
}

fn finished(found: std::process::Output) -> Result<Vec<u8>, Diagnostic> {
    if found.status.success() {
        return Ok(found.stdout);
    }
    let said = String::from_utf8_lossy(&found.stderr);
    if ["lazy fetching disabled", "promisor remote"]
        .iter()
        .any(|words| said.contains(words))
    {
        return Err(missing());
    }
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
