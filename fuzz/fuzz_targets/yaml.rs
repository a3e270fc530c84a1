//! See `checks_readers::yaml`.
#![no_main]

#[path = "../checks_program.rs"]
mod checks_program;
#[path = "../checks_readers.rs"]
mod checks_readers;

libfuzzer_sys::fuzz_target!(|text: &str| checks_readers::yaml(text));
