//! pattern-test
#![warn(missing_docs)]

#[cfg(feature = "cli")]
pub mod aws_cli;
pub mod json;
pub mod pattern;
pub use pattern::{Pattern, PatternError};
pub mod event;
pub mod matching;
pub use event::{Event, EventError};
pub use matching::Mode;
