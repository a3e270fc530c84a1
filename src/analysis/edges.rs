//! The values at the edge of what a matcher accepts, on both sides of it.

use super::set::Value;
use crate::json::Number;
use crate::pattern::value::{AnythingBut, Bound, Cidr, IgnoreCase, MatcherKind, Wildcard};
use std::net::IpAddr;

/// Values worth trying on a matcher: those just inside first, then those just outside. Which is
/// which the evaluator says.
pub(super) fn edges(kind: &MatcherKind) -> Vec<Value> {
    let mut values = match kind {
        MatcherKind::Exact(text) | MatcherKind::Exactly(text) => around(text, &[]),
        MatcherKind::Prefix(text) => around(text, &[format!("{text}x")]),
        MatcherKind::Suffix(text) => around(text, &[format!("x{text}")]),
        MatcherKind::EqualsIgnoreCase(operand)
        | MatcherKind::PrefixIgnoreCase(operand)
        | MatcherKind::SuffixIgnoreCase(operand) => ignore_case(operand),
        MatcherKind::Wildcard(wildcard) => wildcards(wildcard),
        MatcherKind::Address(address) => address_spellings(address.ip()),
        MatcherKind::Cidr(block) => block_ends(block),
        MatcherKind::Number(number) => {
            let mut values = vec![Value::Number(number.text().to_owned())];
            values.extend(near(number));
            values.push(Value::String(number.text().to_owned()));
            values
        }
        MatcherKind::Numeric(range) => {
            let ends = [&range.bottom, &range.top].into_iter().flatten();
            ends.flat_map(|Bound { number, .. }| {
                std::iter::once(Value::Number(number.text().to_owned())).chain(near(number))
            })
            .collect()
        }
        MatcherKind::Bool(value) => vec![
            Value::Bool(*value),
            Value::Bool(!value),
            Value::String(value.to_string()),
        ],
        MatcherKind::Null => vec![Value::Null, Value::String("null".to_owned())],
        MatcherKind::Exists(_) => vec![
            Value::String("x".to_owned()),
            Value::String(String::new()),
            Value::Null,
        ],
        MatcherKind::AnythingBut(listed) => anything_but(listed),
    };
    let mut seen = Vec::with_capacity(values.len());
    values.retain(|value| {
        let new = !seen.contains(value);
        if new {
            seen.push(value.clone());
        }
        new
    });
    values
}

/// A text, texts of its kind, and what is nearly it.
fn around(text: &str, of_its_kind: &[String]) -> Vec<Value> {
    let mut texts = vec![text.to_owned()];
    texts.extend_from_slice(of_its_kind);
    texts.push(format!("{text}x"));
    texts.push(format!("x{text}"));
    let mut shorter: Vec<char> = text.chars().collect();
    shorter.pop();
    texts.push(shorter.iter().collect());
    texts.push(text.chars().skip(1).collect());
    texts.push(other_case(text));
    texts.push(String::new());
    let mut values: Vec<_> = texts.into_iter().map(Value::String).collect();
    // A number, true or null that someone put into quotes.
    let number = || Number::parse(text).value().is_some() && !text.starts_with(['+', '.']);
    match text {
        "true" => values.push(Value::Bool(true)),
        "false" => values.push(Value::Bool(false)),
        "null" => values.push(Value::Null),
        _ if crate::json::Document::parse(text).is_ok() && number() => {
            values.push(Value::Number(text.to_owned()));
        }
        _ => {}
    }
    values
}

/// The same letters in the other case, where there is one.
fn other_case(text: &str) -> String {
    let upper = text.to_uppercase();
    if upper == text {
        text.to_lowercase()
    } else {
        upper
    }
}

fn ignore_case(operand: &IgnoreCase) -> Vec<Value> {
    let [lower, upper] = [0, 1].map(|which| {
        let forms = operand.forms().iter();
        forms
            .filter_map(|forms| forms.get(which).map(|form| &**form))
            .collect::<String>()
    });
    let mut values = vec![
        Value::String(operand.operand().to_owned()),
        Value::String(lower),
        Value::String(upper.clone()),
        Value::String(format!("{upper}x")),
        Value::String(format!("x{upper}")),
    ];
    values.extend(around(operand.operand(), &[]));
    values
}

