//! Suites that cannot be used: one clear error each, with its place, and the others still run.

use super::{EVENT, PATTERN, stable, verify};
use crate::cli::directory_with;
use insta_cmd::assert_cmd_snapshot;

const GOOD: &str = "\
pattern: app.json
cases:
  - {event: ../fixtures/app-fails.json, expect: match}
";

const BROKEN: &[(&str, &str)] = &[
    (
        "unknown-key",
        "pattern: app.json\ncases:\n  - evnt: x.json\n    expect: match\n",
    ),
    ("unknown-key-of-suite", "patern: app.json\ncases: []\n"),
    (
        "missing-pattern",
        "pattern: ap.json\ncases:\n  - {event: {}, expect: match}\n",
    ),
    (
        "missing-event",
        "pattern: app.json\ncases:\n  - event: ../fixtures/no.json\n    expect: match\n",
    ),
    (
        "missing-name",
        "pattern: app.json\nevents: {base: {a: 1}}\ncases:\n  - event: bse\n    expect: match\n",
    ),
    (
        "duplicate-name",
        "pattern: app.json\ncases:\n  - {name: x, event: {}, expect: match}\n  - {name: x, event: {}, expect: match}\n",
    ),
    (
        "wrong-type",
        "pattern: app.json\ncases:\n  - event: 3\n    expect: match\n",
    ),
    (
        "wrong-word",
        "pattern: app.json\ncases:\n  - event: {}\n    expect: matches\n",
    ),
    ("wrong-root", "- 1\n"),
    (
        "empty-glob",
        "pattern: app.json\ncases:\n  - event: ../fixtures/none-*.json\n    expect: match\n",
    ),
    (
        "cycle",
        "pattern: app.json\nevents:\n  a: {event-from: b}\n  b:\n    event-from: a\n    set: {/x: 1}\ncases:\n  - {event: a, expect: match}\n",
    ),
    (
        "itself",
        "pattern: app.json\nevents:\n  a: {event-from: a}\ncases:\n  - {event: {}, expect: match}\n",
    ),
    (
        "bad-pointer",
        "pattern: app.json\ncases:\n  - event-from: ../fixtures/app-fails.json\n    set:\n      /source/name: x\n    expect: match\n",
    ),
    (
        "nothing-to-remove",
        "pattern: app.json\ncases:\n  - event-from: ../fixtures/app-fails.json\n    remove: [/source, /detail/state]\n    expect: match\n",
    ),
    (
        "set-without-base",
        "pattern: app.json\ncases:\n  - event: ../fixtures/app-fails.json\n    set: {/a: 1}\n    expect: match\n",
    ),
    ("no-pattern", "cases:\n  - {event: {}, expect: match}\n"),
    ("no-event", "pattern: app.json\ncases:\n  - expect: match\n"),
    (
        "no-expectation",
        "pattern: app.json\ncases:\n  - event: {}\n",
    ),
    (
        "two-expectations",
        "pattern: app.json\ncases:\n  - {event: {}, expect: match, strict: no-match}\n",
    ),
    (
        "event-of-invalid",
        "pattern: app.json\ncases:\n  - {event: {}, expect: invalid}\n",
    ),
    (
        "because-of-no-match",
        "pattern: app.json\ncases:\n  - {event: {}, expect: no-match, because: []}\n",
    ),
    (
        "because-without-pointer",
        "pattern: app.json\ncases:\n  - {event: {}, expect: match, because: [{path: a}]}\n",
    ),
    ("no-cases", "pattern: app.json\n"),
    ("empty-cases", "cases: []\n"),
    ("not-yaml", "cases: [\n"),
    ("twice", "pattern: a\npattern: b\ncases: []\n"),
    (
        "not-an-event",
        "pattern: app.json\ncases:\n  - event: '{\"a\": }'\n    expect: match\n",
    ),
    (
        "control-characters",
        "pattern: app.json\ncases:\n  - \"ev\\e[31m\\u202ent\": x\n",
    ),
];

