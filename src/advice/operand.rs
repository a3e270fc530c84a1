//! Operands of the wrong type or form: prefix, suffix, wildcard, equals-ignore-case, cidr, exists.

use super::alias;
use super::case::Case;
use super::{Advice, Row, quoted};
use crate::json::{NodeId, NodeKind};
use crate::pattern::PatternErrorKind as Kind;
use crate::text::lower;
use std::net::IpAddr;

/// The operators that take one string.
const OF_TEXT: [&str; 5] = ["prefix", "suffix", "wildcard", "equals-ignore-case", "cidr"];

pub(super) const ROWS: &[Row] = &[
    Row {
        example: (
            r#"{"a": [{"suffix": [".png", ".jpg"]}]}"#,
            "write one object for each: {\"suffix\": \".png\"}, {\"suffix\": \".jpg\"}",
        ),
        look: |case, _| {
            let (entry, name, operand) = of_text(case)?;
            let texts = case.children(operand);
            if !case.is(operand, NodeKind::Array) || !case.all(&texts, NodeKind::String) {
                return None;
            }
            let entries: Vec<_> = texts
                .iter()
                .map(|id| format!("{{\"{name}\": {}}}", case.raw(*id)))
                .collect();
            let lead = match entries.as_slice() {
                [_] => "write the text without a list",
                _ => "write one object for each",
            };
            Some(Advice::write(case.span(entry), lead, entries.join(", ")))
        },
    },
    Row {
        example: (
            r#"{"a": [{"prefix": [1, 2]}]}"#,
            "`prefix` compares text, one for each object: {\"prefix\": \"1\"}, {\"prefix\": \"2\"}",
        ),
        look: |case, _| {
            let (entry, name, operand) = of_text(case)?;
            let numbers = case.elements(operand);
            if !case.all(&numbers, NodeKind::Number) || name == "cidr" {
                return None;
            }
            let entries: Vec<_> = numbers
                .iter()
                .map(|id| format!("{{\"{name}\": \"{}\"}}", case.raw(*id)))
                .collect();
            let lead = match entries.as_slice() {
                [_] => format!("`{name}` compares text"),
                _ => format!("`{name}` compares text, one for each object"),
            };
            Some(Advice::write(case.span(entry), &lead, entries.join(", ")))
        },
    },
    Row {
        example: (
            r#"{"a": [{"prefix": {"anything-but": "x"}}]}"#,
            "`anything-but` goes outside: {\"anything-but\": {\"prefix\": \"x\"}}",
        ),
        look: |case, _| {
            let entry = case.entry.filter(|_| case.kind == Kind::UnknownOperator)?;
            let (name, operand) = case.operator(entry)?;
            let (inner, value) = case.operator(operand)?;
            let fits = matches!(&*name, "prefix" | "suffix")
                && case.all(&case.elements(value), NodeKind::String);
            (inner == "anything-but" && fits).then(|| {
                let json = format!("{{\"anything-but\": {{\"{name}\": {}}}}}", case.raw(value));
                Advice::write(case.span(entry), "`anything-but` goes outside", json)
            })
        },
    },
    Row {
        example: (
            r#"{"a": [{"prefix": {"ignore-case": "x"}}]}"#,
            "`prefix` takes a string, or {\"equals-ignore-case\": \"…\"}: {\"prefix\": {\"equals-ignore-case\": \"x\"}}",
        ),
        look: |case, _| {
            let entry = case.entry?;
            let (name, operand) = case.operator(entry)?;
            if !matches!(&*name, "prefix" | "suffix") || !case.is(operand, NodeKind::Object) {
                return None;
            }
            let lead = format!("`{name}` takes a string, or {{\"equals-ignore-case\": \"…\"}}");
            let inner = case.operator(operand).filter(|(inner, value)| {
                let ignore_case = alias::Meaning::Operator("equals-ignore-case");
                (alias::meaning(inner) == Some(ignore_case)
                    || alias::nearest(inner) == Some("equals-ignore-case"))
                    && case.is(*value, NodeKind::String)
            });
            Some(match inner {
                Some((_, value)) if case.children(operand).len() == 1 => {
                    let json = format!(
                        "{{\"{name}\": {{\"equals-ignore-case\": {}}}}}",
                        case.raw(value)
                    );
                    Advice::write(case.span(entry), &lead, json)
                }
                _ => Advice::new(case.span(entry), lead),
            })
        },
    },
    // exists
    Row {
        example: (
            r#"{"a": [{"exists": "false"}]}"#,
            "write false without quotes: {\"exists\": false}",
        ),
        look: |case, _| {
            let entry = case.entry.filter(|_| case.kind == Kind::Operand)?;
            let (_, operand) = case.operator(entry).filter(|(name, _)| name == "exists")?;
            let single = match case.children(operand).as_slice() {
                [only] if case.is(operand, NodeKind::Array) => *only,
                _ => operand,
            };
            let word = match case.text(single) {
                Some(text) => lower(&text),
                None => case.raw(single).to_owned(),
            };
            let wanted = match word.trim() {
                "true" | "yes" | "1" => true,
                "false" | "no" | "0" => false,
                _ => {
                    return Some(Advice::new(
                        case.span(entry),
                        "write {\"exists\": true}, or {\"exists\": false} for a field that is not there",
                    ));
                }
            };
            let lead = match case.is(single, NodeKind::String) {
                true => format!("write {wanted} without quotes"),
                false => "`exists` takes true or false".to_owned(),
            };
            Some(Advice::write(
                case.span(entry),
                &lead,
                format!("{{\"exists\": {wanted}}}"),
            ))
        },
    },
    // cidr
    Row {
        example: (
            r#"{"a": [{"cidr": "10.0.0.1/32"}]}"#,
            "a block of a single address is not accepted; write the address as a plain value: \"10.0.0.1\"",
        ),
        look: |case, _| {
            let entry = case.entry.filter(|_| case.kind == Kind::Cidr)?;
            let (_, operand) = case.operator(entry)?;
            let text = case.text(operand)?;
            let (address, lead) = match text.split_once('/') {
                Some((address, "32" | "128")) => (
                    address,
                    "a block of a single address is not accepted; write the address as a plain value",
                ),
                // Without its bits a network looks like an address.
                None if text.ends_with(".0") || text.ends_with("::") => return None,
                None => (
                    &*text,
                    "this is a single address; write it as a plain value",
                ),
                Some(_) => return None,
            };
            address.parse::<IpAddr>().ok()?;
            Some(Advice::write(case.span(entry), lead, quoted(address)))
        },
    },
    Row {
        example: (
            r#"{"a": [{"cidr": "10.0.0.0/99"}]}"#,
            "write an address, a slash and the bits: \"10.0.0.0/8\", \"2001:db8::/32\"",
        ),
        look: |case, _| {
            let entry = case.entry?;
            let (name, _) = case.operator(entry)?;
            (name == "cidr" && matches!(case.kind, Kind::Cidr | Kind::Operand)).then(|| {
                Advice::new(
                    case.span(entry),
                    "write an address, a slash and the bits: \"10.0.0.0/8\", \"2001:db8::/32\"",
                )
            })
        },
    },
    // wildcard
    Row {
        example: (
            r#"{"a": [{"wildcard": "a**b"}]}"#,
            "one star matches any run of characters: {\"wildcard\": \"a*b\"}",
        ),
        look: |case, _| {
            let entry = case.entry.filter(|_| case.kind == Kind::Wildcard)?;
            let (name, operand) = case.operator(entry)?;
            let text = case
                .text(operand)
                .filter(|text| name == "wildcard" && text.contains("**"))?;
            if text.contains('\\') {
                return None;
            }
            let mut text = text;
            while text.contains("**") {
                text = text.replace("**", "*");
            }
            let json = format!("{{\"wildcard\": {}}}", quoted(&text));
            Some(Advice::write(
                case.span(entry),
                "one star matches any run of characters",
                json,
            ))
        },
    },
    Row {
        example: (
            r#"{"a": [{"wildcard": "a\\b"}]}"#,
            r"`*` matches any run of characters, `\*` for a star, `\\` for a backslash (in JSON `\\*` and `\\\\`)",
        ),
        look: |case, error| {
            (case.kind == Kind::Wildcard).then(|| {
                let covers = case.entry.map_or(error.span(), |entry| case.span(entry));
                Advice::new(
                    covers,
                    r"`*` matches any run of characters, `\*` for a star, `\\` for a backslash (in JSON `\\*` and `\\\\`)",
                )
            })
        },
    },
    Row {
        example: (
            r#"{"a": [{"prefix": true}]}"#,
            "`prefix` takes a string: {\"prefix\": \"…\"}",
        ),
        look: |case, _| {
            let (entry, name, _) = of_text(case)?;
            let help = format!("`{name}` takes a string: {{\"{name}\": \"…\"}}");
            Some(Advice::new(case.span(entry), help))
        },
    },
];

/// The entry, its operator and the operand, where the operator takes a string and got none.
fn of_text(case: &Case<'_>) -> Option<(NodeId, String, NodeId)> {
    let entry = case.entry.filter(|_| case.kind == Kind::Operand)?;
    let (name, operand) = case.operator(entry)?;
    (OF_TEXT.contains(&&*name) && !case.is(operand, NodeKind::String))
        .then_some((entry, name, operand))
}
