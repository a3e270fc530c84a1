//! What records of queues and streams consist of.

use crate::dialect::Source;

/// The fields of a record as the filter sees it, besides its data.
pub(super) fn fields(source: Source) -> &'static [&'static str] {
    match source {
        Source::Sqs => &[
            "messageId",
            "receiptHandle",
            "attributes",
            "messageAttributes",
            "md5OfBody",
            "md5OfMessageAttributes",
        ],
        Source::Kinesis => &[
            "kinesisSchemaVersion",
            "partitionKey",
            "sequenceNumber",
            "approximateArrivalTimestamp",
            "encryptionType",
        ],
        Source::DynamoDb => &["eventName", "eventID", "eventVersion"],
        Source::Kafka => &[
            "topic",
            "partition",
            "offset",
            "timestamp",
            "timestampType",
            "headers",
            "key",
        ],
        Source::Mq => &[
            "messageID",
            "messageType",
            "connectionId",
            "redelivered",
            "destination",
            "timestamp",
            "brokerInTime",
            "brokerOutTime",
            "deliveryMode",
            "replyTo",
            "type",
            "expiration",
            "priority",
            "correlationId",
            "properties",
            "basicProperties",
        ],
        Source::DocumentDb => &[],
    }
}

/// The members that batches of records stand in, as functions and pipes get them.
pub(super) const BATCHES: [&str; 6] = [
    "Records",
    "records",
    "messages",
    "Messages",
    "rmqMessagesByQueue",
    "events",
];
