//! The commands shown in the README print what it says.

/// With the program of this build, or with the one that `PATTERN_TEST_BIN` names.
#[test]
fn commands_of_the_readme() {
    let cases = trycmd::TestCases::new();
    if let Some(program) = std::env::var_os("PATTERN_TEST_BIN") {
        cases.register_bin("pattern-test", std::path::PathBuf::from(program));
    }
    cases
        .case("README.md")
        .case("docs/explain.md")
        .case("docs/scan.md")
        .case("docs/which-mode.md")
        .run();
}
