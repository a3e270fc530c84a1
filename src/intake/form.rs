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
}

impl Form {
    const ALL: [Self; 11] = [
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
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
