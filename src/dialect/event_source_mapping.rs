//! Filters of Lambda's event source mappings: the pattern sees one record of the source.

use super::operator::Operator as O;
use super::table::{Ruling, Size, Table};

pub(super) static TABLE: Table = Table {
    // Lambda's page takes the rules of EventBridge and lists fewer operators than these have; no
    // refusal is documented.
    except: &[
        (O::PrefixIgnoreCase, Ruling::Unlisted),
        (O::SuffixIgnoreCase, Ruling::Unlisted),
        (O::AnythingButPrefix, Ruling::Unlisted),
        (O::AnythingButSuffix, Ruling::Unlisted),
        (O::AnythingButIgnoreCase, Ruling::Unlisted),
        (O::AnythingButWildcard, Ruling::Unlisted),
        (O::Wildcard, Ruling::Unlisted),
        (O::Cidr, Ruling::Unlisted),
    ],
    size: (Size::Characters(4_096), None),
    filters: (5, Some(10)),
    text_only: true,
    sources: &["docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html"],
};

/// All that Lambda says of a pattern that it refuses.
pub const REFUSAL: &str = "Invalid filter pattern definition.";
