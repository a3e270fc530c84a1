//! What the events look like that are made rather than found.

use super::*;
use serde_json::json;

fn only(intake: &Intake<'_>) -> (Value, Vec<String>) {
    assert_eq!(intake.problems, []);
    let [found] = intake.found.as_slice() else {
        panic!("one event, not {}", intake.found.len());
    };
    let notes = found.notes.iter().map(ToString::to_string).collect();
    (value(&found.text), notes)
}

#[test]
fn a_task_becomes_the_event_that_ecs_sends() {
    let arn = "arn:aws:ecs:ap-northeast-1:123456789012:task/batch/0f1e";
    let task = json!({
        "attachments": [{"id": "1", "type": "ElasticNetworkInterface", "status": "DELETED"}],
        "clusterArn": "arn:aws:ecs:ap-northeast-1:123456789012:cluster/batch",
        "containers": [{
            "name": "app",
            "exitCode": 127,
            "healthStatus": "UNKNOWN",
            "managedAgents": [{"name": "ExecuteCommandAgent", "lastStartedAt": 1772442750.9941}]
        }],
        "createdAt": 1772442723.402,
        "lastStatus": "STOPPED",
        "overrides": {"containerOverrides": [{"environment": [{"name": "createdAt", "value": "1"}]}]},
        "pullStartedAt": "2026-03-02T18:12:17.216000+09:00",
        "startedAt": "2026-03-02T09:12:30.994Z",
        "stoppedAt": 1772442904.687,
        "stoppingAt": "soon",
        "tags": [],
        "taskArn": arn,
        "version": 5
    });
    let input =
        json!({"tasks": [task], "failures": [{"arn": "x", "reason": "MISSING"}]}).to_string();
    let intake = auto(&input);
    let (event, notes) = only(&intake);
    assert_eq!(
        event,
        json!({
            "version": "0",
            "id": "00000000-0000-0000-0000-000000000000",
            "detail-type": "ECS Task State Change",
            "source": "aws.ecs",
            "account": "123456789012",
            "time": "2026-03-02T09:15:04Z",
            "region": "ap-northeast-1",
            "resources": [arn],
            "detail": {
                "attachments": [{"id": "1", "type": "ElasticNetworkInterface", "status": "DELETED"}],
                "clusterArn": "arn:aws:ecs:ap-northeast-1:123456789012:cluster/batch",
                "containers": [{
                    "name": "app",
                    "exitCode": 127,
                    "healthStatus": "UNKNOWN",
                    "managedAgents": [{
                        "name": "ExecuteCommandAgent",
                        "lastStartedAt": "2026-03-02T09:12:30.994Z"
                    }]
                }],
                "createdAt": "2026-03-02T09:12:03.402Z",
                "lastStatus": "STOPPED",
                "overrides": {"containerOverrides": [{"environment": [{"name": "createdAt", "value": "1"}]}]},
                "pullStartedAt": "2026-03-02T09:12:17.216Z",
                "startedAt": "2026-03-02T09:12:30.994Z",
                "stoppedAt": "2026-03-02T09:15:04.687Z",
                "stoppingAt": "soon",
                "tags": [],
                "taskArn": arn,
                "version": 5
            }
        })
    );
    for expected in [
        "`id` is a placeholder: 00000000-0000-0000-0000-000000000000",
        "`account` was taken from `taskArn`",
        "`region` was taken from `taskArn`",
        "`time` was taken from `stoppedAt`, the latest time of the task",
        "`detail.createdAt` was 1772442723.402 and became 2026-03-02T09:12:03.402Z",
        "`detail.containers[0].managedAgents[0].lastStartedAt` was 1772442750.9941 and became 2026-03-02T09:12:30.994Z",
        "`detail.stoppingAt` is not a time known here and was kept: \"soon\"",
        "the service's own event also has `detail.updatedAt`",
        "`detail.containers[].healthStatus` was kept, though the service's own event has none",
        "`detail.tags` was kept, though the service's own event has none",
        "`detail.attachments[0].type` was kept as `ElasticNetworkInterface`, though the service's own event has `eni`",
    ] {
        assert!(
            notes.iter().any(|note| note == expected),
            "{expected}: {notes:#?}"
        );
    }
    assert_eq!(
        intake.notes[0].to_string(),
        r#"the output reports a failure: {"arn":"x","reason":"MISSING"}"#
    );
    let found = &intake.found[0];
    assert_eq!(found.label.as_deref(), Some("task 0f1e"));
    assert_eq!(value(found.span.of(&input)), value(&input)["tasks"][0]);
}

