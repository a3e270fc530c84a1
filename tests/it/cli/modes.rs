//! Which mode decides, in every command that has one.

use super::{directory_with, pattern_test_in};
use serde_json::Value;

const PATTERN: &str = r#"{"c":{"name":["app"],"exit":[1]}}"#;
const MIXED: &str = r#"{"c":[{"name":"app","exit":0},{"name":"db","exit":1}]}"#;
const ABSENT: &str = r#"{"c":{"name":["app"],"exit":[{"exists":false}]}}"#;
const LACKING: &str = r#"{"c":[{"name":"app"},{"name":"db","exit":1}]}"#;

struct Project(tempfile::TempDir);

impl Project {
    fn new(config: &str) -> Self {
        Self(directory_with(&[
            ("p.json", PATTERN.as_bytes()),
            ("e.json", MIXED.as_bytes()),
            ("pattern-test.toml", config.as_bytes()),
        ]))
    }

    /// Exit code, standard output and standard error.
    fn run(&self, variable: &str, words: &[&str]) -> (i32, String, String) {
        let mut command = pattern_test_in(self.0.path());
        command.args(words);
        if !variable.is_empty() {
            command.env("PATTERN_TEST_MODE", variable);
        }
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (
            output.status.code().unwrap(),
            text(output.stdout),
            text(output.stderr),
        )
    }
}

/// A flag comes before the variable, the variable before the file.
#[test]
fn what_comes_first() {
    for (config, variable, flag, matches) in [
        ("", "", "", true),
        ("", "", "--strict", false),
        ("mode = 'strict'", "", "", false),
        ("mode = 'strict'", "", "--flattened", true),
        ("mode = 'strict'", "flattened", "", true),
        ("mode = 'flattened'", "strict", "", false),
        ("", "strict", "--flattened", true),
    ] {
        for command in ["match", "explain", "scan"] {
            let mut words = vec![command, "-p", "p.json", "e.json"];
            words.extend((!flag.is_empty()).then_some(flag));
            let (code, ..) = Project::new(config).run(variable, &words);
            assert_eq!(code, i32::from(!matches), "{config} {variable} {words:?}");
        }
    }
}

#[test]
fn words_that_are_no_mode() {
    let project = Project::new("");
    for command in ["match", "explain", "scan"] {
        let (code, out, err) = project.run("both", &[command, "-p", "p.json", "e.json"]);
        let expected = "error: PATTERN_TEST_MODE: expected `flattened` or `strict`, found `both`\n";
        assert_eq!((code, &*out, &*err), (2, "", expected));
    }
    let (code, _, err) =
        Project::new("mode = 'loose'").run("", &["match", "-p", "p.json", "e.json"]);
    assert_eq!(code, 2);
    assert!(
        err.contains("expected `flattened` or `strict`, found `loose`"),
        "{err}"
    );
    assert!(err.contains("pattern-test.toml:1:8"), "{err}");
    for command in [
        "match", "explain", "scan", "compare", "overlap", "simplify", "generate", "serve",
    ] {
        let (code, _, err) = project.run("", &[command, "--strict", "--flattened"]);
        assert_eq!(code, 2);
        assert!(err.contains("cannot be used with"), "{command}: {err}");
    }
}

/// The verdict, why it is not the other mode's, and what EventBridge answers today, before all else.
#[test]
fn where_the_modes_differ_it_is_said_first() {
    let project = Project::new("");
    let mixing = "by mixing elements of c (name from [0], exit from [1])";
    for (pattern, event, flag, closing, reason) in [
        (
            PATTERN,
            MIXED,
            "--flattened",
            format!("Match, but only {mixing}. EventBridge today: no match."),
            format!("match, but only {mixing}; EventBridge today: no match"),
        ),
        (
            PATTERN,
            MIXED,
            "--strict",
            "No match: no single array element has both `c.name` \"app\" and `c.exit` 1. To match, \
             change `c.name` or `c.exit`."
                .to_owned(),
            format!("no match; it would match only {mixing}"),
        ),
        (
            ABSENT,
            LACKING,
            "--flattened",
            "No match: 1 of 2 conditions fails. `c.exit` wants no value at all, the event has 1 in \
             c[1] (e.json:1:42). To match, change `c.exit`. EventBridge today: match."
                .to_owned(),
            "no match, but EventBridge today: match; c.exit is absent in c[0] \"app\", present in \
             c[1] \"db\""
                .to_owned(),
        ),
        (
            ABSENT,
            LACKING,
            "--strict",
            "Match: `c.name` is \"app\" in c[0] (app) and `c.exit` is absent.".to_owned(),
            "match; `--flattened` does not match: c.exit is absent in c[0] \"app\", present in c[1] \
             \"db\""
                .to_owned(),
        ),
    ] {
        std::fs::write(project.0.path().join("e.json"), event).unwrap();
        let (_, out, _) = project.run("", &["explain", "-p", pattern, "e.json", flag]);
        let text = out.split_whitespace().collect::<Vec<_>>().join(" ");
        let start = format!("pattern <inline> (laid out) event e.json {closing}");
        assert!(text.starts_with(&start), "{text}");
        let (_, out, _) = project.run("", &["match", "-p", pattern, "e.json", flag]);
        assert!(out.contains(&format!("e.json  {reason}")), "{out}");
    }
}

