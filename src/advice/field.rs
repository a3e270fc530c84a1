//! Mistakes in the shape of a pattern: a value without its list, an operator for a field.

use super::alias::{self, OPERATORS};
use super::case::Case;
use super::{Advice, Row, numeric};
use crate::json::{Document, NodeId, NodeKind};
use crate::pattern::PatternErrorKind as Kind;

pub(super) const ROWS: &[Row] = &[
    // The root.
    Row {
        example: (
            r#""{\"source\": [\"a\"]}""#,
            "this is a pattern inside a JSON string: it is encoded twice; leave out one level of encoding (in Terraform, one `jsonencode`)",
        ),
        look: |case, _| {
            if case.kind != Kind::NotAnObject {
                return None;
            }
            let text = case.text(0)?;
            holds_json(&text).then(|| {
                let help = "this is a pattern inside a JSON string: it is encoded twice; leave out one level of encoding (in Terraform, one `jsonencode`)";
                Advice {
                    instead: Some(text),
                    ..Advice::new(case.span(0), help)
                }
            })
        },
    },
    Row {
        example: (
            r#"[{"source": ["a"]}]"#,
            "a pattern is a single object: write one rule for each, or join them with {\"$or\": [{…}, {…}]}",
        ),
        look: |case, _| {
            let is_list = case.kind == Kind::NotAnObject && case.is(0, NodeKind::Array);
            is_list.then(|| {
                Advice::new(
                    case.span(0),
                    "a pattern is a single object: write one rule for each, or join them with {\"$or\": [{…}, {…}]}",
                )
            })
        },
    },
    Row {
        example: (
            "7",
            "a pattern is a JSON object, such as {\"source\": [\"aws.ec2\"]}",
        ),
        look: |case, _| {
            (case.kind == Kind::NotAnObject).then(|| {
                Advice::new(
                    case.span(0),
                    "a pattern is a JSON object, such as {\"source\": [\"aws.ec2\"]}",
                )
            })
        },
    },
    Row {
        example: (
            r#"{"version": "0", "id": "1", "source": "a", "detail-type": "b", "detail": {}}"#,
            "this looks like an event, not a pattern: a pattern names the fields to match, each with a list of values, such as {\"source\": [\"a\"]}",
        ),
        look: |case, _| {
            if case.kind != Kind::FieldValue || !case.is_event() {
                return None;
            }
            let source = case.document.member(0, "source");
            let source = source.map_or("\"…\"", |id| case.raw(id));
            let help = format!(
                "this looks like an event, not a pattern: a pattern names the fields to match, each with a list of values, such as {{\"source\": [{source}]}}"
            );
            Some(Advice::new(case.span(0), help))
        },
    },
    // A function of CloudFormation's inside JSON text.
    Row {
        example: (
            r#"{"account": {"Ref": "AWS::AccountId"}}"#,
            "functions are not resolved inside JSON text; below Fn::Sub write [\"${AWS::AccountId}\"]",
        ),
        look: |case, _| {
            let field = case.field.filter(|_| case.kind == Kind::FieldValue)?;
            let holder = case.parent(field);
            reference(case, field).map(|help| Advice::new(case.span(holder), help))
        },
    },
    // An operator in the place of a field.
    Row {
        example: (
            r#"{"type": {"prefix": "x"}}"#,
            "wrap the operator in a list: \"type\": [{\"prefix\": \"x\"}]",
        ),
        look: |case, _| {
            if case.kind != Kind::FieldValue {
                return None;
            }
            let holder = operator_object(case)?;
            let key = case.key(holder)?;
            let members = case.children(holder);
            let entries: Vec<_> = members
                .iter()
                .map(|member| {
                    let name = case.key(*member).unwrap_or_default();
                    alias::matcher(case, &name, *member)
                })
                .collect::<Option<_>>()?;
            // Several operators were meant together, which a list does not say.
            let lead = match entries.as_slice() {
                [_] => "wrap the operator in a list",
                _ => "wrap the operators in a list, whose entries are alternatives",
            };
            let json = format!("[{}]", entries.join(", "));
            Some(Advice::member(case.span(holder), lead, &key, json))
        },
    },
    Row {
        example: (
            r#"{"detail": {"$not": "x"}}"#,
            "no `$not` operator; exclude values with `anything-but`, in the field's list: \"field\": [{\"anything-but\": \"x\"}]",
        ),
        look: |case, _| {
            let field = case.field.filter(|_| case.kind == Kind::FieldValue)?;
            let key = case.key(field).filter(|key| key.starts_with('$'))?;
            alias::of_dollar(case, &key, field)
        },
    },
    // A value without its list.
    Row {
        example: (
            r#"{"detail": "{\"total\": [42]}"}"#,
            "this is JSON text inside a string; write the object itself: \"detail\": {\"total\": [42]}",
        ),
        look: |case, _| {
            let field = case.field.filter(|_| case.kind == Kind::FieldValue)?;
            let text = case.text(field).filter(|text| holds_json(text))?;
            let lead = "this is JSON text inside a string; write the object itself";
            let key = case.key(field)?;
            Some(Advice::member(case.span(field), lead, &key, text))
        },
    },
    Row {
        example: (
            r#"{"detail": {"coupon": null}}"#,
            "to match any value, leave the field out; to match its absence, write [{\"exists\": false}]; [null] matches only the value null",
        ),
        look: |case, _| {
            let field = case.field.filter(|_| case.kind == Kind::FieldValue)?;
            case.is(field, NodeKind::Null).then(|| {
                Advice::new(
                    case.span(field),
                    "to match any value, leave the field out; to match its absence, write [{\"exists\": false}]; [null] matches only the value null",
                )
            })
        },
    },
    Row {
        example: (
            r#"{"detail": {"total": ">=7"}}"#,
            "a comparison is an operator in a list: \"total\": [{\"numeric\": [\">=\", 7]}]",
        ),
        look: |case, _| {
            let field = case.field.filter(|_| case.kind == Kind::FieldValue)?;
            let terms = numeric::terms(&case.text(field)?)?;
            let lead = "a comparison is an operator in a list";
            let json = format!("[{{\"numeric\": {terms}}}]");
            Some(Advice::member(
                case.span(field),
                lead,
                &case.key(field)?,
                json,
            ))
        },
    },
    Row {
        example: (
            r#"{"source": "aws.*"}"#,
            "`*` is special only in a wildcard: \"source\": [{\"wildcard\": \"aws.*\"}]",
        ),
        look: |case, _| {
            let field = case.field.filter(|_| case.kind == Kind::FieldValue)?;
            let text = case.text(field)?;
            let is_wildcard = text.contains('*')
                && !text.contains("**")
                && !text.contains('\\')
                && text.bytes().any(|byte| byte.is_ascii_alphanumeric());
            is_wildcard.then_some(())?;
            let json = format!("[{{\"wildcard\": {}}}]", case.raw(field));
            let lead = "`*` is special only in a wildcard";
            Some(Advice::member(
                case.span(field),
                lead,
                &case.key(field)?,
                json,
            ))
        },
    },
    Row {
        example: (
            r#"{"source": "aws.ec2"}"#,
            "wrap the value in a list: [\"aws.ec2\"]",
        ),
        look: |case, _| {
            let field = case.field.filter(|_| case.kind == Kind::FieldValue)?;
            let json = format!("[{}]", case.raw(field));
            Some(Advice::write(
                case.span(field),
                "wrap the value in a list",
                json,
            ))
        },
    },
    // Nothing where something belongs.
    Row {
        example: (
            r#"{"a": []}"#,
            "list the values to match, or leave the field out to match any; write [{\"exists\": true}] to match whatever value it has",
        ),
        look: |case, error| {
            let list = error.kind() == Kind::EmptyArray;
            let field = case.field.filter(|_| list && case.entry.is_none())?;
            Some(Advice::new(
                case.span(field),
                "list the values to match, or leave the field out to match any; write [{\"exists\": true}] to match whatever value it has",
            ))
        },
    },
    Row {
        example: (
            r#"{"a": {}}"#,
            "leave the field out to match anything there",
        ),
        look: |case, error| {
            (case.kind == Kind::EmptyObject).then(|| {
                let help = match case.node == 0 {
                    true => {
                        "a pattern names at least one field; {\"source\": [{\"prefix\": \"\"}]} matches every event"
                    }
                    false => "leave the field out to match anything there",
                };
                let covers = match case.node {
                    0 => error.span(),
                    node => case.span(node),
                };
                Advice::new(covers, help)
            })
        },
    },
];

