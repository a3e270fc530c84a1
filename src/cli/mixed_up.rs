//! What was given in the wrong place: patterns among the events, things that are no events of a bus,
//! conditions on what an intake had to make up.

use super::events::{EventArgs, NamedEvent};
use super::files::Source;
use super::patterns::{NamedPattern, PatternArgs};
use super::terminal::Terminal;
use crate::intake::{self, Foreign, Kind};
use crate::pattern::Pattern;
use crate::report::diagnostic::Diagnostic;
use crate::shape::Shape;
use crate::template::{self, Vars};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many names are listed.
const SHOWN: usize = 3;

/// The members that every event of a bus has and no other thing has all of.
const ENVELOPE: [&str; 3] = ["source", "detail-type", "detail"];

/// Takes patterns out of the events that were given: where no pattern was, each argument is what its
/// content says; where some were, such as by `-p rule.json *.json`, the same files are not events too.
pub(super) fn sort_out(
    patterns: &mut PatternArgs,
    events: &mut EventArgs,
    terminal: &mut Terminal,
) {
    let given = std::mem::take(&mut events.events);
    if patterns.patterns.is_empty() {
        for path in given {
            match is_pattern(&path) {
                true => patterns.patterns.push(path.into_os_string()),
                false => events.events.push(path),
            }
        }
        return;
    }
    let known: BTreeSet<PathBuf> = patterns.patterns.iter().filter_map(canonical).collect();
    let (twice, others): (Vec<_>, Vec<_>) = given.into_iter().partition(|path| {
        canonical(path).is_some_and(|file| known.contains(&file)) && is_pattern(path)
    });
    // With no event left, others would be looked for.
    if others.is_empty() {
        events.events = twice;
        return;
    }
    events.events = others;
    for path in twice {
        let message = "this is given with -p, and is not matched as an event";
        terminal.tell(&Diagnostic::note(message).in_file(path.display().to_string()));
    }
}

/// The file that an argument names, however it is spelled.
fn canonical(path: impl AsRef<Path>) -> Option<PathBuf> {
    path.as_ref().canonicalize().ok()
}

/// Whether an argument surely is a pattern, or holds some.
fn is_pattern(path: &Path) -> bool {
    let inline = path
        .to_str()
        .filter(|text| text.trim_start().starts_with('{'));
    let kind = |text: &str| match intake::recognise(text) {
        Kind::Pattern | Kind::Carrier(_) => Some(true),
        Kind::Event(_) | Kind::Suite => Some(false),
        _ => None,
    };
    if let Some(text) = inline {
        return kind(text) == Some(true);
    }
    let is_small = path
        .metadata()
        .is_ok_and(|about| about.is_file() && about.len() <= template::LARGEST as u64);
    if !is_small {
        return crate::discover::split(path).is_some();
    }
    let Ok(bytes) = Source::File(path.to_owned()).read() else {
        return false;
    };
    let Ok(text) = intake::decode(&bytes) else {
        return false;
    };
    kind(text).unwrap_or_else(|| template::extract(path, text, &Vars::new()).is_some())
}

/// What is to be said before anybody relies on the verdicts, found out event by event; each thing once
/// for an input.
pub(super) struct MixedUp<'p> {
    patterns: &'p [NamedPattern],
    asks_for_envelope: bool,
    asks_for_detail: bool,
    inputs: BTreeSet<Arc<str>>,
    like_patterns: Vec<Arc<str>>,
    foreign: BTreeSet<Arc<str>>,
    no_events: Vec<Diagnostic>,
    made_up: BTreeMap<Arc<str>, BTreeMap<&'static str, &'static str>>,
}

impl<'p> MixedUp<'p> {
    pub(super) fn new(patterns: &'p [NamedPattern]) -> Self {
        let asks = |names: &[&str]| {
            patterns.iter().any(|named| {
                let conditions = named.pattern.conditions().iter();
                conditions
                    .map(|condition| first(&condition.path))
                    .any(|name| names.contains(&name))
            })
        };
        Self {
            patterns,
            asks_for_envelope: asks(&ENVELOPE),
            asks_for_detail: asks(&["detail-type", "detail", "account", "region"]),
            inputs: BTreeSet::new(),
            like_patterns: Vec::new(),
            foreign: BTreeSet::new(),
            no_events: Vec::new(),
            made_up: BTreeMap::new(),
        }
    }

