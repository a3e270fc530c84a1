//! Collects what is found in an input, and what is wrong with it.

use super::error::{Kind, Skipped};
use super::trail::{Trail, member_path, trimmed};
use super::{Form, Found, Intake, IntakeError, MAX_PROBLEMS, Note};
use crate::json::{Document, NodeId, NodeKind, Span, SyntaxError, unquote};
use std::borrow::Cow;

struct Item<'a> {
    found: Found<'a>,
    /// Whether it looks like an event rather than like any object.
    likely: bool,
}

/// Collects what is found.
pub(super) struct Walk<'a> {
    input: &'a str,
    items: Vec<Item<'a>>,
    problems: Vec<IntakeError>,
    more_problems: usize,
    notes: Vec<Note>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(input: &'a str) -> Self {
        Self {
            input,
            items: Vec::new(),
            problems: Vec::new(),
            more_problems: 0,
            notes: Vec::new(),
        }
    }

    /// An event that stands in the text at hand.
    pub(super) fn event(&mut self, text: &str, span: Span, likely: bool, trail: &Trail<'_>) {
        let place = trail.span(span);
        let own = self.input.get(place.start..place.end);
        let (text, verbatim) = match own.filter(|_| trail.is_verbatim()) {
            Some(own) => (Cow::Borrowed(own), true),
            None => (Cow::Owned(span.of(text).to_owned()), false),
        };
        self.push(text, place, verbatim, likely, Vec::new(), trail);
    }

    /// An event that was made from a part of the text at hand.
    pub(super) fn made(&mut self, event: String, span: Span, notes: Vec<Note>, trail: &Trail<'_>) {
        let place = trail.span(span);
        self.push(Cow::Owned(event), place, false, true, notes, trail);
    }

    fn push(
        &mut self,
        text: Cow<'a, str>,
        span: Span,
        verbatim: bool,
        likely: bool,
        notes: Vec<Note>,
        trail: &Trail<'_>,
    ) {
        self.items.push(Item {
            found: Found {
                text,
                span,
                verbatim,
                forms: trail.form(Form::Event).forms,
                notes,
                label: Some(trail.label.clone()).filter(|label| !label.is_empty()),
            },
            likely,
        });
    }

    /// Unwraps the text in the string `name` of the object `id`, which stands at `path`.
    pub(super) fn unwrap(
        &mut self,
        document: &Document<'_>,
        id: NodeId,
        name: &str,
        path: &str,
        form: Form,
        trail: &Trail<'_>,
    ) {
        if let Some(member) = self.text_member(document, id, name, path, form, trail) {
            let text = unquote(document.raw(member));
            let trail = trail.step(&member_path(path, name));
            self.text(&text, &trail.inside(&text, document.node(member).span));
        }
    }

    /// The string `name` of the object `id`, which stands at `path`; a problem where there is none.
    pub(super) fn text_member(
        &mut self,
        document: &Document<'_>,
        id: NodeId,
        name: &str,
        path: &str,
        form: Form,
        trail: &Trail<'_>,
    ) -> Option<NodeId> {
        let holder = document.node(id);
        let (node, path, wrong) = match document.member(id, name) {
            Some(member) => match document.node(member).kind {
                NodeKind::String => return Some(member),
                kind => {
                    let wrong = format!("must be a string, and is {}", kind.name());
                    (member, member_path(path, name), wrong)
                }
            },
            None if holder.kind == NodeKind::Object => {
                (id, member_path(path, name), "is missing".to_owned())
            }
            None => {
                let wrong = format!("must be an object, and is {}", holder.kind.name());
                (id, path.to_owned(), wrong)
            }
        };
        let kind = Kind::Member { form, path, wrong };
        self.problem(kind, document.node(node).span, trail);
        None
    }

    /// A part of the text at hand that yields no event.
    pub(super) fn problem(&mut self, kind: Kind, span: Span, trail: &Trail<'_>) {
        if self.problems.len() >= MAX_PROBLEMS {
            self.more_problems += 1;
            return;
        }
        let error = IntakeError::new(kind, trail.span(span)).within(trail.within(span));
        self.problems.push(error);
    }

    /// A part of the text at hand that is not JSON.
    pub(super) fn syntax(&mut self, form: Form, error: SyntaxError, text: &str, trail: &Trail<'_>) {
        self.syntax_skipping(form, error, Skipped::Nothing, text, trail);
    }

    /// The same, with what was passed over because of it.
    pub(super) fn syntax_skipping(
        &mut self,
        form: Form,
        error: SyntaxError,
        skipped: Skipped,
        text: &str,
        trail: &Trail<'_>,
    ) {
        let mut span = error.span();
        if span.start >= text.len() {
            // A text that ends too early ends behind its last character, not behind white space.
            let end = trimmed(text).end;
            span = Span::new(end, end);
        }
        let kind = Kind::Json {
            form,
            error,
            skipped,
        };
        self.problem(kind, span, trail);
    }

    pub(super) fn note(&mut self, note: Note) {
        self.notes.push(note);
    }

    /// Whether no event was found.
    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Number of events found so far.
    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether anything was found or went wrong.
    pub(super) fn is_untouched(&self) -> bool {
        self.items.is_empty() && self.problems.is_empty()
    }

    /// The outermost form of the first event.
    pub(super) fn outermost(&self) -> Option<Form> {
        self.items.first()?.found.forms.first().copied()
    }

    /// An empty walk through the same input, to be kept or dropped.
    pub(super) fn fork(&self) -> Self {
        Self::new(self.input)
    }

    /// Takes over what another walk has found.
    pub(super) fn join(&mut self, other: Self) {
        self.items.extend(other.items);
        self.notes.extend(other.notes);
        self.more_problems += other.more_problems;
        let room = MAX_PROBLEMS.saturating_sub(self.problems.len());
        self.more_problems += other.problems.len().saturating_sub(room);
        self.problems.extend(other.problems.into_iter().take(room));
    }

    /// Whether nothing was found, and nothing that could have been meant as an event.
    pub(super) fn is_silent(&self) -> bool {
        self.items.is_empty()
            && self.problems.iter().all(|problem| {
                matches!(
                    problem.kind(),
                    Kind::NoEvent | Kind::NotAnObject { .. } | Kind::Empty
                )
            })
    }

    /// Drops the objects found since `from` that only might be events, if some surely are; returns
    /// how many were dropped.
    pub(super) fn drop_unlikely(&mut self, from: usize) -> usize {
        let mut tail = self.items.split_off(from);
        let before = tail.len();
        if tail.iter().any(|item| item.likely) {
            tail.retain(|item| item.likely);
        }
        let dropped = before - tail.len();
        self.items.extend(tail);
        dropped
    }

    pub(super) fn finish(mut self) -> Intake<'a> {
        if self.more_problems > 0 {
            let end = Span::new(self.input.len(), self.input.len());
            let count = self.more_problems;
            self.problems
                .push(IntakeError::new(Kind::More { count }, end));
        }
        Intake {
            found: self.items.into_iter().map(|item| item.found).collect(),
            problems: self.problems,
            notes: self.notes,
        }
    }
}

/// The member of an object that has this name and is an array.
pub(super) fn list(document: &Document<'_>, id: NodeId, name: &str) -> Option<NodeId> {
    document
        .member(id, name)
        .filter(|member| document.node(*member).kind == NodeKind::Array)
}

/// The member of an object that has this name and is a string.
pub(super) fn string_member(document: &Document<'_>, id: NodeId, name: &str) -> Option<NodeId> {
    document
        .member(id, name)
        .filter(|member| document.node(*member).kind == NodeKind::String)
}
