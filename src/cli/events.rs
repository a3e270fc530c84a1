//! `EVENT…`: files, directories, standard input, in whatever form they come.

use super::files::{Source, expand};
use super::patterns::NamedPattern;
use super::terminal::Terminal;
use crate::config::Config;
use crate::dialect::Dialect;
use crate::event::Event;
use crate::filter::{Filter, records};
use crate::intake::{self, Choice, Foreign, Form, Note};
use crate::json::{Document, LineIndex, Position, Span};
use crate::report::diagnostic::Diagnostic;
use crate::scan::Place;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(super) use crate::intake::EXTENSIONS;

/// The events to work with, for every command that takes them.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct EventArgs {
    /// Files, directories (every .json, .jsonl, .ndjson, .log and .txt file below them), `-`, or JSON
    /// text that starts with `{`
    ///
    /// gzip and zstd are unpacked; the form of what is inside is recognised.
    /// Without it: the directory `fixtures`, or what pattern-test.toml names.
    #[arg(value_name = "EVENT")]
    pub(super) events: Vec<PathBuf>,

    /// What the events come in; `auto` recognises each input by its content
    #[arg(long, value_name = "FORM", default_value = "auto", value_parser = parse_choice, hide_possible_values = true,
        help = format!("What the events come in: auto recognises each input by its content [possible values: auto, {}]", form_names()))]
    pub(super) event_format: Choice,
}

fn form_names() -> String {
    Form::all()
        .iter()
        .map(|form| form.name())
        .collect::<Vec<_>>()
        .join(", ")
}

fn parse_choice(text: &str) -> Result<Choice, String> {
    if text == "auto" {
        return Ok(Choice::Auto);
    }
    Form::from_name(text)
        .map(Choice::Named)
        .ok_or_else(|| format!("unknown form; the forms are auto, {}", form_names()))
}

/// An event with its name and where it came from.
#[derive(Debug)]
pub(super) struct NamedEvent {
    pub(super) name: String,
    pub(super) event: Event<'static>,
    /// Where the event's text begins in its file, where it stands there as it is.
    pub(super) start: Option<Position>,
    /// The input that it came in.
    pub(super) input: Arc<str>,
    /// What it is, where it is known to be no event of a bus.
    pub(super) foreign: Option<Foreign>,
    /// The members of its envelope that were made up, with what stands there.
    pub(super) placeholders: Vec<(&'static str, &'static str)>,
}

/// The events that could be read.
#[derive(Debug, Default)]
pub(super) struct Events {
    pub(super) events: Vec<NamedEvent>,
    /// The records of the inputs, for each of the places that were asked for.
    pub(super) records: Vec<NamedRecord>,
    /// Whether some could not; they were told about.
    pub(super) trouble: bool,
}

/// A record of a queue, a stream or a topic, for a place that filters such.
#[derive(Debug)]
pub(super) struct NamedRecord {
    pub(super) name: String,
    /// The place that it was looked for.
    pub(super) dialect: Dialect,
    pub(super) document: Document<'static>,
    /// Where its text begins in its file, where it stands there as it is.
    pub(super) start: Option<Position>,
}

/// What patterns are to be matched against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    /// Events, as a bus has them.
    events: bool,
    /// Records, as these places see them.
    records: Vec<Dialect>,
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            events: true,
            records: Vec::new(),
        }
    }
}

impl Wanted {
    /// What these patterns are matched against.
    pub(super) fn by(patterns: &[NamedPattern]) -> Self {
        let mut wanted = Self {
            events: patterns.is_empty(),
            records: Vec::new(),
        };
        for named in patterns {
            match named.filter.as_ref().map(Filter::dialect) {
                None => wanted.events = true,
                Some(dialect) if !wanted.records.contains(&dialect) => {
                    wanted.records.push(dialect);
                }
                Some(_) => {}
            }
        }
        wanted
    }
}

/// What an input has.
pub(super) enum Given {
    Event(Box<NamedEvent>),
    Record(Box<NamedRecord>),
}

/// Whoever takes what the inputs have, one after the other.
struct Taking<'t> {
    wanted: &'t Wanted,
    verbose: bool,
    take: &'t mut dyn FnMut(Given),
    trouble: bool,
}

impl EventArgs {
    /// The files that are named, and those below the directories that are.
    pub(super) fn files(&self) -> impl Iterator<Item = PathBuf> {
        let files = self.events.iter();
        files.flat_map(|path| super::files::named(path, &EXTENSIONS))
    }

    /// Reads all that is named, and tells about each that cannot be; with `verbose` also what each
    /// input was taken for.
    pub(super) fn load(
        &self,
        config: &Config,
        stdin_is_taken: bool,
        verbose: bool,
        terminal: &mut Terminal,
    ) -> Events {
        let wanted = Wanted::default();
        self.load_wanted(&wanted, config, stdin_is_taken, verbose, terminal)
    }

