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

impl Look {
    /// No colour and no limit: for pipes and tests.
    pub const PLAIN: Self = Self {
        colour: false,
        width: None,
    };

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
/// Worth a look: the modes disagree, a warning.
pub const LOOK_HERE: Style = Style::new().yellow();
/// What matters less.
pub const FAINT: Style = Style::new().dimmed();
/// Headings.
pub const STRONG: Style = Style::new().bold();
