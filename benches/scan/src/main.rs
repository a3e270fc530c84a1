//! The program beside others that do such work: BENCHMARKS.md.
//!
//! ```sh
//! cargo build --profile dist
//! cargo run --release --manifest-path benches/scan/Cargo.toml [-- WORD…]
//! ```
//!
//! All are whole programs with one thread, the data in the page cache. They take turns, and what is
//! given is the median of the processor's time over the turns, and ratios of these. A WORD chooses the
//! tables whose name holds it.
//!
//! - `PATTERN_TEST_BENCH_ROUNDS` sets the number of turns.
//! - `PATTERN_TEST_BENCH_PROGRAM` names the program; without it, it is the one in `target/dist`.
//! - `PATTERN_TEST_BENCH_BEFORE` names another build of it, to be shown beside.
//! - `PATTERN_TEST_BENCH_DATA` names the folder of the data. What is there already is not written
//!   again, so other data can be taken under the same names.
#![allow(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a benchmark fails by panicking, and prints what it finds"
)]

mod contest;
mod data;
mod patterns;
mod peers;
mod tables;

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    match &*arguments {
        [word, name, rest @ ..] if word == "--peer" => peers::run(name, rest),
        words => tables::print(words),
    }
}
