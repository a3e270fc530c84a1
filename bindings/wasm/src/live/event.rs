//! The text on the right: what it was taken for, its events, and what could not be read.

use super::Remark;
use crate::utf16::{Range, Units};
use pattern_test::Event;
use pattern_test::intake::{self, Choice, Form, Note};
use pattern_test::json::Span;
use pattern_test::shape::Shape;
use serde::Serialize;

/// The most events to choose from.
const MOST: usize = 500;

#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Side {
    /// What the text was taken for, where it is not simply an event.
    taken_for: Option<String>,
    /// What its events are called, where there are several.
    choices: Vec<String>,
    pick: usize,
    /// Whether this is a pattern.
    is_pattern: bool,
    /// The event, where the text is something else around it.
    text: Option<String>,
    /// Whether the event stands in the text as it is, so that its values can be marked.
    in_place: bool,
    remarks: Vec<Remark>,
    notes: Vec<String>,
}

/// An event, and where it stands in the editor.
pub(super) struct Ready {
    pub(super) event: Event<'static>,
    /// Where its text begins, where it stands there as it is.
    start: Option<usize>,
    units: Units,
}

impl Ready {
    /// The range of the editor's text that a range of the event stands for.
    pub(super) fn range(&self, span: Span) -> Option<Range> {
        let start = self.start?;
        Some(Range {
            from: self.units.at(start + span.start),
            to: self.units.at(start + span.end),
        })
    }
}

pub(super) fn read(text: &str, pick: usize) -> (Side, Option<Ready>) {
    let mut side = Side::default();
    if text.trim().is_empty() {
        return (side, None);
    }
    let units = Units::new(text);
    let intake = intake::read(text, Choice::Auto);
    for problem in &intake.problems {
        side.remarks.push(Remark {
            range: units.range(problem.span()),
            severity: "error",
            message: problem.to_string(),
            help: None,
            code: None,
            fix: None,
        });
    }
    side.notes = intake.notes.iter().map(ToString::to_string).collect();
    let count = intake.found.len();
    side.pick = pick.min(count.min(MOST).saturating_sub(1));
    if count > 1 {
        let events = intake.found.iter().take(MOST).enumerate();
        side.choices = events
            .map(|(index, found)| match &found.label {
                Some(label) => label.clone(),
                None => format!("event {}", index + 1),
            })
            .collect();
    }
    let Some(found) = intake.found.into_iter().nth(side.pick) else {
        return (side, None);
    };
    let plain = found.forms == [Form::Event];
    if !plain {
        let outside = found.forms.iter().filter(|form| **form != Form::Event);
        let words: Vec<_> = outside.map(|form| form.describe()).collect();
        let around = words.join(" > ");
        side.taken_for = Some(match count {
            1 => around,
            _ => format!("{around}, with {count} events"),
        });
    }
    let made_up: Vec<_> = found
        .placeholders()
        .map(|(member, _)| format!("`{member}`"))
        .collect();
    if !made_up.is_empty() {
        let names = made_up.join(", ");
        side.notes
            .push(format!("made up, as this does not say it: {names}"));
    }
    let others = found.notes.iter();
    let others = others.filter(|note| !matches!(note, Note::Placeholder { .. }));
    side.notes.extend(others.map(ToString::to_string));
    side.in_place = found.verbatim;
    let start = found.verbatim.then_some(found.span.start);
    let event = match Event::parse(found.text.into_owned()) {
        Ok(event) => event,
        Err(error) => {
            side.remarks.push(Remark {
                range: units.range(found.span),
                severity: "error",
                message: error.to_string(),
                help: None,
                code: None,
                fix: None,
            });
            return (side, None);
        }
    };
    side.is_pattern = Shape::of(event.document(), 0) == Shape::Pattern;
    if !plain || !side.in_place {
        side.text = Some(event.text().to_owned());
    }
    let ready = Ready {
        event,
        start,
        units,
    };
    (side, Some(ready))
}
