//! What people hold patterns in besides templates: files of patterns, replies of the AWS CLI and
//! requests to it, command lines, documents with fenced blocks, programs.
//!
//! [`read`] recognises each by its content, takes one out of the other where need be, and yields an
//! [`Extraction`] as templates do: every byte of a pattern knows its place in the text that was
//! given. `FORMS` lists what is recognised.

mod cdk;
mod code;
mod commands;
mod item;
mod lenient;
mod markdown;
mod reply;
#[cfg(test)]
mod tests;
mod without;

use super::RuleState;
use super::around::Bus;
use super::error::Problem;
use super::scalar::Schema;
use super::text::{FileId, Place, Text};
use super::tree::{Host, Id, Kind, Tree};
use super::{Extraction, Form, Format, Found, MOST_PATTERNS, Use};
use crate::json::{Reader, Span};
use crate::shape::Shape;
use std::path::Path;
use std::sync::Arc;

pub(crate) use lenient::{Literal, Quirk, What, read as read_literal};
pub use without::{Without, without_pattern};

/// How many texts are taken out of each other.
const MAX_WRAPPERS: usize = 8;

/// The largest text that is looked into, in bytes.
const LARGEST: usize = super::LARGEST;

/// How many bytes of values that cannot be read are read, for each byte of the text, and how many at
/// least.
const FUTILE: usize = 8;
const FUTILE_AT_LEAST: usize = 1 << 20;

/// A form in which patterns come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PatternForm {
    /// The stable name.
    pub name: &'static str,
    /// One line of help.
    pub about: &'static str,
    /// A small text of that form.
    pub example: &'static str,
}

const JSON: PatternForm = PatternForm {
    name: "pattern",
    about: "one pattern, a JSON object",
    example: r#"{"source": ["shop"]}"#,
};
const STRING: PatternForm = PatternForm {
    name: "string",
    about: "a JSON string with the pattern's JSON in it, or one with its backslashes left in",
    example: r#""{\"source\": [\"shop\"]}""#,
};
const ARRAY: PatternForm = PatternForm {
    name: "array",
    about: "a JSON array of patterns, or of what holds them",
    example: r#"[{"source": ["shop"]}, "{\"source\": [\"till\"]}"]"#,
};
const VALUES: PatternForm = PatternForm {
    name: "values",
    about: "JSON values one after the other, on a line each or not",
    example: "{\"source\": [\"shop\"]}\n{\"source\": [\"till\"]}\n",
};
const YAML: PatternForm = PatternForm {
    name: "yaml",
    about: "YAML, of a pattern or of a reply (`--output yaml`)",
    example: "source:\n  - shop\ndetail:\n  total:\n    - numeric: ['>', 40]\n",
};
const LITERAL: PatternForm = PatternForm {
    name: "literal",
    about: "a JavaScript or Python literal; `detailType` and `detail_type` are `detail-type`",
    example: "{ source: ['shop'], detailType: ['Paid'] }",
};
const CODE: PatternForm = PatternForm {
    name: "code",
    about: "a program that gives a literal as `eventPattern`, `event_pattern`, `EventPattern`",
    example: "new Rule(this, 'Paid', {\n  eventPattern: { source: ['shop'], detailType: ['Paid'] },\n});\n",
};
const COMMAND: PatternForm = PatternForm {
    name: "command",
    about: "command lines of the AWS CLI: put-rule, create-archive, create-pipe, subscribe and others",
    example: "aws events put-rule --name paid --event-pattern '{\"source\": [\"shop\"]}'\n",
};
const MARKDOWN: PatternForm = PatternForm {
    name: "markdown",
    about: "fenced blocks of Markdown",
    example: "The rule:\n\n```json\n{\"source\": [\"shop\"]}\n```\n",
};

/// The forms that are recognised besides replies, each by its content.
const TEXTS: [PatternForm; 9] = [
    JSON, STRING, ARRAY, VALUES, YAML, LITERAL, CODE, COMMAND, MARKDOWN,
];

/// Every form in which patterns come, in the order in which help lists them.
///
/// ```
/// use pattern_test::template::carriers::forms;
/// assert!(forms().iter().any(|form| form.name == "list-rules"));
/// ```
pub fn forms() -> Vec<PatternForm> {
    let replies = reply::REPLIES.iter().map(|reply| PatternForm {
        name: reply.name,
        about: reply.about,
        example: reply.example,
    });
    let mut forms: Vec<PatternForm> = TEXTS.into_iter().chain(replies).collect();
    let mut seen = std::collections::HashSet::new();
    forms.retain(|form| seen.insert(form.name));
    forms
}

