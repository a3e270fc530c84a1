//! Characters that act on a terminal, or that nobody sees.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character acts on a terminal, turns the reading order, ends a line where a reader does
/// not expect it, or is not to be seen at all: the control characters (those of C1 too, which start
/// escape sequences of one character), the marks of bidirectional text, the line and paragraph
/// separators, and the format characters without a width.
///
/// The joiners that emoji and several scripts need are not among them.
pub fn acts(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// The text with every character that [`acts`] written as an escape.
///
/// ```
/// use pattern_test::text::visible;
///
/// assert_eq!(visible("größe"), "größe");
/// assert_eq!(visible("a\u{1b}[31mb\u{202e}\u{9b}"), "a\\u{1b}[31mb\\u{202e}\\u{9b}");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(acts) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if acts(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// JSON text with the same characters as [`visible`] escapes written as JSON escapes: they stand
/// only inside of strings, where that changes nothing. The white space of JSON stays.
///
/// ```
/// use pattern_test::text::json;
///
/// assert_eq!(json("{\n  \"a\": \"b\u{202e}\"\n}"), "{\n  \"a\": \"b\\u202e\"\n}");
/// ```
pub fn json(text: &str) -> Cow<'_, str> {
    let escaped = |c: char| acts(c) && !matches!(c, '\n' | '\r' | '\t');
    if !text.chars().any(escaped) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if escaped(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_needed_to_write_words_is_left_alone() {
        for text in ["👩\u{200d}💻", "می\u{200c}خواهم", "a\u{301}", "❤\u{fe0f}"] {
            assert_eq!(visible(text), text);
        }
    }

    #[test]
    fn what_nobody_sees_is_shown() {
        for c in
            "\0\u{7f}\u{9b}\u{ad}\u{61c}\u{200b}\u{2028}\u{2029}\u{2066}\u{feff}\u{e0041}".chars()
        {
            assert!(visible(&c.to_string()).starts_with("\\u{"), "{c:?}");
        }
    }

    #[test]
    fn escapes_of_json_mean_the_same() {
        let text = "\"\u{9b}\u{e0041}\u{2028}é\"";
        let escaped = json(text);
        assert_eq!(escaped, r#""\u009b\udb40\udc41\u2028é""#);
    }
}
