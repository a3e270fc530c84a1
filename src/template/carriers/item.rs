//! A node of a tree as the JSON text of a pattern.

use super::super::error::Problem;
use super::super::text::{FileId, Text};
use super::super::tree::{Id, Kind, Tree};
use super::super::value::{AsDeployed, Item, LONGEST, Value, render};

/// The deepest nesting of a value, aliases followed.
const MAX_DEPTH: usize = 128;
/// The most values that one pattern may expand to, aliases followed.
const MAX_NODES: usize = 100_000;

/// The names that code gives to members of the envelope, and those of the envelope.
const CODE_NAMES: [(&str, &str); 2] = [
    ("detailType", "detail-type"),
    ("detail_type", "detail-type"),
];

/// The node as JSON text. With `of_code` the members have the names that code gives them.
///
/// # Errors
/// It is too deep, too large, or has a key that is no string.
pub(super) fn text(tree: &Tree, source: &str, id: Id, of_code: bool) -> Result<Text, Problem> {
    let mut left = MAX_NODES;
    let mut item = item(tree, source, id, 0, &mut left)?;
    if of_code && let Value::Map(members) = &mut item.value {
        for (key, _) in members {
            let Value::Text(name) = &key.value else {
                continue;
            };
            if let Some((_, real)) = CODE_NAMES.iter().find(|(code, _)| *code == name.as_str()) {
                let mut new = Text::default();
                new.push_loose(real, key.place);
                key.value = Value::Text(new);
            }
        }
    }
    render(&item, AsDeployed::Typed).ok_or_else(|| {
        let place = tree.place(id);
        Problem::new(format!(
            "longer than {} KiB, the most that is read of one pattern",
            LONGEST >> 10
        ))
        .at(place.file, place.span)
    })
}

fn item(
    tree: &Tree,
    source: &str,
    id: Id,
    depth: usize,
    left: &mut usize,
) -> Result<Item, Problem> {
    let place = tree.place(id);
    let fail = |message: String| Err(Problem::new(message).at(FileId::TEMPLATE, place.span));
    if depth > MAX_DEPTH {
        return fail(format!("this nests deeper than {MAX_DEPTH} levels"));
    }
    *left = left.saturating_sub(1);
    if *left == 0 {
        return fail(format!(
            "with its aliases this expands to more than {MAX_NODES} values"
        ));
    }
    let value = match &tree.node(id).kind {
        Kind::Null => Value::Null,
        Kind::Bool(value) => Value::Bool(*value),
        Kind::Number(number) => Value::Number(number.clone()),
        Kind::Text { .. } => Value::Text(tree.text(id).unwrap_or_default()),
        Kind::List(items) => {
            let items = items
                .iter()
                .map(|id| item(tree, source, *id, depth + 1, left));
            Value::List(items.collect::<Result<_, _>>()?)
        }
        Kind::Map(_) => {
            let mut members = Vec::new();
            for member in tree.members(id) {
                let place = tree.place(member.key);
                let key = match &tree.node(member.key).kind {
                    Kind::Text { .. } => tree.text(member.key).unwrap_or_default(),
                    Kind::Number(_) | Kind::Bool(_) | Kind::Null => {
                        let mut text = Text::default();
                        text.push_exact(place.span.of(source), place);
                        text
                    }
                    Kind::List(_) | Kind::Map(_) => {
                        return fail("a key must be a string, as in JSON".to_owned());
                    }
                };
                let key = Item {
                    value: Value::Text(key),
                    place,
                };
                members.push((key, item(tree, source, member.value, depth + 1, left)?));
            }
            Value::Map(members)
        }
    };
    Ok(Item { value, place })
}
