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
    if args.shell == Shell::Bash {
        script = with_one_name(&String::from_utf8(script)?).into_bytes();
    }
    terminal.out.write_all(&script)?;
    Ok(Exit::Yes)
}

/// The script for bash with one name for each command.
///
/// `clap_complete` 4.6 spells a hyphen in the name of the program in two ways, so that what is set
/// for a command (`cmd="pattern__test__subcmd__match"`) is never among what is looked for
/// (`pattern__subcmd__test__subcmd__match)`).
fn with_one_name(script: &str) -> String {
    script.replace("pattern__subcmd__test__subcmd__", "pattern__test__subcmd__")
}
