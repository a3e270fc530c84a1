//! Filter policies of SNS subscriptions: a sister of the language, with rules of its own.

use super::operator::Operator as O;
use super::table::{Ruling, Size, Table};
use crate::json::{Document, NodeId, NodeKind};

/// What a policy sees of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Scope {
    /// The attributes of the message. So it is where nothing is said.
    #[default]
    MessageAttributes,
    /// The message itself, which must be a JSON object.
    MessageBody,
}

impl Scope {
    /// How the API spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::MessageAttributes => "MessageAttributes",
            Self::MessageBody => "MessageBody",
        }
    }

    /// The scope of a subscription that says this, or nothing; `None` where it is not known.
    pub fn of_word(word: Option<&str>) -> Option<Self> {
        match word {
            None => Some(Self::default()),
            Some(word) => Self::of(word),
        }
    }

    /// The scope that the API spells so.
    pub fn of(name: &str) -> Option<Self> {
        [Self::MessageAttributes, Self::MessageBody]
            .into_iter()
            .find(|scope| scope.name() == name)
    }
}

// `anything-but` with `suffix` was refused when it was recorded in May 2024; the page lists it.
pub(super) static TABLE: Table = Table {
    except: &[
        (O::PrefixIgnoreCase, Ruling::Unlisted),
        (O::SuffixIgnoreCase, Ruling::Unlisted),
        (O::AnythingButIgnoreCase, Ruling::Unlisted),
    ],
    size: (Size::Characters(262_144), None),
    filters: (1, None),
    text_only: false,
    sources: &[
        "docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html",
        "docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html",
    ],
};

/// A policy may name at most so many keys.
pub const MOST_KEYS: usize = 5;
/// The values of the keys, each list times its depth, may multiply to this.
pub const MOST_COMBINATIONS: u64 = 150;
/// The wildcards of a policy may cost at most so many points.
pub const MOST_POINTS: u64 = 100;
/// A wildcard may have at most so many stars.
pub const MOST_STARS: usize = 3;

/// The refusal of more keys.
pub const KEYS_TEXT: &str = "Filter policy can not have more than 5 keys";
/// The refusal of more combinations.
pub const COMBINATIONS_TEXT: &str = "Filter policy is too complex";
/// The refusal of an object below the name of an attribute.
pub const NESTED_TEXT: &str =
    "Filter policy scope MessageAttributes does not support nested filter policy";

/// What a policy costs by the limits of SNS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Keys with a list of values. Those in branches of `$or` are not counted: how SNS counts them
    /// is not documented.
    pub keys: usize,
    /// The product over all lists of their length times their depth; the branches of an `$or` are
    /// added up.
    pub combinations: u64,
    /// The points of the wildcards, a field's multiplied with the number of its wildcards. More than
    /// one star is read as three points a star; the documents leave that open.
    pub points: u64,
    /// The most stars in one wildcard.
    pub stars: usize,
}

/// What a policy costs. Linear in its text; arithmetic stops at the largest number.
pub fn cost(policy: &Document<'_>) -> Cost {
    let mut cost = Cost {
        keys: 0,
        combinations: 1,
        points: 0,
        stars: 0,
    };
    cost.combinations = combinations(policy, &mut cost);
    cost
}

/// What is left to multiply at an object, and how deep it is.
fn combinations(policy: &Document<'_>, cost: &mut Cost) -> u64 {
    // An own stack: policies may nest deep. Each object gives the product of its members.
    enum Step {
        Enter(NodeId, u64, bool),
        Multiply,
        Add(usize),
    }
    let mut steps = vec![Step::Enter(0, 1, false)];
    let mut values: Vec<u64> = Vec::new();
    while let Some(step) = steps.pop() {
        match step {
            Step::Enter(id, depth, in_or) => match policy.node(id).kind {
                NodeKind::Object => {
                    values.push(1);
                    for child in policy.children(id) {
                        let is_or = is_or(policy, child);
                        steps.push(Step::Multiply);
                        match is_or {
                            true => {
                                let branches: Vec<_> = policy.children(child).collect();
                                steps.push(Step::Add(branches.len()));
                                steps.extend(
                                    branches.into_iter().map(|b| Step::Enter(b, depth, true)),
                                );
                            }
                            false => {
                                let deeper = match policy.node(child).kind {
                                    NodeKind::Object => depth + 1,
                                    _ => depth,
                                };
                                steps.push(Step::Enter(child, deeper, in_or));
                            }
                        }
                    }
                }
                NodeKind::Array => {
                    cost.keys += usize::from(!in_or);
                    wildcards(policy, id, cost);
                    let length = policy.children(id).count() as u64;
                    values.push(length.saturating_mul(depth));
                }
                _ => values.push(1),
            },
            Step::Multiply => {
                let value = values.pop().unwrap_or(1);
                if let Some(last) = values.last_mut() {
                    *last = last.saturating_mul(value);
                }
            }
            Step::Add(count) => {
                let at = values.len().saturating_sub(count);
                let sum = values
                    .split_off(at)
                    .into_iter()
                    .fold(0, u64::saturating_add);
                values.push(sum);
            }
        }
    }
    values.pop().unwrap_or(1)
}

