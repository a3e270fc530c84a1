//! Patterns against the events of a project.

use super::analysis::View;
use super::workspace::Workspace;
use crate::dialect::view;
use crate::event::Event;
use crate::explain::{Explainer, Explanation, Written};
use crate::filter::{Filter, Judged, Judgement};
use crate::json::{Document, LineIndex, Position, Span};
use crate::matching::{Evaluation, Mode};
use crate::suite::{self, Case, Outcome, PatternInput, Suite};
use crate::template::Found;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A pattern that can be judged: it compiles, and its place takes it.
#[derive(Debug)]
pub(super) struct Target<'a> {
    pub(super) found: &'a Found,
    pub(super) filter: Filter,
    /// The names in it that are not known, and are matched as text.
    pub(super) unknown: Vec<String>,
}

/// What is matched.
#[derive(Debug, Clone, Copy)]
pub(super) enum Input<'e> {
    /// An event of a bus.
    Event(&'e Event<'static>),
    /// A record that a filter sees.
    Record(&'e Document<'static>),
}

/// An event or record of a file.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) name: String,
    pub(super) path: PathBuf,
    /// Where its text begins in the file, where it stands there as it is.
    pub(super) start: Option<usize>,
    pub(super) document: Document<'static>,
}

/// What became of a fixture.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) name: String,
    pub(super) flattened: Option<bool>,
    pub(super) strict: Option<bool>,
}

impl Seen {
    pub(super) fn matches(&self, mode: Mode) -> bool {
        let verdict = match mode {
            Mode::Flattened => self.flattened,
            Mode::Strict => self.strict,
        };
        verdict == Some(true)
    }
}

/// The mode in which verdicts are told: the project's, or the service's.
pub(super) fn mode(workspace: &Workspace) -> Mode {
    workspace.config.mode.unwrap_or(Mode::SERVICE)
}

/// The fixtures, each with whether the pattern matches it.
pub(super) fn listed(seen: &[Seen], mode: Mode) -> Value {
    seen.iter()
        .map(|seen| {
            json!({
                "path": seen.name,
                "matches": seen.matches(mode),
                "onlyFlattened": seen.matches(Mode::Flattened) && !seen.matches(Mode::Strict),
            })
        })
        .collect()
}

impl<'a> Target<'a> {
    /// A pattern of a document, if it can be judged.
    pub(super) fn new(view: View<'a>, index: usize) -> Option<Self> {
        let (found, settled) = view.patterns.settled(index)?;
        let pattern = settled.pattern().filter(|_| settled.by_name)?;
        let filter = Filter::of(found.dialect()?, pattern.clone()).ok()?;
        let mut unknown: Vec<_> = found.text.unknowns().map(|u| u.name.to_owned()).collect();
        unknown.sort();
        unknown.dedup();
        Some(Self {
            found,
            filter,
            unknown,
        })
    }

    /// Whether it sees events of a bus, and no records.
    pub(super) fn sees_events(&self) -> bool {
        self.filter.dialect().sees_envelopes()
    }

    /// The verdicts on an event or record, flattened and strict; `None` where one is not known.
    pub(super) fn verdicts(&self, input: Input<'_>) -> [Option<bool>; 2] {
        match input {
            Input::Event(event) => {
                let evaluation = self.filter.pattern().evaluate(event);
                Mode::ALL.map(|mode| {
                    let verdict = evaluation.verdict(mode);
                    (!verdict.gave_up).then(|| verdict.matched && self.holds_beside(event))
                })
            }
            Input::Record(record) => {
                let judgement = self.filter.judge(record);
                Mode::ALL.map(|mode| judgement.verdict(mode))
            }
        }
    }

    /// What each condition makes of an event of a bus.
    pub(super) fn evaluation(&self, event: &Event<'_>) -> Evaluation {
        self.filter.pattern().evaluate(event)
    }

    /// Whether an event is what the rule asks for beside its pattern.
    fn holds_beside(&self, event: &Event<'_>) -> bool {
        let mut beside = self.found.beside.iter();
        beside.all(|(path, value)| event.field(path).as_deref() == Some(value))
    }

