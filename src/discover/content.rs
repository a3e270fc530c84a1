//! What a file is, by its content.
//!
//! A JSON file is a pattern if it compiles, or if it fails to and has the shape of one. The less was
//! said of where it stands, the more it has to say itself: `{"extends": ["base"]}` compiles, and is
//! the configuration of some other tool.

use super::Standing;
use crate::json::{Document, NodeId, NodeKind};
use crate::pattern::Pattern;
use crate::template;
use std::path::Path;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// A pattern.
    Pattern(Why),
    /// It may hold patterns: whether it does tells who reads it.
    Template,
    /// A suite.
    Suite,
    /// An event.
    Event,
    /// The reply of an AWS command that has patterns in it.
    Reply,
    /// Nearly a pattern.
    Near,
    /// Larger than what is read.
    TooLarge,
    /// Anything else.
    Other,
}

/// Why a file is taken for a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It was named.
    Named,
    /// It compiles, and asks for fields of the envelope.
    Envelope,
    /// It compiles, and stands where patterns stand.
    Compiles,
    /// It does not compile, and has the shape of a pattern.
    Shape,
}

/// The largest JSON text that is taken for a pattern where nobody said that it is one: a pattern has
/// at most 4,096 characters.
const LARGEST: usize = 256 << 10;

/// The fields of the envelope that patterns ask for.
const FIELDS: [&str; 10] = [
    "source",
    "detail-type",
    "detail",
    "resources",
    "account",
    "region",
    "time",
    "id",
    "version",
    "replay-name",
];

/// How many of these say that a pattern is meant: the others are members of anything.
const TELLING: usize = 6;

/// What a file is by its path and text.
pub fn sort_of(path: &Path, text: &str, standing: Standing) -> Content {
    let is_json = path
        .extension()
        .is_some_and(|extension| extension == "json");
    let may_hold_patterns = template::may_hold_patterns(path, text);
    if !is_json && standing != Standing::Named {
        return match may_hold_patterns {
            true => Content::Template,
            false => Content::Other,
        };
    }
    // A file that names a pattern may be a template; only its reader knows.
    match may_hold_patterns {
        true => Content::Template,
        false => of_text(path, text, standing),
    }
}

/// What a text is that is no template.
pub(super) fn of_text(path: &Path, text: &str, standing: Standing) -> Content {
    let is_json = path
        .extension()
        .is_some_and(|extension| extension == "json");
    match standing {
        Standing::Named if super::is_only_a_template(path) => Content::Template,
        Standing::Named => named(text),
        _ if is_json => of_json(path, text, standing),
        _ => Content::Other,
    }
}

/// What JSON is that was named: a pattern, if it is not plainly something else.
fn named(text: &str) -> Content {
    match Document::parse(text) {
        Ok(document) if is_event(&document) => Content::Event,
        _ => Content::Pattern(Why::Named),
    }
}

/// What JSON is that was met, and is no template.
pub(super) fn of_json(path: &Path, text: &str, standing: Standing) -> Content {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if !text.starts_with('{') || text.len() > LARGEST || is_of_a_tool(path) {
        return Content::Other;
    }
    if standing == Standing::Met && !has_a_word(text) {
        return Content::Other;
    }
    let Ok(document) = Document::parse(text) else {
        // What cannot be read shows by its words alone whether it was meant.
        return match has_words_of_a_pattern(text, standing) {
            true => Content::Pattern(Why::Shape),
            false => Content::Other,
        };
    };
    if is_event(&document) {
        return Content::Event;
    }
    if is_reply(&document) {
        return Content::Reply;
    }
    let top = Top::of(&document);
    let compiles = Pattern::parse(text).is_ok();
    match (standing, compiles) {
        (_, true) if top.is_about_events() => Content::Pattern(Why::Envelope),
        (Standing::Conventional | Standing::Configured, true) => Content::Pattern(Why::Compiles),
        (Standing::Met, true) if top.telling > 0 => Content::Near,
        (_, true) => Content::Other,
        (_, false) => {
            let shape = Shape::of(&document, standing == Standing::Configured);
            let is_pattern = match standing {
                Standing::Met => top.is_about_events() && shape.is_that_of_a_pattern(),
                Standing::Conventional => {
                    top.is_about_events() && shape.is_that_of_a_pattern() || top.only_fields()
                }
                Standing::Configured | Standing::Named => {
                    shape.is_that_of_a_pattern() || top.only_fields()
                }
            };
            match is_pattern {
                true => Content::Pattern(Why::Shape),
                false if top.telling > 0 && (top.only_fields() || shape.leaves > 0) => {
                    Content::Near
                }
                false => Content::Other,
            }
        }
    }
}

