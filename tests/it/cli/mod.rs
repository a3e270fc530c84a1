//! The program as its users meet it: standard output, standard error, exit code.

mod bad_input;
mod compare_command;
mod explain_command;
mod generate_command;
mod help_examples;
mod init_command;
mod inputs;
mod match_command;
mod mixed_up;
mod modes;
mod overlap_command;
mod places;
mod simplify_command;
mod usage;

use insta_cmd::get_cargo_bin;
use std::path::Path;
use std::process::Command;

/// The program, run in the repository, with nothing in the environment that changes its output.
pub(crate) fn pattern_test() -> Command {
    let mut command = Command::new(get_cargo_bin("pattern-test"));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    for variable in [
        "NO_COLOR",
        "CLICOLOR",
        "CLICOLOR_FORCE",
        "CI_PROJECT_DIR",
        "COLUMNS",
        "GITHUB_ACTIONS",
        "GITHUB_STEP_SUMMARY",
        "GITHUB_WORKSPACE",
        "PATTERN_TEST_MODE",
    ] {
        command.env_remove(variable);
    }
    command
}

/// The program, run in this directory.
pub(crate) fn pattern_test_in(directory: &Path) -> Command {
    let mut command = pattern_test();
    command.current_dir(directory);
    command
}

/// A directory with these files in it.
pub(crate) fn directory_with(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = directory.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    directory
}

/// Git in a directory, with nothing of the machine's own settings.
fn git(directory: &Path, words: &[&str]) {
    let done = Command::new("git")
        .current_dir(directory)
        .args(["-c", "user.name=a", "-c", "user.email=a@example.com"])
        .args([
            "-c",
            "init.defaultBranch=main",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(words)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    assert!(done.status.success(), "{done:?}");
}
