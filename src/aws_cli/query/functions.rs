//! The functions: the engine's, behind checks that speak the AWS CLI's words, and a few of our own
//! where the engine's results differ.

use super::ast::visit;
use super::convert::{number, to_value};
use super::names::shown;
use crate::aws_cli::output::compact_json;
use crate::aws_cli::value::Value;
use jmespath::ast::{Ast, Comparator};
use jmespath::functions as engine;
use jmespath::functions::Function;
use jmespath::{Context, ErrorReason, JmespathError, Rcvar, Runtime, Variable, interpret};
use serde_json::Number;
use std::cmp::Ordering;

type Outcome = Result<Rcvar, JmespathError>;
type Own = fn(&[Rcvar], &mut Context<'_>) -> Outcome;

/// The types that an argument may have, as messages list them; none where any will do.
type Types = &'static [&'static str];

const ANY: Types = &[];
const NUMBER: Types = &["number"];
const STRING: Types = &["string"];
const OBJECT: Types = &["object"];
const ARRAY: Types = &["array"];
const EXPREF: Types = &["expref"];
const NUMBERS: Types = &["array-number"];
const STRINGS: Types = &["array-string"];
const ARRAY_STRING: Types = &["array", "string"];
const NUMBERS_STRINGS: Types = &["array-number", "array-string"];
const STRINGS_NUMBERS: Types = &["array-string", "array-number"];
const SIZED: Types = &["string", "array", "object"];

/// All functions, ready to be called.
pub(super) fn runtime() -> Runtime {
    let mut runtime = Runtime::new();
    let mut add = |name: &'static str, types: &'static [Types], inner: Box<dyn Function>| {
        let variadic = matches!(name, "merge" | "not_null");
        let checked = Checked {
            name,
            types,
            variadic,
            inner,
        };
        runtime.register_function(name, Box::new(checked));
    };
    let own = |function: Own| -> Box<dyn Function> { Box::new(function) };
    add(
        "<",
        &[ANY, ANY],
        own(|args, _| compare("<", Ordering::is_lt, args)),
    );
    add(
        "<=",
        &[ANY, ANY],
        own(|args, _| compare("<=", Ordering::is_le, args)),
    );
    add(
        ">",
        &[ANY, ANY],
        own(|args, _| compare(">", Ordering::is_gt, args)),
    );
    add(
        ">=",
        &[ANY, ANY],
        own(|args, _| compare(">=", Ordering::is_ge, args)),
    );
    add(ENDLESS_SLICE, &[ANY], own(endless_slice));
    add("abs", &[NUMBER], own(abs));
    add("avg", &[NUMBERS], own(avg));
    add("ceil", &[NUMBER], own(ceil));
    add("contains", &[ARRAY_STRING, ANY], own(contains));
    add(
        "ends_with",
        &[STRING, STRING],
        Box::new(engine::EndsWithFn::new()),
    );
    add("floor", &[NUMBER], own(floor));
    add("join", &[STRING, STRINGS], Box::new(engine::JoinFn::new()));
    add("keys", &[OBJECT], own(keys));
    add("length", &[SIZED], Box::new(engine::LengthFn::new()));
    add("map", &[EXPREF, ARRAY], Box::new(engine::MapFn::new()));
    add("max", &[NUMBERS_STRINGS], Box::new(engine::MaxFn::new()));
    add("max_by", &[ARRAY, EXPREF], own(max_by));
    add("merge", &[OBJECT], Box::new(engine::MergeFn::new()));
    add("min", &[NUMBERS_STRINGS], Box::new(engine::MinFn::new()));
    add("min_by", &[ARRAY, EXPREF], own(min_by));
    add("not_null", &[ANY], Box::new(engine::NotNullFn::new()));
    add(
        "reverse",
        &[ARRAY_STRING],
        Box::new(engine::ReverseFn::new()),
    );
    add("sort", &[STRINGS_NUMBERS], Box::new(engine::SortFn::new()));
    add("sort_by", &[ARRAY, EXPREF], own(sort_by));
    add(
        "starts_with",
        &[STRING, STRING],
        Box::new(engine::StartsWithFn::new()),
    );
    add("sum", &[NUMBERS], own(sum));
    add("to_array", &[ANY], Box::new(engine::ToArrayFn::new()));
    add("to_number", &[ANY], own(to_number));
    add("to_string", &[ANY], own(to_string));
    add("type", &[ANY], own(type_name));
    add("values", &[OBJECT], Box::new(engine::ValuesFn::new()));
    runtime
}

