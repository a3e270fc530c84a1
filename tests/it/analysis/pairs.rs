//! Pairs of patterns from the shapes of the conformance data: two that have nothing to do with each
//! other, or one and a changed one.

use super::Dice;
use crate::conformance;
use pattern_test::Pattern;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

pub(crate) struct Shapes {
    texts: Vec<String>,
    trees: Vec<Value>,
    /// Lists of matchers, as they stand somewhere in the data.
    lists: Vec<Value>,
    matchers: Vec<Value>,
    pub(crate) events: Vec<Value>,
}

/// Read once for all tests.
pub(crate) static SHAPES: LazyLock<Shapes> = LazyLock::new(Shapes::read);

impl Shapes {
    fn read() -> Self {
        let mut shapes = Self {
            texts: Vec::new(),
            trees: Vec::new(),
            lists: Vec::new(),
            matchers: Vec::new(),
            events: Vec::new(),
        };
        for (_, case) in conformance::cases("verdicts", 5_974) {
            let text = conformance::text(&case, "pattern");
            let tree: Value = serde_json::from_str(text).unwrap();
            lists(&tree, &mut shapes.lists);
            shapes.texts.push(text.to_owned());
            shapes.trees.push(tree);
            let event = serde_json::from_str(conformance::text(&case, "event")).unwrap();
            shapes.events.push(event);
        }
        for list in &shapes.lists {
            shapes.matchers.extend(list.as_array().unwrap().clone());
        }
        shapes
    }

    /// Two patterns, and the place of the first among the shapes.
    pub(crate) fn pair(&self, dice: &mut Dice) -> (Pattern, Pattern, usize) {
        loop {
            let at = dice.below(self.texts.len());
            let (first, second) = match dice.below(8) {
                0 => (self.texts[at].clone(), dice.of(&self.texts).clone()),
                1 => {
                    let or = json!({"$or": [self.trees[at], dice.of(&self.trees)]});
                    (self.texts[at].clone(), or.to_string())
                }
                2 => {
                    let both = json!({"$or": [self.changed(at, dice), self.changed(at, dice)]});
                    (self.changed(at, dice).to_string(), both.to_string())
                }
                3 => (
                    self.changed(at, dice).to_string(),
                    self.changed(at, dice).to_string(),
                ),
                _ => (self.texts[at].clone(), self.changed(at, dice).to_string()),
            };
            if let (Ok(first), Ok(second)) = (Pattern::parse(&first), Pattern::parse(&second)) {
                return (first, second, at);
            }
        }
    }

    fn changed(&self, at: usize, dice: &mut Dice) -> Value {
        let mut tree = self.trees[at].clone();
        for _ in 0..=dice.below(3) {
            match dice.below(6) {
                0 => drop_condition(&mut tree, dice),
                1 => add_condition(&mut tree, &self.trees, dice),
                _ => self.change_list(&mut tree, dice),
            }
        }
        tree
    }

    fn change_list(&self, tree: &mut Value, dice: &mut Dice) {
        let mut found = Vec::new();
        places(tree, String::new(), &mut found);
        let Some(list) = tree
            .pointer_mut(dice.of(&found).as_str())
            .and_then(Value::as_array_mut)
        else {
            return;
        };
        let at = dice.below(list.len());
        match dice.below(11) {
            9 => *list = vec![json!({"exists": false})],
            10 => *list = vec![json!({"exists": true})],
            0 if list.len() > 1 => drop(list.remove(at)),
            0 | 1 => list.insert(at, dice.of(&self.matchers).clone()),
            2 => list[at] = dice.of(&self.matchers).clone(),
            3 => list.push(json!({"exists": dice.one_in(2)})),
            4 => *list = dice.of(&self.lists).as_array().unwrap().clone(),
            5 => list.insert(0, list[at].clone()),
            _ => list[at] = related(&list[at], dice),
        }
    }
}

/// A matcher about the same value.
fn related(matcher: &Value, dice: &mut Dice) -> Value {
    let operand = match matcher {
        Value::Object(members) => members.values().next().unwrap().clone(),
        other => other.clone(),
    };
    match operand {
        Value::String(text) => {
            let cut: String = text
                .chars()
                .take(dice.below(text.chars().count() + 1))
                .collect();
            let tail: String = text
                .chars()
                .skip(dice.below(text.chars().count() + 1))
                .collect();
            match dice.below(12) {
                0 => json!({"prefix": cut}),
                1 => json!({"suffix": tail}),
                2 => json!({"wildcard": format!("{}*", cut.replace(['*', '\\'], ""))}),
                3 => json!({"wildcard": format!("*{}", tail.replace(['*', '\\'], ""))}),
                4 => json!({"anything-but": text}),
                5 => json!({"anything-but": [text, cut]}),
                6 if !cut.is_empty() => json!({"anything-but": {"prefix": cut}}),
                7 => json!({"equals-ignore-case": text.to_uppercase()}),
                8 => json!({"prefix": {"equals-ignore-case": cut.to_uppercase()}}),
                9 => json!({"exactly": text}),
                10 => {
                    json!({"anything-but": {"wildcard": format!("{}*", cut.replace(['*', '\\'], ""))}})
                }
                _ => Value::String(text),
            }
        }
        Value::Number(number) => match dice.below(6) {
            0 => json!({"numeric": ["=", number]}),
            1 => json!({"numeric": [">=", number]}),
            2 => json!({"numeric": ["<", number]}),
            3 => json!({"anything-but": number}),
            4 => json!({"anything-but": [number, 0]}),
            _ => Value::Number(number),
        },
        Value::Array(mut list) if matcher.get("anything-but").is_some() && list.len() > 1 => {
            list.remove(dice.below(list.len()));
            json!({"anything-but": list})
        }
        other => other,
    }
}

/// The pointers of all lists of matchers.
pub(crate) fn places(tree: &Value, at: String, found: &mut Vec<String>) {
    match tree {
        Value::Object(members) => {
            for (key, member) in members {
                let step = key.replace('~', "~0").replace('/', "~1");
                if key == "$or" {
                    for (index, branch) in member.as_array().unwrap().iter().enumerate() {
                        places(branch, format!("{at}/{step}/{index}"), found);
                    }
                } else {
                    places(member, format!("{at}/{step}"), found);
                }
            }
        }
        _ => found.push(at),
    }
}

fn lists(tree: &Value, found: &mut Vec<Value>) {
    let mut pointers = Vec::new();
    places(tree, String::new(), &mut pointers);
    found.extend(pointers.iter().map(|p| tree.pointer(p).unwrap().clone()));
}

fn drop_condition(tree: &mut Value, dice: &mut Dice) {
    let mut found = Vec::new();
    places(tree, String::new(), &mut found);
    let place = dice.of(&found).clone();
    let (parent, key) = place.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/").replace("~0", "~");
    if let Some(Value::Object(members)) = tree.pointer_mut(parent)
        && members.len() > 1
    {
        members.remove(&key);
    }
}

fn add_condition(tree: &mut Value, others: &[Value], dice: &mut Dice) {
    let other = dice.of(others);
    let Some((key, member)) = other.as_object().and_then(|members| members.iter().next()) else {
        return;
    };
    merge(tree.as_object_mut().unwrap(), key, member);
}

fn merge(into: &mut Map<String, Value>, key: &str, member: &Value) {
    match (into.get_mut(key), member) {
        (Some(Value::Object(inner)), Value::Object(members)) => {
            for (key, member) in members {
                merge(inner, key, member);
            }
        }
        (Some(_), _) => {}
        (None, _) => {
            into.insert(key.to_owned(), member.clone());
        }
    }
}
