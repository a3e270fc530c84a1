//! The command line.

use super::Failure;
use super::output::Format;
use crate::matching::Mode;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, Command, CommandFactory, FromArgMatches, Parser};
use std::ffi::OsString;

const SERVICE: &str = "events";
const OPERATION: &str = "test-event-pattern";

/// Options of the AWS CLI that cannot matter offline, without a value and with one.
const IGNORED: &str = "debug no-verify-ssl no-paginate no-sign-request no-cli-pager cli-auto-prompt \
                       no-cli-auto-prompt";
const IGNORED_WITH_VALUE: &str = "endpoint-url profile region color ca-bundle cli-read-timeout \
                                  cli-connect-timeout cli-binary-format cli-error-format";

/// Answer as `aws events test-event-pattern` would, offline
///
/// The options, the output and the exit codes are those of the AWS CLI, version 2. Nothing is sent:
/// no credentials, no region, no network.
#[derive(Debug, Parser)]
#[command(
    name = "pattern-test [events] test-event-pattern",
    version,
    display_name = "pattern-test",
    no_binary_name = true,
    args_override_self = true,
    infer_long_args = true,
    max_term_width = 100,
    after_help = "\
The other global options of the AWS CLI are accepted and ignored, because they cannot matter offline.

Exit codes: 0 answered, with true or with false; 252 wrong usage; 254 the service would refuse the
pattern or the event; 255 anything else."
)]
pub(super) struct Arguments {
    /// `events test-event-pattern`, and perhaps `help`.
    #[arg(hide = true)]
    words: Vec<String>,

    /// The pattern: JSON, or file://PATH
    #[arg(long, value_name = "PATTERN", allow_negative_numbers = true)]
    pub(super) event_pattern: Option<String>,

    /// The event: JSON, or file://PATH
    #[arg(long, value_name = "EVENT", allow_negative_numbers = true)]
    pub(super) event: Option<String>,

    /// Both at once, `{"EventPattern": "...", "Event": "..."}`, or file://PATH
    #[arg(long, value_name = "INPUT")]
    pub(super) cli_input_json: Option<String>,

    /// The output format; without it what AWS_DEFAULT_OUTPUT says, or json
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub(super) output: Option<Format>,

    /// A JMESPath expression that selects from `{"Result": true}`
    #[arg(long, value_name = "EXPRESSION", allow_hyphen_values = true)]
    pub(super) query: Option<String>,

    /// Conditions on an array of objects must hold in the same element, as EventBridge decides today
    /// (the default; not in the AWS CLI)
    #[arg(long, conflicts_with = "flattened")]
    strict: bool,

    /// Each condition may hold in another element of an array, as EventBridge decided in 2019 (not in
    /// the AWS CLI)
    #[arg(long)]
    flattened: bool,

    /// Say on stderr if the two modes differ (not in the AWS CLI)
    #[arg(short, long)]
    pub(super) verbose: bool,
}

impl Arguments {
    pub(super) fn mode(&self) -> Mode {
        if self.flattened {
            Mode::Flattened
        } else {
            Mode::Strict
        }
    }
}

/// What the command line asks for.
pub(super) enum Request {
    Test(Box<Arguments>),
    /// Help or version.
    Print(String),
}

fn command() -> Command {
    let hidden = |name| Arg::new(name).long(name).hide(true);
    let with_value = |name| hidden(name).allow_hyphen_values(true);
    Arguments::command()
        .args(
            IGNORED
                .split(' ')
                .map(|name| hidden(name).action(ArgAction::SetTrue)),
        )
        .args(IGNORED_WITH_VALUE.split(' ').map(with_value))
}

/// Whether the command line, without the program's name, is one for [`run`](super::run): `events` or
/// `test-event-pattern`, also behind global options of the AWS CLI.
///
/// ```
/// use pattern_test::aws_cli::is_aws_command;
///
/// let is_ours = |line: &str| is_aws_command(&line.split(' ').map(Into::into).collect::<Vec<_>>());
/// assert!(is_ours("--output text events test-event-pattern"));
/// assert!(!is_ours("check events"));
/// ```
pub fn is_aws_command(args: &[OsString]) -> bool {
    let command = command();
    let mut words = args.iter().map(|word| word.to_string_lossy());
    while let Some(word) = words.next() {
        let Some(name) = word.strip_prefix("--") else {
            if word.starts_with('-') {
                continue;
            }
            return word == SERVICE || word == OPERATION;
        };
        let takes_value = |arg: &&Arg| {
            let long = arg.get_long().unwrap_or_default();
            long.starts_with(name) && arg.get_action().takes_values()
        };
        // What is abbreviated is told apart where it is parsed.
        if !name.is_empty() && command.get_opts().find(takes_value).is_some() {
            words.next();
        }
    }
    false
}

pub(super) fn read(args: &[OsString]) -> Result<Request, Failure> {
    let help = || Request::Print(command().render_help().to_string());
    if args.last().is_some_and(|word| word == "help") {
        return Ok(help());
    }
    let parsed = command()
        .try_get_matches_from(args)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => {
            let text = error.render().to_string();
            return match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Ok(Request::Print(text)),
                _ => Err(Failure::Usage(
                    text.trim_start_matches("error: ").trim_end().to_owned(),
                )),
            };
        }
    };
    let words: Vec<_> = arguments.words.iter().map(String::as_str).collect();
    match words[..] {
        [OPERATION] | [SERVICE, OPERATION] => Ok(Request::Test(Box::new(arguments))),
        [SERVICE, other] if other != OPERATION => Err(Failure::Usage(format!(
            "`{SERVICE} {other}` is not answered offline, only `{SERVICE} {OPERATION}`"
        ))),
        _ => Err(Failure::Usage(format!(
            "expected `{SERVICE} {OPERATION}`, found `{}`",
            words.join(" ")
        ))),
    }
}
