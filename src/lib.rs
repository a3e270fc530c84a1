//! pattern-test
#![warn(missing_docs)]

pub mod intake;
pub mod json;
