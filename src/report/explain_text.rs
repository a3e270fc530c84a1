//! One explanation as text.

use super::style::Look;
use super::{explain_human, explain_markdown};
use crate::explain::Explanation;
pub use explain_human::Detail;
use std::io::{self, Write};

/// Writes an explanation as the program prints it: the verdict and why, then the conditions of the
/// pattern as they are written, with what decided beside them.
///
/// # Errors
/// Those of the writer.
pub fn human(
    explanation: &Explanation<'_>,
    detail: Detail,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    explain_human::write(explanation, detail, look, out)
}

/// Writes an explanation for a pull-request comment or a chat message.
///
/// # Errors
/// Those of the writer.
pub fn markdown(explanation: &Explanation<'_>, out: &mut dyn Write) -> io::Result<()> {
    explain_markdown::write(explanation, out)
}