/// What stands for a slice with a step of zero; no expression can spell it.
const ENDLESS_SLICE: &str = "[::0]";

/// Puts functions of ours where the engine and the AWS CLI part:
///
/// - a slice with a step of zero is a mistake only on a list; the engine says so of all values;
/// - strings are ordered, and a string and a number cannot be compared; the engine gives null.
pub(super) fn replace_operators(ast: &mut Ast) {
    visit(ast, &mut |node| {
        let (offset, name, args) = match node {
            Ast::Slice {
                step: 0, offset, ..
            } => {
                let value = Ast::Identity { offset: *offset };
                (*offset, ENDLESS_SLICE, vec![value])
            }
            Ast::Comparison {
                offset,
                comparator,
                lhs,
                rhs,
            } => {
                let name = match comparator {
                    Comparator::LessThan => "<",
                    Comparator::LessThanEqual => "<=",
                    Comparator::GreaterThan => ">",
                    Comparator::GreaterThanEqual => ">=",
                    Comparator::Equal | Comparator::NotEqual => return,
                };
                (*offset, name, vec![(**lhs).clone(), (**rhs).clone()])
            }
            _ => return,
        };
        *node = Ast::Function {
            offset,
            name: name.to_owned(),
            args,
        };
    });
}

fn compare(sign: &str, fits: fn(Ordering) -> bool, args: &[Rcvar]) -> Outcome {
    let (a, b) = (arg(args, 0)?, arg(args, 1)?);
    let comparable = |value: &Rcvar| value.is_number() || value.is_string();
    if !comparable(a) || !comparable(b) {
        return Ok(null());
    }
    if a.is_number() != b.is_number() {
        return Err(fail(format!(
            "'{sign}' not supported between instances of '{}' and '{}'",
            to_value(a).class(),
            to_value(b).class()
        )));
    }
    Ok(Rcvar::new(Variable::Bool(fits(a.cmp(b)))))
}

fn endless_slice(args: &[Rcvar], _: &mut Context<'_>) -> Outcome {
    if arg(args, 0)?.is_array() {
        return Err(fail("slice step cannot be zero".to_owned()));
    }
    Ok(null())
}

/// A function behind a check of its arguments.
struct Checked {
    name: &'static str,
    types: &'static [Types],
    /// Whether more arguments may follow, unchecked.
    variadic: bool,
    inner: Box<dyn Function>,
}

impl Function for Checked {
    fn evaluate(&self, args: &[Rcvar], ctx: &mut Context<'_>) -> Outcome {
        let (expected, received) = (self.types.len(), args.len());
        if received < expected || (received > expected && !self.variadic) {
            let at_least = if self.variadic { "at least " } else { "" };
            let plural = if expected == 1 { "" } else { "s" };
            return Err(fail(format!(
                "Expected {at_least}{expected} argument{plural} for function {}(), received \
                 {received}",
                self.name
            )));
        }
        for (arg, types) in args.iter().zip(self.types) {
            check(self.name, arg, types)?;
        }
        self.inner.evaluate(args, ctx)
    }
}

fn fail(text: String) -> JmespathError {
    JmespathError::new("", 0, ErrorReason::Parse(text))
}

fn wrong_type(function: &str, value: &Rcvar, types: &[&str], received: &str) -> JmespathError {
    let types: Vec<_> = types.iter().map(|name| format!("'{name}'")).collect();
    fail(format!(
        "In function {function}(), invalid type for value: {}, expected one of: [{}], received: \
         \"{received}\"",
        to_value(value).to_text(),
        types.join(", ")
    ))
}

