//! What there is in a document, and what is wrong with it.
//!
//! The functions are those of `check`, so that both say the same of the same text. A text that cannot be
//! read keeps what was last found in the document, as far as the places of that are still there.

use super::document::{Lines, Shifts};
use super::workspace::Workspace;
use crate::config::{Config, ConfigError, FILE_NAME};
use crate::discover::{self, Candidate, Reason, Taken};
use crate::json::{Document, Span};
use crate::lint::baseline::Known;
use crate::lint::{self, Finding};
use crate::suite::load::{self, LoadError};
use crate::suite::{Modes, Suite};
use crate::template::{self, Extraction, FileId, Found, Place, Problem, Settled, Vars};
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// A document that was looked at.
#[derive(Debug)]
pub(super) struct Analysis {
    pub(super) lines: Arc<Lines>,
    pub(super) kind: Kind,
    /// What was last found in it, where this text cannot be read, and where that stands now.
    kept: Option<(Arc<Self>, Shifts)>,
}

/// What a document is.
#[derive(Debug)]
pub(super) enum Kind {
    /// A pattern, or a template with patterns.
    Patterns(Box<Patterns>),
    /// A suite.
    Suite(Result<Suite, Box<LoadError>>),
    /// The project's configuration.
    Config(Option<Box<ConfigError>>),
    /// Anything else.
    Other,
}

/// The patterns of a document.
#[derive(Debug)]
pub(super) struct Patterns {
    pub(super) extraction: Extraction,
    pub(super) findings: Vec<Finding>,
    settled: Vec<OnceLock<Settled>>,
    /// What the rules found of each pattern, and what was known of events then.
    each: Vec<Vec<Finding>>,
    project: u64,
    /// Whether something kept all of it from being read.
    is_broken: bool,
}

impl Patterns {
    /// Applies the rules, but to patterns that are as they were in `before`.
    fn new(
        extraction: Extraction,
        is_broken: bool,
        workspace: &Workspace,
        path: &Path,
        before: Option<(&Self, &Shifts)>,
    ) -> Self {
        let before = before.filter(|(old, _)| {
            old.project == workspace.number
                && old.extraction.files.len() == 1
                && extraction.files.len() == 1
        });
        let known = |index: usize, found: &Found| {
            let (old, shifts) = before?;
            let same = old.extraction.patterns.get(index)?;
            if !is_same(same, found, shifts) {
                return None;
            }
            let findings = old.each.get(index)?.iter();
            let moved = findings.map(|finding| moved(finding, shifts));
            moved.collect::<Option<Vec<_>>>()
        };
        let each = lint::of_each(&extraction, &workspace.evidence, &known);
        let findings = told(&extraction, each.clone(), workspace, path);
        let slots = extraction.patterns.iter();
        Self {
            settled: slots.map(|_| OnceLock::new()).collect(),
            extraction,
            findings,
            each,
            project: workspace.number,
            is_broken,
        }
    }

    /// A pattern, compiled as far as it can be.
    pub(super) fn settled(&self, index: usize) -> Option<(&Found, &Settled)> {
        let found = self.extraction.patterns.get(index)?;
        let slot = self.settled.get(index)?;
        Some((
            found,
            slot.get_or_init(|| Settled::new(&found.text, found.language())),
        ))
    }
}

/// Patterns, and where they stand in the text as it is now.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) patterns: &'a Patterns,
    shift: Option<&'a Shifts>,
}

impl<'a> View<'a> {
    /// Where a part of the document stands; `None` for what is in another file, or is gone.
    pub(super) fn span(self, place: Place) -> Option<Span> {
        if place.file != FileId::TEMPLATE {
            return None;
        }
        match self.shift {
            None => Some(place.span),
            Some(shift) => shift.span(place.span),
        }
    }

    /// The patterns of the document, each with its number.
    pub(super) fn all(self) -> impl Iterator<Item = (usize, &'a Found)> {
        self.patterns.extraction.patterns.iter().enumerate()
    }

