//! Which form a text is taken for, and what comes out of it.

mod bundled;
mod conversion;
mod forms;
mod hostile;
mod named;
mod problems;
mod random;

use super::Form::{
    Array, Concatenated, DescribeTasks, Event, Lines, LogEvents, PutEvents, Python, Sns, Sqs,
    String as Text,
};
use super::*;
use serde_json::Value;

/// A task with everything that makes it one.
const TASK: &str = r#"{"taskArn":"arn:aws:ecs:eu-west-1:123456789012:task/c/0f","taskDefinitionArn":"arn:aws:ecs:eu-west-1:123456789012:task-definition/d:1","lastStatus":"STOPPED"}"#;

fn auto(input: &str) -> Intake<'_> {
    let intake = read(input, Choice::Auto);
    check(&intake, input);
    intake
}

fn named(form: Form, input: &str) -> Intake<'_> {
    let intake = read(input, Choice::Named(form));
    check(&intake, input);
    intake
}

/// What holds for every intake.
fn check(intake: &Intake<'_>, input: &str) {
    assert!(
        !intake.found.is_empty() || !intake.problems.is_empty(),
        "an input without events has a problem"
    );
    for found in &intake.found {
        assert!(input.get(found.span.start..found.span.end).is_some());
        if found.verbatim {
            assert_eq!(found.text, found.span.of(input));
        }
        assert_eq!(found.forms.last(), Some(&Event));
        let value: Value = serde_json::from_str(&found.text).unwrap();
        assert!(value.is_object());
        assert!(found.text.starts_with('{') && found.text.ends_with('}'));
    }
    for problem in &intake.problems {
        let span = problem.span();
        assert!(span.start <= span.end && span.end <= input.len());
        assert!(input.is_char_boundary(span.start));
        let text = problem.to_string();
        assert!(
            !text.ends_with('.') && !text.starts_with(char::is_uppercase),
            "{text}"
        );
    }
}

