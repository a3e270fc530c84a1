//! Events in the making: JSON that can be changed.

use super::set::Value;
use crate::json::{Document, NodeId, NodeKind, Number, write_string};
use crate::pattern::value::Scalar;
use std::borrow::Cow;

/// The deepest that objects are nested for a path. Keys that go deeper are joined with dots, which
/// means the same: text of a few kilobytes can name more keys than JSON may nest.
const DEEPEST: usize = 100;

/// A JSON value. Members keep their order, leaves their text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tree {
    /// A string, number, true, false or null, as JSON text.
    Leaf(String),
    Array(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

/// What to do with a leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    Keep,
    Replace(String),
    Remove,
}

impl Tree {
    pub(super) fn empty() -> Self {
        Self::Object(Vec::new())
    }

    /// A document's value, which nests at most [`MAX_DEPTH`](crate::json::MAX_DEPTH) levels.
    pub(super) fn of(document: &Document<'_>, id: NodeId) -> Self {
        let children = document.children(id);
        match document.node(id).kind {
            NodeKind::Object => Self::Object(
                children
                    .map(|child| {
                        let key = document.key(child).map_or(String::new(), Cow::into_owned);
                        (key, Self::of(document, child))
                    })
                    .collect(),
            ),
            NodeKind::Array => {
                Self::Array(children.map(|child| Self::of(document, child)).collect())
            }
            _ => Self::Leaf(document.raw(id).to_owned()),
        }
    }

    /// Adds leaves at a path beside what is there.
    pub(super) fn insert(&mut self, path: &str, leaves: &[Value]) {
        let leaves = leaves
            .iter()
            .map(|value| Self::Leaf(value.json()))
            .collect();
        let keys: Vec<_> = path.splitn(DEEPEST, '.').collect();
        self.insert_at(&keys, leaves);
    }

    /// Adds a value at a path beside what is there.
    pub(super) fn insert_tree(&mut self, path: &str, value: Tree) {
        let keys: Vec<_> = path.splitn(DEEPEST, '.').collect();
        self.insert_at(&keys, vec![value]);
    }

    /// Goes into the object that stands here, or the first one in the array that does; makes one
    /// where there is none.
    fn insert_at(&mut self, keys: &[&str], values: Vec<Tree>) {
        let Some((key, rest)) = keys.split_first() else {
            self.add(values);
            return;
        };
        let made = |values| {
            let mut made = Self::empty();
            made.insert_at(keys, values);
            made
        };
        match self {
            Self::Leaf(_) => {
                let leaf = std::mem::replace(self, Self::empty());
                *self = Self::Array(vec![leaf, made(values)]);
            }
            Self::Array(elements) => {
                let is_object = |element: &&mut Self| matches!(element, Self::Object(_));
                match elements.iter_mut().find(is_object) {
                    Some(element) => element.insert_at(keys, values),
                    None => elements.push(made(values)),
                }
            }
            Self::Object(members) => match members.iter_mut().find(|(name, _)| name == key) {
                Some((_, member)) => member.insert_at(rest, values),
                None => {
                    let mut member = Self::empty();
                    if rest.is_empty() {
                        member = Self::of_values(values);
                    } else {
                        member.insert_at(rest, values);
                    }
                    members.push(((*key).to_owned(), member));
                }
            },
        }
    }

    /// One value as it is, several as an array.
    fn of_values(mut values: Vec<Tree>) -> Self {
        match (values.len(), values.pop()) {
            (1, Some(value)) => value,
            (_, last) => {
                values.extend(last);
                Self::Array(values)
            }
        }
    }

    /// Makes this an array, if it is none, with these in front of what is there.
    fn add(&mut self, mut values: Vec<Tree>) {
        match self {
            Self::Array(elements) => values.append(elements),
            _ => values.push(std::mem::replace(self, Self::empty())),
        }
        *self = Self::Array(values);
    }

    /// Looks at every leaf at a path in document order, and changes it as told; an object or array
    /// that loses its last leaf stays.
    pub(super) fn change(&mut self, path: &str, with: &mut dyn FnMut(&str) -> Change) {
        self.change_below(Some(path), with);
    }

    /// Whether this is to be removed.
    fn change_below(&mut self, rest: Option<&str>, with: &mut dyn FnMut(&str) -> Change) -> bool {
        match (self, rest) {
            (Self::Leaf(text), None) => match with(text) {
                Change::Keep => false,
                Change::Replace(new) => {
                    *text = new;
                    false
                }
                Change::Remove => true,
            },
            (Self::Leaf(_), Some(_)) | (Self::Object(_), None) => false,
            (Self::Array(elements), rest) => {
                elements.retain_mut(|element| !element.change_below(rest, with));
                false
            }
            (Self::Object(members), Some(rest)) => {
                members.retain_mut(|(key, member)| match rest.strip_prefix(&**key) {
                    Some("") => !member.change_below(None, with),
                    Some(behind) => match behind.strip_prefix('.') {
                        Some(behind) => !member.change_below(Some(behind), with),
                        None => true,
                    },
                    None => true,
                });
                false
            }
        }
    }

