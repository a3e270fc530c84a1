//! Collects what is found in an input, and what is wrong with it.

use super::bus_log::BusRecord;
use super::error::{Kind, Skipped};
use super::event::Foreign;
use super::packed;
use super::trail::{Trail, member_path, trimmed};
use super::{Form, Found, Intake, IntakeError, MAX_PROBLEMS, Note};
use crate::json::{Document, NodeId, NodeKind, Span, SyntaxError, unquote};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::rc::Rc;

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
    /// What was passed over, by the form it stands in.
    passed_over: Vec<(Form, usize)>,
    bus_log: Vec<BusRecord>,
    /// Whether some of what was found was given away.
    gave: bool,
    shared: Rc<Shared>,
}

/// What all walks through one input have in common.
struct Shared {
    /// How many bytes may still be unpacked.
    left: Cell<usize>,
    /// The events of a bus's log that were seen with their `detail`.
    seen: RefCell<HashSet<String>>,
}

impl<'a> Walk<'a> {
    /// A walk that unpacks no more bytes than these.
    pub(super) fn new(input: &'a str, most: usize) -> Self {
        let shared = Shared {
            left: Cell::new(most),
            seen: RefCell::default(),
        };
        Self::sharing(input, Rc::new(shared))
    }

    fn sharing(input: &'a str, shared: Rc<Shared>) -> Self {
        Self {
            input,
            items: Vec::new(),
            problems: Vec::new(),
            more_problems: 0,
            notes: Vec::new(),
            passed_over: Vec::new(),
            bus_log: Vec::new(),
            gave: false,
            shared,
        }
    }

    /// An event that stands in the text at hand.
    pub(super) fn event(
        &mut self,
        text: &str,
        span: Span,
        likely: bool,
        foreign: Option<Foreign>,
        trail: &Trail<'_>,
    ) {
        let place = trail.span(span);
        let own = self.input.get(place.start..place.end);
        let (text, verbatim) = match own.filter(|_| trail.is_verbatim()) {
            Some(own) => (Cow::Borrowed(own), true),
            None => (Cow::Owned(span.of(text).to_owned()), false),
        };
        self.push(text, place, verbatim, likely, Vec::new(), foreign, trail);
    }

    /// An event that was made from a part of the text at hand.
    pub(super) fn made(&mut self, event: String, span: Span, notes: Vec<Note>, trail: &Trail<'_>) {
        let place = trail.span(span);
        self.push(Cow::Owned(event), place, false, true, notes, None, trail);
    }

