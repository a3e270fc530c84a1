//! Writers over the models: the only place that knows about formats.
//!
//! Everything else returns plain values. What comes from patterns and events and is shown to people
//! goes through [`text`](crate::text::visible) first.

pub mod check_report;
pub mod compare_report;
pub mod diagnostic;
pub mod explain_brief;
pub mod explain_report;
pub mod generate_report;
pub mod machine;
pub mod match_report;
pub mod overlap_report;
pub mod reason;
pub mod scan_report;
pub mod style;
pub mod verify;

mod check_github;
mod check_gitlab;
mod check_human;
mod check_json;
mod check_junit;
mod check_sarif;
mod compare_human;
mod compare_json;
mod compare_markdown;
mod explain_html;
mod explain_human;
mod explain_markdown;
mod github;
mod match_human;
mod match_machine;
mod overlap_human;
mod overlap_json;
