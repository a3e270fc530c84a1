//! The names of the forms.

use std::fmt;

/// A form in which events arrive.
///
/// ```
/// use pattern_test::intake::Form;
///
/// assert_eq!(Form::from_name("sqs"), Some(Form::Sqs));
/// assert_eq!(Form::Lines.name(), "ndjson");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Form {
    /// One JSON object.
    Event,
    /// A JSON array of events.
    Array,
    /// Newline-delimited JSON: a value on each line.
    Lines,
    /// JSON values one after the other, with or without white space between them.
    Concatenated,
    /// A JSON string that spells the event's JSON, or the inside of one as a shell leaves it.
    String,
    /// Log text with the event as Python prints it.
    Python,
    /// What `aws ecs describe-tasks` prints.
    DescribeTasks,
    /// The entries of a PutEvents request.
    PutEvents,
    /// SQS messages, as `receive-message` prints them or as a Lambda function gets them.
    Sqs,
    /// An SNS notification, alone or as a Lambda function gets it.
    Sns,
    /// What `aws logs filter-log-events` prints.
    LogEvents,
    /// One of `{Data, Metadata, SystemMetadata}`.
    V2,
    /// Records of a Kinesis stream.
    Kinesis,
    /// Records that Firehose hands to a function.
    Firehose,
    /// Records of Kafka topics.
    Kafka,
    /// Messages of Amazon MQ.
    Mq,
    /// Records of a DynamoDB stream.
    DynamoDb,
    /// What a log subscription hands to a function.
    Subscription,
    /// What a Lambda destination is told.
    Destination,
    /// An entry of a log that is JSON.
    LambdaLog,
    /// Results of CloudWatch Logs Insights.
    Insights,
    /// CSV of log messages.
    Csv,
    /// CloudTrail files and records.
    CloudTrail,
    /// What `aws cloudtrail lookup-events` prints.
    LookupEvents,
    /// The log of an event bus.
    BusLog,
    /// The input of an execution.
    StepFunctions,
    /// An object as Node.js prints it.
    Literal,
    /// YAML.
    Yaml,
    /// JSON with the numbers of its lines.
    Numbered,
}

impl Form {
    const ALL: [Self; 29] = [
        Self::Event,
        Self::Array,
        Self::Lines,
        Self::Concatenated,
        Self::String,
        Self::Python,
        Self::DescribeTasks,
        Self::PutEvents,
        Self::Sqs,
        Self::Sns,
        Self::LogEvents,
        Self::V2,
        Self::Kinesis,
        Self::Firehose,
        Self::Kafka,
        Self::Mq,
        Self::DynamoDb,
        Self::Subscription,
        Self::Destination,
        Self::LambdaLog,
        Self::Insights,
        Self::Csv,
        Self::CloudTrail,
        Self::LookupEvents,
        Self::BusLog,
        Self::StepFunctions,
        Self::Literal,
        Self::Yaml,
        Self::Numbered,
    ];

