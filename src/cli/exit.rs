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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Trouble, whatever else was found.
    Trouble,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Yes => 0,
            Exit::No => 1,
            Exit::Trouble => 2,
        })
    }
}
