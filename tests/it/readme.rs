//! The commands shown in the README print what it says.

#[test]
fn commands_of_the_readme() {
    trycmd::TestCases::new()
        .case("README.md")
        .case("docs/explain.md")
        .case("docs/scan.md")
        .run();
}
