//! Event sources of the Custom Event Bus (V2): the service makes a classic rule of the pattern and
//! adds conditions of its own.

use super::operator::Operator as O;
use super::table::{Ruling, Size, Table};

/// Where the events of an event source come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Kind {
    /// A service of AWS.
    #[default]
    AwsService,
    /// A partner.
    Partner,
}

pub(super) static TABLE: Table = Table {
    // A managed classic rule would take them; nobody says whether the API does.
    except: &[
        (O::Wildcard, Ruling::Unlisted),
        (O::AnythingButWildcard, Ruling::Unlisted),
    ],
    size: (Size::Characters(3_753), None),
    filters: (1, None),
    text_only: true,
    sources: &["docs.aws.amazon.com/eventbridge/latest/userguide/eb-custom-bus-event-sources.html"],
};

/// Fields at the top of the pattern that the service adds itself, and refuses for AWS services.
pub const RESERVED: [&str; 3] = ["source", "account", "region"];