    /// What becomes of all events of the project, or of the records in its files.
    pub(super) fn of_all(&self, workspace: &Workspace) -> Vec<Seen> {
        let seen = |name: &str, [flattened, strict]: [Option<bool>; 2]| Seen {
            name: name.to_owned(),
            flattened,
            strict,
        };
        if self.sees_events() {
            let events = workspace.events();
            return events
                .map(|(fixture, event)| {
                    let verdicts = self.verdicts(Input::Event(event));
                    seen(&fixture.name, verdicts)
                })
                .collect();
        }
        let records = workspace.records(self.filter.dialect());
        let records = records.iter();
        records
            .map(|given| {
                let verdicts = self.verdicts(Input::Record(&given.document));
                seen(&given.name, verdicts)
            })
            .collect()
    }

    /// Explains what becomes of an event or record, and hands the explanation on. The error says why
    /// there is none.
    pub(super) fn explained<T>(
        &self,
        given: &Given,
        name: &str,
        mode: Mode,
        take: impl FnOnce(&Explanation<'_>) -> T,
    ) -> Result<T, String> {
        let text = given.document.text();
        let explainer = Explainer {
            pattern: Some(name),
            event: Some(&given.name),
            mode,
            ..Explainer::default()
        };
        if self.sees_events() {
            let event = Event::from_document(given.document.clone());
            let event = event.map_err(|error| format!("{}: {error}", given.name))?;
            let mut explanation = explainer.explain(self.filter.pattern(), &event);
            if !self.holds_beside(&event) {
                let asked = self.found.beside.iter();
                let asked: Vec<_> = asked.map(|(p, v)| format!("`{p}` \"{v}\"")).collect();
                explanation.notes.push(format!(
                    "the rule itself asks for {}, which this event is not",
                    asked.join(" and ")
                ));
            }
            return Ok(take(&explanation));
        }
        match self.filter.judge(&given.document) {
            Judgement::Judged(judged) => {
                let written = InRecord {
                    judged: &judged,
                    text,
                    lines: LineIndex::new(text),
                };
                let explainer = Explainer {
                    presence: judged.presence,
                    written: Some(&written),
                    ..explainer
                };
                Ok(take(&explainer.explain(&judged.pattern, &judged.event)))
            }
            Judgement::Dropped(why) => Err(format!("{}: dropped: {}", given.name, why.reason())),
            Judgement::Unknown(why) => Err(format!("{}: not known: {why}", given.name)),
        }
    }

    /// The cases of the project's suites that are about it, with what becomes of each.
    pub(super) fn cases<'s>(
        &self,
        view: View<'_>,
        path: &Path,
        suites: &'s [Suite],
    ) -> Vec<(&'s Case, Outcome)> {
        let cases = suites.iter().flat_map(|suite| &suite.cases);
        let own = cases.filter(|case| {
            let name = case.pattern.file.as_deref();
            name.is_some_and(|name| self.is_named(view, path, name))
        });
        let text = self.filter.pattern().text();
        let pattern = PatternInput::new(path.display().to_string(), None, text.to_owned());
        let pattern = Arc::new(pattern.at(self.filter.dialect()));
        own.map(|case| {
            // As the pattern is now.
            let now = Case {
                pattern: Arc::clone(&pattern),
                ..case.clone()
            };
            (case, suite::check(&now))
        })
        .collect()
    }

    /// Whether a suite means this pattern by a name.
    fn is_named(&self, view: View<'_>, path: &Path, name: &str) -> bool {
        if Path::new(name) == path {
            return view.all().count() == 1;
        }
        let Some((file, id)) = name.rsplit_once('#') else {
            return false;
        };
        Path::new(file) == path
            && matches!(view.patterns.extraction.find(id).as_slice(), [one] if one.id == self.found.id)
    }
}

/// Where the parts of what a filter sees are written in its record.
#[derive(Debug)]
struct InRecord<'a> {
    judged: &'a Judged,
    text: &'a str,
    lines: LineIndex<'a>,
}

impl Written for InRecord<'_> {
    fn position(&self, span: Span) -> Option<Position> {
        let origin = self.judged.view.origin(span, self.text);
        let is_there = origin.via != view::Via::Added;
        is_there.then(|| self.lines.position(origin.span.start))
    }

    fn is_decoded(&self, span: Span) -> bool {
        let via = self.judged.view.origin(span, self.text).via;
        matches!(via, view::Via::JsonText | view::Via::Base64)
    }
}
