//! `check` and `extract`.

mod corpus;
mod extract;
mod filters;
mod fixes;
mod program;