/// Checks an argument's type, and where asked the type of an array's elements: all like the first.
/// Of an element, the message names the type as Python calls it.
fn check(function: &str, arg: &Rcvar, types: &[&str]) -> Result<(), JmespathError> {
    if types.is_empty() {
        return Ok(());
    }
    let kind = arg.get_type().to_string();
    let outer = |name: &str| name.split_once('-').map_or(name, |(outer, _)| outer) == kind;
    if !types.iter().any(|name| outer(name)) {
        return Err(wrong_type(function, arg, types, &kind));
    }
    let inner: Vec<_> = types
        .iter()
        .filter_map(|name| name.split_once('-'))
        .map(|(_, inner)| inner)
        .collect();
    let (Some(items), Some(first)) = (arg.as_array(), inner.first()) else {
        return Ok(());
    };
    let mut wanted = (*first).to_owned();
    if inner.len() > 1
        && let Some(item) = items.first()
    {
        wanted = item.get_type().to_string();
        if !inner.contains(&wanted.as_str()) {
            let class = to_value(item).class();
            return Err(wrong_type(function, item, types, class));
        }
    }
    for item in items {
        if item.get_type().to_string() != wanted {
            let class = to_value(item).class();
            return Err(wrong_type(function, item, types, class));
        }
    }
    Ok(())
}

fn arg(args: &[Rcvar], index: usize) -> Result<&Rcvar, JmespathError> {
    args.get(index)
        .ok_or_else(|| fail("an argument is missing".to_owned()))
}

fn items(args: &[Rcvar]) -> Result<&[Rcvar], JmespathError> {
    Ok(arg(args, 0)?.as_array().map_or(&[], Vec::as_slice))
}

fn null() -> Rcvar {
    Rcvar::new(Variable::Null)
}

fn float(value: f64) -> Outcome {
    Number::from_f64(value)
        .map(|number| Rcvar::new(Variable::Number(number)))
        .ok_or_else(|| fail("cannot convert float infinity to integer".to_owned()))
}

fn int(digits: &str) -> Outcome {
    number(digits)
        .map(|number| Rcvar::new(Variable::Number(number)))
        .ok_or_else(|| fail(format!("invalid number: {digits}")))
}

/// Whole numbers stay whole.
fn abs(args: &[Rcvar], _: &mut Context<'_>) -> Outcome {
    match to_value(arg(args, 0)?) {
        Value::Int(digits) => int(digits.trim_start_matches('-')),
        Value::Float(number) => float(number.abs()),
        _ => Ok(null()),
    }
}

fn ceil(args: &[Rcvar], _: &mut Context<'_>) -> Outcome {
    round(args, f64::ceil)
}

fn floor(args: &[Rcvar], _: &mut Context<'_>) -> Outcome {
    round(args, f64::floor)
}

/// Rounding makes a whole number.
fn round(args: &[Rcvar], how: fn(f64) -> f64) -> Outcome {
    match to_value(arg(args, 0)?) {
        Value::Float(number) => int(&format!("{:.0}", how(number))),
        _ => Ok(Rcvar::clone(arg(args, 0)?)),
    }
}

fn avg(args: &[Rcvar], _: &mut Context<'_>) -> Outcome {
    let items = items(args)?;
    if items.is_empty() {
        return Ok(null());
    }
    let sum: f64 = items.iter().filter_map(|item| item.as_number()).sum();
    #[expect(clippy::cast_precision_loss, reason = "the count is small")]
    float(sum / items.len() as f64)
}

/// The sum of whole numbers is whole.
fn sum(args: &[Rcvar], _: &mut Context<'_>) -> Outcome {
    let items = items(args)?;
    let whole: Option<i128> = items
        .iter()
        .map(|item| match to_value(item) {
            Value::Int(digits) => digits.parse::<i128>().ok(),
            _ => None,
        })
        .sum();
    match whole {
        Some(sum) => int(&sum.to_string()),
        None => float(items.iter().filter_map(|item| item.as_number()).sum()),
    }
}

