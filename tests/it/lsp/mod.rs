//! The language server over a connection in memory.

mod actions;
mod client;
mod diagnostics;
mod symbols;