/// The patterns in a text, whatever it is; `None` where it is nothing that is known, or holds none.
///
/// A text that is itself a pattern is one, whether it compiles or not, if it looks like one.
///
/// ```
/// use pattern_test::template::carriers;
///
/// let reply = r#"{"Rules": [{"Name": "paid", "EventPattern": "{\"source\":[\"shop\"]}"}]}"#;
/// let found = carriers::read("rules.json".as_ref(), reply).unwrap();
/// assert_eq!(found.patterns[0].id, "paid");
/// assert_eq!(found.patterns[0].text.as_str(), r#"{"source":["shop"]}"#);
/// ```
pub fn read(path: &Path, text: &str) -> Option<Extraction> {
    if text.len() > LARGEST {
        return None;
    }
    let mut out = Out {
        extraction: Extraction::new(path, text),
        form: None,
    };
    let whole = Text::of_file(text, FileId::TEMPLATE);
    out.text(&whole, "", Within::Nothing, 0);
    let Out { mut extraction, .. } = out;
    // A file that is a pattern has one reading, whoever asks: all of its text.
    if let [found] = extraction.patterns.as_slice()
        && found.format == Format::Pattern
        && found.id.is_empty()
        && found.text.as_str().trim() == text.trim_start_matches('\u{feff}').trim()
    {
        return Some(Extraction::of_pattern(path, text));
    }
    if extraction.patterns.len() > MOST_PATTERNS {
        extraction.patterns.truncate(MOST_PATTERNS);
        let message = format!("more than {MOST_PATTERNS} patterns: the rest is left out");
        extraction.problems.push(Problem::new(message));
    }
    name(&mut extraction);
    let empty = extraction.patterns.is_empty() && extraction.problems.is_empty();
    (!empty).then_some(extraction)
}

/// The form of the patterns in a text, by a look at it; `None` where it holds none.
pub fn form(text: &str) -> Option<&'static str> {
    if text.len() > LARGEST {
        return None;
    }
    let mut out = Out {
        extraction: Extraction::new("".as_ref(), ""),
        form: None,
    };
    let whole = Text::of_file(text, FileId::TEMPLATE);
    out.text(&whole, "", Within::Nothing, 0);
    out.form.filter(|_| !out.extraction.patterns.is_empty())
}

/// The first document of a YAML text as JSON.
pub(crate) fn yaml_to_json(text: &str) -> Result<Text, Problem> {
    let (tree, root) = yaml_tree(text)?;
    item::text(&tree, text, root, false)
}

fn yaml_tree(text: &str) -> Result<(Tree, Id), Problem> {
    let mut tree = Tree::default();
    let roots = tree.read_yaml(text.into(), Host::File(FileId::TEMPLATE), Schema::Core)?;
    match roots.first() {
        Some(root) => Ok((tree, *root)),
        None => Err(Problem::new("there is nothing in this")),
    }
}

/// A literal as JSON; `text` is what it was read from.
pub(crate) fn literal_to_json(literal: &Literal, text: &str) -> Result<Text, Problem> {
    item::text(&literal.tree, text, literal.root, false)
}

/// What JSON has instead of each blemish of a text that is JSON otherwise; nothing where the text is
/// anything else.
pub(crate) fn blemishes(text: &str) -> Vec<Quirk> {
    let start = text.len()
        - text
            .trim_start_matches(['\u{feff}', ' ', '\n', '\t', '\r'])
            .len();
    // What stands in front is read with the value.
    let literal = match lenient::read_whole(&text.into(), start) {
        Ok(literal) if literal.is_blemished_json() => literal,
        _ => return Vec::new(),
    };
    let mut quirks = literal.quirks;
    // A string that holds what would end it cannot simply get other quotes.
    let holds_quote = quirks.windows(2).any(|pair| match pair {
        [open, close] if open.what == What::TypographicQuote && close.what == open.what => {
            let inner = text.get(open.span.end..close.span.start).unwrap_or("");
            inner.contains('"')
        }
        _ => false,
    });
    if holds_quote {
        return Vec::new();
    }
    quirks.sort_by_key(|quirk| quirk.span.start);
    quirks
}

