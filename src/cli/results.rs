//! `-o` and `-q`: where the results of a command go.

use super::output::Output;
use super::terminal::Terminal;
use crate::report::diagnostic::Diagnostic;
use std::path::{Path, PathBuf};

/// Where results go, for every command that writes them in one piece.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct ResultArgs {
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Write no results: only the exit code, and what is wrong with the input
    #[arg(short, long, conflicts_with = "output")]
    pub(super) quiet: bool,
}

impl ResultArgs {
    /// Lets results go there from now on. A file that is read from as well is refused.
    pub(super) fn open(
        &self,
        inputs: impl IntoIterator<Item = impl AsRef<Path>>,
        terminal: &mut Terminal,
    ) -> Result<(), Diagnostic> {
        if self.quiet {
            terminal.write_nothing();
        }
        let Some(path) = &self.output else {
            return Ok(());
        };
        let output = Output::new(path)?;
        output.is_none_of(inputs)?;
        let draft = output.begin().map_err(|error| {
            Diagnostic::error(format!("cannot write this: {error}"))
                .in_file(path.display().to_string())
        })?;
        terminal.write_to(draft);
        Ok(())
    }
}
