//! Waiting until something changes that a run has read.

use anyhow::Context as _;
use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

/// How long it has to be quiet before the next run: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(100);

/// Looks at files and directories.
pub(super) struct Watch {
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<notify::Event>>,
    watched: BTreeSet<PathBuf>,
    /// What this program writes itself.
    own: Vec<PathBuf>,
}

impl Watch {
    /// Looks at nothing yet. Changes of `own` files are none.
    pub(super) fn new(own: Vec<PathBuf>) -> anyhow::Result<Self> {
        let (sender, events) = mpsc::channel();
        let watcher = notify::recommended_watcher(sender)
            .context("files cannot be watched on this system")?;
        Ok(Self {
            watcher,
            events,
            watched: BTreeSet::new(),
            own,
        })
    }

    /// Looks at these as well: directories with all that is below, of files the directory they
    /// stand in, for editors replace files by new ones. What is not there is left out.
    pub(super) fn add(&mut self, paths: impl IntoIterator<Item = PathBuf>) {
        for path in paths {
            let (path, mode) = if path.is_dir() {
                (path, RecursiveMode::Recursive)
            } else {
                let parent = path
                    .parent()
                    .filter(|parent| !parent.as_os_str().is_empty());
                let parent = parent.unwrap_or(Path::new(".")).to_owned();
                (parent, RecursiveMode::NonRecursive)
            };
            let inside = |above: &Path| self.watched.contains(above);
            if path.ancestors().any(inside) {
                continue;
            }
            if self.watcher.watch(&path, mode).is_ok() && mode == RecursiveMode::Recursive {
                self.watched.insert(path);
            }
        }
    }

    /// Waits for a change and until it is quiet again; the first file that changed and is still
    /// there, for editors write beside a file and put that in its place.
    pub(super) fn changed(&self) -> anyhow::Result<PathBuf> {
        let mut changed = loop {
            let event = self.events.recv().context("files are no longer watched")?;
            if let Some(path) = self.relevant(&event?) {
                break path;
            }
        };
        loop {
            match self.events.recv_timeout(QUIET) {
                Ok(event) if !changed.exists() => {
                    changed = self.relevant(&event?).unwrap_or(changed);
                }
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => return Ok(changed),
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn relevant(&self, event: &notify::Event) -> Option<PathBuf> {
        let written = matches!(
            event.kind,
            EventKind::Any
                | EventKind::Create(_)
                | EventKind::Modify(_)
                | EventKind::Remove(_)
                | EventKind::Access(AccessKind::Close(AccessMode::Write))
        );
        if !written {
            return None;
        }
        let others = |path: &&PathBuf| !self.own.iter().any(|own| path.ends_with(own));
        event.paths.iter().rev().find(others).cloned()
    }
}
