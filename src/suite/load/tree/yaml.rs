//! From YAML 1.2 with its core schema: `no` is a string, `0o17` a number, a key twice an error.

use super::{Entry, Kind, MAX_VALUES, TreeError, Value};
use crate::json::{MAX_DEPTH, Span};
use granit_parser::{Event, Parser, ScalarStyle, Tag};
use std::collections::{HashMap, HashSet};

type Result<T> = std::result::Result<T, TreeError>;

pub(super) fn read(text: &str) -> Result<Value> {
    let mut builder = Builder::default();
    for next in Parser::new_from_str(text) {
        let (event, span) = next.map_err(|error| {
            let at = error.marker().byte_offset().unwrap_or(0).min(text.len());
            TreeError {
                message: format!("not YAML: {}", error.info().replace('\n', ", ")),
                span: Span::new(at, at),
            }
        })?;
        let range = span.byte_range().unwrap_or(0..0);
        builder.take(event, Span::new(range.start, range.end))?;
    }
    Ok(builder.root.unwrap_or(Value {
        kind: Kind::Null,
        span: Span::default(),
    }))
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    /// Values with a name, and how many values each consists of.
    anchors: HashMap<usize, (Value, usize)>,
    root: Option<Value>,
    documents: usize,
    values: usize,
}

/// A list or map that is not closed yet.
struct Open {
    anchor: usize,
    start: usize,
    /// How many values there were before it.
    values: usize,
    items: Items,
}

enum Items {
    List(Vec<Value>),
    Map {
        entries: Vec<Entry>,
        keys: HashSet<String>,
        key: Option<(String, Span)>,
    },
}

fn fail<T>(message: impl Into<String>, span: Span) -> Result<T> {
    Err(TreeError {
        message: message.into(),
        span,
    })
}

impl Builder {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<()> {
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    return fail("a file holds one suite, here begins another document", span);
                }
                Ok(())
            }
            Event::Alias(id) => {
                let Some((value, size)) = self.anchors.get(&id).cloned() else {
                    return fail("this alias refers to itself", span);
                };
                self.count(size, span)?;
                self.add(Value { span, ..value }, span)
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.count(1, span)?;
                let plain = style == ScalarStyle::Plain;
                let kind = scalar(&text, plain, tag.as_deref(), span)?;
                let value = Value { kind, span };
                if anchor != 0 {
                    self.count(1, span)?;
                    self.anchors.insert(anchor, (value.clone(), 1));
                }
                self.add(value, span)
            }
            Event::SequenceStart(_, anchor, tag) => {
                tagged(tag.as_deref(), "seq", span)?;
                self.begin(anchor, span, Items::List(Vec::new()))
            }
            Event::MappingStart(_, anchor, tag) => {
                tagged(tag.as_deref(), "map", span)?;
                let items = Items::Map {
                    entries: Vec::new(),
                    keys: HashSet::new(),
                    key: None,
                };
                self.begin(anchor, span, items)
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(open) = self.open.pop() else {
                    return Ok(());
                };
                let (kind, last) = match open.items {
                    Items::List(items) => {
                        let last = items.last().map(|item| item.span.end);
                        (Kind::List(items), last)
                    }
                    Items::Map { entries, .. } => {
                        let last = entries.last().map(|entry| entry.value.span.end);
                        (Kind::Map(entries), last)
                    }
                };
                // The end of a block is only told behind the white space that follows it.
                let end = if span.is_empty() {
                    last.unwrap_or(open.start)
                } else {
                    span.end
                };
                let span = Span::new(open.start, end);
                let value = Value { kind, span };
                if open.anchor != 0 {
                    // What is kept for aliases is a copy, and counts as one.
                    let size = self.values - open.values;
                    self.count(size, span)?;
                    self.anchors.insert(open.anchor, (value.clone(), size));
                }
                self.add(value, span)
            }
            _ => Ok(()),
        }
    }

    fn count(&mut self, values: usize, span: Span) -> Result<()> {
        self.values = self.values.saturating_add(values);
        if self.values > MAX_VALUES {
            return fail(
                format!("more than {MAX_VALUES} values, aliases written out"),
                span,
            );
        }
        Ok(())
    }

    fn begin(&mut self, anchor: usize, span: Span, items: Items) -> Result<()> {
        if self.open.len() >= MAX_DEPTH {
            return fail(format!("nested more than {MAX_DEPTH} levels deep"), span);
        }
        let values = self.values;
        self.count(1, span)?;
        self.open.push(Open {
            anchor,
            start: span.start,
            values,
            items,
        });
        Ok(())
    }

    fn add(&mut self, value: Value, span: Span) -> Result<()> {
        match self.open.last_mut().map(|open| &mut open.items) {
            None => self.root = Some(value),
            Some(Items::List(items)) => items.push(value),
            Some(Items::Map { entries, keys, key }) => match key.take() {
                Some((name, key_span)) => entries.push(Entry {
                    key: name,
                    key_span,
                    value,
                }),
                None => {
                    let name = match value.kind {
                        Kind::String(name) | Kind::Number(name) => name,
                        Kind::Null => "null".to_owned(),
                        Kind::Bool(true) => "true".to_owned(),
                        Kind::Bool(false) => "false".to_owned(),
                        Kind::List(_) | Kind::Map(_) => {
                            return fail("a key must be a string", span);
                        }
                    };
                    if !keys.insert(name.clone()) {
                        return fail(format!("duplicate key `{name}`"), span);
                    }
                    *key = Some((name, span));
                }
            },
        }
        Ok(())
    }
}

