//! Where the records of pipes and event source mappings come from, and where their data is.

/// A source of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// A queue of SQS.
    Sqs,
    /// A stream of Kinesis.
    Kinesis,
    /// A stream of a DynamoDB table.
    DynamoDb,
    /// A topic of Kafka, managed (MSK) or not.
    Kafka,
    /// A broker of Amazon MQ: ActiveMQ or RabbitMQ, which an ARN does not tell.
    Mq,
    /// A change stream of DocumentDB. Lambda does not filter it.
    DocumentDb,
}

/// What happens to a record whose data is of another form than the pattern asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mismatch {
    /// The record is dropped.
    Dropped,
    /// The pattern is refused when it is created, if it asks for text; the record is dropped if it
    /// asks for JSON.
    Refused,
    /// The condition on the data is ignored: the record passes if the rest of the pattern holds.
    Ignored,
}

impl Source {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Sqs,
        Self::Kinesis,
        Self::DynamoDb,
        Self::Kafka,
        Self::Mq,
        Self::DocumentDb,
    ];

    /// The word for `--for`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqs => "sqs",
            Self::Kinesis => "kinesis",
            Self::DynamoDb => "dynamodb",
            Self::Kafka => "kafka",
            Self::Mq => "mq",
            Self::DocumentDb => "documentdb",
        }
    }

    /// How AWS calls it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Sqs => "SQS",
            Self::Kinesis => "Kinesis",
            Self::DynamoDb => "DynamoDB",
            Self::Kafka => "Kafka",
            Self::Mq => "Amazon MQ",
            Self::DocumentDb => "DocumentDB",
        }
    }

    /// The source with this word; `msk` is a Kafka, `activemq` and `rabbitmq` are an MQ.
    pub fn of_name(name: &str) -> Option<Self> {
        match name {
            "msk" => Some(Self::Kafka),
            "activemq" | "rabbitmq" => Some(Self::Mq),
            name => Self::ALL.into_iter().find(|source| source.name() == name),
        }
    }

    /// The source that an ARN names, or the address of a Kafka of one's own (`smk://…`).
    pub fn of_arn(arn: &str) -> Option<Self> {
        if arn.starts_with("smk://") {
            return Some(Self::Kafka);
        }
        let mut parts = arn.splitn(6, ':');
        let (Some("arn"), Some(service)) = (parts.next(), parts.nth(1)) else {
            return None;
        };
        let resource = parts.nth(2).unwrap_or_default();
        Some(match service {
            "sqs" => Self::Sqs,
            "kinesis" => Self::Kinesis,
            "dynamodb" if resource.contains("/stream/") => Self::DynamoDb,
            "kafka" => Self::Kafka,
            "mq" => Self::Mq,
            "rds" => Self::DocumentDb,
            _ => return None,
        })
    }

    /// The keys of a record that hold the data, as a filter names them.
    pub fn data_keys(self) -> &'static [&'static str] {
        match self {
            Self::Sqs => &["body"],
            Self::Kinesis | Self::Mq => &["data"],
            Self::DynamoDb => &["dynamodb"],
            Self::Kafka => &["key", "value"],
            Self::DocumentDb => &[],
        }
    }

    /// What happens where the form of the data is not the one that the pattern asks for.
    pub fn mismatch(self) -> Mismatch {
        match self {
            Self::Sqs | Self::DocumentDb => Mismatch::Dropped,
            Self::Kinesis | Self::DynamoDb => Mismatch::Refused,
            Self::Kafka | Self::Mq => Mismatch::Ignored,
        }
    }

    /// What becomes of a record that no filter lets through.
    pub fn fate(self) -> &'static str {
        match self {
            Self::Sqs => "the message is deleted from the queue",
            Self::Kinesis | Self::DynamoDb | Self::DocumentDb => "the record is skipped",
            Self::Kafka => "the offset is committed",
            Self::Mq => "the message is acknowledged",
        }
    }
}

/// Fields that polling adds to a record after it was filtered.
pub const ADDED_BY_POLLING: [&str; 8] = [
    "awsRegion",
    "eventSource",
    "eventSourceARN",
    "eventVersion",
    "eventID",
    "eventName",
    "invokeIdentityArn",
    "eventSourceKey",
];
