//! A whole JSON text as a flat tree.

use super::long::Long;
use super::marked::Marked;
use super::reader::unquote;
use super::tree::Tree;
use super::{Counting, Position, Reader, Span, SyntaxError, SyntaxErrorKind, TokenKind};
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Where the whole value stands.
    pub span: Span,
    /// Where its key stands, quotes included; empty for the root and for array elements.
    pub key: Span,
}

/// A JSON text, read whole: every value with its place. Duplicate keys are all there.
///
/// Takes about 11 bytes for each value and 8 more for a key, besides the text.
#[derive(Debug, Clone)]
pub struct Document<'a> {
    text: Cow<'a, str>,
    nodes: Nodes,
}

/// What is known of a text's values, without the text.
#[derive(Debug, Clone, Default)]
struct Nodes {
    /// Where each value begins, and ends.
    spans: Long<Short>,
    /// Where the keys of those that have one stand.
    keys: Marked<Short>,
    tree: Tree,
}

/// A [`Span`] in half the memory.
#[derive(Debug, Clone, Copy)]
struct Short {
    start: u32,
    end: u32,
}

impl From<Span> for Short {
    /// Texts in which this could go wrong are refused.
    fn from(span: Span) -> Self {
        let short = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
        Self {
            start: short(span.start),
            end: short(span.end),
        }
    }
}

impl From<Short> for Span {
    fn from(short: Short) -> Self {
        Self::new(short.start as usize, short.end as usize)
    }
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
        Self::read(text.into()).map_err(|(error, _)| error)
    }

    /// As [`parse`](Self::parse), giving back the text that was refused.
    pub(crate) fn read(text: Cow<'a, str>) -> Result<Self, (SyntaxError, Cow<'a, str>)> {
        match Nodes::of(&text) {
            Ok(nodes) => Ok(Self { text, nodes }),
            Err(error) => Err((error, text)),
        }
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

    /// How many values there are. Their ids go from 0 up to this number.
    #[expect(clippy::len_without_is_empty, reason = "there is always a root")]
    pub fn len(&self) -> usize {
        self.nodes.spans.len()
    }

    /// All nodes, parents before children, in document order.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = Node> + DoubleEndedIterator + Clone {
        (0..self.len()).map(|at| self.node(NodeId::try_from(at).unwrap_or(NodeId::MAX)))
    }

    /// The node with this index; the root where there is no such node.
    pub fn node(&self, id: NodeId) -> Node {
        let id = if (id as usize) < self.len() { id } else { 0 };
        let span = self.span(id);
        Node {
            kind: kind_of(self.text.as_bytes().get(span.start)),
            span,
            key: self.nodes.keys.get(id).map_or(Span::default(), Span::from),
        }
    }

    /// The value that begins at this byte of the text.
    pub fn starting_at(&self, offset: usize) -> Option<NodeId> {
        let offset = u32::try_from(offset).ok()?;
        let spans = &self.nodes.spans;
        let at = spans.partition_point(|span| span.start < offset);
        let is_there = spans.get(at)?.start == offset;
        NodeId::try_from(at).ok().filter(|_| is_there)
    }

    fn span(&self, id: NodeId) -> Span {
        let spans = &self.nodes.spans;
        let short = spans.get(id as usize).or(spans.get(0));
        short.map_or(Span::default(), |short| Span::from(*short))
    }

    /// The object or array that holds a value; the root is its own parent.
    pub fn parent(&self, id: NodeId) -> NodeId {
        self.nodes.tree.parent(id)
    }

    /// Which child of its parent a value is, from 0.
    pub fn index(&self, id: NodeId) -> u32 {
        self.nodes.tree.index(id)
    }

    /// The first node behind a value and everything in it.
    pub fn end(&self, id: NodeId) -> NodeId {
        self.nodes.tree.end(id)
    }

    /// How many objects and arrays a value lies in.
    pub(crate) fn depth(&self, id: NodeId) -> usize {
        self.nodes.tree.depth(id)
    }

    /// The value as it stands in the text.
    pub fn raw(&self, id: NodeId) -> &str {
        self.span(id).of(&self.text)
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

    /// Whether the key in front of a value is this one.
    pub(crate) fn has_key(&self, id: NodeId, key: &str) -> bool {
        let Some(span) = self.nodes.keys.get(id).map(Span::from) else {
            return false;
        };
        let raw = span.of(&self.text);
        // What is escaped is longer than what it spells.
        match raw.len().checked_sub(key.len() + 2) {
            None => false,
            // Of the same length, it is the key unless it has escapes, and then some other.
            Some(0) => !key.contains('\\') && raw.get(1..=key.len()) == Some(key),
            Some(_) => raw.contains('\\') && unquote(raw) == key,
        }
    }

    /// The values directly inside an object or array, in document order; none for a leaf.
    pub fn children(&self, id: NodeId) -> Children<'_> {
        Children {
            tree: &self.nodes.tree,
            next: id + 1,
            end: self.end(id),
        }
    }

    /// The last member of an object that has this key (the last one wins where it stands twice).
    pub fn member(&self, id: NodeId, key: &str) -> Option<NodeId> {
        if self.node(id).kind != NodeKind::Object {
            return None;
        }
        self.children(id)
            .filter(|child| self.has_key(*child, key))
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
            at = self.parent(at);
        }
        let mut pointer = String::new();
        for step in steps.into_iter().rev() {
            pointer.push('/');
            match self.key(step) {
                Some(key) => pointer.push_str(&key.replace('~', "~0").replace('/', "~1")),
                None => {
                    // Writing to a String cannot fail.
                    let _ = write!(pointer, "{}", self.index(step));
                }
            }
        }
        pointer
    }

    /// Line and column of a value, in characters.
    pub fn position(&self, id: NodeId) -> Position {
        Position::of(&self.text, self.span(id).start, Counting::Characters)
    }
}

