//! What a pattern means, as slowly and as literally as it can be said.

use super::ast::{Field, Json, Matcher};
use super::values::{
    Decimal, address_digits, block_contains, comparable, ignore_case_forms, literal_accepts,
    number_digits, received, wildcard_accepts,
};

/// A leaf with its path and the array elements it lies below: which array, which element.
#[derive(Debug, Clone)]
pub(crate) struct Leaf {
    pub(crate) path: String,
    pub(crate) value: Json,
    pub(crate) below: Vec<(usize, usize)>,
}

pub(crate) fn leaves(event: &Json) -> Vec<Leaf> {
    let mut out = Vec::new();
    walk(event, &[], &[], &mut 0, &mut out);
    out
}

fn walk(
    value: &Json,
    keys: &[&str],
    below: &[(usize, usize)],
    arrays: &mut usize,
    out: &mut Vec<Leaf>,
) {
    match value {
        Json::Object(members) => {
            for (key, value) in members {
                let keys = [keys, &[key.as_str()]].concat();
                walk(value, &keys, below, arrays, out);
            }
        }
        Json::Array(elements) => {
            let array = *arrays;
            *arrays += 1;
            for (index, element) in elements.iter().enumerate() {
                let inside = [below, &[(array, index)]].concat();
                let below = match element {
                    Json::Object(_) | Json::Array(_) => &inside,
                    _ => below,
                };
                walk(element, keys, below, arrays, out);
            }
        }
        leaf => out.push(Leaf {
            path: keys.join("."),
            value: leaf.clone(),
            below: below.to_vec(),
        }),
    }
}

/// A path with its matchers.
pub(crate) type Condition = (String, Vec<Matcher>);

/// `$or` multiplied out; of the conditions on one path the last is left.
pub(crate) fn alternatives(pattern: &[Field]) -> Vec<Vec<Condition>> {
    expand(pattern, &[], vec![Vec::new()])
}

fn expand(fields: &[Field], keys: &[&str], so_far: Vec<Vec<Condition>>) -> Vec<Vec<Condition>> {
    let mut alternatives = so_far;
    for field in fields {
        match field {
            Field::Object(key, inner) => {
                let keys = [keys, &[key.as_str()]].concat();
                alternatives = expand(inner, &keys, alternatives);
            }
            Field::Condition(key, matchers) => {
                let path = [keys, &[key.as_str()]].concat().join(".");
                for alternative in &mut alternatives {
                    alternative.retain(|(other, _)| *other != path);
                    alternative.push((path.clone(), matchers.clone()));
                }
            }
            Field::Or(branches) => {
                alternatives = branches
                    .iter()
                    .flat_map(|branch| expand(branch, keys, alternatives.clone()))
                    .collect();
            }
        }
    }
    alternatives
}

pub(crate) fn flattened(alternative: &[Condition], leaves: &[Leaf]) -> bool {
    alternative.iter().all(|(path, matchers)| {
        let mut here = leaves.iter().filter(|leaf| leaf.path == *path).peekable();
        if here.peek().is_none() {
            matchers.contains(&Matcher::Exists(false))
        } else {
            here.any(|leaf| accepted(matchers, leaf))
        }
    })
}

pub(crate) fn strict(alternative: &[Condition], leaves: &[Leaf]) -> bool {
    let mut chosen = Vec::new();
    any_choice(alternative, leaves, &mut chosen)
}

/// How many choices `strict` may have to look at.
pub(crate) fn choices(alternative: &[Condition], leaves: &[Leaf]) -> usize {
    alternative
        .iter()
        .map(|(path, _)| 1 + leaves.iter().filter(|leaf| leaf.path == *path).count())
        .product()
}

/// Whether some way to give every condition an accepted leaf, or none where it allows absence,
/// passes. Nothing is judged before the choice is complete.
fn any_choice<'l>(
    alternative: &[Condition],
    leaves: &'l [Leaf],
    chosen: &mut Vec<Option<&'l Leaf>>,
) -> bool {
    let Some((path, matchers)) = alternative.get(chosen.len()) else {
        return passes(alternative, leaves, chosen);
    };
    let mut options: Vec<_> = leaves
        .iter()
        .filter(|leaf| leaf.path == *path && accepted(matchers, leaf))
        .map(Some)
        .collect();
    if matchers.contains(&Matcher::Exists(false)) {
        options.push(None);
    }
    options.into_iter().any(|option| {
        chosen.push(option);
        let found = any_choice(alternative, leaves, chosen);
        chosen.pop();
        found
    })
}

