//! What other programs read: JUnit, TAP, GitHub.

mod junit;
mod tap;

use super::{project, stable, verify};
use crate::cli::directory_with;
use insta_cmd::assert_cmd_snapshot;

/// A project with every outcome there is, in two suites of which one cannot be used. Names and
/// reasons hold what each format has to take care of.
const MIXED: &str = "\
pattern: app.json
cases:
  - name: 'fails & \"quoted\" <tag> 100% # not a comment, a:b \\ ]]>'
    event: ../fixtures/app-fails.json
    expect: match
  - name: the database fails
    why: its exit code is nobody's business
    event-from: ../fixtures/app-fails.json
    set: {/detail/containers/0/exitCode: 0, /detail/containers/1/exitCode: 1}
    expect: no-match
  - name: \"control \\e[31m\\u202e\"
    event-from: ../fixtures/app-fails.json
    set: {/detail/containers/0/exitCode: \"\\e]0;x\\a\"}
    expect: match
    because:
      - {path: source, pointer: /detail}
";

const LINES: &str = r#"{"pattern": {"a": [1]}, "event": "{\"a\": 1", "expect": "match"}
{"pattern": {"a": [1]}, "event": {"a": 1}, "expect": "match"}
"#;

pub(super) fn mixed() -> tempfile::TempDir {
    let directory = project(MIXED);
    let write = |name: &str, text: &str| {
        std::fs::write(directory.path().join(name), text).unwrap();
    };
    write("patterns/lines.suite.jsonl", LINES);
    write(
        "patterns/broken.suite.yaml",
        "pattern: app.json\ncases:\n  - {evnt: x, expect: match}\n",
    );
    directory
}

#[test]
fn human() {
    let directory = mixed();
    stable(|| assert_cmd_snapshot!("mixed_human", verify(&directory, &[])));
}

#[test]
fn github() {
    let directory = mixed();
    stable(|| {
        assert_cmd_snapshot!("mixed_github", verify(&directory, &["--format", "github"]));
    });
}

/// In GitHub Actions the annotations come by themselves, with paths as the repository has them, and
/// the summary is added to what the file holds.
#[test]
fn in_github_actions() {
    let directory = mixed();
    let root = directory.path().canonicalize().unwrap();
    std::fs::create_dir(root.join("sub")).unwrap();
    for folder in ["patterns", "fixtures"] {
        std::fs::rename(root.join(folder), root.join("sub").join(folder)).unwrap();
    }
    let summary = root.join("summary.md");
    std::fs::write(&summary, "before\n").unwrap();
    let run = |words: &[&str]| {
        let mut command = verify(&directory, words);
        command
            .current_dir(root.join("sub"))
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_STEP_SUMMARY", &summary)
            .env("GITHUB_WORKSPACE", &root);
        command.output().unwrap()
    };
    let output = String::from_utf8(run(&[]).stdout).unwrap();
    let commands: Vec<_> = output
        .lines()
        .filter(|line| line.starts_with("::"))
        .collect();
    assert_eq!(commands.len(), 4, "{output}");
    for command in commands {
        assert!(
            command.starts_with("::error file=sub/patterns/"),
            "{command}"
        );
        assert!(!command.contains(['\u{1b}', '\u{202e}']), "{command}");
    }
    stable(|| {
        insta::assert_snapshot!("summary", std::fs::read_to_string(&summary).unwrap());
    });
    // A document on standard output is left alone.
    let output = String::from_utf8(run(&["--format", "json"]).stdout).unwrap();
    serde_json::from_str::<serde_json::Value>(&output).unwrap();
}

/// Several formats at once, and the result in a file instead.
#[test]
fn several_at_once() {
    let directory = mixed();
    let words = [
        "--report",
        "junit=a.xml",
        "--report",
        "tap=b.tap",
        "--format",
        "json",
        "-o",
        "c.json",
    ];
    let output = verify(&directory, &words).output().unwrap();
    assert_eq!(output.stdout, b"");
    let read = |name: &str| std::fs::read_to_string(directory.path().join(name)).unwrap();
    assert!(read("a.xml").starts_with("<?xml"));
    assert!(read("b.tap").starts_with("TAP version 14\n"));
    assert!(read("c.json").starts_with("{\n  \"schema\": 1,"));
    assert_cmd_snapshot!("report_words", verify(&directory, &["--report", "xml=x"]));
    assert_cmd_snapshot!(
        "report_file",
        verify(&directory, &["--report", "tap=no/dir/x"])
    );
}

#[test]
fn list_and_filter() {
    let directory = mixed();
    assert_cmd_snapshot!("list", verify(&directory, &["--list"]));
    assert_cmd_snapshot!(
        "list_json",
        verify(
            &directory,
            &["--list", "--format", "json", "--filter", "^line 2$"]
        )
    );
    let one = ["patterns/app.suite.yaml", "--filter", "database"];
    stable(|| assert_cmd_snapshot!("filter", verify(&directory, &one)));
    let none = ["patterns/app.suite.yaml", "--filter", "nothing"];
    assert_cmd_snapshot!("filter_none", verify(&directory, &none));
    assert_cmd_snapshot!("filter_broken", verify(&directory, &["--filter", "("]));
}

/// What is asked for in percent decides, from the command line or the configuration.
#[test]
fn thresholds() {
    let directory = directory_with(&[
        ("patterns/a.json", br#"{"a": [1, 2], "b": ["x"]}"#),
        ("patterns/b.json", b"{\n  \"a\": [1],\n  \"a\": [2]\n}"),
        (
            "patterns/a.suite.yaml",
            b"pattern: a.json\ncases:\n  - {event: {a: 1, b: x}, expect: match}\n  - {event: {a: 1, b: y}, expect: no-match}\n",
        ),
    ]);
    let code = |words: &[&str]| verify(&directory, words).output().unwrap().status.code();
    assert_eq!(code(&["--coverage", "--mutants"]), Some(0));
    assert_eq!(
        code(&["--min-coverage", "40", "--min-score", "20"]),
        Some(0)
    );
    assert_eq!(code(&["--min-coverage", "60"]), Some(1));
    assert_eq!(code(&["--min-score", "90"]), Some(1));
    assert_eq!(code(&["--min-score", "101"]), Some(2));
    stable(|| {
        assert_cmd_snapshot!(
            "measured_human",
            verify(&directory, &["--min-coverage", "60", "--mutants"])
        );
    });
    for format in ["json", "github"] {
        stable(|| {
            assert_cmd_snapshot!(
                format!("measured_{format}"),
                verify(
                    &directory,
                    &["--coverage", "--min-score", "90", "--format", format]
                )
            );
        });
    }
    let config = "[verify]\nmin-coverage = 90\n";
    std::fs::write(directory.path().join("pattern-test.toml"), config).unwrap();
    assert_eq!(code(&[]), Some(1));
    assert_eq!(code(&["--min-coverage", "10"]), Some(0));
}