/// The values directly inside an object or array: see [`Document::children`].
#[derive(Debug, Clone)]
pub struct Children<'d> {
    tree: &'d Tree,
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
        self.next = self.tree.end(id);
        Some(id)
    }
}

impl Nodes {
    fn of(text: &str) -> Result<Self, SyntaxError> {
        let mut reader = Reader::new(text);
        let mut nodes = Self::default();
        // The containers that are open.
        let mut open: Vec<NodeId> = Vec::new();
        let mut key = Span::default();
        while !reader.is_done() {
            let Some(token) = reader.next_token()? else {
                break;
            };
            if u32::try_from(token.span.end).is_err() {
                return Err(SyntaxError::new(SyntaxErrorKind::TooLong, token.span));
            }
            match token.kind {
                TokenKind::Key => {
                    key = token.span;
                    continue;
                }
                TokenKind::ObjectEnd | TokenKind::ArrayEnd => {
                    let node = open.pop().and_then(|id| nodes.spans.get_mut(id as usize));
                    if let Some(span) = node {
                        span.end = Short::from(token.span).end;
                    }
                    continue;
                }
                _ => {}
            }
            // There are fewer values than bytes.
            let id = NodeId::try_from(nodes.spans.len()).unwrap_or(NodeId::MAX);
            nodes.tree.push(open.len());
            nodes.spans.push(token.span.into());
            if !key.is_empty() {
                nodes.keys.push(id, std::mem::take(&mut key).into());
            }
            if matches!(token.kind, TokenKind::ObjectStart | TokenKind::ArrayStart) {
                open.push(id);
            }
        }
        // Behind the value there may only be white space.
        reader.next_token()?;
        nodes.tree.finish();
        Ok(nodes)
    }
}

/// What a value is that begins with this byte.
fn kind_of(first: Option<&u8>) -> NodeKind {
    match first {
        Some(b'{') => NodeKind::Object,
        Some(b'[') => NodeKind::Array,
        Some(b'"') => NodeKind::String,
        Some(b't') => NodeKind::True,
        Some(b'f') => NodeKind::False,
        Some(b'n') => NodeKind::Null,
        _ => NodeKind::Number,
    }
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

    /// Not by how it is written: a backslash in it may be one, or may begin an escape.
    #[test]
    fn a_member_is_found_by_what_its_key_spells() {
        let document = Document::parse(r#"{"a\n":1,"a\\n":2,"\u0061":3}"#).unwrap();
        let raw = |key: &str| document.member(0, key).map(|id| document.raw(id));
        assert_eq!(raw("a\n"), Some("1"));
        assert_eq!(raw("a\\n"), Some("2"));
        assert_eq!(raw("a"), Some("3"));
        assert_eq!(raw("\\u0061"), None);
    }

    #[test]
    fn pointers_escape_and_return() {
        let document = Document::parse(r#"{"a/b":{"m~n":[0,{"":1}]}}"#).unwrap();
        for id in 0..u32::try_from(document.len()).unwrap() {
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
        for id in 0..u32::try_from(ours.len()).unwrap() {
            let value = theirs.pointer(&ours.pointer_to(id)).unwrap();
            assert_eq!(
                *value,
                serde_json::from_str::<serde_json::Value>(ours.raw(id)).unwrap()
            );
        }
    }
}