fn tagged(tag: Option<&Tag>, expected: &str, span: Span) -> Result<()> {
    match tag {
        Some(tag) if tag.core_suffix() != Some(expected) => fail(
            format!("the tag `{}` means nothing here", tag.original()),
            span,
        ),
        _ => Ok(()),
    }
}

fn scalar(text: &str, plain: bool, tag: Option<&Tag>, span: Span) -> Result<Kind> {
    match tag {
        None if plain => resolve(text, span),
        None => Ok(Kind::String(text.to_owned())),
        Some(tag) => match tag.core_suffix() {
            Some("str") => Ok(Kind::String(text.to_owned())),
            Some("int" | "float" | "bool" | "null") => resolve(text, span),
            _ => fail(
                format!("the tag `{}` means nothing here", tag.original()),
                span,
            ),
        },
    }
}

/// What a plain scalar is in the core schema.
fn resolve(text: &str, span: Span) -> Result<Kind> {
    Ok(match text {
        "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
        "true" | "True" | "TRUE" => Kind::Bool(true),
        "false" | "False" | "FALSE" => Kind::Bool(false),
        ".nan" | ".NaN" | ".NAN" | ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF"
        | "-.inf" | "-.Inf" | "-.INF" => {
            return fail(format!("JSON has no number like `{text}`"), span);
        }
        _ => match number(text) {
            Some(number) => Kind::Number(number),
            None => Kind::String(text.to_owned()),
        },
    })
}

/// A number of the core schema as JSON writes it: `+1` as 1, `.5` as 0.5, `007` as 7, `0x1f` as 31.
fn number(text: &str) -> Option<String> {
    for (prefix, radix) in [("0x", 16), ("0o", 8)] {
        if let Some(digits) = text.strip_prefix(prefix) {
            let digits_only = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            return u128::from_str_radix(digits, radix)
                .ok()
                .filter(|_| digits_only)
                .map(|number| number.to_string());
        }
    }
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => unsigned.split_at_checked(at)?,
        None => (unsigned, ""),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let exponent_digits = exponent.trim_start_matches(['e', 'E']);
    let exponent_digits = exponent_digits
        .strip_prefix(['-', '+'])
        .unwrap_or(exponent_digits);
    let some_digit = !whole.is_empty() || fraction.is_some_and(|fraction| !fraction.is_empty());
    let fits = digits(whole)
        && fraction.is_none_or(digits)
        && some_digit
        && digits(exponent_digits)
        && (exponent.is_empty() || !exponent_digits.is_empty());
    if !fits {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = match fraction {
        None => String::new(),
        Some("") => ".0".to_owned(),
        Some(fraction) => format!(".{fraction}"),
    };
    Some(format!("{sign}{whole}{fraction}{exponent}"))
}
