//! Rules of an event bus. All operators work; the pattern sees events with their envelope.

use super::table::{Size, Table};

pub(super) static TABLE: Table = Table {
    except: &[],
    size: (Size::Characters(2_048), Some(4_096)),
    filters: (1, None),
    text_only: false,
    sources: &[
        "docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
        "docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html",
    ],
};

/// How many rules of one bus may contain wildcards: a quota that is not raised.
pub const WILDCARD_RULES: usize = 30;
