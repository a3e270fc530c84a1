//! Where results are written besides the terminal.

use crate::report::diagnostic::Diagnostic;
use crate::report::style::Look;
use crate::report::verify::{self, VerifyFormat, VerifyReport};
use anyhow::Context as _;
use clap::ValueEnum as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
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

    /// Makes the file, so that one that cannot be written is found before the work is done.
    pub(super) fn open(&self) -> Result<File, Diagnostic> {
        File::create(&self.file).map_err(|error| {
            Diagnostic::error(format!("cannot write this: {error}"))
                .in_file(self.file.display().to_string())
        })
    }

    /// Writes the report to the file.
    pub(super) fn write(&self, report: &VerifyReport, file: File) -> anyhow::Result<()> {
        let mut out = BufWriter::new(file);
        verify::write(report, self.format, Look::PLAIN, &mut out)
            .and_then(|()| out.flush())
            .with_context(|| format!("cannot write `{}`", self.file.display()))
    }
}
