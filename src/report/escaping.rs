//! Text that is escaped on its way out, so that no writer in front can forget it.

use std::borrow::Cow;
use std::io::{self, Write};

/// Text on its way out, escaped.
pub(super) struct Escaping<'w> {
    out: &'w mut dyn Write,
    escape: fn(&str) -> Cow<'_, str>,
    /// The start of a character whose rest is still to come.
    cut: Vec<u8>,
}

impl<'w> Escaping<'w> {
    pub(super) fn new(out: &'w mut dyn Write, escape: fn(&str) -> Cow<'_, str>) -> Self {
        let cut = Vec::new();
        Self { out, escape, cut }
    }
}

impl Write for Escaping<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Most is punctuation and names in ASCII.
        let plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n');
        if self.cut.is_empty() && bytes.iter().all(plain) {
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
        self.out.write_all((self.escape)(text).as_bytes())?;
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
    use crate::text;

    #[test]
    fn characters_that_arrive_in_pieces_are_whole() {
        let mut written = Vec::new();
        let mut out = Escaping::new(&mut written, text::json);
        for byte in "\"a\u{9b}\u{e0041}\u{7f}ß\"".bytes() {
            out.write_all(&[byte]).unwrap();
        }
        let written = String::from_utf8(written).unwrap();
        assert_eq!(written, r#""a\u009b\udb40\udc41\u007fß""#);
    }
}
