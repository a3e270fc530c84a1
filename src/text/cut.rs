//! Long names and values, cut.

use super::visible;
use std::borrow::Cow;

/// [`visible`], cut to at most `length` characters: the middle gives way to `…`, since what tells
/// two long names apart mostly stands at their ends.
///
/// ```
/// assert_eq!(pattern_test::text::brief("abcdefg", 6), "ab…efg");
/// ```
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

/// At most so many characters, with `…` for the rest. For values, of which the start says most;
/// nothing is escaped, which is the writer's task.
///
/// ```
/// assert_eq!(pattern_test::text::head("abcdefg", 3), "abc…");
/// ```
pub fn head(text: &str, characters: usize) -> Cow<'_, str> {
    match text.char_indices().nth(characters) {
        None => Cow::Borrowed(text),
        Some((end, _)) => {
            let mut short = text.get(..end).unwrap_or_default().to_owned();
            short.push('…');
            Cow::Owned(short)
        }
    }
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