/// What is known of a text from what holds it.
#[derive(Clone, Copy)]
enum Within {
    /// Nothing.
    Nothing,
    /// It is a pattern, whatever it looks like.
    Pattern(Use, Place),
    /// It holds patterns that this uses.
    Document(Use, Place),
    /// It stands beside others: only what surely is a pattern counts.
    Others,
}

impl Within {
    fn used_by(self) -> Use {
        match self {
            Self::Pattern(used_by, _) | Self::Document(used_by, _) => used_by,
            Self::Nothing | Self::Others => Use::PatternFile,
        }
    }

    fn key(self) -> Place {
        match self {
            Self::Pattern(_, key) | Self::Document(_, key) => key,
            Self::Nothing | Self::Others => Place::default(),
        }
    }
}

struct Out {
    extraction: Extraction,
    /// The outermost form.
    form: Option<&'static str>,
}

impl Out {
    fn form(&mut self, form: &'static str) {
        self.form.get_or_insert(form);
    }

    /// Reads a text by its content. Whether it is something that is known.
    fn text(&mut self, text: &Text, id: &str, within: Within, depth: usize) -> bool {
        if depth > MAX_WRAPPERS {
            return false;
        }
        let source = text.as_str();
        let start = source.len()
            - source
                .trim_start_matches('\u{feff}')
                .trim_start_matches(|c: char| c.is_whitespace())
                .len();
        let end = source.trim_end().len();
        let Some(first) = source.get(start..end).and_then(|rest| rest.chars().next()) else {
            return false;
        };
        match first {
            '{' | '[' | '"' => {
                let mut inner = Text::default();
                inner.push_range(text, Span::new(start, source.len()));
                self.json(&inner, id, within, depth)
            }
            _ => self.prose(text, start, id, within, depth),
        }
    }

    /// Reads a text that begins as JSON does.
    fn json(&mut self, text: &Text, id: &str, within: Within, depth: usize) -> bool {
        let source = text.as_str();
        let mut tree = Tree::default();
        if let Ok(root) = tree.read_json(source.into(), Host::File(FileId::TEMPLATE)) {
            return self.value(&tree, root, text, id, within, false, depth);
        }
        // An unknown part may be anything, also what is no JSON yet.
        if !text.is_known() && matches!(within, Within::Pattern(..)) {
            self.add(text.clone(), Form::Text, id, within);
            return true;
        }
        if let Some(unescaped) = without_backslashes(text) {
            self.form(STRING.name);
            return self.text(&unescaped, id, within, depth + 1);
        }
        if let Some(values) = values(source) {
            self.form(VALUES.name);
            let mut known = false;
            for (index, span) in values.iter().enumerate() {
                let mut part = Text::default();
                part.push_range(text, *span);
                let id = join(id, &format!("#{}", index + 1));
                known |= self.json(&part, &id, within, depth + 1);
            }
            return known;
        }
        let Ok(literal) = lenient::read_whole(&source.into(), 0) else {
            return match within {
                Within::Pattern(..) => {
                    self.add(text.clone(), Form::Text, id, within);
                    true
                }
                _ => false,
            };
        };
        self.literal(&literal, text, id, within, depth)
    }

    fn literal(
        &mut self,
        literal: &Literal,
        text: &Text,
        id: &str,
        within: Within,
        depth: usize,
    ) -> bool {
        let (root, source) = (literal.root, text.as_str());
        if !literal.is_blemished_json() {
            self.form(LITERAL.name);
            return self.value(&literal.tree, root, text, id, within, true, depth);
        }
        // JSON but for blemishes: the service refuses it, so it stays as it is.
        let is_map = matches!(literal.tree.node(root).kind, Kind::Map(_));
        if !is_map || reply::read(&literal.tree, root).is_some() {
            return self.value(&literal.tree, root, text, id, within, false, depth);
        }
        let shape = item::text(&literal.tree, source, root, false)
            .map_or(Shape::Other, |json| Shape::of_text(json.as_str()));
        let is_pattern = matches!(within, Within::Pattern(..)) || counts(shape, within);
        if is_pattern {
            self.form(JSON.name);
            self.add(text.clone(), Form::Text, id, within);
        }
        is_pattern
    }

