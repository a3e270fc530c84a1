//! Writers over the models: the only place that knows about formats.
//!
//! Everything else returns plain values. What comes from patterns and events and is shown to people
//! goes through [`escape`](escape::visible) first.

pub mod diagnostic;
pub mod escape;
pub mod match_report;
pub mod reason;
pub mod style;

mod match_human;
mod match_machine;
