//! What the AWS CLI has not got, or does otherwise, and what the service answers.

use super::{EVENT, MATCHING, OTHER, env, run_in, test, usage};
use pattern_test::aws_cli::{Env, is_aws_command};

const TRUE: &str = "{\n    \"Result\": true\n}\n";
const FALSE: &str = "{\n    \"Result\": false\n}\n";

fn service_error(exception: &str, message: &str) -> super::Output {
    let text = format!(
        "\nAn error occurred ({exception}) when calling the TestEventPattern operation: {message}\n"
    );
    (254, String::new(), text)
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
fn the_service_may_be_left_out() {
    let args = [
        "test-event-pattern",
        "--event-pattern",
        MATCHING,
        "--event",
        EVENT,
    ];
    assert_eq!(run_in(&args, &env()), (0, TRUE.into(), String::new()));
    let args = ["test-event-pattern", "--event", EVENT];
    assert_eq!(
        run_in(&args, &env()),
        usage("the following arguments are required: --event-pattern")
    );
}

#[test]
fn other_operations_are_refused() {
    assert_eq!(
        run_in(&["events"], &env()),
        usage("the following arguments are required: operation")
    );
    assert_eq!(
        run_in(&["events", "put-rule"], &env()),
        usage("argument operation: Found invalid choice 'put-rule'")
    );
    assert_eq!(
        run_in(&["events", "test-event-patern"], &env()),
        usage(
            "argument operation: Found invalid choice 'test-event-patern'\n\nMaybe you meant:\n\n  \
             * test-event-pattern"
        )
    );
}

#[test]
fn a_refused_pattern() {
    assert_eq!(
        test("[]", EVENT, &["--output", "text", "--query", "Result"]),
        service_error(
            "InvalidEventPatternException",
            "Event pattern is not valid. Reason: Filter is not an object\n at [Source: \
             (String)\"[]\"; line: 1, column: 2]"
        )
    );
    let (code, _, stderr) = test(&"x".repeat(4_097), EVENT, &[]);
    assert_eq!(code, 254);
    assert!(stderr.starts_with("\nAn error occurred (ValidationException) when calling"));
    let (code, _, stderr) = test("\u{feff}{}", EVENT, &[]);
    assert_eq!(code, 254);
    assert!(stderr.starts_with("\nAn error occurred (InvalidEventPatternException) when calling"));
}

#[test]
fn a_refused_event() {
    let refused = service_error("ValidationException", "Parameter Event is not valid.");
    for event in ["", "{", "[]", "1", "{}", "\u{feff}{}"] {
        assert_eq!(test(MATCHING, event, &[]), refused, "{event}");
    }
    for field in ["id", "account", "source", "time", "region", "detail-type"] {
        let event = EVENT.replace(&format!("\"{field}\""), "\"other\"");
        assert_eq!(test(MATCHING, &event, &[]), refused, "without {field}");
    }
    let event = EVENT.replace('}', ",\"resources\":[],\"detail\":{}}");
    assert_eq!(test(MATCHING, &event, &[]).0, 0);
}

#[test]
fn the_pattern_is_looked_at_before_the_event() {
    let (code, _, stderr) = test("[]", "{}", &[]);
    assert_eq!(code, 254);
    assert!(stderr.contains("InvalidEventPatternException"));
}

#[test]
fn strict_and_verbose() {
    let pattern = r#"{"detail":{"c":{"name":["app"],"exit":[1]}}}"#;
    let containers = r#""detail":{"c":[{"name":"app","exit":0},{"name":"db","exit":1}]}"#;
    let event = EVENT.replace('}', &format!(",{containers}}}"));
    let note = |flattened, strict| {
        format!(
            "note: the modes disagree: flattened, as in the service, {flattened}; strict {strict}\n"
        )
    };
    assert_eq!(test(pattern, &event, &[]), (0, TRUE.into(), String::new()));
    assert_eq!(
        test(pattern, &event, &["--strict"]),
        (0, FALSE.into(), String::new())
    );
    for verbose in ["-v", "--verbose"] {
        assert_eq!(
            test(pattern, &event, &[verbose]),
            (0, TRUE.into(), note("true", "false"))
        );
        assert_eq!(
            test(pattern, &event, &["--strict", verbose]),
            (0, FALSE.into(), note("true", "false"))
        );
    }
    assert_eq!(
        test(MATCHING, &event, &["-v"]),
        (0, TRUE.into(), String::new())
    );
    let global = ["--strict", "events", "test-event-pattern"];
    let args = [
        &global[..],
        &["--event-pattern", pattern, "--event", &event],
    ]
    .concat();
    assert_eq!(run_in(&args, &env()), (0, FALSE.into(), String::new()));
}

#[test]
fn our_options_are_not_abbreviated() {
    let unknown = |word: &str| {
        let text = format!("\n{}\nUnknown options: {word}\n\n", super::USAGE);
        (252, String::new(), text)
    };
    assert_eq!(test(MATCHING, EVENT, &["--stric"]), unknown("--stric"));
    assert_eq!(test(MATCHING, EVENT, &["-vx"]), unknown("-vx"));
    assert_eq!(
        test(MATCHING, EVENT, &["--ver"]).1,
        version(),
        "as in the AWS CLI"
    );
}

fn version() -> String {
    format!("pattern-test {}\n", env!("CARGO_PKG_VERSION"))
}

#[test]
fn help_and_version() {
    for args in [
        &["events", "help"][..],
        &["events", "test-event-pattern", "help"],
        &["events", "test-event-pattern", "-h"],
        &["test-event-pattern", "--help"],
        &[
            "test-event-pattern",
            "--event-pattern",
            "x",
            "--event",
            "y",
            "help",
        ],
        &["events", "--help"],
    ] {
        let (code, stdout, stderr) = run_in(args, &env());
        assert_eq!((code, stderr.as_str()), (0, ""), "{args:?}");
        assert!(stdout.contains("Usage: pattern-test [events] test-event-pattern"));
        assert!(stdout.lines().all(|line| line.len() <= 100));
    }
    assert_eq!(
        run_in(&["test-event-pattern", "--version"], &env()),
        (0, version(), String::new())
    );
}

#[test]
fn values_behind_an_equals_sign() {
    let pattern = format!("--event-pattern={MATCHING}");
    let event = format!("--event={EVENT}");
    let args = ["test-event-pattern", &pattern, &event];
    assert_eq!(run_in(&args, &env()), (0, TRUE.into(), String::new()));
    let args = ["test-event-pattern", &pattern, "--event="];
    assert_eq!(run_in(&args, &env()).0, 254);
}

#[test]
fn newer_options_are_accepted() {
    assert_eq!(
        test(MATCHING, EVENT, &["--output", "off"]),
        (0, String::new(), String::new())
    );
    let environment = Env {
        variables: [("AWS_DEFAULT_OUTPUT".into(), "off".into())].into(),
        ..env()
    };
    let args = [
        "test-event-pattern",
        "--event-pattern",
        OTHER,
        "--event",
        EVENT,
    ];
    assert_eq!(
        run_in(&args, &environment),
        (0, String::new(), String::new())
    );
    assert_eq!(
        test(OTHER, EVENT, &["--cli-error-format", "json"]),
        (0, FALSE.into(), String::new())
    );
}

#[test]
fn nothing_of_the_account_is_needed() {
    let options = ["--profile", "nope", "--region", "not a region", "--debug"];
    assert_eq!(
        test(MATCHING, EVENT, &options),
        (0, TRUE.into(), String::new())
    );
}

#[test]
fn tables_on_a_terminal() {
    let on_terminal = |width: usize, query: &str| {
        let environment = Env {
            terminal_width: Some(width),
            ..env()
        };
        let mut args = vec![
            "test-event-pattern",
            "--event-pattern",
            MATCHING,
            "--event",
            EVENT,
        ];
        args.extend(["--output", "table", "--query", query]);
        run_in(&args, &environment).1
    };
    assert!(on_terminal(80, "@").contains("\u{1b}[1m\u{1b}[34mTrue\u{1b}[0m"));
    let plain = |text: String| {
        text.split("\u{1b}[0m")
            .map(|part| part.replace("\u{1b}[1m\u{1b}[34m", ""))
            .collect::<String>()
    };
    assert_eq!(
        plain(on_terminal(21, "{alpha: Result, beta: Result, c: 'é'}")),
        "\
-------------------
|TestEventPattern |
+--------+--------+
|  alpha |  True  |
|  beta  |  True  |
|  c     |  é    |
+--------+--------+
",
        "too wide for a row, so turned; é is ambiguous and counts as two"
    );
}

#[test]
fn large_and_odd_expressions() {
    // Without optimisation a frame takes ten times the room.
    let thread = std::thread::Builder::new().stack_size(32 << 20);
    let tests = thread.spawn(|| {
        large_expressions();
        odd_numbers();
    });
    tests.unwrap().join().unwrap();
}

fn large_expressions() {
    let deep = format!("{}Result{}", "(".repeat(2_000), ")".repeat(2_000));
    let (code, stdout, stderr) = test(MATCHING, EVENT, &["--query", &deep]);
    assert_eq!((code, stdout.as_str()), (252, ""));
    assert!(stderr.ends_with("maximum recursion depth exceeded\n"));
    let nested = format!("{}Result{}", "[".repeat(240), "]".repeat(240));
    assert_eq!(
        test(MATCHING, EVENT, &["--query", &nested, "--output", "text"]).1,
        "True\n"
    );
    let negated = format!("{}Result", "!".repeat(490));
    assert_eq!(test(MATCHING, EVENT, &["--query", &negated]).1, "true\n");
    for output in ["json", "text", "table", "yaml", "yaml-stream"] {
        let literal = format!("`{}{}`", "[".repeat(900), "]".repeat(900));
        let (code, ..) = test(MATCHING, EVENT, &["--query", &literal, "--output", output]);
        assert_eq!(code, 0, "{output}");
    }
}

fn odd_numbers() {
    let slice = "[1,2][1:5:2147483647] | [99999999999]";
    assert_eq!(test(MATCHING, EVENT, &["--query", slice]).0, 252);
    let slice = "`[1,2]`[1:5:2147483647] | [-99999999999]";
    assert_eq!(test(MATCHING, EVENT, &["--query", slice]).1, "null\n");
}

#[test]
fn keys_keep_the_order_of_the_expression() {
    for (query, json) in [
        (
            "{z: Result, a: {y: Result, b: Result}}",
            r#"{"z":true,"a":{"y":true,"b":true}}"#,
        ),
        (
            "{z: Result, a: {b: Result, z: Result}}",
            r#"{"z":true,"a":{"b":true,"z":true}}"#,
        ),
        (
            "merge(`{\"b\": 1, \"Result\": 2}`, @, {a: 'x'})",
            r#"{"b":1,"Result":true,"a":"x"}"#,
        ),
        ("keys({z: Result, a: Result})", r#"["z","a"]"#),
        ("values({z: '1', a: '2'})", r#"["1","2"]"#),
        (
            "to_string({z: '1', a: 'é'})",
            r#""{\"z\":\"1\",\"a\":\"\\u00e9\"}""#,
        ),
    ] {
        let (_, stdout, _) = test(MATCHING, EVENT, &["--query", query]);
        let plain: String = stdout.lines().map(str::trim_start).collect();
        assert_eq!(plain.replace("\": ", "\":"), json, "{query}");
    }
}

#[test]
fn files_in_other_encodings() {
    let environment = |encoding: &str| {
        let mut environment = env();
        environment
            .variables
            .insert("AWS_CLI_FILE_ENCODING".into(), encoding.into());
        let args = [
            "test-event-pattern",
            "--event-pattern",
            "file://bad.txt",
            "--event",
            EVENT,
        ];
        run_in(&args, &environment)
    };
    let (code, _, stderr) = environment("latin-1");
    assert_eq!(code, 254);
    assert!(stderr.contains("(String)\"\u{ff}\u{fe}{}\""), "{stderr}");
    assert_eq!(environment("ascii").0, 252);
    assert_eq!(
        environment("x"),
        (255, String::new(), "\nunknown encoding: x\n".to_owned())
    );
}

#[cfg(unix)]
#[test]
fn arguments_that_are_no_text() {
    use std::os::unix::ffi::OsStrExt;
    let word = std::ffi::OsStr::from_bytes(b"\xff").to_owned();
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let args = ["events".into(), word];
    let code = pattern_test::aws_cli::run(&args, &env(), &mut stdout, &mut stderr).unwrap();
    assert_eq!(code, 255);
    assert_eq!(
        String::from_utf8(stderr).unwrap(),
        "\nan argument is not UTF-8: \u{fffd}\n"
    );
}
