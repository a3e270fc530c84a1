//! The places in AWS that filter with the language of event patterns, each by its own rules.
//!
//! What a pattern means is the same everywhere: the compiler and the evaluator know nothing of
//! dialects. A dialect is data around them: a [`Table`] of what a place allows, and a [`View`] that
//! makes, of one record, the document which the pattern is matched against.
//!
//! What AWS does not document is [`Ruling::Unlisted`] and [`Certainty::Unknown`]; nothing of that is
//! ever an error.

mod archive;
pub mod bus_v2;
pub mod event_source_mapping;
pub mod event_source_v2;
pub mod form;
mod notifications;
mod operator;
mod pipe;
pub mod rule;
mod rum;
pub mod sns;
pub mod source;
mod table;
pub mod view;

use crate::pattern::Language;
pub use operator::Operator;
pub use source::Source;
pub use table::{Certainty, Ruling, Size, Table};
pub use view::View;

/// A place that filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dialect {
    /// A rule of an event bus.
    Rule,
    /// An archive of an event bus.
    Archive,
    /// A subscriber of a Custom Event Bus (V2), in one of its scopes.
    BusV2(bus_v2::Scope),
    /// An event source of a Custom Event Bus (V2).
    EventSourceV2(event_source_v2::Kind),
    /// A pipe; its source where it is known.
    Pipe(Option<Source>),
    /// An event source mapping of Lambda; its source where it is known.
    EventSourceMapping(Option<Source>),
    /// A subscription of an SNS topic.
    Sns(sns::Scope),
    /// An event rule of AWS User Notifications.
    Notifications,
    /// A metric definition of CloudWatch RUM.
    Rum,
    /// CloudWatch Evidently, which ended on 16 October 2025: nothing is checked.
    Evidently,
}

