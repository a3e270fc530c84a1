//! JSON text laid out anew, a line at a time: two spaces for each level, a member or an element a
//! line. Nothing is kept but the brackets that are open, so that it takes no memory to lay out an
//! event of any size.

use std::ops::Range;

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// What stands between values.
    Between(&'static str),
    /// A key, as bytes of the text.
    Key(Range<usize>),
    /// A value, or the bracket that opens it, with the text to show.
    Value(Range<usize>, Option<&'static str>),
}

/// The lines of a text that is known to be JSON.
#[derive(Debug, Clone)]
pub(super) struct Layout<'t> {
    text: &'t str,
    at: usize,
    /// The closing brackets that are still to come.
    open: Vec<u8>,
}

impl<'t> Layout<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            open: Vec::new(),
        }
    }

    /// The next line: its level and its pieces, which replace those given.
    pub(super) fn next(&mut self, pieces: &mut Vec<Piece>) -> Option<usize> {
        pieces.clear();
        let mut level = self.open.len();
        loop {
            let start = self.skip();
            let end = match self.byte()? {
                bracket @ (b'{' | b'[') => {
                    let (opening, closing, both) = match bracket {
                        b'{' => ("{", b'}', "{}"),
                        _ => ("[", b']', "[]"),
                    };
                    self.at += 1;
                    let inside = self.skip();
                    if self.byte() != Some(closing) {
                        self.open.push(closing);
                        pieces.push(Piece::Value(start..start + 1, Some(opening)));
                        return Some(level);
                    }
                    pieces.push(Piece::Value(start..inside + 1, Some(both)));
                    inside + 1
                }
                bracket @ (b'}' | b']') => {
                    self.open.pop();
                    level = self.open.len();
                    let text = if bracket == b'}' { "}" } else { "]" };
                    pieces.push(Piece::Between(text));
                    start + 1
                }
                b'"' => {
                    self.at = self.end_of_string();
                    let end = self.at;
                    self.skip();
                    if self.byte() == Some(b':') {
                        self.at += 1;
                        pieces.push(Piece::Key(start..end));
                        pieces.push(Piece::Between(": "));
                        continue;
                    }
                    pieces.push(Piece::Value(start..end, None));
                    end
                }
                _ => {
                    let rest = self.text.get(start..).unwrap_or_default();
                    let ends = |c: char| matches!(c, ',' | ']' | '}' | ' ' | '\t' | '\r' | '\n');
                    let end = rest.find(ends).map_or(self.text.len(), |at| start + at);
                    pieces.push(Piece::Value(start..end, None));
                    // A comma that is out of place is not to hold us up.
                    end.max(start + 1)
                }
            };
            self.at = end;
            self.skip();
            if self.byte() == Some(b',') {
                self.at += 1;
                pieces.push(Piece::Between(","));
            }
            return Some(level);
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Goes on to what is no white space; where that is.
    fn skip(&mut self) -> usize {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.byte() {
            self.at += 1;
        }
        self.at
    }

    /// The end of the string that begins here.
    fn end_of_string(&self) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = self.at + 1;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'"' => return at + 1,
                b'\\' => at += 2,
                _ => at += 1,
            }
        }
        bytes.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid_out(text: &str) -> String {
        let mut layout = Layout::new(text);
        let (mut out, mut pieces) = (String::new(), Vec::new());
        while let Some(level) = layout.next(&mut pieces) {
            out.push_str(&"  ".repeat(level));
            for piece in &pieces {
                out.push_str(match piece {
                    Piece::Between(text) | Piece::Value(_, Some(text)) => text,
                    Piece::Key(range) | Piece::Value(range, None) => {
                        text.get(range.clone()).unwrap_or_default()
                    }
                });
            }
            out.push('\n');
        }
        out
    }

    #[test]
    fn events_are_laid_out() {
        let text =
            "{ \"a\" : 1,\"b\":[ ],\"c\":{\"d\\\"\\\\\":[true ,\"x\"],\"e\":{}} ,\"f\":\"}\"}\n";
        insta::assert_snapshot!(laid_out(text), @r#"
        {
          "a": 1,
          "b": [],
          "c": {
            "d\"\\": [
              true,
              "x"
            ],
            "e": {}
          },
          "f": "}"
        }
        "#);
        assert_eq!(laid_out(" \"x\" "), "\"x\"\n");
    }

    #[test]
    fn what_is_no_json_ends_too() {
        for text in ["", "{", "[1", "\"", "\"\\", "]}", ",,", "{\"a\":", "ß,"] {
            laid_out(text);
        }
    }
}
