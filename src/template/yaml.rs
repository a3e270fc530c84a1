//! YAML with positions, tags and anchors.

use super::align::Escapes;
use super::error::Problem;
use super::indented::{self, Indented};
use super::scalar::{self, Plain, Schema};
use super::tree::{Id, Kind, Member, SourceId, Tree};
use crate::json::Span;
use granit_parser::{Event, Parser, ScalarStyle, Tag};
use std::collections::HashMap;

/// Reads a YAML text into a tree: the roots of its documents.
///
/// An alias shares the node of its anchor, so that what a text expands to takes no memory; whoever
/// expands it has to count.
pub(super) fn read(
    tree: &mut Tree,
    text: &str,
    source: SourceId,
    schema: Schema,
) -> Result<Vec<Id>, Problem> {
    let before = tree.mark();
    match build(tree, text, &Indented::as_is(text), source, schema) {
        Err(Refused::Indentation(problem)) => {
            tree.reset(before);
            let Some(indented) = Indented::far_enough(text) else {
                return Err(problem);
            };
            build(tree, text, &indented, source, schema).map_err(Refused::problem)
        }
        read => read.map_err(Refused::problem),
    }
}

/// Why a text is not read.
enum Refused {
    /// Only because lines of a quoted scalar are not indented enough.
    Indentation(Problem),
    Otherwise(Problem),
}

impl Refused {
    fn problem(self) -> Problem {
        match self {
            Self::Indentation(problem) | Self::Otherwise(problem) => problem,
        }
    }
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self::Otherwise(problem)
    }
}

fn build(
    tree: &mut Tree,
    text: &str,
    indented: &Indented<'_>,
    source: SourceId,
    schema: Schema,
) -> Result<Vec<Id>, Refused> {
    let mut builder = Builder {
        tree,
        text,
        source,
        schema,
        open: Vec::new(),
        anchors: HashMap::new(),
        roots: Vec::new(),
    };
    for next in Parser::new_from_str(indented.text()) {
        let (event, span) = match next {
            Ok(next) => next,
            // What stands in front of the mistake is a document of its own.
            Err(error)
                if !builder.roots.is_empty()
                    && builder.open.is_empty()
                    && !indented::is_indentation(&error) =>
            {
                break;
            }
            Err(error) => {
                let at = indented.back(error.marker().byte_offset().unwrap_or(0));
                let at = at.min(text.len());
                let place = builder.tree.place_in(source, Span::new(at, at));
                let problem =
                    Problem::new(format!("this is not YAML: {}", error.info())).place(place);
                if indented::is_indentation(&error) {
                    return Err(Refused::Indentation(problem));
                }
                return Err(Refused::Otherwise(
                    match text.get(..at).is_some_and(|before| before.ends_with('\t')) {
                        true => problem.help("indent with spaces: YAML allows no tabs there"),
                        false => problem,
                    },
                ));
            }
        };
        let range = span.byte_range().unwrap_or(0..0);
        let place = Span::new(indented.back(range.start), indented.back(range.end));
        builder.take(event, place)?;
        if builder.roots.len() >= MOST_DOCUMENTS {
            break;
        }
    }
    Ok(builder.roots)
}

/// The most documents of one text that are looked at.
const MOST_DOCUMENTS: usize = 1_000;

struct Builder<'a> {
    tree: &'a mut Tree,
    text: &'a str,
    source: SourceId,
    schema: Schema,
    open: Vec<Open>,
    anchors: HashMap<usize, Id>,
    roots: Vec<Id>,
}

/// A container that is not closed yet.
struct Open {
    anchor: usize,
    tag: Option<Box<str>>,
    start: usize,
    /// Where the last thing inside ended: a block has no end of its own.
    last: usize,
    items: Items,
}

