//! A suite that cannot be used.

use super::tree::TreeError;
use crate::json::{Counting, Position, Span};
use std::fmt;
use std::sync::Arc;

/// What is wrong with a suite, and where.
#[derive(Debug, Clone)]
pub struct LoadError {
    /// The file, as it was given.
    pub file: String,
    /// Its text, where it could be read and there is a place in it to point at.
    pub text: Option<Arc<str>>,
    /// The place.
    pub span: Span,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to do instead.
    pub help: Option<String>,
}

impl LoadError {
    pub(super) fn in_file(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            text: None,
            span: Span::default(),
            message: message.into(),
            help: None,
        }
    }

    /// Line and column in the file, in characters.
    pub fn position(&self) -> Option<Position> {
        let text = self.text.as_deref()?;
        Some(Position::of(text, self.span.start, Counting::Characters))
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(position) = self.position() {
            write!(f, ":{position}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for LoadError {}

/// What is wrong at a place of the suite that is being read.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Problem {
    pub(super) fn new(span: Span, message: impl Into<String>) -> Self {
        Self {
            span,
            message: message.into(),
            help: None,
        }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same as an error of this file.
    pub(super) fn in_file(self, file: &str, text: &Arc<str>) -> LoadError {
        LoadError {
            file: file.to_owned(),
            text: Some(text.clone()),
            span: self.span,
            message: self.message,
            help: self.help,
        }
    }

    /// The same, `offset` bytes further on.
    pub(super) fn moved(mut self, offset: usize) -> Self {
        self.span.start += offset;
        self.span.end += offset;
        self
    }
}

impl From<TreeError> for Problem {
    fn from(error: TreeError) -> Self {
        Self::new(error.span, error.message)
    }
}
