//! What GitHub Actions is told without being asked for.

use crate::report::diagnostic::Diagnostic;
use std::fs::OpenOptions;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// What GitHub Actions says of itself in the environment.
#[derive(Debug, Default)]
pub(super) struct Actions {
    /// Whether this runs there, so that annotations are of use.
    pub(super) annotate: bool,
    /// The file for the job's summary.
    pub(super) summary: Option<PathBuf>,
    /// The working directory as seen from the repository's root.
    pub(super) root: PathBuf,
}

impl Actions {
    pub(super) fn of_process(directory: &Path) -> Self {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let root = set("GITHUB_WORKSPACE")
            .and_then(|root| directory.strip_prefix(root).ok().map(Path::to_owned));
        Self {
            annotate: set("GITHUB_ACTIONS").is_some_and(|value| value == "true"),
            summary: set("GITHUB_STEP_SUMMARY").map(PathBuf::from),
            root: root.unwrap_or_default(),
        }
    }

    /// Adds to the job's summary, if there is one.
    pub(super) fn summarise(
        &self,
        summary: &dyn Fn(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Diagnostic> {
        let Some(path) = &self.summary else {
            return Ok(());
        };
        let write = || {
            let file = OpenOptions::new().create(true).append(true).open(path)?;
            let mut out = BufWriter::new(file);
            summary(&mut out)?;
            out.flush()
        };
        write().map_err(|error| {
            Diagnostic::warning(format!("the job's summary cannot be written: {error}"))
                .in_file(path.display().to_string())
        })
    }
}
