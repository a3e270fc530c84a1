//! The arguments of `aws events test-event-pattern`, and our additions to them.

use super::argparse::{Argument, Choices, Parsed, Takes, first_word, parse};
use super::errors::Failure;
use super::output::Format;
use super::query::Query;
use super::value::repr_str;
use std::ffi::OsString;

const OPERATION: &str = "test-event-pattern";
const SERVICE: &str = "events";

const OUTPUTS: &[&str] = &["json", "text", "table", "yaml", "yaml-stream"];
const COLORS: &[&str] = &["on", "off", "auto"];
const BINARY_FORMATS: &[&str] = &["base64", "raw-in-base64-out"];
const ERROR_FORMATS: &[&str] = &["legacy", "json", "yaml", "text", "table", "enhanced"];
const SKELETONS: &[&str] = &["input", "output", "yaml-input"];

/// The options that may stand anywhere. The order shows where one is ambiguous.
const GLOBAL: &[Argument] = &[
    Argument::option("--debug", Takes::Nothing),
    Argument::option("--endpoint-url", Takes::Value),
    Argument::option("--no-verify-ssl", Takes::Nothing),
    Argument::option("--no-paginate", Takes::Nothing),
    Argument::option("--output", Takes::Value).of(Choices::Of(OUTPUTS, &["off"])),
    Argument::option("--query", Takes::Value),
    Argument::option("--profile", Takes::Value),
    Argument::option("--region", Takes::Value),
    Argument::option("--version", Takes::Stop),
    Argument::option("--color", Takes::Value).of(Choices::Of(COLORS, &[])),
    Argument::option("--no-sign-request", Takes::Nothing),
    Argument::option("--ca-bundle", Takes::Value),
    Argument::option("--cli-read-timeout", Takes::Value),
    Argument::option("--cli-connect-timeout", Takes::Value),
    Argument::option("--cli-binary-format", Takes::Value).of(Choices::Of(BINARY_FORMATS, &[])),
    Argument::option("--no-cli-pager", Takes::Nothing),
    Argument::option("--cli-auto-prompt", Takes::Nothing),
    Argument::option("--no-cli-auto-prompt", Takes::Nothing),
    // Since version 2.34.0.
    Argument::own("--cli-error-format", Takes::Value).of(Choices::Of(ERROR_FORMATS, &[])),
    // Ours.
    Argument::own("--strict", Takes::Nothing),
    Argument::own("--verbose", Takes::Nothing),
    Argument::own("-v", Takes::Nothing),
    Argument::own("--help", Takes::Stop),
    Argument::own("-h", Takes::Stop),
    Argument::own("command", Takes::Word)
        .of(Choices::Short(&[SERVICE, OPERATION, "help"]))
        .required(true),
];

const SERVICE_WORDS: &[Argument] = &[Argument::own("operation", Takes::Word)
    .of(Choices::Short(&[OPERATION, "help"]))
    .required(true)];

const fn operation(required: bool) -> [Argument; 6] {
    [
        Argument::option("--event-pattern", Takes::Value).required(required),
        Argument::option("--event", Takes::Value).required(required),
        Argument::option("--cli-input-json", Takes::Value),
        Argument::option("--cli-input-yaml", Takes::Value),
        Argument::option("--generate-cli-skeleton", Takes::MaybeValue("input"))
            .of(Choices::Of(SKELETONS, &[])),
        Argument::own("help", Takes::MaybeWord),
    ]
}

/// What is wanted instead of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Skeleton {
    Input,
    YamlInput,
    Output,
}

/// Everything that was said on the command line.
#[derive(Debug)]
pub(super) struct Arguments {
    pub(super) event_pattern: Option<String>,
    pub(super) event: Option<String>,
    pub(super) cli_input_json: Option<String>,
    pub(super) cli_input_yaml: Option<String>,
    pub(super) skeleton: Option<Skeleton>,
    pub(super) output: Option<Format>,
    pub(super) query: Option<Query>,
    /// `--color on` or `off`.
    pub(super) color: Option<bool>,
    pub(super) strict: bool,
    pub(super) verbose: bool,
}

/// What the command line asks for.
#[derive(Debug)]
pub(super) enum Request {
    Test(Box<Arguments>),
    Help,
    Version,
}

/// Whether the first word that is no option, or the value of a global one, names the service or the
/// operation.
pub(super) fn is_ours(args: &[OsString]) -> bool {
    let words: Vec<_> = args
        .iter()
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    first_word(GLOBAL, &words).is_some_and(|word| word == SERVICE || word == OPERATION)
}

