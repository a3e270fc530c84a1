//! Suites of expectations: which events a pattern is to match, which not, and which patterns the
//! service is to refuse; and how much such a suite is worth.
//!
//! - [`Suite`] and [`Case`] are plain values; [`load`] reads them from files.
//! - [`run`] looks at every case, on several threads, and gives one [`Outcome`] for each.
//! - [`coverage`] tells which conditions and matchers the cases put to use.
//! - [`mutants`] makes small wrong versions of the patterns and tells which of them no case notices.

pub mod bus;
mod check;
pub mod coverage;
mod group;
pub mod load;
mod model;
pub mod mutants;
mod operands;
mod possible;
mod run;

pub use check::{check, filters};
pub use group::{Group, groups};
pub use model::{
    Because, Case, EventInput, Expect, Failure, Home, Modes, Outcome, PatternInput, Satisfied,
    Suite,
};
pub use run::{CaseResult, Jobs, RunResult, SuiteResult, run};

#[cfg(test)]
mod tests;
