//! One explanation as text.

use super::style::Look;
use super::{explain_human, explain_markdown};
use crate::explain::Explanation;
use std::io::{self, Write};

/// Writes an explanation as the program prints it: the pattern as it is written, with what decided
/// beside it.
///
/// # Errors
/// Those of the writer.
pub fn human(explanation: &Explanation<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    explain_human::write(explanation, look, out)
}

/// Writes an explanation for a pull-request comment or a chat message.
///
/// # Errors
/// Those of the writer.
pub fn markdown(explanation: &Explanation<'_>, out: &mut dyn Write) -> io::Result<()> {
    explain_markdown::write(explanation, out)
}