enum Items {
    List(Vec<Id>),
    Map(Vec<Member>, Option<Id>),
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Problem> {
        match event {
            Event::Alias(anchor) => {
                let Some(id) = self.anchors.get(&anchor) else {
                    return Err(Problem::new("this alias refers to itself")
                        .place(self.tree.place_in(self.source, span)));
                };
                let id = *id;
                self.add(id, span.end);
            }
            Event::Scalar(cooked, style, anchor, tag) => {
                let tag = function(tag.as_deref());
                let kind = self.scalar(&cooked, style, tag.is_some(), span);
                let id = self
                    .tree
                    .add(kind, trimmed(span, self.text, style), self.source);
                let id = self.tagged(id, tag, span);
                self.finish(id, anchor, span.end);
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.begin(anchor, tag.as_deref(), span, Items::List(Vec::new()));
            }
            Event::MappingStart(_, anchor, tag) => {
                self.begin(anchor, tag.as_deref(), span, Items::Map(Vec::new(), None));
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(open) = self.open.pop() else {
                    return Ok(());
                };
                let end = if span.is_empty() { open.last } else { span.end };
                let whole = Span::new(open.start, end.max(open.start));
                let kind = match open.items {
                    Items::List(items) => Kind::List(items),
                    Items::Map(members, _) => Kind::Map(members),
                };
                let id = self.tree.add(kind, whole, self.source);
                let id = self.tagged(id, open.tag, whole);
                self.finish(id, open.anchor, end);
            }
            _ => {}
        }
        Ok(())
    }

    fn scalar(&self, cooked: &str, style: ScalarStyle, tagged: bool, span: Span) -> Kind {
        if style == ScalarStyle::Plain && !tagged {
            match scalar::plain(cooked, self.schema) {
                Plain::Null => return Kind::Null,
                Plain::Bool(value) => return Kind::Bool(value),
                Plain::Number(number) => return Kind::Number(number),
                Plain::Text => {}
            }
        }
        let (cut, escapes) = match style {
            ScalarStyle::DoubleQuoted => (1, Escapes::Backslash),
            ScalarStyle::SingleQuoted => (1, Escapes::DoubledQuote),
            _ => (0, Escapes::None),
        };
        let end = span.end.saturating_sub(cut);
        Kind::Text {
            cooked: cooked.into(),
            raw: Span::new((span.start + cut).min(end), end),
            escapes,
        }
    }

    fn begin(&mut self, anchor: usize, tag: Option<&Tag>, span: Span, items: Items) {
        self.open.push(Open {
            anchor,
            tag: function(tag),
            start: span.start,
            last: span.end,
            items,
        });
    }

    /// `!Sub x` says the same as `Fn::Sub: x`.
    fn tagged(&mut self, id: Id, tag: Option<Box<str>>, span: Span) -> Id {
        let Some(tag) = tag else { return id };
        let name = match &*tag {
            "Ref" | "Condition" => tag,
            _ => format!("Fn::{tag}").into(),
        };
        let text = Kind::Text {
            cooked: name,
            raw: Span::new(span.start, span.start),
            escapes: Escapes::None,
        };
        let key = self
            .tree
            .add(text, Span::new(span.start, span.start), self.source);
        let map = Kind::Map(vec![Member { key, value: id }]);
        self.tree.add(map, span, self.source)
    }

    fn finish(&mut self, id: Id, anchor: usize, end: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, id);
            self.tree.anchor(id);
        }
        self.add(id, end);
    }

    fn add(&mut self, id: Id, end: usize) {
        let Some(open) = self.open.last_mut() else {
            self.roots.push(id);
            return;
        };
        // A block scalar's span takes in the indentation of the next line.
        let text = self.text.get(..end).unwrap_or("").trim_end();
        open.last = open.last.max(text.len());
        match &mut open.items {
            Items::List(items) => items.push(id),
            Items::Map(members, key) => match key.take() {
                None => *key = Some(id),
                Some(key) => members.push(Member { key, value: id }),
            },
        }
    }
}

/// The name behind `!` of a tag that is no type of YAML's.
fn function(tag: Option<&Tag>) -> Option<Box<str>> {
    let tag = tag?;
    (tag.handle() == "!" && !tag.suffix().is_empty()).then(|| tag.suffix().into())
}

/// A block's span without the white space behind its last line.
fn trimmed(span: Span, source: &str, style: ScalarStyle) -> Span {
    match style {
        ScalarStyle::Literal | ScalarStyle::Folded | ScalarStyle::Plain => {
            let length = span.of(source).trim_end().len();
            Span::new(span.start, span.start + length)
        }
        _ => span,
    }
}