fn quote(text: &str) -> String {
    let mut out = String::new();
    crate::json::write_string(&mut out, text);
    out
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Input, the forms of the first event, and every event with its label.
#[track_caller]
fn recognises(input: &str, forms: &[Form], events: &[(&str, &str)]) {
    let intake = auto(input);
    assert_eq!(intake.problems, [], "{input}");
    let found: Vec<_> = intake
        .found
        .iter()
        .map(|found| (found.text.as_ref(), found.label.as_deref().unwrap_or("")))
        .collect();
    assert_eq!(found, events, "{input}");
    for found in &intake.found {
        assert_eq!(found.forms, forms, "{input}");
    }
}

#[test]
fn one_event() {
    for input in [
        "{}",
        " {\"a\": 1}\r\n",
        r#"{"detail-type": "x", "Records": [{"body": "{}"}]}"#,
        r#"{"source": "x", "Messages": [{"Body": "{}"}]}"#,
        r#"{"detail": {}, "tasks": [{"taskArn": "x"}], "failures": []}"#,
        // What other services put into `Records` is no wrapper.
        r#"{"Records": [{"s3": {"object": {"key": "a"}}}]}"#,
        r#"{"Records": [{"eventVersion": "1.08", "eventName": "RunInstances"}]}"#,
        r#"{"Records": []}"#,
        r#"{"Messages": [], "events": [], "tasks": []}"#,
        r#"{"Message": "no topic"}"#,
        r#"{"taskArn": "x"}"#,
        r#"{"a": "{\"b\": 1}"}"#,
    ] {
        recognises(input, &[Event], &[(input.trim(), "")]);
    }
}

#[test]
fn arrays() {
    recognises(
        r#" [{"a":1}, {"a":2}]"#,
        &[Array, Event],
        &[(r#"{"a":1}"#, "[0]"), (r#"{"a":2}"#, "[1]")],
    );
    recognises(
        r#"[{"Message":"{\"a\":1}","TopicArn":"x"}]"#,
        &[Array, Sns, Event],
        &[(r#"{"a":1}"#, "[0] > Message")],
    );
    recognises(
        r#"["{\"a\":1}"]"#,
        &[Array, Text, Event],
        &[(r#"{"a":1}"#, "[0]")],
    );
}

#[test]
fn several_values() {
    recognises(
        "\n{\"a\":1}\r\n\n  {\"a\":2}\r\n",
        &[Lines, Event],
        &[(r#"{"a":1}"#, "line 2"), (r#"{"a":2}"#, "line 4")],
    );
    recognises(
        r#"{"a":1}{"a":2}"#,
        &[Concatenated, Event],
        &[(r#"{"a":1}"#, "#1"), (r#"{"a":2}"#, "#2")],
    );
    recognises(
        "{\"a\":1}{\"a\":2}\n{\"a\":3}",
        &[Concatenated, Event],
        &[
            (r#"{"a":1}"#, "#1"),
            (r#"{"a":2}"#, "#2"),
            (r#"{"a":3}"#, "#3"),
        ],
    );
    recognises(
        "{\n\"a\":1}\n{\"a\":\n2}",
        &[Concatenated, Event],
        &[("{\n\"a\":1}", "#1"), ("{\"a\":\n2}", "#2")],
    );
    recognises("\"{\\\"a\\\":1}\"\n", &[Text, Event], &[(r#"{"a":1}"#, "")]);
}

#[test]
fn mixed_lines_tell_their_own_forms() {
    let intake = auto("{\"a\":1}\n[{\"a\":2}]\n\"{\\\"a\\\":3}\"");
    let forms: Vec<_> = intake
        .found
        .iter()
        .map(|found| found.forms.clone())
        .collect();
    assert_eq!(
        forms,
        [
            vec![Lines, Event],
            vec![Lines, Array, Event],
            vec![Lines, Text, Event]
        ]
    );
}

#[test]
fn strings() {
    let event = r#"{ "a": "b \"c\"" }"#;
    let once = quote(event);
    recognises(&once, &[Text, Event], &[(event, "")]);
    recognises(once.trim_matches('"'), &[Text, Event], &[(event, "")]);
    let twice = quote(&once);
    recognises(&twice, &[Text, Text, Event], &[(event, "")]);
    recognises(&quote(&twice), &[Text, Text, Text, Event], &[(event, "")]);
    // Line ends that stand raw between the quotes.
    recognises(
        "\"{\n \\\"a\\\": 1\n}\"\n",
        &[Text, Event],
        &[("{\n \"a\": 1\n}", "")],
    );
    recognises(
        "{\\\"a\\\": 1}\n{\\\"a\\\": 2}",
        &[Text, Lines, Event],
        &[("{\"a\": 1}", "line 1"), ("{\"a\": 2}", "line 2")],
    );
}

#[test]
fn logs() {
    recognises(
        "START RequestId: 1\n[INFO]\t2026-03-02T09:15:04Z\t1\tEvent: {'a': 'b', 'n': None}\nEND\n",
        &[Python, Event],
        &[(r#"{"a":"b","n":null}"#, "line 2")],
    );
    recognises(
        "[INFO] Event: {'a': 1}\n[INFO] Event: {\"a\": true}",
        &[Python, Event],
        &[(r#"{"a":1}"#, "line 1"), (r#"{"a": true}"#, "line 2")],
    );
    recognises(
        "{'a': (1, 2), 'b': (3,), 'c': ()}",
        &[Python, Event],
        &[(r#"{"a":[1,2],"b":[3],"c":[]}"#, "line 1")],
    );
    recognises(
        "Event: {'Records': [{'messageId': '1', 'body': '{\"a\":1}'}]}",
        &[Python, Sqs, Event],
        &[(r#"{"a":1}"#, "line 1 > Records[0].body")],
    );
}

#[test]
fn objects_in_a_log_count_as_events_only_where_none_is_surely_one() {
    let noise = "config {'retries': 3}\nsets {'a', 'b'}\n{'source': 'x'}\nanswer {\"status\": 200}";
    let intake = auto(noise);
    assert_eq!(intake.found.len(), 1);
    assert_eq!(intake.found[0].text, r#"{"source":"x"}"#);
    assert_eq!(intake.problems, []);
    assert_eq!(
        intake.notes[0].to_string(),
        "3 objects in the log are not events"
    );
    let intake = auto("config {'retries': 3}\nanswer {\"status\": 200}");
    assert_eq!(intake.found.len(), 2);
    assert_eq!(intake.notes, []);
    // An object verbatim in a log keeps its place.
    assert!(intake.found[1].verbatim);
}

#[test]
fn wrappers() {
    let event = r#"{"source":"x"}"#;
    let body = quote(event);
    for (input, forms, label) in [
        (
            format!(r#"{{"Messages":[{{"MessageId":"1","Body":{body}}}]}}"#),
            vec![Sqs, Event],
            "Messages[0].Body",
        ),
        (
            format!(r#"{{"Records":[{{"messageId":"1","body":{body}}}]}}"#),
            vec![Sqs, Event],
            "Records[0].body",
        ),
        (
            format!(r#"{{"messageId":"1","body":{body}}}"#),
            vec![Sqs, Event],
            "body",
        ),
        (
            format!(r#"{{"Type":"Notification","Message":{body}}}"#),
            vec![Sns, Event],
            "Message",
        ),
        (
            format!(r#"{{"Records":[{{"EventSource":"aws:sns","Sns":{{"Message":{body}}}}}]}}"#),
            vec![Sns, Event],
            "Records[0].Sns.Message",
        ),
        (
            format!(r#"{{"EventSource":"aws:sns","Sns":{{"Message":{body}}}}}"#),
            vec![Sns, Event],
            "Sns.Message",
        ),
        (
            format!(r#"{{"events":[{{"message":{body}}}]}}"#),
            vec![LogEvents, Event],
            "events[0].message",
        ),
        (
            format!(r#"{{"logEvents":[{{"message":{body}}}]}}"#),
            vec![LogEvents, Event],
            "logEvents[0].message",
        ),
    ] {
        recognises(&input, &forms, &[(event, label)]);
        let found = &auto(&input).found[0];
        assert_eq!(found.span.of(&input), body, "made from the string");
        assert!(!found.verbatim);
        let inner = quote(&input);
        let outer = format!(r#"{{"Messages":[{{"Body":{inner}}}]}}"#);
        let mut forms = forms;
        forms.insert(0, Sqs);
        recognises(
            &outer,
            &forms,
            &[(event, &format!("Messages[0].Body > {label}"))],
        );
    }
}

#[test]
fn log_messages_without_an_event_are_counted() {
    let input = r#"{"events":[
        {"message":"START RequestId: 1\n"},
        {"message":"[INFO] nothing\n"},
        {"message":"{\"level\":\"INFO\"}"},
        {"message":"[INFO]\t1\tEvent: {'source': 'x'}\n"},
        {"message":""}]}"#;
    recognises(
        input,
        &[LogEvents, Python, Event],
        &[(r#"{"source":"x"}"#, "events[3].message > line 1")],
    );
    assert_eq!(
        auto(input).notes,
        [Note::PassedOver {
            form: LogEvents,
            count: 4
        }]
    );
}

#[test]
fn requests_and_tasks() {
    let entry = r#"{"Source":"s","DetailType":"d","Detail":"{}"}"#;
    for (input, forms) in [
        (entry.to_owned(), vec![PutEvents, Event]),
        (format!("[{entry}]"), vec![PutEvents, Event]),
        (
            format!(r#"{{"Entries":[{entry}]}}"#),
            vec![PutEvents, Event],
        ),
        (format!("[{entry},{{}}]"), vec![Array, PutEvents, Event]),
        (format!("{entry}\n{entry}"), vec![Lines, PutEvents, Event]),
        (TASK.to_owned(), vec![DescribeTasks, Event]),
        (format!("[{TASK}]"), vec![DescribeTasks, Event]),
        (
            format!(r#"{{"tasks":[{TASK}]}}"#),
            vec![DescribeTasks, Event],
        ),
        (
            quote(&format!(r#"{{"tasks":[{TASK}],"failures":[]}}"#)),
            vec![Text, DescribeTasks, Event],
        ),
    ] {
        let intake = auto(&input);
        assert_eq!(intake.problems, []);
        assert_eq!(intake.found[0].forms, forms, "{input}");
    }
}
