//! Entries of a field's list that are no matchers: unknown operators, several at once, lists.

use super::alias::{self, Meaning};
use super::both::both;
use super::case::Case;
use super::field::reference;
use super::{Advice, Row, numeric};
use crate::json::NodeId;
use crate::pattern::PatternErrorKind as Kind;

pub(super) const ROWS: &[Row] = &[
    Row {
        example: (
            r#"{"account": [{"Ref": "AWS::AccountId"}]}"#,
            "functions are not resolved inside JSON text; below Fn::Sub write [\"${AWS::AccountId}\"]",
        ),
        look: |case, _| {
            let entry = unknown(case)?;
            let (_, member) = case.operator(entry)?;
            reference(case, member).map(|help| Advice::new(case.span(entry), help))
        },
    },
    Row {
        example: (
            r#"{"a": [{">": 0, "<": 5}]}"#,
            "comparisons go inside `numeric`: {\"numeric\": [\">\", 0, \"<\", 5]}",
        ),
        look: |case, _| {
            let entry = unknown(case)?;
            let members = case.children(entry);
            let pairs: Vec<_> = members
                .iter()
                .map(|id| Some((case.key(*id)?, *id)))
                .collect::<Option<_>>()?;
            let all = pairs
                .iter()
                .all(|(name, _)| matches!(alias::meaning(name), Some(Meaning::Compare(_))));
            let json = numeric::of_pairs(case, &pairs).filter(|_| all)?;
            Some(Advice::write(
                case.span(entry),
                "comparisons go inside `numeric`",
                json,
            ))
        },
    },
    Row {
        example: (
            r#"{"a": [{"contains": "err"}]}"#,
            "no `contains` operator; use a wildcard: {\"wildcard\": \"*err*\"}",
        ),
        look: |case, _| {
            let entry = unknown(case)?;
            let [member] = *case.children(entry).as_slice() else {
                return None;
            };
            let name = case.key(member)?;
            let meaning = alias::meaning(&name);
            let json = alias::matcher(case, &name, member)?;
            let lead = match meaning? {
                Meaning::Contains => format!("no `{name}` operator; use a wildcard"),
                Meaning::Regex => format!(
                    "no `{name}` operator; regular expressions are not supported; closest is"
                ),
                Meaning::Operator(operator) => format!("the operator is called `{operator}`"),
                Meaning::Equals | Meaning::Null => "write the value itself".to_owned(),
                Meaning::OneOf => "the list of the field holds the values".to_owned(),
                Meaning::Compare(_) | Meaning::Between => {
                    "comparisons go inside `numeric`".to_owned()
                }
                Meaning::Exists(_) => "the operator is called `exists`".to_owned(),
                Meaning::And | Meaning::Or | Meaning::Time => return None,
            };
            Some(Advice::write(case.span(entry), &lead, json))
        },
    },
    Row {
        example: (
            r#"{"a": [{"Prefix": "x"}]}"#,
            "the operator is called `prefix`: {\"prefix\": \"x\"}",
        ),
        look: |case, _| {
            let entry = unknown(case)?;
            let (name, operand) = case.operator(entry)?;
            let near = alias::nearest(&name)?;
            let lead = format!("the operator is called `{near}`");
            let json = format!("{{\"{near}\": {}}}", case.raw(operand));
            let alone = case.children(entry).len() == 1;
            Some(
                match alone && crate::Pattern::parse(&format!("{{\"a\": [{json}]}}")).is_ok() {
                    true => Advice::write(case.span(entry), &lead, json),
                    false => Advice::new(case.span(entry), lead),
                },
            )
        },
    },
    Row {
        example: (
            r#"{"a": [{"regex": "^a(b|c)"}]}"#,
            "regular expressions are not supported; use {\"wildcard\": \"…*…\"}, where `*` matches any run of characters, or list the values",
        ),
        look: |case, _| {
            let entry = unknown(case)?;
            let (name, _) = case.operator(entry)?;
            Some(Advice::new(
                case.span(entry),
                match alias::meaning(&name)? {
                    Meaning::Regex => {
                        "regular expressions are not supported; use {\"wildcard\": \"…*…\"}, where `*` matches any run of characters, or list the values"
                    }
                    Meaning::Time => {
                        "times cannot be compared; a prefix selects a year, a month or a day: {\"prefix\": \"2026-01\"}"
                    }
                    _ => return None,
                },
            ))
        },
    },
    // An object as it stands in the event.
    Row {
        example: (
            r#"{"items": [{"sku": ["a"], "count": [1]}]}"#,
            "match the fields of array elements with an object, without a list around it: \"items\": {\"sku\": [\"a\"], \"count\": [1]}",
        ),
        look: |case, _| {
            let entry = unknown(case)?;
            let field = case.field?;
            let nested = case.children(entry).iter().all(|id| !case.is_plain(*id));
            if !nested {
                return None;
            }
            let lead =
                "match the fields of array elements with an object, without a list around it";
            let is_right = |json: &str| crate::Pattern::parse(json).is_ok();
            Some(match case.children(field).as_slice() {
                [_] if is_right(case.raw(entry)) => {
                    Advice::member(case.span(field), lead, &case.key(field)?, case.raw(entry))
                }
                _ => Advice::new(case.span(field), lead),
            })
        },
    },
    Row {
        example: (
            r#"{"tags": [{"Key": "env", "Value": "prod"}]}"#,
            "the operators are prefix, suffix, equals-ignore-case, wildcard, anything-but, numeric, cidr and exists; fields below an array are written as an object: \"tags\": {\"Key\": [\"env\"], \"Value\": [\"prod\"]}",
        ),
        look: |case, _| {
            let entry = unknown(case)?;
            let field = case.field?;
            let members = case.children(entry);
            let plain = members.len() > 1 && members.iter().all(|id| case.is_plain(*id));
            if !plain || case.children(field).len() != 1 {
                return None;
            }
            let fields: Vec<_> = members
                .iter()
                .map(|id| {
                    let key = case.document.node(*id).key.of(case.document.text());
                    format!("{key}: [{}]", case.raw(*id))
                })
                .collect();
            let lead =
                format!("the operators are {ALL}; fields below an array are written as an object");
            let json = format!("{{{}}}", fields.join(", "));
            Some(Advice::member(
                case.span(field),
                &lead,
                &case.key(field)?,
                json,
            ))
        },
    },
    Row {
        example: (
            r#"{"a": [{"sorts-before": "x"}]}"#,
            "the operators are prefix, suffix, equals-ignore-case, wildcard, anything-but, numeric, cidr and exists",
        ),
        look: |case, _| {
            let entry = case.entry.filter(|_| case.kind == Kind::UnknownOperator)?;
            Some(Advice::new(
                case.span(entry),
                format!("the operators are {ALL}"),
            ))
        },
    },
    // Several operators at once.
    Row {
        example: (
            r#"{"a": [{"prefix": "in/", "suffix": ".csv"}]}"#,
            "one object holds one operator; a wildcard asks for both: {\"wildcard\": \"in/*.csv\"}",
        ),
        look: |case, _| {
            let entry = case.entry.filter(|_| case.kind == Kind::ManyOperators)?;
            let members: Vec<_> = case.children(entry);
            let matchers: Vec<_> = members
                .iter()
                .map(|id| Some(format!("{{\"{}\": {}}}", case.key(*id)?, case.raw(*id))))
                .collect::<Option<_>>()?;
            let [first, second] = matchers.as_slice() else {
                return None;
            };
            let json = both(first, second)?.json?;
            let lead = match json.starts_with("{\"wildcard\"") {
                true => "one object holds one operator; a wildcard asks for both",
                false => "one object holds one operator; this asks for both",
            };
            Some(Advice::write(case.span(entry), lead, json))
        },
    },
    Row {
        example: (
            r#"{"a": [{"prefix": "a", "wildcard": "*b*"}]}"#,
            "one object holds one operator; entries of a list are alternatives, so two conditions on one field cannot both be asked for: keep one, or test the other in the target",
        ),
        look: |case, error| {
            (case.kind == Kind::ManyOperators).then(|| {
                let covers = case.entry.map_or(error.span(), |entry| case.span(entry));
                Advice::new(
                    covers,
                    "one object holds one operator; entries of a list are alternatives, so two conditions on one field cannot both be asked for: keep one, or test the other in the target",
                )
            })
        },
    },
    Row {
        example: (
            r#"{"a": [{}]}"#,
            "write a value or an operator here; {\"exists\": true} matches any value",
        ),
        look: |case, error| {
            (case.kind == Kind::NoOperator).then(|| {
                let covers = case.entry.map_or(error.span(), |entry| case.span(entry));
                Advice::new(
                    covers,
                    "write a value or an operator here; {\"exists\": true} matches any value",
                )
            })
        },
    },
    // A list in the list.
    Row {
        example: (
            r#"{"a": [["x", "y"]]}"#,
            "a list is matched by its elements; one list of values is enough: [\"x\", \"y\"]",
        ),
        look: |case, _| {
            let field = case.field.filter(|_| case.kind == Kind::MatcherValue)?;
            let flat: Vec<NodeId> = case
                .children(field)
                .into_iter()
                .flat_map(|id| case.elements(id))
                .collect();
            let plain = !flat.is_empty() && flat.iter().all(|id| case.is_plain(*id));
            let lead = "a list is matched by its elements; one list of values is enough";
            Some(match plain {
                true => {
                    let flat: Vec<_> = flat.iter().map(|id| case.raw(*id)).collect();
                    Advice::write(case.span(field), lead, format!("[{}]", flat.join(", ")))
                }
                false => Advice::new(case.span(case.entry?), lead),
            })
        },
    },
    // The whole pattern.
    Row {
        example: (
            LONG,
            "split the rule: several rules may have the same target",
        ),
        look: |case, error| {
            let covers = case.span(0);
            let help = match error.kind() {
                Kind::TooLong => "split the rule: several rules may have the same target",
                Kind::TooManyAlternatives => {
                    "put alternatives of a single field into one list instead of an $or"
                }
                _ => return None,
            };
            Some(Advice::new(covers, help))
        },
    },
];

const ALL: &str =
    "prefix, suffix, equals-ignore-case, wildcard, anything-but, numeric, cidr and exists";

/// A pattern that is too long, for the example.
const LONG: &str = "too long";

/// The entry, where its operator does not exist.
fn unknown(case: &Case<'_>) -> Option<NodeId> {
    let entry = case.entry.filter(|_| case.kind == Kind::UnknownOperator)?;
    // Not one inside of another operator.
    let (name, _) = case.operator(entry)?;
    (!alias::OPERATORS.contains(&&*name)).then_some(entry)
}
