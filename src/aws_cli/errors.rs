//! How the AWS CLI ends when it does not answer: exit codes and the layouts on stderr.

use std::io::{self, Write};

/// What stands before every message. Empty up to version 2.33 of the AWS CLI, whose layouts are
/// reproduced here; from 2.34.0 on it is `aws: [ERROR]: `.
const PREFIX: &str = "";

const USAGE: &str = "\
usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]
To see help text, you can run:

  aws help
  aws <command> help
  aws <command> <subcommand> help
";

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// The arguments cannot be parsed.
    Usage(String),
    /// Arguments that belong to nothing.
    UnknownOptions(Vec<String>),
    /// An argument's value cannot be used.
    Parameter(String),
    /// The service refuses the request.
    Service {
        exception: &'static str,
        message: String,
    },
    /// Anything else.
    Other(String),
}

impl Failure {
    /// What is said where a `file://` or a `--cli-input-…` cannot be read.
    pub(super) fn parsing(parameter: &str, reason: &str) -> Self {
        Self::Parameter(format!("Error parsing parameter '{parameter}': {reason}"))
    }

    pub(super) fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) | Self::UnknownOptions(_) | Self::Parameter(_) => 252,
            Self::Service { .. } => 254,
            Self::Other(_) => 255,
        }
    }

    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Usage(message) => write!(out, "\n{USAGE}\naws: error: {message}\n\n"),
            Self::UnknownOptions(words) => {
                write!(out, "\n{USAGE}\nUnknown options: {}\n\n", words.join(", "))
            }
            Self::Parameter(message) | Self::Other(message) => {
                write!(out, "\n{PREFIX}{message}\n")
            }
            Self::Service { exception, message } => write!(
                out,
                "\n{PREFIX}An error occurred ({exception}) when calling the TestEventPattern \
                 operation: {message}\n"
            ),
        }
    }
}
