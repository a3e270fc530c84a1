//! Where the files are that a template takes in.

use super::hcl::Folder;
use crate::input::read::{ReadError, regular};
use crate::input::root::{Refusal, Roots};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The largest file that is taken in, in bytes.
pub(super) const LARGEST_INCLUDED: u64 = 1 << 20;
/// The most files of one folder that are looked through for values.
const MOST_BESIDE: usize = 256;

/// Why a file is not taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotRead {
    /// It is not there.
    NotThere,
    /// It lies where nothing may be read from.
    Outside,
    /// It is no file, too large, or not UTF-8; with what to say about it.
    Unfit(String),
}

/// Gives a template the files that it takes in.
pub trait Files: Sync {
    /// The text of a file.
    ///
    /// # Errors
    /// It cannot be read, or may not be.
    fn text(&self, path: &Path) -> Result<String, NotRead>;

    /// The files in a directory, by name.
    fn beside(&self, directory: &Path) -> Vec<PathBuf>;

    /// What the configuration files in a directory say, read once for all of them.
    fn folder(&self, directory: &Path) -> Arc<Folder> {
        Arc::new(Folder::read(self, directory))
    }

    /// The files in which the patterns of a service stand, found once for all of them.
    fn parts(&self, service: &Path, find: &dyn Fn() -> Parts) -> Arc<Parts> {
        let _ = service;
        Arc::new(find())
    }
}

/// Paths of files.
pub type Parts = std::collections::BTreeSet<PathBuf>;

/// Files on disk, below roots. Remembers what stands beside the templates it was asked for.
#[derive(Debug, Default)]
pub struct OnDisk {
    roots: Roots,
    folders: Mutex<HashMap<PathBuf, Arc<Folder>>>,
    parts: Mutex<HashMap<PathBuf, Arc<Parts>>>,
}

impl OnDisk {
    /// Reads below these roots only.
    pub fn below(roots: Roots) -> Self {
        Self {
            roots,
            folders: Mutex::default(),
            parts: Mutex::default(),
        }
    }
}

impl Files for OnDisk {
    fn text(&self, path: &Path) -> Result<String, NotRead> {
        let real = self.roots.admit(path).map_err(|refusal| match refusal {
            Refusal::NotFound => NotRead::NotThere,
            Refusal::Outside => NotRead::Outside,
        })?;
        let bytes = regular(&real, LARGEST_INCLUDED).map_err(|error| match error {
            ReadError::NotFound => NotRead::NotThere,
            error => NotRead::Unfit(error.to_string()),
        })?;
        String::from_utf8(bytes).map_err(|_| NotRead::Unfit("it is not UTF-8".to_owned()))
    }

    fn beside(&self, directory: &Path) -> Vec<PathBuf> {
        let directory = match directory.as_os_str().is_empty() {
            true => Path::new("."),
            false => directory,
        };
        let Ok(entries) = std::fs::read_dir(directory) else {
            return Vec::new();
        };
        let mut files: Vec<_> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .collect();
        files.sort();
        files.truncate(MOST_BESIDE * 16);
        files
    }

    fn parts(&self, service: &Path, find: &dyn Fn() -> Parts) -> Arc<Parts> {
        let lock = || self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(parts) = lock().get(service).cloned() {
            return parts;
        }
        let parts = Arc::new(find());
        lock().insert(service.to_owned(), parts.clone());
        parts
    }

    fn folder(&self, directory: &Path) -> Arc<Folder> {
        let known = |folders: &HashMap<PathBuf, Arc<Folder>>| folders.get(directory).cloned();
        let lock = || self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(folder) = known(&lock()) {
            return folder;
        }
        let folder = Arc::new(Folder::read(self, directory));
        lock().insert(directory.to_owned(), folder.clone());
        folder
    }
}
