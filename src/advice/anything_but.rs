//! Mistakes in `anything-but`.

use super::alias::{self, Meaning};
use super::case::Case;
use super::{Advice, Row, quoted};
use crate::json::{NodeId, NodeKind};
use crate::pattern::PatternErrorKind as Kind;

/// The operators that may stand inside.
const INNER: [&str; 4] = ["prefix", "suffix", "wildcard", "equals-ignore-case"];

pub(super) const ROWS: &[Row] = &[
    Row {
        example: (
            r#"{"a": [{"anything-but": {"exists": true}}]}"#,
            "use the opposite operator: {\"exists\": false}",
        ),
        look: |case, _| {
            let (entry, operand) = operand(case)?;
            let (name, value) = case
                .operator(operand)
                .filter(|(name, _)| name == "exists")?;
            let _ = name;
            let opposite = match case.is(value, NodeKind::False) {
                true => "{\"exists\": true}",
                false => "{\"exists\": false}",
            };
            let lead = "use the opposite operator";
            Some(Advice::write(case.span(entry), lead, opposite))
        },
    },
    Row {
        example: (
            r#"{"a": [{"anything-but": {"numeric": [">", 5]}}]}"#,
            "ask for the opposite range: {\"numeric\": [\"<=\", 5]}",
        ),
        look: |case, _| {
            let (entry, operand) = operand(case)?;
            let (_, list) = case
                .operator(operand)
                .filter(|(name, _)| name == "numeric")?;
            let terms = case.children(list);
            let pairs: Vec<_> = terms.chunks(2).collect();
            let opposites: Vec<_> = pairs
                .iter()
                .map(|pair| match pair {
                    [sign, number] if case.is(*number, NodeKind::Number) => {
                        let number = case.raw(*number);
                        match case.text(*sign).as_deref() {
                            Some("=") => Some(format!("{{\"anything-but\": {number}}}")),
                            Some(sign) => {
                                let sign = opposite(sign)?;
                                Some(format!("{{\"numeric\": [\"{sign}\", {number}]}}"))
                            }
                            None => None,
                        }
                    }
                    _ => None,
                })
                .collect::<Option<_>>()?;
            let lead = match opposites.as_slice() {
                [] => return None,
                [_] => "ask for the opposite range",
                _ => "ask for what lies outside, as two entries",
            };
            Some(Advice::write(case.span(entry), lead, opposites.join(", ")))
        },
    },
    Row {
        example: (
            r#"{"a": [{"anything-but": {"cidr": "10.0.0.0/8"}}]}"#,
            "an address block cannot be excluded; list the blocks that are to match: {\"cidr\": \"…\"}",
        ),
        look: |case, _| {
            let (entry, operand) = operand(case)?;
            case.operator(operand).filter(|(name, _)| name == "cidr")?;
            Some(Advice::new(
                case.span(entry),
                "an address block cannot be excluded; list the blocks that are to match: {\"cidr\": \"…\"}",
            ))
        },
    },
    Row {
        example: (
            r#"{"a": [{"anything-but": {"contains": "x"}}]}"#,
            "write the text with `*` around it: {\"anything-but\": {\"wildcard\": \"*x*\"}}",
        ),
        look: |case, _| {
            let (entry, operand) = operand(case)?;
            let (name, value) = case.operator(operand)?;
            if case.kind != Kind::UnknownOperator || INNER.contains(&&*name) {
                return None;
            }
            let near = alias::nearest(&name).filter(|near| INNER.contains(near));
            let (lead, operator, text) = match (alias::meaning(&name), near) {
                (Some(Meaning::Contains), _) => {
                    let text = case
                        .text(value)
                        .filter(|text| !text.contains(['*', '\\']))?;
                    (
                        "write the text with `*` around it".to_owned(),
                        "wildcard",
                        quoted(&format!("*{text}*")),
                    )
                }
                (Some(Meaning::Operator(operator)), _) if INNER.contains(&operator) => (
                    format!("the operator is called `{operator}`"),
                    operator,
                    case.raw(value).to_owned(),
                ),
                (_, Some(near)) => (
                    format!("the operator is called `{near}`"),
                    near,
                    case.raw(value).to_owned(),
                ),
                _ => return None,
            };
            if !case.all(&case.elements(value), NodeKind::String) {
                return None;
            }
            let json = format!("{{\"anything-but\": {{\"{operator}\": {text}}}}}");
            Some(Advice::write(case.span(entry), &lead, json))
        },
    },
    Row {
        example: (
            r#"{"a": [{"anything-but": {"anything-but": "x"}}]}"#,
            "`anything-but` takes strings, numbers, or one of prefix, suffix, wildcard and equals-ignore-case",
        ),
        look: |case, _| {
            let (entry, operand) = operand(case)?;
            (case.kind == Kind::UnknownOperator && case.is(operand, NodeKind::Object)).then(|| {
                Advice::new(
                    case.span(entry),
                    "`anything-but` takes strings, numbers, or one of prefix, suffix, wildcard and equals-ignore-case",
                )
            })
        },
    },
    Row {
        example: (
            r#"{"a": [{"anything-but": {"prefix": "tmp/", "suffix": ".bak"}}]}"#,
            "`anything-but` takes one operator; a list of wildcards excludes both: {\"anything-but\": {\"wildcard\": [\"tmp/*\", \"*.bak\"]}}",
        ),
        look: |case, _| {
            let (entry, operand) = operand(case)?;
            let is_object = case.is(operand, NodeKind::Object) && case.children(operand).len() > 1;
            if case.kind != Kind::ManyOperators || !is_object {
                return None;
            }
            let lead = "`anything-but` takes one operator; a list of wildcards excludes both";
            match wildcards(case, &case.children(operand)) {
                Some(json) => Some(Advice::write(case.span(entry), lead, json)),
                None => Some(Advice::new(
                    case.span(entry),
                    "`anything-but` takes one operator",
                )),
            }
        },
    },
    Row {
        example: (
            r#"{"a": [{"anything-but": "x", "prefix": "y"}]}"#,
            "one object holds one operator, and the entries of a list are alternatives: test one of them in the target, or write both as a wildcard",
        ),
        look: |case, _| {
            let (entry, _) = operand(case)?;
            (case.kind == Kind::ManyOperators).then(|| {
                Advice::new(
                    case.span(entry),
                    "one object holds one operator, and the entries of a list are alternatives: test one of them in the target, or write both as a wildcard",
                )
            })
        },
    },
    // Lists.
    Row {
        example: (
            r#"{"a": [{"anything-but": [{"wildcard": "tmp/*"}]}]}"#,
            "write the operator here without a list: {\"anything-but\": {\"wildcard\": \"tmp/*\"}}",
        ),
        look: |case, _| {
            let (entry, operand) = operand(case)?;
            let objects = case.children(operand);
            if !case.is(operand, NodeKind::Array) || !case.all(&objects, NodeKind::Object) {
                return None;
            }
            let members: Vec<_> = objects
                .iter()
                .flat_map(|object| case.children(*object))
                .collect();
            let names: Vec<_> = members.iter().filter_map(|id| case.key(*id)).collect();
            let (first, value) = (names.first()?, members.first()?);
            let same = names.iter().all(|name| name == first) && INNER.contains(&&**first);
            let lead = "write the operator here without a list";
            if let ([_], true) = (members.as_slice(), same) {
                let json = format!(
                    "{{\"anything-but\": {{\"{first}\": {}}}}}",
                    case.raw(*value)
                );
                return Some(Advice::write(case.span(entry), lead, json));
            }
            let texts: Vec<_> = members.iter().flat_map(|id| case.elements(*id)).collect();
            if same && case.all(&texts, NodeKind::String) {
                let texts: Vec<_> = texts.iter().map(|id| case.raw(*id)).collect();
                let json = format!(
                    "{{\"anything-but\": {{\"{first}\": [{}]}}}}",
                    texts.join(", ")
                );
                return Some(Advice::write(
                    case.span(entry),
                    "one operator takes the whole list",
                    json,
                ));
            }
            let lead = "`anything-but` takes one operator; a list of wildcards excludes all";
            match wildcards(case, &members) {
                Some(json) => Some(Advice::write(case.span(entry), lead, json)),
                None => Some(Advice::new(
                    case.span(entry),
                    "`anything-but` takes strings, numbers, or one operator: {\"anything-but\": {\"prefix\": [\"…\", \"…\"]}}",
                )),
            }
        },
    },
    Row {
        example: (
            r#"{"a": [{"anything-but": ["x", null]}]}"#,
            "null and booleans cannot be excluded; list what remains: {\"anything-but\": [\"x\"]}",
        ),
        look: |case, _| {
            let (entry, operand) = operand(case)?;
            let all = case.children(operand);
            if !case.is(operand, NodeKind::Array) {
                return None;
            }
            let comparable: Vec<_> = all
                .iter()
                .filter(|id| {
                    matches!(
                        case.document.node(**id).kind,
                        NodeKind::String | NodeKind::Number
                    )
                })
                .copied()
                .collect();
            let one_kind =
                case.all(&comparable, NodeKind::String) || case.all(&comparable, NodeKind::Number);
            let lost = all.iter().any(|id| {
                matches!(
                    case.document.node(*id).kind,
                    NodeKind::Null | NodeKind::True | NodeKind::False
                )
            });
            (one_kind && lost && all.iter().all(|id| case.is_plain(*id))).then(|| {
                let left: Vec<_> = comparable.iter().map(|id| case.raw(*id)).collect();
                let json = format!("{{\"anything-but\": [{}]}}", left.join(", "));
                let lead = "null and booleans cannot be excluded; list what remains";
                Advice::write(case.span(entry), lead, json)
            })
        },
    },
    Row {
        example: (
            r#"{"a": [{"anything-but": ["x", 1]}]}"#,
            "list only strings or only numbers, of the type that the field has: a value of another type is never excluded by mistake",
        ),
        look: |case, _| {
            let (entry, operand) = operand(case)?;
            let all = case.children(operand);
            let plain = all.iter().all(|id| case.is_plain(*id));
            (case.is(operand, NodeKind::Array) && all.len() > 1 && plain && case.kind == Kind::Operand).then(|| {
                Advice::new(
                    case.span(entry),
                    "list only strings or only numbers, of the type that the field has: a value of another type is never excluded by mistake",
                )
            })
        },
    },
    Row {
        example: (
            r#"{"a": [{"anything-but": [["x"]]}]}"#,
            "write the values in one list: {\"anything-but\": [\"x\"]}",
        ),
        look: |case, _| {
            let (entry, operand) = operand(case)?;
            let all = case.children(operand);
            if !case.is(operand, NodeKind::Array)
                || !all.iter().any(|id| case.is(*id, NodeKind::Array))
            {
                return None;
            }
            let flat: Vec<_> = all.iter().flat_map(|id| case.elements(*id)).collect();
            let one_kind = case.all(&flat, NodeKind::String) || case.all(&flat, NodeKind::Number);
            let flat: Vec<_> = flat.iter().map(|id| case.raw(*id)).collect();
            let json = format!("{{\"anything-but\": [{}]}}", flat.join(", "));
            one_kind.then(|| Advice::write(case.span(entry), "write the values in one list", json))
        },
    },
    Row {
        example: (
            r#"{"a": [{"anything-but": true}]}"#,
            "booleans cannot be excluded; list the other one: false",
        ),
        look: |case, _| {
            let (entry, operand) = operand(case)?;
            let values = case.elements(operand);
            let other = match values.as_slice() {
                [one] if case.is(*one, NodeKind::True) => "false",
                [one] if case.is(*one, NodeKind::False) => "true",
                _ => return None,
            };
            let lead = "booleans cannot be excluded; list the other one";
            Some(Advice::write(case.span(entry), lead, other))
        },
    },
    Row {
        example: (
            r#"{"a": [{"anything-but": null}]}"#,
            "null cannot be excluded; list what is to match instead, such as {\"prefix\": \"\"} for any string",
        ),
        look: |case, _| {
            let (entry, operand) = operand(case)?;
            let values = case.elements(operand);
            case.all(&values, NodeKind::Null).then(|| {
                Advice::new(
                    case.span(entry),
                    "null cannot be excluded; list what is to match instead, such as {\"prefix\": \"\"} for any string",
                )
            })
        },
    },
    Row {
        example: (
            r#"{"a": [{"anything-but": []}]}"#,
            "list the values to exclude: {\"anything-but\": [\"…\"]}; {\"exists\": true} matches any value",
        ),
        look: |case, _| {
            let (entry, operand) = operand(case)?;
            let empty = case.children(operand).is_empty() && !case.is_plain(operand);
            empty.then(|| {
                Advice::new(
                    case.span(entry),
                    "list the values to exclude: {\"anything-but\": [\"…\"]}; {\"exists\": true} matches any value",
                )
            })
        },
    },
    Row {
        example: (
            r#"{"a": [{"anything-but": {"prefix": 5}}]}"#,
            "it compares text: {\"anything-but\": {\"prefix\": \"5\"}}",
        ),
        look: |case, _| {
            let (entry, operand) = operand(case)?;
            let (name, value) = case.operator(operand)?;
            let numbers = case.elements(value);
            if !INNER.contains(&&*name)
                || case.kind != Kind::Operand
                || !case.all(&numbers, NodeKind::Number)
            {
                return None;
            }
            let texts: Vec<_> = numbers
                .iter()
                .map(|id| format!("\"{}\"", case.raw(*id)))
                .collect();
            let texts = match case.is(value, NodeKind::Array) {
                true => format!("[{}]", texts.join(", ")),
                false => texts.join(""),
            };
            let json = format!("{{\"anything-but\": {{\"{name}\": {texts}}}}}");
            Some(Advice::write(case.span(entry), "it compares text", json))
        },
    },
    Row {
        example: (
            r#"{"a": [{"anything-but": {"prefix": ""}}]}"#,
            "every string begins and ends with the empty text: nothing would be left; name what to exclude",
        ),
        look: |case, _| {
            let (entry, operand) = operand(case)?;
            let (name, value) = case.operator(operand)?;
            let empty = case
                .elements(value)
                .iter()
                .any(|id| case.text(*id).as_deref() == Some(""));
            (matches!(&*name, "prefix" | "suffix") && empty && case.kind == Kind::Operand).then(|| {
                Advice::new(
                    case.span(entry),
                    "every string begins and ends with the empty text: nothing would be left; name what to exclude",
                )
            })
        },
    },
];

