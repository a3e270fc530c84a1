//! What is wrong with a template.

use super::text::{FileId, Place};
use crate::json::Span;

/// Why a template, or something in it, could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// Where, if it has a place.
    pub place: Option<Place>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Problem {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            place: None,
            help: None,
        }
    }

    pub(super) fn place(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    pub(super) fn at(mut self, file: FileId, span: Span) -> Self {
        self.place = Some(Place { file, span });
        self
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
