//! Mistakes in `numeric`.

use super::case::Case;
use super::{Advice, Row};
use crate::json::{Document, NodeId, NodeKind, Number, double};
use crate::pattern::PatternErrorKind as Kind;

pub(super) const ROWS: &[Row] = &[
    Row {
        example: (
            r#"{"a": [{"numeric": ">=7"}]}"#,
            "write sign and number as two entries of a list: {\"numeric\": [\">=\", 7]}",
        ),
        look: |case, _| {
            let (entry, operand) = operand(case)?;
            let text = match case.children(operand).as_slice() {
                [only] if case.is(operand, NodeKind::Array) => case.text(*only)?,
                [] => case.text(operand)?,
                _ => return None,
            };
            let terms = terms(&text)?;
            let lead = "write sign and number as two entries of a list";
            Some(Advice::write(
                case.span(entry),
                lead,
                format!("{{\"numeric\": {terms}}}"),
            ))
        },
    },
    Row {
        example: (r#"{"a": [{"numeric": 7}]}"#, "write the number itself: 7"),
        look: |case, _| {
            let (entry, operand) = operand(case)?;
            let number = match case.children(operand).as_slice() {
                [only] if case.is(operand, NodeKind::Array) => *only,
                [] => operand,
                _ => return None,
            };
            let number = self::number(case, number)?;
            Some(Advice::write(
                case.span(entry),
                "write the number itself",
                number,
            ))
        },
    },
    Row {
        example: (
            r#"{"a": [{"numeric": {">": 5, "<": 9}}]}"#,
            "write a list: {\"numeric\": [\">\", 5, \"<\", 9]}",
        ),
        look: |case, _| {
            let (entry, operand) = operand(case)?;
            if !case.is(operand, NodeKind::Object) {
                return None;
            }
            let members = case.children(operand);
            let pairs: Vec<_> = members
                .iter()
                .map(|id| Some((case.key(*id)?, *id)))
                .collect::<Option<_>>()?;
            let json = of_pairs(case, &pairs)?;
            Some(Advice::write(case.span(entry), "write a list", json))
        },
    },
    Row {
        example: (
            r#"{"a": [{"numeric": ["!=", 5]}]}"#,
            "exclude a number with `anything-but`: {\"anything-but\": 5}",
        ),
        look: |case, _| {
            let (entry, operand) = operand(case)?;
            let [sign, number] = *case.children(operand).as_slice() else {
                return None;
            };
            let is_not = matches!(
                case.text(sign).as_deref(),
                Some("!=" | "<>" | "≠" | "not" | "ne")
            );
            let number = self::number(case, number)?;
            let lead = "exclude a number with `anything-but`";
            is_not.then(|| {
                Advice::write(
                    case.span(entry),
                    lead,
                    format!("{{\"anything-but\": {number}}}"),
                )
            })
        },
    },
    Row {
        example: (
            r#"{"a": [{"numeric": [7, 9]}]}"#,
            "each number needs its sign before it: {\"numeric\": [\">=\", 7, \"<=\", 9]}",
        ),
        look: |case, _| {
            let (entry, operand) = operand(case)?;
            let [low, high] = *case.children(operand).as_slice() else {
                return None;
            };
            let (low, high) = (number(case, low)?, number(case, high)?);
            (value(&low)? < value(&high)?).then_some(())?;
            let lead = "each number needs its sign before it";
            Some(Advice::write(
                case.span(entry),
                lead,
                format!("{{\"numeric\": [\">=\", {low}, \"<=\", {high}]}}"),
            ))
        },
    },
    // Signs and numbers that are all there, but not as they should be.
    Row {
        example: (
            r#"{"a": [{"numeric": [">", "0"]}]}"#,
            "write numbers without quotes: {\"numeric\": [\">\", 0]}",
        ),
        look: |case, _| {
            let (entry, operand) = operand(case)?;
            let list = case.children(operand);
            let alone = case.children(entry).len() == 1;
            if !alone
                || !case.is(operand, NodeKind::Array)
                || list.len() % 2 == 1
                || list.is_empty()
            {
                return None;
            }
            let pairs: Vec<_> = list
                .chunks(2)
                .map(|pair| match pair {
                    [sign, number] => Some((case.text(*sign)?, *number)),
                    _ => None,
                })
                .collect::<Option<_>>()?;
            let json = of_pairs(case, &pairs)?;
            let is_text = pairs
                .iter()
                .any(|(_, number)| case.is(*number, NodeKind::String));
            let signs: Vec<_> = pairs
                .iter()
                .map(|(name, _)| (name.as_str(), sign(name)))
                .collect();
            let lead = match signs.iter().find(|(name, sign)| Some(*name) != *sign) {
                Some((name, Some(sign))) => format!("the sign is written `{sign}`, not `{name}`"),
                _ if is_text => "write numbers without quotes".to_owned(),
                _ if case.kind == Kind::EmptyRange => "put the smaller number first".to_owned(),
                _ => "the lower bound comes first".to_owned(),
            };
            Some(Advice::write(case.span(entry), &lead, json))
        },
    },
    Row {
        example: (
            r#"{"a": [{"numeric": [">", 5, "<", 5]}]}"#,
            "no number is in this range: put the smaller number first, as in {\"numeric\": [\">=\", 1, \"<\", 5]}",
        ),
        look: |case, _| {
            let entry = case.entry.filter(|_| case.kind == Kind::EmptyRange)?;
            Some(Advice::new(
                case.span(entry),
                "no number is in this range: put the smaller number first, as in {\"numeric\": [\">=\", 1, \"<\", 5]}",
            ))
        },
    },
    Row {
        example: (
            r#"{"a": [{"numeric": [">=", 1], "numeric": ["<", 5]}]}"#,
            "both bounds go into one list: {\"numeric\": [\">=\", 1, \"<\", 5]}",
        ),
        look: |case, _| {
            let (entry, _) = operand(case)?;
            let members = case.children(entry);
            if members.len() != 2
                || members
                    .iter()
                    .any(|id| case.key(*id).as_deref() != Some("numeric"))
            {
                return None;
            }
            let mut pairs = Vec::new();
            for member in members {
                let [sign, number] = *case.children(member).as_slice() else {
                    return None;
                };
                pairs.push((case.text(sign)?, number));
            }
            let json = of_pairs(case, &pairs)?;
            Some(Advice::write(
                case.span(entry),
                "both bounds go into one list",
                json,
            ))
        },
    },
    Row {
        example: (
            r#"{"a": [{"numeric": ["about", 5]}]}"#,
            "write {\"numeric\": [\">\", 0]} or {\"numeric\": [\">=\", 1, \"<\", 5]}; the signs are =, <, <=, > and >=",
        ),
        look: |case, _| {
            let (entry, _) = operand(case)?;
            matches!(case.kind, Kind::Numeric | Kind::Operand).then(|| {
                Advice::new(
                    case.span(entry),
                    "write {\"numeric\": [\">\", 0]} or {\"numeric\": [\">=\", 1, \"<\", 5]}; the signs are =, <, <=, > and >=",
                )
            })
        },
    },
    Row {
        example: (
            r#"{"a": [12345678901234567890123, {"numeric": ["=", 12345678901234567890123]}]}"#,
            "numbers are compared with at most about 15 significant digits; if the event has the value as text, match it as a string",
        ),
        look: |case, error| {
            (case.kind == Kind::IncomparableNumber).then(|| {
                let covers = case.entry.map_or(error.span(), |entry| case.span(entry));
                Advice::new(
                    covers,
                    "numbers are compared with at most about 15 significant digits; if the event has the value as text, match it as a string",
                )
            })
        },
    },
];

/// The entry and its operand, where the entry begins with `numeric`.
fn operand(case: &Case<'_>) -> Option<(NodeId, NodeId)> {
    let entry = case
        .entry
        .filter(|_| case.kind != Kind::IncomparableNumber)?;
    let (name, operand) = case.operator(entry)?;
    (name == "numeric").then_some((entry, operand))
}

/// The sign that is meant.
fn sign(name: &str) -> Option<&'static str> {
    Some(match name.trim() {
        "=" | "==" | "===" | "eq" => "=",
        ">" | "gt" => ">",
        ">=" | "=>" | "≥" | "gte" | "ge" => ">=",
        "<" | "lt" => "<",
        "<=" | "=<" | "≤" | "lte" | "le" => "<=",
        _ => return None,
    })
}

