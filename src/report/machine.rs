//! What all JSON output has in common: errors, and that nothing in it acts on a terminal.

use super::diagnostic::Diagnostic;
use crate::text;
use schemars::JsonSchema;
use serde::Serialize;
use std::io::{self, Write};

/// An error in the input, as every JSON document has it under `errors`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Problem {
    /// The file, or what stands for it: `<stdin>`, `<inline>`.
    pub file: Option<String>,
    /// Line of the place in the file, from 1.
    pub line: Option<usize>,
    /// Column of the place, from 1, in characters.
    pub column: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl From<&Diagnostic> for Problem {
    fn from(diagnostic: &Diagnostic) -> Self {
        let Diagnostic {
            severity: _,
            message,
            origin,
            place: _,
            position: _,
            lines,
        } = diagnostic;
        let position = diagnostic.position();
        let help: Vec<_> = lines
            .iter()
            .filter(|(kind, _)| *kind == "help")
            .map(|(_, line)| line.as_str())
            .collect();
        Self {
            file: origin.clone(),
            line: position.map(|position| position.line),
            column: position.map(|position| position.column),
            message: message.clone(),
            help: (!help.is_empty()).then(|| help.join("; ")),
        }
    }
}

/// The line of JSON Lines that tells an error: `{"error": {...}}`. Such lines stand behind all others.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ErrorLine<'r> {
    /// What is wrong with the input.
    error: &'r Problem,
}

/// Writes a document over several lines, with a line end.
///
/// # Errors
/// Those of the writer.
pub(crate) fn document<T: Serialize>(document: &T, out: &mut dyn Write) -> io::Result<()> {
    let mut out = Escaping::new(out);
    serde_json::to_writer_pretty(&mut out, document)?;
    out.write_all(b"\n")
}

/// Writes a value on a line of its own.
///
/// # Errors
/// Those of the writer.
pub(crate) fn line<T: Serialize>(value: &T, out: &mut dyn Write) -> io::Result<()> {
    let mut out = Escaping::new(out);
    serde_json::to_writer(&mut out, value)?;
    out.write_all(b"\n")
}

/// Writes the lines of the errors.
///
/// # Errors
/// Those of the writer.
pub(crate) fn error_lines(errors: &[Problem], out: &mut dyn Write) -> io::Result<()> {
    errors
        .iter()
        .try_for_each(|error| line(&ErrorLine { error }, out))
}

/// JSON on its way out, with [`text::json`]'s escapes.
struct Escaping<'w> {
    out: &'w mut dyn Write,
    /// The start of a character whose rest is still to come.
    cut: Vec<u8>,
}

impl<'w> Escaping<'w> {
    fn new(out: &'w mut dyn Write) -> Self {
        let cut = Vec::new();
        Self { out, cut }
    }
}

impl Write for Escaping<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Most is punctuation and names in ASCII.
        if self.cut.is_empty() && bytes.is_ascii() && !bytes.contains(&0x7f) {
            self.out.write_all(bytes)?;
            return Ok(bytes.len());
        }
        self.cut.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.cut) {
            Ok(_) => self.cut.len(),
            Err(error) => error.valid_up_to(),
        };
        let rest = self.cut.split_off(whole);
        let text = std::str::from_utf8(&self.cut).unwrap_or_default();
        self.out.write_all(text::json(text).as_bytes())?;
        self.cut = rest;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_arrive_in_pieces_are_whole() {
        let mut written = Vec::new();
        let mut out = Escaping::new(&mut written);
        for byte in "\"a\u{9b}\u{e0041}\u{7f}ß\"".bytes() {
            out.write_all(&[byte]).unwrap();
        }
        let written = String::from_utf8(written).unwrap();
        assert_eq!(written, r#""a\u009b\udb40\udc41\u007fß""#);
    }

    #[test]
    fn an_error_has_its_place_and_its_help() {
        let text = "{\n  \"größe\": x}";
        let start = text.find('x').unwrap();
        let end = start + 1;
        let diagnostic = Diagnostic::error("m")
            .in_file("f.json")
            .at(text.into(), crate::json::Span { start, end })
            .remark("r")
            .help("h");
        let problem = Problem::from(&diagnostic);
        assert_eq!((problem.line, problem.column), (Some(2), Some(12)));
        assert_eq!(problem.help.as_deref(), Some("h"));
        let nowhere = Problem::from(&Diagnostic::error("m"));
        assert_eq!((nowhere.file, nowhere.line), (None, None));
    }
}
