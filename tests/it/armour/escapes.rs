//! Nothing that comes in acts on the terminal, or on the reader of a format, that it goes out to.

use crate::cli::{directory_with, pattern_test_in};
use std::path::Path;

/// What acts on a terminal or is not to be seen: one of each kind.
const ACTING: &str = "\u{1b}\u{7}\u{7f}\u{9b}\u{85}\u{ad}\u{61c}\u{200b}\u{200e}\u{2028}\u{2029}\u{202e}\u{2066}\u{feff}\u{e0041}";

/// The same without the characters that JSON does not allow in strings.
fn in_json() -> String {
    ACTING
        .chars()
        .filter(|c| !c.is_ascii_control() || *c == '\u{7f}')
        .collect()
}

/// Runs the program; what it wrote to both streams.
fn run(folder: &Path, words: &[&str]) -> (Option<i32>, String, String) {
    let output = pattern_test_in(folder).args(words).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn raw(text: &str) -> Vec<char> {
    let mut raw: Vec<_> = text
        .chars()
        .filter(|c| ACTING.contains(*c) || c.is_control() && !"\n\t".contains(*c))
        .collect();
    raw.dedup();
    raw
}

#[test]
fn texts_of_patterns_and_events_are_shown_and_do_not_act() {
    let hostile = in_json();
    let pattern = format!("{{\"source\": [\"{hostile}\"], \"k{hostile}\": \"1\"}}");
    let accepted = format!("{{\"source\": [\"{hostile}\"], \"k{hostile}\": [\"1\"]}}");
    let event = format!("{{\"source\": \"{hostile}\", \"k{hostile}\": \"2\"}}");
    let broken = format!("{{\"source\": \"{hostile}\", {hostile}}}");
    let folder = directory_with(&[
        ("refused.json", pattern.as_bytes()),
        ("patterns/p.json", accepted.as_bytes()),
        ("other.json", br#"{"source": ["a"]}"#),
        ("event.json", event.as_bytes()),
        ("broken.json", broken.as_bytes()),
    ]);
    let mut shown = 0;
    for words in [
        &["check", "refused.json"][..],
        &["check", "refused.json", "--format", "concise"],
        &["check", "refused.json", "--format", "json"],
        &["check", "refused.json", "--format", "jsonl"],
        &["check", "refused.json", "--format", "github"],
        &["check", "refused.json", "--format", "gitlab"],
        &["check", "refused.json", "--format", "junit"],
        &["check", "refused.json", "--format", "sarif"],
        &["match", "-p", "refused.json", "event.json"],
        &["match", "-p", "patterns/p.json", "event.json", "-v"],
        &[
            "match",
            "-p",
            "patterns/p.json",
            "event.json",
            "--format",
            "json",
        ],
        &[
            "match",
            "-p",
            "patterns/p.json",
            "event.json",
            "--format",
            "jsonl",
        ],
        &[
            "match",
            "-p",
            "patterns/p.json",
            "event.json",
            "--format",
            "tsv",
        ],
        &["match", "-p", "patterns/p.json", "broken.json"],
        &["explain", "-p", "refused.json", "event.json"],
        &["explain", "-p", "patterns/p.json", "event.json"],
        &[
            "explain",
            "-p",
            "patterns/p.json",
            "event.json",
            "--format",
            "json",
        ],
        &[
            "explain",
            "-p",
            "patterns/p.json",
            "event.json",
            "--format",
            "markdown",
        ],
        &[
            "explain",
            "-p",
            "patterns/p.json",
            "event.json",
            "--format",
            "html",
        ],
        &["compare", "other.json", "patterns/p.json"],
        &[
            "compare",
            "other.json",
            "patterns/p.json",
            "--format",
            "json",
        ],
        &[
            "compare",
            "other.json",
            "patterns/p.json",
            "--format",
            "markdown",
        ],
        &["compare", "other.json", "refused.json"],
        &[
            "overlap",
            "other.json",
            "patterns/p.json",
            "--format",
            "json",
        ],
        &["overlap", "other.json", "refused.json"],
        &["simplify", "patterns/p.json"],
        &["simplify", "refused.json"],
        &["generate", "patterns/p.json"],
        &["generate", "patterns/p.json", "--format", "json"],
        &["generate", "refused.json"],
    ] {
        let (code, out, err) = run(folder.path(), words);
        assert!(code.is_some(), "{words:?}: ended by a signal");
        assert_eq!(raw(&out), [], "{words:?}: {out}");
        assert_eq!(raw(&err), [], "{words:?}: {err}");
        shown += usize::from(out.contains("9b") || err.contains("9b"));
    }
    assert!(shown > 20, "most show the text, only {shown} do");
}

#[test]
fn names_of_patterns_in_scans_and_ids_in_templates_do_not_act() {
    let hostile = in_json();
    let lines = format!("{{\"name\": \"{hostile}\", \"pattern\": {{\"a\": [1]}}}}\n");
    let template = format!(
        "{{\"Resources\": {{\"R\": {{\"Type\": \"AWS::Events::Rule\", \"Properties\": {{\"EventPattern\": {{\"source\": [\"{hostile}\"]}}}}}}}}}}"
    );
    let folder = directory_with(&[
        ("p.jsonl", lines.as_bytes()),
        ("e.jsonl", b"{\"a\": 1}\n"),
        ("t.json", template.as_bytes()),
    ]);
    for words in [
        &["scan", "-p", "p.jsonl", "e.jsonl", "--format", "jsonl"][..],
        &["scan", "-p", "p.jsonl", "e.jsonl", "--count-by-pattern"],
        &["scan", "-p", "p.jsonl", "e.jsonl", "--stats"],
        &["extract", "t.json"],
    ] {
        let (code, out, err) = run(folder.path(), words);
        assert_eq!(code, Some(0), "{words:?}: {out}{err}");
        assert_eq!(raw(&out), [], "{words:?}: {out}");
        assert_eq!(raw(&err), [], "{words:?}: {err}");
    }
}

/// A file's name may hold anything but a slash and a NUL.
#[cfg(unix)]
#[test]
fn names_of_files_begin_no_line_and_do_not_act() {
    let name = format!("a\n::error::owned\r{ACTING}<b>.json");
    let folder = directory_with(&[
        (name.as_str(), br#"{"a": "1"}"#.as_slice()),
        ("good.json", br#"{"a": ["1"]}"#),
        ("event.json", br#"{"a": "1"}"#),
    ]);
    let suite = format!("patterns/{name}");
    std::fs::create_dir_all(folder.path().join("patterns")).unwrap();
    std::fs::write(folder.path().join(&suite), r#"{"a": ["1"]}"#).unwrap();
    let stem = name.trim_end_matches(".json");
    let events = folder.path().join("fixtures").join(stem).join("match");
    std::fs::create_dir_all(&events).unwrap();
    std::fs::write(events.join(&name), r#"{"a": "2"}"#).unwrap();
    for words in [
        &["check", &name, "--format", "human"][..],
        &["check", &name, "--format", "concise"],
        &["check", &name, "--format", "github"],
        &["check", &name, "--format", "gitlab"],
        &["check", &name, "--format", "json"],
        &["check", &name, "--format", "junit"],
        &["check", &name, "--format", "sarif"],
        &["match", "-p", "good.json", &name],
        &["match", "-p", &name, "event.json"],
        &["explain", "-p", "good.json", &name, "--format", "html"],
        &["explain", "-p", "good.json", &name, "--format", "markdown"],
        &["compare", "good.json", &suite, "--format", "markdown"],
        &["verify"],
        &["verify", "--format", "junit"],
        &["verify", "--format", "tap"],
        &["verify", "--format", "github"],
        &["verify", "--format", "json"],
        &["verify", "--list"],
    ] {
        let (code, out, err) = run(folder.path(), words);
        assert!(code.is_some(), "{words:?}");
        for text in [&out, &err] {
            assert_eq!(raw(text), [], "{words:?}: {text}");
            let starts = |line: &str| line.trim_start().starts_with("::error::owned");
            assert!(!text.lines().any(starts), "{words:?}: {text}");
        }
        assert!(
            out.contains("owned") || err.contains("owned"),
            "{words:?} does not name the file: {out}{err}"
        );
    }
}

#[test]
fn words_of_the_command_line_do_not_act() {
    let folder = tempfile::tempdir().unwrap();
    let hostile = format!("x\n::error::owned {ACTING}");
    for words in [
        &["match", "--format", &hostile][..],
        &["match", &format!("--{hostile}")],
        &[&hostile],
        &["check", "--explain", &hostile],
        &["scan", "--since", &hostile],
        &["verify", "--report", &hostile],
        &["verify", "--report", &format!("{hostile}=x")],
        &["check", &hostile],
        &["match", "-p", &hostile, &hostile],
    ] {
        let (code, out, err) = run(folder.path(), words);
        assert_eq!(code, Some(2), "{words:?}: {out}{err}");
        assert_eq!(raw(&err), [], "{words:?}: {err}");
        let starts = |line: &str| line.trim_start().starts_with("::error::owned");
        assert!(!err.lines().any(starts), "{words:?}: {err}");
        assert!(err.contains("owned"), "{words:?}: {err}");
    }
}
