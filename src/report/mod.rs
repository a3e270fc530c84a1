//! Writers over the models: the only place that knows about formats.
//!
//! Everything else returns plain values. What comes from patterns and events and is shown to people
//! goes through [`escape`](escape::visible) first.

pub mod diagnostic;
pub mod escape;
pub mod explain_report;
pub mod match_report;
pub mod reason;
pub mod scan_report;
pub mod style;

mod explain_html;
mod explain_human;
mod explain_json;
mod explain_markdown;
mod match_human;
mod match_machine;
