//! The few colours in use, and how much room there is.

#[cfg(feature = "cli")]
use crate::text::spaces;
use owo_colors::{OwoColorize as _, Style};
use std::borrow::Cow;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

/// How human output is to look.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Whether to paint.
    pub colour: bool,
    /// Columns of the terminal; `None` where there is none and lines may be as long as they are.
    pub width: Option<usize>,
}

/// Columns where the terminal's are unknown.
const USUAL_WIDTH: usize = 100;

/// Fewer columns than these are not reckoned with.
const LEAST_WIDTH: usize = 40;

impl Look {
    /// No colour and no limit: for pipes and tests.
    pub const PLAIN: Self = Self {
        colour: false,
        width: None,
    };

    /// Columns to break paragraphs at.
    pub(super) fn columns(self) -> usize {
        self.width.unwrap_or(USUAL_WIDTH).max(LEAST_WIDTH)
    }

    /// What stands between something and its place: two spaces, or the end of the line and the
    /// indent where a line of so many columns would not fit. A terminal that breaks it anywhere makes
    /// it hard to read and impossible to copy.
    #[cfg(feature = "cli")]
    pub(super) fn gap(self, columns: usize, indent: usize) -> String {
        if self.width.is_some_and(|width| columns > width) {
            format!("\n{}", spaces(indent))
        } else {
            "  ".to_owned()
        }
    }

    /// The text in this style, if there is colour at all.
    pub fn paint(self, text: &str, style: Style) -> String {
        if self.colour {
            text.style(style).to_string()
        } else {
            text.to_owned()
        }
    }
}

/// Breaks text into lines of at most `width` columns: at spaces, and inside a word only where it is
/// wider than a line.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let lines = textwrap::wrap(text, options(width).break_words(true));
    lines.into_iter().map(Cow::into_owned).collect()
}

/// Breaks text into lines of at most `width` columns, at spaces only: a path or a value that is wider
/// than a line stays in one piece, so that it can be read and copied.
#[cfg(feature = "cli")]
pub(super) fn whole_words(text: &str, width: usize) -> Vec<String> {
    let lines = textwrap::wrap(text, options(width).break_words(false));
    lines.into_iter().map(Cow::into_owned).collect()
}

fn options(width: usize) -> Options<'static> {
    Options::new(width)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
}

/// Held, matched, passed.
pub const GOOD: Style = Style::new().green();
/// Failed, refused.
pub const BAD: Style = Style::new().red();
/// Worth a look: the modes differ, a warning.
pub const LOOK_HERE: Style = Style::new().yellow();
/// What matters less.
pub const FAINT: Style = Style::new().dimmed();
/// Headings.
pub const STRONG: Style = Style::new().bold();

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "cli")]
    #[test]
    fn what_does_not_fit_beside_goes_below() {
        let narrow = Look {
            width: Some(60),
            ..Look::PLAIN
        };
        assert_eq!(narrow.gap(60, 4), "  ");
        assert_eq!(narrow.gap(61, 4), "\n    ");
        assert_eq!(
            Look::PLAIN.gap(1000, 4),
            "  ",
            "pipes have no end of the line"
        );
    }

    #[test]
    fn lines_break_at_spaces_and_long_words_where_they_must() {
        assert_eq!(wrapped("ab cd efg", 5), ["ab cd", "efg"]);
        assert_eq!(wrapped("a bcdefghij k", 4), ["a", "bcde", "fghi", "j k"]);
        assert_eq!(wrapped("漢字 漢字", 4), ["漢字", "漢字"]);
        assert_eq!(wrapped("", 4), [""]);
        assert_eq!(wrapped("a", 0), ["a"]);
    }

    #[cfg(feature = "cli")]
    #[test]
    fn whole_words_stay_whole() {
        assert_eq!(whole_words("a bcdefghij k", 4), ["a", "bcdefghij", "k"]);
    }
}
