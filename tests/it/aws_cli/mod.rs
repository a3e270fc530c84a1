//! The command `test-event-pattern` against the AWS CLI.

mod captured;
mod own;

use pattern_test::aws_cli::{Env, run};
use std::path::Path;

/// Matches [`EVENT`].
const MATCHING: &str = r#"{"source":["x"]}"#;
/// Does not.
const OTHER: &str = r#"{"source":["y"]}"#;
const EVENT: &str =
    r#"{"id":"1","account":"1","source":"x","time":"t","region":"r","detail-type":"d"}"#;

const USAGE: &str = "\
usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]
To see help text, you can run:

  aws help
  aws <command> help
  aws <command> <subcommand> help
";

/// Exit code, stdout, stderr.
type Output = (u8, String, String);

fn env() -> Env {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/aws_cli/files");
    let home = directory.join("home");
    Env {
        variables: [("HOME".into(), home.into())].into(),
        directory,
        ..Env::default()
    }
}

fn run_in(args: &[&str], env: &Env) -> Output {
    let args: Vec<_> = args.iter().map(Into::into).collect();
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let code = run(&args, env, &mut stdout, &mut stderr).unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (code, text(stdout), text(stderr))
}

/// Runs the operation on a pattern and an event with more options.
fn test(pattern: &str, event: &str, more: &[&str]) -> Output {
    let mut args = vec!["events", "test-event-pattern"];
    args.extend(["--event-pattern", pattern, "--event", event]);
    args.extend(more);
    run_in(&args, &env())
}

fn usage(message: &str) -> Output {
    let text = format!("\n{USAGE}\naws: error: {message}\n\n");
    (252, String::new(), text)
}
