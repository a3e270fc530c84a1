//! Mistakes in `$or`, and names from elsewhere for it.

use super::alias::{self, Meaning};
use super::case::Case;
use super::{Advice, Row};
use crate::json::{NodeId, NodeKind};
use crate::pattern::PatternErrorKind as Kind;

pub(super) const ROWS: &[Row] = &[
    Row {
        example: (
            r#"{"$or": [{"source": ["a"]}]}"#,
            "`$or` needs at least two alternatives: write the fields of a single one without it",
        ),
        look: |case, _| {
            let (or, _) = case.or.filter(|_| case.kind == Kind::Or)?;
            let branches = case.elements(or);
            let single = case.is(or, NodeKind::Array) && branches.len() == 1;
            (single && case.all(&branches, NodeKind::Object)).then(|| {
                Advice::new(
                    case.span(or),
                    "`$or` needs at least two alternatives: write the fields of a single one without it",
                )
            })
        },
    },
    Row {
        example: (
            r#"{"$or": {"source": ["a"], "region": ["b"]}}"#,
            "write a list with one object for each alternative: \"$or\": [{\"source\": [\"a\"]}, {\"region\": [\"b\"]}]",
        ),
        look: |case, _| {
            let (or, _) = case.or.filter(|_| case.kind == Kind::Or)?;
            let members = case.children(or);
            if !case.is(or, NodeKind::Object) || members.len() < 2 {
                return None;
            }
            let branches: Vec<_> = members
                .iter()
                .map(|id| format!("{{{}}}", member(case, *id)))
                .collect();
            let json = format!("[{}]", branches.join(", "));
            let lead = "write a list with one object for each alternative";
            Some(Advice::member(case.span(or), lead, "$or", json))
        },
    },
    Row {
        example: (
            r#"{"$or": ["a", "b"]}"#,
            "each alternative is an object with fields: \"$or\": [{…}, {…}]; alternative values of one field go into its list: \"field\": [\"a\", \"b\"]",
        ),
        look: |case, _| {
            let (or, _) = case.or.filter(|_| case.kind == Kind::Or)?;
            let values = case.children(or);
            let plain = values.iter().all(|id| case.is_plain(*id)) && !values.is_empty();
            (case.is(or, NodeKind::Array) && plain).then(|| {
                let help = format!(
                    "each alternative is an object with fields: \"$or\": [{{…}}, {{…}}]; alternative values of one field go into its list: \"field\": {}",
                    case.raw(or)
                );
                Advice::new(case.span(or), help)
            })
        },
    },
    Row {
        example: (
            r#"{"$or": []}"#,
            "write \"$or\": [{…}, {…}] with two or more objects",
        ),
        look: |case, _| {
            let (or, branch) = case.or.filter(|_| case.kind == Kind::Or)?;
            let covers = case.span(branch.unwrap_or(or));
            Some(Advice::new(
                covers,
                "write \"$or\": [{…}, {…}] with two or more objects",
            ))
        },
    },
    // `"field": {"$or": [{"prefix": …}, {"suffix": …}]}`
    Row {
        example: (
            r#"{"detail": {"key": {"$or": [{"prefix": "a"}, {"suffix": "b"}]}}}"#,
            "alternatives of one field go into its list: \"key\": [{\"prefix\": \"a\"}, {\"suffix\": \"b\"}]",
        ),
        look: |case, _| {
            let (or, _) = case.or.filter(|_| case.kind == Kind::ReservedName)?;
            let holder = case.parent(or);
            let key = case.key(holder)?;
            let branches = case.children(or);
            let alone = case.children(holder).len() == 1;
            let operators = branches.iter().all(|branch| {
                let operator = case.operator(*branch);
                operator.is_some_and(|(name, _)| alias::OPERATORS.contains(&&*name))
            });
            (alone && operators).then(|| {
                let lead = "alternatives of one field go into its list";
                Advice::member(case.span(holder), lead, &key, case.raw(or))
            })
        },
    },
    Row {
        example: (
            r#"{"$or": [{"prefix": ["a"]}, {"b": ["c"]}]}"#,
            "inside `$or` no field may be called `prefix`: operators go in a field's list, such as {\"key\": [{\"prefix\": \"…\"}]}; a condition on a field of that name has to be outside the `$or`",
        ),
        look: |case, error| {
            if case.kind != Kind::ReservedName {
                return None;
            }
            let name = crate::json::unquote(error.span().of(error.text()));
            let help = format!(
                "inside `$or` no field may be called `{name}`: operators go in a field's list, such as {{\"key\": [{{\"{name}\": \"…\"}}]}}; a condition on a field of that name has to be outside the `$or`"
            );
            Some(Advice::new(case.span(case.node), help))
        },
    },
    // A list of objects under another name.
    Row {
        example: (
            r#"{"anyOf": [{"a": ["1"]}, {"b": ["2"]}]}"#,
            "`anyOf` is read as a field; alternatives are called `$or`",
        ),
        look: |case, _| {
            let (field, name) = list_of_objects(case)?;
            let is_or = matches!(alias::meaning(&name), Some(Meaning::Or | Meaning::OneOf));
            (is_or && case.children(field).len() > 1).then(|| {
                let help = format!("`{name}` is read as a field; alternatives are called `$or`");
                Advice::new(case.span(field), help)
            })
        },
    },
    Row {
        example: (
            r#"{"$and": [{"a": ["1"]}, {"b": ["2"]}]}"#,
            "all fields of an object must match anyway; write them side by side: \"a\": [\"1\"], \"b\": [\"2\"]",
        ),
        look: |case, _| {
            let (field, name) = list_of_objects(case)?;
            if alias::meaning(&name) != Some(Meaning::And) {
                return None;
            }
            let members: Vec<_> = case
                .children(field)
                .into_iter()
                .flat_map(|object| case.children(object))
                .collect();
            let mut names: Vec<_> = members.iter().filter_map(|id| case.key(*id)).collect();
            let count = names.len();
            names.sort();
            names.dedup();
            let help = match names.len() == count {
                true => {
                    let members: Vec<_> = members.iter().map(|id| member(case, *id)).collect();
                    let members = members.join(", ");
                    format!("all fields of an object must match anyway; write them side by side: {members}")
                }
                false => "all fields of an object must match anyway; write them side by side, each field once".to_owned(),
            };
            Some(Advice::new(case.span(field), help))
        },
    },
    Row {
        example: (
            r#"{"$not": [{"a": ["1"]}]}"#,
            "no `$not` around conditions; exclude values in each field's list: \"field\": [{\"anything-but\": \"…\"}]",
        ),
        look: |case, _| {
            let (field, name) = list_of_objects(case)?;
            let is_not = alias::meaning(&name) == Some(Meaning::Operator("anything-but"));
            (is_not && name.starts_with('$')).then(|| {
                let help = format!(
                    "no `{name}` around conditions; exclude values in each field's list: \"field\": [{{\"anything-but\": \"…\"}}]"
                );
                Advice::new(case.span(field), help)
            })
        },
    },
];

/// The list of the field, if it holds nothing but objects whose members are lists or objects, as
/// branches and conditions are; and the field's name.
fn list_of_objects(case: &Case<'_>) -> Option<(NodeId, String)> {
    let field = case.field.filter(|_| case.kind == Kind::UnknownOperator)?;
    let objects = case.children(field);
    let shaped = case.all(&objects, NodeKind::Object)
        && objects.iter().all(|object| {
            let mut members = case.children(*object).into_iter();
            members.all(|member| !case.is_plain(member))
        });
    shaped.then_some(())?;
    Some((field, case.key(field)?))
}

fn member(case: &Case<'_>, id: NodeId) -> String {
    format!(
        "{}: {}",
        case.document.node(id).key.of(case.document.text()),
        case.raw(id)
    )
}
