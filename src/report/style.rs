//! The few colours in use, and how much room there is.

use owo_colors::{OwoColorize as _, Style};

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
    pub(super) fn gap(self, columns: usize, indent: usize) -> String {
        if self.width.is_some_and(|width| columns > width) {
            format!("\n{:indent$}", "")
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
}
