//! `check` and `extract`.

mod corpus;
mod extract;
mod fixes;
mod program;
