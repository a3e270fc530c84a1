//! The events that a suite names: files, globs, texts, and variants of others.

use super::error::Problem;
use super::files::{is_glob, matching, shown};
use super::keys;
use super::suite_file::{Fields, Reading, not_found, shape, text_of};
use super::tree::{Entry, Kind, Value};
use crate::json::Span;
use crate::json::edit::{self, ChangesError};
use crate::suite::EventInput;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

type Result<T> = std::result::Result<T, Problem>;

/// How many characters of what was set are told in a variant's name.
const TOLD: usize = 40;

/// The named events of a suite, made when they are asked for.
#[derive(Debug, Default)]
pub(super) struct Named<'v> {
    given: HashMap<&'v str, &'v Value>,
    made: HashMap<&'v str, Arc<EventInput>>,
}

impl<'v> Named<'v> {
    pub(super) fn new(entries: &'v [Entry]) -> Self {
        Self {
            given: entries
                .iter()
                .map(|entry| (entry.key.as_str(), &entry.value))
                .collect(),
            made: HashMap::new(),
        }
    }

    /// Forgets what was made.
    pub(super) fn forget(&mut self) {
        self.made.clear();
    }

    pub(super) fn names(&self) -> Vec<&'v str> {
        let mut names: Vec<_> = self.given.keys().copied().collect();
        names.sort_unstable();
        names
    }
}

/// What is done to an event.
pub(super) struct Change<'v> {
    set: Option<&'v Value>,
    remove: Option<&'v Value>,
}

impl<'v> Change<'v> {
    pub(super) fn new(fields: &Fields<'v>) -> Self {
        Self {
            set: fields.get("set"),
            remove: fields.get("remove"),
        }
    }

    pub(super) fn span(&self) -> Option<Span> {
        self.set.or(self.remove).map(|value| value.span)
    }
}

