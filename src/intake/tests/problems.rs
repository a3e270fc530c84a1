//! What is said, and where, when there is no event.

use super::*;

/// Position and text of every problem; events may have been found besides.
pub(super) fn problems(intake: &Intake<'_>, input: &str) -> Vec<String> {
    intake
        .problems
        .iter()
        .map(|problem| format!("{}: {problem}", problem.position(input)))
        .collect()
}

#[track_caller]
fn says(input: &str, found: usize, expected: &[&str]) {
    let intake = auto(input);
    assert_eq!(problems(&intake, input), expected, "{input}");
    assert_eq!(intake.found.len(), found, "{input}");
}

#[test]
fn what_is_no_event() {
    says("", 0, &["1:1: no event here, only white space"]);
    says(" \n", 0, &["1:1: no event here, only white space"]);
    says(
        "[]",
        0,
        &["1:1: looks like a JSON array of events, but holds no event"],
    );
    says(
        "12",
        0,
        &["1:1: an event is a JSON object, this is a number"],
    );
    says(
        " true ",
        0,
        &["1:2: an event is a JSON object, this is true"],
    );
    says(
        "[{}, 1, [{}]]",
        1,
        &[
            "1:6: an event is a JSON object, this is a number",
            "1:9: an event is a JSON object, this is an array",
        ],
    );
    let no_event = "no event found: this is neither JSON nor a log with an event in braces";
    says("\nhello {}\n{world}\n", 0, &[&format!("2:1: {no_event}")]);
    says("[INFO] hello", 0, &[&format!("1:1: {no_event}")]);
    says(
        "\"hello\"",
        0,
        &[&format!("1:1: at 1:1 of the text inside: {no_event}")],
    );
}

#[test]
fn broken_json() {
    says(
        "{\"a\": 1,\n \"b\" 2}",
        0,
        &["2:6: looks like one event as JSON, but expected `:` after the key, found `2`"],
    );
    says(
        "[{\"a\": 1},\n{\"a\": 2,}\n]\n",
        0,
        &["2:8: looks like a JSON array of events, but trailing comma before a closing bracket"],
    );
    says(
        "{\"a\": {\n\n",
        0,
        &[
            "1:8: looks like one event as JSON, but expected a key in double quotes or `}`, found the end of the text",
        ],
    );
    says(
        "{\"a\": \"\\ud800\"}",
        0,
        &[
            "1:8: looks like one event as JSON, but this surrogate escape has no partner: it is half a character",
        ],
    );
    says(
        "\"{}",
        0,
        &[
            "1:1: looks like a JSON string with the event's JSON in it, or one with its backslashes left in, but this string is never closed",
        ],
    );
}

#[test]
fn a_bad_line_costs_only_itself() {
    says(
        "{\"a\":1}\n{\"a\":\n\n{\"a\":3}\noops\n{\"a\":4} x\n{\"a\":5}\n",
        4,
        &[
            "2:6: looks like newline-delimited JSON, a value on each line, but expected a value, found the end of the text",
            "5:1: looks like newline-delimited JSON, a value on each line, but `oops` is not JSON: strings need double quotes, and the only bare words are true, false and null",
            "6:9: looks like newline-delimited JSON, a value on each line, but `x` is not JSON: strings need double quotes, and the only bare words are true, false and null",
        ],
    );
    // The first line may be the bad one.
    says(
        "{\"a\":1,}\n{\"a\":2}\n",
        1,
        &[
            "1:7: looks like newline-delimited JSON, a value on each line, but trailing comma before a closing bracket",
        ],
    );
    says(
        "{\"a\":1}\n2\n",
        1,
        &["2:1: an event is a JSON object, this is a number"],
    );
}

#[test]
fn reading_goes_on_behind_a_broken_value() {
    let what = "looks like JSON values one after the other, as Firehose writes them, but";
    // The first value lacks its closing bracket.
    let input = "{\n \"a\": 1\n{\n \"a\": 2\n}\n{\n \"a\": 3\n}\n";
    says(
        input,
        2,
        &[&format!(
            "3:1: {what} expected `,` or `}}`, found `{{` (skipped to line 3)"
        )],
    );
    let input = "{\n \"a\": 1\n}\n{\n \"a\": x\n}\n\n{\n \"a\": 3\n}\n{\n \"a\"\n}";
    let labels: Vec<_> = auto(input)
        .found
        .iter()
        .map(|found| found.label.clone().unwrap())
        .collect();
    assert_eq!(labels, ["#1", "#3"]);
    says(
        input,
        2,
        &[
            &format!(
                "5:7: {what} `x` is not JSON: strings need double quotes, and the only bare words are true, false and null (skipped to line 8)"
            ),
            &format!("13:1: {what} expected `:` after the key, found `}}` (skipped all the rest)"),
        ],
    );
}

