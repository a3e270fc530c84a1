//! Changing a JSON text in one place and leaving the rest as it was written.
//!
//! An [`Edit`] replaces a range of the text. Those that know about JSON (a member goes together
//! with its comma, a new one is indented like its neighbours) are made from a [`Document`]; what
//! is to stand in the text is given as JSON text.

use super::{Document, NodeId, NodeKind, Span, write_string};
use std::collections::HashSet;
use std::fmt;

/// A range of a text and what is to stand there instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty where something is put in.
    pub span: Span,
    /// What is to stand there.
    pub text: String,
}

impl Edit {
    /// Puts `text` where `span` is.
    pub fn replace(span: Span, text: impl Into<String>) -> Self {
        Self {
            span,
            text: text.into(),
        }
    }
}

/// The text with all edits made. Edits may come in any order; where two overlap, the one that
/// begins later is left out.
///
/// ```
/// use pattern_test::json::{Span, edit::{Edit, apply}};
///
/// let edits = [Edit::replace(Span::new(3, 4), "3"), Edit::replace(Span::new(1, 2), "1")];
/// assert_eq!(apply("[7,8]", &edits), "[1,3]");
/// ```
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.span);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for Edit { span, text: new } in sorted {
        if span.start < done {
            continue;
        }
        out.push_str(Span::new(done, span.start).of(text));
        out.push_str(new);
        done = span.end.max(span.start);
    }
    out.push_str(Span::new(done, text.len()).of(text));
    out
}

/// Takes out a member or an element, with the comma and the white space that go with it; what
/// stands around it is left as it is. The root cannot be taken out: `None`.
///
/// ```
/// use pattern_test::json::{Document, edit::{apply, remove}};
///
/// let text = "{\n  \"a\": 1,\n  \"b\": 2\n}";
/// let document = Document::parse(text)?;
/// let without = |pointer| apply(text, &[remove(&document, document.pointer(pointer).unwrap()).unwrap()]);
/// assert_eq!(without("/a"), "{\n  \"b\": 2\n}");
/// assert_eq!(without("/b"), "{\n  \"a\": 1\n}");
/// # Ok::<(), pattern_test::json::SyntaxError>(())
/// ```
pub fn remove(document: &Document<'_>, id: NodeId) -> Option<Edit> {
    if id == 0 {
        return None;
    }
    let node = document.node(id);
    let parent = document.node(document.parent(id));
    let start = |id| whole(document, id).start;
    let mut siblings = document.children(document.parent(id));
    let before = siblings.by_ref().take_while(|child| *child != id).last();
    let after = siblings.next();
    let span = match (before, after) {
        // Up to where the next one begins: its indentation stays.
        (_, Some(after)) => Span::new(start(id), start(after)),
        (Some(before), None) => Span::new(document.node(before).span.end, node.span.end),
        (None, None) => Span::new(parent.span.start + 1, parent.span.end.saturating_sub(1)),
    };
    Some(Edit::replace(span, ""))
}

/// A member's key and value, or an element.
fn whole(document: &Document<'_>, id: NodeId) -> Span {
    let node = document.node(id);
    if node.key.is_empty() {
        node.span
    } else {
        Span::new(node.key.start, node.span.end)
    }
}

/// Puts a new member at the end of an object, or with `key` left out a new element at the end of
/// an array. A container that goes over several lines keeps doing so.
pub fn append(document: &Document<'_>, container: NodeId, key: Option<&str>, json: &str) -> Edit {
    let mut new = String::new();
    if let Some(key) = key {
        write_string(&mut new, key);
        new.push_str(": ");
    }
    new.push_str(json);
    let node = document.node(container);
    match document.children(container).last() {
        None => Edit::replace(
            Span::new(node.span.start + 1, node.span.end.saturating_sub(1)),
            new,
        ),
        Some(last) => {
            let start = whole(document, last).start;
            let before = Span::new(node.span.start, start).of(document.text());
            // What stands before the last one, back to the comma or bracket in front of it.
            let spaces = before.len() - before.trim_end_matches([' ', '\t', '\r', '\n']).len();
            let indent = Span::new(start - spaces, start).of(document.text());
            let indent = if indent.is_empty() && document.children(container).count() == 1 {
                " "
            } else {
                indent
            };
            let end = document.node(last).span.end;
            Edit::replace(Span::new(end, end), format!(",{indent}{new}"))
        }
    }
}

