//! `*.suite.yaml` and `*.suite.json`.

use super::error::{LoadError, Problem};
use super::events::{Change, Named};
use super::expectation::{Given, MODES, VERDICTS, WORDS};
use super::files::Files;
use super::keys;
use super::tree::{self, Kind, Value};
use crate::dialect::Dialect;
use crate::json::{LineIndex, Span};
use crate::keys::{Key, names, nearest, suggestion};
use crate::suite::{Because, Case, EventInput, Expect, Modes, PatternInput, Suite};
use crate::template::Vars;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

type Result<T> = std::result::Result<T, Problem>;

/// Reads a suite file.
pub(super) fn read(
    path: &Path,
    text: String,
    modes: Option<Modes>,
    files: &mut Files,
) -> std::result::Result<Suite, LoadError> {
    let file = super::files::shown(path);
    let text: Arc<str> = text.into();
    let is_json = path
        .extension()
        .is_some_and(|extension| extension == "json");
    let tree = if is_json {
        tree::from_json(&text)
    } else {
        tree::from_yaml(&text)
    };
    let suite = tree.map_err(Problem::from).and_then(|root| {
        let fields = Fields::new(&root, keys::SUITE, "suite")?;
        let mut reading = Reading {
            file: Arc::from(file.as_str()),
            text: &text,
            is_json,
            directory: path.parent().unwrap_or(Path::new("")),
            lines: LineIndex::new(&text),
            files,
            named: Named::default(),
            patterns: HashMap::new(),
            vars: Vars::new(),
            modes,
            given_place: None,
            place: None,
        };
        reading.suite(&root, &fields)
    });
    suite.map_err(|problem| problem.in_file(&file, &text))
}

/// The members of an object whose keys are known.
pub(super) struct Fields<'v> {
    values: HashMap<&'v str, &'v Value>,
    span: Span,
}

impl<'v> Fields<'v> {
    /// Takes an object apart; a key that is not known, or stands there twice, is an error.
    pub(super) fn new(value: &'v Value, known: &[Key], what: &str) -> Result<Self> {
        let Kind::Map(entries) = &value.kind else {
            let message = format!("a {what} is an object, this is {}", value.kind_name());
            return Err(Problem::new(value.span, message));
        };
        let names = names(known);
        let mut values = HashMap::new();
        for entry in entries {
            if !names.contains(&entry.key.as_str()) {
                let message = format!("a {what} has no key `{}`", entry.key);
                return Err(
                    Problem::new(entry.key_span, message).help(suggestion(&entry.key, &names))
                );
            }
            if values.insert(entry.key.as_str(), &entry.value).is_some() {
                let message = format!("duplicate key `{}`", entry.key);
                return Err(Problem::new(entry.key_span, message));
            }
        }
        // Where an object goes over many lines, its first is enough to point at.
        let start = entries.first().map_or(value.span, |entry| entry.key_span);
        Ok(Self {
            values,
            span: start,
        })
    }

    pub(super) fn get(&self, key: &str) -> Option<&'v Value> {
        self.values.get(key).copied()
    }

    fn string(&self, key: &str) -> Result<Option<&'v str>> {
        self.get(key)
            .map(|value| {
                value
                    .as_str()
                    .ok_or_else(|| shape(value, &format!("`{key}`"), "a string"))
            })
            .transpose()
    }

    /// One of a few words.
    fn word<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> Result<Option<T>> {
        let Some(value) = self.get(key) else {
            return Ok(None);
        };
        let found = value
            .as_str()
            .and_then(|text| words.iter().find(|(word, _)| *word == text));
        match found {
            Some((_, meaning)) => Ok(Some(*meaning)),
            None => {
                let words: Vec<_> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
                Err(shape(value, &format!("`{key}`"), &words.join(", ")))
            }
        }
    }
}

/// What to say of a value that is not what is wanted.
pub(super) fn shape(value: &Value, what: &str, wanted: &str) -> Problem {
    let found = match value.as_str() {
        Some(text) if wanted.contains('`') => {
            format!("`{}`", crate::text::brief(text, 40))
        }
        _ => value.kind_name().to_owned(),
    };
    Problem::new(value.span, format!("{what} is {found}, expected {wanted}"))
}

