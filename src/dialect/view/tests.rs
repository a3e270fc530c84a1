use super::*;

fn see(dialect: &str, record: &str, pattern: &str) -> Seen {
    of(
        Dialect::of_name(dialect).unwrap(),
        &Document::parse(record).unwrap(),
        &Document::parse(pattern).unwrap(),
    )
}

fn text(seen: Seen) -> String {
    match seen {
        Seen::Document(view) | Seen::WithoutData(view) => view.text().to_owned(),
        other => panic!("{other:?}"),
    }
}

const JSON: &str =
    r#"{"messageId": "1", "body": "{\"kind\": \"order\"}", "eventSource": "aws:sqs"}"#;
const PLAIN: &str = r#"{"messageId": "1", "body": "hello", "eventSource": "aws:sqs"}"#;

#[test]
fn messages_of_a_queue() {
    let fields = r#"{"body": {"kind": ["order"]}}"#;
    let words = r#"{"body": ["hello"]}"#;
    let around = r#"{"messageId": ["1"]}"#;
    assert_eq!(
        text(see("sqs", JSON, fields)),
        r#"{"messageId":"1","body":{"kind": "order"}}"#
    );
    assert_eq!(
        text(see("sqs", PLAIN, words)),
        r#"{"messageId":"1","body":"hello"}"#
    );
    assert_eq!(see("sqs", PLAIN, fields), Seen::Dropped(Drop::NotJson));
    assert_eq!(see("sqs", JSON, words), Seen::Dropped(Drop::NotText));
    for record in [JSON, PLAIN] {
        assert!(matches!(see("sqs", record, around), Seen::Document(_)));
    }
    let scalar = r#"{"messageId": "1", "body": "42"}"#;
    assert!(matches!(see("sqs", scalar, fields), Seen::Unknown(_)));
    let mixed = r#"{"$or": [{"body": ["x"]}, {"body": {"kind": ["order"]}}]}"#;
    assert!(matches!(see("sqs", JSON, mixed), Seen::Unknown(_)));
}

