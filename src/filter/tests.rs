use super::*;
use crate::json::Document;

fn filter(place: &str, text: &str) -> Filter {
    Filter::compile(Dialect::of_name(place).unwrap(), text).unwrap_or_else(|e| panic!("{e}"))
}

fn verdict(place: &str, pattern: &str, record: &str) -> Option<bool> {
    let record = Document::parse(record).unwrap();
    filter(place, pattern)
        .judge(&record)
        .verdict(Mode::Flattened)
}

#[test]
fn data_of_another_form_is_ignored_by_kafka_and_mq() {
    let plain = r#"{"topic": "t", "offset": 1, "value": "aGVsbG8="}"#;
    assert_eq!(
        verdict("kafka", r#"{"value": {"a": [1]}}"#, plain),
        Some(true)
    );
    let and_topic = r#"{"topic": ["u"], "value": {"a": [1]}}"#;
    assert_eq!(verdict("kafka", and_topic, plain), Some(false));
    assert_eq!(
        verdict("kafka", r#"{"value": ["hello"]}"#, plain),
        Some(true)
    );
    assert_eq!(verdict("kafka", r#"{"value": ["x"]}"#, plain), Some(false));
}

#[test]
fn exists_of_sns() {
    let of = |attributes: &str| {
        format!(
            "{{\"Type\": \"Notification\", \"Message\": \"m\", \"MessageAttributes\": {attributes}}}"
        )
    };
    let here = r#"{"a": [{"exists": true}]}"#;
    let absent = r#"{"a": [{"exists": false}]}"#;
    let empty = of(r#"{"a": {"Type": "String", "Value": ""}}"#);
    assert_eq!(verdict("sns", here, &empty), Some(false));
    let other = of(r#"{"b": {"Type": "String", "Value": "x"}}"#);
    assert_eq!(verdict("sns", absent, &other), Some(true));
    assert_eq!(verdict("sns", absent, &of("{}")), Some(false));
}

#[test]
fn places_in_the_decoded_body() {
    let record = r#"{"messageId": "1", "body": "{\"kind\": \"order\"}"}"#;
    let document = Document::parse(record).unwrap();
    let judgement = filter("sqs", r#"{"body": {"kind": ["refund"]}}"#).judge(&document);
    let Judgement::Judged(judged) = judgement else {
        panic!("the body is JSON");
    };
    let leaf = judged.event.leaves_at("body.kind").next().unwrap();
    let span = judged
        .event
        .document()
        .node(judged.event.leaf(leaf).node)
        .span;
    let position = judged.position(span, record).unwrap();
    assert_eq!((position.line, position.column), (1, 40));
}

#[test]
fn what_places_refuse() {
    let refused = |place: &str, text: &str| {
        let dialect = Dialect::of_name(place).unwrap();
        Filter::compile(dialect, text).unwrap_err().to_string()
    };
    assert_eq!(
        refused("v2:metadata", r#"{"tenant": [{"prefix": "a"}]}"#),
        "a V2 subscriber (METADATA) does not support `prefix`"
    );
    assert_eq!(
        refused("kinesis", r#"{"data": ["x"]}"#),
        "`data` holds a list: Kinesis is filtered by its fields, not as text"
    );
    assert_eq!(
        refused("sns", r#"{"a": {"b": ["x"]}}"#),
        "`a` holds an object: message attributes have no fields"
    );
    assert_eq!(
        refused("v2-source", r#"{"source": ["aws.s3"]}"#),
        "the service adds `source` itself, and refuses it in the pattern"
    );
    assert!(
        Filter::compile(
            Dialect::of_name("v2:data").unwrap(),
            r#"["a", {"prefix": "b"}]"#
        )
        .is_ok()
    );
}

#[test]
fn several_filters() {
    let any = Set {
        how: How::Any,
        filters: vec![
            filter("sqs", r#"{"body": {"kind": ["order"]}}"#),
            filter("sqs", r#"{"body": {"kind": ["refund"]}}"#),
        ],
    };
    let judge = |text: &str| {
        any.judge(&Document::parse(text).unwrap())
            .verdict(Mode::Strict)
    };
    assert_eq!(
        judge(r#"{"messageId": "1", "body": "{\"kind\": \"refund\"}"}"#),
        Some(true)
    );
    assert_eq!(
        judge(r#"{"messageId": "1", "body": "{\"kind\": \"other\"}"}"#),
        Some(false)
    );
    assert_eq!(judge(r#"{"messageId": "1", "body": "42"}"#), None);
}

#[test]
fn records_in_every_container() {
    let labels = |place: &str, text: &str| -> Vec<String> {
        let found = records::find(Dialect::of_name(place).unwrap(), text).unwrap();
        found.found.into_iter().map(|record| record.label).collect()
    };
    let kafka = r#"{"eventSource": "aws:kafka", "records": {"orders-0": [{"topic": "orders", "offset": 1, "value": "e30="}]}}"#;
    assert_eq!(labels("kafka", kafka), ["records.orders-0[0]"]);
    let rabbit = r#"{"eventSource": "aws:rmq", "rmqMessagesByQueue": {"q::/": [{"basicProperties": {}, "data": "e30="}]}}"#;
    assert_eq!(labels("rabbitmq", rabbit), ["rmqMessagesByQueue.q::/[0]"]);
    let active = r#"{"eventSource": "aws:mq", "messages": [{"messageID": "1", "data": "e30="}]}"#;
    assert_eq!(labels("activemq", active), ["messages[0]"]);
    let reply = r#"{"Messages": [{"MessageId": "1", "Body": "{}"}]}"#;
    assert_eq!(labels("sqs", reply), ["Messages[0]"]);
    let records = r#"{"Records": [{"SequenceNumber": "1", "PartitionKey": "p", "Data": "e30="}]}"#;
    assert_eq!(labels("kinesis", records), ["Records[0]"]);
    let delivered = r#"[{"Data": {}}, {"Data": {}}]"#;
    assert_eq!(labels("v2:data", delivered), ["[0]", "[1]"]);
    let through_a_queue = r#"{"Records": [{"messageId": "1", "body": "{\"Data\": {\"a\": 1}}"}]}"#;
    assert_eq!(labels("v2:data", through_a_queue), ["Records[0].body"]);
    let entries = r#"{"Entries": [{"Source": "shop", "DetailType": "Paid", "Detail": "{}"}]}"#;
    assert_eq!(labels("v2:system-metadata", entries), ["Entries[0]"]);
    let to_lambda = r#"{"Records": [{"EventSource": "aws:sns", "Sns": {"Type": "Notification", "Message": "m"}}]}"#;
    assert_eq!(labels("sns", to_lambda), ["Records[0]"]);
    let other = records::find(Dialect::of_name("sqs").unwrap(), kafka).unwrap();
    assert_eq!(other.others, ["this is a record of Kafka, not of SQS"]);
}

#[test]
fn replies_are_seen_as_records() {
    let reply = r#"{"MessageId": "1", "Body": "{\"a\": 1}", "MessageAttributes": {"kind": {"StringValue": "x", "DataType": "String"}}}"#;
    assert_eq!(verdict("sqs", r#"{"body": {"a": [1]}}"#, reply), Some(true));
    let attribute = r#"{"messageAttributes": {"kind": {"stringValue": ["x"]}}}"#;
    assert_eq!(verdict("pipe:sqs", attribute, reply), Some(true));
    let record = r#"{"SequenceNumber": "1", "PartitionKey": "p", "Data": "eyJhIjoxfQ=="}"#;
    assert_eq!(
        verdict(
            "kinesis",
            r#"{"partitionKey": ["p"], "data": {"a": [1]}}"#,
            record
        ),
        Some(true)
    );
}