/// Files that every project of some kind has, whose lists say nothing.
fn is_of_a_tool(path: &Path) -> bool {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or("");
    matches!(
        name,
        "package.json" | "package-lock.json" | "composer.json" | "cdk.json" | "renovate.json"
    ) || name.starts_with("tsconfig.")
        || name.starts_with("jsconfig.")
}

/// Whether one of the words stands there without which this is no pattern: a look before parsing.
fn has_a_word(text: &str) -> bool {
    let has = |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    has("\"source\"")
        || has("\"detail")
        || has("\"resources\"")
        || has("\"account\"")
        || has("\"region\"")
        || has("\"$or\"")
}

/// Whether text that is no JSON was meant as a pattern.
fn has_words_of_a_pattern(text: &str, standing: Standing) -> bool {
    let has = |word: &str| text.contains(word);
    let is_event = has("\"detail-type\": \"") || has("\"detail-type\":\"");
    let telling = [
        "\"source\"",
        "\"detail-type\"",
        "\"detail\"",
        "“source”",
        "“detail-type”",
    ];
    let count = telling.into_iter().filter(|word| has(word)).count();
    let least = match standing {
        Standing::Met => 2,
        _ => 1,
    };
    count >= least && has("[") && !is_event
}

/// Whether this is an event: it says what it is, and from whom.
fn is_event(document: &Document<'_>) -> bool {
    let string = |name| {
        let id = document.member(0, name);
        id.is_some_and(|id| document.node(id).kind == NodeKind::String)
    };
    string("source") && string("detail-type")
        || string("detail-type") && document.member(0, "detail").is_some() && string("id")
}

/// Whether this is what an AWS command answers about rules and the like.
fn is_reply(document: &Document<'_>) -> bool {
    let is = |name, kind| {
        let id = document.member(0, name);
        id.is_some_and(|id| document.node(id).kind == kind)
    };
    is("EventPattern", NodeKind::String)
        || is("Rules", NodeKind::Array) && is_pattern_text(document)
}

fn is_pattern_text(document: &Document<'_>) -> bool {
    document.text().contains("\"EventPattern\"")
}

/// What the members of the whole are called.
#[derive(Debug, Default)]
struct Top {
    /// Fields of the envelope, as they are called or nearly so.
    fields: usize,
    /// Those of them that say much.
    telling: usize,
    others: usize,
}

impl Top {
    fn of(document: &Document<'_>) -> Self {
        let mut top = Self::default();
        top.add(document, 0, 0);
        top
    }

    fn add(&mut self, document: &Document<'_>, id: NodeId, depth: usize) {
        for child in document.children(id) {
            let Some(key) = document.key(child) else {
                continue;
            };
            // What `$or` lists are patterns themselves.
            if key == "$or" && depth < 8 {
                for branch in document.children(child) {
                    self.add(document, branch, depth + 1);
                }
                continue;
            }
            let plain = canonical(&key);
            match FIELDS.iter().position(|field| canonical(field) == plain) {
                Some(at) => {
                    self.fields += 1;
                    self.telling += usize::from(at < TELLING);
                }
                None => self.others += 1,
            }
        }
    }

    /// Whether the members are those of events rather than of anything else.
    fn is_about_events(&self) -> bool {
        match self.telling {
            0 => false,
            1 => self.others == 0,
            _ => self.fields > self.others,
        }
    }

    fn only_fields(&self) -> bool {
        self.telling > 0 && self.others == 0
    }
}