/// The entry and its operand, where the entry begins with `anything-but`.
fn operand(case: &Case<'_>) -> Option<(NodeId, NodeId)> {
    let entry = case.entry?;
    let (name, operand) = case.operator(entry)?;
    (name == "anything-but" && case.kind != Kind::IncomparableNumber && case.kind != Kind::Wildcard)
        .then_some((entry, operand))
}

fn opposite(sign: &str) -> Option<&'static str> {
    Some(match sign {
        ">" => "<=",
        ">=" => "<",
        "<" => ">=",
        "<=" => ">",
        _ => return None,
    })
}

/// Prefixes, suffixes and wildcards as one list of wildcards.
fn wildcards(case: &Case<'_>, members: &[NodeId]) -> Option<String> {
    let mut wildcards = Vec::new();
    for member in members {
        let name = case.key(*member)?;
        for id in case.elements(*member) {
            let text = case.text(id)?;
            if name != "wildcard" && text.contains(['*', '\\']) || text.is_empty() {
                return None;
            }
            wildcards.push(quoted(&match &*name {
                "prefix" => format!("{text}*"),
                "suffix" => format!("*{text}"),
                "wildcard" => text,
                _ => return None,
            }));
        }
    }
    Some(format!(
        "{{\"anything-but\": {{\"wildcard\": [{}]}}}}",
        wildcards.join(", ")
    ))
}
