//! The command as its users meet it.

use super::{project, stable, verify};
use crate::cli::{directory_with, pattern_test};
use insta_cmd::assert_cmd_snapshot;

const MIXED: &str = "\
pattern: app.json
cases:
  - name: the application fails
    event: ../fixtures/app-fails.json
    expect: match
    because:
      - {path: detail.containers.exitCode, pointer: /detail/containers/0/exitCode}
  - name: the database fails
    why: its exit code is nobody's business
    event-from: ../fixtures/app-fails.json
    set: {/detail/containers/0/exitCode: 0, /detail/containers/1/exitCode: 1}
    expect: no-match
  - event-from: ../fixtures/app-fails.json
    remove: /source
    expect: no-match
  - pattern: {detail: {state: stopped}}
    expect: invalid
    error: '\"state\" must be an object or an array'
";

/// The data as it stands: all passes.
#[test]
fn the_conformance_data() {
    stable(|| {
        assert_cmd_snapshot!(pattern_test().args([
            "verify",
            "tests/conformance/verdicts.jsonl",
            "tests/conformance/errors.jsonl",
        ]));
    });
}

#[test]
fn human() {
    let directory = project(MIXED);
    stable(|| assert_cmd_snapshot!("human", verify(&directory, &[])));
    let directory =
        project(&MIXED.replace("expect: no-match", "expect: no-match\n    mode: strict"));
    stable(|| assert_cmd_snapshot!("human_strict", verify(&directory, &[])));
}

#[test]
fn json() {
    let directory = project(MIXED);
    let mut command = verify(&directory, &["--format", "json"]);
    assert_cmd_snapshot!(command);
    let output = command.output().unwrap();
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["schema"], 1);
}

/// The mode of the case before that of the suite before that of the command line before that of the
/// environment before that of the configuration. Where none is stated both must hold.
#[test]
fn modes() {
    let event = "{event: ../fixtures/app-fails.json, expect: match}";
    let code = |suite: &str, config: &str, words: &[&str]| {
        let directory = project(suite);
        std::fs::write(directory.path().join("pattern-test.toml"), config).unwrap();
        let variable = words.first().and_then(|word| word.strip_prefix("MODE="));
        let words = if variable.is_some() {
            &words[1..]
        } else {
            words
        };
        let mut command = verify(&directory, words);
        command.envs(variable.map(|mode| ("PATTERN_TEST_MODE", mode)));
        command.output().unwrap().status.code()
    };
    // Flattened matches, strict does not.
    let suite = |top: &str, case: &str| {
        format!(
            "pattern: {{detail: {{containers: {{name: [db], exitCode: [1]}}}}}}\n{top}\ncases:\n  - {}\n",
            event.replace('}', case)
        )
    };
    let plain = suite("", "}");
    assert_eq!(code(&plain, "", &[]), Some(1));
    assert_eq!(code(&plain, "mode = 'flattened'", &[]), Some(0));
    assert_eq!(code(&plain, "mode = 'strict'", &[]), Some(1));
    assert_eq!(code(&plain, "mode = 'both'", &[]), Some(2));
    assert_eq!(
        code(&plain, "mode = 'strict'", &["MODE=flattened"]),
        Some(0)
    );
    assert_eq!(code(&plain, "mode = 'strict'", &["MODE="]), Some(1));
    assert_eq!(code(&plain, "", &["MODE=both"]), Some(2));
    assert_eq!(
        code(&plain, "", &["MODE=flattened", "--mode", "strict"]),
        Some(1)
    );
    assert_eq!(
        code(&plain, "mode = 'strict'", &["--mode", "flattened"]),
        Some(0)
    );
    assert_eq!(code(&plain, "", &["--mode", "strict"]), Some(1));
    let of_suite = suite("mode: flattened", "}");
    assert_eq!(code(&of_suite, "", &["--mode", "strict"]), Some(0));
    let of_case = suite("mode: flattened", ", mode: strict}");
    assert_eq!(code(&of_case, "", &[]), Some(1));
}

/// Folders of events beside patterns need no file.
#[test]
fn by_convention() {
    let directory = directory_with(&[
        ("patterns/a/b.json", br#"{"a": [1]}"#),
        ("patterns/c.json", br#"{"a": [2]}"#),
        ("fixtures/a/b/match/one.json", br#"{"a": 1}"#),
        (
            "fixtures/a/b/match/deep/lines.jsonl",
            b"{\"a\": 1}\n{\"a\": [1, 2]}\n",
        ),
        ("fixtures/a/b/no-match/two.json", br#"{"a": 2}"#),
        ("fixtures/c/no-match/two.json", b"{\n  \"a\": 2\n}"),
        ("fixtures/other/two.json", br#"{"a": 2}"#),
    ]);
    stable(|| assert_cmd_snapshot!("convention", verify(&directory, &[])));
    stable(|| assert_cmd_snapshot!("convention_path", verify(&directory, &["patterns/a"])));
    stable(|| {
        assert_cmd_snapshot!(
            "convention_pattern",
            verify(&directory, &["patterns/a/b.json"])
        );
    });
    std::fs::remove_file(directory.path().join("patterns/c.json")).unwrap();
    stable(|| assert_cmd_snapshot!("convention_orphan", verify(&directory, &[])));
}

#[test]
fn nothing_to_do() {
    let directory = directory_with(&[("patterns/a.json", br#"{"a": [1]}"#)]);
    assert_cmd_snapshot!("nothing", verify(&directory, &[]));
    assert_cmd_snapshot!(
        "nothing_of_pattern",
        verify(&directory, &["patterns/a.json"])
    );
    assert_cmd_snapshot!(
        "nothing_there",
        verify(&directory, &["b.suite.yaml", "c.txt"])
    );
}

/// Suites are no patterns and no events for the other commands.
#[test]
fn suites_are_not_taken_for_patterns() {
    let directory = directory_with(&[
        ("patterns/a.json", br#"{"a": [1]}"#),
        ("patterns/a.suite.json", br#"{"cases": []}"#),
        ("fixtures/a.json", br#"{"a": 1}"#),
        ("fixtures/b.suite.json", br#"{"cases": []}"#),
    ]);
    let mut command = crate::cli::pattern_test_in(directory.path());
    let output = command.args(["match", "--format", "tsv"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 2);
}

/// Order, outcome and exit code are the same on any number of threads.
#[test]
fn threads_change_nothing() {
    let line = |at: usize| {
        let expect = if at % 7 == 3 { "no-match" } else { "match" };
        format!(
            "{{\"pattern\": {{\"a\": [{at}]}}, \"event\": {{\"a\": {at}}}, \"expect\": \"{expect}\"}}\n"
        )
    };
    let lines: String = (0..500).map(line).collect();
    let directory = directory_with(&[("many.jsonl", lines.as_bytes())]);
    for extra in [&[][..], &["--fail-fast"]] {
        let run = |jobs: &str| {
            let words = ["many.jsonl", "--format", "json", "--jobs", jobs];
            let words: Vec<_> = words.iter().chain(extra).copied().collect();
            let output = verify(&directory, &words).output().unwrap();
            (output.status.code(), output.stdout)
        };
        let alone = run("1");
        assert_eq!(alone.0, Some(1));
        for jobs in ["2", "3", "16"] {
            assert_eq!(run(jobs), alone, "{jobs} {extra:?}");
        }
        let document: serde_json::Value = serde_json::from_slice(&alone.1).unwrap();
        let failed = document["counts"]["failed"].as_u64();
        assert_eq!(failed, Some(if extra.is_empty() { 71 } else { 1 }));
    }
}