/// A JSON Pointer that leads to no place where something can be set or removed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PointerError {
    /// It does not begin with `/`, and is not empty.
    NotAPointer,
    /// It goes on below something that is neither an object nor an array.
    ThroughLeaf {
        /// The pointer up to there.
        at: String,
        /// What is there.
        kind: NodeKind,
    },
    /// It asks an array for an element that it does not have.
    NoElement {
        /// The array's pointer.
        array: String,
        /// How many elements it has.
        length: usize,
    },
    /// There is nothing there to be removed.
    Nothing,
    /// The whole document cannot be removed.
    Root,
}

impl fmt::Display for PointerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAPointer => {
                f.write_str("not a JSON Pointer, which begins with `/`, such as `/detail/state`")
            }
            Self::ThroughLeaf { at, kind } => {
                write!(f, "`{at}` is {}, there is nothing below it", kind.name())
            }
            Self::NoElement { array, length } => write!(
                f,
                "`{array}` has {length} {}; `{array}/{length}` or `{array}/-` would be the next",
                if *length == 1 { "element" } else { "elements" }
            ),
            Self::Nothing => f.write_str("there is nothing at this place"),
            Self::Root => f.write_str("the whole document cannot be removed"),
        }
    }
}

impl std::error::Error for PointerError {}

/// Puts a value where an RFC 6901 JSON Pointer says: in the place of what is there, or as a new
/// member or (behind the last, or at `-`) a new element. Objects on the way that are not there are
/// made.
///
/// # Errors
/// The pointer leads through a leaf, or to an element far behind the last.
///
/// ```
/// use pattern_test::json::{Document, edit::{apply, set}};
///
/// let text = r#"{"a": [1]}"#;
/// let with = |pointer, json| {
///     let document = Document::parse(text).unwrap();
///     set(&document, pointer, json).map(|edit| apply(text, &[edit]))
/// };
/// assert_eq!(with("/a/0", "2").unwrap(), r#"{"a": [2]}"#);
/// assert_eq!(with("/a/-", "2").unwrap(), r#"{"a": [1, 2]}"#);
/// assert_eq!(with("/b/c", "2").unwrap(), r#"{"a": [1], "b": {"c": 2}}"#);
/// assert!(with("/a/0/b", "2").is_err());
/// ```
pub fn set(document: &Document<'_>, pointer: &str, json: &str) -> Result<Edit, PointerError> {
    set_with_reach(document, pointer, json).map(|(edit, _)| edit)
}

/// The same, and how many tokens of the pointer lead to what is different then: nothing at or below
/// that place, or above it as a whole, can be looked up in the document any more.
fn set_with_reach(
    document: &Document<'_>,
    pointer: &str,
    json: &str,
) -> Result<(Edit, usize), PointerError> {
    let mut at: NodeId = 0;
    let all = tokens(pointer)?;
    let count = all.len();
    let mut tokens = all.into_iter();
    while let Some(token) = tokens.next() {
        let passed = count - tokens.len() - 1;
        let next = step(document, at, &token)?;
        match next {
            Some(next) => at = next,
            None => {
                let rest: Vec<String> = tokens.collect();
                let mut value = String::new();
                for key in &rest {
                    value.push('{');
                    write_string(&mut value, key);
                    value.push_str(": ");
                }
                value.push_str(json);
                value.extend(rest.iter().map(|_| '}'));
                let is_object = document.node(at).kind == NodeKind::Object;
                let key = is_object.then_some(token.as_str());
                // What is put beside others leaves them where they are; elements are counted.
                let is_beside = is_object && document.children(at).next().is_some();
                let edit = append(document, at, key, &value);
                return Ok((edit, passed + usize::from(is_beside)));
            }
        }
    }
    Ok((Edit::replace(document.node(at).span, json), count))
}

