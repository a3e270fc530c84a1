//! Values as the AWS CLI's language holds and prints them.
//!
//! The AWS CLI is a Python program: `True` in a text output, `{'a': [1]}` in a message, `1e+16` in
//! JSON are Python's way to write a value. So this is a model of those values and their texts.

use crate::json::{Document, NodeId, NodeKind};
use std::rc::Rc;

/// A value. Containers are shared, because YAML output shows which of them are the same one.
#[derive(Debug, Clone)]
pub(super) enum Value {
    None,
    Bool(bool),
    /// Digits, with a sign only where negative.
    Int(Box<str>),
    Float(f64),
    Str(Rc<str>),
    Bytes(Rc<[u8]>),
    /// Year, month and day, as written.
    Date(Rc<str>),
    List(Rc<Vec<Value>>),
    /// In order of insertion, no key twice.
    Dict(Rc<Dict>),
    /// A JMESPath expression reference.
    Expression,
}

pub(super) type Dict = Vec<(Rc<str>, Value)>;

impl Value {
    pub(super) fn str(text: impl Into<Rc<str>>) -> Self {
        Self::Str(text.into())
    }

    pub(super) fn list(items: Vec<Self>) -> Self {
        Self::List(Rc::new(items))
    }

    /// A dict of pairs; of a key that comes twice the first place and the last value stay.
    pub(super) fn dict(pairs: impl IntoIterator<Item = (Rc<str>, Self)>) -> Self {
        let mut dict = Dict::new();
        let mut places = std::collections::HashMap::new();
        for (key, value) in pairs {
            let place = *places.entry(Rc::clone(&key)).or_insert(dict.len());
            match dict.get_mut(place) {
                Some((_, old)) => *old = value,
                None => dict.push((key, value)),
            }
        }
        Self::Dict(Rc::new(dict))
    }

    /// An integer in any digits: without leading zeros, without a plus, `-0` as `0`.
    pub(super) fn int(text: &str) -> Self {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None => ("", text.strip_prefix('+').unwrap_or(text)),
        };
        let digits = digits.trim_start_matches('0');
        if digits.is_empty() {
            return Self::Int("0".into());
        }
        Self::Int(format!("{sign}{digits}").into())
    }

    pub(super) fn is_scalar(&self) -> bool {
        !matches!(self, Self::List(_) | Self::Dict(_))
    }

    /// What counts as false in a condition.
    pub(super) fn is_falsy(&self) -> bool {
        match self {
            Self::None | Self::Bool(false) => true,
            Self::Int(digits) => &**digits == "0",
            Self::Float(number) => *number == 0.0,
            Self::Str(text) => text.is_empty(),
            Self::Bytes(bytes) => bytes.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Dict(dict) => dict.is_empty(),
            Self::Bool(true) | Self::Date(_) | Self::Expression => false,
        }
    }

    pub(super) fn has_expression(&self) -> bool {
        match self {
            Self::Expression => true,
            Self::List(items) => items.iter().any(Self::has_expression),
            Self::Dict(dict) => dict.iter().any(|(_, value)| value.has_expression()),
            _ => false,
        }
    }

    pub(super) fn is_empty_dict(&self) -> bool {
        matches!(self, Self::Dict(dict) if dict.is_empty())
    }

    /// The name of the value's class.
    pub(super) fn class(&self) -> &'static str {
        match self {
            Self::None => "NoneType",
            Self::Bool(_) => "bool",
            Self::Int(_) => "int",
            Self::Float(_) => "float",
            Self::Str(_) => "str",
            Self::Bytes(_) => "bytes",
            Self::Date(_) => "datetime.date",
            Self::List(_) => "list",
            Self::Dict(_) => "dict",
            Self::Expression => "_Expression",
        }
    }

    /// `str(value)`.
    pub(super) fn to_text(&self) -> String {
        match self {
            Self::Str(text) | Self::Date(text) => text.to_string(),
            _ => self.repr(),
        }
    }

    /// `repr(value)`.
    pub(super) fn repr(&self) -> String {
        let mut out = String::new();
        self.write_repr(&mut out);
        out
    }

    fn write_repr(&self, out: &mut String) {
        match self {
            Self::None => out.push_str("None"),
            Self::Bool(true) => out.push_str("True"),
            Self::Bool(false) => out.push_str("False"),
            Self::Int(digits) => out.push_str(digits),
            Self::Float(number) => out.push_str(&float_text(*number)),
            Self::Str(text) => out.push_str(&repr_str(text)),
            Self::Bytes(bytes) => out.push_str(&repr_bytes(bytes)),
            Self::Date(text) => {
                let parts: Vec<_> = text
                    .split('-')
                    .map(|part| part.trim_start_matches('0'))
                    .collect();
                out.push_str(&format!("datetime.date({})", parts.join(", ")));
            }
            Self::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    out.push_str(if index > 0 { ", " } else { "" });
                    item.write_repr(out);
                }
                out.push(']');
            }
            Self::Dict(dict) => {
                out.push('{');
                for (index, (key, value)) in dict.iter().enumerate() {
                    out.push_str(if index > 0 { ", " } else { "" });
                    out.push_str(&repr_str(key));
                    out.push_str(": ");
                    value.write_repr(out);
                }
                out.push('}');
            }
            Self::Expression => out.push_str("<expression>"),
        }
    }
}

