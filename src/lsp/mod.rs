//! The language server: event patterns in editors, wherever they are written.
//!
//! Pattern files, suites, the configuration, and templates of all kinds that `check` knows. What is told
//! of a document is found by the functions of `check`, `explain` and `verify`; here is only what a
//! conversation needs: places as editors count them, documents that change while they are looked at, and
//! what stands at a cursor in a text that cannot be read yet.
//!
//! The parts, from below: [`document`] has texts and places, [`workspace`] what a project has on disk,
//! [`analysis`] what there is in a document, [`state`] what is open; each ability has a file; [`requests`]
//! leads to them, and [`server`] talks.

mod actions;
mod address;
mod analysis;
mod capabilities;
mod client;
mod commands;
mod completion;
mod cursor;
mod definition;
mod diagnostics;
mod document;
mod edit;
mod failure;
mod fields;
mod format;
mod hints;
mod hover;
mod judge;
mod knowledge;
mod lens;
mod requests;
mod rewrites;
mod server;
mod sketch;
mod state;
mod stdio;
mod suppress;
mod symbols;
mod workspace;

pub use server::serve;

use std::io;

/// Serves a client on standard input and output; whether it left as it should.
///
/// # Errors
/// What comes in is not what a client sends.
pub fn run() -> io::Result<bool> {
    stdio::with(serve)
}

/// Whether a person is at the other end of standard input, and no client.
pub fn is_in_a_terminal() -> bool {
    stdio::is_terminal()
}