fn contains(args: &[Rcvar], ctx: &mut Context<'_>) -> Outcome {
    if arg(args, 0)?.is_string() && !arg(args, 1)?.is_string() {
        let class = to_value(arg(args, 1)?).class();
        return Err(fail(format!(
            "'in <string>' requires string as left operand, not {class}"
        )));
    }
    engine::ContainsFn::new().evaluate(args, ctx)
}

fn keys(args: &[Rcvar], _: &mut Context<'_>) -> Outcome {
    let keys = arg(args, 0)?.as_object().map(|map| {
        map.keys()
            .map(|key| Rcvar::new(Variable::String(shown(key).to_owned())))
            .collect()
    });
    Ok(Rcvar::new(Variable::Array(keys.unwrap_or_default())))
}

fn to_number(args: &[Rcvar], _: &mut Context<'_>) -> Outcome {
    let value = arg(args, 0)?;
    if value.is_number() {
        return Ok(Rcvar::clone(value));
    }
    let Some(text) = value.as_string().map(|text| text.trim()) else {
        return Ok(null());
    };
    let number = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) {
        return int(text.strip_prefix('+').unwrap_or(text));
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => float(number),
        _ => Ok(null()),
    }
}

fn to_string(args: &[Rcvar], _: &mut Context<'_>) -> Outcome {
    let value = arg(args, 0)?;
    if value.is_string() {
        return Ok(Rcvar::clone(value));
    }
    let text = compact_json(&to_value(value)).map_err(fail)?;
    Ok(Rcvar::new(Variable::String(text)))
}

fn type_name(args: &[Rcvar], _: &mut Context<'_>) -> Outcome {
    let value = arg(args, 0)?;
    if value.is_expref() {
        return Ok(null());
    }
    Ok(Rcvar::new(Variable::String(value.get_type().to_string())))
}

/// The elements with the keys that an expression gives them.
fn keyed(
    function: &str,
    args: &[Rcvar],
    ctx: &mut Context<'_>,
    types: &[&str],
) -> Result<Vec<(Rcvar, Rcvar)>, JmespathError> {
    let Some(ast) = arg(args, 1)?.as_expref() else {
        return Ok(Vec::new());
    };
    let mut keyed = Vec::new();
    for item in items(args)? {
        let key = interpret(item, ast, ctx)?;
        let kind = key.get_type().to_string();
        if !types.contains(&kind.as_str()) {
            return Err(wrong_type(function, &key, types, &kind));
        }
        keyed.push((Rcvar::clone(item), key));
    }
    Ok(keyed)
}

fn sort_by(args: &[Rcvar], ctx: &mut Context<'_>) -> Outcome {
    let (Some(first), Some(ast)) = (items(args)?.first(), arg(args, 1)?.as_expref()) else {
        return Ok(Rcvar::clone(arg(args, 0)?));
    };
    let kind = interpret(first, ast, ctx)?.get_type().to_string();
    if kind != "string" && kind != "number" {
        return Err(wrong_type("sort_by", first, &["string", "number"], &kind));
    }
    let mut keyed = keyed("sort_by", args, ctx, &[&kind])?;
    keyed.sort_by(|(_, a), (_, b)| a.cmp(b));
    let sorted = keyed.into_iter().map(|(item, _)| item).collect();
    Ok(Rcvar::new(Variable::Array(sorted)))
}

fn max_by(args: &[Rcvar], ctx: &mut Context<'_>) -> Outcome {
    best_by("max_by", args, ctx, Ordering::Greater)
}

fn min_by(args: &[Rcvar], ctx: &mut Context<'_>) -> Outcome {
    best_by("min_by", args, ctx, Ordering::Less)
}

/// The first of the best.
fn best_by(function: &str, args: &[Rcvar], ctx: &mut Context<'_>, better: Ordering) -> Outcome {
    let mut keyed = keyed(function, args, ctx, &["number", "string"])?.into_iter();
    let Some(mut best) = keyed.next() else {
        return Ok(null());
    };
    for next in keyed {
        if next.1.cmp(&best.1) == better {
            best = next;
        }
    }
    Ok(best.0)
}