/// `detailType` and `Detail_Type` are meant as `detail-type`.
fn canonical(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// What stands at the ends of the paths.
#[derive(Debug, Default)]
struct Shape {
    /// Lists of plain values or of operators.
    leaves: usize,
    /// Operators that stand without a list.
    operators: usize,
    /// Plain values without a list.
    scalars: usize,
}

const OPERATORS: [&str; 8] = [
    "prefix",
    "suffix",
    "anything-but",
    "numeric",
    "exists",
    "cidr",
    "equals-ignore-case",
    "wildcard",
];

impl Shape {
    /// The shape of what lies below fields of the envelope; with `anywhere` of all of it.
    fn of(document: &Document<'_>, anywhere: bool) -> Self {
        let mut shape = Self::default();
        let mut open: Vec<NodeId> = Vec::new();
        for child in document.children(0) {
            let key = document.key(child).unwrap_or_default();
            let plain = canonical(&key);
            let is_field = key == "$or" || FIELDS.iter().any(|field| canonical(field) == plain);
            if anywhere || is_field {
                open.push(child);
            }
        }
        while let Some(id) = open.pop() {
            let node = document.node(id);
            let key = document.key(id).unwrap_or_default();
            match node.kind {
                NodeKind::Object if OPERATORS.contains(&&*key) => shape.operators += 1,
                NodeKind::Object => open.extend(document.children(id)),
                NodeKind::Array => {
                    let has_operator = document.children(id).any(|entry| {
                        let mut members = document.children(entry);
                        members.any(|id| {
                            document
                                .key(id)
                                .is_some_and(|key| OPERATORS.contains(&&*key))
                        })
                    });
                    let is_plain = document.children(id).all(|entry| {
                        !matches!(
                            document.node(entry).kind,
                            NodeKind::Object | NodeKind::Array
                        )
                    });
                    match key == "$or" {
                        true => {
                            let branches = document.children(id);
                            open.extend(branches.flat_map(|branch| document.children(branch)));
                        }
                        false if has_operator || is_plain => shape.leaves += 1,
                        // A list of objects is data.
                        false => shape.scalars += 1,
                    }
                }
                _ if OPERATORS.contains(&&*key) => shape.operators += 1,
                _ => shape.scalars += 1,
            }
        }
        shape
    }

    fn is_that_of_a_pattern(&self) -> bool {
        let signs = self.leaves + self.operators;
        signs > 0 && signs >= self.scalars
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(text: &str) -> Content {
        of_json(Path::new("x.json"), text, Standing::Met)
    }

    #[test]
    fn what_was_met_has_to_look_like_a_pattern() {
        for (text, expected) in [
            (
                r#"{"source": ["shop"], "detail-type": ["Paid"]}"#,
                Content::Pattern(Why::Envelope),
            ),
            (r#"{"source": ["shop"]}"#, Content::Pattern(Why::Envelope)),
            (
                r#"{"$or": [{"source": ["a"]}, {"detail-type": ["b"]}]}"#,
                Content::Pattern(Why::Envelope),
            ),
            (
                r#"{"source": "shop", "detail": {"n": [1], "m": [{"prefix": "x"}]}}"#,
                Content::Pattern(Why::Shape),
            ),
            (
                r#"{"source": ["shop"], "detail": {"k": {"prefix": "x"}}}"#,
                Content::Pattern(Why::Shape),
            ),
            (
                r#"{"source": ["shop"], "detailType": ["Paid"]}"#,
                Content::Pattern(Why::Envelope),
            ),
            (r#"{"source": "shop"}"#, Content::Near),
            (
                r#"{"source": ["src/**"], "output": ["dist"]}"#,
                Content::Near,
            ),
            (
                r#"{"source": "shop", "detail-type": "Paid", "detail": {"tags": ["a"]}}"#,
                Content::Event,
            ),
            (r#"{"extends": ["config:base"]}"#, Content::Other),
            (r#"{"include": ["src"]}"#, Content::Other),
            (
                r#"{"name": "x", "version": "1.0.0", "files": ["a"], "resources": ["b"]}"#,
                Content::Near,
            ),
            (r#"{"name": "x", "version": "1.0.0"}"#, Content::Other),
            (
                r#"{"Name": "r", "EventPattern": "{\"source\": [\"a\"]}", "source": ""}"#,
                Content::Reply,
            ),
            (
                r#"{"source": ["a"], "detail-type": ["b",]}"#,
                Content::Pattern(Why::Shape),
            ),
            (r#"{"files": ["a",] // a comment"#, Content::Other),
            ("[1]", Content::Other),
        ] {
            assert_eq!(met(text), expected, "{text}");
        }
    }

    #[test]
    fn the_more_is_said_of_the_place_the_less_has_the_content_to_say() {
        let of = |text: &str| {
            [Standing::Met, Standing::Conventional, Standing::Configured]
                .map(|standing| of_json(Path::new("x.json"), text, standing))
        };
        let (pattern, shape) = (
            Content::Pattern(Why::Compiles),
            Content::Pattern(Why::Shape),
        );
        assert_eq!(
            of(r#"{"body": {"kind": ["order"]}}"#),
            [Content::Other, pattern, pattern]
        );
        assert_eq!(of(r#"{"source": "shop"}"#), [Content::Near, shape, shape]);
        assert_eq!(
            of(r#"{"body": {"kind": ["order"], "n": 1}}"#),
            [Content::Other, Content::Other, shape]
        );
        assert_eq!(of(r#"{"name": "x", "version": "1"}"#), [Content::Other; 3]);
    }

    #[test]
    fn files_of_tools_are_no_patterns_wherever_they_stand() {
        for name in ["package.json", "tsconfig.build.json", "renovate.json"] {
            let text = r#"{"include": ["src"]}"#;
            assert_eq!(
                of_json(Path::new(name), text, Standing::Configured),
                Content::Other
            );
        }
    }
}
