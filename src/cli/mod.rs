//! The program: one file for each command.
//!
//! A command parses its words into `Args`, makes a plan that opens files and compiles patterns, and
//! returns an [`Exit`]. Results are plain values until [`report`](crate::report) writes them.

mod actions;
mod check;
mod compare;
mod completion_values;
mod completions;
mod configuration;
mod events;
mod exit;
mod explain;
mod extract;
mod files;
mod generate;
mod git;
mod help;
mod init;
mod jobs;
mod judged;
#[cfg(feature = "lsp")]
mod lsp;
mod man;
mod match_command;
mod mixed_up;
mod mode;
mod output;
mod overlap;
mod pattern_lines;
mod patterns;
mod results;
mod scan;
mod scan_sink;
mod schema;
#[cfg(feature = "serve")]
mod serve;
mod shard;
mod simplify;
mod suites;
mod templates;
mod terminal;
mod values;
mod verify;

use configuration::config_trouble;
pub use exit::Exit;
pub use mode::chosen as chosen_mode;
use terminal::Colour;

use crate::aws_cli;
use crate::report::diagnostic::Diagnostic;
use crate::report::style::Look;
use crate::text;
use clap::{FromArgMatches as _, Parser, Subcommand};
use std::ffi::OsString;
use std::io::{self, Write as _};
use std::process::ExitCode;
use terminal::Terminal;

#[derive(Debug, Parser)]
#[command(
    name = "pattern-test",
    version,
    about = "Test EventBridge event patterns offline: the service's verdict and error text, and why",
    arg_required_else_help = true,
    subcommand_required = true,
    max_term_width = 100,
    after_help = "Exit codes: 0 yes, 1 no, 2 error. Only `serve` uses the network: it listens."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,

    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "WHEN",
        default_value = "auto",
        hide_default_value = true,
        visible_alias = "colour",
        hide_possible_values = true,
        help = "When to use colour: auto, always or never",
        // After the command's own, however many commands there are.
        display_order = 900
    )]
    color: Colour,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Args),
    Compare(compare::Args),
    Completions(completions::Args),
    Explain(explain::Args),
    Extract(extract::Args),
    Generate(generate::Args),
    Init(init::Args),
    #[cfg(feature = "lsp")]
    Lsp(lsp::Args),
    Man(man::Args),
    Match(match_command::Args),
    Overlap(overlap::Args),
    Scan(scan::Args),
    Schema(schema::Args),
    #[cfg(feature = "serve")]
    Serve(serve::Args),
    Simplify(simplify::Args),

    /// Answer as `aws events test-event-pattern` does, offline
    ///
    /// The same as `pattern-test events test-event-pattern`. Takes the words of the AWS CLI:
    /// `pattern-test test-event-pattern --help` lists them.
    #[command(name = "test-event-pattern", disable_help_flag = true)]
    TestEventPattern {
        /// The words of the AWS CLI
        #[arg(allow_hyphen_values = true, trailing_var_arg = true)]
        words: Vec<OsString>,
    },

    Verify(verify::Args),
}

/// The program's name, as its help has it.
const NAME: &str = "pattern-test";

/// Runs the program on the process's arguments.
pub fn main() -> ExitCode {
    let words: Vec<_> = std::env::args_os().skip(1).collect();
    run(&words).into()
}

/// Runs the program on these arguments, its name not among them, with the process's streams. Returns
/// the exit code.
pub fn run(words: &[OsString]) -> u8 {
    if aws_cli::is_aws_command(words) {
        return answer_as_the_aws_cli(words);
    }
    let cli = match parsed(words) {
        Ok(cli) => cli,
        Err(error) => return usage(&error, words),
    };
    let mut terminal = Terminal::new(cli.color);
    match command(&cli, &mut terminal) {
        Ok(exit) => exit.number(),
        Err(error) if is_broken_pipe(&error) => Exit::Yes.number(),
        Err(error) => {
            terminal.tell(&Diagnostic::error(format!("{error:#}")));
            Exit::Trouble.number()
        }
    }
}

/// What the program says to a caller in the same process.
#[derive(Debug, Clone)]
pub struct Said {
    /// The exit code.
    pub code: u8,
    /// What stands on standard output.
    pub out: Vec<u8>,
    /// What stands on standard error.
    pub err: Vec<u8>,
}

