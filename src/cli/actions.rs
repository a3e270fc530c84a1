//! What CI systems are told without being asked for.

use crate::report::checkout::Checkout;
use crate::report::diagnostic::Diagnostic;
use std::fs::OpenOptions;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// What a CI system says of itself in the environment.
#[derive(Debug, Default)]
pub(super) struct Actions {
    /// Whether this runs there, so that annotations are of use.
    pub(super) annotate: bool,
    /// The file for the job's summary.
    pub(super) summary: Option<PathBuf>,
    /// What files are called in the repository that was checked out.
    pub(super) checkout: Checkout,
}

impl Actions {
    pub(super) fn of_process(directory: &Path) -> Self {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        // GitLab's name for the same.
        let root = set("GITHUB_WORKSPACE").or_else(|| set("CI_PROJECT_DIR"));
        Self {
            annotate: set("GITHUB_ACTIONS").is_some_and(|value| value == "true"),
            summary: set("GITHUB_STEP_SUMMARY").map(PathBuf::from),
            checkout: match root {
                Some(root) => Checkout::new(Path::new(&root), directory),
                None => Checkout::default(),
            },
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