/// A change of one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<'c> {
    /// As [`set`].
    Set(&'c str, &'c str),
    /// As [`remove_at`].
    Remove(&'c str),
}

impl<'c> Change<'c> {
    fn pointer(&self) -> &'c str {
        match self {
            Self::Set(pointer, _) | Self::Remove(pointer) => pointer,
        }
    }
}

/// Why not all changes could be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangesError {
    /// The text is no JSON, or a change left none.
    Syntax(super::SyntaxError),
    /// The change with this number leads nowhere.
    Pointer(usize, PointerError),
    /// The change with this number is one too many: so many build on each other.
    TooMany(usize),
}

/// How many bytes are read while changes are made that build on each other, for each byte of the
/// text, and how many at least.
const READ_AGAIN: usize = 16;
const READ_AT_LEAST: usize = 64 << 20;

/// Makes changes one after the other. Those that do not build on each other are made at once, so that
/// many of them take no more time than one.
///
/// # Errors
/// The first change that cannot be made.
///
/// ```
/// use pattern_test::json::edit::{Change, change};
///
/// let changes = [Change::Set("/b", "{}"), Change::Set("/b/c", "2"), Change::Remove("/a")];
/// assert_eq!(change(r#"{"a": 1}"#.to_owned(), &changes), Ok(r#"{"b": {"c": 2}}"#.to_owned()));
/// ```
pub fn change(text: String, changes: &[Change<'_>]) -> Result<String, ChangesError> {
    let mut left = READ_AT_LEAST.max(READ_AGAIN * text.len());
    let mut text = text;
    let mut done = 0;
    while done < changes.len() {
        left = left
            .checked_sub(text.len())
            .ok_or(ChangesError::TooMany(done))?;
        let document = Document::parse(text.as_str()).map_err(ChangesError::Syntax)?;
        let mut edits = Vec::new();
        let mut changed = Changed::default();
        for change in changes.iter().skip(done) {
            let pointer = change.pointer();
            if changed.meets(pointer) {
                break;
            }
            let fail = |error| ChangesError::Pointer(done, error);
            let (edit, reach) = match change {
                Change::Set(_, json) => set_with_reach(&document, pointer, json).map_err(fail)?,
                // Its neighbours' commas go with it.
                Change::Remove(_) => {
                    let edit = remove_at(&document, pointer).map_err(fail)?;
                    (edit, pointer.matches('/').count().saturating_sub(1))
                }
            };
            changed.add(pointer, reach);
            edits.push(edit);
            done += 1;
        }
        text = apply(&text, &edits);
    }
    Ok(text)
}

/// The places that have changed since a document was read.
#[derive(Default)]
struct Changed<'c> {
    places: HashSet<&'c str>,
    above: HashSet<&'c str>,
}

impl<'c> Changed<'c> {
    fn add(&mut self, pointer: &'c str, reach: usize) {
        let mut all = prefixes(pointer).take(reach + 1);
        let last = all.by_ref().last();
        self.above.extend(prefixes(pointer).take(reach));
        self.places.extend(last);
    }

    /// Whether what the pointer leads to or through has changed, or something in it.
    fn meets(&self, pointer: &str) -> bool {
        !self.places.is_empty()
            && (self.above.contains(pointer)
                || prefixes(pointer).any(|place| self.places.contains(place)))
    }
}

/// A pointer and all that lead to what is around it, from the root on.
fn prefixes(pointer: &str) -> impl Iterator<Item = &str> {
    let ends = pointer.match_indices('/').map(|(at, _)| at);
    let ends = ends.chain([pointer.len()]);
    ends.filter_map(|end| pointer.get(..end))
}

/// Takes out what an RFC 6901 JSON Pointer names, with its comma: [`remove`].
///
/// # Errors
/// There is nothing there, or it is the whole document.
pub fn remove_at(document: &Document<'_>, pointer: &str) -> Result<Edit, PointerError> {
    tokens(pointer)?;
    let id = document.pointer(pointer).ok_or(PointerError::Nothing)?;
    remove(document, id).ok_or(PointerError::Root)
}