    /// As [`load`](Self::load), with the records that places see.
    pub(super) fn load_wanted(
        &self,
        wanted: &Wanted,
        config: &Config,
        stdin_is_taken: bool,
        verbose: bool,
        terminal: &mut Terminal,
    ) -> Events {
        let mut loaded = Events::default();
        let mut take = |given| match given {
            Given::Event(event) => loaded.events.push(*event),
            Given::Record(record) => loaded.records.push(*record),
        };
        let trouble = self.each(wanted, config, stdin_is_taken, verbose, terminal, &mut take);
        Events { trouble, ..loaded }
    }

    /// The same, giving each thing away as soon as it is read. Whether something could not be.
    pub(super) fn each(
        &self,
        wanted: &Wanted,
        config: &Config,
        stdin_is_taken: bool,
        verbose: bool,
        terminal: &mut Terminal,
        take: &mut dyn FnMut(Given),
    ) -> bool {
        let mut taking = Taking {
            wanted,
            verbose,
            take,
            trouble: false,
        };
        let by_default = self.events.is_empty();
        let named = if by_default {
            &config.paths.fixtures
        } else {
            &self.events
        };
        for path in named {
            let read = self.load_path(path, by_default, stdin_is_taken, &mut taking, terminal);
            if let Err(diagnostic) = read {
                terminal.tell(&diagnostic);
                taking.trouble = true;
            }
        }
        taking.trouble
    }

    fn load_path(
        &self,
        path: &Path,
        by_default: bool,
        stdin_is_taken: bool,
        taking: &mut Taking<'_>,
        terminal: &mut Terminal,
    ) -> Result<(), Diagnostic> {
        if let Some(text) = path
            .to_str()
            .filter(|text| text.trim_start().starts_with('{'))
        {
            self.add("<inline>", text.as_bytes().to_vec(), taking, terminal);
            return Ok(());
        }
        if by_default && !path.exists() {
            return Err(Diagnostic::error(format!(
                "no event given, and there is no `{}` here",
                path.display()
            ))
            .help("name one: a file, a directory, or `-` for standard input"));
        }
        let expanded = expand(path, &EXTENSIONS)?;
        taking.trouble |= expanded.trouble;
        for diagnostic in &expanded.told {
            terminal.tell(diagnostic);
        }
        for source in expanded.sources {
            if source == Source::Stdin && stdin_is_taken {
                return Err(
                    Diagnostic::error("standard input was read as a pattern already")
                        .help("give the pattern or the event as a file"),
                );
            }
            match source.read() {
                Ok(bytes) => self.add(&source.name(), bytes, taking, terminal),
                Err(diagnostic) => {
                    terminal.tell(&diagnostic);
                    taking.trouble = true;
                }
            }
        }
        Ok(())
    }

    fn add(&self, name: &str, bytes: Vec<u8>, taking: &mut Taking<'_>, terminal: &mut Terminal) {
        let text =
            intake::unpack(bytes).and_then(|bytes| intake::decode(&bytes).map(Arc::<str>::from));
        let text: Arc<str> = match text {
            Ok(text) => text,
            Err(error) => {
                terminal.tell(&Diagnostic::error(error.to_string()).in_file(name));
                taking.trouble = true;
                return;
            }
        };
        let has_records = add_records(name, &text, taking, terminal);
        if !taking.wanted.events {
            return;
        }
        let verbose = taking.verbose;
        let input: Arc<str> = name.into();
        let mut made_up: Vec<&'static str> = Vec::new();
        // Where the line was counted that was last asked for.
        let (mut counted, mut reached) = (0, Place::START);
        let rest = intake::each(&text, self.event_format, &mut |event| {
            let start = event.verbatim.then(|| {
                let at = event.span.start;
                if at < counted {
                    (counted, reached) = (0, Place::START);
                }
                let between = text.as_bytes().get(counted..at).unwrap_or_default();
                (counted, reached) = (at, reached.behind(between));
                reached.position
            });
            let name = event.name_in(name);
            let placeholders: Vec<_> = event.placeholders().collect();
            for (member, _) in &placeholders {
                if !made_up.contains(member) {
                    made_up.push(member);
                }
            }
            if verbose {
                let forms: Vec<_> = event.forms.iter().map(|form| form.name()).collect();
                let mut note =
                    Diagnostic::note(format!("recognised as {}", forms.join(" > "))).in_file(&name);
                let own = event.notes.iter();
                for what in own.filter(|note| !matches!(note, Note::Placeholder { .. })) {
                    note = note.remark(what.to_string());
                }
                terminal.tell(&note);
            }
            match Event::parse(event.text.into_owned()) {
                Ok(parsed) => (taking.take)(Given::Event(Box::new(NamedEvent {
                    name,
                    event: parsed,
                    start,
                    input: input.clone(),
                    foreign: event.foreign,
                    placeholders,
                }))),
                Err(error) => {
                    let span = error
                        .syntax_error()
                        .map_or(Span::default(), |error| error.span());
                    terminal.tell(
                        &Diagnostic::error(error.to_string())
                            .in_file(&name)
                            .at(text.clone(), span),
                    );
                    taking.trouble = true;
                }
            }
        });
        for problem in &rest.problems {
            // What is a record to some filter need not hold an event of a bus.
            if has_records {
                continue;
            }
            terminal.tell(
                &Diagnostic::error(problem.to_string())
                    .in_file(name)
                    .at(text.clone(), problem.span()),
            );
            taking.trouble = true;
        }
        if verbose {
            for note in &rest.notes {
                terminal.tell(&Diagnostic::note(note.to_string()).in_file(name));
            }
        }
        if verbose && !made_up.is_empty() {
            let names: Vec<_> = made_up.iter().map(|name| format!("`{name}`")).collect();
            let message = format!("made up, as this does not say it: {}", names.join(", "));
            terminal.tell(&Diagnostic::note(message).in_file(name));
        }
    }
}

