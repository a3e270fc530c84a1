//! What uses a pattern: the places in AWS at which patterns filter something.

/// What a pattern is used by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Use {
    /// It stands in a file of its own, and is taken for a rule's.
    PatternFile,
    /// A rule on an event bus.
    Rule,
    /// An archive of an event bus.
    Archive,
    /// A filter of a pipe: what it sees is a record of the pipe's source, without an envelope.
    Pipe,
    /// A filter in front of a function: what it sees is a record, without an envelope.
    EventSourceMapping,
    /// A filter policy of an SNS subscription.
    Subscription(PolicyScope),
    /// A filter of a subscriber of a custom event bus (V2).
    Subscriber(SubscriberScope),
    /// The pattern of an event source of a custom event bus (V2).
    EventSource,
    /// An event rule of User Notifications, on top of its source and type.
    Notification,
    /// A metric definition of CloudWatch RUM.
    RumMetric,
    /// Something of CloudWatch Evidently, a service that has ended.
    Evidently,
}

/// What a filter policy is matched against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PolicyScope {
    /// The message's attributes, which is so where nothing is said.
    Attributes,
    /// The message's body.
    Body,
    /// That is not known before deployment.
    Unknown,
}

/// Which part of an event a subscriber's filter is matched against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SubscriberScope {
    /// `DATA`
    Data,
    /// `METADATA`
    Metadata,
    /// `SYSTEM_METADATA`
    SystemMetadata,
    /// None of these, or not known before deployment.
    Unknown,
}

impl Use {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::PatternFile => "pattern",
            Self::Rule => "rule",
            Self::Archive => "archive",
            Self::Pipe => "pipe",
            Self::EventSourceMapping => "event-source-mapping",
            Self::Subscription(_) => "sns-subscription",
            Self::Subscriber(_) => "subscriber",
            Self::EventSource => "event-source",
            Self::Notification => "notification",
            Self::RumMetric => "rum-metric",
            Self::Evidently => "evidently",
        }
    }

    /// What it is, for sentences: one, and several.
    pub fn words(self) -> [&'static str; 2] {
        match self {
            Self::PatternFile => ["pattern", "patterns"],
            Self::Rule => ["rule", "rules"],
            Self::Archive => ["archive", "archives"],
            Self::Pipe => ["filter of a pipe", "filters of pipes"],
            Self::EventSourceMapping => [
                "filter of an event source mapping",
                "filters of event source mappings",
            ],
            Self::Subscription(_) => [
                "filter policy of an SNS subscription",
                "filter policies of SNS subscriptions",
            ],
            Self::Subscriber(_) => [
                "filter of a custom event bus subscriber",
                "filters of custom event bus subscribers",
            ],
            Self::EventSource => [
                "pattern of a custom event bus event source",
                "patterns of custom event bus event sources",
            ],
            Self::Notification => [
                "event rule of User Notifications",
                "event rules of User Notifications",
            ],
            Self::RumMetric => [
                "metric definition of CloudWatch RUM",
                "metric definitions of CloudWatch RUM",
            ],
            Self::Evidently => [
                "pattern of CloudWatch Evidently, which has ended",
                "patterns of CloudWatch Evidently, which has ended",
            ],
        }
    }

    /// Whether it sees events of a bus, with their envelope.
    pub fn sees_envelopes(self) -> bool {
        matches!(self, Self::PatternFile | Self::Rule | Self::Archive)
    }

    /// Whether its meaning is the one that this program knows. The others are found and counted,
    /// and neither checked nor matched.
    pub fn is_judged(self) -> bool {
        self.sees_envelopes() || matches!(self, Self::Pipe | Self::EventSourceMapping)
    }
}

/// What the records come from that a pipe or an event source mapping filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecordSource {
    /// A queue of SQS.
    Sqs,
    /// A stream of Kinesis.
    Kinesis,
    /// A stream of a DynamoDB table.
    DynamoDb,
    /// A topic of Managed Streaming for Apache Kafka.
    Msk,
    /// A topic of any other Kafka.
    Kafka,
    /// A broker of Amazon MQ with ActiveMQ.
    ActiveMq,
    /// A broker of Amazon MQ with RabbitMQ.
    RabbitMq,
    /// A broker of Amazon MQ; which is not known.
    Mq,
    /// A change stream of DocumentDB.
    DocumentDb,
}

impl RecordSource {
    /// What an ARN, or a part of one, says.
    pub fn of_arn(arn: &str) -> Option<Self> {
        let service = |name: &str| arn.contains(&format!(":{name}:"));
        Some(match () {
            () if service("sqs") => Self::Sqs,
            () if service("kinesis") => Self::Kinesis,
            () if service("dynamodb") => Self::DynamoDb,
            () if service("kafka") => Self::Msk,
            () if service("mq") => Self::Mq,
            () if arn.starts_with("smk://") => Self::Kafka,
            () if arn.contains(":rds:") && arn.contains(":cluster:") => Self::DocumentDb,
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
            "AWS::MSK::Cluster" | "AWS::MSK::ServerlessCluster" | "aws_msk_cluster" => Self::Msk,
            "AWS::AmazonMQ::Broker" | "aws_mq_broker" => Self::Mq,
            "AWS::DocDB::DBCluster" | "aws_docdb_cluster" => Self::DocumentDb,
            _ => return None,
        })
    }

    /// What the name of a member says that holds a source's parameters, or an event's type:
    /// `SqsQueueParameters`, `sqs_queue_parameters`, `SQS`, `stream`.
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
            () if begins("msk") || begins("managedstreamingkafka") => Self::Msk,
            () if begins("selfmanaged") || begins("kafka") => Self::Kafka,
            () if begins("activemq") => Self::ActiveMq,
            () if begins("rabbitmq") => Self::RabbitMq,
            () if word == "mq" => Self::Mq,
            () if begins("documentdb") => Self::DocumentDb,
            () => return None,
        })
    }
}

impl PolicyScope {
    /// The scope that a word of the API means; without a word, the attributes.
    pub fn of_word(word: Option<&str>) -> Self {
        match word {
            None | Some("MessageAttributes") => Self::Attributes,
            Some("MessageBody") => Self::Body,
            Some(_) => Self::Unknown,
        }
    }
}

impl SubscriberScope {
    /// The scope that a word of the API means.
    pub fn of_word(word: Option<&str>) -> Self {
        match word {
            Some("DATA") => Self::Data,
            Some("METADATA") => Self::Metadata,
            Some("SYSTEM_METADATA") => Self::SystemMetadata,
            _ => Self::Unknown,
        }
    }
}
