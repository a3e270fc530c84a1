//! Wrong versions of a pattern: one thing dropped or changed.

use super::pairs::places;
use pattern_test::Pattern;
use serde_json::{Value, json};

pub(crate) fn mutants(pattern: &Pattern) -> Vec<Pattern> {
    let tree: Value = serde_json::from_str(pattern.text()).unwrap();
    let mut texts = Vec::new();
    let mut lists = Vec::new();
    places(&tree, String::new(), &mut lists);
    for list in &lists {
        let matchers = tree.pointer(list).unwrap().as_array().unwrap().clone();
        let mut with = |matchers: Vec<Value>| {
            let mut mutant = tree.clone();
            *mutant.pointer_mut(list).unwrap() = Value::Array(matchers);
            texts.push(mutant);
        };
        for (index, matcher) in matchers.iter().enumerate() {
            if matchers.len() > 1 {
                let mut fewer = matchers.clone();
                fewer.remove(index);
                with(fewer);
            }
            for other in changed(matcher) {
                let mut mutated = matchers.clone();
                mutated[index] = other;
                with(mutated);
            }
        }
        let (parent, key) = list.rsplit_once('/').unwrap();
        let mut mutant = tree.clone();
        if let Some(Value::Object(members)) = mutant.pointer_mut(parent) {
            members.remove(&key.replace("~1", "/").replace("~0", "~"));
            texts.push(mutant);
        }
    }
    branches(&tree, String::new(), &tree, &mut texts);
    let parsed = texts.iter().map(|tree| Pattern::parse(&tree.to_string()));
    parsed.filter_map(Result::ok).collect()
}

fn branches(at: &Value, pointer: String, tree: &Value, texts: &mut Vec<Value>) {
    let Value::Object(members) = at else { return };
    for (key, member) in members {
        let step = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
        match member {
            Value::Array(list) if key == "$or" => {
                for (index, branch) in list.iter().enumerate() {
                    let mut mutant = tree.clone();
                    let or = mutant.pointer_mut(&step).unwrap();
                    or.as_array_mut().unwrap().remove(index);
                    texts.push(mutant);
                    branches(branch, format!("{step}/{index}"), tree, texts);
                }
            }
            other => branches(other, step, tree, texts),
        }
    }
}

fn changed(matcher: &Value) -> Vec<Value> {
    match matcher {
        Value::String(text) => vec![
            json!(format!("{text}-other")),
            json!({"prefix": text}),
            json!({"suffix": text}),
            json!({"anything-but": text}),
            json!({"equals-ignore-case": text}),
        ],
        Value::Number(number) => vec![
            json!(number.to_string()),
            json!({"anything-but": number}),
            json!({"numeric": [">=", number]}),
            json!({"numeric": ["<=", number]}),
        ],
        Value::Bool(value) => vec![json!(!value), json!(value.to_string())],
        Value::Null => vec![json!("null"), json!({"exists": false})],
        Value::Object(members) => {
            let (name, operand) = members.iter().next().unwrap();
            operator(name, operand)
        }
        Value::Array(_) => Vec::new(),
    }
}

fn operator(name: &str, operand: &Value) -> Vec<Value> {
    match (name, operand) {
        ("exists", Value::Bool(value)) => vec![json!({"exists": !value})],
        ("prefix", Value::String(_)) => vec![operand.clone(), json!({"suffix": operand})],
        ("suffix", Value::String(_)) => vec![operand.clone(), json!({"prefix": operand})],
        ("equals-ignore-case", _) => vec![operand.clone()],
        ("wildcard", Value::String(text)) => {
            vec![json!(text), json!({"wildcard": format!("{text}x")})]
        }
        ("anything-but", Value::Array(list)) => {
            let mut mutants = vec![json!({"anything-but": list[..1]})];
            mutants.extend(list.clone());
            mutants
        }
        ("anything-but", Value::Object(inner)) => {
            let (name, operand) = inner.iter().next().unwrap();
            vec![json!({ name.as_str(): operand })]
        }
        ("anything-but", value) => vec![value.clone()],
        ("numeric", Value::Array(terms)) => numeric(terms),
        _ => Vec::new(),
    }
}

fn numeric(terms: &[Value]) -> Vec<Value> {
    let mut mutants = Vec::new();
    for (index, term) in terms.iter().enumerate() {
        let mut with = |value: Value| {
            let mut terms = terms.to_vec();
            terms[index] = value;
            mutants.push(json!({"numeric": terms}));
        };
        match term {
            Value::String(op) => match op.as_str() {
                "<" => with(json!("<=")),
                "<=" => with(json!("<")),
                ">" => with(json!(">=")),
                ">=" => with(json!(">")),
                _ => with(json!("<")),
            },
            Value::Number(number) => {
                if let Some(value) = number.as_f64() {
                    with(json!(value + 1.0));
                    with(json!(value - 1.0));
                }
            }
            _ => {}
        }
    }
    mutants
}