#[test]
fn yaml() {
    for (name, suite) in BROKEN {
        let file = format!("patterns/{name}.suite.yaml");
        let directory = directory_with(&[
            ("patterns/app.json", PATTERN),
            ("fixtures/app-fails.json", EVENT),
            ("patterns/app.suite.yaml", GOOD.as_bytes()),
            (&file, suite.as_bytes()),
        ]);
        stable(|| assert_cmd_snapshot!(format!("broken_{name}"), verify(&directory, &[])));
    }
}

const BROKEN_JSON: &[(&str, &str)] = &[
    (
        "a.suite.json",
        "{\n  \"pattern\": \"app.json\",\n  \"cases\": [\n    {\"event\": {}, \"expect\": \"match\",}\n  ]\n}",
    ),
    (
        "b.suite.json",
        "{\"pattern\": \"app.json\", \"cases\": [{\"event\": {}, \"event\": {}, \"expect\": \"match\"}]}",
    ),
    (
        "c.jsonl",
        "{\"pattern\": \"{}\", \"expect\": \"invalid\"}\n\n{\"pattern\": {}, \"expct\": \"invalid\"}\n",
    ),
    (
        "d.jsonl",
        "{\"pattern\": {\"a\": [1]}, \"event\": 3, \"expect\": \"match\"}\n",
    ),
    ("e.jsonl", "{\"pattern\": {\"a\": [1]}, \"event\": \n"),
    (
        "f.jsonl",
        "{\"name\": \"x\", \"pattern\": {}, \"expect\": \"invalid\"}\n{\"name\": \"x\", \"pattern\": {}, \"expect\": \"invalid\"}\n",
    ),
    ("g.jsonl", "[]\n"),
    ("h.jsonl", "\n"),
    (
        "i.jsonl",
        "{\"pattern\": {\"a\": [1]}, \"event\": {\"a\": 1}, \"expect\": \"match\", \"because\": [{\"path\": \"a\", \"pinter\": \"/a\"}]}\n",
    ),
];

#[test]
fn json_and_lines() {
    for (name, suite) in BROKEN_JSON {
        let directory = directory_with(&[("app.json", PATTERN), (name, suite.as_bytes())]);
        stable(|| assert_cmd_snapshot!(format!("broken_{name}"), verify(&directory, &[name])));
    }
}

/// An event of a large suite is only read when it is looked at: it spoils its case, not the others.
#[test]
fn an_event_that_is_none_spoils_its_case_only() {
    let lines = br#"{"pattern": {"a": [1]}, "event": "{\"a\": 1", "expect": "match"}
{"pattern": {"a": [1]}, "event": {"a": 1}, "expect": "match"}
"#;
    let directory = directory_with(&[("lines.jsonl", lines)]);
    stable(|| assert_cmd_snapshot!("undecided", verify(&directory, &["lines.jsonl"])));
}

/// Whatever a suite holds, there is an answer and no panic.
#[test]
fn hostile_files() {
    let deep = format!("cases: {}", "[".repeat(100_000));
    let deep_json = format!("{{\"cases\": {}", "[".repeat(100_000));
    let chain: String = (0..5_000)
        .map(|at| format!("  e{at}: {{event-from: e{}}}\n", at + 1))
        .collect();
    let chain =
        format!("pattern: {{a: [1]}}\nevents:\n{chain}cases: [{{event: e0, expect: match}}]\n");
    for (name, text) in [
        ("deep.suite.yaml", deep.as_bytes()),
        ("deep.suite.json", deep_json.as_bytes()),
        ("chain.suite.yaml", chain.as_bytes()),
        ("utf16.suite.yaml", b"\xff\xfec\0"),
        ("latin.suite.yaml", b"cases: \xe9"),
        ("empty.suite.yaml", b""),
        ("empty.jsonl", b""),
        ("binary.jsonl", b"\0\x01\x02"),
    ] {
        let directory = directory_with(&[(name, text)]);
        let output = verify(&directory, &[name]).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{name}: {stderr}");
        assert!(stderr.starts_with("error: "), "{name}: {stderr}");
    }
}