/// What to do about a file that is not there: perhaps a name was meant.
pub(super) fn not_found(name: &str, known: &[&str]) -> String {
    match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "paths are relative to the file that names them".to_owned(),
    }
}

/// The JSON text that a value holds or is, and whether it stands so in the file.
pub(super) fn text_of(value: &Value, text: &str, is_json: bool) -> (String, bool) {
    match &value.kind {
        Kind::String(json) => (json.clone(), false),
        _ if is_json => (value.span.of(text).to_owned(), true),
        _ => (value.to_json(), false),
    }
}

/// A suite file that is being read.
pub(super) struct Reading<'v, 'f> {
    pub(super) file: Arc<str>,
    pub(super) text: &'v str,
    pub(super) is_json: bool,
    pub(super) directory: &'v Path,
    pub(super) lines: LineIndex<'v>,
    pub(super) files: &'f mut Files,
    pub(super) named: Named<'v>,
    patterns: HashMap<&'v str, Arc<PatternInput>>,
    vars: Vars,
    modes: Option<Modes>,
    /// Where patterns filter of which nothing else says it.
    given_place: Option<Dialect>,
    /// What the pattern of the case at hand filters, if not events of a bus.
    pub(super) place: Option<Dialect>,
}

impl<'v> Reading<'v, '_> {
    fn suite(&mut self, root: &'v Value, fields: &Fields<'v>) -> Result<Suite> {
        fields.string("$schema")?;
        if let Some(modes) = fields.word("mode", &MODES)? {
            self.modes = Some(modes);
        }
        if let Some(value) = fields.get("events") {
            let Kind::Map(entries) = &value.kind else {
                return Err(shape(value, "`events`", "an object of names and events"));
            };
            once_each(entries)?;
            self.named = Named::new(entries);
        }
        if let (Some(name), Some(value)) = (fields.string("for")?, fields.get("for")) {
            self.given_place = Some(place(name, value.span)?);
        }
        if let Some(value) = fields.get("vars") {
            self.vars = vars(value)?;
        }
        if let Some(value) = fields.get("patterns") {
            let Kind::Map(entries) = &value.kind else {
                return Err(shape(
                    value,
                    "`patterns`",
                    "an object of names and patterns",
                ));
            };
            once_each(entries)?;
            for entry in entries {
                let pattern = self.pattern(&entry.value)?;
                self.patterns.insert(&entry.key, pattern);
            }
        }
        let pattern = fields
            .get("pattern")
            .map(|value| self.pattern(value))
            .transpose()?;
        let Some(cases) = fields.get("cases") else {
            return Err(Problem::new(fields.span, "the suite has no `cases`"));
        };
        let Kind::List(items) = &cases.kind else {
            return Err(shape(cases, "`cases`", "a list"));
        };
        if items.is_empty() {
            return Err(Problem::new(cases.span, "the list of cases is empty"));
        }
        let mut names = Names::default();
        let mut all = Vec::new();
        for (index, item) in items.iter().enumerate() {
            self.case(index, item, pattern.as_ref(), &mut names, &mut all)?;
        }
        // Nothing is said about what nobody uses; but it is to be right.
        for name in self.named.names() {
            self.use_named(name, root.span)?;
        }
        Ok(Suite {
            name: self.file.to_string(),
            cases: all,
        })
    }

    fn case(
        &mut self,
        index: usize,
        item: &'v Value,
        of_suite: Option<&Arc<PatternInput>>,
        names: &mut Names,
        all: &mut Vec<Case>,
    ) -> Result<()> {
        let fields = Fields::new(item, keys::CASE, "case")?;
        let position = self.lines.position(fields.span.start);
        let given = fields.string("name")?;
        if let Some(name) = given {
            let span = fields.get("name").map_or(item.span, |value| value.span);
            names.give(name, span, position.line)?;
        }
        let why = fields.string("why")?.map(str::to_owned);
        let pattern = match fields.get("pattern") {
            Some(value) => self.pattern(value)?,
            None => of_suite.cloned().ok_or_else(|| {
                Problem::new(fields.span, "the case has no pattern")
                    .help("name one in the case, or one for all cases at the top of the suite")
            })?,
        };
        if self.place != pattern.place {
            // What a file holds depends on who looks at it.
            self.named.forget();
            self.place = pattern.place;
        }
        let expect = expectation(&fields, self.modes)?;
        let because = self.because(&fields, &expect)?;
        let file = self.file.clone();
        let case = |name: String, event: Option<Arc<EventInput>>| Case {
            name,
            why: why.clone(),
            file: file.clone(),
            position: Some(position),
            pattern: pattern.clone(),
            event,
            expect: expect.clone(),
            because: because.clone(),
        };
        let (event, from) = (fields.get("event"), fields.get("event-from"));
        let change = Change::new(&fields);
        if let (None, Some(span)) = (from, change.span()) {
            return Err(Problem::new(span, "there is nothing to change here")
                .help("`set` and `remove` go with `event-from`"));
        }
        let events = match (event, from) {
            (Some(event), Some(_)) => {
                let message = "a case has `event` or `event-from`, not both";
                return Err(Problem::new(event.span, message));
            }
            (Some(value), None) | (None, Some(value))
                if matches!(expect, Expect::Invalid { .. }) =>
            {
                let message = "a pattern that is refused is matched against no event";
                return Err(Problem::new(value.span, message));
            }
            (Some(event), None) => self.events(event)?,
            (None, Some(from)) => vec![self.variant(from, &change)?],
            (None, None) if matches!(expect, Expect::Invalid { .. }) => {
                let name =
                    given.map_or_else(|| names.make(&format!("case {}", index + 1)), str::to_owned);
                all.push(case(name, None));
                return Ok(());
            }
            (None, None) => {
                return Err(Problem::new(fields.span, "the case has no event")
                    .help("name one with `event`, or make one with `event-from`"));
            }
        };
        let several = events.len() > 1;
        for event in events {
            let name = match given {
                Some(name) if several => names.make(&format!("{name} [{}]", event.name)),
                Some(name) => name.to_owned(),
                None => names.make(&self.seen_from_here(&event.name, index)),
            };
            all.push(case(name, Some(event)));
        }
        Ok(())
    }

    /// What a case without a name is called: its event.
    fn seen_from_here(&self, event: &str, index: usize) -> String {
        if event.starts_with(&*self.file) {
            format!("case {}", index + 1)
        } else {
            event.to_owned()
        }
    }

    fn use_named(&mut self, name: &'v str, span: Span) -> Result<()> {
        self.named_event(name, span).map(drop)
    }

    fn pattern(&mut self, value: &'v Value) -> Result<Arc<PatternInput>> {
        let is_text = |text: &str| text.trim_start().starts_with(['{', '[']);
        match &value.kind {
            Kind::Map(_) => Ok(self.inline_pattern(value)),
            Kind::String(text) if is_text(text) => Ok(self.inline_pattern(value)),
            Kind::String(name) => {
                if let Some(pattern) = self.patterns.get(name.as_str()) {
                    return Ok(pattern.clone());
                }
                let path = self.directory.join(name);
                let read = self
                    .files
                    .pattern_or_template(&path, &self.vars, self.given_place);
                read.map_err(|message| {
                    let shown = super::files::shown(&path);
                    let mut known: Vec<_> = self.patterns.keys().copied().collect();
                    known.sort_unstable();
                    let message_here = format!("cannot use `{shown}`: {message}");
                    let problem = Problem::new(value.span, message_here);
                    match message.as_str() {
                        "no such file" => problem.help(not_found(name, &known)),
                        _ => problem,
                    }
                })
            }
            _ => Err(shape(
                value,
                "a pattern",
                "a file, a name, an object, or JSON text",
            )),
        }
    }

    fn inline_pattern(&self, value: &Value) -> Arc<PatternInput> {
        let (text, _) = text_of(value, self.text, self.is_json);
        let position = self.lines.position(value.span.start);
        let name = format!("{}:{}", self.file, position.line);
        let input = PatternInput::new(name, None, text);
        let input = input.inside(self.file.clone(), Some(position));
        Arc::new(match self.given_place {
            Some(place) => input.at(place),
            None => input,
        })
    }

    fn because(&self, fields: &Fields<'v>, expect: &Expect) -> Result<Vec<Because>> {
        let Some(value) = fields.get("because") else {
            return Ok(Vec::new());
        };
        if !expect.verdicts().any(|(_, matched)| matched) {
            return Err(Problem::new(
                value.span,
                "there is a reason only for a match",
            ));
        }
        because(value)
    }
}