    /// Reads a text that does not begin as JSON does.
    fn prose(&mut self, text: &Text, start: usize, id: &str, within: Within, depth: usize) -> bool {
        let source = text.as_str();
        let before = self.extraction.patterns.len();
        let blocks = markdown::blocks(source);
        for (line, span) in &blocks {
            let mut part = Text::default();
            part.push_range(text, *span);
            let id = join(id, &format!("line {line}"));
            let form = self.form.replace(MARKDOWN.name);
            self.text(&part, &id, Within::Others, depth + 1);
            if self.extraction.patterns.len() == before {
                self.form = form;
            }
        }
        if self.extraction.patterns.len() > before {
            return true;
        }
        if commands::fits(source) {
            for met in commands::read(source) {
                let value = met.value.rebased(text);
                let key = text.place(met.key.span);
                let within = match met.is_pattern {
                    true => Within::Pattern(met.used_by, key),
                    false => Within::Document(met.used_by, key),
                };
                self.form(COMMAND.name);
                self.text(&value, &join(id, &met.id), within, depth + 1);
            }
            if self.extraction.patterns.len() > before {
                return true;
            }
            self.form = None;
        }
        if self.yaml(text, id, within, depth) {
            return true;
        }
        if let Some(at) = code::assigned(source.get(start..).unwrap_or("")) {
            let at = start + at;
            if let Ok(literal) = lenient::read_whole(&source.into(), at) {
                self.form(LITERAL.name);
                if self.literal(&literal, text, id, within, depth + 1) {
                    return true;
                }
                self.form = None;
            }
        }
        self.code(text, id, depth)
    }

    fn code(&mut self, text: &Text, id: &str, depth: usize) -> bool {
        let source: Arc<str> = text.as_str().into();
        let before = self.extraction.patterns.len();
        let mut behind = 0;
        let mut futile = FUTILE.saturating_mul(source.len()).max(FUTILE_AT_LEAST);
        let (mut line, mut counted) = (1, 0);
        for met in code::read(&source) {
            if met.start < behind {
                continue;
            }
            let literal = match lenient::read(&source, met.start) {
                Ok(literal) => literal,
                // A value without an end is read up to the end of the text, and there may be many.
                Err(trouble) if met.is_sure && futile > 0 => {
                    futile = futile.saturating_sub(trouble.span.end.saturating_sub(met.start));
                    let place = text.place(trouble.span);
                    let problem = Problem::new(trouble.message).place(place);
                    self.extraction.problems.push(problem);
                    continue;
                }
                Err(trouble) => {
                    futile = futile.saturating_sub(trouble.span.end.saturating_sub(met.start));
                    if futile == 0 {
                        let message = "too much of this cannot be read: the rest was not looked at";
                        let problem = Problem::new(message).place(text.place(met.key));
                        self.extraction.problems.push(problem);
                        break;
                    }
                    continue;
                }
            };
            let root = literal.root;
            behind = literal.end;
            let key = text.place(met.key);
            let within = match met.is_sure {
                true => Within::Pattern(met.used_by, key),
                false => Within::Others,
            };
            let form = self.form.replace(CODE.name);
            let passed = source.as_bytes().get(counted..met.start);
            line += memchr::memchr_iter(b'\n', passed.unwrap_or_default()).count();
            counted = met.start;
            let id = join(id, &format!("line {line}"));
            self.value(&literal.tree, root, text, &id, within, true, depth + 1);
            if self.extraction.patterns.len() == before {
                self.form = form;
            }
        }
        if self.extraction.patterns.len() == before {
            // What only looked like code has nothing wrong with it.
            self.extraction.problems.clear();
            return false;
        }
        true
    }

    fn yaml(&mut self, text: &Text, id: &str, within: Within, depth: usize) -> bool {
        let source = text.as_str();
        // Prose is YAML too, of one string: a key at the start of a line tells.
        let has_key = source.lines().any(|line| {
            let line = line.trim_start().trim_start_matches("- ");
            line.trim_end().ends_with(':') || line.contains(": ")
        });
        if !has_key {
            return false;
        }
        let Ok((tree, root)) = yaml_tree(source) else {
            return false;
        };
        let form = self.form.replace(YAML.name);
        let known = self.value(&tree, root, text, id, within, false, depth + 1);
        if !known {
            self.form = form;
        }
        known
    }

