//! Files that are written whole or not at all.
//!
//! What is there already stays until the new content is complete: it is written beside its place and
//! then moved there in one step. Links are followed, the mode is kept. What is no file, a device or a
//! pipe, is written to as it is.

use crate::report::diagnostic::Diagnostic;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, BufWriter, Seek as _, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// As many links are followed as Linux follows.
const MOST_LINKS: usize = 40;

/// A file to write to, of which it is known that it can be written.
#[derive(Debug, Clone)]
pub(super) struct Output {
    /// As it was named.
    name: PathBuf,
    /// Where it is, links followed; none for what is no file.
    place: Option<PathBuf>,
}

impl Output {
    /// Looks whether the file can be written, before any work is done. Changes nothing.
    pub(super) fn new(path: &Path) -> Result<Self, Diagnostic> {
        Self::look(path).map_err(|error| cannot_write(path, &error))
    }

    fn look(path: &Path) -> io::Result<Self> {
        let name = path.to_owned();
        // The standard streams are named below these, whatever they are.
        let is_stream = path.starts_with("/dev") || path.starts_with("/proc");
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            Ok(metadata) if is_stream || !metadata.is_file() => Ok(Self { name, place: None }),
            Ok(_) => {
                let place = fs::canonicalize(path)?;
                OpenOptions::new().write(true).open(&place)?;
                let place = Some(place);
                Ok(Self { name, place })
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let place = end_of_links(path)?;
                // Gone again at once: what is killed at its work leaves nothing.
                beside(&place, None)?;
                let place = Some(place);
                Ok(Self { name, place })
            }
            Err(error) => Err(error),
        }
    }

    /// Refuses a file that is read from as well.
    pub(super) fn is_none_of(
        &self,
        inputs: impl IntoIterator<Item = impl AsRef<Path>>,
    ) -> Result<(), Diagnostic> {
        let Some(place) = &self.place else {
            return Ok(());
        };
        let same = |input: &Path| fs::canonicalize(input).is_ok_and(|input| input == *place);
        match inputs.into_iter().any(|input| same(input.as_ref())) {
            false => Ok(()),
            true => Err(Diagnostic::error("this file is read from as well")
                .in_file(self.name.display().to_string())
                .help("write to another file")),
        }
    }

    /// Writes the file; what to tell about it, if there is anything.
    pub(super) fn write(
        &self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<Option<Diagnostic>, Diagnostic> {
        let written = self.begin().and_then(|mut draft| {
            write(&mut draft)?;
            draft.finish()
        });
        written.map_err(|error| cannot_write(&self.name, &error))
    }

    /// Begins to write. Nothing is to be seen of it in the file before it is finished.
    pub(super) fn begin(&self) -> io::Result<Draft> {
        let Some(place) = &self.place else {
            let file = OpenOptions::new().append(true).open(&self.name)?;
            return Ok(Draft::Stream(BufWriter::new(file)));
        };
        let old = fs::metadata(place).ok();
        let file = match beside(place, old.as_ref()) {
            Ok(file) => file,
            // The file may be writable where its folder is not.
            Err(_) if old.is_some() => NamedTempFile::new()?,
            Err(error) => return Err(error),
        };
        Ok(Draft::File {
            file: BufWriter::new(file),
            place: place.clone(),
            name: self.name.clone(),
            links: old.as_ref().map_or(1, links),
        })
    }
}

/// A file that is being written.
#[derive(Debug)]
pub(super) enum Draft {
    /// Not a file: what is written is out.
    Stream(BufWriter<File>),
    /// Beside its place.
    File {
        file: BufWriter<NamedTempFile>,
        place: PathBuf,
        name: PathBuf,
        /// How many names the file has that is replaced.
        links: u64,
    },
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stream(out) => out.write(bytes),
            Self::File { file, .. } => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stream(out) => out.flush(),
            Self::File { file, .. } => file.flush(),
        }
    }
}

impl Draft {
    /// Puts the file in its place; what to tell about that, if there is anything.
    pub(super) fn finish(self) -> io::Result<Option<Diagnostic>> {
        let (file, place, name, links) = match self {
            Self::Stream(mut out) => return out.flush().map(|()| None),
            Self::File {
                file,
                place,
                name,
                links,
            } => (file, place, name, links),
        };
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.as_file().sync_all()?;
        let is_beside = file.path().parent() == place.parent();
        let mut file = match is_beside {
            false => file,
            true => match file.persist(&place) {
                Ok(_) if links > 1 => return Ok(Some(other_names(&name, links))),
                Ok(_) => return Ok(None),
                // A file that is mounted by itself cannot be replaced.
                Err(failed) if place.exists() => failed.file,
                Err(failed) => return Err(failed.error),
            },
        };
        file.as_file_mut().rewind()?;
        let mut out = OpenOptions::new().write(true).truncate(true).open(&place)?;
        io::copy(file.as_file_mut(), &mut out)?;
        out.flush().map(|()| None)
    }
}

/// Replaces what a file holds.
pub(super) fn replace(path: &Path, text: &str) -> Result<Option<Diagnostic>, Diagnostic> {
    Output::new(path)?.write(|out| out.write_all(text.as_bytes()))
}

/// Writes a file that is not there yet, and the folders above it; whether that was so. One that is
/// there stays as it is.
pub(super) fn create(path: &Path, text: &str) -> Result<bool, Diagnostic> {
    let create = || -> io::Result<bool> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = beside(path, None)?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        match file.persist_noclobber(path) {
            Ok(_) => Ok(true),
            Err(failed) if failed.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(failed) => Err(failed.error),
        }
    };
    create().map_err(|error| cannot_write(path, &error))
}

fn cannot_write(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error(format!("cannot write this: {error}")).in_file(path.display().to_string())
}

fn other_names(path: &Path, links: u64) -> Diagnostic {
    let names = match links {
        2 => "its other name (a hard link) keeps".to_owned(),
        _ => format!("its {} other names (hard links) keep", links - 1),
    };
    Diagnostic::warning(format!("written as a new file; {names} the old content"))
        .in_file(path.display().to_string())
}

/// A new file in the folder of another, with its mode and, where that is allowed, its owner.
fn beside(place: &Path, old: Option<&Metadata>) -> io::Result<NamedTempFile> {
    let folder = match place.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    fs::metadata(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".pattern-test-").suffix(".tmp");
    #[cfg(unix)]
    let permissions = {
        use std::os::unix::fs::PermissionsExt as _;
        // As for every new file, the process's mask takes its part away.
        fs::Permissions::from_mode(0o666)
    };
    #[cfg(unix)]
    builder.permissions(permissions);
    // Of other errors only the kind: their text names a file that nobody knows.
    let file = builder
        .tempfile_in(folder)
        .map_err(|error| io::Error::from(error.kind()))?;
    if let Some(old) = old {
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt as _, fchown};
            let new = file.as_file().metadata()?;
            if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
                // Only some may give files away.
                let _ = fchown(file.as_file(), Some(old.uid()), Some(old.gid()));
            }
        }
        file.as_file().set_permissions(old.permissions())?;
    }
    Ok(file)
}

/// Where a path leads when it is not there: the end of its links.
fn end_of_links(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&path) {
            Ok(next) => path = path.parent().unwrap_or(Path::new("")).join(next),
            Err(_) => return std::path::absolute(path),
        }
    }
    Err(io::Error::other("too many links"))
}

#[cfg(unix)]
fn links(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(metadata)
}

#[cfg(not(unix))]
fn links(_: &Metadata) -> u64 {
    1
}
