//! Writers over the models: the only place that knows about formats.
//!
//! Everything else returns plain values. What comes from patterns and events and is shown to people
//! goes through [`text`](crate::text::visible) first.
//!
//! Explanations as text come with the feature `words`; all the rest is the program's.

#[cfg(feature = "cli")]
pub mod bus_report;
#[cfg(feature = "cli")]
pub mod check_report;
#[cfg(feature = "cli")]
pub mod checkout;
#[cfg(feature = "cli")]
pub mod compare_report;
#[cfg(feature = "cli")]
pub mod diagnostic;
#[cfg(feature = "cli")]
pub mod explain_brief;
#[cfg(feature = "cli")]
pub mod explain_report;
pub mod explain_text;
#[cfg(feature = "cli")]
pub mod generate_report;
#[cfg(feature = "cli")]
pub mod machine;
#[cfg(feature = "cli")]
pub mod match_report;
#[cfg(feature = "cli")]
pub mod overlap_report;
pub mod reason;
#[cfg(feature = "cli")]
pub mod scan_report;
#[cfg(feature = "cli")]
pub mod schemas;
pub mod style;
#[cfg(feature = "cli")]
pub mod verify;

#[cfg(feature = "cli")]
mod check_github;
#[cfg(feature = "cli")]
mod check_gitlab;
#[cfg(feature = "cli")]
mod check_human;
#[cfg(feature = "cli")]
mod check_json;
#[cfg(feature = "cli")]
mod check_junit;
#[cfg(feature = "cli")]
mod check_sarif;
#[cfg(feature = "cli")]
mod check_summary;
#[cfg(feature = "cli")]
mod compare_human;
#[cfg(feature = "cli")]
mod compare_json;
#[cfg(feature = "cli")]
mod compare_markdown;
#[cfg(feature = "cli")]
mod escaping;
#[cfg(feature = "cli")]
mod explain_html;
mod explain_human;
mod explain_markdown;
#[cfg(feature = "cli")]
mod github;
#[cfg(feature = "cli")]
mod match_human;
#[cfg(feature = "cli")]
mod match_machine;
#[cfg(feature = "cli")]
mod overlap_human;
#[cfg(feature = "cli")]
mod overlap_json;
