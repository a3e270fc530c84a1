//! Subscribers of the Custom Event Bus (V2): a filter for each scope of an event.

use super::operator::Operator as O;
use super::table::{NO_WILDCARDS, Ruling, Size, Table};

/// The part of an event that a filter sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// `Data`: what was published.
    Data,
    /// `Metadata`: what the publisher adds, a map of strings.
    Metadata,
    /// `SystemMetadata`: what the service adds, a fixed set of strings.
    SystemMetadata,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Data, Self::Metadata, Self::SystemMetadata];

    /// How the API spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Data => "DATA",
            Self::Metadata => "METADATA",
            Self::SystemMetadata => "SYSTEM_METADATA",
        }
    }

    /// The member of the event that it is.
    pub fn member(self) -> &'static str {
        match self {
            Self::Data => "Data",
            Self::Metadata => "Metadata",
            Self::SystemMetadata => "SystemMetadata",
        }
    }

    /// The scope that the API spells so.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

/// The refusal of a wildcard, in any scope.
pub const WILDCARD_TEXT: &str =
    "Filter pattern must not contain wildcard matchers (wildcard, anything-but wildcard)";

/// The keys that `SystemMetadata` can have; their values are strings.
pub const SYSTEM_METADATA: [&str; 11] = [
    "ContentType",
    "DeduplicationId",
    "EventGroupId",
    "aws:EventId",
    "aws:IngestionTime",
    "aws:SequenceNumber",
    "aws:DeliveryType",
    "aws:SchemaId",
    "aws:RegistryType",
    "aws:Source",
    "aws:DetailType",
];

const GUIDE: &str = "docs.aws.amazon.com/eventbridge/latest/userguide/eb-custom-bus-filtering.html";
const SIZE: (Size, Option<usize>) = (Size::BytesTogether(4_096), None);

pub(super) static DATA: Table = Table {
    except: NO_WILDCARDS,
    size: SIZE,
    filters: (1, None),
    text_only: true,
    sources: &[GUIDE],
};

pub(super) static SYSTEM: Table = Table {
    except: &[
        (O::Wildcard, Ruling::Refused),
        (O::AnythingButWildcard, Ruling::Refused),
        (O::Number, Ruling::Never),
        (O::Boolean, Ruling::Never),
        (O::Null, Ruling::Never),
        (O::Numeric, Ruling::Never),
    ],
    size: SIZE,
    filters: (1, None),
    text_only: true,
    sources: &[GUIDE],
};

pub(super) static METADATA: Table = Table {
    except: &[
        (O::Number, Ruling::Never),
        (O::Boolean, Ruling::Never),
        (O::Null, Ruling::Unlisted),
        (O::Prefix, Ruling::Refused),
        (O::Suffix, Ruling::Refused),
        (O::PrefixIgnoreCase, Ruling::Refused),
        (O::SuffixIgnoreCase, Ruling::Refused),
        (O::EqualsIgnoreCase, Ruling::Refused),
        (O::AnythingBut, Ruling::Refused),
        (O::AnythingButPrefix, Ruling::Refused),
        (O::AnythingButSuffix, Ruling::Refused),
        (O::AnythingButIgnoreCase, Ruling::Refused),
        (O::AnythingButWildcard, Ruling::Refused),
        (O::Wildcard, Ruling::Refused),
        (O::Numeric, Ruling::Refused),
        (O::Cidr, Ruling::Refused),
        (O::Exists, Ruling::Refused),
        (O::Or, Ruling::Refused),
    ],
    size: SIZE,
    filters: (1, None),
    text_only: true,
    sources: &[GUIDE],
};
