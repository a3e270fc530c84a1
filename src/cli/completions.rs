//! `completions`: what a shell needs to complete our command lines.
//!
//! The scripts are made from the definitions of the commands. What no definition can list is added:
//! the codes of rules, the patterns of a template, the revisions of the repository.

use super::completion_values as values;
use super::exit::Exit;
use super::help;
use super::terminal::Terminal;
use crate::input;
use crate::template::{self, Vars};
use clap_complete::Shell;
use std::io::Write as _;
use std::path::PathBuf;

/// How large a template may be that is read for this.
const LARGEST: u64 = 4 << 20;

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
    #[arg(value_enum, required_unless_present = "patterns_of")]
    shell: Option<Shell>,

    /// Print the names of the patterns in a template, one a line: what the scripts ask for
    #[arg(long, value_name = "FILE", hide = true)]
    patterns_of: Option<PathBuf>,
}

pub(super) fn run(args: &Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    if let Some(file) = &args.patterns_of {
        return patterns_of(file, terminal);
    }
    let Some(shell) = args.shell else {
        return Ok(Exit::Trouble);
    };
    // Into memory first: the library panics where it cannot write, a closed pipe for one.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut help::command(), "pattern-test", &mut script);
    let script = String::from_utf8(script)?;
    let script = match shell {
        Shell::Bash => values::in_bash(&with_one_name(&script)),
        Shell::Zsh => values::in_zsh(&script),
        Shell::Fish => values::in_fish(&script),
        _ => script,
    };
    terminal.out.write_all(script.as_bytes())?;
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

/// `template.yaml#Id` for each pattern. Nothing is said of a file that cannot be read: somebody is in
/// the middle of a line.
fn patterns_of(file: &std::path::Path, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let bytes = input::read::regular(file, LARGEST).unwrap_or_default();
    let text = String::from_utf8(bytes).unwrap_or_default();
    let extraction = template::extract(file, &text, &Vars::default());
    for found in extraction
        .iter()
        .flat_map(|extraction| &extraction.patterns)
    {
        // A shell would take it for a line's end, or the terminal for a command.
        if !found.id.chars().any(char::is_control) {
            writeln!(terminal.out, "{}#{}", file.display(), found.id)?;
        }
    }
    Ok(Exit::Yes)
}
