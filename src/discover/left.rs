//! What was looked at and left, kind by kind.

use crate::template::carriers::Without;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Why something was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It nearly looks like a pattern.
    Near,
    /// It holds the reply of an AWS command with patterns in it.
    Reply,
    /// It is such a reply, and there is none in it.
    Without(Without),
    /// It looks like an event.
    Event,
    /// It is a suite.
    Suite,
    /// It names a pattern, in a form that is not known.
    Unknown,
    /// It leads out of the directory that was given.
    LinkOutside,
    /// It is a FIFO, a device or a socket.
    NotRegular,
    /// It is too large to be a pattern or a template.
    TooLarge,
    /// It is nothing of the kind.
    Other,
}

impl Reason {
    /// What to call it: one, and several.
    pub fn words(self) -> [&'static str; 2] {
        match self {
            Self::Near => [
                "file nearly looks like a pattern",
                "files nearly look like patterns",
            ],
            Self::Reply | Self::Without(_) => [
                "file looks like the reply of an AWS command",
                "files look like replies of AWS commands",
            ],
            Self::Event => ["file looks like an event", "files look like events"],
            Self::Suite => ["file is a suite", "files are suites"],
            Self::Unknown => [
                "file names an event pattern in a form that is not known",
                "files name an event pattern in a form that is not known",
            ],
            Self::LinkOutside => [
                "link leads out of the directory and was not followed",
                "links lead out of the directory and were not followed",
            ],
            Self::NotRegular => [
                "file is a FIFO, a socket or a device and was not read",
                "files are FIFOs, sockets or devices and were not read",
            ],
            Self::TooLarge => [
                "file is too large to be a pattern or a template",
                "files are too large to be patterns or templates",
            ],
            Self::Other => [
                "other file holds no event pattern",
                "other files hold no event pattern",
            ],
        }
    }

    /// Which command is for such files.
    pub fn command(self) -> Option<&'static str> {
        match self {
            Self::Near => Some("check FILE"),
            Self::Event => Some("match -p PATTERN FILE"),
            Self::Suite => Some("verify FILE"),
            _ => None,
        }
    }
}

/// How many paths are kept of each kind.
const KEPT: usize = 3;

/// What was left, counted, with the first few of each kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Left {
    kinds: BTreeMap<Reason, (usize, Vec<PathBuf>)>,
}

impl Left {
    /// Counts one.
    pub fn add(&mut self, reason: Reason, path: &Path) {
        let (count, first) = self.kinds.entry(reason).or_default();
        *count += 1;
        if first.len() < KEPT {
            first.push(path.to_owned());
        }
    }

    /// How many there are of a kind.
    pub fn count(&self, reason: Reason) -> usize {
        self.kinds.get(&reason).map_or(0, |(count, _)| *count)
    }

    /// Each kind with its number and the first few of it.
    pub fn kinds(&self) -> impl Iterator<Item = (Reason, usize, &[PathBuf])> {
        self.kinds
            .iter()
            .map(|(reason, (count, first))| (*reason, *count, first.as_slice()))
    }

    /// One line for a kind: its number, and its names.
    pub fn line(reason: Reason, count: usize, first: &[PathBuf]) -> String {
        let [one, several] = reason.words();
        let names: Vec<_> = first
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        let mut names = names.join(", ");
        if count > first.len() {
            names = format!("{names}, …");
        }
        match count {
            1 => format!("1 {one}: {names}"),
            _ => format!("{count} {several}: {names}"),
        }
    }
}
