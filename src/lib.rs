//! EventBridge event patterns, offline: the service's verdict and error text, a strict mode in which
//! conditions on an array of objects must hold in the same element, and the reason why.
//!
//! ```
//! use pattern_test::{Event, Mode, Pattern};
//!
//! let pattern = Pattern::parse(r#"{"containers": {"name": ["app"], "exitCode": [1]}}"#)?;
//! let event = Event::parse(
//!     r#"{"containers": [{"name": "app", "exitCode": 0}, {"name": "db", "exitCode": 1}]}"#,
//! )?;
//! assert!(pattern.matches(&event, Mode::Flattened), "each condition finds its value somewhere");
//! assert!(!pattern.matches(&event, Mode::Strict), "but no container has both");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! - [`json`] reads JSON with every byte accounted for.
//! - [`pattern`] compiles patterns, or refuses them with the service's reason, line and column.
//! - [`event`] reads events into leaves.
//! - [`matching`] evaluates one against the other, in both modes, with the witnesses.
//! - [`engine`] matches any number of patterns at once against raw bytes, with the same verdicts.
//! - [`explain`] says why a pattern matches an event, why not, and where the two modes part.
//! - [`analysis`] compares patterns: what they can match at all, and what a change to one changes.
//! - [`intake`] finds events in the forms in which people have them.
//! - `lint` finds what is wrong, or likely to be, with a pattern (feature `cli`).
//! - [`service`] answers `TestEventPattern` as the service does, errors included.
//! - [`suite`] runs what is expected of patterns, and tells how much the expectations are worth.
//! - `template` finds patterns where they stand in templates (feature `cli`).
//!
//! The program stands on these, behind the feature `cli`, which is on by default.

pub mod analysis;
#[cfg(feature = "cli")]
pub mod aws_cli;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub mod config;
#[cfg(feature = "engine")]
pub mod engine;
pub mod event;
#[cfg(feature = "explain")]
pub mod explain;
pub mod intake;
pub mod json;
#[cfg(feature = "cli")]
pub mod lint;
pub mod matching;
pub mod pattern;
#[cfg(feature = "cli")]
pub mod report;
#[cfg(feature = "cli")]
pub mod scan;
#[cfg(feature = "cli")]
pub mod schema;
#[cfg(feature = "serve")]
pub mod serve;
pub mod service;
pub mod shape;
#[cfg(feature = "explain")]
mod spelling;
pub mod suite;
#[cfg(feature = "cli")]
pub mod template;

#[cfg(feature = "engine")]
pub use engine::RuleSet;
pub use event::{Event, EventError};
pub use matching::Mode;
pub use pattern::{Pattern, PatternError};