    #[expect(clippy::too_many_arguments, reason = "the members of what is pushed")]
    fn push(
        &mut self,
        text: Cow<'a, str>,
        span: Span,
        verbatim: bool,
        likely: bool,
        notes: Vec<Note>,
        foreign: Option<Foreign>,
        trail: &Trail<'_>,
    ) {
        self.items.push(Item {
            found: Found {
                text,
                span,
                verbatim,
                forms: trail.form(Form::Event).forms,
                notes,
                foreign,
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

    /// Takes apart what the string `name` of the object `id` spells in Base64, gzip in it or not.
    pub(super) fn decode(
        &mut self,
        document: &Document<'_>,
        id: NodeId,
        name: &str,
        path: &str,
        form: Form,
        trail: &Trail<'_>,
    ) {
        let Some(member) = self.text_member(document, id, name, path, form, trail) else {
            return;
        };
        let path = member_path(path, name);
        let span = document.node(member).span;
        let wrong = match self.unpacked(&unquote(document.raw(member))) {
            Ok(text) => {
                let trail = trail.step(&path);
                return self.text(&text, &trail.inside(&text, span));
            }
            Err(wrong) => wrong,
        };
        let kind = Kind::Member { form, path, wrong };
        self.problem(kind, span, trail);
    }

    /// The text that Base64 spells.
    fn unpacked(&self, text: &str) -> Result<String, String> {
        let bytes = packed::from_base64(text).ok_or("is not Base64")?;
        let left = self.shared.left.get();
        let bytes = match packed::is_gzip(&bytes) {
            false => bytes,
            true => packed::gunzip(&bytes, left).map_err(|bad| match bad {
                packed::Bad::TooLarge => {
                    let most = packed::MOST >> 20;
                    format!("unpacks to more than {most} MiB, together with what precedes it")
                }
                packed::Bad::Damaged(how) => format!("is gzip that cannot be unpacked: {how}"),
            })?,
        };
        match left.checked_sub(bytes.len()) {
            Some(left) => self.shared.left.set(left),
            None => return Err("is more than can be unpacked".to_owned()),
        }
        String::from_utf8(bytes).map_err(|_| "is Base64 of something that is not text".to_owned())
    }

    /// What was logged: an event where it is one, else nothing.
    pub(super) fn logged(
        &mut self,
        document: &Document<'_>,
        id: NodeId,
        label: &str,
        form: Form,
        trail: &Trail<'_>,
    ) {
        let step = trail.step(label);
        let span = document.node(id).span;
        match document.node(id).kind {
            NodeKind::String => self.logged_text(&unquote(document.raw(id)), span, form, &step),
            NodeKind::Object | NodeKind::Array => {
                let mut inner = self.fork();
                inner.value(document, id, &step);
                self.take_logged(inner, form, trail.forms.len());
            }
            _ => self.pass_over(form, 1),
        }
    }

    /// The same with the text of a message.
    pub(super) fn logged_text(&mut self, text: &str, span: Span, form: Form, trail: &Trail<'_>) {
        let mut inner = self.fork();
        if text.contains('{') {
            inner.text(text, &trail.inside(text, span));
        }
        self.take_logged(inner, form, trail.forms.len());
    }

    fn take_logged(&mut self, mut inner: Self, form: Form, forms: usize) {
        inner.keep_likely(forms);
        match inner.is_silent() {
            true => self.pass_over(form, 1),
            false => self.join(inner),
        }
    }

    /// Drops what neither looks like an event nor came in anything but the `forms` outer forms and
    /// plain text.
    pub(super) fn keep_likely(&mut self, forms: usize) {
        self.items.retain(|item| {
            let inner = item.found.forms.get(forms..).unwrap_or_default();
            let came_in = inner.iter().any(|form| {
                !matches!(
                    form,
                    Form::Event
                        | Form::String
                        | Form::Python
                        | Form::Array
                        | Form::Lines
                        | Form::Concatenated
                        | Form::Literal
                )
            });
            item.likely || came_in
        });
    }

    /// Counts what holds no event, and need not.
    pub(super) fn pass_over(&mut self, form: Form, count: usize) {
        match self
            .passed_over
            .iter_mut()
            .find(|(known, _)| *known == form)
        {
            Some((_, all)) => *all += count,
            None => self.passed_over.push((form, count)),
        }
    }

    /// Keeps a record of a bus's log; whether it is the first of its event with a `detail`.
    pub(super) fn bus_record(&mut self, record: BusRecord) -> bool {
        let is_first = record.has_detail
            && self
                .shared
                .seen
                .borrow_mut()
                .insert(record.event_id.clone());
        self.bus_log.push(record);
        is_first
    }

    /// An element of a list that lacks what the others have.
    pub(super) fn missing(
        &mut self,
        document: &Document<'_>,
        id: NodeId,
        path: &str,
        name: &str,
        form: Form,
        trail: &Trail<'_>,
    ) {
        let kind = Kind::Member {
            form,
            path: member_path(path, name),
            wrong: "is missing".to_owned(),
        };
        self.problem(kind, document.node(id).span, trail);
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
        self.items.is_empty() && self.problems.is_empty() && self.bus_log.is_empty()
    }

    /// The outermost form of the first event.
    pub(super) fn outermost(&self) -> Option<Form> {
        self.items.first()?.found.forms.first().copied()
    }

    /// An empty walk through the same input, to be kept or dropped.
    pub(super) fn fork(&self) -> Self {
        Self::sharing(self.input, Rc::clone(&self.shared))
    }

    /// Takes over what another walk has found.
    pub(super) fn join(&mut self, other: Self) {
        self.items.extend(other.items);
        self.notes.extend(other.notes);
        self.bus_log.extend(other.bus_log);
        for (form, count) in other.passed_over {
            self.pass_over(form, count);
        }
        self.more_problems += other.more_problems;
        let room = MAX_PROBLEMS.saturating_sub(self.problems.len());
        self.more_problems += other.problems.len().saturating_sub(room);
        self.problems.extend(other.problems.into_iter().take(room));
    }

    /// Whether nothing was found, and nothing that could have been meant as an event.
    pub(super) fn is_silent(&self) -> bool {
        self.items.is_empty()
            && self.bus_log.is_empty()
            && self.problems.iter().all(|problem| {
                matches!(
                    problem.kind(),
                    Kind::NoEvent | Kind::NotAnObject { .. } | Kind::Empty
                )
            })
    }

    /// Gives away what was found so far.
    pub(super) fn give(&mut self, take: &mut dyn FnMut(Found<'a>)) {
        self.gave |= !self.items.is_empty();
        self.items.drain(..).for_each(|item| take(item.found));
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
        if self.items.is_empty() && !self.gave && self.problems.is_empty() {
            let kind = match self.passed_over.first() {
                Some((form, _)) => Kind::NothingIn(*form),
                None => Kind::NoEvent,
            };
            let span = super::trail::first_line(self.input);
            self.problems.push(IntakeError::new(kind, span));
        }
        let passed_over = self.passed_over.into_iter();
        self.notes
            .extend(passed_over.map(|(form, count)| Note::PassedOver { form, count }));
        Intake {
            bus_log: self.bus_log,
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

/// The member of an object that has this name and is an object.
pub(super) fn object_member(document: &Document<'_>, id: NodeId, name: &str) -> Option<NodeId> {
    document
        .member(id, name)
        .filter(|member| document.node(*member).kind == NodeKind::Object)
}