impl Dialect {
    /// What is allowed there. `None` where nothing is known, or filters no longer work at all.
    pub fn table(self) -> Option<&'static Table> {
        Some(match self {
            Self::Rule => &rule::TABLE,
            Self::Archive => &archive::TABLE,
            Self::BusV2(bus_v2::Scope::Data) => &bus_v2::DATA,
            Self::BusV2(bus_v2::Scope::Metadata) => &bus_v2::METADATA,
            Self::BusV2(bus_v2::Scope::SystemMetadata) => &bus_v2::SYSTEM,
            Self::EventSourceV2(_) => &event_source_v2::TABLE,
            Self::Pipe(_) => &pipe::TABLE,
            Self::EventSourceMapping(_) => &event_source_mapping::TABLE,
            Self::Sns(_) => &sns::TABLE,
            Self::Notifications => &notifications::TABLE,
            Self::Rum => &rum::TABLE,
            Self::Evidently => return None,
        })
    }

    /// The place in words, as a sentence has it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Rule => "an event bus rule",
            Self::Archive => "an archive",
            Self::BusV2(bus_v2::Scope::Data) => "a V2 subscriber (DATA)",
            Self::BusV2(bus_v2::Scope::Metadata) => "a V2 subscriber (METADATA)",
            Self::BusV2(bus_v2::Scope::SystemMetadata) => "a V2 subscriber (SYSTEM_METADATA)",
            Self::EventSourceV2(_) => "a V2 event source",
            Self::Pipe(_) => "a pipe",
            Self::EventSourceMapping(_) => "a Lambda event source mapping",
            Self::Sns(sns::Scope::MessageAttributes) => "an SNS subscription (attributes)",
            Self::Sns(sns::Scope::MessageBody) => "an SNS subscription (body)",
            Self::Notifications => "a User Notifications rule",
            Self::Rum => "a RUM metric",
            Self::Evidently => "CloudWatch Evidently",
        }
    }

    /// What the pattern is matched against, in a few words.
    pub fn sees(self) -> &'static str {
        match self {
            Self::Rule => "the event with its envelope",
            Self::Archive => "the event with its envelope; replayed events are left out",
            Self::BusV2(bus_v2::Scope::Data) => {
                "`Data`: the envelope of `PutEvents`, the payload of `PutRawEvents`"
            }
            Self::BusV2(bus_v2::Scope::Metadata) => "`Metadata`: a map of strings",
            Self::BusV2(bus_v2::Scope::SystemMetadata) => "`SystemMetadata`: 11 keys, all strings",
            Self::EventSourceV2(_) => "the event with its envelope",
            Self::Pipe(None) | Self::EventSourceMapping(None) => "one record of the source",
            Self::Pipe(Some(source)) | Self::EventSourceMapping(Some(source)) => source.sees(),
            Self::Sns(sns::Scope::MessageAttributes) => {
                "the attributes of the message; `Binary` ones are not seen"
            }
            Self::Sns(sns::Scope::MessageBody) => "the message, which must be a JSON object",
            Self::Notifications => "the event with its envelope, besides source and type",
            Self::Rum => "the event of the browser or app",
            Self::Evidently => "nothing: the service has ended",
        }
    }

    /// The word for `--for`.
    pub fn name(self) -> String {
        match self {
            Self::Rule => "rule".to_owned(),
            Self::Archive => "archive".to_owned(),
            Self::BusV2(bus_v2::Scope::Data) => "v2:data".to_owned(),
            Self::BusV2(bus_v2::Scope::Metadata) => "v2:metadata".to_owned(),
            Self::BusV2(bus_v2::Scope::SystemMetadata) => "v2:system-metadata".to_owned(),
            Self::EventSourceV2(event_source_v2::Kind::AwsService) => "v2-source".to_owned(),
            Self::EventSourceV2(event_source_v2::Kind::Partner) => "v2-source:partner".to_owned(),
            Self::Pipe(None) => "pipe".to_owned(),
            Self::Pipe(Some(source)) => format!("pipe:{}", source.name()),
            Self::EventSourceMapping(None) => "mapping".to_owned(),
            Self::EventSourceMapping(Some(source)) => source.name().to_owned(),
            Self::Sns(sns::Scope::MessageAttributes) => "sns".to_owned(),
            Self::Sns(sns::Scope::MessageBody) => "sns-body".to_owned(),
            Self::Notifications => "notifications".to_owned(),
            Self::Rum => "rum".to_owned(),
            Self::Evidently => "evidently".to_owned(),
        }
    }

    /// The dialect with this word.
    ///
    /// ```
    /// use pattern_test::dialect::{Dialect, Source};
    ///
    /// assert_eq!(Dialect::of_name("sqs"), Some(Dialect::EventSourceMapping(Some(Source::Sqs))));
    /// assert_eq!(Dialect::of_name("pipe:msk"), Some(Dialect::Pipe(Some(Source::Kafka))));
    /// assert_eq!(Dialect::of_name("queue"), None);
    /// ```
    pub fn of_name(name: &str) -> Option<Self> {
        if matches!(name, "v2" | "eventsv2") {
            return Some(Self::BusV2(bus_v2::Scope::Data));
        }
        if let Some(source) = name.strip_prefix("pipe:") {
            return Some(Self::Pipe(Some(Source::of_name(source)?)));
        }
        if let Some(source) = Source::of_name(name) {
            return Some(Self::EventSourceMapping(Some(source)));
        }
        Self::named()
            .into_iter()
            .find(|dialect| dialect.name() == name)
    }

    /// Every dialect, with each source of records.
    pub fn all() -> Vec<Self> {
        let mut all = Self::named().to_vec();
        all.extend(Source::ALL.map(|source| Self::EventSourceMapping(Some(source))));
        let of_pipes = Source::ALL
            .into_iter()
            .filter(|source| *source != Source::DocumentDb);
        all.extend(of_pipes.map(|source| Self::Pipe(Some(source))));
        all
    }

    fn named() -> [Self; 14] {
        [
            Self::Rule,
            Self::Archive,
            Self::BusV2(bus_v2::Scope::Data),
            Self::BusV2(bus_v2::Scope::Metadata),
            Self::BusV2(bus_v2::Scope::SystemMetadata),
            Self::EventSourceV2(event_source_v2::Kind::AwsService),
            Self::EventSourceV2(event_source_v2::Kind::Partner),
            Self::Pipe(None),
            Self::EventSourceMapping(None),
            Self::Sns(sns::Scope::MessageAttributes),
            Self::Sns(sns::Scope::MessageBody),
            Self::Notifications,
            Self::Rum,
            Self::Evidently,
        ]
    }

    /// What a pattern there is compiled as.
    pub fn language(self) -> Language {
        match self {
            Self::Sns(_) => Language::Policies,
            Self::BusV2(bus_v2::Scope::Data) => Language::Data,
            _ => Language::Events,
        }
    }

    /// Whether what one pattern matches and another does not can be said as for rules. For policies of
    /// SNS it cannot: `exists` and empty values mean something else there.
    pub fn can_be_compared(self) -> bool {
        !matches!(self, Self::Sns(_))
    }

    /// Whether the pattern sees events with the envelope of a bus.
    pub fn sees_envelopes(self) -> bool {
        matches!(
            self,
            Self::Rule | Self::Archive | Self::EventSourceV2(_) | Self::Notifications
        )
    }

    /// The source of the records, where the dialect filters records and it is known.
    pub fn source(self) -> Option<Source> {
        match self {
            Self::Pipe(source) | Self::EventSourceMapping(source) => source,
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
