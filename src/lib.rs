//! pattern-test
#![warn(missing_docs)]

pub mod json;
