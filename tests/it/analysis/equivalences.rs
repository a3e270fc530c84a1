//! Other ways to write every pattern of the conformance data that mean the same.

use super::stride;
use crate::conformance;
use pattern_test::analysis::{Options, Relation, compare};
use pattern_test::json::Number;
use pattern_test::pattern::Condition;
use pattern_test::{Mode, Pattern};
use serde_json::{Map, Value, json};

fn patterns() -> Vec<String> {
    let cases = conformance::cases("verdicts", 5_974);
    cases
        .iter()
        .step_by(stride())
        .map(|(_, case)| conformance::text(case, "pattern").to_owned())
        .collect()
}

/// Compares every pattern with what `change` makes of it, where that is a pattern.
fn all_equivalent(least: usize, change: impl Fn(&mut Value) -> bool) {
    let mut count = 0;
    for text in patterns() {
        let mut tree: Value = serde_json::from_str(&text).unwrap();
        // Text with a key that stands twice, and a tree's order of keys, may mean something else.
        // In another order of keys wildcards may also cost more than the service takes.
        let Ok(pattern) = Pattern::parse(&tree.to_string()) else {
            continue;
        };
        if change(&mut tree)
            && let Ok(changed) = Pattern::parse(&tree.to_string())
        {
            equivalent(&pattern, &changed);
            count += 1;
        }
    }
    assert!(
        count * stride() >= least,
        "only {count} patterns could be changed"
    );
}

fn equivalent(pattern: &Pattern, changed: &Pattern) {
    for mode in [Mode::Flattened, Mode::Strict] {
        let options = Options {
            mode,
            ..Options::default()
        };
        let relation = compare(pattern, changed, &options).relation;
        assert_eq!(
            relation,
            Relation::Equivalent,
            "{mode:?}\n{}\n{}",
            pattern.text(),
            changed.text()
        );
    }
}

/// Whether some condition replaces another.
fn replaces(pattern: &Pattern) -> bool {
    let replaced = |condition: &Condition| !condition.replaced_by.is_empty();
    pattern.conditions().iter().any(replaced)
}

fn each_list(tree: &mut Value, change: &mut dyn FnMut(&mut Vec<Value>)) {
    match tree {
        Value::Object(members) => {
            for (key, member) in members {
                match member {
                    Value::Array(branches) if key == "$or" => {
                        branches.iter_mut().for_each(|b| each_list(b, change));
                    }
                    Value::Array(list) => change(list),
                    other => each_list(other, change),
                }
            }
        }
        _ => unreachable!("{tree} is no pattern"),
    }
}

#[test]
fn keys_in_another_order() {
    let mut count = 0;
    for text in patterns() {
        let pattern = Pattern::parse(&text).unwrap();
        // Where a path stands twice, order matters; and a tree writes 1e400 as 1e+400, which is
        // another number.
        if replaces(&pattern) || text.contains("1e400") {
            continue;
        }
        // A tree's keys are in alphabetical order, and each stands once.
        let tree: Value = serde_json::from_str(&text).unwrap();
        let tree = Pattern::parse(&tree.to_string()).unwrap();
        if tree.conditions().len() == pattern.conditions().len() {
            equivalent(&pattern, &tree);
            count += 1;
        }
    }
    assert!(
        count * stride() > 4_500,
        "only {count} patterns could be changed"
    );
}

#[test]
fn matchers_in_another_order_and_twice() {
    all_equivalent(5_000, |tree| {
        each_list(tree, &mut |list| {
            let again = list[list.len() / 2].clone();
            list.reverse();
            list.push(again);
        });
        true
    });
}

#[test]
fn a_list_split_into_branches() {
    all_equivalent(500, |tree| {
        !replaces(&Pattern::parse(&tree.to_string()).unwrap())
            && split(tree.as_object_mut().unwrap())
    });
}

/// Splits the first list of several matchers, outside of any `$or`.
fn split(members: &mut Map<String, Value>) -> bool {
    if members.contains_key("$or") {
        return false;
    }
    let lists: Vec<_> = members.keys().cloned().collect();
    for key in lists {
        match &mut members[&key] {
            Value::Array(list) if list.len() > 1 => {
                let branches: Vec<_> = list.iter().map(|m| json!({ key.as_str(): [m] })).collect();
                members.remove(&key);
                members.insert("$or".to_owned(), Value::Array(branches));
                return true;
            }
            Value::Object(inner) => {
                let done = split(inner);
                if done {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

#[test]
fn numbers_spelled_otherwise() {
    all_equivalent(1_000, |tree| {
        let mut changed = false;
        each_list(tree, &mut |list| {
            for matcher in list {
                respell(matcher, &mut changed);
            }
        });
        changed
    });
}

fn respell(value: &mut Value, changed: &mut bool) {
    match value {
        Value::Number(number) => {
            let text = number.to_string();
            if Number::parse(&text).value().is_none() {
                return;
            }
            let (mantissa, power) = text.split_once(['e', 'E']).unwrap_or((&text, "0"));
            let point = if mantissa.contains('.') { "" } else { "." };
            *value = serde_json::from_str(&format!("{mantissa}{point}00E{power}")).unwrap();
            *changed = true;
        }
        Value::Array(list) => list.iter_mut().for_each(|inner| respell(inner, changed)),
        Value::Object(members) => members
            .values_mut()
            .for_each(|inner| respell(inner, changed)),
        _ => {}
    }
}