impl<'v> Reading<'v, '_> {
    /// The events that the value of `event` names.
    pub(super) fn events(&mut self, value: &'v Value) -> Result<Vec<Arc<EventInput>>> {
        let Kind::List(items) = &value.kind else {
            return self.event(value);
        };
        if items.is_empty() {
            return Err(Problem::new(value.span, "an empty list names no event"));
        }
        let mut events = Vec::new();
        for item in items {
            events.extend(self.event(item)?);
        }
        Ok(events)
    }

    fn event(&mut self, value: &'v Value) -> Result<Vec<Arc<EventInput>>> {
        match &value.kind {
            Kind::Map(_) => Ok(vec![self.inline_event(value)?]),
            Kind::String(text) if text.trim_start().starts_with('{') => {
                Ok(vec![self.inline_event(value)?])
            }
            Kind::String(name) if self.named.given.contains_key(name.as_str()) => {
                Ok(vec![self.named_event(name, value.span)?])
            }
            Kind::String(glob) if is_glob(glob) && !self.directory.join(glob).exists() => {
                let files = matching(self.directory, glob, self.files)
                    .map_err(|message| Problem::new(value.span, message))?;
                if files.is_empty() {
                    let message = format!("`{glob}` matches no file");
                    return Err(Problem::new(value.span, message)
                        .help("paths are relative to the file that names them"));
                }
                let mut events = Vec::new();
                for file in files {
                    events.extend(self.events_of(&file, glob, value.span)?);
                }
                Ok(events)
            }
            Kind::String(file) => self.event_files(file, value.span),
            _ => Err(shape(
                value,
                "an event",
                "a file, a name, an object, JSON text, or a list of these",
            )),
        }
    }

    /// The events in a file that the suite names so.
    fn event_files(&mut self, given: &str, span: Span) -> Result<Vec<Arc<EventInput>>> {
        let path = self.directory.join(given);
        self.events_of(&path, given, span)
    }

    fn events_of(&mut self, path: &Path, given: &str, span: Span) -> Result<Vec<Arc<EventInput>>> {
        self.files.events(path, self.place).map_err(|message| {
            let problem = Problem::new(span, format!("cannot use `{}`: {message}", shown(path)));
            match message.as_str() {
                "no such file" => problem.help(not_found(given, &self.named.names())),
                _ => problem,
            }
        })
    }

    fn inline_event(&self, value: &Value) -> Result<Arc<EventInput>> {
        let (text, verbatim) = text_of(value, self.text, self.is_json);
        let position = self.lines.position(value.span.start);
        let input = EventInput {
            name: format!("{}:{}", self.file, position.line),
            text,
            start: verbatim.then_some(position),
        };
        match input.read().map(drop) {
            Ok(()) => Ok(Arc::new(input)),
            Err(error) if verbatim => {
                let offset = error.syntax_error().map_or(0, |error| error.span().start);
                let at = value.span.start + offset;
                Err(Problem::new(Span::new(at, at), error.to_string()))
            }
            Err(error) => Err(Problem::new(
                value.span,
                format!("this event is not JSON: {error} ({})", error.position()),
            )),
        }
    }

    /// The one event that `event-from` names, with what is changed in it.
    pub(super) fn variant(
        &mut self,
        from: &'v Value,
        change: &Change<'v>,
    ) -> Result<Arc<EventInput>> {
        let base = self.base(from)?;
        self.changed(&base, change)
    }

    fn base(&mut self, from: &'v Value) -> Result<Arc<EventInput>> {
        let Some(name) = from.as_str() else {
            return Err(shape(
                from,
                "`event-from`",
                "a file or a name from `events`",
            ));
        };
        if self.named.given.contains_key(name) {
            return self.named_event(name, from.span);
        }
        let events = self.event_files(name, from.span)?;
        match events.as_slice() {
            [one] => Ok(one.clone()),
            several => Err(Problem::new(
                from.span,
                format!(
                    "`{name}` holds {} events, a variant is made from one",
                    several.len()
                ),
            )),
        }
    }

    /// A named event. Those that it is made from are made first; whoever asks for itself on the
    /// way is told so.
    pub(super) fn named_event(&mut self, name: &str, span: Span) -> Result<Arc<EventInput>> {
        let mut open: Vec<(&'v str, Change<'v>)> = Vec::new();
        let mut at = (name.to_owned(), span);
        let mut event = loop {
            let (name, span) = &at;
            if let Some(made) = self.named.made.get(name.as_str()) {
                break made.clone();
            }
            let Some((given, value)) = self.named.given.get_key_value(name.as_str()) else {
                let events = self.event_files(name, *span)?;
                match events.as_slice() {
                    [one] => break one.clone(),
                    several => {
                        let count = several.len();
                        return Err(Problem::new(
                            *span,
                            format!("`{name}` holds {count} events, a variant is made from one"),
                        ));
                    }
                }
            };
            let (given, value) = (*given, *value);
            if let Some(start) = open.iter().position(|(name, _)| *name == given) {
                let mut round: Vec<_> = open
                    .iter()
                    .skip(start)
                    .map(|(name, _)| format!("`{name}`"))
                    .collect();
                round.push(format!("`{given}`"));
                return Err(Problem::new(
                    *span,
                    format!(
                        "the event `{given}` is made from itself: {}",
                        round.join(" from ")
                    ),
                ));
            }
            let is_variant = matches!(&value.kind, Kind::Map(entries)
                if entries.iter().any(|entry| entry.key == "event-from"));
            if !is_variant {
                let events = match &value.kind {
                    Kind::String(file) if !file.trim_start().starts_with('{') => {
                        self.event_files(file, value.span)?
                    }
                    _ => self.event(value)?,
                };
                match events.as_slice() {
                    [one] => {
                        self.named.made.insert(given, one.clone());
                        break one.clone();
                    }
                    several => {
                        let message =
                            format!("expected one event for a name, found {}", several.len());
                        return Err(Problem::new(value.span, message));
                    }
                }
            }
            let fields = Fields::new(value, keys::VARIANT, "variant")?;
            let from = fields.get("event-from").unwrap_or(value);
            let Some(next) = from.as_str() else {
                return Err(shape(
                    from,
                    "`event-from`",
                    "a file or a name from `events`",
                ));
            };
            open.push((given, Change::new(&fields)));
            at = (next.to_owned(), from.span);
        };
        while let Some((name, change)) = open.pop() {
            event = self.changed(&event, &change)?;
            self.named.made.insert(name, event.clone());
        }
        Ok(event)
    }

    /// An event with something set and something taken out.
    fn changed(&self, base: &EventInput, change: &Change<'v>) -> Result<Arc<EventInput>> {
        let mut told = Vec::new();
        let mut values = Vec::new();
        if let Some(set) = change.set {
            let Kind::Map(entries) = &set.kind else {
                return Err(shape(set, "`set`", "an object of JSON Pointers and values"));
            };
            for Entry {
                key,
                key_span,
                value,
            } in entries
            {
                let json = match (&value.kind, self.is_json) {
                    (_, true) => value.span.of(self.text).to_owned(),
                    (_, false) => value.to_json(),
                };
                told.push(format!("{key} = {}", crate::text::brief(&json, TOLD)));
                values.push((*key_span, key.as_str(), Some(json)));
            }
        }
        if let Some(remove) = change.remove {
            for value in one_or_more(remove) {
                let Some(pointer) = value.as_str() else {
                    return Err(shape(value, "`remove`", "a JSON Pointer or a list of them"));
                };
                told.push(format!("without {pointer}"));
                values.push((value.span, pointer, None));
            }
        }
        let changes: Vec<_> = values
            .iter()
            .map(|(_, pointer, json)| match json {
                Some(json) => edit::Change::Set(pointer, json),
                None => edit::Change::Remove(pointer),
            })
            .collect();
        let text = edit::change(base.text.clone(), &changes).map_err(|error| {
            let span = |number: usize| values.get(number).map_or(Span::default(), |value| value.0);
            match error {
                ChangesError::Pointer(at, error) => Problem::new(span(at), error.to_string()),
                ChangesError::TooMany(at) => Problem::new(
                    span(at),
                    "too many changes that build on each other: write the event out instead",
                ),
                ChangesError::Syntax(error) => {
                    Problem::new(change.span().unwrap_or_default(), error.to_string())
                }
            }
        })?;
        let name = match told.is_empty() {
            true => base.name.clone(),
            false => format!("{}, {}", base.name, told.join(", ")),
        };
        let start = base.start.filter(|_| told.is_empty());
        let input = EventInput { name, text, start };
        match input.read().map(drop) {
            Ok(()) => Ok(Arc::new(input)),
            Err(error) => Err(Problem::new(
                change.span().unwrap_or_default(),
                format!("this leaves no event: {error}"),
            )),
        }
    }
}

fn one_or_more(value: &Value) -> &[Value] {
    match &value.kind {
        Kind::List(items) => items,
        _ => std::slice::from_ref(value),
    }
}
