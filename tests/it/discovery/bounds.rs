//! What templates and suites may read, and how much.

use super::run;
use crate::cli::directory_with;
use std::fmt::Write as _;

const RULE: &str = "resource \"aws_cloudwatch_event_rule\" \"r\" {\n  event_pattern = ";

#[test]
fn no_file_outside_of_the_project_is_read() {
    let secret = "{\"source\": [\"SECRET\"]}";
    let directory = directory_with(&[
        ("secret.json", secret.as_bytes()),
        ("project/own.json", b"{\"source\": [\"own\"]}"),
        ("project/x.txt", b""),
    ]);
    let project = directory.path().join("project");
    let absolute = directory.path().join("secret.json").display().to_string();
    for name in [
        &*absolute,
        "../secret.json",
        "sub/../../secret.json",
        "/proc/self/environ",
    ] {
        for function in [
            format!("file(\"{name}\")"),
            format!("templatefile(\"{name}\", {{}})"),
            format!("jsonencode(jsondecode(file(\"{name}\")))"),
            format!("jsonencode({{ source = [file(\"{name}\")] }})"),
        ] {
            std::fs::create_dir_all(project.join("sub")).unwrap();
            std::fs::write(project.join("main.tf"), format!("{RULE}{function}\n}}\n")).unwrap();
            for words in [
                &["check", "main.tf"][..],
                &["check", "--format", "github"],
                &["extract"],
                &["match", "-p", "main.tf", "own.json"],
            ] {
                let (_, out, err) = run(&project, words);
                assert!(
                    !out.contains("SECRET") && !err.contains("SECRET"),
                    "{words:?} {out}{err}"
                );
                assert!(
                    err.contains("outside of the project"),
                    "{words:?} {name} {err}"
                );
            }
        }
    }
    // Below a root that was named it is read, and so it is in the same repository.
    let words = ["extract", "main.tf", "--include-root", ".."];
    std::fs::write(
        project.join("main.tf"),
        format!("{RULE}file(\"../secret.json\")\n}}\n"),
    )
    .unwrap();
    assert!(run(&project, &words).1.contains("SECRET"));
    std::fs::create_dir(directory.path().join(".git")).unwrap();
    assert!(run(&project, &["extract", "main.tf"]).1.contains("SECRET"));
}

#[cfg(unix)]
#[test]
fn links_out_of_the_project_are_not_followed() {
    let directory = directory_with(&[
        ("secret.json", b"{\"source\": [\"SECRET\"]}"),
        (
            "project/ok.json",
            b"{\"source\": [\"ok\"], \"detail-type\": [\"x\"]}",
        ),
        (
            "project/main.tf",
            format!("{RULE}file(\"link.json\")\n}}\n").as_bytes(),
        ),
        (
            "project/serverless.yml",
            b"service: s\nprovider: {name: aws}\nfunctions: ${file(link.yml)}\n",
        ),
    ]);
    let project = directory.path().join("project");
    std::os::unix::fs::symlink("../secret.json", project.join("link.json")).unwrap();
    std::os::unix::fs::symlink("../secret.json", project.join("link.yml")).unwrap();
    let (_, out, err) = run(&project, &["extract"]);
    assert!(!out.contains("SECRET"), "{out}");
    assert!(err.contains("outside of the project"), "{err}");
    let (_, out, err) = run(&project, &["match", "-p", ".", "ok.json"]);
    assert!(!out.contains("link.json"), "{out}");
    assert!(err.contains("2 links lead out of the directory"), "{err}");
}

#[test]
fn suites_read_below_their_project() {
    let suite = "pattern: {source: [a]}\ncases:\n  - {event: ../secret.json, expect: match}\n";
    let glob = suite.replace("../secret.json", "/usr/**/*.json");
    let directory = directory_with(&[
        ("secret.json", b"{\"source\": \"SECRET\"}"),
        ("project/a.suite.yaml", suite.as_bytes()),
        ("project/b.suite.yaml", glob.as_bytes()),
    ]);
    let project = directory.path().join("project");
    for name in ["a.suite.yaml", "b.suite.yaml"] {
        let (code, out, err) = run(&project, &["verify", name]);
        assert_eq!(code, Some(2), "{out}{err}");
        assert!(
            err.contains("outside of the project") && !out.contains("SECRET"),
            "{out}{err}"
        );
    }
    let words = ["verify", "a.suite.yaml", "--include-root", ".."];
    assert_eq!(run(&project, &words).0, Some(1));
}

/// The work for one template has an end, however often its rules use what is large.
#[test]
fn many_rules_that_use_one_large_value() {
    let values = vec!["\"x\""; 20_000].join(", ");
    let mut hcl = format!("locals {{\n  a = [{values}]\n}}\n");
    let mut yaml = format!("x: &x [{values}]\nResources:\n");
    for n in 0..500 {
        let _ = writeln!(
            hcl,
            "resource \"aws_cloudwatch_event_rule\" \"r{n}\" {{\n  event_pattern = jsonencode({{ source = local.a }})\n}}"
        );
        let _ = writeln!(
            yaml,
            "  R{n}: {{Type: AWS::Events::Rule, Properties: {{EventPattern: {{source: *x}}}}}}"
        );
    }
    let directory = directory_with(&[("a.tf", hcl.as_bytes()), ("b.yaml", yaml.as_bytes())]);
    let (code, out, err) = run(directory.path(), &["check", "--format", "jsonl"]);
    assert_eq!(code, Some(2), "{out}");
    let told = err.matches("expand to more than 2000000 values").count();
    assert_eq!(told, 2, "once for each template: {err}");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_or_cannot_be_followed_is_told_and_keeps_nobody_from_the_rest() {
    let directory = directory_with(&[
        (
            "d/a.json",
            b"{\"source\": [\"a\"], \"detail-type\": [\"b\"]}",
        ),
        ("e/a.json", b"{\"source\": \"a\", \"detail-type\": \"b\"}"),
    ]);
    for place in ["d", "e"] {
        let at = |name: &str| directory.path().join(place).join(name);
        let made = std::process::Command::new("mkfifo")
            .arg(at("f.json"))
            .status();
        assert!(made.unwrap().success());
        std::os::unix::fs::symlink("none.json", at("dangling.json")).unwrap();
    }
    for words in [
        &["match", "-p", "d", "e"][..],
        &["explain", "-p", "d", "e"],
        &["check", "d", "--fixtures", "e"],
        &["overlap", "d"],
        &["generate", "d/a.json", "--base", "e"],
        &["scan", "-p", "d", "e"],
    ] {
        let (code, _, err) = run(directory.path(), words);
        assert_eq!(code, Some(2), "{words:?} {err}");
        assert!(
            err.contains("this link leads to a file that is not there"),
            "{words:?} {err}"
        );
    }
    let (_, out, err) = run(directory.path(), &["match", "-p", "d", "e/a.json"]);
    assert!(out.contains("d/a.json"), "{out}{err}");
    assert!(err.contains("FIFO"), "{err}");
}