/// Reads the command line. What is looked at, and in which order, is as in the AWS CLI.
pub(super) fn read(args: &[OsString]) -> Result<Request, Failure> {
    let words = args
        .iter()
        .map(|word| {
            word.to_str().map(str::to_owned).ok_or_else(|| {
                let shown = word.to_string_lossy();
                Failure::Other(format!("an argument is not UTF-8: {shown}"))
            })
        })
        .collect::<Result<Vec<_>, _>>()?;

    let global = parse(GLOBAL, &words)?;
    match global.stopped {
        Some("--version") => return Ok(Request::Version),
        Some(_) => return Ok(Request::Help),
        None => {}
    }
    if global.has("--cli-auto-prompt") && global.has("--no-cli-auto-prompt") {
        return Err(Failure::Parameter(
            "Both --cli-auto-prompt and --no-cli-auto-prompt cannot be specified at the same time."
                .to_owned(),
        ));
    }
    let query = global.last("--query").map(Query::compile).transpose()?;
    check_endpoint(&global)?;
    check_timeouts(&global)?;

    let mut rest = global.extras.clone();
    let mut word = global.last("command").map(str::to_owned);
    if word.as_deref() == Some(SERVICE) {
        let service = parse(SERVICE_WORDS, &rest)?;
        word = service.last("operation").map(str::to_owned);
        rest = service.extras;
    }
    if word.as_deref() == Some("help") || rest == ["help"] {
        return Ok(Request::Help);
    }
    let parsed = parse(&operation(must_be_complete(&rest)), &rest)?;
    let mut unknown = parsed.extras.clone();
    match parsed.last("help") {
        Some("help") => return Ok(Request::Help),
        Some("") | None => {}
        Some(surplus) => unknown.push(surplus.to_owned()),
    }
    if !unknown.is_empty() {
        return Err(Failure::UnknownOptions(unknown));
    }
    let text = |name| parsed.last(name).map(str::to_owned);
    Ok(Request::Test(Box::new(Arguments {
        event_pattern: text("--event-pattern"),
        event: text("--event"),
        cli_input_json: text("--cli-input-json"),
        cli_input_yaml: text("--cli-input-yaml"),
        skeleton: parsed
            .last("--generate-cli-skeleton")
            .map(|kind| match kind {
                "output" => Skeleton::Output,
                "yaml-input" => Skeleton::YamlInput,
                _ => Skeleton::Input,
            }),
        output: global.last("--output").and_then(Format::named),
        query,
        color: match global.last("--color") {
            Some("on") => Some(true),
            Some("off") => Some(false),
            _ => None,
        },
        strict: global.has("--strict"),
        verbose: global.has("--verbose") || global.has("-v"),
    })))
}

/// Pattern and event are not needed beside some options, if these are written out and, for the
/// skeleton, not followed by `output`.
fn must_be_complete(words: &[String]) -> bool {
    let has = |name: &str| words.iter().any(|word| word == name);
    if has("--cli-input-json") || has("--cli-input-yaml") {
        return false;
    }
    let skeleton = words
        .iter()
        .position(|word| word == "--generate-cli-skeleton");
    skeleton.is_none_or(|at| words.get(at + 1).is_some_and(|kind| kind == "output"))
}

fn check_endpoint(global: &Parsed) -> Result<(), Failure> {
    let Some(url) = global.last("--endpoint-url") else {
        return Ok(());
    };
    let has_scheme = url.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    if has_scheme {
        return Ok(());
    }
    Err(Failure::Parameter(format!(
        "Bad value for --endpoint-url \"{url}\": scheme is missing.  Must be of the form \
         http://<hostname>/ or https://<hostname>/"
    )))
}

fn check_timeouts(global: &Parsed) -> Result<(), Failure> {
    for name in ["--cli-read-timeout", "--cli-connect-timeout"] {
        if let Some(value) = global.last(name)
            && !is_integer(value)
        {
            return Err(Failure::Other(format!(
                "invalid literal for int() with base 10: {}",
                repr_str(value)
            )));
        }
    }
    Ok(())
}

fn is_integer(text: &str) -> bool {
    let digits = text.trim();
    let digits = digits.strip_prefix(['-', '+']).unwrap_or(digits);
    digits
        .split('_')
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}