    /// Where a pattern stands with the name that it is given under.
    pub(super) fn whole(self, found: &Found) -> Option<Span> {
        let value = self.span(found.place)?;
        let key = match found.key.span.is_empty() {
            true => None,
            false => self.span(found.key),
        };
        let start = key.map_or(value.start, |key| key.start.min(value.start));
        Some(Span::new(start, value.end))
    }

    /// The pattern that an offset is in: the innermost, where one stands inside of another.
    pub(super) fn at(self, offset: usize) -> Option<(usize, &'a Found)> {
        let around = self.all().filter_map(|(index, found)| {
            let span = self.whole(found)?;
            let is_inside = span.start <= offset && offset <= span.end;
            is_inside.then_some((index, found, span.len()))
        });
        let nearest = around.min_by_key(|(_, _, length)| *length)?;
        Some((nearest.0, nearest.1))
    }
}

impl Analysis {
    /// Looks at a document. `before` is what was last found in it, with what moved since.
    pub(super) fn new(
        path: &Path,
        lines: Arc<Lines>,
        workspace: &Workspace,
        before: Option<(Arc<Self>, Shifts)>,
    ) -> Self {
        let text: &str = lines.text();
        let mut kind = Kind::Other;
        if load::is_suite_name(path) {
            let modes = workspace.config.mode.map(Modes::from);
            kind = Kind::Suite(load::from_text(path, text.to_owned(), modes).map_err(Box::new));
        } else if path.file_name().is_some_and(|name| name == FILE_NAME) {
            kind = Kind::Config(Config::of_text(path, text).err().map(Box::new));
        } else if !workspace.excludes(path)
            && let Some((extraction, is_broken)) =
                extracted(path, text, workspace, before.as_ref().map(|b| &b.0))
        {
            let old = before.as_ref().and_then(|(old, shifts)| match &old.kind {
                Kind::Patterns(patterns) => Some((&**patterns, shifts)),
                _ => None,
            });
            let patterns = Patterns::new(extraction, is_broken, workspace, path, old);
            kind = Kind::Patterns(Box::new(patterns));
        }
        let mut new = Self {
            lines,
            kind,
            kept: None,
        };
        if new.is_broken() {
            new.kept = before;
        }
        new
    }

    /// Whether something keeps the text from being read.
    pub(super) fn is_broken(&self) -> bool {
        matches!(&self.kind, Kind::Patterns(patterns) if patterns.is_broken)
    }

    /// The patterns, and where they stand now: those of this text, or those that were last there.
    pub(super) fn view(&self) -> Option<View<'_>> {
        let Kind::Patterns(patterns) = &self.kind else {
            return None;
        };
        if let Some((kept, shift)) = &self.kept
            && let Kind::Patterns(old) = &kept.kind
            && old.extraction.patterns.len() >= patterns.extraction.patterns.len()
        {
            return Some(View {
                patterns: old,
                shift: Some(shift),
            });
        }
        Some(View {
            patterns,
            shift: None,
        })
    }

    /// What was last found in the document and stands where nothing was changed.
    pub(super) fn kept_findings(&self) -> impl Iterator<Item = (&Patterns, &Finding, Span)> {
        let kept = self
            .kept
            .iter()
            .filter_map(|(kept, shift)| match &kept.kind {
                Kind::Patterns(old) => Some((&**old, shift)),
                _ => None,
            });
        kept.flat_map(|(old, shift)| {
            old.findings.iter().filter_map(move |finding| {
                let Place { file, span } = finding.place;
                let kept = shift.kept(span).filter(|_| file == FileId::TEMPLATE);
                Some((old, finding, kept?))
            })
        })
    }
}

/// The patterns of a text, and whether something kept it from being read.
fn extracted(
    path: &Path,
    text: &str,
    workspace: &Workspace,
    before: Option<&Arc<Analysis>>,
) -> Option<(Extraction, bool)> {
    let standing = discover::standing(&workspace.options, &workspace.root, path)?;
    let candidate = Candidate {
        path: path.to_owned(),
        standing,
        text: None,
    };
    let reason = match discover::take_text(&candidate, text, &Vars::new(), &workspace.files) {
        Taken::Patterns(extraction) => {
            let is_broken = !extraction.problems.is_empty()
                || extraction.is_pattern() && Document::parse(text).is_err();
            return Some((*extraction, is_broken));
        }
        Taken::Left(reason) => reason,
    };
    // What held patterns a moment ago is being written.
    let Kind::Patterns(old) = &before?.kind else {
        return None;
    };
    if old.extraction.is_pattern() {
        let is_pattern = !matches!(reason, Reason::Event) && Document::parse(text).is_err();
        return is_pattern.then(|| (Extraction::of_pattern(path, text), true));
    }
    let problem = template::unreadable(path, text)?;
    Some((Extraction::unread(path, text, problem), true))
}

