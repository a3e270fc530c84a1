//! `completions`: what a shell needs to complete our command lines.

use super::Cli;
use super::exit::Exit;
use super::terminal::Terminal;
use clap::CommandFactory as _;
use clap_complete::Shell;
use std::io::Write as _;

/// Print the completions for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pattern-test completions bash > ~/.local/share/bash-completion/completions/pattern-test
  pattern-test completions zsh > ~/.zfunc/_pattern-test
  pattern-test completions fish > ~/.config/fish/completions/pattern-test.fish
  pattern-test completions powershell >> $PROFILE")]
pub(super) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(args: &Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    // Into memory first: the library panics where it cannot write, a closed pipe for one.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "pattern-test", &mut script);
    terminal.out.write_all(&script)?;
    Ok(Exit::Yes)
}
