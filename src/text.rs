//! Text that was written by others, made safe and short enough to show.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The text with everything that could act on a terminal or turn the reading order written as an
/// escape: control characters, and the marks that switch between left-to-right and right-to-left.
///
/// ```
/// use pattern_test::text::visible;
///
/// assert_eq!(visible("größe"), "größe");
/// assert_eq!(visible("a\u{1b}[31mb\u{202e}"), "a\\u{1b}[31mb\\u{202e}");
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
/// only inside of strings, where that changes nothing.
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
            // All of them stand in the basic plane. Writing to a String cannot fail.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// [`visible`], cut to at most `length` characters: the middle gives way to `…`, since what tells
/// two long names apart mostly stands at their ends.
pub fn brief(text: &str, length: usize) -> String {
    let shown = visible(text);
    let count = shown.chars().count();
    if count <= length {
        return shown.into_owned();
    }
    let kept = length.saturating_sub(1);
    let (head, tail) = (kept / 2, kept - kept / 2);
    let front = shown.chars().take(head);
    let back = shown.chars().skip(count - tail);
    front.chain(std::iter::once('…')).chain(back).collect()
}

/// Whether a character could act on a terminal or turn the reading order.
pub(crate) fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_text_is_marked() {
        assert_eq!(brief("abcdef", 6), "abcdef");
        assert_eq!(brief("abcdefg", 6), "ab…efg");
        assert_eq!(brief("\n\n", 3), "\\…n");
    }
}
