//! `verify`: suites, their formats, and what is said of broken ones.

mod broken;
mod command;
mod expectations;
mod filters;
mod formats;
mod generated;
mod own;
mod schemas;
mod templates;
mod watch;

use crate::cli::{directory_with, pattern_test_in};
use std::process::Command;

/// Patterns, events and suites that several tests use.
pub(crate) const PATTERN: &[u8] = br#"{
  "source": ["aws.ecs"],
  "detail": {
    "containers": {
      "name": ["app"],
      "exitCode": [{"anything-but": 0}]
    }
  }
}"#;
pub(crate) const EVENT: &[u8] = br#"{
  "source": "aws.ecs",
  "detail": {
    "containers": [
      {"name": "app", "exitCode": 1},
      {"name": "db", "exitCode": 0}
    ]
  }
}"#;

/// A project with a pattern, an event and this suite beside the pattern.
pub(crate) fn project(suite: &str) -> tempfile::TempDir {
    directory_with(&[
        ("patterns/app.json", PATTERN),
        ("fixtures/app-fails.json", EVENT),
        ("patterns/app.suite.yaml", suite.as_bytes()),
    ])
}

/// `verify` with these words in this directory.
pub(crate) fn verify(directory: &tempfile::TempDir, words: &[&str]) -> Command {
    let mut command = pattern_test_in(directory.path());
    command.arg("verify").args(words);
    command
}

/// Makes what differs from run to run the same: times, and the names of temporary directories.
pub(crate) fn stable(snapshot: impl FnOnce()) {
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r"\(\d+ ms\)|\(\d+\.\d s\)", "(TIME)");
    settings.bind(snapshot);
}
