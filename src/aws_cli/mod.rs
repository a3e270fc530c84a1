//! The AWS CLI's `events test-event-pattern`, offline.
//!
//! The same arguments, the same output byte for byte, the same errors and exit codes, so that a
//! script may put this program where it called `aws`. The model is version 2 of the AWS CLI; errors
//! have the layout that they had up to version 2.33.
//!
//! | exit | when |
//! | --- | --- |
//! | 0 | answered, with true or with false |
//! | 252 | usage: arguments, files, parameters, the syntax of `--query` |
//! | 254 | the service would refuse the pattern or the event |
//! | 255 | anything else: `--query` fails on the answer, an unknown output format in the environment |
//!
//! What differs on purpose:
//!
//! - Nothing is ever sent. Options that only matter for that (`--region`, `--profile`,
//!   `--endpoint-url`, `--debug` and so on) are accepted, checked for their form, and ignored; there
//!   is no need for credentials or a region, and `~/.aws/config` is not read.
//! - `-h`, `--help` and the word `help` print a help text of our own, `--version` our own version;
//!   no pager is started.
//! - `--strict` asks for the strict mode. `-v` and `--verbose` note a disagreement of the two modes
//!   on stderr.
//! - A wrong command or operation is refused without a list of all that the AWS CLI has.
//! - In `--query`, integers of more than 64 bits become floats, and infinite numbers are refused;
//!   where two objects of the same expression name the same keys in opposite orders, one of the
//!   orders is printed for both; an expression has at most 500 tokens.
//! - Half a surrogate pair (`\ud800`) is refused in `--cli-input-json` and in `--query`.

mod argparse;
mod args;
mod errors;
mod input;
mod output;
mod query;
mod similar;
mod value;
mod verdict;
mod yaml_schema;

use args::{Arguments, Request, Skeleton};
use errors::Failure;
use output::{Format, Style};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use value::Value;

const HELP: &str = include_str!("help.txt");

/// Where the command runs: everything that it takes from outside besides its arguments and files.
#[derive(Debug, Clone, Default)]
pub struct Env {
    /// The environment variables: `AWS_DEFAULT_OUTPUT`, `AWS_CLI_FILE_ENCODING`, and those in the
    /// paths of parameter files.
    pub variables: BTreeMap<OsString, OsString>,
    /// What relative paths are relative to; empty for the working directory.
    pub directory: PathBuf,
    /// The width of the terminal that stdout is, if it is one.
    pub terminal_width: Option<usize>,
}

impl Env {
    /// What this process was given.
    pub fn of_process() -> Self {
        let width = terminal_size::terminal_size_of(io::stdout());
        Self {
            variables: std::env::vars_os().collect(),
            directory: PathBuf::new(),
            terminal_width: width.map(|(width, _)| usize::from(width.0)),
        }
    }

    fn variable(&self, name: &str) -> Option<&str> {
        self.variables.get(std::ffi::OsStr::new(name))?.to_str()
    }
}

/// Whether the command line, without the program's name, is one for the AWS CLI's
/// `events test-event-pattern`: also as plain `test-event-pattern`, also with global options before
/// it, also with another operation, which [`run`] refuses.
///
/// ```
/// use pattern_test::aws_cli::is_aws_command;
///
/// let words = |line: &str| line.split(' ').map(Into::into).collect::<Vec<_>>();
/// assert!(is_aws_command(&words("--output text events test-event-pattern")));
/// assert!(is_aws_command(&words("test-event-pattern --event {}")));
/// assert!(!is_aws_command(&words("check events")));
/// ```
pub fn is_aws_command(args: &[OsString]) -> bool {
    args::is_ours(args)
}

/// Runs the command: the arguments are those behind the program's name. Returns the exit code.
///
/// ```
/// use pattern_test::aws_cli::{Env, run};
///
/// let args = [
///     "events", "test-event-pattern", "--output", "text",
///     "--event-pattern", r#"{"source": ["orders"]}"#,
///     "--event", r#"{"id": "1", "account": "1", "source": "orders", "time": "",
///                    "region": "", "detail-type": ""}"#,
/// ];
/// let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
/// let code = run(&args.map(Into::into), &Env::default(), &mut stdout, &mut stderr)?;
/// assert_eq!((code, stdout.as_slice(), stderr.len()), (0, b"True\n".as_slice(), 0));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// Only what goes wrong in writing.
pub fn run(
    args: &[OsString],
    env: &Env,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> io::Result<u8> {
    let mut printed = String::new();
    let mut notes = String::new();
    let result = answer(args, env, &mut printed, &mut notes);
    // What was printed before a failure stays printed, as it does in the AWS CLI.
    stdout.write_all(printed.as_bytes())?;
    stdout.flush()?;
    stderr.write_all(notes.as_bytes())?;
    let Err(failure) = result else {
        return Ok(0);
    };
    failure.write(stderr)?;
    stderr.flush()?;
    Ok(failure.exit_code())
}

fn answer(
    args: &[OsString],
    env: &Env,
    printed: &mut String,
    notes: &mut String,
) -> Result<(), Failure> {
    let arguments = match args::read(args)? {
        Request::Test(arguments) => arguments,
        Request::Help => {
            printed.push_str(HELP);
            return Ok(());
        }
        Request::Version => {
            printed.push_str(concat!("pattern-test ", env!("CARGO_PKG_VERSION"), "\n"));
            return Ok(());
        }
    };
    let parameters = input::Parameters::load(&arguments, env)?;
    let response = match arguments.skeleton {
        Some(Skeleton::Input) => {
            printed.push_str(input::SKELETON);
            return Ok(());
        }
        Some(Skeleton::YamlInput) => {
            printed.push_str(input::YAML_SKELETON);
            return Ok(());
        }
        Some(Skeleton::Output) => {
            parameters.check()?;
            true
        }
        None => {
            let request = parameters.check()?;
            let verdict = verdict::decide(&request, arguments.strict)?;
            if arguments.verbose
                && let Some(note) = verdict.note
            {
                notes.push_str(&note);
            }
            verdict.result
        }
    };
    print(&arguments, env, response, printed)
}

fn print(
    arguments: &Arguments,
    env: &Env,
    response: bool,
    printed: &mut String,
) -> Result<(), Failure> {
    let format = match arguments.output {
        Some(format) => format,
        None => default_format(env)?,
    };
    if format == Format::Off {
        return Ok(());
    }
    let response = Value::dict([("Result".into(), Value::Bool(response))]);
    let value = match &arguments.query {
        Some(query) => query.search(&response)?,
        None => response,
    };
    let style = Style {
        color: arguments.color.unwrap_or(env.terminal_width.is_some()),
        terminal_width: env.terminal_width.unwrap_or(80),
    };
    output::write(format, &value, style, printed).map_err(Failure::Other)
}

fn default_format(env: &Env) -> Result<Format, Failure> {
    let Some(name) = env.variable("AWS_DEFAULT_OUTPUT") else {
        return Ok(Format::Json);
    };
    Format::named(name).ok_or_else(|| Failure::Other(format!("Unknown output type: {name}")))
}