    /// Every form, in the order in which help lists them.
    ///
    /// ```
    /// use pattern_test::intake::Form;
    /// assert!(Form::all().iter().all(|form| Form::from_name(form.name()) == Some(*form)));
    /// ```
    pub fn all() -> &'static [Self] {
        &Self::ALL
    }

    /// The form's stable name, as `--event-format` takes it.
    pub fn name(self) -> &'static str {
        self.words().0
    }

    /// The form with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }

    /// One line of help.
    ///
    /// ```
    /// use pattern_test::intake::Form;
    /// assert_eq!(Form::Array.describe(), "a JSON array of events");
    /// ```
    pub fn describe(self) -> &'static str {
        self.words().1
    }

    /// What a text must have to be of this form: "needs …".
    pub(super) fn needs(self) -> &'static str {
        self.words().2
    }

    /// A small text of this form, with one event in it or several.
    ///
    /// ```
    /// use pattern_test::intake::{self, Choice, Form};
    ///
    /// for form in Form::all() {
    ///     let intake = intake::read(form.example(), Choice::Auto);
    ///     assert_eq!(intake.found[0].forms[0], *form);
    /// }
    /// ```
    pub fn example(self) -> &'static str {
        match self {
            Self::Event => r#"{"source": "shop", "detail-type": "Paid", "detail": {"id": "7"}}"#,
            Self::Array => r#"[{"source": "shop", "detail-type": "Paid", "detail": {"id": "7"}}]"#,
            Self::Lines => {
                "{\"source\": \"shop\", \"detail-type\": \"Paid\", \"detail\": {\"id\": \"7\"}}\n{\"source\": \"shop\", \"detail-type\": \"Paid\", \"detail\": {\"id\": \"7\"}}\n"
            }
            Self::Concatenated => {
                r#"{"source": "shop", "detail-type": "Paid", "detail": {"id": "7"}}{"source": "shop", "detail-type": "Paid", "detail": {"id": "7"}}"#
            }
            Self::String => {
                r#""{\"source\": \"shop\", \"detail-type\": \"Paid\", \"detail\": {\"id\": \"7\"}}""#
            }
            Self::Python => {
                "[INFO]\t2026-11-27T10:00:00Z\tEvent: {'source': 'shop', 'detail-type': 'Paid', 'detail': {'id': '7'}}\n"
            }
            Self::DescribeTasks => {
                r#"{"tasks": [{"taskArn": "arn:aws:ecs:eu-west-1:111122223333:task/c/0f", "taskDefinitionArn": "arn:aws:ecs:eu-west-1:111122223333:task-definition/d:1", "lastStatus": "STOPPED"}], "failures": []}"#
            }
            Self::PutEvents => {
                r#"{"Entries": [{"Source": "shop", "DetailType": "Paid", "Detail": "{\"id\":\"7\"}"}]}"#
            }
            Self::Sqs => {
                r#"{"Messages": [{"MessageId": "1", "Body": "{\"source\":\"shop\",\"detail-type\":\"Paid\",\"detail\":{\"id\":\"7\"}}"}]}"#
            }
            Self::Sns => {
                r#"{"Type": "Notification", "TopicArn": "arn:aws:sns:eu-west-1:111122223333:t", "Message": "{\"source\":\"shop\",\"detail-type\":\"Paid\",\"detail\":{\"id\":\"7\"}}"}"#
            }
            Self::LogEvents => {
                r#"{"events": [{"timestamp": 1, "message": "{\"source\":\"shop\",\"detail-type\":\"Paid\",\"detail\":{\"id\":\"7\"}}"}], "searchedLogStreams": []}"#
            }
            Self::V2 => {
                r#"{"Data": {"source": "shop", "detail-type": "Paid", "detail": {"id": "7"}}, "Metadata": {}, "SystemMetadata": {"aws:DeliveryType": "LIVE"}}"#
            }
            Self::Kinesis => {
                r#"{"Records": [{"kinesis": {"partitionKey": "p", "data": "eyJzb3VyY2UiOiJzaG9wIiwiZGV0YWlsLXR5cGUiOiJQYWlkIiwiZGV0YWlsIjp7ImlkIjoiNyJ9fQ=="}, "eventSource": "aws:kinesis"}]}"#
            }
            Self::Firehose => {
                r#"{"invocationId": "i", "records": [{"recordId": "1", "data": "eyJzb3VyY2UiOiJzaG9wIiwiZGV0YWlsLXR5cGUiOiJQYWlkIiwiZGV0YWlsIjp7ImlkIjoiNyJ9fQ=="}]}"#
            }
            Self::Kafka => {
                r#"{"eventSource": "aws:kafka", "records": {"orders-0": [{"topic": "orders", "partition": 0, "offset": 15, "value": "eyJzb3VyY2UiOiJzaG9wIiwiZGV0YWlsLXR5cGUiOiJQYWlkIiwiZGV0YWlsIjp7ImlkIjoiNyJ9fQ=="}]}}"#
            }
            Self::Mq => {
                r#"{"eventSource": "aws:rmq", "rmqMessagesByQueue": {"q::/": [{"basicProperties": {}, "data": "eyJzb3VyY2UiOiJzaG9wIiwiZGV0YWlsLXR5cGUiOiJQYWlkIiwiZGV0YWlsIjp7ImlkIjoiNyJ9fQ=="}]}}"#
            }
            Self::DynamoDb => {
                r#"{"Records": [{"eventName": "INSERT", "dynamodb": {"NewImage": {"id": {"S": "7"}}}, "eventSource": "aws:dynamodb"}]}"#
            }
            Self::Subscription => {
                r#"{"awslogs": {"data": "H4sIAAAAAAACA02NwQrCMBBE/2XO8dCTkFvA4EkQ2psrJZilBloTTCpIyL93FQRvy3szsxUL5+wmHt6JoXEwgxlPtu/N0UJhjpN98aNk6EtF8JLoBJcgreKWBN2p34K4Sshxfd6YoOW8x0RQBM/FhXlX5MVXnF3wf0KYFD9I3J7QGtq1beaXvCyaAAAA"}}"#
            }
            Self::Destination => {
                r#"{"version": "1.0", "requestContext": {"condition": "RetriesExhausted"}, "requestPayload": {"source": "shop", "detail-type": "Paid", "detail": {"id": "7"}}, "responsePayload": {"errorMessage": "x"}}"#
            }
            Self::LambdaLog => {
                r#"{"timestamp": "2026-11-27T10:00:00Z", "level": "INFO", "message": {"source": "shop", "detail-type": "Paid", "detail": {"id": "7"}}, "requestId": "r"}"#
            }
            Self::Insights => {
                r#"{"results": [[{"field": "@timestamp", "value": "2026-11-27 10:00:00.000"}, {"field": "@message", "value": "{\"source\":\"shop\",\"detail-type\":\"Paid\",\"detail\":{\"id\":\"7\"}}"}]], "status": "Complete"}"#
            }
            Self::Csv => {
                "@timestamp,@message\n2026-11-27 10:00:00.000,\"{\"\"source\"\":\"\"shop\"\",\"\"detail-type\"\":\"\"Paid\"\",\"\"detail\"\":{\"\"id\"\":\"\"7\"\"}}\"\n"
            }
            Self::CloudTrail => {
                r#"{"Records": [{"eventVersion": "1.08", "eventTime": "2026-11-27T10:00:00Z", "eventSource": "ec2.amazonaws.com", "eventName": "RunInstances", "awsRegion": "eu-west-1", "eventType": "AwsApiCall", "recipientAccountId": "111122223333"}]}"#
            }
            Self::LookupEvents => {
                r#"{"Events": [{"EventId": "e", "EventName": "RunInstances", "CloudTrailEvent": "{\"eventVersion\":\"1.08\",\"eventTime\":\"2026-11-27T10:00:00Z\",\"eventSource\":\"ec2.amazonaws.com\",\"eventName\":\"RunInstances\",\"awsRegion\":\"eu-west-1\",\"recipientAccountId\":\"111122223333\"}"}]}"#
            }
            Self::BusLog => {
                r#"{"resource_arn": "arn:aws:events:eu-west-1:111122223333:event-bus/shop", "event_id": "e1", "message_type": "EVENT_RECEIPT", "log_level": "TRACE", "details": {"caller_account_id": "111122223333", "source_time_ms": 1795773600000, "source": "shop", "detail_type": "Paid", "resources": [], "event_detail": "{\"id\":\"7\"}"}}"#
            }
            Self::StepFunctions => {
                r#"{"executionArn": "arn:aws:states:eu-west-1:111122223333:execution:m:e", "status": "SUCCEEDED", "input": "{\"source\":\"shop\",\"detail-type\":\"Paid\",\"detail\":{\"id\":\"7\"}}"}"#
            }
            Self::Literal => {
                "{\n  source: 'shop',\n  'detail-type': 'Paid',\n  detail: { id: '7' }\n}\n"
            }
            Self::Yaml => "source: shop\ndetail-type: Paid\ndetail:\n  id: '7'\n",
            Self::Numbered => {
                "1 {\n2   \"source\": \"shop\",\n3   \"detail-type\": \"Paid\",\n4   \"detail\": {\"id\": \"7\"}\n5 }\n"
            }
        }
    }

    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Event => ("event", "one event as JSON", "one JSON object"),
            Self::Array => ("array", "a JSON array of events", "one JSON array"),
            Self::Lines => (
                "ndjson",
                "newline-delimited JSON, a value on each line",
                "a JSON value on each line",
            ),
            Self::Concatenated => (
                "concatenated",
                "JSON values one after the other, as Firehose writes them",
                "JSON values one after the other",
            ),
            Self::String => (
                "string",
                "a JSON string with the event's JSON in it, or one with its backslashes left in",
                "a JSON string, or JSON with a backslash before each quote",
            ),
            Self::Python => (
                "python",
                "log text with events as Python's str() prints them, or as JSON",
                "a line with an object in braces, its first key in quotes",
            ),
            Self::DescribeTasks => (
                "describe-tasks",
                "the output of `aws ecs describe-tasks`",
                "`tasks` with a `taskArn` in each, or a list of such tasks",
            ),
            Self::PutEvents => (
                "put-events",
                "the entries of a PutEvents request",
                "`Entries` with `Source`, `DetailType` and `Detail` in each, or a list of such entries",
            ),
            Self::Sqs => (
                "sqs",
                "SQS messages, as `aws sqs receive-message` prints them or Lambda gets them",
                "`Messages` with a `Body` in each, or `Records` with a `body` in each",
            ),
            Self::Sns => (
                "sns",
                "an SNS notification, alone or as Lambda gets it",
                "`Message` and `TopicArn`, or `Records` with `Sns.Message` in each",
            ),
            Self::LogEvents => (
                "cloudwatch-logs",
                "the output of `aws logs filter-log-events`",
                "`events` with a `message` in each",
            ),
            Self::V2 => (
                "v2",
                "events of a custom event bus with their metadata",
                "`Data` with `Metadata` or `SystemMetadata`, and nothing else",
            ),
            Self::Kinesis => (
                "kinesis",
                "records of a Kinesis stream, as Lambda gets them or `get-records` prints them",
                "`Records` with `kinesis.data` or `Data` in each",
            ),
            Self::Firehose => (
                "firehose",
                "records that Firehose hands to a function",
                "`records` with `recordId` and `data` in each",
            ),
            Self::Kafka => (
                "kafka",
                "records of Kafka topics, as Lambda or a pipe gets them",
                "`records` with lists of records that have a `topic`, an `offset` and a `value`",
            ),
            Self::Mq => (
                "mq",
                "messages of Amazon MQ, as Lambda gets them",
                "`messages` or `rmqMessagesByQueue` with `data` in each message",
            ),
            Self::DynamoDb => (
                "dynamodb",
                "records of a DynamoDB stream, as Lambda gets them",
                "`Records` with `dynamodb` in each",
            ),
            Self::Subscription => (
                "logs-subscription",
                "`awslogs.data`, as a log subscription hands it to a function",
                "`awslogs` with `data`",
            ),
            Self::Destination => (
                "lambda-destination",
                "what a Lambda destination receives about an event",
                "`requestContext` and `requestPayload`",
            ),
            Self::LambdaLog => (
                "json-log",
                "JSON log entries of Lambda, Powertools and other loggers",
                "`message`, `event` or `msg` beside a level or a request id",
            ),
            Self::Insights => (
                "logs-insights",
                "results of CloudWatch Logs Insights",
                "`results` with rows of `field` and `value`, or objects with `@message`",
            ),
            Self::Csv => (
                "csv",
                "CSV of log messages, as the CloudWatch console exports it",
                "a header with `@message` or `message`",
            ),
            Self::CloudTrail => (
                "cloudtrail",
                "CloudTrail files and records; the envelope is put together",
                "`Records` with `eventVersion`, `eventSource` and `eventName` in each",
            ),
            Self::LookupEvents => (
                "lookup-events",
                "the output of `aws cloudtrail lookup-events`",
                "`Events` with a `CloudTrailEvent` in each",
            ),
            Self::BusLog => (
                "bus-log",
                "the log of an event bus; the envelope is put together",
                "`resource_arn`, `event_id` and `message_type`",
            ),
            Self::StepFunctions => (
                "step-functions",
                "the input of an execution, from `describe-execution` or its history",
                "`input` beside an `executionArn`, or `events` with `executionStartedEventDetails`",
            ),
            Self::Literal => (
                "console-log",
                "an object as Node.js prints it with `console.log`",
                "an object with bare keys or single quotes",
            ),
            Self::Yaml => (
                "yaml",
                "YAML: an event, or a reply with `--output yaml`",
                "YAML of an event or of one of the other forms",
            ),
            Self::Numbered => (
                "numbered",
                "JSON with line numbers, as it is copied from a console",
                "a number before each line, from 1",
            ),
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
