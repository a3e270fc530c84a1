//! Continuation lines of quoted scalars that are indented less than YAML's grammar asks for.
//!
//! CloudFormation, PyYAML and js-yaml read them all the same, so templates with them are deployed
//! every day. Here such lines are indented further before the text is parsed: in a quoted scalar
//! leading white space means nothing. What was added is remembered, so that places stay those of
//! the text.

use granit_parser::{ErrorKind, Parser, ScanError};
use std::borrow::Cow;

/// How far a line is indented further. Nothing that people write stands deeper.
const SPACES: &str = "                                                                ";
/// The most bytes that are parsed in search of such lines.
const MOST_BYTES: usize = 32 << 20;
/// The most such lines of one text.
const MOST_LINES: usize = 500;

/// A text in which some lines are indented further.
pub(super) struct Indented<'t> {
    text: Cow<'t, str>,
    /// Where `SPACES` were put in, in the text as it was.
    at: Vec<usize>,
}

impl<'t> Indented<'t> {
    /// The text as it is.
    pub(super) fn as_is(text: &'t str) -> Self {
        Self {
            text: Cow::Borrowed(text),
            at: Vec::new(),
        }
    }

    /// The text with every such line indented far enough.
    pub(super) fn far_enough(text: &'t str) -> Option<Self> {
        let mut indented = Self::as_is(text);
        let mut left = MOST_BYTES;
        loop {
            left = left.checked_sub(indented.text.len())?;
            let Some(error) = Parser::new_from_str(&indented.text).find_map(Result::err) else {
                return Some(indented);
            };
            // Whatever else is wrong is told by who reads it.
            if !is_indentation(&error) {
                return Some(indented);
            }
            indented.indent(indented.back(offset(&error)?))?;
        }
    }

    /// Indents the line of which this is the first character. `None` where that cannot help.
    fn indent(&mut self, at: usize) -> Option<()> {
        if self.at.last().is_some_and(|last| *last >= at) || self.at.len() >= MOST_LINES {
            return None;
        }
        let shifted = at + self.at.len() * SPACES.len();
        self.text.to_mut().insert_str(shifted, SPACES);
        self.at.push(at);
        Some(())
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Where a byte of this text is in the text as it was.
    pub(super) fn back(&self, offset: usize) -> usize {
        let mut back = offset;
        for (count, at) in self.at.iter().enumerate() {
            let start = at + count * SPACES.len();
            if offset <= start {
                break;
            }
            back = offset.saturating_sub((count + 1) * SPACES.len()).max(*at);
        }
        back
    }
}

/// Whether a text is refused for this alone.
pub(super) fn is_indentation(error: &ScanError) -> bool {
    matches!(error.kind(), ErrorKind::InvalidQuotedScalarIndent)
}

fn offset(error: &ScanError) -> Option<usize> {
    error.marker().byte_offset()
}
