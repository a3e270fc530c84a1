//! What uses a pattern: the places in templates and replies at which patterns stand.

use crate::dialect::{Dialect, Source, bus_v2, event_source_v2, sns};

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
    /// A filter policy of an SNS subscription; its scope where that is known before deployment.
    Subscription(Option<sns::Scope>),
    /// A filter of a subscriber of a custom event bus (V2); its scope where that is known before
    /// deployment.
    Subscriber(Option<bus_v2::Scope>),
    /// The pattern of an event source of a custom event bus (V2).
    EventSource(event_source_v2::Kind),
    /// An event rule of User Notifications, on top of its source and type.
    Notification,
    /// A metric definition of CloudWatch RUM.
    RumMetric,
    /// Something of CloudWatch Evidently, a service that has ended.
    Evidently,
}

/// Which events a rule gets by its state, as far as its template tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RuleState {
    /// That is not known before deployment, or it is no rule of a template.
    #[default]
    Unknown,
    /// `ENABLED`, which is so where nothing is said.
    Enabled,
    /// `ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS`: also calls that only read.
    EnabledWithReads,
    /// `DISABLED`
    Disabled,
}

impl RuleState {
    /// The state that a word of the API means.
    pub fn of_word(word: &str) -> Self {
        match word {
            "ENABLED" => Self::Enabled,
            "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" => Self::EnabledWithReads,
            "DISABLED" => Self::Disabled,
            _ => Self::Unknown,
        }
    }
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
            Self::EventSource(_) => "event-source",
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
            Self::EventSource(_) => [
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

    /// The rules that the place filters by. `None` where they depend on what is not known before
    /// deployment.
    pub fn dialect(self, source: Option<Source>) -> Option<Dialect> {
        Some(match self {
            Self::PatternFile | Self::Rule => Dialect::Rule,
            Self::Archive => Dialect::Archive,
            Self::Pipe => Dialect::Pipe(source),
            Self::EventSourceMapping => Dialect::EventSourceMapping(source),
            Self::Subscription(scope) => Dialect::Sns(scope?),
            Self::Subscriber(scope) => Dialect::BusV2(scope?),
            Self::EventSource(kind) => Dialect::EventSourceV2(kind),
            Self::Notification => Dialect::Notifications,
            Self::RumMetric => Dialect::Rum,
            Self::Evidently => Dialect::Evidently,
        })
    }

    /// What filters by these rules, and the source of its records.
    pub fn of(dialect: Dialect) -> (Self, Option<Source>) {
        let used_by = match dialect {
            Dialect::Rule => Self::Rule,
            Dialect::Archive => Self::Archive,
            Dialect::Pipe(_) => Self::Pipe,
            Dialect::EventSourceMapping(_) => Self::EventSourceMapping,
            Dialect::Sns(scope) => Self::Subscription(Some(scope)),
            Dialect::BusV2(scope) => Self::Subscriber(Some(scope)),
            Dialect::EventSourceV2(kind) => Self::EventSource(kind),
            Dialect::Notifications => Self::Notification,
            Dialect::Rum => Self::RumMetric,
            Dialect::Evidently => Self::Evidently,
        };
        (used_by, dialect.source())
    }

    /// Whether it sees events of a bus, with their envelope.
    pub fn sees_envelopes(self) -> bool {
        self.dialect(None).is_some_and(Dialect::sees_envelopes)
    }
}
