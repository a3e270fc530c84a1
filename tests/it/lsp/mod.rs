//! The language server over a connection in memory.

mod actions;
mod client;
mod completion;
mod diagnostics;
mod fixtures;
mod hover;
mod rewrites;
mod symbols;
