use super::*;

#[test]
fn every_dialect_has_a_word() {
    let mut words = std::collections::BTreeSet::new();
    for dialect in Dialect::all() {
        let name = dialect.name();
        assert_eq!(Dialect::of_name(&name), Some(dialect), "{name}");
        assert!(words.insert(name));
    }
}

#[test]
fn what_is_refused_and_what_never_matches() {
    let ruling = |name: &str, operator| {
        Dialect::of_name(name)
            .unwrap()
            .table()
            .unwrap()
            .ruling(operator)
    };
    use Operator as O;
    assert_eq!(ruling("rule", O::Wildcard), Ruling::Works);
    assert_eq!(ruling("v2:data", O::Wildcard), Ruling::Refused);
    assert_eq!(ruling("v2:data", O::AnythingButPrefix), Ruling::Works);
    assert_eq!(ruling("v2:system-metadata", O::Numeric), Ruling::Never);
    assert_eq!(ruling("v2:metadata", O::Exists), Ruling::Refused);
    assert_eq!(ruling("pipe:sqs", O::AnythingButPrefix), Ruling::Refused);
    assert_eq!(ruling("pipe:sqs", O::PrefixIgnoreCase), Ruling::Works);
    assert_eq!(ruling("pipe:sqs", O::Cidr), Ruling::Unlisted);
    assert_eq!(ruling("sqs", O::Wildcard), Ruling::Unlisted);
    assert_eq!(ruling("sns", O::Cidr), Ruling::Works);
    assert_eq!(ruling("notifications", O::Wildcard), Ruling::Refused);
}

#[test]
fn sources_by_their_arn() {
    for (arn, source) in [
        ("arn:aws:sqs:eu-west-1:111122223333:q", Some(Source::Sqs)),
        (
            "arn:aws:kinesis:eu-west-1:111122223333:stream/s",
            Some(Source::Kinesis),
        ),
        (
            "arn:aws:dynamodb:eu-west-1:111122223333:table/t/stream/x",
            Some(Source::DynamoDb),
        ),
        ("arn:aws:dynamodb:eu-west-1:111122223333:table/t", None),
        (
            "arn:aws:kafka:eu-west-1:111122223333:cluster/c/1",
            Some(Source::Kafka),
        ),
        ("smk://host:9092", Some(Source::Kafka)),
        (
            "arn:aws:mq:eu-west-1:111122223333:broker:b:b-1",
            Some(Source::Mq),
        ),
        ("arn:aws:s3:::bucket", None),
        ("queue", None),
    ] {
        assert_eq!(Source::of_arn(arn), source, "{arn}");
    }
}