/// The patterns of a text that might stand in a document, as the document's own are read.
pub(super) fn reread(path: &Path, text: &str, workspace: &Workspace) -> Option<Extraction> {
    extracted(path, text, workspace, None).map(|(extraction, _)| extraction)
}

/// Whether a pattern is as it was, so that the rules would find the same: its text and all that they look
/// at beside it, at the same places but for what was written in front of it.
fn is_same(old: &Found, new: &Found, shifts: &Shifts) -> bool {
    let kept = |old: Place, new: Place| {
        old.file == FileId::TEMPLATE
            && new.file == FileId::TEMPLATE
            && shifts.kept(old.span) == Some(new.span)
    };
    let text = |found: &Found| found.stringified.as_ref().map(|t| t.as_str().to_owned());
    let unknown = |found: &Found| -> Vec<(String, Span, bool)> {
        let unknowns = found.text.unknowns();
        unknowns
            .map(|u| (u.name.to_owned(), u.span, u.is_scalar))
            .collect()
    };
    old.id == new.id
        && old.text.as_str() == new.text.as_str()
        && (old.used_by, old.source, old.format, old.form)
            == (new.used_by, new.source, new.format, new.form)
        && (old.state, &old.bus, old.targets) == (new.state, &new.bus, new.targets)
        && (&old.texts, old.was) == (&new.texts, new.was)
        && kept(old.place, new.place)
        && kept(old.key, new.key)
        && old.own.is_some() == new.own.is_some()
        && old
            .own
            .is_none_or(|own| new.own.is_some_and(|new| kept(own, new)))
        && old.shared.len() == new.shared.len()
        && (old.nulls.len(), old.collapsed.len()) == (new.nulls.len(), new.collapsed.len())
        && old.emits == new.emits
        && old.beside == new.beside
        && old.declared == new.declared
        && text(old) == text(new)
        && unknown(old) == unknown(new)
}

/// A finding where it stands now.
fn moved(finding: &Finding, shifts: &Shifts) -> Option<Finding> {
    let Place { file, span } = finding.place;
    let span = shifts.kept(span).filter(|_| file == FileId::TEMPLATE)?;
    Some(Finding {
        place: Place { file, span },
        ..finding.clone()
    })
}

/// What there is to say about patterns, as `check` says it.
pub(super) fn findings(
    extraction: &Extraction,
    workspace: &Workspace,
    path: &Path,
) -> Vec<Finding> {
    let each = lint::of_each(extraction, &workspace.evidence, &|_, _| None);
    told(extraction, each, workspace, path)
}

/// What of it the project wants to hear.
fn told(
    extraction: &Extraction,
    each: Vec<Vec<Finding>>,
    workspace: &Workspace,
    path: &Path,
) -> Vec<Finding> {
    let shown = workspace.relative(path);
    let mut findings = lint::told_of(extraction, each, &workspace.policy, shown);
    let mut known = workspace.baseline.clone();
    let file = shown.display().to_string().replace('\\', "/");
    findings.retain(|finding| {
        !known.take(&Known {
            file: file.clone(),
            id: finding.id.clone(),
            code: finding.code.to_owned(),
            path: finding.path.clone(),
        })
    });
    findings
}

/// The problems of an extraction that are in the document itself, with where.
pub(super) fn problems(extraction: &Extraction) -> impl Iterator<Item = (&Problem, bool)> {
    let problems = extraction.problems.iter().map(|problem| (problem, true));
    problems.chain(extraction.warnings.iter().map(|warning| (warning, false)))
}
