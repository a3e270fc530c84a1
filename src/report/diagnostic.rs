//! Errors and warnings with the piece of source they are about.

use super::style::{BAD, LOOK_HERE, Look, STRONG};
use crate::json::{Counting, Position, Span};
use crate::text::visible;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use std::fmt::Write as _;
use std::sync::Arc;

/// The longest line that is shown with its annotation; a longer one is only named by its place.
const LONGEST_LINE: usize = 400;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The work could not be done.
    Error,
    /// It was done, and may not be what was meant.
    Warning,
    /// Worth knowing.
    Note,
}

/// Something to tell about an input.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// The file, or what stands for it.
    pub origin: Option<String>,
    /// The text and the place in it.
    pub place: Option<(Arc<str>, Span)>,
    /// The place where the text is not at hand.
    pub position: Option<Position>,
    /// Further lines, each with its kind: `help`, `note`.
    pub lines: Vec<(&'static str, String)>,
}

impl Diagnostic {
    /// An error without a place.
    pub fn error(message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            message: message.into(),
            origin: None,
            place: None,
            position: None,
            lines: Vec::new(),
        }
    }

    /// A warning without a place.
    pub fn warning(message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(message)
        }
    }

    /// A note without a place.
    pub fn note(message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Note,
            ..Self::error(message)
        }
    }

    /// The same, in this file.
    #[must_use]
    pub fn in_file(mut self, origin: impl Into<String>) -> Self {
        self.origin = Some(origin.into());
        self
    }

    /// The same, at this place of this text.
    #[must_use]
    pub fn at(mut self, text: Arc<str>, span: Span) -> Self {
        self.place = Some((text, span));
        self
    }

    /// The same, at this place of a text that is not at hand.
    #[must_use]
    pub fn at_position(mut self, position: Position) -> Self {
        self.position = Some(position);
        self
    }

    /// Where it is: line and column, in characters.
    pub fn position(&self) -> Option<Position> {
        let in_text =
            |(text, span): &(Arc<str>, Span)| Position::of(text, span.start, Counting::Characters);
        self.place.as_ref().map(in_text).or(self.position)
    }

    /// The same, with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.lines.push(("help", help.into()));
        self
    }

    /// The same, with more to know.
    #[must_use]
    pub fn remark(mut self, remark: impl Into<String>) -> Self {
        self.lines.push(("note", remark.into()));
        self
    }

    /// As people read it, with a line end.
    pub fn human(&self, look: Look) -> String {
        let source = self
            .place
            .as_ref()
            .and_then(|(text, span)| Excerpt::new(text, *span));
        match source {
            Some(excerpt) => self.annotated(&excerpt, look),
            None => self.plain(look),
        }
    }

    fn name(&self) -> &'static str {
        match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }

    fn annotated(&self, excerpt: &Excerpt, look: Look) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let origin = self.origin.as_deref().map(visible);
        let message = visible(&self.message);
        let mut snippet = Snippet::source(excerpt.line.as_str())
            .line_start(excerpt.number)
            .annotation(AnnotationKind::Primary.span(excerpt.start..excerpt.end));
        if let Some(origin) = &origin {
            snippet = snippet.path(&**origin);
        }
        let mut group = level.primary_title(&*message).element(snippet);
        for (kind, line) in &self.lines {
            let level = if *kind == "help" {
                Level::HELP
            } else {
                Level::NOTE
            };
            group = group.element(level.message(visible(line).into_owned()));
        }
        let renderer = if look.colour {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let renderer = match look.width {
            Some(width) => renderer.term_width(width),
            None => renderer,
        };
        let mut text = renderer.render(&[group]);
        text.push('\n');
        text
    }

    fn plain(&self, look: Look) -> String {
        let style = match self.severity {
            Severity::Error => BAD.bold(),
            Severity::Warning => LOOK_HERE.bold(),
            Severity::Note => STRONG,
        };
        let mut text = look.paint(self.name(), style);
        text.push_str(": ");
        if let Some(origin) = &self.origin {
            text.push_str(&visible(origin));
            if let Some(place) = self.position() {
                let _ = write!(text, ":{place}");
            }
            text.push_str(": ");
        }
        text.push_str(&visible(&self.message));
        text.push('\n');
        for (kind, line) in &self.lines {
            let _ = writeln!(text, "  = {}: {}", look.paint(kind, STRONG), visible(line));
        }
        text
    }
}

/// The line of a place, when it is short enough to be looked at, as it is shown: what acts on a
/// terminal is spelled out here, since the drawing only knows of some of it.
struct Excerpt {
    line: String,
    number: usize,
    /// The place as byte offsets in `line`.
    start: usize,
    end: usize,
}

impl Excerpt {
    fn new(text: &str, span: Span) -> Option<Self> {
        let before = text.get(..span.start)?;
        let from = before.rfind('\n').map_or(0, |at| at + 1);
        let to = text
            .get(span.start..)?
            .find('\n')
            .map_or(text.len(), |at| span.start + at);
        let line = text.get(from..to)?;
        let line = line.strip_suffix('\r').unwrap_or(line);
        let to = from + line.len();
        let start = span.start.min(to);
        if line.len() > LONGEST_LINE || line.contains('\r') {
            return None;
        }
        // A place that goes on over several lines is marked to the end of its first.
        let mut end = span.end.clamp(start, to);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let mut shown = String::with_capacity(line.len());
        push_visible(text.get(from..start)?, &mut shown);
        let marked = shown.len();
        push_visible(text.get(start..end)?, &mut shown);
        let behind = shown.len();
        push_visible(text.get(end..to)?, &mut shown);
        Some(Self {
            line: shown,
            number: Position::of(text, from, Counting::Characters).line,
            start: marked,
            end: behind,
        })
    }
}

/// Appends a piece of a line as it is shown. Tabs stay: the drawing makes spaces of them.
fn push_visible(piece: &str, out: &mut String) {
    for (at, part) in piece.split('\t').enumerate() {
        if at > 0 {
            out.push('\t');
        }
        out.push_str(&visible(part));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_below_what_they_mark() {
        let text = "{\"a\u{9b}\u{feff}\": \"x\u{2028}\u{61c}y\", \"ab\": 1}\r\n";
        let start = text.find("1}").unwrap();
        let end = start + 1;
        let span = Span { start, end };
        let shown = Diagnostic::error("m").in_file("f").at(text.into(), span);
        insta::assert_snapshot!(shown.human(Look::PLAIN), @r#"
        error: m
         --> f:1:48
          |
        1 | {"a\u{9b}\u{feff}": "x\u{2028}\u{61c}y", "ab": 1}
          |                                                ^
        "#);
    }
}
