//! `check` and `extract`.

mod corpus;
mod extract;
mod program;
