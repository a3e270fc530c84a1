//! What `init` writes besides suites.

use crate::config::FILE_NAME;
use std::fs;
use std::path::Path;

/// Where GitHub looks for workflows.
pub(super) const WORKFLOWS: &str = ".github/workflows";

/// The workflow.
pub(super) const WORKFLOW: &str = ".github/workflows/event-patterns.yml";

/// The configuration of pre-commit.
pub(super) const HOOKS: &str = ".pre-commit-config.yaml";

/// The version that is asked for.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Where the project is kept.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// The most bytes of a file that are searched for the name of the program.
const LARGEST: u64 = 1 << 20;

/// Files of other services that run what a repository says.
const OTHER_CI: &[&str] = &[
    ".gitlab-ci.yml",
    ".circleci/config.yml",
    "azure-pipelines.yml",
    "bitbucket-pipelines.yml",
    "buildspec.yml",
    "Jenkinsfile",
];

/// A configuration to begin with.
pub(super) fn configuration(fixtures: &Path) -> String {
    let fixtures = toml::Value::String(fixtures.display().to_string());
    format!(
        "# Settings of pattern-test. All keys: `pattern-test schema config`.\n\
         \n\
         [paths]\n\
         # Events, and the suites beside them. Patterns are found wherever they are; to name the places:\n\
         # patterns = [\"patterns\", \"infra\"]\n\
         fixtures = [{fixtures}]\n\
         \n\
         [check]\n\
         # Rules that are not applied: `pattern-test check --list-rules` lists all.\n\
         ignore = []\n\
         \n\
         [verify]\n\
         # The least coverage in percent. A pattern without a suite counts with 0.\n\
         # min-coverage = 80\n"
    )
}

/// The workflow for GitHub Actions.
pub(super) fn workflow(has_cdk_output: bool) -> String {
    let synth = match has_cdk_output {
        true => {
            "      # The patterns are in cdk.out:\n      # - run: npm ci && npx cdk synth --quiet\n"
        }
        false => "",
    };
    let action = REPOSITORY.trim_start_matches("https://github.com/");
    format!(
        "# Checks the event patterns, runs their suites, and says in pull requests what a change changes.\n\
         name: event patterns\n\
         \n\
         on:\n  \
           push:\n    \
             branches: [main, master]\n  \
           pull_request:\n\
         \n\
         permissions:\n  \
           contents: read\n  \
           pull-requests: write # for the comment\n\
         \n\
         jobs:\n  \
           event-patterns:\n    \
             runs-on: ubuntu-latest\n    \
             steps:\n      \
               - uses: actions/checkout@v5\n\
         {synth}      \
               - uses: {action}@v{VERSION}\n"
    )
}

/// The configuration of pre-commit.
pub(super) fn hooks() -> String {
    format!("repos:\n{}", hook_entry())
}

/// The entry in it.
pub(super) fn hook_entry() -> String {
    format!(
        "  - repo: {REPOSITORY}\n    rev: v{VERSION}\n    hooks:\n      - id: pattern-test-check\n      \
         - id: pattern-test-verify\n"
    )
}

/// A file in this directory that runs the program already.
pub(super) fn mentioned_in(directory: &Path) -> Option<String> {
    let mut files: Vec<_> = fs::read_dir(directory)
        .ok()?
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    let file = files.into_iter().find(|file| mentions(file))?;
    Some(file.display().to_string())
}

/// Whether a file runs the program already.
pub(super) fn mentions(file: &Path) -> bool {
    let bytes = crate::input::read::regular(file, LARGEST).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    // The name of the configuration is no call.
    text.replace(FILE_NAME, "").contains("pattern-test")
}

/// The file of another service, if the repository uses one.
pub(super) fn other_ci() -> Option<&'static str> {
    OTHER_CI
        .iter()
        .copied()
        .find(|file| Path::new(file).exists())
}