/// Adds the records that places see of an input; whether there are any. Where records are all that is
/// wanted, it is told what the input is instead.
fn add_records(
    name: &str,
    text: &Arc<str>,
    taking: &mut Taking<'_>,
    terminal: &mut Terminal,
) -> bool {
    let wanted = taking.wanted;
    if wanted.records.is_empty() {
        return false;
    }
    // Replies may be YAML, which has no places here.
    let json = match Document::parse(&**text) {
        Err(_) if !text.trim_start().starts_with(['{', '[']) => {
            crate::template::carriers::yaml_to_json(text).ok()
        }
        _ => None,
    };
    let given = json.as_ref().map_or(&**text, |json| json.as_str());
    let mut any = false;
    let mut others: Vec<String> = Vec::new();
    for dialect in &wanted.records {
        let Some(found) = records::find(*dialect, given) else {
            if !wanted.events && !any {
                let error = Document::parse(&**text).err();
                let message = error.as_ref().map(ToString::to_string).unwrap_or_default();
                let span = error.map(|error| error.span()).unwrap_or_default();
                let diagnostic = Diagnostic::error(message).in_file(name);
                terminal.tell(&diagnostic.at(text.clone(), span));
                taking.trouble = true;
            }
            return any;
        };
        let lines = LineIndex::new(text);
        for record in found.found {
            any = true;
            let start =
                (record.verbatim && json.is_none()).then(|| lines.position(record.span.start));
            let Ok(document) = Document::parse(record.text) else {
                continue;
            };
            (taking.take)(Given::Record(Box::new(NamedRecord {
                name: match record.label.is_empty() {
                    true => name.to_owned(),
                    false => match record.label.strip_prefix("line ") {
                        Some(line) => format!("{name}:{line}"),
                        None if record.label.starts_with('[') => format!("{name}{}", record.label),
                        None => format!("{name}#{}", record.label),
                    },
                },
                dialect: *dialect,
                document,
                start,
            })));
        }
        others.extend(found.others);
    }
    others.sort();
    others.dedup();
    if !wanted.events {
        for other in others {
            terminal.tell(&Diagnostic::warning(other).in_file(name));
        }
    }
    any
}

/// Events to make others from.
#[derive(Debug)]
pub(super) struct Bases(Vec<NamedEvent>);

impl Bases {
    /// Reads what is named, none where nothing is; `None` where something could not be read, which
    /// was told about.
    pub(super) fn load(
        named: &[PathBuf],
        config: &Config,
        terminal: &mut Terminal,
    ) -> Option<Self> {
        if named.is_empty() {
            return Some(Self(Vec::new()));
        }
        let args = EventArgs {
            events: named.to_vec(),
            event_format: Choice::Auto,
        };
        let loaded = args.load(config, false, false, terminal);
        (!loaded.trouble).then_some(Self(loaded.events))
    }

    /// The events.
    pub(super) fn events(&self) -> Vec<&Event<'static>> {
        self.0.iter().map(|named| &named.event).collect()
    }

    /// What an event is called.
    pub(super) fn name(&self, index: usize) -> Option<String> {
        self.0.get(index).map(|named| named.name.clone())
    }
}

/// The most fixtures that are read for comparison.
const MOST_FIXTURES: usize = 500;

/// The events of a project's fixtures, as far as they can be read.
pub(super) fn fixtures(paths: &[PathBuf]) -> Vec<Event<'static>> {
    let files = paths
        .iter()
        .filter(|path| path.exists())
        .filter_map(|path| expand(path, &EXTENSIONS).ok())
        .flat_map(|expanded| expanded.sources);
    let mut events = Vec::new();
    for file in files {
        let Ok(bytes) = file.read() else { continue };
        let Ok(text) = intake::decode(&bytes) else {
            continue;
        };
        for found in intake::read(text, Choice::Auto).found {
            events.extend(Event::parse(found.text.into_owned()).ok());
        }
        if events.len() >= MOST_FIXTURES {
            break;
        }
    }
    events
}