/// A number, as it stands there or as a string spells it.
pub(super) fn number(case: &Case<'_>, id: NodeId) -> Option<String> {
    match case.document.node(id).kind {
        NodeKind::Number => Some(case.raw(id).to_owned()),
        NodeKind::String => spelled(&case.text(id)?),
        _ => None,
    }
}

/// A string that spells a number as JSON has it.
fn spelled(text: &str) -> Option<String> {
    let text = text.trim();
    let document = Document::parse(text).ok()?;
    (document.node(0).kind == NodeKind::Number).then(|| text.to_owned())
}

fn value(number: &str) -> Option<f64> {
    double::nearest(number)
}

/// One or two comparisons as a matcher: the lower bound first, the bounds in their order.
pub(super) fn of_pairs(case: &Case<'_>, pairs: &[(String, NodeId)]) -> Option<String> {
    let mut terms = Vec::new();
    for (name, id) in pairs {
        terms.push((sign(name)?, number(case, *id)?));
    }
    match terms.as_mut_slice() {
        [(sign, number)] => Some(format!("{{\"numeric\": [\"{sign}\", {number}]}}")),
        [first, second] => {
            if first.0.starts_with('<') && second.0.starts_with('>') {
                std::mem::swap(first, second);
            }
            let fits = first.0.starts_with('>') && second.0.starts_with('<');
            if !fits {
                return None;
            }
            let (low, high) = (value(&first.1)?, value(&second.1)?);
            if low > high {
                std::mem::swap(&mut first.1, &mut second.1);
            } else if Number::parse(&first.1).value() == Number::parse(&second.1).value() {
                let exact = first.0 == ">=" && second.0 == "<=";
                return exact.then(|| format!("{{\"numeric\": [\"=\", {}]}}", first.1));
            }
            Some(format!(
                "{{\"numeric\": [\"{}\", {}, \"{}\", {}]}}",
                first.0, first.1, second.0, second.1
            ))
        }
        _ => None,
    }
}

/// A comparison that is written as one text, such as `>=7`, as a list.
pub(super) fn terms(text: &str) -> Option<String> {
    let text = text.trim();
    let split = text.find(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'))?;
    let (sign, number) = text.split_at_checked(split)?;
    let sign = self::sign(sign)?;
    let number = spelled(number)?;
    Some(format!("[\"{sign}\", {number}]"))
}