    /// Reads a value by what it is. `text` is what the tree was made from.
    #[expect(clippy::too_many_arguments, reason = "one call for each kind of tree")]
    fn value(
        &mut self,
        tree: &Tree,
        id: Id,
        text: &Text,
        name: &str,
        within: Within,
        of_code: bool,
        depth: usize,
    ) -> bool {
        if depth > MAX_WRAPPERS {
            return false;
        }
        match &tree.node(id).kind {
            Kind::Text { cooked, .. } => {
                if !cooked.trim_start().starts_with(['{', '[', '"', '\\'])
                    && !matches!(within, Within::Pattern(..))
                {
                    return false;
                }
                self.form(STRING.name);
                let inner = tree.text(id).unwrap_or_default().rebased(text);
                match within {
                    // A pattern is given as text: more than that is a mistake of its own.
                    Within::Pattern(..)
                        if !inner.as_str().trim_start().starts_with(['"', '\\']) =>
                    {
                        self.pattern_text(&inner, name, within);
                        true
                    }
                    _ => self.text(&inner, name, within, depth + 1),
                }
            }
            Kind::List(items) => {
                if matches!(within, Within::Pattern(..)) {
                    return self.add_value(tree, id, text, name, within, of_code);
                }
                let before = self.form;
                self.form(ARRAY.name);
                let mut known = false;
                for (index, item) in items.iter().enumerate() {
                    let name = join(name, &format!("[{index}]"));
                    known |= self.value(tree, *item, text, &name, within, of_code, depth + 1);
                }
                if !known {
                    self.form = before;
                }
                known
            }
            Kind::Map(_) => self.map(tree, id, text, name, within, of_code, depth),
            _ => false,
        }
    }

    #[expect(clippy::too_many_arguments, reason = "as for a value")]
    fn map(
        &mut self,
        tree: &Tree,
        id: Id,
        text: &Text,
        name: &str,
        within: Within,
        of_code: bool,
        depth: usize,
    ) -> bool {
        if matches!(within, Within::Pattern(..)) {
            return self.add_value(tree, id, text, name, within, of_code);
        }
        let shape = match item::text(tree, text.as_str(), id, of_code) {
            Ok(json) => Shape::of_text(json.as_str()),
            Err(problem) => {
                if depth == 0 {
                    self.problem(problem, text);
                }
                return depth == 0;
            }
        };
        if shape != Shape::Pattern
            && let Some((form, met)) = reply::read(tree, id)
        {
            self.form(form);
            for met in met {
                let key = text.place(tree.place(met.key).span);
                let used_by = match (met.used_by, within) {
                    // What holds it knows better.
                    (Use::EventSourceMapping | Use::Rule, Within::Document(used_by, _)) => used_by,
                    (used_by, _) => used_by,
                };
                // A number only counts values; a name tells them apart.
                let counted = name.rsplit(" > ").next().unwrap_or("");
                let name = match met.id.is_empty() {
                    true => name.to_owned(),
                    false if counted.starts_with(['#', '[']) => {
                        let front = name.strip_suffix(counted).unwrap_or("");
                        format!("{front}{}", met.id)
                    }
                    false => join(name, &met.id),
                };
                let within = Within::Pattern(used_by, key);
                let before = self.extraction.patterns.len();
                let form = met.reply;
                self.form(form);
                let of_code = of_code || met.of_code;
                self.value(tree, met.value, text, &name, within, of_code, depth + 1);
                let added = self.extraction.patterns.iter_mut().skip(before);
                added.for_each(|found| {
                    found.source = met.source;
                    found.bus = met.bus.clone();
                });
            }
            return true;
        }
        if !counts(shape, within) {
            return false;
        }
        self.form(JSON.name);
        self.add_value(tree, id, text, name, within, of_code)
    }

    /// Adds the value of a tree as a pattern.
    fn add_value(
        &mut self,
        tree: &Tree,
        id: Id,
        text: &Text,
        name: &str,
        within: Within,
        of_code: bool,
    ) -> bool {
        let span = tree.node(id).span;
        let is_json = !of_code
            && Reader::starting_at(text.as_str(), span.start)
                .finish_value()
                .is_ok_and(|end| end == span.end);
        if is_json {
            let mut part = Text::default();
            part.push_range(text, span);
            self.add(part, Form::Text, name, within);
            return true;
        }
        match item::text(tree, text.as_str(), id, of_code) {
            Ok(rendered) => self.add(rendered.rebased(text), Form::Object, name, within),
            Err(problem) => self.problem(problem, text),
        }
        true
    }

    /// Adds a text that is a pattern, with what is around its value left out.
    fn pattern_text(&mut self, text: &Text, name: &str, within: Within) {
        self.add(text.clone(), Form::Text, name, within);
    }

