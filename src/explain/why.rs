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
            text: "there is a value, and there should be none".to_owned(),
        };
    }
    if !kinds().any(|kind| takes(kind, scalar)) {
        return Why {
            code: WhyCode::Type,
            text: format!(
                "{value} is {}, wanted is {}",
                shown.kind.name(),
                words::condition(condition, text)
            ),
        };
    }
    if kinds().all(|kind| matches!(kind, MatcherKind::AnythingBut(_))) {
        return Why {
            code: WhyCode::Listed,
            text: format!("{value} is what `anything-but` excludes"),
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
                    format!("{value} is no address")
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
        (NodeKind::Array, true) => "the array is empty, so there is no value to look at",
        (NodeKind::Array, false) => {
            "an array without plain values stands here, and conditions look only at values"
        }
        (_, true) => "the object is empty, so there is no value to look at",
        (_, false) => "an object stands here, and conditions look only at values",
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
