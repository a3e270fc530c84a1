//! A run over nothing says so.

use super::run;
use crate::cli::directory_with;

#[test]
fn nothing_to_check_is_trouble_and_says_what_was_there() {
    let directory = directory_with(&[
        ("rule.json", b"{\"source\": \"lamp\"}"),
        (
            "on.json",
            b"{\"source\": \"lamp\", \"detail-type\": \"On\", \"detail\": {}}",
        ),
        ("a.suite.yaml", b"pattern: {a: [1]}\ncases: []\n"),
        ("odd.yaml", b"my: {eventPattern: x}\n"),
        ("README.md", b"nothing"),
    ]);
    let (code, out, err) = run(directory.path(), &["check"]);
    assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
    for line in [
        "found nothing to check",
        "this directory",
        "1 file nearly looks like a pattern: rule.json",
        "1 file looks like an event: on.json",
        "1 file is a suite: a.suite.yaml",
        "1 file names an event pattern in a form that is not known: odd.yaml",
        "pattern-test check rule.json",
        "--allow-empty",
    ] {
        assert!(err.contains(line), "{line}: {err}");
    }
    let (code, out, _) = run(directory.path(), &["check", "--allow-empty"]);
    assert_eq!(code, Some(0));
    assert!(out.contains("0 patterns of 0 files"), "{out}");
    let (code, out, _) = run(directory.path(), &["check", "--format", "json"]);
    assert_eq!(code, Some(2));
    assert!(out.contains("\"findings\""), "{out}");
}

#[test]
fn only_what_is_not_judged_is_nothing_to_check() {
    let template = "Parameters: {P: {Type: String}}\nResources: {S: {Type: AWS::SNS::Subscription, Properties: {FilterPolicyScope: {Ref: P}, FilterPolicy: {k: [v]}}}}\n";
    let directory = directory_with(&[("t.yaml", template.as_bytes())]);
    let (code, _, err) = run(directory.path(), &["check"]);
    assert_eq!(code, Some(2));
    assert!(
        err.contains("1 filter policy of an SNS subscription was found and not judged: t.yaml#S"),
        "{err}"
    );
}

#[test]
fn a_file_that_cannot_be_parsed_and_names_no_pattern_is_no_error() {
    let directory = directory_with(&[
        ("a.json", b"{ // a comment\n  \"x\": 1,\n}"),
        ("b.yaml", b"a: [\n"),
        ("patterns/notes.json", b"not JSON"),
        (
            "c.json",
            b"{\"source\": [\"lamp\"], \"detail-type\": [\"On\"]}",
        ),
    ]);
    let (code, out, err) = run(directory.path(), &["check"]);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    let directory = directory_with(&[(
        "c.json",
        b"{\"source\": [\"lamp\"], \"detail-type\": [\"On\",]}",
    )]);
    let (code, out, _) = run(directory.path(), &["check"]);
    assert_eq!(code, Some(1), "{out}");
}

#[test]
fn where_match_finds_nothing() {
    let directory = directory_with(&[("a/x.json", b"{\"name\": 1}"), ("e.json", b"{}")]);
    for (words, title) in [
        (&["match", "e.json"][..], "no pattern given, and none found"),
        (
            &["match", "-p", "a", "e.json"],
            "no pattern found below `a`",
        ),
    ] {
        let (code, _, err) = run(directory.path(), words);
        assert_eq!(code, Some(2));
        assert!(err.contains(title) && err.contains("a/x.json"), "{err}");
    }
}
