//! Text from patterns, events and file names, made fit to be shown: what acts on a terminal is
//! spelled out, what is too long is cut, and what is markup to Markdown is not taken for it.
//!
//! Every module may use this one; it uses none.

mod cut;
pub mod markdown;
mod visible;

pub use cut::{brief, head};
pub use visible::{acts, json, visible, visible_lines};

/// In small letters, each by itself. `str::to_lowercase` differs in one of all letters, the sigma at the end of a
/// word, and brings two tables of Unicode for it.
pub(crate) fn lower(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// So many spaces. A width in a format string panics above 65,535, and the length of a name or a
/// value can be more than that; so no width in a format string comes from input, and a test sees to
/// it.
pub fn spaces(count: usize) -> String {
    " ".repeat(count)
}

/// The text at the right end of at least so many columns.
///
/// ```
/// assert_eq!(pattern_test::text::right(7, 3), "  7");
/// assert_eq!(pattern_test::text::right("long", 3), "long");
/// ```
pub fn right(text: impl std::fmt::Display, columns: usize) -> String {
    let text = text.to_string();
    let missing = columns.saturating_sub(text.chars().count());
    spaces(missing) + &text
}

/// The text at the left end of at least so many columns.
///
/// ```
/// assert_eq!(pattern_test::text::left("a", 3), "a  ");
/// ```
pub fn left(text: impl std::fmt::Display, columns: usize) -> String {
    let text = text.to_string();
    let missing = columns.saturating_sub(text.chars().count());
    text + &spaces(missing)
}

#[cfg(test)]
mod tests;
