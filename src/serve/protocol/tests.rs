use super::*;
use crate::matching::Mode;

const EVENT: &str = r#"{"id": "1", "account": "1", "source": "orders", "time": "", "region": "",
    "detail-type": "Order", "detail": {"items": [{"a": 1, "b": 1}, {"a": 2, "b": 2}]}}"#;

fn ask(pattern: &str, event: &str, mode: Mode) -> Answer {
    let body = json!({"EventPattern": pattern, "Event": event}).to_string();
    answer(body.as_bytes(), mode)
}

/// The answer, which is the same however often the question was asked before.
fn answer(body: &[u8], mode: Mode) -> Answer {
    let mut tester = Tester::new(mode);
    let first = test_event_pattern(body, &mut tester);
    for _ in 0..2 {
        assert_eq!(test_event_pattern(body, &mut tester), first);
    }
    first
}

fn error_of(answer: &Answer) -> (u16, String, String) {
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    let text = |name: &str| body[name].as_str().unwrap().to_owned();
    assert_eq!(answer.error, Some(text("__type")).as_deref());
    assert_eq!(answer.media_type, MEDIA_TYPE);
    (answer.status, text("__type"), text("message"))
}

#[test]
fn verdicts() {
    let pattern = r#"{"detail": {"items": {"a": [1], "b": [2]}}}"#;
    assert_eq!(
        ask(pattern, EVENT, Mode::Flattened).body,
        r#"{"Result":true}"#
    );
    assert_eq!(
        ask(pattern, EVENT, Mode::Strict).body,
        r#"{"Result":false}"#
    );
}

#[test]
fn what_the_service_refuses() {
    let (status, name, message) = error_of(&ask(r#"{"source": "orders"}"#, EVENT, Mode::Flattened));
    assert_eq!(
        (status, name.as_str()),
        (400, "InvalidEventPatternException")
    );
    assert!(
        message.starts_with("Event pattern is not valid. Reason: \"source\" must be an object or an array\n at [Source:"),
        "{message}"
    );

    let event_lacks_id = EVENT.replace(r#""id": "1","#, "");
    for event in ["", "[]", "{", event_lacks_id.as_str()] {
        let refused = error_of(&ask(r#"{"source": ["orders"]}"#, event, Mode::Flattened));
        assert_eq!(refused.1, "ValidationException");
        assert_eq!(refused.2, "Parameter Event is not valid.", "{event}");
    }
}

#[test]
fn length_is_counted_in_characters() {
    let pattern = |length: usize| {
        let text = format!(r#"{{"source": ["{}"]}}"#, "ä".repeat(length - 16));
        assert_eq!(text.chars().count(), length);
        text
    };
    assert_eq!(ask(&pattern(4096), EVENT, Mode::Flattened).status, 200);
    let (status, name, message) = error_of(&ask(&pattern(4097), EVENT, Mode::Flattened));
    assert_eq!((status, name.as_str()), (400, "ValidationException"));
    assert_eq!(
        message,
        "1 validation error detected: Value at 'eventPattern' failed to satisfy constraint: \
         Member must have length less than or equal to 4096"
    );
}

#[test]
fn missing_parameters() {
    let ask = |body: &str| error_of(&answer(body.as_bytes(), Mode::Flattened));
    for body in ["", "{}", r#"{"Event": null}"#, r#"{"event": "{}"}"#] {
        assert_eq!(
            ask(body),
            (
                400,
                "ValidationException".to_owned(),
                "2 validation errors detected: Value at 'eventPattern' failed to satisfy \
                 constraint: Member must not be null; Value at 'event' failed to satisfy \
                 constraint: Member must not be null"
                    .to_owned()
            ),
            "{body}"
        );
    }
    assert!(
        ask(r#"{"EventPattern": "{}"}"#)
            .2
            .starts_with("1 validation error detected: Value at 'event' ")
    );
}

#[test]
fn bodies_that_are_no_parameters() {
    let deep = "[".repeat(100_000);
    for body in [
        "[]",
        "1",
        "{",
        "{} {}",
        r#"{"EventPattern": {}, "Event": "{}"}"#,
        r#"{"EventPattern": "{}", "Event": 1}"#,
        r#"{"EventPattern": "\ud800", "Event": ""}"#,
        deep.as_str(),
    ] {
        let (status, name, _) = error_of(&answer(body.as_bytes(), Mode::Flattened));
        assert_eq!((status, name.as_str()), (400, "SerializationException"));
    }
    let answer = answer(b"{\"Event\": \"\xff\"}", Mode::Flattened);
    assert_eq!(error_of(&answer).1, "SerializationException");
}

#[test]
fn routes() {
    let status = |method, path, target| match route(method, path, target) {
        Route::TestEventPattern => (200, None),
        Route::Answered(answer) => (answer.status, answer.allow),
    };
    assert_eq!(status("POST", "/", Some(TARGET)), (200, None));
    assert_eq!(
        status("POST", "/", Some("awsevents.testeventpattern")),
        (400, None)
    );
    assert_eq!(
        status("POST", "/", Some("DynamoDB_20120810.ListTables")),
        (400, None)
    );
    assert_eq!(status("POST", "/", None), (400, None));
    assert_eq!(
        status("DELETE", "/", Some(TARGET)),
        (405, Some("GET, HEAD, POST"))
    );
    assert_eq!(status("GET", "/healthz", None), (200, None));
    assert_eq!(status("HEAD", "/healthz", None), (200, None));
    assert_eq!(status("POST", "/healthz", None), (405, Some("GET, HEAD")));
    assert_eq!(status("POST", "/elsewhere", Some(TARGET)), (404, None));
}
