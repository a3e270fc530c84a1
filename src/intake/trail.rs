//! How a text came out of the input, and where its parts stand there.

use super::Form;
use super::error::Within;
use crate::json::{Counting, Position, Span};

/// The way from the input to the text at hand.
#[derive(Debug, Clone)]
pub(super) struct Trail<'t> {
    /// The text that was unwrapped last, whole: the input itself where nothing was.
    whole: &'t str,
    /// Where in `whole` the text at hand begins.
    base: usize,
    /// The part of the input that `whole` was made from; `None` where `whole` is the input.
    made_from: Option<Span>,
    /// The label of `whole`, for the same purpose.
    whole_label: String,
    pub(super) forms: Vec<Form>,
    pub(super) label: String,
}

impl<'t> Trail<'t> {
    pub(super) fn new(input: &'t str) -> Self {
        Self {
            whole: input,
            base: 0,
            made_from: None,
            whole_label: String::new(),
            forms: Vec::new(),
            label: String::new(),
        }
    }

    /// One form further in.
    pub(super) fn form(&self, form: Form) -> Self {
        let mut trail = self.clone();
        trail.forms.push(form);
        trail
    }

    /// One step further in, as labels tell it: `[0]`, `Records[1].body`.
    pub(super) fn step(&self, step: &str) -> Self {
        let mut trail = self.clone();
        if !trail.label.is_empty() {
            trail.label.push_str(" > ");
        }
        trail.label.push_str(step);
        trail
    }

    /// A member of what the label tells.
    pub(super) fn member(&self, name: &str) -> Self {
        let mut trail = self.clone();
        trail.label = member_path(&trail.label, name);
        trail
    }

    /// A part of the text at hand that begins at `offset`.
    pub(super) fn at(&self, offset: usize) -> Self {
        let mut trail = self.clone();
        trail.base += offset;
        trail
    }

    /// Whether the text at hand is the input's own.
    pub(super) fn is_verbatim(&self) -> bool {
        self.made_from.is_none()
    }

    /// A text that was made from the part of the text at hand that `span` covers.
    pub(super) fn inside<'u>(&self, text: &'u str, span: Span) -> Trail<'u> {
        Trail {
            whole: text,
            base: 0,
            made_from: Some(self.span(span)),
            whole_label: self.label.clone(),
            forms: self.forms.clone(),
            label: self.label.clone(),
        }
    }

    /// Where in the input a part of the text at hand stands, or what it was made from.
    pub(super) fn span(&self, span: Span) -> Span {
        self.made_from
            .unwrap_or_else(|| Span::new(self.base + span.start, self.base + span.end))
    }

    pub(super) fn within(&self, span: Span) -> Option<Within> {
        self.made_from.map(|_| Within {
            label: self.whole_label.clone(),
            position: Position::of(self.whole, self.base + span.start, Counting::Characters),
        })
    }
}

/// `Records[0]` and `body` as one path.
pub(super) fn member_path(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        _ => format!("{path}.{name}"),
    }
}

/// The text without the white space around it.
pub(super) fn trimmed(text: &str) -> Span {
    let start = text.len() - text.trim_start().len();
    Span::new(start, start + text.trim().len())
}

/// The first line that is not blank.
pub(super) fn first_line(text: &str) -> Span {
    let Span { start, end } = trimmed(text);
    let rest = text.get(start..end).unwrap_or("");
    let length = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
    Span::new(
        start,
        start + rest.get(..length).unwrap_or("").trim_end().len(),
    )
}
