//! Metric definitions of CloudWatch RUM: the pattern sees an event of a browser or app.

use super::operator::Operator as O;
use super::table::{Ruling, Size, Table};

pub(super) static TABLE: Table = Table {
    // Exact values and numeric are shown; nothing is said of the others.
    except: &[
        (O::Null, Ruling::Unlisted),
        (O::Prefix, Ruling::Unlisted),
        (O::Suffix, Ruling::Unlisted),
        (O::PrefixIgnoreCase, Ruling::Unlisted),
        (O::SuffixIgnoreCase, Ruling::Unlisted),
        (O::EqualsIgnoreCase, Ruling::Unlisted),
        (O::AnythingBut, Ruling::Unlisted),
        (O::AnythingButPrefix, Ruling::Unlisted),
        (O::AnythingButSuffix, Ruling::Unlisted),
        (O::AnythingButIgnoreCase, Ruling::Unlisted),
        (O::AnythingButWildcard, Ruling::Unlisted),
        (O::Wildcard, Ruling::Unlisted),
        (O::Cidr, Ruling::Unlisted),
        (O::Exists, Ruling::Unlisted),
        (O::Or, Ruling::Unlisted),
    ],
    size: (Size::Characters(4_000), None),
    filters: (1, None),
    text_only: true,
    sources: &[
        "docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-custom-and-extended-metrics.html",
    ],
};
