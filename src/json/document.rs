//! A whole JSON text as a flat tree.

use super::reader::unquote;
use super::{Counting, SyntaxErrorKind};
use super::{Position, Reader, Span, SyntaxError, TokenKind};
use std::borrow::Cow;
use std::fmt::Write as _;

/// Index of a node in its [`Document`]; the root is 0, and a parent comes before its children.
pub type NodeId = u32;

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeKind {
    /// An object.
    Object,
    /// An array.
    Array,
    /// A string.
    String,
    /// A number.
    Number,
    /// `true`
    True,
    /// `false`
    False,
    /// `null`
    Null,
}

impl NodeKind {
    /// The kind's name with its article, for messages: `an object`, `a string`, `null`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Object => "an object",
            Self::Array => "an array",
            Self::String => "a string",
            Self::Number => "a number",
            Self::True => "true",
            Self::False => "false",
            Self::Null => "null",
        }
    }
}

/// One value of a document.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Where the whole value stands.
    pub span: Span,
    /// Where its key stands, quotes included; empty for the root and for array elements.
    pub key: Span,
    /// The object or array that holds it; the root is its own parent.
    pub parent: NodeId,
    /// Which child of its parent it is, from 0.
    pub index: u32,
    /// The first node behind this value and everything in it.
    pub end: NodeId,
}

/// A JSON text, read whole: every value with its place. Duplicate keys are all there.
///
/// Takes about 56 bytes for each value, besides the text.
#[derive(Debug, Clone)]
pub struct Document<'a> {
    text: Cow<'a, str>,
    nodes: Vec<Node>,
}

impl<'a> Document<'a> {
    /// Reads a text that holds one JSON value. Linear in the text, which may be borrowed or owned.
    ///
    /// # Errors
    /// The text is not JSON, nests too deep, or goes on behind the value.
    ///
    /// ```
    /// use pattern_test::json::Document;
    ///
    /// let document = Document::parse(r#"{"a": {"b": [1, 2]}}"#)?;
    /// let b = document.pointer("/a/b/1").unwrap();
    /// assert_eq!(document.raw(b), "2");
    /// assert_eq!(document.pointer_to(b), "/a/b/1");
    /// # Ok::<(), pattern_test::json::SyntaxError>(())
    /// ```
    pub fn parse(text: impl Into<Cow<'a, str>>) -> Result<Self, SyntaxError> {
        let text = text.into();
        let mut reader = Reader::new(&text);
        let nodes = read_nodes(&mut reader)?;
        // Behind the value there may only be white space.
        reader.next_token()?;
        Ok(Self { text, nodes })
    }

    /// The text that was read.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Cuts the tie to a borrowed text.
    pub fn into_owned(self) -> Document<'static> {
        Document {
            text: Cow::Owned(self.text.into_owned()),
            nodes: self.nodes,
        }
    }

    /// All nodes, parents before children, in document order.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The node with this index; the root where there is no such node.
    #[expect(clippy::indexing_slicing, reason = "a document has at least its root")]
    pub fn node(&self, id: NodeId) -> &Node {
        self.nodes.get(id as usize).unwrap_or(&self.nodes[0])
    }

    /// The value as it stands in the text.
    pub fn raw(&self, id: NodeId) -> &str {
        self.node(id).span.of(&self.text)
    }

    /// The string that a string node spells; `None` for other kinds.
    pub fn string(&self, id: NodeId) -> Option<Cow<'_, str>> {
        (self.node(id).kind == NodeKind::String).then(|| unquote(self.raw(id)))
    }

    /// The key in front of a value; `None` for the root and for array elements.
    pub fn key(&self, id: NodeId) -> Option<Cow<'_, str>> {
        let key = self.node(id).key;
        (!key.is_empty()).then(|| unquote(key.of(&self.text)))
    }

    /// The values directly inside an object or array, in document order; none for a leaf.
    pub fn children(&self, id: NodeId) -> Children<'_> {
        Children {
            nodes: &self.nodes,
            next: id + 1,
            end: self.node(id).end,
        }
    }

    /// The last member of an object that has this key (the last one wins where it stands twice).
    pub fn member(&self, id: NodeId, key: &str) -> Option<NodeId> {
        if self.node(id).kind != NodeKind::Object {
            return None;
        }
        self.children(id)
            .filter(|child| self.key(*child).as_deref() == Some(key))
            .last()
    }

    /// The element of an array with this index.
    pub fn element(&self, id: NodeId, index: usize) -> Option<NodeId> {
        if self.node(id).kind != NodeKind::Array {
            return None;
        }
        self.children(id).nth(index)
    }

    /// The value that an RFC 6901 JSON Pointer names.
    pub fn pointer(&self, pointer: &str) -> Option<NodeId> {
        if pointer.is_empty() {
            return Some(0);
        }
        pointer
            .strip_prefix('/')?
            .split('/')
            .try_fold(0, |id, token| {
                let token = token.replace("~1", "/").replace("~0", "~");
                match self.node(id).kind {
                    NodeKind::Object => self.member(id, &token),
                    NodeKind::Array => {
                        let canonical = token == "0" || !token.starts_with('0');
                        let index = token.parse().ok().filter(|_| canonical)?;
                        self.element(id, index)
                    }
                    _ => None,
                }
            })
    }

    /// The RFC 6901 JSON Pointer of a value. The root's is empty.
    pub fn pointer_to(&self, id: NodeId) -> String {
        let mut steps = Vec::new();
        let mut at = id;
        while at != 0 {
            steps.push(at);
            at = self.node(at).parent;
        }
        let mut pointer = String::new();
        for step in steps.into_iter().rev() {
            pointer.push('/');
            match self.key(step) {
                Some(key) => pointer.push_str(&key.replace('~', "~0").replace('/', "~1")),
                None => {
                    // Writing to a String cannot fail.
                    let _ = write!(pointer, "{}", self.node(step).index);
                }
            }
        }
        pointer
    }

    /// Line and column of a value, in characters.
    pub fn position(&self, id: NodeId) -> Position {
        Position::of(&self.text, self.node(id).span.start, Counting::Characters)
    }
}

