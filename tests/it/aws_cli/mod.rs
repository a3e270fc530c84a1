//! The command `test-event-pattern` against the AWS CLI.

use pattern_test::aws_cli::{Env, is_aws_command, run};
use serde_json::Value;
use std::path::Path;

/// Matches [`EVENT`].
const MATCHING: &str = r#"{"source":["x"]}"#;
/// Does not.
const OTHER: &str = r#"{"source":["y"]}"#;
const EVENT: &str =
    r#"{"id":"1","account":"1","source":"x","time":"t","region":"r","detail-type":"d"}"#;

const TRUE: &str = "{\n    \"Result\": true\n}\n";
const FALSE: &str = "{\n    \"Result\": false\n}\n";

/// Exit code, stdout, stderr.
type Output = (u8, String, String);

fn env() -> Env {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/aws_cli/files");
    let home = directory.join("home");
    Env {
        variables: [("HOME".into(), home.into())].into(),
        directory,
        ..Env::default()
    }
}

fn run_in(args: &[&str], env: &Env) -> Output {
    let args: Vec<_> = args.iter().map(Into::into).collect();
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let code = run(&args, env, &mut stdout, &mut stderr).unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (code, text(stdout), text(stderr))
}

/// Runs the operation on a pattern and an event with more options.
fn test(pattern: &str, event: &str, more: &[&str]) -> Output {
    let mut args = vec!["events", "test-event-pattern"];
    args.extend(["--event-pattern", pattern, "--event", event]);
    args.extend(more);
    run_in(&args, &env())
}

fn output(code: u8, stdout: &str, stderr: &str) -> Output {
    (code, stdout.to_owned(), stderr.to_owned())
}

fn full(text: &str) -> String {
    let quoted = |text: &str| serde_json::to_string(text).unwrap();
    text.replace("{\"MATCHING\"}", &quoted(MATCHING))
        .replace("{\"EVENT\"}", &quoted(EVENT))
        .replace("{MATCHING}", MATCHING)
        .replace("{OTHER}", OTHER)
        .replace("{EVENT}", EVENT)
}

/// What version 2.9.19 of the AWS CLI prints, recorded, as far as a script can depend on it: exit
/// codes, the output of an answer, and the texts with which the service refuses a request. Half of it
/// is expressions for `--query` that were put together at random, in all output formats.
#[test]
fn as_recorded_from_the_aws_cli() {
    let data = include_str!("captured.jsonl");
    assert_eq!(data.lines().count(), 824, "the data are not whole");
    let mut differences = Vec::new();
    for line in data.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let args = case["args"].as_array().unwrap().iter();
        let args: Vec<_> = args.map(|arg| full(arg.as_str().unwrap())).collect();
        let args: Vec<_> = args.iter().map(String::as_str).collect();
        let mut env = env();
        for (name, value) in case["env"].as_object().into_iter().flatten() {
            let value = value.as_str().unwrap().into();
            env.variables.insert(name.into(), value);
        }
        let mut ours = run_in(&args, &env);
        if ours.0 != 254 {
            ours.2.clear();
        }
        let text = |key: &str| full(case[key].as_str().unwrap_or_default());
        let code = u8::try_from(case["code"].as_u64().unwrap()).unwrap();
        let theirs = (code, text("stdout"), text("stderr"));
        if ours != theirs {
            differences.push(format!("{args:?}\n ours:   {ours:?}\n theirs: {theirs:?}"));
        }
    }
    let count = differences.len();
    differences.truncate(10);
    assert_eq!(count, 0, "{}", differences.join("\n\n"));
}

#[test]
fn which_command_lines_are_ours() {
    let is_ours = |line: &str| {
        let words: Vec<_> = line.split_whitespace().map(Into::into).collect();
        is_aws_command(&words)
    };
    for line in [
        "events",
        "events put-rule",
        "test-event-pattern",
        "--output text events test-event-pattern",
        "--output=text --no-cli-pager --region x test-event-pattern",
        "--reg x --strict -v events",
    ] {
        assert!(is_ours(line), "{line}");
    }
    for line in [
        "",
        "--version",
        "check events",
        "--output events",
        "--config events.toml lint",
    ] {
        assert!(!is_ours(line), "{line}");
    }
}