#[test]
fn wrappers_that_lack_something() {
    let tasks = "looks like the output of `aws ecs describe-tasks`, but";
    says(
        &format!(
            "{{\"failures\": [], \"tasks\": [{{}}, {TASK}, 3, {{\"taskArn\": 1}}, {{\"taskArn\": \"x\"}}]}}"
        ),
        1,
        &[
            &format!("1:28: {tasks} `tasks[0].taskArn` is missing"),
            &format!(
                "1:{}: {tasks} `tasks[2]` must be an object, and is a number",
                34 + TASK.len()
            ),
            &format!(
                "1:{}: {tasks} `tasks[3].taskArn` must be a string, and is a number",
                49 + TASK.len()
            ),
            &format!(
                "1:{}: {tasks} `tasks[4].taskArn` is not the ARN of a task",
                65 + TASK.len()
            ),
        ],
    );
    says(
        r#"{"tasks": [], "failures": [{"reason": "MISSING"}]}"#,
        0,
        &[&format!("1:11: {tasks} holds no event")],
    );
    let sqs = "looks like SQS messages, as `aws sqs receive-message` prints them or Lambda gets them, but";
    // Positions count from the start of the text inside, whatever was found there.
    says(
        r#"{"Messages": [{"Body": "{}\n{\"a\": }"}]}"#,
        1,
        &[
            "1:24: at 2:7 of the text in `Messages[0].Body`: looks like newline-delimited JSON, a value on each line, but expected a value, found `}`",
        ],
    );
    says(
        r#"{"Messages": [{"Body": "{}"}, {"MessageId": "1"}, {"Body": "hi"}, {"Body": "{\n'a"}]}"#,
        1,
        &[
            &format!("1:31: {sqs} `Messages[1].Body` is missing"),
            "1:60: at 1:1 of the text in `Messages[2].Body`: no event found: this is neither JSON nor a log with an event in braces",
            "1:76: at 2:1 of the text in `Messages[3].Body`: looks like an event printed by Python, but this string is not closed in its line",
        ],
    );
    let sns = "looks like an SNS notification, alone or as Lambda gets it, but";
    says(
        r#"{"Records": [{"Sns": {"Message": "{}"}}, {"Sns": {}}, {}]}"#,
        1,
        &[
            &format!("1:50: {sns} `Records[1].Sns.Message` is missing"),
            &format!("1:55: {sns} `Records[2].Sns` is missing"),
        ],
    );
    let logs = "looks like the output of `aws logs filter-log-events`, but";
    says(
        r#"{"events": [], "searchedLogStreams": []}"#,
        0,
        &[&format!("1:1: {logs} holds no event")],
    );
    says(
        r#"{"events": [{"message": "START"}]}"#,
        0,
        &[&format!("1:1: {logs} holds no event")],
    );
    says(
        r#"{"events": [{"message": "{\"source\": "}, {"eventId": "1"}]}"#,
        0,
        &[
            "1:25: at 1:11 of the text in `events[0].message`: looks like one event as JSON, but expected a value, found the end of the text",
            &format!("1:43: {logs} `events[1].message` is missing"),
        ],
    );
}

#[test]
fn entries_that_lack_something() {
    let what = "looks like the entries of a PutEvents request, but";
    for (entry, expected) in [
        (
            r#"{"Source":"s","DetailType":"d"}"#,
            format!("1:13: {what} `Entries[0].Detail` is missing"),
        ),
        (
            r#"{"Source":"s","Detail":"{}"}"#,
            format!("1:13: {what} `Entries[0].DetailType` is missing"),
        ),
        (
            r#"{"Source":"s","DetailType":"d","Detail":{}}"#,
            format!("1:53: {what} `Entries[0].Detail` must be a string, and is an object"),
        ),
        (
            r#"{"Source":"s","DetailType":"d","Detail":"[1]"}"#,
            format!(
                "1:53: {what} `Entries[0].Detail` must spell a JSON object, and spells an array"
            ),
        ),
        (
            r#"{"Source":"s","DetailType":"d","Detail":"{\n\"a\":}"}"#,
            format!(
                "1:53: at 2:5 of the text in `Entries[0].Detail`: {what} expected a value, found `}}`"
            ),
        ),
        (
            r#"{"Source":"s","DetailType":"d","Detail":"{}","Time":"noon"}"#,
            format!(
                "1:65: {what} `Entries[0].Time` is not a time: neither seconds since 1970 nor ISO 8601 with an offset"
            ),
        ),
        (
            r#"{"Source":"s","DetailType":"d","Detail":"{}","Resources":[1]}"#,
            format!("1:70: {what} `Entries[0].Resources` is not a list of strings"),
        ),
    ] {
        says(&format!("{{\"Entries\":[{entry}]}}"), 0, &[&expected]);
    }
    says(
        r#"{"Entries":[]}"#,
        0,
        &[&format!("1:12: {what} holds no event")],
    );
    says(
        r#"{"Entries":[{}, {"Source":"s","DetailType":"d","Detail":"{}"}]}"#,
        1,
        &[
            &format!("1:13: {what} `Entries[0].Source` is missing"),
            &format!("1:13: {what} `Entries[0].DetailType` is missing"),
            &format!("1:13: {what} `Entries[0].Detail` is missing"),
        ],
    );
}