/// The value of `for`.
fn place(name: &str, span: Span) -> Result<Dialect> {
    Dialect::of_name(name).ok_or_else(|| {
        let names: Vec<_> = Dialect::all().into_iter().map(Dialect::name).collect();
        let known: Vec<_> = names.iter().map(String::as_str).collect();
        let help = match nearest(name, &known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the places are {}", names.join(", ")),
        };
        Problem::new(span, format!("no place `{name}`")).help(help)
    })
}

/// The value of `vars`.
fn vars(value: &Value) -> Result<Vars> {
    let Kind::Map(entries) = &value.kind else {
        return Err(shape(value, "`vars`", "an object of names and strings"));
    };
    once_each(entries)?;
    let var = |entry: &tree::Entry| match entry.value.as_str() {
        Some(text) => Ok((entry.key.clone(), text.to_owned())),
        None => {
            let what = format!("`{}`", entry.key);
            Err(shape(&entry.value, &what, "a string"))
        }
    };
    entries.iter().map(var).collect()
}

/// The value of `because`.
pub(super) fn because(value: &Value) -> Result<Vec<Because>> {
    let Kind::List(items) = &value.kind else {
        return Err(shape(
            value,
            "`because`",
            "a list of objects with `path` and `pointer`",
        ));
    };
    items
        .iter()
        .map(|item| {
            let fields = Fields::new(item, keys::BECAUSE, "reason")?;
            let path = fields
                .string("path")?
                .ok_or_else(|| Problem::new(fields.span, "the reason has no `path`"))?;
            let pointer = match fields.get("pointer") {
                None => return Err(Problem::new(fields.span, "the reason has no `pointer`")),
                Some(Value {
                    kind: Kind::Null, ..
                }) => None,
                Some(_) => fields.string("pointer")?.map(str::to_owned),
            };
            Ok(Because {
                path: path.to_owned(),
                pointer,
            })
        })
        .collect()
}

