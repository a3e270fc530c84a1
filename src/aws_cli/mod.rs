//! The AWS CLI's `events test-event-pattern`, offline.
//!
//! What a script can depend on is as in version 2 of the AWS CLI: the options, the output of an
//! answer byte for byte, the texts with which the service refuses a request, and the exit codes.
//!
//! | exit | when |
//! | --- | --- |
//! | 0 | answered, with true or with false |
//! | 252 | usage: arguments, files, parameters, the syntax of `--query` |
//! | 254 | the service would refuse the pattern or the event |
//! | 255 | anything else: `--query` fails on the answer, an unknown output format in the environment |
//!
//! What differs:
//!
//! - Nothing is ever sent. The other global options (`--region`, `--debug`, `--color`, …) are accepted
//!   and ignored, credentials and `~/.aws/config` are not looked for, and no pager is started.
//! - `--flattened` asks for the older behaviour on arrays of objects, `--strict` for today's, which is
//!   the default. `-v` and `--verbose` note on stderr where the two differ.
//! - Wrong usage is explained in words of our own. `--cli-input-yaml` and `--generate-cli-skeleton`
//!   are not there.
//! - Files are UTF-8, at most [`LARGEST`] bytes, and either regular or a pipe that the shell opened
//!   (`/dev/stdin`, `/dev/fd/3`).
//! - `--query` is what the `jmespath` crate makes of it, for at most 500 tokens.
//! - Where stderr is a terminal, characters that it would act on are escaped in error texts.

mod args;
mod input;
mod output;
mod query;
mod table;
mod text;
mod yaml;

pub use args::is_aws_command;
pub use input::LARGEST;

use crate::matching::Mode;
use crate::service::{self, Refusal};
use crate::text::visible;
use args::{Arguments, Request};
use clap::ValueEnum as _;
use output::Format;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

/// Where the command runs: everything that it takes from outside besides its arguments and files.
#[derive(Debug, Clone, Default)]
pub struct Env {
    /// The environment variables: `AWS_DEFAULT_OUTPUT`, and those in the paths of files.
    pub variables: BTreeMap<OsString, OsString>,
    /// What relative paths are relative to; empty for the working directory.
    pub directory: PathBuf,
    /// The width of the terminal that stdout is, if it is one.
    pub terminal_width: Option<usize>,
    /// Whether stderr is a terminal.
    pub stderr_is_terminal: bool,
}

impl Env {
    /// What this process was given.
    pub fn of_process() -> Self {
        let width = terminal_size::terminal_size_of(io::stdout());
        Self {
            variables: std::env::vars_os().collect(),
            directory: PathBuf::new(),
            terminal_width: width.map(|(width, _)| usize::from(width.0)),
            stderr_is_terminal: io::stderr().is_terminal(),
        }
    }

    fn variable(&self, name: &str) -> Option<&str> {
        self.variables.get(OsStr::new(name))?.to_str()
    }
}

/// Why there is no answer, in the words that go to stderr.
#[derive(Debug)]
enum Failure {
    Usage(String),
    Service(String),
    Other(String),
}

/// Runs the command: the arguments are those behind the program's name. Returns the exit code.
///
/// ```
/// use pattern_test::aws_cli::{Env, run};
///
/// let args = [
///     "events", "test-event-pattern", "--output", "text",
///     "--event-pattern", r#"{"source": ["orders"]}"#,
///     "--event", r#"{"id": "1", "account": "1", "source": "orders", "region": "",
///                    "time": "2026-01-02T03:04:05Z", "detail-type": ""}"#,
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
    let (code, message) = match result {
        Ok(()) => (0, notes),
        Err(Failure::Usage(message)) => (252, format!("\nerror: {message}\n")),
        Err(Failure::Service(message)) => (254, format!("\n{message}\n")),
        Err(Failure::Other(message)) => (255, format!("{notes}\nerror: {message}\n")),
    };
    if env.stderr_is_terminal {
        for line in message.lines() {
            writeln!(stderr, "{}", visible(line))?;
        }
    } else {
        stderr.write_all(message.as_bytes())?;
    }
    stderr.flush()?;
    Ok(code)
}

fn answer(
    args: &[OsString],
    env: &Env,
    printed: &mut String,
    notes: &mut String,
) -> Result<(), Failure> {
    let arguments = match args::read(args)? {
        Request::Test(arguments) => arguments,
        Request::Print(text) => {
            printed.push_str(&text);
            return Ok(());
        }
    };
    let query = arguments.query.as_deref().map(query::compile);
    let query = query.transpose()?;
    let (pattern, event) = input::load(&arguments, env)?;
    let result = decide(&arguments, &pattern, &event, notes)?;
    let format = match (arguments.output, env.variable("AWS_DEFAULT_OUTPUT")) {
        (Some(format), _) => format,
        (None, None) => Format::Json,
        (None, Some(name)) => Format::from_str(name, false)
            .map_err(|_| Failure::Other(format!("AWS_DEFAULT_OUTPUT: no such format: {name}")))?,
    };
    let answer = query::search(query.as_ref(), result)?;
    output::write(format, &answer, env.terminal_width.unwrap_or(80), printed)
}

fn decide(
    arguments: &Arguments,
    pattern: &str,
    event: &str,
    notes: &mut String,
) -> Result<bool, Failure> {
    let answer = service::test_event_pattern(pattern, event, arguments.mode()).map_err(
        |refusal| match refusal {
            Refusal::Exception { name, message } => Failure::Service(format!(
                "An error occurred ({name}) when calling the TestEventPattern operation: {message}"
            )),
            Refusal::Undecided => Failure::Other(service::UNDECIDED.to_owned()),
        },
    )?;
    if arguments.verbose && answer.evaluation.disagree() {
        let [today, older] =
            [Mode::Strict, Mode::Flattened].map(|mode| match answer.evaluation.verdict(mode) {
                verdict if verdict.gave_up => "undecided",
                verdict if verdict.matched => "true",
                _ => "false",
            });
        notes.push_str(&format!(
            "note: the modes differ: EventBridge today, {today}; flattened, {older}\n"
        ));
    }
    Ok(answer.result)
}