/// Runs one of the commands that only read and say something, such as `check --format json`, and
/// returns what it says. Nothing is written to the process's streams, and GitHub Actions is told
/// nothing.
pub fn said(words: &[OsString]) -> Said {
    let cli = match parsed(words) {
        Ok(cli) => cli,
        Err(error) => {
            let text = spelled_out(words).unwrap_or_else(|| error.render().to_string());
            return Said {
                code: Exit::Trouble.number(),
                out: Vec::new(),
                err: text.into_bytes(),
            };
        }
    };
    let mut terminal = Terminal::kept();
    let code = match command(&cli, &mut terminal) {
        Ok(exit) => exit,
        Err(error) => {
            terminal.tell(&Diagnostic::error(format!("{error:#}")));
            Exit::Trouble
        }
    };
    let (out, err) = terminal.into_kept();
    let code = code.number();
    Said { code, out, err }
}

fn parsed(words: &[OsString]) -> Result<Cli, clap::Error> {
    let words = std::iter::once(NAME.into()).chain(words.iter().cloned());
    let matches = help::command().try_get_matches_from(words);
    matches
        .and_then(|matches| Cli::from_arg_matches(&matches))
        .map_err(help::with_advice)
}

fn command(cli: &Cli, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let outcome = match &cli.command {
        Command::Check(args) => check::run(args, terminal),
        Command::Compare(args) => compare::run(args, terminal),
        Command::Completions(args) => completions::run(args, terminal),
        Command::Explain(args) => explain::run(args, terminal),
        Command::Extract(args) => extract::run(args, terminal),
        Command::Generate(args) => generate::run(args, terminal),
        Command::Init(args) => init::run(args, terminal),
        #[cfg(feature = "lsp")]
        Command::Lsp(args) => Ok(lsp::run(args, terminal)),
        Command::Man(args) => man::run(args, terminal),
        Command::Match(args) => match_command::run(args, terminal),
        Command::Overlap(args) => overlap::run(args, terminal),
        Command::Scan(args) => scan::run(args, terminal),
        Command::Schema(args) => schema::run(args, terminal),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(args, terminal),
        Command::Simplify(args) => simplify::run(args, terminal),
        // Only where an option of this program stands in front.
        Command::TestEventPattern { words } => {
            let name = OsString::from("test-event-pattern");
            let words: Vec<_> = std::iter::once(name).chain(words.iter().cloned()).collect();
            return Ok(Exit::OfTheAwsCli(answer_as_the_aws_cli(&words)));
        }
        Command::Verify(args) => verify::run(args, terminal),
    };
    let flushed = terminal.finish();
    outcome.and_then(|exit| flushed.map(|()| exit).map_err(anyhow::Error::from))
}

/// Runs `test-event-pattern`, whose words, output and exit codes are the AWS CLI's.
fn answer_as_the_aws_cli(words: &[OsString]) -> u8 {
    let env = aws_cli::Env::of_process();
    let answered = aws_cli::run(words, &env, &mut io::stdout(), &mut io::stderr())
        // Where this is no process's own program nobody flushes at its end.
        .and_then(|code| io::stdout().flush().map(|()| code));
    match answered {
        Ok(code) => code,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Yes.number(),
        // The AWS CLI's code for what it did not foresee.
        Err(_) => 255,
    }
}

/// Prints help and version, or what is wrong with the words given.
fn usage(error: &clap::Error, words: &[OsString]) -> u8 {
    if error.use_stderr() {
        // Where standard error is closed nobody can be told.
        let _ = match spelled_out(words) {
            Some(text) => io::stderr().write_all(text.as_bytes()),
            None => error.print(),
        };
        return Exit::Trouble.number();
    }
    let printed = error.print().and_then(|()| io::stdout().flush());
    match printed {
        Ok(()) => Exit::Yes.number(),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Yes.number(),
        Err(error) => {
            let message = format!("cannot write to standard output: {error}");
            let told = Diagnostic::error(message).human(Look::PLAIN);
            let _ = io::stderr().write_all(told.as_bytes());
            Exit::Trouble.number()
        }
    }
}

/// The error about words that hold what acts on a terminal, with that spelled out; clap would print
/// it as it is.
fn spelled_out(words: &[OsString]) -> Option<String> {
    let lossy: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
    if !lossy.iter().any(|word| word.chars().any(text::acts)) {
        return None;
    }
    let shown = lossy.iter().map(|word| text::visible(word).into_owned());
    let shown: Vec<OsString> = shown.map(OsString::from).collect();
    let error = parsed(&shown).err()?;
    let lines: Vec<_> = error
        .render()
        .to_string()
        .lines()
        .map(visible_line)
        .collect();
    Some(lines.join("\n") + "\n")
}

fn visible_line(line: &str) -> String {
    text::visible(line).into_owned()
}

/// Whether the reader of our output has gone away, which is no trouble: it has seen enough.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let is_pipe = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(is_pipe)
            || cause
                .downcast_ref::<serde_json::Error>()
                .is_some_and(|error| error.io_error_kind() == Some(io::ErrorKind::BrokenPipe))
    })
}
