//! Where results are written besides the terminal.

use crate::cli::output::Output;
use crate::report::diagnostic::Diagnostic;
use crate::report::machine::Problem;
use crate::report::style::Look;
use crate::report::verify::{self, VerifyFormat, VerifyReport};
use clap::ValueEnum as _;
use std::fs::OpenOptions;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// `--report FORMAT=FILE`
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) format: VerifyFormat,
    pub(super) file: PathBuf,
}

impl Target {
    /// Takes the words of the command line apart.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let formats = || {
            let names: Vec<_> = VerifyFormat::value_variants()
                .iter()
                .filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()))
                .collect();
            names.join(", ")
        };
        let (format, file) = text
            .split_once('=')
            .ok_or_else(|| format!("write FORMAT=FILE; the formats are {}", formats()))?;
        let format = VerifyFormat::from_str(format, false).map_err(|_| {
            format!(
                "there is no format `{format}`; the formats are {}",
                formats()
            )
        })?;
        if file.is_empty() {
            return Err("the file is missing".to_owned());
        }
        Ok(Self {
            format,
            file: file.into(),
        })
    }

    /// Writes the report to the file; what to tell about that, if there is anything.
    pub(super) fn write(
        &self,
        report: &VerifyReport,
        errors: &[Problem],
        output: &Output,
    ) -> Result<Option<Diagnostic>, Diagnostic> {
        output.write(|out| verify::write(report, errors, self.format, Look::PLAIN, out))
    }
}

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
    pub(super) fn summarise(&self, report: &VerifyReport) -> Result<(), Diagnostic> {
        let Some(path) = &self.summary else {
            return Ok(());
        };
        let write = || {
            let file = OpenOptions::new().create(true).append(true).open(path)?;
            let mut out = BufWriter::new(file);
            verify::write_summary(report, &mut out)?;
            out.flush()
        };
        write().map_err(|error| {
            Diagnostic::warning(format!("the job's summary cannot be written: {error}"))
                .in_file(path.display().to_string())
        })
    }
}
