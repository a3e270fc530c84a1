//! What is wrong, or is likely to be wrong, with a pattern.
//!
//! [`check`] applies every rule of [`RULES`] to a pattern. A severity is a promise: an *error* is
//! refused by the service, a *warning* is almost certainly not what was meant, a *note* is worth
//! knowing about a pattern that may be right as it is. What a template leaves open takes part in
//! the structure of a pattern, and never in a finding that depends on it.

mod apply;
pub mod baseline;
pub mod evidence;
pub mod filters;
pub mod fix;
mod idea;
pub mod page;
pub mod policy;
mod rules;
mod subject;
pub mod suppress;

pub use apply::{check, check_all, misplaced, of_each, rule, told, told_of};
pub use idea::{Fix, Idea, Safety};
pub use rules::RULES;
pub use subject::Subject;

use crate::json::Span;
use crate::pattern::{Condition, Pattern};
use crate::template::Place;

/// What a finding says about the pattern's fate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; the pattern may be right as it is.
    #[serde(alias = "notice")]
    Note,
    /// Almost certainly not what was meant.
    Warning,
    /// Refused by the service.
    Error,
}

impl Severity {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A rule: what it looks for, why that matters, and how it looks.
#[derive(Debug)]
pub struct Rule {
    /// The stable code.
    pub code: &'static str,
    /// What its findings say about the pattern's fate.
    pub severity: Severity,
    /// What it looks for, in one line.
    pub about: &'static str,
    /// Why that matters and what to do, in Markdown.
    pub why: &'static str,
    /// The smallest inputs on which it fires.
    pub fires: &'static [Example],
    /// Inputs near to those on which it does not.
    pub silent: &'static [Example],
    look: Check,
}

/// An input that shows what a rule does.
#[derive(Debug, Clone, Copy)]
pub enum Example {
    /// A pattern in a file of its own.
    Pattern(&'static str),
    /// A template, with the ending that its file name has.
    Template(&'static str, &'static str),
    /// A template in YAML of which the rules are looked at as filters of a V2 bus: `--for v2`.
    MovedToV2(&'static str),
    /// A pattern, and an event among the fixtures.
    WithEvent(&'static str, &'static str),
    /// A template, with its ending, and an event among the fixtures.
    TemplateWithEvent(&'static str, &'static str, &'static str),
}

/// How a rule looks at a pattern.
#[derive(Debug, Clone, Copy)]
enum Check {
    /// Whatever became of it.
    Any(fn(&Subject<'_>, &mut Out<'_>)),
    /// Only where it compiles.
    Pattern(fn(&Subject<'_>, &Pattern, &mut Out<'_>)),
    /// At each condition that counts in some alternative.
    Condition(fn(&Subject<'_>, &Condition, &mut Out<'_>)),
    /// Not at patterns, but at what the project says about its findings.
    Apart,
}

/// Something that a rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's code.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What was found: lower case, no full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Where it stands.
    pub place: Place,
    /// The path in the pattern, its keys joined with `.`; empty for the whole pattern.
    pub path: String,
    /// Id of the pattern in its template; empty for a file of its own.
    pub id: String,
    /// What else there is to know.
    pub note: Option<String>,
    /// Which pattern of the extraction it is about.
    pub pattern: usize,
    /// A change to the pattern's text that would mend it.
    pub idea: Option<Idea>,
    /// The same as a change to the file, once it has been tried: see [`fix`].
    pub fix: Option<Fix>,
}

/// Where a rule puts what it finds.
pub(crate) struct Out<'s> {
    rule: &'static Rule,
    subject: &'s Subject<'s>,
    findings: Vec<Finding>,
}

/// A finding in the making.
pub(crate) struct Draft {
    message: String,
    help: Option<String>,
    path: String,
    span: Span,
    place: Option<Place>,
    note: Option<String>,
    idea: Option<Idea>,
}

impl Draft {
    /// About these bytes of the pattern.
    pub(crate) fn at(span: Span, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: None,
            path: String::new(),
            span,
            place: None,
            note: None,
            idea: None,
        }
    }

    /// About this place of the template, which is not in the pattern.
    pub(crate) fn at_place(place: Place, message: impl Into<String>) -> Self {
        Self {
            place: Some(place),
            ..Self::at(Span::default(), message)
        }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn path(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// The text that belongs in the place of `span`.
    pub(crate) fn idea(mut self, span: Span, new: impl Into<String>, safety: Safety) -> Self {
        self.idea = Some(Idea {
            span,
            new: new.into(),
            safety,
        });
        self
    }
}

impl Out<'_> {
    /// Adds a finding that several conditions give rise to.
    pub(crate) fn add_once(&mut self, draft: Draft) {
        self.add(draft);
        let is_told = self.findings.split_last().is_some_and(|(new, before)| {
            let same = |old: &Finding| old.place == new.place && old.message == new.message;
            before.iter().any(same)
        });
        if is_told {
            self.findings.pop();
        }
    }

    pub(crate) fn add(&mut self, draft: Draft) {
        let Draft {
            message,
            help,
            path,
            span,
            place,
            note,
            mut idea,
        } = draft;
        if let Some(idea) = &mut idea {
            idea.span = self
                .subject
                .settled
                .before(&self.subject.found.text, idea.span);
        }
        let place = place.unwrap_or_else(|| self.subject.settled.text.place(span));
        self.findings.push(Finding {
            code: self.rule.code,
            severity: self.rule.severity,
            message,
            help,
            place,
            path,
            id: self.subject.found.id.clone(),
            note,
            pattern: 0,
            idea,
            fix: None,
        });
    }
}

#[cfg(test)]
mod tests;