/// Whether a string holds a JSON object or list.
pub(super) fn holds_json(text: &str) -> bool {
    let begins = text.trim_start().starts_with(['{', '[']);
    begins && Document::parse(text).is_ok()
}

/// The outermost object around the place whose members are all operators: what stands in the place
/// of a list of matchers.
fn operator_object(case: &Case<'_>) -> Option<NodeId> {
    let mut holder = None;
    let mut object = case.parent(case.field?);
    while object != 0 {
        let members = case.children(object);
        let all = members.iter().all(|member| {
            let key = case.key(*member).unwrap_or_default();
            OPERATORS.contains(&&*key) || members.len() == 1 && alias::is_alias(&key)
        });
        if !all || case.key(object).is_none() {
            break;
        }
        holder = Some(object);
        object = case.parent(object);
        // Only an operator may hold an operator.
        if holder.and_then(|id| case.key(id)).as_deref() != Some("anything-but") {
            break;
        }
    }
    holder
}

/// What to write for a member that is a function of CloudFormation's.
pub(super) fn reference(case: &Case<'_>, member: NodeId) -> Option<String> {
    let name = case.key(member)?;
    let is_function = name == "Ref" || name.starts_with("Fn::");
    is_function.then_some(())?;
    Some(match (&*name, case.text(member)) {
        ("Ref" | "Fn::GetAtt", Some(target)) => format!(
            "functions are not resolved inside JSON text; below Fn::Sub write [\"${{{target}}}\"]"
        ),
        _ => "functions are not resolved inside JSON text; put the text below Fn::Sub, and write ${Name}".to_owned(),
    })
}
