//! See `checks_readers::unpack`.
#![no_main]

#[path = "../checks_program.rs"]
mod checks_program;
#[path = "../checks_readers.rs"]
mod checks_readers;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks_readers::unpack(bytes));