#[test]
fn json_says_what_the_service_answers() {
    let project = Project::new("");
    for (pattern, event, service) in [
        (PATTERN, MIXED, Value::Bool(false)),
        (ABSENT, LACKING, Value::Bool(true)),
        (r#"{"c":{"name":["db"]}}"#, MIXED, Value::Bool(true)),
        (r#"{"c":{"name":["x"]}}"#, MIXED, Value::Bool(false)),
    ] {
        std::fs::write(project.0.path().join("e.json"), event).unwrap();
        for flag in ["--flattened", "--strict"] {
            let words = ["-p", pattern, "e.json", flag, "--format", "json"];
            let (_, out, _) = project.run("", &[&["match"], &words[..]].concat());
            let document: Value = serde_json::from_str(&out).unwrap();
            assert_eq!(document["results"][0]["service"], service);
            let (_, out, _) = project.run("", &[&["explain"], &words[..]].concat());
            let document: Value = serde_json::from_str(&out).unwrap();
            assert_eq!(document["explanations"][0]["service"], service, "{out}");
        }
    }
}

/// A field beside the array is proposed only where it tells this event from those that match in one
/// element; and the filter says what the pattern asks of one.
#[test]
fn ways_out_that_help() {
    let directory = directory_with(&[
        (
            "e.json",
            br#"{"job":"nightly","state":"done","c":[{"name":"app","exit":0},{"name":"db","exit":1}]}"#,
        ),
        (
            "same.json",
            br#"{"job":"nightly","state":"done","c":[{"name":"app","exit":1}]}"#,
        ),
        (
            "other.json",
            br#"{"job":"nightly","state":"failed","c":[{"name":"app","exit":1}]}"#,
        ),
    ]);
    let project = Project(directory);
    let ways = |events: &[&str]| {
        let words = [&["explain", "-p", PATTERN, "--format", "json"], events].concat();
        let (_, out, _) = project.run("", &words);
        let document: Value = serde_json::from_str(&out).unwrap();
        document["explanations"][0]["disagreement"]["ways_out"].to_string()
    };
    let alone = ways(&["e.json"]);
    assert!(
        !alone.contains("`state`") && !alone.contains("`job`"),
        "{alone}"
    );
    let filter = r#"any(.c[]; .name == \"app\" and .exit == 1)"#;
    assert!(alone.contains(filter), "{alone}");
    assert!(!ways(&["e.json", "same.json", "other.json"]).contains("`state`"));
    let told_apart = ways(&["e.json", "other.json"]);
    assert!(
        told_apart.contains(r#"ask for `state` as well: here it is \"done\""#),
        "{told_apart}"
    );
}

/// What `generate --suite` writes holds in both modes, since a folder states none.
#[test]
fn generated_suites_hold_in_both() {
    let project = Project::new("[paths]\npatterns = ['p.json']\nfixtures = ['s']\n");
    let words = ["generate", "p.json", "--base", "e.json", "--suite", "s"];
    let (code, _, err) = project.run("", &words);
    assert_eq!(code, 0, "{err}");
    for made in ["s/p/match", "s/p/no-match"] {
        for file in std::fs::read_dir(project.0.path().join(made)).unwrap() {
            let file = file.unwrap().path();
            let file = file.to_str().unwrap();
            let (_, out, _) = project.run("", &["match", "-p", "p.json", file, "--format", "json"]);
            let document: Value = serde_json::from_str(&out).unwrap();
            assert_eq!(document["results"][0]["disagree"], false, "{file}");
        }
    }
}
