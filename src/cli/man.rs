//! `man`: the manual pages.

use super::Cli;
use super::exit::Exit;
use super::terminal::Terminal;
use crate::report::diagnostic::Diagnostic;
use clap::CommandFactory as _;
use std::path::PathBuf;

/// Write the manual pages into a directory, one for each command
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pattern-test man ~/.local/share/man/man1
  man pattern-test-match")]
pub(super) struct Args {
    /// The directory; it is made where it does not exist
    #[arg(value_name = "DIR")]
    directory: PathBuf,
}

pub(super) fn run(args: &Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let directory = &args.directory;
    let written = std::fs::create_dir_all(directory)
        .and_then(|()| clap_mangen::generate_to(Cli::command(), directory));
    if let Err(error) = written {
        terminal.tell(&Diagnostic::error(format!(
            "cannot write the manual pages to `{}`: {error}",
            directory.display()
        )));
        return Ok(Exit::Trouble);
    }
    Ok(Exit::Yes)
}
