//! The forms that AWS and its tools have for events, alone and inside of each other.

use super::*;

const EVENT: &str = r#"{"source":"shop","detail-type":"Paid","detail":{"id":"7"}}"#;

/// The texts of the events in an input that has nothing wrong with it.
#[track_caller]
fn events(input: &str) -> Vec<String> {
    let intake = auto(input);
    assert_eq!(intake.problems, [], "{input}");
    let found = intake.found.into_iter();
    found.map(|found| found.text.into_owned()).collect()
}

fn base64(bytes: &[u8]) -> String {
    use ::base64::Engine as _;
    ::base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn every_example_is_of_its_form_alone_and_by_its_name() {
    for form in Form::all() {
        let input = form.example();
        let intake = auto(input);
        assert_eq!(intake.problems, [], "{form}");
        assert!(!intake.found.is_empty(), "{form}");
        for found in &intake.found {
            assert_eq!(found.forms.first(), Some(form), "{input}");
        }
        assert_eq!(
            named(*form, input).found.len(),
            intake.found.len(),
            "{form}"
        );
    }
}

#[test]
fn containers_inside_of_each_other() {
    let notification = format!(r#"{{"Type":"Notification","Message":{}}}"#, quote(EVENT));
    let message = format!(
        r#"{{"Records":[{{"messageId":"1","body":{}}}]}}"#,
        quote(&notification)
    );
    let entry = format!(r#"{{"level":"INFO","message":{message},"requestId":"r"}}"#);
    let logs = format!(
        r#"{{"messageType":"DATA_MESSAGE","logEvents":[{{"message":{}}}]}}"#,
        quote(&entry)
    );
    let data = base64(&gzip(logs.as_bytes()));
    let subscription = format!(r#"{{"awslogs":{{"data":"{data}"}}}}"#);
    assert_eq!(events(&subscription), [EVENT]);
    assert_eq!(
        auto(&subscription).found[0].forms,
        [
            Form::Subscription,
            LogEvents,
            Form::LambdaLog,
            Sqs,
            Sns,
            Event
        ]
    );
    let stream = format!(r#"{{"Records":[{{"kinesis":{{"data":"{data}"}}}}]}}"#);
    assert_eq!(events(&stream), [EVENT]);
    let exported = format!("2026-11-27T10:00:00.000Z {entry}\n2026-11-27T10:00:01.000Z START\n");
    assert_eq!(events(&exported), [EVENT]);
}

#[test]
fn entries_of_logs() {
    for entry in [
        format!(r#"{{"timestamp":"t","level":"INFO","message":{EVENT},"requestId":"r"}}"#),
        format!(
            r#"{{"timestamp":"t","level":"INFO","message":{},"AWSrequestId":"r"}}"#,
            quote(EVENT)
        ),
        format!(
            r#"{{"level":"INFO","location":"h:9","message":{EVENT},"timestamp":"t","service":"pay"}}"#
        ),
        format!(
            r#"{{"level":"INFO","message":"Lambda invocation event","event":{EVENT},"timestamp":"t"}}"#
        ),
        format!(r#"{{"level":30,"time":1,"msg":"got","event":{EVENT}}}"#),
        format!(
            r#"{{"level":"INFO","message":{},"source":"app"}}"#,
            quote(&format!("Event: {EVENT}"))
        ),
        // Of a container: Docker's file, and what FireLens hands on.
        format!(
            r#"{{"log":{},"stream":"stdout","time":"t"}}"#,
            quote(&format!("{EVENT}\n"))
        ),
        format!(
            r#"{{"source":"stdout","log":{},"container_id":"c","container_name":"pay"}}"#,
            quote(&format!("got {EVENT}"))
        ),
    ] {
        assert_eq!(events(&entry), [EVENT], "{entry}");
        // Among entries without an event, on lines.
        let platform = r#"{"time":"t","type":"platform.start","record":{"requestId":"r"}}"#;
        let other = r#"{"level":"INFO","message":"hello","requestId":"r"}"#;
        let third = r#"{"level":"INFO","message":{"retries":3},"requestId":"r"}"#;
        let log = format!("{platform}\n{other}\n{entry}\n{third}\n");
        assert_eq!(events(&log), [EVENT], "{log}");
        let note = &auto(&log).notes[0];
        assert_eq!(note.to_string(), "3 log entries hold no event");
    }
    let none = auto(r#"{"level":"INFO","message":"hello"}"#);
    assert_eq!(
        none.problems[0].to_string(),
        "looks like JSON log entries of Lambda, Powertools and other loggers, but holds no event"
    );
}

#[test]
fn insights() {
    let message = quote(EVENT);
    let row = format!(
        r#"[{{"field":"@timestamp","value":"t"}},{{"field":"@message","value":{message}}}]"#
    );
    for input in [
        format!(r#"{{"results":[{row}],"status":"Complete"}}"#),
        row.clone(),
        format!("[{row}]"),
        format!(r#"[{{"@timestamp":"t","@message":{message}}}]"#),
        format!(r#"[{{"@timestamp":"t","@message":{EVENT}}}]"#),
        format!(
            "@timestamp,@message\nt,\"{}\"\nt,START\n",
            EVENT.replace('"', "\"\"")
        ),
    ] {
        assert_eq!(events(&input), [EVENT], "{input}");
    }
}

#[test]
fn streams_and_brokers() {
    let data = base64(EVENT.as_bytes());
    for input in [
        format!(r#"{{"kinesisSchemaVersion":"1.0","data":"{data}"}}"#),
        format!(r#"{{"Records":[{{"SequenceNumber":"1","PartitionKey":"p","Data":"{data}"}}]}}"#),
        format!(r#"{{"topic":"t","partition":"0","offset":1,"value":"{data}"}}"#),
        format!(
            r#"{{"eventSource":"aws:mq","messages":[{{"messageID":"1","messageType":"jms/text-message","data":"{data}"}}]}}"#
        ),
    ] {
        assert_eq!(events(&input), [EVENT], "{input}");
    }
    let record = r#"{"eventName":"INSERT","dynamodb":{"NewImage":{"id":{"S":"7"}}}}"#;
    let input = format!(r#"{{"Records":[{record}]}}"#);
    assert_eq!(events(&input), [record]);
    assert!(auto(&input).found[0].verbatim);
}

#[test]
fn envelopes_are_put_together() {
    let record = r#"{"eventVersion":"1.08","eventTime":"2026-11-27T10:00:00Z","eventSource":"s3.amazonaws.com","eventName":"PutBucketPolicy","awsRegion":"eu-west-1","eventType":"AwsApiCall","userIdentity":{"accountId":"111122223333"}}"#;
    let expected = format!(
        r#"{{"version":"0","id":"00000000-0000-0000-0000-000000000000","detail-type":"AWS API Call via CloudTrail","source":"aws.s3","account":"111122223333","time":"2026-11-27T10:00:00Z","region":"eu-west-1","resources":[],"detail":{record}}}"#
    );
    let lookup = format!(
        r#"{{"Events":[{{"EventId":"1","CloudTrailEvent":{}}}]}}"#,
        quote(record)
    );
    for input in [
        record.to_owned(),
        format!(r#"{{"Records":[{record}]}}"#),
        lookup,
    ] {
        assert_eq!(events(&input), [&*expected], "{input}");
        let found = &auto(&input).found[0];
        let made_up: Vec<_> = found.placeholders().map(|(member, _)| member).collect();
        assert_eq!(made_up, ["id"]);
    }
}

#[test]
fn the_log_of_a_bus() {
    let record = |step: &str, details: &str| {
        format!(
            r#"{{"resource_arn":"arn:aws:events:eu-west-1:111122223333:event-bus/shop","event_id":"e1","message_type":"{step}","details":{{{details}}}}}"#
        )
    };
    let of_event = r#""caller_account_id":"111122223333","source_time_ms":1795773600000,"source":"shop","detail_type":"Paid","resources":["r"],"event_detail":"{\"id\":\"7\"}""#;
    let log = [
        record("EVENT_RECEIPT", of_event),
        record("RULE_MATCH_START", of_event),
        record(
            "RULE_MATCH",
            r#""rule_arn":"arn:aws:events:eu-west-1:111122223333:rule/shop/paid""#,
        ),
    ]
    .join("\n");
    assert_eq!(
        events(&log),
        [
            r#"{"version":"0","id":"e1","detail-type":"Paid","source":"shop","account":"111122223333","time":"2026-11-27T10:00:00Z","region":"eu-west-1","resources":["r"],"detail":{"id":"7"}}"#
        ],
        "each event once"
    );
    let steps: Vec<_> = auto(&log)
        .bus_log
        .into_iter()
        .map(|record| record.step)
        .collect();
    let rule_arn = "arn:aws:events:eu-west-1:111122223333:rule/shop/paid".to_owned();
    assert_eq!(
        steps,
        [
            BusStep::Other,
            BusStep::MatchStart,
            BusStep::Match { rule_arn }
        ]
    );
}

#[test]
fn what_is_no_event_of_a_bus_is_named() {
    for (input, foreign) in [
        (
            r#"{"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"}}}]}"#,
            Foreign::S3Notification,
        ),
        (
            r#"{"specversion":"1.0","id":"1","source":"/shop","type":"paid","data":{}}"#,
            Foreign::CloudEvent,
        ),
    ] {
        let intake = auto(input);
        assert_eq!(intake.found[0].foreign, Some(foreign), "{input}");
        assert_eq!(intake.found[0].text, input);
    }
    assert_eq!(auto(EVENT).found[0].foreign, None);
}

#[test]
fn texts_that_are_no_json() {
    for input in [
        "source: shop\ndetail-type: Paid\ndetail:\n  id: '7'\n",
        "{\n  source: 'shop',\n  'detail-type': 'Paid',\n  detail: { id: '7' }\n}",
        "{\n  'source': 'shop',\n  'detail-type': 'Paid',\n  detail: { id: '7' }\n}",
        "2026-11-27T10:00:00.000Z\tr\tINFO\tEVENT {\n  source: 'shop',\n  'detail-type': 'Paid',\n  detail: { id: '7' }\n}\n",
        "1 {\n2   \"source\": \"shop\",\n3   \"detail-type\": \"Paid\",\n4   \"detail\": {\"id\": \"7\"}\n5 }\n",
        "---\nMessages:\n- Body: '{\"source\":\"shop\",\"detail-type\":\"Paid\",\"detail\":{\"id\":\"7\"}}'\n  MessageId: '1'\n",
    ] {
        let found = events(input);
        assert_eq!(found.len(), 1, "{input}");
        assert_eq!(value(&found[0]), value(EVENT), "{input}");
    }
    let cut = auto(
        "INFO EVENT { source: 'shop', 'detail-type': 'Paid', detail: { items: [ [Object] ] } }",
    );
    assert_eq!(
        cut.problems[0].to_string(),
        "looks like an object that Node.js printed, but `[Object]` replaces what was left out: print it with JSON.stringify"
    );
}

#[test]
fn what_cannot_be_decoded_has_its_place() {
    let garbage = r#"{"awslogs":{"data":"%%%"}}"#;
    let intake = auto(garbage);
    assert_eq!(
        intake.problems[0].to_string(),
        "looks like `awslogs.data`, as a log subscription hands it to a function, but `awslogs.data` is not Base64"
    );
    assert_eq!(intake.problems[0].span().of(garbage), "\"%%%\"");
    let binary = format!(
        r#"{{"Records":[{{"kinesis":{{"data":"{}"}}}}]}}"#,
        base64(b"\xff\xfe\x00")
    );
    assert!(
        auto(&binary).problems[0]
            .to_string()
            .ends_with("is Base64 of something that is not text")
    );
    let mut cut = gzip(&[b'x'; 1_000]);
    cut.truncate(20);
    let cut = format!(r#"{{"awslogs":{{"data":"{}"}}}}"#, base64(&cut));
    assert!(
        auto(&cut).problems[0]
            .to_string()
            .contains("is gzip that cannot be unpacked")
    );
}

#[test]
fn a_bomb_is_not_unpacked() {
    let bomb = base64(&gzip(&vec![b' '; 1 << 20]));
    let record = format!(r#"{{"kinesis":{{"data":"{bomb}"}}}}"#);
    let input = format!(r#"{{"Records":[{}]}}"#, vec![record; 8].join(","));
    let intake = read_within(&input, Choice::Auto, 5 << 20);
    let of_size = |problem: &&IntakeError| problem.to_string().contains("unpacks to more than");
    assert_eq!(intake.problems.iter().filter(of_size).count(), 3);
}
