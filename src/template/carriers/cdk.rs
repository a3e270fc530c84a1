//! The calls that code has where a pattern has matchers: `Match.prefix('a')`, `EventPattern(…)`.

use super::super::align::Escapes;
use super::super::tree::{Id, Kind, Member, SourceId, Tree};
use crate::json::Span;

/// A function that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Call {
    /// Named arguments that are the members of an object.
    Object,
    /// Text made of the one argument, which stands for it here.
    Same,
    /// Lists of matchers, one after the other.
    AnyOf,
    /// The arguments as values.
    Values,
    /// One operator with its operand.
    Operator(&'static str),
    /// An operator inside of another.
    Nested(&'static str, &'static str),
    /// `{"exists": …}`
    Exists(bool),
    /// `{"numeric": [operator, number]}`
    Numeric(&'static str),
    /// `{"numeric": [">=", a, "<=", b]}`
    Interval,
    /// `{"anything-but": [values]}`
    AnythingBut,
}

impl Call {
    /// Whether its arguments have names.
    pub(super) fn takes_names(self) -> bool {
        self == Self::Object
    }
}

/// The function with this name; its last two parts count.
pub(super) fn call(name: &str) -> Option<Call> {
    let mut parts = name.rsplit('.');
    let last = parts.next()?;
    if last == "EventPattern" || name == "dict" {
        return Some(Call::Object);
    }
    if matches!(name, "JSON.stringify" | "json.dumps") {
        return Some(Call::Same);
    }
    if parts.next() != Some("Match") {
        return None;
    }
    let plain: String = last.to_lowercase().replace('_', "");
    Some(match plain.as_str() {
        "exactstring" => Call::Values,
        "equalsignorecase" => Call::Operator("equals-ignore-case"),
        "prefix" => Call::Operator("prefix"),
        "suffix" => Call::Operator("suffix"),
        "wildcard" => Call::Operator("wildcard"),
        "cidr" | "ipaddressrange" => Call::Operator("cidr"),
        "prefixequalsignorecase" => Call::Nested("prefix", "equals-ignore-case"),
        "suffixequalsignorecase" => Call::Nested("suffix", "equals-ignore-case"),
        "anythingbut" => Call::AnythingBut,
        "anythingbutprefix" => Call::Nested("anything-but", "prefix"),
        "anythingbutsuffix" => Call::Nested("anything-but", "suffix"),
        "anythingbutwildcard" => Call::Nested("anything-but", "wildcard"),
        "anythingbutequalsignorecase" => Call::Nested("anything-but", "equals-ignore-case"),
        "exists" => Call::Exists(true),
        "doesnotexist" => Call::Exists(false),
        "equal" => Call::Numeric("="),
        "greaterthan" => Call::Numeric(">"),
        "greaterthanorequal" => Call::Numeric(">="),
        "lessthan" => Call::Numeric("<"),
        "lessthanorequal" => Call::Numeric("<="),
        "interval" => Call::Interval,
        "anyof" | "allof" => Call::AnyOf,
        _ => return None,
    })
}

/// What a call with these arguments stands for.
pub(super) fn build(
    call: Call,
    arguments: Kind,
    span: Span,
    tree: &mut Tree,
    source: SourceId,
) -> Result<Id, String> {
    let arguments = match arguments {
        Kind::List(arguments) => arguments,
        other => return Ok(tree.add(other, span, source)),
    };
    let one = |arguments: &[Id]| match arguments {
        [one] => Ok(*one),
        _ => Err("this takes one argument".to_owned()),
    };
    let operator = match call {
        Call::Object | Call::Values => return Ok(tree.add(Kind::List(arguments), span, source)),
        Call::Same => match arguments.first() {
            Some(first) => return Ok(*first),
            None => return Err("this takes an argument".to_owned()),
        },
        Call::AnyOf => {
            let mut all = Vec::new();
            for argument in arguments {
                match &tree.node(argument).kind {
                    Kind::List(items) => all.extend(items.iter().copied()),
                    _ => all.push(argument),
                }
            }
            return Ok(tree.add(Kind::List(all), span, source));
        }
        Call::Operator(name) => map(name, one(&arguments)?, span, tree, source),
        Call::Nested(outer, inner) => {
            let operand = match arguments.as_slice() {
                [one] => *one,
                _ => tree.add(Kind::List(arguments), span, source),
            };
            let inner = map(inner, operand, span, tree, source);
            map(outer, inner, span, tree, source)
        }
        Call::Exists(value) => {
            let value = tree.add(Kind::Bool(value), span, source);
            map("exists", value, span, tree, source)
        }
        Call::Numeric(comparison) => {
            let number = one(&arguments)?;
            let comparison = text(comparison, span, tree, source);
            let list = tree.add(Kind::List(vec![comparison, number]), span, source);
            map("numeric", list, span, tree, source)
        }
        Call::Interval => {
            let [low, high] = arguments.as_slice() else {
                return Err("this takes two arguments".to_owned());
            };
            let (low, high) = (*low, *high);
            let above = text(">=", span, tree, source);
            let below = text("<=", span, tree, source);
            let list = tree.add(Kind::List(vec![above, low, below, high]), span, source);
            map("numeric", list, span, tree, source)
        }
        Call::AnythingBut => {
            let list = tree.add(Kind::List(arguments), span, source);
            map("anything-but", list, span, tree, source)
        }
    };
    Ok(tree.add(Kind::List(vec![operator]), span, source))
}

fn text(text: &str, span: Span, tree: &mut Tree, source: SourceId) -> Id {
    let start = Span::new(span.start, span.start);
    let kind = Kind::Text {
        cooked: text.into(),
        raw: start,
        escapes: Escapes::None,
    };
    tree.add(kind, start, source)
}

fn map(key: &str, value: Id, span: Span, tree: &mut Tree, source: SourceId) -> Id {
    let key = text(key, span, tree, source);
    tree.add(Kind::Map(vec![Member { key, value }]), span, source)
}
