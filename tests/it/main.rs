//! All integration tests, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

mod analysis;
mod architecture;
mod armour;
mod aws_cli;
mod bundle;
mod check;
mod cli;
mod completions;
mod conformance;
mod dialects;
mod discovery;
mod engine;
mod explain;
mod hostile;
mod limits;
#[cfg(feature = "lsp")]
mod lsp;
mod machine;
mod mistakes;
mod naive;
mod no_network;
mod oracle;
mod properties;
mod readme;
mod recorded;
mod regressions;
mod replay;
mod scan;
mod serve;
mod verify;
mod words;
