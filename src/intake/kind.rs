//! What a text is, at a glance.

use super::{Choice, Form, read};
use crate::json::Document;
use crate::shape::Shape;
use crate::template::carriers;

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Events: the outermost form that they come in.
    Event(Form),
    /// One pattern, as it is: a JSON object that is shaped like one, whether it compiles or not.
    Pattern,
    /// Something that holds patterns: the name of its form, as
    /// [`carriers::forms`](crate::template::carriers::forms) lists it.
    Carrier(&'static str),
    /// A suite of expectations.
    Suite,
    /// Nothing of these, as far as can be seen.
    Unknown,
}

/// How much of a text is looked at where it is not one JSON value.
const GLANCE: usize = 64 << 10;

/// What a text is, by its content. Templates are not looked for: see
/// [`template::extract`](crate::template::extract).
///
/// One pass for JSON; a look at the first 64 KiB for anything else.
///
/// ```
/// use pattern_test::intake::{Form, Kind, recognise};
///
/// assert_eq!(recognise(r#"{"source": ["shop"]}"#), Kind::Pattern);
/// assert_eq!(recognise(r#"{"source": "shop", "detail-type": "Paid"}"#), Kind::Event(Form::Event));
/// assert_eq!(
///     recognise(r#"{"Rules": [{"Name": "a", "EventPattern": "{\"source\":[\"shop\"]}"}]}"#),
///     Kind::Carrier("list-rules")
/// );
/// assert_eq!(recognise(r#"{"name": "a-package", "version": "1.0.0"}"#), Kind::Unknown);
/// ```
pub fn recognise(text: &str) -> Kind {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.is_empty() {
        return Kind::Unknown;
    }
    if start.starts_with('{')
        && let Ok(document) = Document::parse(start)
    {
        return of_object(&document, start);
    }
    let glance = match start.len() > GLANCE {
        true => memchr::memrchr(b'\n', start.as_bytes().get(..GLANCE).unwrap_or_default())
            .and_then(|feed| start.get(..feed))
            .unwrap_or(start),
        false => start,
    };
    if is_suite_of_lines(glance) {
        return Kind::Suite;
    }
    match carriers::form(glance) {
        Some("pattern") => Kind::Pattern,
        Some(form) => Kind::Carrier(form),
        None => of_events(glance),
    }
}

fn of_object(document: &Document<'_>, text: &str) -> Kind {
    let has = |name| document.member(0, name).is_some();
    if has("cases") && (has("pattern") || has("patterns") || has("events")) {
        return Kind::Suite;
    }
    match Shape::of(document, 0) {
        Shape::Event => Kind::Event(Form::Event),
        Shape::Pattern => Kind::Pattern,
        Shape::Lists | Shape::Other => match carriers::form(text) {
            Some("pattern") => Kind::Pattern,
            Some(form) => Kind::Carrier(form),
            None => of_events(text),
        },
    }
}

/// The form of the events in a text that surely holds some: any object may be one.
fn of_events(text: &str) -> Kind {
    let intake = read(text, Choice::Auto);
    let event = intake.found.iter().find(|found| {
        found.forms.len() > 1 && !is_only_a_list(&found.forms)
            || Shape::of_text(&found.text) == Shape::Event
    });
    match event.and_then(|found| found.forms.first()) {
        Some(form) => Kind::Event(*form),
        None => Kind::Unknown,
    }
}

/// Whether an event stands in nothing that only events stand in.
fn is_only_a_list(forms: &[Form]) -> bool {
    forms.iter().all(|form| {
        matches!(
            form,
            Form::Event
                | Form::Array
                | Form::Lines
                | Form::Concatenated
                | Form::String
                | Form::Python
        )
    })
}

fn is_suite_of_lines(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty());
    let Some(document) = first.and_then(|line| Document::parse(line).ok()) else {
        return false;
    };
    let has = |key| document.member(0, key).is_some();
    has("pattern") && (has("expect") || has("flattened") || has("strict"))
}