fn tokens(pointer: &str) -> Result<Vec<String>, PointerError> {
    if pointer.is_empty() {
        return Ok(Vec::new());
    }
    let rest = pointer.strip_prefix('/').ok_or(PointerError::NotAPointer)?;
    let unescaped = |token: &str| token.replace("~1", "/").replace("~0", "~");
    Ok(rest.split('/').map(unescaped).collect())
}

/// One step of a pointer: what is there, or `None` where something may be put.
fn step(document: &Document<'_>, at: NodeId, token: &str) -> Result<Option<NodeId>, PointerError> {
    match document.node(at).kind {
        NodeKind::Object => Ok(document.member(at, token)),
        NodeKind::Array => {
            let length = document.children(at).count();
            if token == "-" || token == length.to_string() {
                return Ok(None);
            }
            let canonical = token == "0" || !token.starts_with('0');
            let index = token.parse().ok().filter(|_| canonical);
            match index.and_then(|index| document.element(at, index)) {
                Some(element) => Ok(Some(element)),
                None => Err(PointerError::NoElement {
                    array: document.pointer_to(at),
                    length,
                }),
            }
        }
        kind => Err(PointerError::ThroughLeaf {
            at: document.pointer_to(at),
            kind,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(text: &str, pointer: &str) -> String {
        let document = Document::parse(text).unwrap();
        apply(text, &[remove_at(&document, pointer).unwrap()])
    }

    fn with(text: &str, pointer: &str, json: &str) -> String {
        let document = Document::parse(text).unwrap();
        apply(text, &[set(&document, pointer, json).unwrap()])
    }

    #[test]
    fn a_comma_goes_with_its_member() {
        for (text, pointer, expected) in [
            (r#"{"a":1,"b":2}"#, "/a", r#"{"b":2}"#),
            (r#"{"a":1,"b":2}"#, "/b", r#"{"a":1}"#),
            (r#"{"a":1 , "b":2 , "c":3}"#, "/b", r#"{"a":1 , "c":3}"#),
            (r#"{ "a" : 1 }"#, "/a", "{}"),
            ("[1, 2, 3]", "/0", "[2, 3]"),
            ("[1, 2, 3]", "/2", "[1, 2]"),
            ("[\n  1,\n  2\n]", "/1", "[\n  1\n]"),
            (r#"[[1],{"a":[]}]"#, "/1/a", "[[1],{}]"),
        ] {
            let left = without(text, pointer);
            assert_eq!(left, expected, "{text} {pointer}");
            Document::parse(left).unwrap();
        }
    }

    #[test]
    fn of_two_equal_keys_the_one_that_is_read_goes() {
        assert_eq!(without(r#"{"a":1,"b":0,"a":2}"#, "/a"), r#"{"a":1,"b":0}"#);
    }

    #[test]
    fn new_members_stand_like_their_neighbours() {
        assert_eq!(
            with("{\n  \"a\": 1\n}", "/b~1c", "[]"),
            "{\n  \"a\": 1,\n  \"b/c\": []\n}"
        );
        assert_eq!(
            with(r#"{"a":1,"b":2}"#, "/c", "3"),
            r#"{"a":1,"b":2,"c": 3}"#
        );
        assert_eq!(with("{ }", "/a/b", "1"), r#"{"a": {"b": 1}}"#);
        assert_eq!(with("[]", "/-", "1"), "[1]");
        assert_eq!(with("[]", "/0", "1"), "[1]");
        assert_eq!(with("[1,2]", "", "null"), "null");
    }

    #[test]
    fn pointers_that_lead_nowhere() {
        let document = Document::parse(r#"{"a":[1],"b":"x"}"#).unwrap();
        let told = |result: Result<Edit, PointerError>| result.unwrap_err().to_string();
        assert_eq!(
            told(set(&document, "/a/7", "1")),
            "`/a` has 1 element; `/a/1` or `/a/-` would be the next"
        );
        assert_eq!(
            told(set(&document, "/b/c", "1")),
            "`/b` is a string, there is nothing below it"
        );
        assert!(told(set(&document, "a", "1")).starts_with("not a JSON Pointer"));
        assert_eq!(
            told(remove_at(&document, "/c")),
            "there is nothing at this place"
        );
        assert_eq!(
            told(remove_at(&document, "")),
            "the whole document cannot be removed"
        );
    }

    /// One after the other, each in a text that is read again.
    fn one_by_one(text: &str, changes: &[Change<'_>]) -> String {
        changes.iter().fold(text.to_owned(), |text, change| {
            let document = Document::parse(&text).unwrap();
            let edit = match change {
                Change::Set(pointer, json) => set(&document, pointer, json),
                Change::Remove(pointer) => remove_at(&document, pointer),
            };
            apply(&text, &[edit.unwrap()])
        })
    }

    #[test]
    fn many_changes_at_once_are_what_they_are_one_by_one() {
        use Change::{Remove, Set};
        let text = r#"{"a": 1, "b": {"c": [1, 2], "d": {}}, "e": {"f": 1, "g": 2, "h": 3}}"#;
        for changes in [
            &[Set("/x", "1"), Set("/y", "2"), Set("/z", "3")][..],
            &[Set("/x", "{}"), Set("/x/y", "2"), Set("/x/z", "3")],
            &[Set("/x/y", "1"), Set("/x/z", "2"), Set("/x", "3")],
            &[Set("/b/d/x", "1"), Set("/b/d/y", "2"), Set("/b/d/x", "3")],
            &[Set("/b/c/-", "3"), Set("/b/c/3", "4"), Set("/b/c/0", "0")],
            &[Set("/b/c/0", "0"), Set("/b/c/1", "0"), Set("/a", "0")],
            &[Set("/b/c/0", "0"), Set("/b", "[]"), Set("/b/-", "0")],
            &[
                Remove("/e/f"),
                Remove("/e/g"),
                Remove("/e/h"),
                Set("/e/i", "1"),
            ],
            &[
                Set("/e/i", "1"),
                Remove("/e/h"),
                Set("/e/j", "2"),
                Remove("/a"),
            ],
            &[
                Remove("/b"),
                Set("/b/x", "1"),
                Remove("/b/x"),
                Set("/b/y", "2"),
            ],
            &[Set("", "{}"), Set("/a", "1"), Set("/b", "2")],
        ] {
            let expected = one_by_one(text, changes);
            assert_eq!(
                change(text.to_owned(), changes),
                Ok(expected),
                "{changes:?}"
            );
        }
    }

    #[test]
    fn changes_that_build_on_each_other_end() {
        let keys: Vec<String> = (0..20_000).map(|n| format!("/k{n}")).collect();
        let inner: Vec<String> = keys.iter().map(|key| format!("{key}/x")).collect();
        let flat: Vec<_> = keys.iter().map(|key| Change::Set(key, "1")).collect();
        let text = change("{\"a\": 1}".to_owned(), &flat).unwrap();
        assert_eq!(
            Document::parse(text.as_str()).unwrap().children(0).count(),
            20_001
        );
        let pairs = keys.iter().zip(&inner);
        let deep: Vec<_> = pairs
            .flat_map(|(key, inner)| [Change::Set(key, "{}"), Change::Set(inner, "1")])
            .collect();
        let error = change("{\"a\": 1}".to_owned(), &deep).unwrap_err();
        assert!(matches!(error, ChangesError::TooMany(_)), "{error:?}");
    }

    #[test]
    fn edits_that_overlap_are_made_once() {
        let edits = [
            Edit::replace(Span::new(0, 3), "x"),
            Edit::replace(Span::new(2, 4), "y"),
            Edit::replace(Span::new(4, 4), "z"),
        ];
        assert_eq!(apply("abcdef", &edits), "xdzef");
    }
}
