//! Where results are written besides the terminal.

use crate::cli::output::Output;
use crate::report::diagnostic::Diagnostic;
use crate::report::machine::Problem;
use crate::report::style::Look;
use crate::report::verify::{self, VerifyFormat, VerifyReport};
use clap::ValueEnum as _;
use std::path::PathBuf;

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
        let format = VerifyFormat::from_str(format, false)
            .map_err(|_| format!("unknown format `{format}`; the formats are {}", formats()))?;
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
