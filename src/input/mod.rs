//! Reading what is named and what is met: bounded, and only what has an end.

pub mod path;
pub mod read;
pub mod root;
pub mod walk;
