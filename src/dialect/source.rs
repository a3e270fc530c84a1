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

    /// The source that an ARN names, or a part of one, or the address of a Kafka of one's own
    /// (`smk://…`).
    pub fn of_arn(arn: &str) -> Option<Self> {
        let service = |name: &str| arn.contains(&format!(":{name}:"));
        Some(match () {
            () if arn.starts_with("smk://") => Self::Kafka,
            () if service("sqs") => Self::Sqs,
            () if service("kinesis") => Self::Kinesis,
            // A table is no source, its stream is; a part of an ARN may end before either.
            () if service("dynamodb") && arn.contains(":table/") && !arn.contains("/stream/") => {
                return None;
            }
            () if service("dynamodb") => Self::DynamoDb,
            () if service("kafka") => Self::Kafka,
            () if service("mq") => Self::Mq,
            () if service("rds") && arn.contains(":cluster:") => Self::DocumentDb,
            () => return None,
        })
    }

    /// What a resource type says, of CloudFormation or Terraform.
    pub fn of_type(kind: &str) -> Option<Self> {
        Some(match kind {
            "AWS::SQS::Queue" | "aws_sqs_queue" => Self::Sqs,
            "AWS::Kinesis::Stream" | "aws_kinesis_stream" => Self::Kinesis,
            "AWS::DynamoDB::Table"
            | "AWS::DynamoDB::GlobalTable"
            | "AWS::Serverless::SimpleTable"
            | "aws_dynamodb_table" => Self::DynamoDb,
            "AWS::MSK::Cluster" | "AWS::MSK::ServerlessCluster" | "aws_msk_cluster" => Self::Kafka,
            "AWS::AmazonMQ::Broker" | "aws_mq_broker" => Self::Mq,
            "AWS::DocDB::DBCluster" | "aws_docdb_cluster" => Self::DocumentDb,
            _ => return None,
        })
    }

    /// What the name of a member says that holds a source's parameters, or an event's type:
    /// `SqsQueueParameters`, `sqs_queue_parameters`, `SQS`, `kinesis`.
    pub fn of_word(word: &str) -> Option<Self> {
        let word: String = word
            .chars()
            .filter(|c| c.is_ascii_alphanumeric())
            .map(|c| c.to_ascii_lowercase())
            .collect();
        let begins = |name: &str| word.starts_with(name);
        Some(match () {
            () if begins("sqs") => Self::Sqs,
            () if begins("kinesis") => Self::Kinesis,
            () if begins("dynamodb") => Self::DynamoDb,
            () if begins("msk") || begins("managedstreamingkafka") => Self::Kafka,
            () if begins("selfmanaged") || begins("kafka") => Self::Kafka,
            () if begins("activemq") || begins("rabbitmq") || word == "mq" => Self::Mq,
            () if begins("documentdb") => Self::DocumentDb,
            () => return None,
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

    /// What a filter sees of its records, in a few words.
    pub fn sees(self) -> &'static str {
        match self {
            Self::Sqs => "the message; JSON in `body` is read",
            Self::Kinesis => "the record without the level `kinesis`; `data` is decoded and read",
            Self::DynamoDb => "the record; values keep the keys of their types",
            Self::Kafka => "the record; `key` and `value` are decoded, and read if they are JSON",
            Self::Mq => "the message; `data` is decoded, and read if it is JSON",
            Self::DocumentDb => "nothing: Lambda does not filter it",
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
