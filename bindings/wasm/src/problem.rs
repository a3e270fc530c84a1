//! Errors on their way to JavaScript: JSON text with `kind`, which says what class to make of it.

use pattern_test::{EventError, PatternError, advice};
use serde::Serialize;

#[derive(Serialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
enum Problem<'e> {
    /// The service refuses the pattern.
    Pattern {
        /// The reason in the service's words.
        reason: &'e str,
        /// Where the service says it is.
        line: usize,
        column: usize,
        /// The service's whole message.
        service_text: String,
        /// What to write instead.
        help: Option<String>,
        /// Where it stands, for people.
        position: Position,
    },
    /// The event is no JSON object.
    Event {
        message: String,
        line: usize,
        column: usize,
    },
    /// There is no verdict.
    Undecided { message: &'static str },
    /// Any other, in words.
    #[cfg(feature = "check")]
    Input { message: String },
    /// A mistake of ours.
    Internal { message: String },
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

impl Problem<'_> {
    fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

pub(crate) fn of_pattern(error: &PatternError) -> String {
    let position = error.position();
    Problem::Pattern {
        reason: error.reason(),
        line: error.line(),
        column: error.column(),
        service_text: error.service_text(),
        help: advice::of_pattern(error),
        position: Position {
            line: position.line,
            column: position.column,
        },
    }
    .json()
}

pub(crate) fn of_event(error: &EventError) -> String {
    let position = error.position();
    Problem::Event {
        message: error.to_string(),
        line: position.line,
        column: position.column,
    }
    .json()
}

pub(crate) fn undecided() -> String {
    let message = pattern_test::service::UNDECIDED;
    Problem::Undecided { message }.json()
}

#[cfg(feature = "check")]
pub(crate) fn of_input(message: impl Into<String>) -> String {
    let message = message.into();
    Problem::Input { message }.json()
}

pub(crate) fn internal(error: impl std::fmt::Display) -> String {
    let message = error.to_string();
    Problem::Internal { message }.json()
}