/// `repr` of a float: the shortest digits that read back as the same number, with an exponent
/// below 1e-4 and from 1e16 on.
pub(super) fn float_text(number: f64) -> String {
    if number.is_nan() {
        return "nan".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let scientific = format!("{number:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if number == 0.0 || (-4..16).contains(&exponent) {
        let fixed = number.to_string();
        return if fixed.contains('.') {
            fixed
        } else {
            fixed + ".0"
        };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}

/// `repr` of a string.
pub(super) fn repr_str(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote => {
                out.push('\\');
                out.push(c);
            }
            ' '..='~' => out.push(c),
            c if is_printable(c) => out.push(c),
            c if u32::from(c) <= 0xff => out.push_str(&format!("\\x{:02x}", u32::from(c))),
            c if u32::from(c) <= 0xffff => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push_str(&format!("\\U{:08x}", u32::from(c))),
        }
    }
    out.push(quote);
    out
}

/// Whether `str.isprintable` says so; the standard library's `escape_debug` asks the same of the
/// character database, except that a combining mark must not stand first.
fn is_printable(c: char) -> bool {
    let mut text = String::from("x");
    text.push(c);
    text.escape_debug().count() == 2
}

fn repr_bytes(bytes: &[u8]) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') {
        '"'
    } else {
        '\''
    };
    let mut out = format!("b{quote}");
    for &byte in bytes {
        match byte {
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            b' '..=b'~' => {
                if char::from(byte) == quote {
                    out.push('\\');
                }
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("\\x{byte:02x}")),
        }
    }
    out.push(quote);
    out
}

/// `json.loads`: JSON, and besides it `NaN`, `Infinity` and `-Infinity`.
pub(super) fn load_json(text: &str) -> Option<Value> {
    if let Ok(document) = Document::parse(text) {
        return Some(read(&document, 0, text));
    }
    let plain = without_constants(text)?;
    let document = Document::parse(plain).ok()?;
    Some(read(&document, 0, text))
}

/// The text with each of Python's constants replaced by a number of the same length, so that spans
/// stay what they are; `None` where there are none.
fn without_constants(text: &str) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    let mut found = false;
    let mut at = 0;
    let mut in_string = false;
    while let Some(byte) = bytes.get(at).copied() {
        match byte {
            b'\\' if in_string => at += 1,
            b'"' => in_string = !in_string,
            b'N' | b'I' if !in_string => {
                let (word, number) = if byte == b'N' {
                    ("NaN", "1.0")
                } else {
                    ("Infinity", "1.000000")
                };
                let alone = |at: Option<usize>| {
                    at.and_then(|at| bytes.get(at))
                        .is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'.')
                };
                let end = at + word.len();
                if bytes.get(at..end) != Some(word.as_bytes())
                    || !alone(at.checked_sub(1))
                    || !alone(Some(end))
                {
                    return None;
                }
                bytes.get_mut(at..end)?.copy_from_slice(number.as_bytes());
                found = true;
                at = end - 1;
            }
            _ => {}
        }
        at += 1;
    }
    String::from_utf8(bytes).ok().filter(|_| found)
}

/// Recurses as deep as the document, which the reader limits.
fn read(document: &Document<'_>, node: NodeId, text: &str) -> Value {
    match document.node(node).kind {
        NodeKind::Null => Value::None,
        NodeKind::True => Value::Bool(true),
        NodeKind::False => Value::Bool(false),
        NodeKind::Number => match document.node(node).span.of(text) {
            "NaN" => Value::Float(f64::NAN),
            "Infinity" => Value::Float(f64::INFINITY),
            "-Infinity" => Value::Float(f64::NEG_INFINITY),
            raw if raw.contains(['.', 'e', 'E']) => Value::Float(raw.parse().unwrap_or(f64::NAN)),
            raw => Value::int(raw),
        },
        NodeKind::String => Value::str(document.string(node).unwrap_or_default()),
        NodeKind::Array => Value::list(
            document
                .children(node)
                .map(|child| read(document, child, text))
                .collect(),
        ),
        NodeKind::Object => Value::dict(document.children(node).map(|child| {
            let key = document.key(child).unwrap_or_default();
            (key.into(), read(document, child, text))
        })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats() {
        for (number, text) in [
            (1.5, "1.5"),
            (1000.0, "1000.0"),
            (-0.0, "-0.0"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e+16"),
            (1.5e-7, "1.5e-07"),
            (1e-4, "0.0001"),
            (1e-5, "1e-05"),
            (1e300, "1e+300"),
            (f64::INFINITY, "inf"),
        ] {
            assert_eq!(float_text(number), text);
        }
    }

    #[test]
    fn representations() {
        let value = load_json(r#"{"a":[1,-0,1.50,NaN,-Infinity,null,true],"é":"it's\u00a0\n☃"}"#);
        assert_eq!(
            value.unwrap().repr(),
            r#"{'a': [1, 0, 1.5, nan, -inf, None, True], 'é': "it's\xa0\n☃"}"#
        );
        assert_eq!(
            Value::Bytes(b"T\n'\xff"[..].into()).repr(),
            r#"b"T\n'\xff""#
        );
        assert_eq!(
            repr_str("e\u{301}\u{200b}\u{1f600}"),
            "'e\u{301}\\u200b\u{1f600}'"
        );
    }

    #[test]
    fn what_is_no_json() {
        for text in ["", "1NaN", "NaNx", "[NaN", "\u{feff}1", "{'a':1}", "Inf"] {
            assert!(load_json(text).is_none(), "{text}");
        }
        assert_eq!(load_json(r#"["NaN", NaN]"#).unwrap().repr(), "['NaN', nan]");
        assert_eq!(
            load_json(r#"{"a":1,"b":2,"a":3}"#).unwrap().repr(),
            "{'a': 3, 'b': 2}"
        );
    }
}
