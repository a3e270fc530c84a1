//! See `checks_program::suite`.
#![no_main]

#[path = "../checks_program.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|text: &str| checks::suite(text));
