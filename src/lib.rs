//! EventBridge event patterns, offline: the service's verdict and error text, and the reason why.
//!
//! On an array of objects, EventBridge today asks for one element that meets all conditions; that is
//! [`Mode::Strict`]. [`Mode::Flattened`] is the older behaviour.
//!
//! ```
//! use pattern_test::{Event, Mode, Pattern};
//!
//! let pattern = Pattern::parse(r#"{"containers": {"name": ["app"], "exitCode": [1]}}"#)?;
//! let event = Event::parse(
//!     r#"{"containers": [{"name": "app", "exitCode": 0}, {"name": "db", "exitCode": 1}]}"#,
//! )?;
//! assert!(pattern.matches(&event, Mode::Flattened), "each is met by some container");
//! assert!(!pattern.matches(&event, Mode::Strict), "but none meets both");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What is always there:
//!
//! - [`json`] reads JSON with every byte accounted for.
//! - [`pattern`] compiles patterns, or refuses them with the service's reason, line and column.
//! - [`event`] reads events into leaves.
//! - [`matching`] evaluates one against the other, in both modes, with the witnesses.
//! - [`service`] answers `TestEventPattern` as the service does, errors included.
//! - [`advice`] says what to write instead of a pattern that is refused.
//! - [`text`] makes what others wrote safe to show.
//!
//! With the feature `engine`:
//!
//! - `engine` matches any number of patterns at once against raw bytes, with the same verdicts.
//!
//! With the feature `explain`:
//!
//! - `explain` says why a pattern matches an event, why not, and where the two modes differ.
//!
//! With the feature `words`, which includes `explain`:
//!
//! - `report::explain_text` writes an explanation as people read it.
//!
//! With the feature `check`, which includes `explain`; `rules` is the same without the tables of `aws`:
//!
//! - `analysis` compares patterns: what they can match at all, and what a change to one changes.
//! - `aws` has what is known of AWS: events, documented values, names of API calls.
//! - `intake` finds events in the forms in which people have them; `shape` tells them from patterns.
//! - `input` reads files, bounded; `discover` finds what there is below a path.
//! - `dialect` has the places in AWS that filter with the language, and what each sees and takes;
//!   `filter` judges by their rules.
//! - `template` finds patterns in templates.
//! - `lint` finds what is wrong, or likely to be, with a pattern.
//! - `suite` runs what is expected of patterns, and tells how much the expectations are worth.
//! - `config` reads `pattern-test.toml`; `schema` has the JSON Schemas of the files people write.
//!
//! All of this compiles for `wasm32-unknown-unknown`, looks at no clock, and starts no thread unless
//! its caller asks for more than one. The program stands on it, behind the features `cli` and
//! `serve`, which are on by default.

/// The example of the guide compiles and holds.
#[cfg(doctest)]
#[doc = include_str!("../docs/rust.md")]
pub struct Guide;

pub mod advice;
#[cfg(feature = "rules")]
pub mod analysis;
#[cfg(feature = "rules")]
pub mod aws;
#[cfg(feature = "cli")]
pub mod aws_cli;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "rules")]
pub mod config;
#[cfg(feature = "rules")]
pub mod dialect;
#[cfg(feature = "rules")]
pub mod discover;
#[cfg(feature = "engine")]
pub mod engine;
pub mod event;
#[cfg(feature = "explain")]
pub mod explain;
#[cfg(feature = "rules")]
pub mod filter;
#[cfg(feature = "rules")]
pub mod input;
#[cfg(feature = "rules")]
pub mod intake;
pub mod json;
#[cfg(feature = "rules")]
pub mod keys;
#[cfg(feature = "rules")]
pub mod lint;
#[cfg(feature = "lsp")]
pub mod lsp;
pub mod matching;
pub mod pattern;
#[cfg(feature = "words")]
pub mod report;
#[cfg(feature = "cli")]
pub mod scan;
#[cfg(feature = "rules")]
pub mod schema;
#[cfg(feature = "serve")]
pub mod serve;
pub mod service;
#[cfg(feature = "rules")]
pub mod shape;
mod spelling;
#[cfg(feature = "rules")]
pub mod suite;
#[cfg(feature = "rules")]
pub mod template;
pub mod text;

#[cfg(feature = "engine")]
pub use engine::RuleSet;
pub use event::{Event, EventError};
pub use matching::Mode;
pub use pattern::{Pattern, PatternError};
