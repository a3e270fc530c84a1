//! `EVENT…`: files, directories, standard input, in whatever form they come.

use super::files::{Source, expand};
use super::terminal::Terminal;
use crate::config::Config;
use crate::event::Event;
use crate::intake::{self, Choice, Form};
use crate::json::{LineIndex, Position, Span};
use crate::report::diagnostic::Diagnostic;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a directory is searched for.
pub(super) const EXTENSIONS: [&str; 5] = ["json", "jsonl", "ndjson", "log", "txt"];

/// The events to work with, for every command that takes them.
#[derive(Debug, clap::Args)]
pub(super) struct EventArgs {
    /// Files, directories (every .json, .jsonl, .ndjson, .log and .txt file below them), or `-`
    ///
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
    Form::from_name(text).map(Choice::Named).ok_or_else(|| {
        format!(
            "there is no such form; the forms are auto, {}",
            form_names()
        )
    })
}

/// An event with its name and where it came from.
#[derive(Debug)]
pub(super) struct NamedEvent {
    pub(super) name: String,
    pub(super) event: Event<'static>,
    /// Where the event's text begins in its file, where it stands there as it is.
    pub(super) start: Option<Position>,
}

/// The events that could be read.
#[derive(Debug, Default)]
pub(super) struct Events {
    pub(super) events: Vec<NamedEvent>,
    /// Whether some could not; they were told about.
    pub(super) trouble: bool,
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
        let mut loaded = Events::default();
        let by_default = self.events.is_empty();
        let named = if by_default {
            &config.paths.fixtures
        } else {
            &self.events
        };
        for path in named {
            if let Err(diagnostic) = self.load_path(
                path,
                by_default,
                stdin_is_taken,
                verbose,
                &mut loaded,
                terminal,
            ) {
                terminal.tell(&diagnostic);
                loaded.trouble = true;
            }
        }
        loaded
    }

    fn load_path(
        &self,
        path: &Path,
        by_default: bool,
        stdin_is_taken: bool,
        verbose: bool,
        loaded: &mut Events,
        terminal: &mut Terminal,
    ) -> Result<(), Diagnostic> {
        if by_default && !path.exists() {
            return Err(Diagnostic::error(format!(
                "no event given, and there is no `{}` here",
                path.display()
            ))
            .help("name one: a file, a directory, or `-` for standard input"));
        }
        for source in expand(path, &EXTENSIONS)? {
            if source == Source::Stdin && stdin_is_taken {
                return Err(
                    Diagnostic::error("standard input was read as a pattern already")
                        .help("give the pattern or the event as a file"),
                );
            }
            match source.read() {
                Ok(bytes) => self.add(&source.name(), &bytes, verbose, loaded, terminal),
                Err(diagnostic) => {
                    terminal.tell(&diagnostic);
                    loaded.trouble = true;
                }
            }
        }
        Ok(())
    }

    fn add(
        &self,
        name: &str,
        bytes: &[u8],
        verbose: bool,
        loaded: &mut Events,
        terminal: &mut Terminal,
    ) {
        let text: Arc<str> = match intake::decode(bytes) {
            Ok(text) => text.into(),
            Err(error) => {
                terminal.tell(&Diagnostic::error(error.to_string()).in_file(name));
                loaded.trouble = true;
                return;
            }
        };
        let found = intake::read(&text, self.event_format);
        for problem in &found.problems {
            terminal.tell(
                &Diagnostic::error(problem.to_string())
                    .in_file(name)
                    .at(text.clone(), problem.span()),
            );
            loaded.trouble = true;
        }
        if verbose {
            for note in &found.notes {
                terminal.tell(&Diagnostic::note(note.to_string()).in_file(name));
            }
        }
        let lines = LineIndex::new(&text);
        for event in found.found {
            let start = event.verbatim.then(|| lines.position(event.span.start));
            let name = event.name_in(name);
            if verbose {
                let forms: Vec<_> = event.forms.iter().map(|form| form.name()).collect();
                let mut note =
                    Diagnostic::note(format!("taken for {}", forms.join(" > "))).in_file(&name);
                for what in &event.notes {
                    note = note.remark(what.to_string());
                }
                terminal.tell(&note);
            }
            match Event::parse(event.text.into_owned()) {
                Ok(event) => loaded.events.push(NamedEvent { name, event, start }),
                Err(error) => {
                    let span = error
                        .syntax_error()
                        .map_or(Span::default(), |error| error.span());
                    terminal.tell(
                        &Diagnostic::error(error.to_string())
                            .in_file(&name)
                            .at(text.clone(), span),
                    );
                    loaded.trouble = true;
                }
            }
        }
    }
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
