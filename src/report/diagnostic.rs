//! Errors and warnings with the piece of source they are about.

use super::escape::visible;
use super::style::{BAD, LOOK_HERE, Look, STRONG};
use crate::json::{Counting, Position, Span};
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

    /// In one line: the file and what is wrong.
    pub fn line(&self) -> String {
        match &self.origin {
            Some(origin) => format!("{origin}: {}", self.message),
            None => self.message.clone(),
        }
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

    fn annotated(&self, excerpt: &Excerpt<'_>, look: Look) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let origin = self.origin.as_deref().map(visible);
        let message = visible(&self.message);
        let mut snippet = Snippet::source(excerpt.lines)
            .line_start(excerpt.first_line)
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
        let mut text = renderer.render(&[group]).clone();
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
            if let Some((source, span)) = &self.place {
                let place = Position::of(source, span.start, Counting::Characters);
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

/// The lines around a place, when they are short enough to be looked at.
struct Excerpt<'a> {
    lines: &'a str,
    first_line: usize,
    /// The place as byte offsets in `lines`.
    start: usize,
    end: usize,
}

impl<'a> Excerpt<'a> {
    fn new(text: &'a str, span: Span) -> Option<Self> {
        let before = text.get(..span.start)?;
        let from = before.rfind('\n').map_or(0, |at| at + 1);
        let to = text
            .get(span.start..)?
            .find('\n')
            .map_or(text.len(), |at| span.start + at);
        if to - from > LONGEST_LINE
            || text.get(from..to)?.contains('\r') && !text.get(from..to)?.ends_with('\r')
        {
            return None;
        }
        // A place that goes on over several lines is marked to the end of its first.
        let mut end = span.end.clamp(span.start, to);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let first_line = Position::of(text, from, Counting::Characters).line;
        Some(Self {
            lines: text.get(from..to)?,
            first_line,
            start: span.start - from,
            end: end - from,
        })
    }
}
