//! Filters of EventBridge Pipes: the pattern sees one record of the pipe's source.

use super::operator::Operator as O;
use super::table::{Ruling, Size, Table};

pub(super) static TABLE: Table = Table {
    except: &[
        (O::AnythingButPrefix, Ruling::Refused),
        (O::AnythingButSuffix, Ruling::Refused),
        (O::AnythingButIgnoreCase, Ruling::Refused),
        (O::AnythingButWildcard, Ruling::Refused),
        (O::Wildcard, Ruling::Refused),
        (O::Cidr, Ruling::Unlisted),
    ],
    size: (Size::Characters(4_096), None),
    filters: (5, None),
    text_only: true,
    sources: &[
        "docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
        "docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html",
    ],
};