#[test]
fn other_words_are_refused() {
    for (args, reason) in [
        (
            &["events"][..],
            "expected `events test-event-pattern`, found `events`",
        ),
        (
            &["events", "put-rule"],
            "`events put-rule` is not answered offline, only `events test-event-pattern`",
        ),
        (
            &["test-event-pattern", "x"],
            "expected `events test-event-pattern`, found `test-event-pattern x`",
        ),
        (
            &["test-event-pattern", "--event", EVENT],
            "--event-pattern is required",
        ),
        (
            &["test-event-pattern", "--cli-input-json", r#"{"Even":""}"#],
            "--cli-input-json: unknown parameter `Even`, expected `EventPattern` or `Event`",
        ),
        (
            &["test-event-pattern", "--cli-input-json", r#"{"Event":{}}"#],
            "--cli-input-json: `Event` must be a string that holds JSON",
        ),
    ] {
        assert_eq!(
            run_in(args, &env()),
            output(252, "", &format!("\nerror: {reason}\n"))
        );
    }
}

#[test]
fn per_element_unless_flattened() {
    let pattern = r#"{"detail":{"c":{"name":["app"],"exit":[1]}}}"#;
    let containers = r#""detail":{"c":[{"name":"app","exit":0},{"name":"db","exit":1}]}"#;
    let event = EVENT.replace('}', &format!(",{containers}}}"));
    let note = "note: the modes differ: EventBridge today, false; flattened, true\n";
    for (options, stdout, stderr) in [
        (&[][..], FALSE, ""),
        (&["--strict"], FALSE, ""),
        (&["--flattened"], TRUE, ""),
        (&["-v"], FALSE, note),
        (&["--flattened", "--verbose"], TRUE, note),
    ] {
        assert_eq!(
            test(pattern, &event, options),
            output(0, stdout, stderr),
            "{options:?}"
        );
    }
    assert_eq!(test(MATCHING, &event, &["-v"]), output(0, TRUE, ""));
    assert_eq!(test(MATCHING, &event, &["--strict", "--flattened"]).0, 252);
}

#[test]
fn help_and_version() {
    for args in [
        &["events", "help"][..],
        &["events", "test-event-pattern", "help"],
        &["test-event-pattern", "--help"],
        &["events", "-h"],
    ] {
        let (code, stdout, stderr) = run_in(args, &env());
        assert_eq!((code, stderr.as_str()), (0, ""), "{args:?}");
        assert!(stdout.contains("Usage: pattern-test [events] test-event-pattern"));
    }
    let version = format!("pattern-test {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(
        run_in(&["events", "--version"], &env()),
        output(0, &version, "")
    );
}

#[test]
fn a_pattern_that_is_too_long_or_begins_with_a_mark() {
    let (code, _, stderr) = test(&"x".repeat(4_097), EVENT, &[]);
    assert_eq!(code, 254);
    assert!(stderr.starts_with("\nAn error occurred (ValidationException) when calling"));
    let (code, _, stderr) = test("\u{feff}{}", EVENT, &[]);
    assert_eq!(code, 254);
    assert!(stderr.starts_with("\nAn error occurred (InvalidEventPatternException) when calling"));
}

#[test]
fn large_and_odd_expressions() {
    // Without optimisation a frame takes ten times the room.
    let tests = std::thread::Builder::new().stack_size(32 << 20).spawn(|| {
        let query = |query: &str| {
            let (code, stdout, _) = test(MATCHING, EVENT, &["--output=text", "--query", query]);
            (code, stdout)
        };
        let deep = |open: &str, close: &str, times| {
            format!("{}Result{}", open.repeat(times), close.repeat(times))
        };
        assert_eq!(query(&deep("(", ")", 2_000)), (252, String::new()));
        assert_eq!(query(&deep("[", "]", 240)), (0, "True\n".to_owned()));
        assert_eq!(query(&deep("!", "", 490)), (0, "True\n".to_owned()));
        assert_eq!(
            query("`[1,2]`[1:5:999999999] | [-999999999]"),
            (0, "None\n".to_owned())
        );
        // A width in a format has 16 bits.
        let wide = "x".repeat(70_000);
        assert_eq!(query(&format!("`\"{wide}\"`")), (0, format!("{wide}\n")));
        assert_eq!(query(&format!("'{wide}'")), (0, format!("{wide}\n")));
        assert_eq!(query(&format!("`{wide}`")), (0, format!("{wide}\n")));
        for format in ["json", "table", "yaml", "yaml-stream"] {
            let query = format!("[{{{wide}: '{wide}'}}]");
            assert_eq!(
                test(MATCHING, EVENT, &["--output", format, "--query", &query]).0,
                0
            );
        }
    });
    tests.unwrap().join().unwrap();
}

#[cfg(unix)]
#[test]
fn devices_and_pipes_are_not_read() {
    let directory = tempfile::tempdir().unwrap();
    let pipe = directory.path().join("pipe");
    assert!(
        std::process::Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    for path in ["/dev/zero", pipe.to_str().unwrap(), "dir"] {
        let expected = format!("\nerror: --event: file://{path}: not a regular file\n");
        let event = format!("file://{path}");
        assert_eq!(test(MATCHING, &event, &[]), output(252, "", &expected));
    }
    let large = directory.path().join("large");
    let file = std::fs::File::create(&large).unwrap();
    file.set_len(pattern_test::aws_cli::LARGEST + 1).unwrap();
    let event = format!("file://{}", large.display());
    let expected = format!("\nerror: --event: {event}: larger than 16 MiB\n");
    assert_eq!(test(MATCHING, &event, &[]), output(252, "", &expected));
}

/// Redirected, the text is the service's byte for byte; a terminal gets nothing to act on.
#[test]
fn what_a_terminal_acts_on_is_escaped_there() {
    let run = |stderr_is_terminal| {
        let args = [
            "events",
            "test-event-pattern",
            "--event",
            EVENT,
            "--event-pattern=file://\u{1b}[2J",
        ];
        run_in(
            &args,
            &Env {
                stderr_is_terminal,
                ..env()
            },
        )
        .2
    };
    let reason = "No such file or directory (os error 2)\n";
    let shown = |path: &str| format!("\nerror: --event-pattern: file://{path}: {reason}");
    assert_eq!(run(true), shown("\\u{1b}[2J"));
    assert_eq!(run(false), shown("\u{1b}[2J"));
}

#[cfg(unix)]
#[test]
fn arguments_that_are_no_text() {
    use std::os::unix::ffi::OsStrExt;
    let word = std::ffi::OsStr::from_bytes(b"\xff").to_owned();
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let code = run(&["events".into(), word], &env(), &mut stdout, &mut stderr).unwrap();
    assert_eq!((code, stdout.len()), (252, 0));
}