#[test]
fn records_of_kinesis_have_one_level_less() {
    let record = r#"{"kinesis": {"partitionKey": "p1", "data": "eyJhIjoxfQ=="}, "eventSource": "aws:kinesis", "eventName": "aws:kinesis:record"}"#;
    let pattern = r#"{"data": {"a": [1]}}"#;
    assert_eq!(
        text(see("kinesis", record, pattern)),
        r#"{"partitionKey":"p1","data":{"a":1}}"#
    );
    assert_eq!(
        see("kinesis", record, r#"{"data": ["x"]}"#),
        Seen::Dropped(Drop::NotText)
    );
    let binary = r#"{"partitionKey": "p1", "data": "/w=="}"#;
    assert_eq!(
        see("kinesis", binary, pattern),
        Seen::Dropped(Drop::NotUtf8)
    );
    assert_eq!(
        text(see("kinesis", binary, r#"{"partitionKey": ["p1"]}"#)),
        r#"{"partitionKey":"p1","data":"/w=="}"#
    );
}

#[test]
fn records_of_dynamodb_keep_their_event_name() {
    let record = r#"{"eventID": "1", "eventName": "INSERT", "eventSource": "aws:dynamodb", "awsRegion": "eu-west-1", "dynamodb": {"Keys": {"id": {"S": "7"}}}}"#;
    assert_eq!(
        text(see("dynamodb", record, r#"{"eventName": ["INSERT"]}"#)),
        r#"{"eventID":"1","eventName":"INSERT","dynamodb":{"Keys": {"id": {"S": "7"}}}}"#
    );
}

#[test]
fn kafka_ignores_what_does_not_fit() {
    let record = r#"{"topic": "orders", "offset": 15, "key": "cGxhaW4=", "value": "eyJhIjoxfQ=="}"#;
    let text_of_value = see("kafka", record, r#"{"value": ["x"]}"#);
    assert!(matches!(text_of_value, Seen::WithoutData(_)));
    assert_eq!(
        text(see("msk", record, r#"{"value": {"a": [1]}}"#)),
        r#"{"topic":"orders","offset":15,"key":"plain","value":{"a":1}}"#
    );
    assert!(matches!(
        see(
            "kafka",
            record,
            r#"{"key": ["plain"], "value": {"a": [1]}}"#
        ),
        Seen::Unknown(_)
    ));
}

#[test]
fn the_three_parts_of_an_event() {
    let event = r#"{"Data": {"id": "7"}, "Metadata": {"tenant": "acme"}, "SystemMetadata": {"aws:DeliveryType": "LIVE"}}"#;
    assert_eq!(text(see("v2:data", event, "{}")), r#"{"id": "7"}"#);
    assert_eq!(
        text(see("v2:metadata", event, "{}")),
        r#"{"tenant": "acme"}"#
    );
    assert_eq!(
        text(see("v2:system-metadata", event, "{}")),
        r#"{"aws:DeliveryType": "LIVE"}"#
    );
    assert_eq!(text(see("v2:metadata", r#"{"Data": {}}"#, "{}")), "{}");
    assert_eq!(
        text(see("v2:data", r#"{"id": "7"}"#, "{}")),
        r#"{"id": "7"}"#
    );
    let bytes =
        r#"{"Data": "AAEC", "SystemMetadata": {"ContentType": "application/octet-stream"}}"#;
    assert!(matches!(see("v2:data", bytes, "{}"), Seen::Dropped(_)));
    assert!(matches!(
        see("v2:data", r#"{"Data": [1]}"#, "{}"),
        Seen::Unknown(_)
    ));
}

#[test]
fn attributes_and_body_of_a_notification() {
    let message = r#"{"Type": "Notification", "Message": "{\"kind\":\"order\"}", "MessageAttributes": {"store": {"Type": "String", "Value": "acme"}, "interests": {"Type": "String.Array", "Value": "[\"rugby\",\"chess\"]"}, "price": {"Type": "Number", "Value": "210.75"}, "raw": {"Type": "Binary", "Value": "AAEC"}, "broken": {"Type": "String.Array", "Value": "["}}}"#;
    assert_eq!(
        text(see("sns", message, "{}")),
        r#"{"store":"acme","interests":["rugby","chess"],"price":210.75}"#
    );
    assert_eq!(text(see("sns-body", message, "{}")), r#"{"kind":"order"}"#);
    let plain = r#"{"Type": "Notification", "Message": "hi"}"#;
    assert_eq!(see("sns-body", plain, "{}"), Seen::Dropped(Drop::NotObject));
    assert_eq!(text(see("sns", plain, "{}")), "{}");
    let batch = format!("{{\"EventSource\": \"aws:sns\", \"Sns\": {message}}}");
    assert_eq!(text(see("sns-body", &batch, "{}")), r#"{"kind":"order"}"#);
}

#[test]
fn every_byte_knows_where_it_comes_from() {
    let record = r#"{"messageId": "1", "body": " {\"k\u00e4\ud83d\ude00\": \"o\\n\"}"}"#;
    let Seen::Document(view) = see("sqs", record, r#"{"body": {"k": ["x"]}}"#) else {
        panic!("JSON");
    };
    let find = |what: &str| {
        let at = view.text().find(what).unwrap();
        let origin = view.origin(Span::new(at, at + what.len()), record);
        (origin.span.of(record), origin.via)
    };
    assert_eq!(find("\"1\""), ("\"1\"", Via::Plain));
    assert_eq!(find("\"messageId\""), ("\"messageId\"", Via::Plain));
    assert_eq!(
        find("\"kä😀\""),
        (r#"\"k\u00e4\ud83d\ude00\""#, Via::JsonText)
    );
    assert_eq!(find(r#""o\n""#), (r#"\"o\\n\""#, Via::JsonText));
    let record = r#"{"partitionKey": "p", "data": "eyJhIjoxfQ=="}"#;
    let Seen::Document(view) = see("kinesis", record, r#"{"data": {"a": [1]}}"#) else {
        panic!("JSON");
    };
    let at = view.text().find("1}").unwrap();
    let origin = view.origin(Span::new(at, at + 1), record);
    assert_eq!(
        (origin.span.of(record), origin.via),
        ("\"eyJhIjoxfQ==\"", Via::Base64)
    );
}
