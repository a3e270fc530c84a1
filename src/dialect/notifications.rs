//! Event rules of AWS User Notifications: source and detail-type are given beside the pattern.

use super::operator::Operator as O;
use super::table::{Ruling, Size, Table};

pub(super) static TABLE: Table = Table {
    except: &[
        (O::PrefixIgnoreCase, Ruling::Unlisted),
        (O::SuffixIgnoreCase, Ruling::Unlisted),
        (O::AnythingBut, Ruling::Unlisted),
        (O::AnythingButPrefix, Ruling::Unlisted),
        (O::AnythingButSuffix, Ruling::Unlisted),
        (O::AnythingButIgnoreCase, Ruling::Unlisted),
        (O::AnythingButWildcard, Ruling::Refused),
        (O::Wildcard, Ruling::Refused),
        (O::Cidr, Ruling::Unlisted),
        (O::Exists, Ruling::Unlisted),
    ],
    size: (Size::Characters(4_096), None),
    filters: (1, None),
    text_only: true,
    sources: &["docs.aws.amazon.com/notifications/latest/userguide/common-usecases.html"],
};
