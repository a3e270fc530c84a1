//! `*.jsonl`: one case a line.

use super::error::{LoadError, Problem};
use super::expectation::{Given, MODES, VERDICTS, WORDS};
use super::keys::LINE;
use super::suite_file::{Names, because};
use super::tree;
use crate::json::{Document, NodeId, NodeKind, Position, Span};
use crate::keys::suggestion;
use crate::suite::{Case, EventInput, Expect, Modes, PatternInput, Suite};
use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

type Result<T> = std::result::Result<T, Problem>;

/// Reads a suite of lines.
pub(super) fn read(
    path: &Path,
    text: String,
    modes: Option<Modes>,
) -> std::result::Result<Suite, LoadError> {
    let name = super::files::shown(path);
    let file: Arc<str> = Arc::from(name.as_str());
    let mut cases = Vec::new();
    let mut names = Names::default();
    let mut offset = 0;
    for (index, line) in text.split('\n').enumerate() {
        if !line.trim().is_empty() {
            let read = Line::new(line, index + 1, &file).and_then(|l| l.case(modes, &mut names));
            match read {
                Ok(case) => cases.push(case),
                Err(problem) => {
                    return Err(problem.moved(offset).in_file(&name, &Arc::from(text)));
                }
            }
        }
        offset += line.len() + 1;
    }
    if cases.is_empty() {
        return Err(LoadError::in_file(name, "no case in this file"));
    }
    Ok(Suite { name, cases })
}

/// Whether the first line of a text is a case of a suite.
pub(super) fn looks_like_one(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty());
    let Some(document) = first.and_then(|line| Document::parse(line).ok()) else {
        return false;
    };
    let has = |key| document.member(0, key).is_some();
    has("pattern") && (has("expect") || has("flattened") || has("strict"))
}

struct Line<'t> {
    document: Document<'t>,
    number: usize,
    file: &'t Arc<str>,
    values: [Option<NodeId>; LINE.len()],
}

impl<'t> Line<'t> {
    fn new(text: &'t str, number: usize, file: &'t Arc<str>) -> Result<Self> {
        let document =
            Document::parse(text).map_err(|error| Problem::new(error.span(), error.to_string()))?;
        let root = document.node(0);
        if root.kind != NodeKind::Object {
            let message = format!("a case is an object, this is {}", root.kind.name());
            return Err(Problem::new(root.span, message));
        }
        let mut values = [None; LINE.len()];
        for id in document.children(0) {
            let key = document.key(id).unwrap_or_default();
            let span = document.node(id).key;
            let known = LINE.iter().zip(&mut values).find(|(name, _)| **name == key);
            let Some((_, slot)) = known else {
                return Err(Problem::new(span, format!("a case has no key `{key}`"))
                    .help(suggestion(&key, LINE)));
            };
            if slot.replace(id).is_some() {
                return Err(Problem::new(span, format!("duplicate key `{key}`")));
            }
        }
        Ok(Self {
            document,
            number,
            file,
            values,
        })
    }

    fn get(&self, key: &str) -> Option<NodeId> {
        let (_, value) = LINE
            .iter()
            .zip(self.values)
            .find(|(name, _)| **name == key)?;
        value
    }

    fn wrong(&self, id: NodeId, key: &str, wanted: &str) -> Problem {
        let node = self.document.node(id);
        let found = match node.kind {
            NodeKind::String if wanted.contains('`') => {
                let text = self.document.string(id).unwrap_or_default();
                format!("`{}`", crate::text::brief(&text, 40))
            }
            kind => kind.name().to_owned(),
        };
        Problem::new(node.span, format!("`{key}` is {found}, expected {wanted}"))
    }

    fn string(&self, key: &str) -> Result<Option<Cow<'_, str>>> {
        self.get(key)
            .map(|id| {
                self.document
                    .string(id)
                    .ok_or_else(|| self.wrong(id, key, "a string"))
            })
            .transpose()
    }

    fn word<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> Result<Option<T>> {
        let Some(id) = self.get(key) else {
            return Ok(None);
        };
        let text = self.document.string(id);
        let found = words.iter().find(|(word, _)| text.as_deref() == Some(word));
        match found {
            Some((_, meaning)) => Ok(Some(*meaning)),
            None => {
                let words: Vec<_> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
                Err(self.wrong(id, key, &words.join(", ")))
            }
        }
    }

    /// An object as it stands there, or the text in a string.
    fn json(&self, key: &str) -> Result<Option<(String, Option<Position>)>> {
        let Some(id) = self.get(key) else {
            return Ok(None);
        };
        match self.document.node(id).kind {
            NodeKind::String => {
                let text = self.document.string(id).unwrap_or_default();
                Ok(Some((text.into_owned(), None)))
            }
            NodeKind::Object => {
                let Position { column, .. } = self.document.position(id);
                let start = Position {
                    line: self.number,
                    column,
                };
                Ok(Some((self.document.raw(id).to_owned(), Some(start))))
            }
            _ => Err(self.wrong(id, key, "an object or JSON text")),
        }
    }

    fn case(&self, default: Option<Modes>, names: &mut Names) -> Result<Case> {
        let place = || Span::new(0, self.document.text().trim_end().len());
        let place_of = |key: &str| {
            self.get(key)
                .map_or(place(), |id| self.document.node(id).span)
        };
        let name = match self.string("name")? {
            Some(name) => {
                names.give(&name, place_of("name"), self.number)?;
                name.into_owned()
            }
            None => names.make(&format!("line {}", self.number)),
        };
        let why = self.string("why")?.map(Cow::into_owned);
        let Some((pattern, start)) = self.json("pattern")? else {
            return Err(Problem::new(place(), "the case has no pattern"));
        };
        let event = self.json("event")?;
        let expect = self.expectation(default, place_of)?;
        match (&expect, &event) {
            (Expect::Invalid { .. }, Some(_)) => {
                let message = "a pattern that is refused is matched against no event";
                return Err(Problem::new(place_of("event"), message));
            }
            (Expect::Verdicts { .. }, None) => {
                return Err(Problem::new(place(), "the case has no event"));
            }
            _ => {}
        }
        let because = match self.get("because") {
            None => Vec::new(),
            Some(id) => {
                let span = self.document.node(id).span;
                if !expect.verdicts().any(|(_, matched)| matched) {
                    return Err(Problem::new(span, "there is a reason only for a match"));
                }
                tree::from_json(self.document.raw(id))
                    .map_err(Problem::from)
                    .and_then(|value| because(&value))
                    .map_err(|problem| problem.moved(span.start))?
            }
        };
        let here = format!("{}:{}", self.file, self.number);
        let pattern = PatternInput::new(here.clone(), None, pattern);
        let pattern = pattern.inside(self.file.clone(), start);
        let event = event.map(|(text, start)| {
            Arc::new(EventInput {
                name: here.clone(),
                text,
                start,
            })
        });
        Ok(Case {
            name,
            why,
            file: self.file.clone(),
            position: Some(Position {
                line: self.number,
                column: 1,
            }),
            pattern: Arc::new(pattern),
            event,
            expect,
            because,
        })
    }

    fn expectation(&self, default: Option<Modes>, place: impl Fn(&str) -> Span) -> Result<Expect> {
        let error = self.string("error")?;
        let given = Given {
            expect: self.word("expect", &WORDS)?,
            mode: self.word("mode", &MODES)?,
            flattened: self.word("flattened", &VERDICTS)?,
            strict: self.word("strict", &VERDICTS)?,
            error: error.as_deref(),
        };
        given.meaning(default, place)
    }
}
