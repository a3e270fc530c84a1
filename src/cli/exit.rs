//! What the exit code says.

use std::process::ExitCode;

/// The outcome of a command, for every command but `test-event-pattern`, which answers with the
/// codes of the AWS CLI.
///
/// | code | meaning |
/// | --- | --- |
/// | 0 | yes: matched, clean, passed |
/// | 1 | no: nothing matched, findings, failures |
/// | 2 | trouble: wrong usage, or input that is unreadable or invalid |
/// | 128 + n | ended by signal n, as shells count: 130 for an interrupt |
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Trouble, whatever else was found.
    Trouble,
    /// A signal ended the work.
    Stopped(u8),
    /// What `test-event-pattern` ends with.
    OfTheAwsCli(u8),
}

impl Exit {
    /// The code.
    pub(super) fn number(self) -> u8 {
        match self {
            Self::Yes => 0,
            Self::No => 1,
            Self::Trouble => 2,
            Self::Stopped(signal) => 128 | signal,
            Self::OfTheAwsCli(code) => code,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.number())
    }
}