    fn problem(&mut self, problem: Problem, text: &Text) {
        let place = problem.place.map(|place| text.place(place.span));
        self.extraction.problems.push(Problem { place, ..problem });
    }

    fn add(&mut self, text: Text, form: Form, id: &str, within: Within) {
        let place = text.place(Span::new(0, text.len()));
        let of = self.form.unwrap_or(JSON.name);
        self.extraction.patterns.push(Found {
            id: id.to_owned(),
            aliases: Vec::new(),
            used_by: within.used_by(),
            source: None,
            format: match of == JSON.name {
                true => Format::Pattern,
                false => Format::Carrier(of),
            },
            form,
            text,
            stringified: None,
            place,
            own: (of == JSON.name).then_some(place),
            shared: Arc::new([]),
            key: within.key(),
            nulls: Vec::new(),
            collapsed: Vec::new(),
            emits: Vec::new(),
            beside: Vec::new(),
            state: RuleState::Unknown,
            bus: Bus::Default,
            targets: 0,
            texts: Vec::new(),
            was: None,
            declared: Arc::default(),
            ignored: Vec::new(),
        });
    }
}

/// Whether an object of this shape is taken for a pattern.
fn counts(shape: Shape, within: Within) -> bool {
    match within {
        Within::Pattern(..) => true,
        Within::Others => shape == Shape::Pattern,
        Within::Nothing | Within::Document(..) => shape.may_be_pattern(),
    }
}

/// Two parts of a name.
fn join(outer: &str, inner: &str) -> String {
    match (outer.is_empty(), inner.is_empty()) {
        (true, _) => inner.to_owned(),
        (_, true) => outer.to_owned(),
        _ => format!("{outer} > {inner}"),
    }
}

/// Gives names that several patterns have a number, so that each can be asked for.
fn name(extraction: &mut Extraction) {
    let mut seen = std::collections::HashMap::new();
    for found in &mut extraction.patterns {
        let count: &mut usize = seen.entry(found.id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            found.aliases.push(found.id.clone());
            found.id = match found.id.is_empty() {
                true => format!("#{count}"),
                false => format!("{}#{count}", found.id),
            };
        }
    }
}

/// The values that follow each other in a text, if there are several and nothing else.
fn values(text: &str) -> Option<Vec<Span>> {
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        at += rest.len() - rest.trim_start().len();
        if at >= text.len() {
            return (found.len() > 1).then_some(found);
        }
        let end = Reader::starting_at(text, at).finish_value().ok()?;
        found.push(Span::new(at, end));
        at = end;
    }
}

/// The text behind `{ \"source\": … }`: the inside of a JSON string, its quotes gone or not.
fn without_backslashes(text: &Text) -> Option<Text> {
    let source = text.as_str();
    let trimmed = source.trim();
    let start = source.len() - source.trim_start().len();
    let is_quoted = trimmed.len() > 1 && trimmed.starts_with('"') && trimmed.ends_with('"');
    let cut = usize::from(is_quoted);
    let inner = trimmed.get(cut..trimmed.len() - cut)?;
    let first = inner.trim_start_matches(['[', '{', ' ', '\t', '\r', '\n']);
    let is_open = inner.trim_start().starts_with(['{', '[']);
    if !is_open || !first.trim_start_matches('\\').starts_with('"') || !first.starts_with('\\') {
        return None;
    }
    let base = start + cut;
    let mut out = Text::default();
    let mut rest = inner;
    while let Some(at) = rest.find(['\\', '"']) {
        let offset = base + (inner.len() - rest.len());
        out.push_range(text, Span::new(offset, offset + at));
        let behind = rest.get(at..)?;
        // A quote without a backslash ends the string: then this is not the inside of one.
        let escaped = behind.strip_prefix('\\')?.chars().next()?;
        let place = text.place(Span::new(offset + at, offset + at + 1 + escaped.len_utf8()));
        match escaped {
            '"' | '\\' | '/' => out.push_loose(escaped.encode_utf8(&mut [0; 4]), place),
            'n' => out.push_loose("\n", place),
            't' => out.push_loose("\t", place),
            'r' => out.push_loose("\r", place),
            _ => return None,
        }
        rest = behind.get(1 + escaped.len_utf8()..)?;
    }
    let offset = base + (inner.len() - rest.len());
    out.push_range(text, Span::new(offset, base + inner.len()));
    Some(out)
}
