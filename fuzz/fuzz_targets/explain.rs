//! See `checks_program::explain`.
#![no_main]

#[path = "../checks_program.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|text: &str| checks::explain(text));
