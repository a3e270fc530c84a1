//! The program: which command is meant, and its exit code.

use pattern_test::aws_cli;
use std::io::{self, ErrorKind};
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<_> = std::env::args_os().skip(1).collect();
    if aws_cli::is_aws_command(&args) {
        let env = aws_cli::Env::of_process();
        let result = aws_cli::run(&args, &env, &mut io::stdout(), &mut io::stderr());
        return match result {
            Ok(code) => ExitCode::from(code),
            // Whoever reads has had enough.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Err(_) => ExitCode::from(255),
        };
    }
    ExitCode::from(2)
}
