//! Archives of an event bus. The service adds a condition that keeps replayed events out.

use super::table::{Size, Table};

pub(super) static TABLE: Table = Table {
    except: &[],
    size: (Size::Characters(4_096), None),
    filters: (1, None),
    text_only: false,
    sources: &["docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html"],
};
