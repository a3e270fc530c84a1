//! Forms that are asked for by name.

use super::problems::problems;
use super::*;

#[track_caller]
fn says_named(form: Form, input: &str, expected: &str) {
    let intake = named(form, input);
    assert_eq!(problems(&intake, input), [expected], "{input}");
    assert_eq!(intake.found, []);
    assert_eq!(intake.problems[0].form(), Some(form));
}

#[test]
fn named_forms_read_what_they_name() {
    let wrapped = r#"{"Records":[{"body":"{}"}]}"#;
    assert_eq!(named(Event, wrapped).found[0].text, wrapped);
    assert_eq!(named(Sqs, wrapped).found[0].text, "{}");
    assert_eq!(named(Lines, "{}").found[0].forms, [Lines, Event]);
    assert_eq!(named(Concatenated, "{}\n{}").found.len(), 2);
    assert_eq!(named(Python, "{\"a\":1}").found[0].forms, [Python, Event]);
    assert_eq!(named(Text, "\"{}\"").found[0].forms, [Text, Event]);
    assert_eq!(named(Text, "{\\\"a\\\":1}").found[0].text, "{\"a\":1}");
    assert_eq!(
        named(Array, "[{},{\"Source\":1,\"DetailType\":\"\"}]")
            .problems
            .len(),
        2,
        "elements are still recognised"
    );
    assert_eq!(named(DescribeTasks, TASK).found.len(), 1);
}

#[test]
fn named_forms_say_what_they_need() {
    let fits = |form: Form| format!("; this looks like `{form}`: {}", form.describe());
    let needs = |form: Form| format!("the form `{form}` needs {}", form.needs());
    for (form, input, other) in [
        (Event, "[{}]", Array),
        (Event, "{}\n{}", Lines),
        (Array, "{}", Event),
        (Array, r#"{"Records":[{"body":"{}"}]}"#, Sqs),
        (Text, "{}", Event),
        (Text, "{'a': 1}", Python),
        (Python, "\"{\\\"a\\\":1}\"", Text),
        (
            DescribeTasks,
            r#"{"Entries":[{"Source":"s","DetailType":"d","Detail":"{}"}]}"#,
            PutEvents,
        ),
        (PutEvents, TASK, DescribeTasks),
        (Sqs, r#"{"Message":"{}","TopicArn":"x"}"#, Sns),
        (Sns, "{}{}", Concatenated),
        (LogEvents, r#"{"Records":[{"s3":{}}]}"#, Event),
    ] {
        says_named(form, input, &format!("1:1: {}{}", needs(form), fits(other)));
    }
    says_named(Event, "3", &format!("1:1: {}", needs(Event)));
    says_named(
        Array,
        "[1",
        "1:3: looks like a JSON array of events, but expected `,` or `]`, found the end of the text",
    );
}

#[test]
fn names_are_stable_and_each_its_own() {
    let names: Vec<_> = Form::all().iter().map(|form| form.name()).collect();
    assert_eq!(
        names,
        [
            "event",
            "array",
            "ndjson",
            "concatenated",
            "string",
            "python",
            "describe-tasks",
            "put-events",
            "sqs",
            "sns",
            "cloudwatch-logs",
            "v2",
            "kinesis",
            "firehose",
            "kafka",
            "mq",
            "dynamodb",
            "logs-subscription",
            "lambda-destination",
            "json-log",
            "logs-insights",
            "csv",
            "cloudtrail",
            "lookup-events",
            "bus-log",
            "step-functions",
            "console-log",
            "yaml",
            "numbered",
        ]
    );
    assert_eq!(Form::from_name("Event"), None);
}
