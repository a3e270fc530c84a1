//! Why a condition does not accept a value.

use super::model::{Value, Why, WhyCode};
use super::words;
use crate::json::NodeKind;
use crate::pattern::Condition;
use crate::pattern::value::{Address, MatcherKind, Scalar};

/// Why no matcher of the condition accepts this leaf.
pub(super) fn of_leaf(
    condition: &Condition,
    text: &str,
    scalar: &Scalar<'_>,
    shown: &Value,
) -> Why {
    let value = words::short(shown);
    let kinds = || condition.matchers.iter().map(|matcher| &matcher.kind);
    if kinds().all(|kind| matches!(kind, MatcherKind::Exists(false))) {
        return Why {
            code: WhyCode::Present,
            text: format!("found {value}, expected no value at all"),
        };
    }
    if !kinds().any(|kind| takes(kind, scalar)) {
        return Why {
            code: WhyCode::Type,
            text: format!(
                "found {}, expected {}",
                words::with_type(shown),
                words::typed(condition, text)
            ),
        };
    }
    if kinds().all(|kind| matches!(kind, MatcherKind::AnythingBut(_))) {
        return Why {
            code: WhyCode::Listed,
            text: format!("{value} is excluded by `anything-but`"),
        };
    }
    let text = match condition.matchers.as_slice() {
        [matcher] => {
            let asks = words::matcher(matcher, text);
            let asks = asks
                .strip_prefix("a string that ")
                .or_else(|| asks.strip_prefix("a string "))
                .unwrap_or(&asks);
            match &matcher.kind {
                MatcherKind::Prefix(_) | MatcherKind::PrefixIgnoreCase(_) => {
                    format!("{value} does not {}", asks.replacen("starts", "start", 1))
                }
                MatcherKind::Suffix(_) | MatcherKind::SuffixIgnoreCase(_) => {
                    format!("{value} does not {}", asks.replacen("ends", "end", 1))
                }
                MatcherKind::Cidr(_) if scalar.as_str().and_then(Address::parse).is_none() => {
                    format!("{value} is not an address")
                }
                MatcherKind::Cidr(_) => format!("{value} is not {asks}"),
                MatcherKind::Numeric(_) => {
                    let range = asks.strip_prefix("a number ").unwrap_or(asks);
                    format!("{value} is not {range}")
                }
                _ => format!("{value} is not {asks}"),
            }
        }
        [_, _] => format!(
            "{value} is neither {}",
            words::condition_with(condition, text, "nor")
        ),
        _ => format!("{value} is none of {}", words::condition(condition, text)),
    };
    Why {
        code: WhyCode::Value,
        text,
    }
}

/// Why a path without leaves fails, where it leads to an object or array.
pub(super) fn of_container(kind: NodeKind, empty: bool) -> Why {
    let text = match (kind, empty) {
        (NodeKind::Array, true) => "an empty array, which holds no value to compare",
        (NodeKind::Array, false) => {
            "an array without plain values, and conditions look only at values"
        }
        (_, true) => "an empty object, which holds no value to compare",
        (_, false) => "an object, and conditions look only at values",
    };
    Why {
        code: WhyCode::NotALeaf,
        text: text.to_owned(),
    }
}

/// Why a path that leads nowhere fails.
pub(super) fn of_nothing() -> Why {
    Why {
        code: WhyCode::Missing,
        text: "the event has no such field".to_owned(),
    }
}

/// Whether a matcher could accept a value of this type.
fn takes(kind: &MatcherKind, value: &Scalar<'_>) -> bool {
    match kind {
        MatcherKind::Exact(_)
        | MatcherKind::Address(_)
        | MatcherKind::Exactly(_)
        | MatcherKind::Prefix(_)
        | MatcherKind::Suffix(_)
        | MatcherKind::EqualsIgnoreCase(_)
        | MatcherKind::PrefixIgnoreCase(_)
        | MatcherKind::SuffixIgnoreCase(_)
        | MatcherKind::Wildcard(_)
        | MatcherKind::Cidr(_) => matches!(value, Scalar::String(_)),
        MatcherKind::Number(_) | MatcherKind::Numeric(_) => matches!(value, Scalar::Number(_)),
        MatcherKind::Bool(_) => matches!(value, Scalar::Bool(_)),
        MatcherKind::Null => matches!(value, Scalar::Null),
        MatcherKind::AnythingBut(_) | MatcherKind::Exists(true) => true,
        MatcherKind::Exists(false) => false,
    }
}