/// Whether a member is an `$or` to SNS: two or more objects, none of whose fields is a reserved
/// word. Anything else of that name is a field, without a word of warning.
pub fn is_or(policy: &Document<'_>, member: NodeId) -> bool {
    let branches: Vec<_> = policy.children(member).collect();
    policy.key(member).as_deref() == Some("$or")
        && policy.node(member).kind == NodeKind::Array
        && branches.len() >= 2
        && branches.iter().all(|branch| {
            policy.node(*branch).kind == NodeKind::Object
                && policy.children(*branch).all(|field| {
                    let key = policy.key(field).unwrap_or_default();
                    !crate::pattern::RESERVED.contains(&&*key)
                })
        })
}

fn wildcards(policy: &Document<'_>, list: NodeId, cost: &mut Cost) {
    let (mut points, mut count) = (0_u64, 0_u64);
    for matcher in policy.children(list) {
        let wildcard = policy.member(matcher, "wildcard").map(|id| (id, false));
        let inside = || {
            let inside = policy.member(matcher, "anything-but")?;
            Some((policy.member(inside, "wildcard")?, true))
        };
        let Some((operand, negated)) = wildcard.or_else(inside) else {
            continue;
        };
        let stars = policy
            .string(operand)
            .map_or(1, |text| text.matches('*').count());
        cost.stars = cost.stars.max(stars);
        count += 1;
        points += match (negated, stars) {
            (true, _) | (_, 0..=1) => 1,
            (_, stars) => 3 * stars as u64,
        };
    }
    cost.points = cost.points.saturating_add(points.saturating_mul(count));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost_of(text: &str) -> Cost {
        cost(&Document::parse(text).unwrap())
    }

    #[test]
    fn lists_multiply_with_their_depth() {
        let two = cost_of(
            r#"{"key_a": {"b": {"c": ["1", "2", "3", "4"]}}, "d": {"e": ["1", "2", "3"]}}"#,
        );
        assert_eq!((two.keys, two.combinations), (2, 72));
        let three =
            cost_of(r#"{"a": {"b": {"c": [1, 2, 3, 4]}}, "d": {"e": [1, 2, 3]}, "f": [1, 2, 3]}"#);
        assert_eq!(three.combinations, 216, "refused when it was recorded");
        assert_eq!(cost_of(r#"{"a": ["x"], "b": [1, 2]}"#).combinations, 2);
    }

    #[test]
    fn branches_of_an_or_are_added() {
        let cost = cost_of(r#"{"k": [1, 2], "$or": [{"a": [1, 2]}, {"b": [1, 2, 3]}]}"#);
        assert_eq!((cost.keys, cost.combinations), (1, 10));
        let field = cost_of(r#"{"k": [1, 2], "$or": [1, 2, 3]}"#);
        assert_eq!((field.keys, field.combinations), (2, 6), "no $or to SNS");
    }

    #[test]
    fn points_of_wildcards() {
        let cost = cost_of(
            r#"{"a": [{"wildcard": "x*"}, {"wildcard": "*y*"}], "b": [{"anything-but": {"wildcard": "*z"}}]}"#,
        );
        assert_eq!((cost.points, cost.stars), ((1 + 6) * 2 + 1, 2));
    }

    #[test]
    fn deep_and_wide_policies_end() {
        let deep = format!("{}[1]{}", r#"{"a":"#.repeat(900), "}".repeat(900));
        assert_eq!(cost_of(&deep).combinations, 900);
        let list = vec!["1"; 2_000].join(",");
        let wide: Vec<_> = (0..100).map(|n| format!("\"k{n}\":[{list}]")).collect();
        assert_eq!(
            cost_of(&format!("{{{}}}", wide.join(","))).combinations,
            u64::MAX
        );
    }
}
