//! Whether a JSON object is an event or a pattern, by its shape alone.
//!
//! Events have values where patterns have lists of them, so the envelope mostly tells. A mistake in
//! a pattern may make the two look alike (`{"source": "shop"}`); then nothing is claimed.

use crate::json::{Document, NodeId, NodeKind};

/// The members of an event's envelope whose values are strings.
const STRINGS: [&str; 7] = [
    "version",
    "id",
    "detail-type",
    "source",
    "account",
    "time",
    "region",
];

/// The names that only operators have.
const OPERATORS: [&str; 7] = [
    "prefix",
    "suffix",
    "anything-but",
    "numeric",
    "exists",
    "cidr",
    "equals-ignore-case",
];

/// How many values are looked at below `detail`: it is about the shape, not about every value.
const MOST: usize = 4_096;

/// What an object looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Its envelope has the values that an event has.
    Event,
    /// Its envelope has the lists that a pattern has, or an operator stands in a list.
    Pattern,
    /// Every value stands in a list, so it may be a pattern; nothing else speaks for it.
    Lists,
    /// Neither: an object of any kind.
    Other,
}

impl Shape {
    /// The shape of the value with this id.
    ///
    /// ```
    /// use pattern_test::json::Document;
    /// use pattern_test::shape::Shape;
    ///
    /// let shape = |text: &str| Document::parse(text).map(|document| Shape::of(&document, 0));
    /// assert_eq!(shape(r#"{"source": "shop", "detail-type": "Paid", "detail": {}}"#)?, Shape::Event);
    /// assert_eq!(shape(r#"{"source": ["shop"]}"#)?, Shape::Pattern);
    /// assert_eq!(shape(r#"{"state": ["open"]}"#)?, Shape::Lists);
    /// assert_eq!(shape(r#"{"source": "shop"}"#)?, Shape::Other);
    /// # Ok::<(), pattern_test::json::SyntaxError>(())
    /// ```
    pub fn of(document: &Document<'_>, id: NodeId) -> Self {
        if document.node(id).kind != NodeKind::Object {
            return Self::Other;
        }
        let (mut values, mut lists) = (0_usize, 0_usize);
        let mut detail = None;
        for child in document.children(id) {
            let kind = document.node(child).kind;
            match document.key(child).as_deref() {
                Some("detail") => detail = Some(child),
                Some("$or") if kind == NodeKind::Array => lists += 1,
                Some(name) if STRINGS.contains(&name) => match kind {
                    NodeKind::String | NodeKind::Number => values += 1,
                    NodeKind::Array => lists += 1,
                    _ => {}
                },
                _ => {}
            }
        }
        let leaves = Leaves::below(document, id);
        if values >= 2 && lists == 0 && leaves.operators == 0 {
            return Self::Event;
        }
        if lists > values || leaves.operators > 0 && leaves.scalars <= leaves.lists {
            return Self::Pattern;
        }
        if values == 1 && lists == 0 && leaves.operators == 0 {
            // One string in the envelope: what stands in `detail` decides.
            let below = detail.map(|detail| Leaves::below(document, detail));
            return match below {
                Some(below) if below.lists > 0 && below.scalars == 0 => Self::Pattern,
                Some(below) if below.scalars > 0 => Self::Event,
                _ => Self::Other,
            };
        }
        match leaves.scalars == 0 && leaves.lists > 0 {
            true => Self::Lists,
            false => Self::Other,
        }
    }

    /// The shape of a JSON text; `Other` where it is no JSON.
    pub fn of_text(text: &str) -> Self {
        Document::parse(text).map_or(Self::Other, |document| Self::of(&document, 0))
    }

    /// Whether it may be a pattern.
    pub fn may_be_pattern(self) -> bool {
        matches!(self, Self::Pattern | Self::Lists)
    }
}

/// What stands at the ends of an object's paths.
#[derive(Default)]
struct Leaves {
    /// Lists of values, as patterns have.
    lists: usize,
    /// Values outside of lists, as events have.
    scalars: usize,
    /// Operators, in an object in a list.
    operators: usize,
}

impl Leaves {
    fn below(document: &Document<'_>, id: NodeId) -> Self {
        let mut leaves = Self::default();
        let end = document.end(id);
        for at in (id + 1..end).take(MOST) {
            let node = document.node(at);
            let parent = document.node(document.parent(at)).kind;
            match (node.kind, parent) {
                (NodeKind::Array, NodeKind::Object) => leaves.lists += 1,
                (NodeKind::Object, NodeKind::Array) => {
                    let mut members = document.children(at);
                    if let (Some(only), None) = (members.next(), members.next())
                        && document
                            .key(only)
                            .is_some_and(|key| OPERATORS.contains(&&*key) || key == "wildcard")
                    {
                        leaves.operators += 1;
                    }
                }
                (NodeKind::Object | NodeKind::Array, _) => {}
                (_, NodeKind::Object) => {
                    // What an operator has is an operand.
                    let is_operand = document
                        .key(at)
                        .is_some_and(|key| OPERATORS.contains(&&*key) || key == "wildcard");
                    if !is_operand {
                        leaves.scalars += 1;
                    }
                }
                _ => {}
            }
        }
        leaves
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_and_patterns_are_told_apart() {
        for (text, expected) in [
            // Events.
            (
                r#"{"version":"0","id":"1","source":"a","detail":{}}"#,
                Shape::Event,
            ),
            (
                r#"{"source":"a","detail-type":"b","detail":{"tags":["x"],"ids":[1,2]}}"#,
                Shape::Event,
            ),
            (r#"{"source":"a","detail":{"n":1}}"#, Shape::Event),
            (
                r#"{"id":"1","time":"2026-01-01T00:00:00Z","resources":[]}"#,
                Shape::Event,
            ),
            // Patterns, also with a mistake in them.
            (r#"{"source":["a"]}"#, Shape::Pattern),
            (r#"{"detail-type":["a"],"detail":{}}"#, Shape::Pattern),
            (
                r#"{"source":["a"],"detail":{"state":"open"}}"#,
                Shape::Pattern,
            ),
            (r#"{"source":"a","detail":{"n":[1]}}"#, Shape::Pattern),
            (r#"{"detail":{"n":[{"numeric":[">",1]}]}}"#, Shape::Pattern),
            (r#"{"$or":[{"a":[1]},{"b":[2]}]}"#, Shape::Pattern),
            (r#"{"body":{"kind":[{"prefix":"x"}]}}"#, Shape::Pattern),
            // Not clear.
            (r#"{"detail":{"tags":["x"]}}"#, Shape::Lists),
            (r#"{"body":{"kind":["order"]}}"#, Shape::Lists),
            (r#"{"source":"a"}"#, Shape::Other),
            (r#"{"name":"package","version":"1.0.0"}"#, Shape::Other),
            (
                r#"{"Records":[{"body":"x","attributes":{"n":["1"]}}]}"#,
                Shape::Other,
            ),
            ("{}", Shape::Other),
            ("[1]", Shape::Other),
        ] {
            assert_eq!(Shape::of_text(text), expected, "{text}");
        }
    }
}