/// With nothing and with something for each star, and with each literal spoilt.
fn wildcards(wildcard: &Wildcard) -> Vec<Value> {
    let literals = wildcard.literals();
    let mut texts = vec![literals.concat(), literals.join("x"), literals.join("xyz")];
    for (index, literal) in literals.iter().enumerate() {
        if literal.is_empty() {
            continue;
        }
        let spoilt = |with: &str| {
            let parts = literals.iter().enumerate();
            parts
                .map(|(at, part)| if at == index { with } else { part })
                .collect::<Vec<_>>()
                .join("x")
        };
        texts.push(spoilt(""));
        texts.push(spoilt(&other_case(literal)));
    }
    texts.push(format!("{}x", literals.concat()));
    texts.push(format!("x{}", literals.concat()));
    texts.push(literals.join("*"));
    texts.into_iter().map(Value::String).collect()
}

fn address_spellings(address: IpAddr) -> Vec<Value> {
    let (other, next) = match address {
        IpAddr::V4(v4) => (
            v4.to_ipv6_mapped()
                .segments()
                .map(|part| format!("{part:x}"))
                .join(":"),
            IpAddr::V4(v4.to_bits().wrapping_add(1).into()),
        ),
        IpAddr::V6(v6) => (
            v6.segments().map(|part| format!("{part:04X}")).join(":"),
            IpAddr::V6(v6.to_bits().wrapping_add(1).into()),
        ),
    };
    let texts = [
        spelled(address),
        other,
        spelled(next),
        format!("{}x", spelled(address)),
    ];
    texts.into_iter().map(Value::String).collect()
}

/// An address as patterns and events can spell it: without a dotted tail.
fn spelled(address: IpAddr) -> String {
    let text = address.to_string();
    match address {
        IpAddr::V6(v6) if text.contains('.') => {
            v6.segments().map(|part| format!("{part:x}")).join(":")
        }
        _ => text,
    }
}

fn block_ends(block: &Cidr) -> Vec<Value> {
    let (first, last) = (block.first().ip(), block.last().ip());
    let step = |address: IpAddr, by: i8| match address {
        IpAddr::V4(v4) => v4
            .to_bits()
            .checked_add_signed(by.into())
            .map(|b| IpAddr::V4(b.into())),
        IpAddr::V6(v6) => v6
            .to_bits()
            .checked_add_signed(by.into())
            .map(|b| IpAddr::V6(b.into())),
    };
    let ends = [Some(first), Some(last), step(first, -1), step(last, 1)];
    let mut values: Vec<_> = ends
        .into_iter()
        .flatten()
        .map(|address| Value::String(spelled(address)))
        .collect();
    values.push(Value::String("x".to_owned()));
    values
}

/// The whole numbers beside a number, and those half-way to them.
fn near(number: &Number) -> Vec<Value> {
    let Some(value) = number.value() else {
        return Vec::new();
    };
    let step = if value.abs() < 1e15 {
        1.0
    } else {
        value.abs() / 1e3
    };
    [
        value + step,
        value - step,
        value + step / 2.0,
        value - step / 2.0,
    ]
    .into_iter()
    .filter(|near| near.is_finite())
    .map(|near| Value::Number(near.to_string()))
    .filter(|near| matches!(near, Value::Number(text) if Number::parse(text).value().is_some()))
    .collect()
}

fn anything_but(listed: &AnythingBut) -> Vec<Value> {
    match listed {
        AnythingBut::Strings(list) => list.iter().flat_map(|text| around(text, &[])).collect(),
        AnythingBut::Prefix(list) | AnythingBut::Suffix(list) => list
            .iter()
            .flat_map(|text| around(text, &[format!("{text}x"), format!("x{text}")]))
            .collect(),
        AnythingBut::EqualsIgnoreCase(list) => list.iter().flat_map(ignore_case).collect(),
        AnythingBut::Wildcard(list) => list.iter().flat_map(wildcards).collect(),
        AnythingBut::Numbers(list) => list
            .iter()
            .flat_map(|number| {
                let itself = Value::Number(number.text().to_owned());
                std::iter::once(itself).chain(near(number))
            })
            .collect(),
    }
}