    /// Looks at an event.
    pub(super) fn see(&mut self, event: &NamedEvent) {
        if !self.inputs.contains(&event.input) {
            self.inputs.insert(event.input.clone());
        }
        let shape = Shape::of(event.event.document(), 0);
        if shape == Shape::Pattern && !self.like_patterns.contains(&event.input) {
            self.like_patterns.push(event.input.clone());
        }
        if let Some(diagnostic) = self.no_event(event, shape)
            && self.foreign.insert(event.input.clone())
        {
            self.no_events.push(diagnostic.in_file(&*event.input));
        }
        if !event.placeholders.is_empty() {
            let all = self.made_up.entry(event.input.clone()).or_default();
            all.extend(event.placeholders.iter().copied());
        }
    }

    /// Whether it is no event of a bus, where a pattern asks for what those have.
    fn no_event(&self, event: &NamedEvent, shape: Shape) -> Option<Diagnostic> {
        let has = |name: &&str| event.event.document().member(0, name).is_some();
        match event.foreign {
            Some(Foreign::CloudEvent) if !self.asks_for_detail => None,
            Some(foreign) if self.asks_for_envelope => Some(
                Diagnostic::warning(format!("this is {foreign}, not an EventBridge event"))
                    .help(foreign.advice()),
            ),
            None if self.asks_for_envelope
                && !ENVELOPE.iter().any(has)
                && shape != Shape::Pattern =>
            {
                Some(Diagnostic::warning(
                    "this has no `source`, `detail-type` or `detail`: it is not an EventBridge event",
                ))
            }
            _ => None,
        }
    }

    /// What is to be said.
    pub(super) fn warnings(self) -> Vec<Diagnostic> {
        let mut warnings: Vec<_> = self.patterns_among_events().into_iter().collect();
        let made_up = self.made_up();
        warnings.extend(self.no_events);
        warnings.extend(made_up);
        warnings
    }

    fn patterns_among_events(&self) -> Option<Diagnostic> {
        let like_patterns: Vec<&str> = self.like_patterns.iter().map(|input| &**input).collect();
        match like_patterns.as_slice() {
            [] => None,
            [one] => Some(
                Diagnostic::warning("this looks like an event pattern, not an event")
                    .in_file(*one)
                    .help("give patterns with -p, and events without"),
            ),
            several => {
                let message = format!(
                    "{} of {} inputs look like event patterns, not events: {}",
                    several.len(),
                    self.inputs.len(),
                    list(several)
                );
                Some(Diagnostic::warning(message).help("name the directory after -p, or repeat -p"))
            }
        }
    }

    /// The inputs of which a pattern asks for what they do not say.
    fn made_up(&self) -> Vec<Diagnostic> {
        let mut warnings = Vec::new();
        for (input, made_up) in &self.made_up {
            for (member, value) in made_up {
                let asking: Vec<&str> = self
                    .patterns
                    .iter()
                    .filter(|named| asks_for(&named.pattern, member))
                    .map(|named| &*named.name)
                    .collect();
                if !asking.is_empty() {
                    let message = format!(
                        "this does not say `{member}`, which {} asks for",
                        list(&asking)
                    );
                    let remark =
                        format!("`{value}` was put in its place, so that condition says nothing");
                    let warning = Diagnostic::warning(message).in_file(&**input);
                    warnings.push(warning.remark(remark));
                }
            }
        }
        warnings
    }
}

fn asks_for(pattern: &Pattern, member: &str) -> bool {
    let mut conditions = pattern.conditions().iter();
    conditions.any(|condition| first(&condition.path) == member)
}

/// The first key of a path.
fn first(path: &str) -> &str {
    path.split('.').next().unwrap_or(path)
}

fn list(names: &[&str]) -> String {
    let shown: Vec<_> = names
        .iter()
        .take(SHOWN)
        .map(|name| format!("`{name}`"))
        .collect();
    match names.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