fn expectation(fields: &Fields<'_>, default: Option<Modes>) -> Result<Expect> {
    let given = Given {
        expect: fields.word("expect", &WORDS)?,
        mode: fields.word("mode", &MODES)?,
        flattened: fields.word("flattened", &VERDICTS)?,
        strict: fields.word("strict", &VERDICTS)?,
        error: fields.string("error")?,
    };
    given.meaning(default, |key| {
        fields.get(key).map_or(fields.span, |value| value.span)
    })
}

/// YAML has told already; JSON lets a key stand twice.
fn once_each(entries: &[tree::Entry]) -> Result<()> {
    let mut seen = HashSet::new();
    match entries
        .iter()
        .find(|entry| !seen.insert(entry.key.as_str()))
    {
        Some(entry) => Err(Problem::new(
            entry.key_span,
            format!("duplicate name `{}`", entry.key),
        )),
        None => Ok(()),
    }
}

/// The names of a suite's cases.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Each with the line of the case that has it.
    given: HashMap<String, usize>,
    made: HashSet<String>,
}

impl Names {
    /// Takes a name that somebody gave.
    pub(super) fn give(&mut self, name: &str, span: Span, line: usize) -> Result<()> {
        match self.given.insert(name.to_owned(), line) {
            None => Ok(()),
            Some(first) => Err(Problem::new(
                span,
                format!("two cases are called `{name}`, the other one is in line {first}"),
            )),
        }
    }

    /// A name that no other case has.
    pub(super) fn make(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut number = 1;
        while self.given.contains_key(&name) || !self.made.insert(name.clone()) {
            number += 1;
            name = format!("{wanted} ({number})");
        }
        name
    }
}
