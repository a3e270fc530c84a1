//! The program `pattern-test`.

use std::process::ExitCode;

fn main() -> ExitCode {
    pattern_test::cli::main()
}