fn passes(alternative: &[Condition], leaves: &[Leaf], chosen: &[Option<&Leaf>]) -> bool {
    let taken: Vec<_> = chosen.iter().flatten().copied().collect();
    let together = |leaf: &Leaf| taken.iter().all(|other| same_elements(leaf, other));
    taken.iter().all(|leaf| together(leaf))
        && alternative
            .iter()
            .zip(chosen)
            .filter(|(_, choice)| choice.is_none())
            .all(|((path, _), _)| {
                !leaves
                    .iter()
                    .any(|leaf| leaf.path == *path && together(leaf))
            })
}

fn same_elements(one: &Leaf, other: &Leaf) -> bool {
    one.below.iter().all(|(array, index)| {
        other
            .below
            .iter()
            .all(|(other_array, other_index)| array != other_array || index == other_index)
    })
}

pub(crate) fn accepted(matchers: &[Matcher], leaf: &Leaf) -> bool {
    matchers.iter().any(|matcher| accepts(matcher, &leaf.value))
}

fn accepts(matcher: &Matcher, value: &Json) -> bool {
    let string = match value {
        Json::String(text) => Some(text.as_str()),
        _ => None,
    };
    let is = |test: &dyn Fn(&str) -> bool| string.is_some_and(test);
    match matcher {
        Matcher::Value(Json::String(wanted)) => match address_digits(wanted) {
            Some(_) => digits(value).is_some_and(|digits| literal_accepts(wanted, &digits)),
            None => is(&|s| s == wanted),
        },
        Matcher::Value(Json::Number(wanted)) => same_number(wanted, value),
        Matcher::Value(wanted) => wanted == value,
        Matcher::Exactly(wanted) => is(&|s| s == wanted),
        Matcher::Prefix(prefix) => is(&|s| s.starts_with(prefix)),
        Matcher::Suffix(suffix) => is(&|s| s.ends_with(suffix)),
        Matcher::EqualsIgnoreCase(text) => is(&|s| ignore_case_forms(text).iter().any(|f| f == s)),
        Matcher::PrefixIgnoreCase(text) => is(&|s| {
            ignore_case_forms(text)
                .iter()
                .any(|form| s.starts_with(form))
        }),
        Matcher::SuffixIgnoreCase(text) => {
            is(&|s| ignore_case_forms(text).iter().any(|form| s.ends_with(form)))
        }
        Matcher::Wildcard(pieces) => is(&|s| wildcard_accepts(pieces, s)),
        Matcher::AnythingBut(list, _) => !list.iter().any(|listed| match listed {
            Json::Number(number) => same_number(number, value),
            other => other == value,
        }),
        Matcher::AnythingButPrefix(list, _) => !any_accepts(list, value, Matcher::Prefix),
        Matcher::AnythingButSuffix(list, _) => !any_accepts(list, value, Matcher::Suffix),
        Matcher::AnythingButIgnoreCase(list, _) => {
            !any_accepts(list, value, Matcher::EqualsIgnoreCase)
        }
        Matcher::AnythingButWildcard(list, _) => !any_accepts(list, value, Matcher::Wildcard),
        Matcher::Numeric(terms) => match value {
            Json::Number(text) => received(text).is_some_and(|value| {
                terms.iter().all(|(operator, end)| {
                    let order = value.cmp(&Decimal::of(end));
                    match *operator {
                        "=" => order.is_eq(),
                        "<" => order.is_lt(),
                        "<=" => order.is_le(),
                        ">" => order.is_gt(),
                        ">=" => order.is_ge(),
                        other => panic!("{other}"),
                    }
                })
            }),
            _ => false,
        },
        Matcher::Cidr(block) => digits(value).is_some_and(|digits| block_contains(block, &digits)),
        Matcher::Exists(wanted) => *wanted,
    }
}

fn any_accepts<T: Clone>(operands: &[T], value: &Json, matcher: fn(T) -> Matcher) -> bool {
    operands
        .iter()
        .any(|operand| accepts(&matcher(operand.clone()), value))
}

/// What an address or a block is compared with.
fn digits(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => address_digits(text),
        Json::Number(text) => Some(number_digits(text)),
        _ => None,
    }
}

fn same_number(wanted: &str, value: &Json) -> bool {
    let Json::Number(found) = value else {
        return false;
    };
    match (comparable(wanted), received(found)) {
        (Some(a), Some(b)) => a == b,
        // An infinity is written otherwise than any number of a pattern.
        (None, None) => wanted == found && !found.contains(['.', 'e', 'E']),
        _ => false,
    }
}