#[test]
fn python_that_json_cannot_hold() {
    let what = "looks like an event printed by Python, but";
    for (value, column, expected) in [
        (
            "datetime.datetime(2026, 3, 2)",
            0,
            "`datetime` has no JSON form: only strings, numbers, True, False, None, dicts, lists and tuples have",
        ),
        (
            "Decimal('1')",
            0,
            "`Decimal` has no JSON form: only strings, numbers, True, False, None, dicts, lists and tuples have",
        ),
        (
            "b'x'",
            0,
            "`b` has no JSON form: only strings, numbers, True, False, None, dicts, lists and tuples have",
        ),
        ("nan", 0, "JSON has no number `nan`"),
        ("-inf", 0, "JSON has no number `-inf`"),
        ("1.", 0, "this is not a number"),
        ("0x1f", 0, "this is not a number"),
        ("1j", 0, "this is not a number"),
        ("{1: 2}", 1, "a key must be a string, as in JSON"),
        ("{'b', 'c'}", 4, "expected `:` after the key"),
        ("[1,]", 3, "expected a value"),
        ("(1)", 2, "expected `,`"),
        ("(1, 2,)", 6, "expected a value"),
        ("[1)", 2, "expected `,` or `]`"),
        ("{'b': 1,}", 8, "a key must be a string, as in JSON"),
        (
            "'\\q'",
            1,
            "this is none of the escapes that Python prints in strings",
        ),
        (
            "'\\x4'",
            1,
            "this is none of the escapes that Python prints in strings",
        ),
        ("'\\U00110000'", 1, "this escape is half a character"),
        ("'\\ud800'", 1, "this escape is half a character"),
        ("'\\ud800\\u0041'", 1, "this escape is half a character"),
        ("'b", 0, "this string is not closed in its line"),
    ] {
        let input = format!("x {{'source': {value}}}\n");
        says(
            &input,
            0,
            &[&format!("1:{}: {what} {expected}", 14 + column)],
        );
    }
    says(
        "x {'source': [",
        0,
        &[&format!("1:15: {what} the text ends inside it")],
    );
    // A log goes on behind it.
    says(
        "a {'source': nan}\nb {'source': {'a': nan, 'b': {'c': 1}}}\nc {'source': 1}",
        1,
        &[
            &format!("1:14: {what} JSON has no number `nan`"),
            &format!("2:20: {what} JSON has no number `nan`"),
        ],
    );
}

#[test]
fn limits_are_told() {
    let mut wrapped = "{}".to_owned();
    for _ in 0..4 {
        wrapped = quote(&wrapped);
    }
    let intake = auto(&wrapped);
    assert_eq!(
        intake.problems[0].to_string(),
        "at 1:1 of the text inside: escaped more than 3 times: a string in a string in a string"
    );
    let mut wrapped = "{}".to_owned();
    for _ in 0..12 {
        wrapped = format!("{{\"TopicArn\":\"\",\"Message\":{}}}", quote(&wrapped));
    }
    assert_eq!(auto(&wrapped).found[0].forms.len(), 13);
    wrapped = format!("{{\"TopicArn\":\"\",\"Message\":{}}}", quote(&wrapped));
    assert!(
        auto(&wrapped).problems[0]
            .to_string()
            .ends_with("wrapped more than 12 times: unwrap it first")
    );
}

#[test]
fn problems_beyond_the_hundredth_are_counted() {
    let mut input = "{}\n".repeat(150);
    input.push_str(&"}\n".repeat(150));
    let intake = auto(&input);
    assert_eq!(intake.found.len(), 150);
    assert_eq!(intake.problems.len(), 101);
    assert_eq!(
        intake.problems[100].to_string(),
        "50 more problems like these"
    );
}