#[test]
fn a_task_without_times_has_a_placeholder_for_its_own() {
    let (event, notes) = only(&auto(TASK));
    assert_eq!(event["time"], "1970-01-01T00:00:00Z");
    assert!(notes.contains(&"`time` is a placeholder: 1970-01-01T00:00:00Z".to_owned()));
    assert_eq!(event["detail"], value(TASK), "nothing else is touched");
}

#[test]
fn an_entry_is_completed() {
    let input = r#"{"Entries":[{"Time":1772442904.687,"Source":"my.\u0061pp","Resources":["r"],"DetailType":"d \"q\"","Detail":" {\"n\": 1.50} ","EventBusName":"b"}]}"#;
    let (event, notes) = only(&auto(input));
    let expected = json!({
        "version": "0",
        "id": "00000000-0000-0000-0000-000000000000",
        "detail-type": "d \"q\"",
        "source": "my.app",
        "account": "123456789012",
        "time": "2026-03-02T09:15:04Z",
        "region": "us-east-1",
        "resources": ["r"],
        "detail": value(r#"{"n": 1.50}"#)
    });
    assert_eq!(event, expected);
    assert_eq!(
        notes,
        [
            "`version` is a placeholder: 0",
            "`id` is a placeholder: 00000000-0000-0000-0000-000000000000",
            "`account` is a placeholder: 123456789012",
            "`region` is a placeholder: us-east-1",
            "`time` was taken from `Time`",
        ]
    );
    let bare = r#"[{"Source":"s","DetailType":"d","Detail":"{}","Time":null}]"#;
    let (event, notes) = only(&auto(bare));
    assert_eq!(event["time"], "1970-01-01T00:00:00Z");
    assert_eq!(event["resources"], json!([]));
    assert_eq!(notes[4], "`time` is a placeholder: 1970-01-01T00:00:00Z");
    let offset =
        r#"[{"Source":"s","DetailType":"d","Detail":"{}","Time":"2026-03-02T18:15:04+09:00"}]"#;
    assert_eq!(only(&auto(offset)).0["time"], "2026-03-02T09:15:04Z");
}

#[test]
fn python_values_become_json() {
    for (python, json) in [
        (r"'a\'b'", r#""a'b""#),
        (r#""it's""#, r#""it's""#),
        (r#"'say "x"'"#, r#""say \"x\"""#),
        (
            r"'\\ \n\r\t\x00\x7f\xe9\u2028\U0001f600'",
            "\"\\\\ \\n\\r\\t\\u0000\u{7f}é\u{2028}😀\"",
        ),
        (r"'\ud83d\ude00'", "\"😀\""),
        ("'größe'", "\"größe\""),
        ("[True, False, None]", "[true,false,null]"),
        ("1772442904.6870", "1772442904.6870"),
        (
            "[-0, 1e+20, 1.5e-07, 123456789012345678901234567890]",
            "[-0,1e+20,1.5e-07,123456789012345678901234567890]",
        ),
        ("{}", "{}"),
        (
            "{'a': {'b': [(), (1,), [[]]]}}",
            r#"{"a":{"b":[[],[1],[[]]]}}"#,
        ),
        ("[ 1 ,\n 2 ]", "[1,2]"),
    ] {
        let input = format!("Event: {{'source': {python}}} ");
        let intake = auto(&input);
        assert_eq!(intake.problems, [], "{python}");
        assert_eq!(intake.found[0].text, format!(r#"{{"source":{json}}}"#));
        assert_eq!(
            intake.found[0].span,
            Span::new(7, input.len() - 1),
            "the dict without its prefix"
        );
    }
}

#[test]
fn the_place_of_a_verbatim_event_is_its_place_in_the_file() {
    let input = "\n {\"a\": 1}\n\n[{\"b\": 2}]\nx";
    let intake = auto(input);
    for found in &intake.found {
        assert!(found.verbatim);
    }
    let starts: Vec<_> = intake.found.iter().map(|found| found.span.start).collect();
    assert_eq!(starts, [2, 13]);
}

#[test]
fn a_byte_order_mark_is_passed_over_and_counted() {
    let input = "\u{feff}{\"a\": 1}";
    let found = &auto(input).found[0];
    assert_eq!((found.span.start, found.verbatim), (3, true));
    assert_eq!(found.forms, [Event]);
    let broken = auto("\u{feff}{\"a\"}");
    assert_eq!(broken.problems[0].span().start, 7);
}