/// The values directly inside an object or array: see [`Document::children`].
#[derive(Debug, Clone)]
pub struct Children<'d> {
    nodes: &'d [Node],
    next: NodeId,
    end: NodeId,
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        if self.next >= self.end {
            return None;
        }
        let id = self.next;
        self.next = self.nodes.get(id as usize)?.end;
        Some(id)
    }
}

fn read_nodes(reader: &mut Reader<'_>) -> Result<Vec<Node>, SyntaxError> {
    let mut nodes: Vec<Node> = Vec::new();
    // The open containers, each with the number of children read so far.
    let mut open: Vec<(NodeId, u32)> = Vec::new();
    let mut key = Span::default();
    while !reader.is_done() {
        let Some(token) = reader.next_token()? else {
            break;
        };
        let kind = match token.kind {
            TokenKind::Key => {
                key = token.span;
                continue;
            }
            TokenKind::ObjectEnd | TokenKind::ArrayEnd => {
                if let Some((id, _)) = open.pop() {
                    let end = NodeId::try_from(nodes.len()).unwrap_or(NodeId::MAX);
                    if let Some(node) = nodes.get_mut(id as usize) {
                        node.end = end;
                        node.span.end = token.span.end;
                    }
                }
                continue;
            }
            TokenKind::ObjectStart => NodeKind::Object,
            TokenKind::ArrayStart => NodeKind::Array,
            TokenKind::String => NodeKind::String,
            TokenKind::Number => NodeKind::Number,
            TokenKind::True => NodeKind::True,
            TokenKind::False => NodeKind::False,
            TokenKind::Null => NodeKind::Null,
        };
        let Ok(id) = NodeId::try_from(nodes.len()) else {
            return Err(SyntaxError::new(SyntaxErrorKind::TooDeep, token.span));
        };
        let (parent, index) = match open.last_mut() {
            Some((parent, children)) => {
                *children += 1;
                (*parent, *children - 1)
            }
            None => (0, 0),
        };
        nodes.push(Node {
            kind,
            span: token.span,
            key: std::mem::take(&mut key),
            parent,
            index,
            end: id + 1,
        });
        if matches!(kind, NodeKind::Object | NodeKind::Array) {
            open.push((id, 0));
        }
    }
    Ok(nodes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_walked_by_children() {
        let document = Document::parse(r#" {"a":[1,{"b":null},[]],"c":"x"} "#).unwrap();
        let top: Vec<_> = document.children(0).map(|id| document.raw(id)).collect();
        assert_eq!(top, [r#"[1,{"b":null},[]]"#, r#""x""#]);
        let a = document.member(0, "a").unwrap();
        let elements: Vec<_> = document.children(a).map(|id| document.raw(id)).collect();
        assert_eq!(elements, ["1", r#"{"b":null}"#, "[]"]);
        assert_eq!(
            document.children(document.element(a, 2).unwrap()).count(),
            0
        );
    }

    #[test]
    fn the_last_duplicate_wins() {
        let document = Document::parse(r#"{"a":1,"a":2}"#).unwrap();
        assert_eq!(document.raw(document.member(0, "a").unwrap()), "2");
        assert_eq!(document.children(0).count(), 2);
    }

    #[test]
    fn pointers_escape_and_return() {
        let document = Document::parse(r#"{"a/b":{"m~n":[0,{"":1}]}}"#).unwrap();
        for id in 0..u32::try_from(document.nodes().len()).unwrap() {
            assert_eq!(document.pointer(&document.pointer_to(id)), Some(id));
        }
        assert_eq!(document.pointer("/a~1b/m~0n/01"), None);
        assert_eq!(document.pointer("a"), None);
    }

    #[test]
    fn agrees_with_serde_json_about_values() {
        let text = r#"{"a":[1.5,"\u00e9\n",true,null,{"b":{}}],"":-0}"#;
        let ours = Document::parse(text).unwrap();
        let theirs: serde_json::Value = serde_json::from_str(text).unwrap();
        for id in 0..u32::try_from(ours.nodes().len()).unwrap() {
            let value = theirs.pointer(&ours.pointer_to(id)).unwrap();
            assert_eq!(
                *value,
                serde_json::from_str::<serde_json::Value>(ours.raw(id)).unwrap()
            );
        }
    }
}
