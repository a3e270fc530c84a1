//! Files that name what is not theirs to name, and files with more in them than anybody writes.

use super::bounds::{file, within};
use crate::cli::directory_with;
use std::fmt::Write as _;

/// What a template names outside of its project is not read, and nothing of it is shown.
#[test]
fn templates_that_take_in_what_is_not_theirs() {
    for name in ["environ.tf", "pagemap.tf"] {
        let text = std::fs::read(file(name)).unwrap();
        let folder = directory_with(&[(name, &text)]);
        for words in [
            &["check", name][..],
            &["check", name, "--format", "github"],
            &["extract", name],
            &["match", "-p", name, "{}"],
        ] {
            let output = within(50, folder.path(), words);
            assert!(
                output.status.code().is_some(),
                "{words:?}: ended by a signal"
            );
            let told = [output.stdout, output.stderr].concat();
            let told = String::from_utf8_lossy(&told);
            assert!(!told.contains("PATH="), "{words:?}: {told}");
        }
    }
}

#[test]
fn values_that_are_shared_by_very_many_patterns() {
    let values: Vec<String> = (0..90_000).map(|n| n.to_string()).collect();
    let mut yaml = format!("X: &x [{}]\nResources:\n", values.join(", "));
    let mut hcl = format!("locals {{\n  x = [{}]\n}}\n", values.join(", "));
    for n in 0..2_000 {
        let _ = writeln!(
            yaml,
            "  R{n}: {{Type: AWS::Events::Rule, Properties: {{EventPattern: {{source: *x}}}}}}"
        );
        let _ = writeln!(
            hcl,
            "resource \"aws_cloudwatch_event_rule\" \"r{n}\" {{\n  event_pattern = jsonencode({{source = local.x}})\n}}"
        );
    }
    let folder = directory_with(&[("t.yaml", yaml.as_bytes()), ("t.tf", hcl.as_bytes())]);
    for name in ["t.yaml", "t.tf"] {
        let output = within(500, folder.path(), &["check", name]);
        assert_eq!(output.status.code(), Some(2), "{output:.300?}");
    }
}

#[test]
fn a_case_that_sets_very_much() {
    let mut suite = String::from(
        "pattern: {source: [a]}\nevents: {e: {a: 1}}\ncases:\n  - event-from: e\n    expect: no-match\n    set:\n",
    );
    for n in 0..20_000 {
        let _ = writeln!(suite, "      /k{n}: 1");
    }
    let folder = directory_with(&[("s.suite.yaml", suite.as_bytes())]);
    let output = within(150, folder.path(), &["verify", "s.suite.yaml"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

/// An opening for which the rest of the text is looked through, again and again.
#[test]
fn openings_that_nothing_closes() {
    let many = |opening: &str| opening.repeat(1_000_000 / opening.len());
    let files = [
        (
            "a.sh",
            many("aws events put-rule --event-pattern $(cat <<EOF\n"),
        ),
        ("b.sh", many("aws events put-rule --event-pattern \"${a ")),
        ("c.sh", many("aws aws-- --event-pattern ")),
        ("d.ts", many("eventPattern: {a: [\n")),
        ("e.py", many("event_pattern={'")),
    ];
    for (name, text) in &files {
        let folder = directory_with(&[(name, text.as_bytes())]);
        let output = within(400, folder.path(), &["check", name]);
        assert!(output.status.code().is_some_and(|code| code <= 2), "{name}");
    }
}

/// A repository that has not got all of its files fetches none, and runs nothing for that.
#[test]
fn a_partial_clone_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let git = |at: &str, words: &[&str]| {
        let at = folder.path().join(at);
        std::fs::create_dir_all(&at).unwrap();
        let mut command = std::process::Command::new("git");
        command.args([
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@b",
            "-c",
            "init.defaultBranch=main",
        ]);
        let output = command.args(words).current_dir(at).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    };
    git("origin", &["init", "-q"]);
    git("origin", &["config", "uploadpack.allowFilter", "true"]);
    std::fs::create_dir(folder.path().join("origin/patterns")).unwrap();
    std::fs::write(
        folder.path().join("origin/patterns/a.json"),
        r#"{"source": ["a"]}"#,
    )
    .unwrap();
    git("origin", &["add", "-A"]);
    git("origin", &["commit", "-q", "-m", "x"]);
    let url = format!("file://{}", folder.path().join("origin").display());
    git(
        ".",
        &[
            "clone",
            "-q",
            "--filter=blob:none",
            "--no-checkout",
            &url,
            "clone",
        ],
    );
    let mark = folder.path().join("was-run");
    let run = format!("touch {}; git-upload-pack", mark.display());
    git("clone", &["config", "remote.origin.uploadpack", &run]);
    std::fs::create_dir(folder.path().join("clone/patterns")).unwrap();
    std::fs::write(
        folder.path().join("clone/patterns/a.json"),
        r#"{"source": ["b"]}"#,
    )
    .unwrap();
    let output = within(
        100,
        &folder.path().join("clone"),
        &["compare", "--git", "HEAD"],
    );
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("this is a partial clone"), "{told}");
    assert!(!mark.exists(), "the repository's own command was run");
}