    /// As JSON text over several lines; lists that fit stand on one.
    pub(super) fn pretty(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, Layout::Lines(0));
        out
    }

    /// As JSON text on one line, with spaces.
    pub(super) fn line(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, Layout::Line);
        out
    }

    /// As JSON text on one line, without spaces.
    pub(super) fn compact(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, Layout::Compact);
        out
    }

    /// Whether this is an array that stands on one line: of leaves, or short and of objects that
    /// hold only leaves and lists of them.
    fn is_list(&self) -> bool {
        let is_leaf = |value: &Self| matches!(value, Self::Leaf(_));
        let is_flat = |value: &Self| match value {
            Self::Leaf(_) => true,
            Self::Array(inner) => inner.iter().all(is_leaf),
            Self::Object(members) => members.len() == 1,
        };
        match self {
            Self::Array(elements) => {
                elements.iter().all(is_leaf)
                    || (elements.len() <= SHORT
                        && elements.iter().all(is_flat)
                        && self.line().len() <= SHORT)
            }
            Self::Leaf(_) | Self::Object(_) => false,
        }
    }

    fn write(&self, out: &mut String, layout: Layout) {
        let layout = match layout {
            Layout::Lines(_) if self.is_list() => Layout::Line,
            other => other,
        };
        match self {
            Self::Leaf(text) => out.push_str(text),
            Self::Array(elements) => {
                out.push('[');
                for (index, element) in elements.iter().enumerate() {
                    layout.before(out, index);
                    element.write(out, layout.deeper());
                }
                layout.end(out);
                out.push(']');
            }
            Self::Object(members) if members.is_empty() => out.push_str("{}"),
            Self::Object(members) => {
                out.push('{');
                for (index, (key, member)) in members.iter().enumerate() {
                    layout.before(out, index);
                    write_string(out, key);
                    out.push_str(if layout == Layout::Compact { ":" } else { ": " });
                    member.write(out, layout.deeper());
                }
                layout.end(out);
                out.push('}');
            }
        }
    }
}

/// The longest list that stands on one line, in bytes.
const SHORT: usize = 72;

/// How JSON text is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    Compact,
    Line,
    /// One value a line, so deep.
    Lines(usize),
}

impl Layout {
    fn before(self, out: &mut String, index: usize) {
        if index > 0 {
            out.push(',');
        }
        match self {
            Self::Line if index > 0 => out.push(' '),
            Self::Line | Self::Compact => {}
            Self::Lines(depth) => Self::line(out, depth + 1),
        }
    }

    fn end(self, out: &mut String) {
        if let Self::Lines(depth) = self {
            Self::line(out, depth);
        }
    }

    fn line(out: &mut String, depth: usize) {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", depth));
    }

    fn deeper(self) -> Self {
        match self {
            Self::Lines(depth) => Self::Lines(depth + 1),
            flat => flat,
        }
    }
}

/// The value of a leaf's JSON text.
pub(super) fn scalar(text: &str) -> Scalar<'_> {
    match text {
        "true" => Scalar::Bool(true),
        "false" => Scalar::Bool(false),
        "null" => Scalar::Null,
        _ if text.starts_with('"') => Scalar::String(crate::json::unquote(text)),
        _ => Scalar::Number(Number::parse(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Event;

    fn tree(text: &str) -> Tree {
        Tree::of(&Document::parse(text).unwrap(), 0)
    }

    fn value(text: &str) -> Value {
        Value::Number(text.to_owned())
    }

    #[test]
    fn text_returns() {
        for text in [r#"{"a":[1,{"b":[]},"x\n"],"":{},"a":-0.0}"#, "{}"] {
            assert_eq!(tree(text).compact(), text);
            assert_eq!(tree(&tree(text).pretty()), tree(text));
        }
    }

    #[test]
    fn leaves_are_added_beside_others() {
        let inserted = |text: &str, path: &str, values: &[&str]| {
            let mut tree = tree(text);
            let values: Vec<_> = values.iter().map(|text| value(text)).collect();
            tree.insert(path, &values);
            tree.compact()
        };
        assert_eq!(inserted("{}", "a.b", &["1"]), r#"{"a":{"b":1}}"#);
        assert_eq!(inserted("{}", "a", &["1", "2"]), r#"{"a":[1,2]}"#);
        assert_eq!(
            inserted(r#"{"a":1}"#, "a.b", &["2"]),
            r#"{"a":[1,{"b":2}]}"#
        );
        assert_eq!(
            inserted(r#"{"a":{"b":2}}"#, "a", &["1"]),
            r#"{"a":[1,{"b":2}]}"#
        );
        assert_eq!(
            inserted(r#"{"a":[{"c":1},{"d":1}]}"#, "a.b", &["2"]),
            r#"{"a":[{"c":1,"b":2},{"d":1}]}"#
        );
        assert_eq!(inserted("{}", "", &["1"]), r#"{"":1}"#);
        assert_eq!(inserted("{}", "a..b", &["1"]), r#"{"a":{"":{"b":1}}}"#);
    }

    #[test]
    fn endless_paths_do_not_nest_without_end() {
        let path = ["a"; 3_000].join(".");
        let mut tree = Tree::empty();
        tree.insert(&path, &[value("1")]);
        let text = tree.compact();
        let event = Event::parse(text.as_str()).unwrap();
        assert_eq!(event.leaves_at(&path).count(), 1);
    }

    #[test]
    fn leaves_are_changed_wherever_they_stand() {
        let mut tree = tree(r#"{"a":{"b":[1,[2],{"c":3}]},"a.b":4,"a":[{"b":5},{"b":{"x":6}}]}"#);
        let mut seen = Vec::new();
        tree.change("a.b", &mut |text| {
            seen.push(text.to_owned());
            match text {
                "1" | "5" => Change::Remove,
                "4" => Change::Replace("true".to_owned()),
                _ => Change::Keep,
            }
        });
        assert_eq!(seen, ["1", "2", "4", "5"]);
        assert_eq!(
            tree.compact(),
            r#"{"a":{"b":[[2],{"c":3}]},"a.b":true,"a":[{},{"b":{"x":6}}]}"#
        );
    }
}
