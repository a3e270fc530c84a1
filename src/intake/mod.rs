//! From the text of a file to the events in it.
//!
//! People rarely have an event as the service delivers it. They have what a queue, a log, a shell
//! or the AWS CLI made of it. [`read`] recognises those forms by their content, unwraps them, one
//! inside the other where need be, and yields the JSON text of each event with its place in the
//! input. Where the text is the input's own, positions in the event are positions in the file.
//!
//! What is recognised, in this order:
//! 1. Text that begins with `{`, `[` or `"` is JSON: one value or several. An object with
//!    `detail-type`, `source` or `detail` is an event, whatever else it has. An object that fits a
//!    wrapper is unwrapped. Any other object is an event too, for events need no envelope here.
//! 2. Where the first value is not JSON: the inside of a JSON string (`{ \"version\": …`), or a log
//!    with Python dicts.
//! 3. Text that begins otherwise is a log. Objects in it count as events where they look like one;
//!    where none does, all count.
//!
//! A part that cannot be read is a problem with a position, and never hides the other parts. All of
//! it takes time linear in the input, and nesting of every kind is limited.

mod array;
mod bus_log;
mod cloudtrail;
mod concatenated;
mod csv;
mod decode;
mod describe_tasks;
mod destination;
mod dynamodb;
mod envelope;
mod error;
mod event;
mod firehose;
mod form;
mod insights;
mod kafka;
mod kind;
mod kinesis;
mod lambda_log;
mod lines;
mod literal;
mod log_events;
mod lookup_events;
mod mq;
mod note;
mod numbered;
mod packed;
mod put_events;
mod python;
mod python_value;
mod recognise;
mod sns;
mod sqs;
mod step_functions;
mod string;
mod subscription;
#[cfg(test)]
mod tests;
mod time;
mod trail;
mod v2;
mod walk;
mod yaml;

pub use bus_log::{BusRecord, BusStep};
pub use decode::decode;
pub use error::IntakeError;
pub use event::Foreign;
pub use form::Form;
pub use kind::{Kind, recognise};
pub use note::Note;
pub use packed::unpack;
pub use time::Time;

use crate::json::{Document, Span};
use error::Kind as Wrong;
use std::borrow::Cow;
use trail::{Trail, trimmed};
use walk::Walk;

/// How many wrappers around an event are taken off.
const MAX_WRAPPERS: usize = 12;

/// How many strings inside each other are taken apart.
const MAX_ESCAPES: usize = 3;

/// The endings of the files that a directory of events is searched for.
pub const EXTENSIONS: [&str; 5] = ["json", "jsonl", "ndjson", "log", "txt"];

/// How many problems of one input are told in full.
const MAX_PROBLEMS: usize = 100;

/// Which form an input is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Choice {
    /// The one that its content shows.
    #[default]
    Auto,
    /// This one and no other. What is wrapped inside is still recognised by its content.
    Named(Form),
}

/// An event that was found in an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<'a> {
    /// The event: the text of one JSON object.
    pub text: Cow<'a, str>,
    /// Where it stands in the input, or the part of the input that it was made from.
    pub span: Span,
    /// Whether the text is the input's own: an offset in the event plus `span.start` is then the
    /// offset in the input.
    pub verbatim: bool,
    /// What it was wrapped in, outermost first; the last one is always [`Form::Event`].
    pub forms: Vec<Form>,
    /// What was completed, worked out or kept though unusual.
    pub notes: Vec<Note>,
    /// What it is, where it is known to be no event of a bus.
    pub foreign: Option<Foreign>,
    /// How to tell it from others of the same input: `[0]`, `Records[1].body`, `line 12`.
    pub label: Option<String>,
}

impl Found<'_> {
    /// The members of the envelope that the input does not say and that were made up.
    pub fn placeholders(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.notes.iter().filter_map(|note| match note {
            Note::Placeholder { member, value } => Some((*member, *value)),
            _ => None,
        })
    }

    /// What to call the event: `file` with its place in it, where there are several.
    pub fn name_in(&self, file: &str) -> String {
        match self.label.as_deref() {
            None => file.to_owned(),
            Some(label) if label.starts_with(['[', '#']) => format!("{file}{label}"),
            Some(label) => match label.strip_prefix("line ") {
                Some(line) => format!("{file}:{line}"),
                None => format!("{file}#{label}"),
            },
        }
    }
}

/// What an input holds.
///
/// An input without events always has a problem that says why.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Intake<'a> {
    /// The events, in the order of the input.
    pub found: Vec<Found<'a>>,
    /// The parts that yield no event though they should, in the order of the input.
    pub problems: Vec<IntakeError>,
    /// What is to be said about the input as a whole.
    pub notes: Vec<Note>,
    /// What a bus's log says besides its events.
    pub bus_log: Vec<BusRecord>,
}

/// Whether a text, or its beginning, is of a form that can only be read whole: not line by line, nor
/// value by value.
pub fn needs_all(text: &str) -> bool {
    let start = text.trim_start();
    start.starts_with('"')
        || start.strip_prefix('{').is_some_and(literal::begins)
        || csv::column(text).is_some()
        || numbered::without_numbers(text).is_some()
        || yaml::to_json(text).is_some()
}

/// Whether a text is an object with what only events have on their outside.
pub fn has_envelope(text: &str) -> bool {
    Document::parse(text).is_ok_and(|document| event::has_envelope(&document, 0))
}

/// Finds the events in the text of an input. Linear in its length.
///
/// ```
/// use pattern_test::intake::{self, Choice, Form};
///
/// let input = r#"{"Messages": [{"Body": "{\"source\":\"aws.ecs\"}"}]}"#;
/// let intake = intake::read(input, Choice::Auto);
/// let event = &intake.found[0];
/// assert_eq!(event.text, r#"{"source":"aws.ecs"}"#);
/// assert_eq!(event.forms, [Form::Sqs, Form::Event]);
/// assert_eq!(event.label.as_deref(), Some("Messages[0].Body"));
///
/// // A bad line does not hide the good ones.
/// let intake = intake::read("{\"a\": 1}\n{\"a\": }\n{\"a\": 3}\n", Choice::Auto);
/// assert_eq!(intake.found.len(), 2);
/// assert_eq!(intake.problems[0].span().start, 15);
///
/// // A named form takes no other.
/// let intake = intake::read(r#"[{"a": 1}]"#, Choice::Named(Form::Sns));
/// assert_eq!(
///     intake.problems[0].to_string(),
///     "the form `sns` needs `Message` and `TopicArn`, or `Records` with `Sns.Message` in each; \
///      this looks like `array`: a JSON array of events"
/// );
/// ```
pub fn read(input: &str, choice: Choice) -> Intake<'_> {
    read_within(input, choice, packed::MOST)
}

/// The same, giving each event away as soon as it is known; what is returned has none. Of a sequence
/// of values, on lines or not, only one is held at a time.
///
/// ```
/// use pattern_test::intake::{self, Choice};
///
/// let mut events = Vec::new();
/// let rest = intake::each("{\"a\": 1}\n{\"a\": 2}\n", Choice::Auto, &mut |event| events.push(event));
/// assert_eq!(events.len(), 2);
/// assert!(rest.found.is_empty() && rest.problems.is_empty());
/// ```
pub fn each<'a>(input: &'a str, choice: Choice, take: &mut dyn FnMut(Found<'a>)) -> Intake<'a> {
    if choice == Choice::Auto {
        let mut walk = Walk::new(input, packed::MOST);
        let text = input.trim_start_matches('\u{feff}');
        let trail = Trail::new(input).at(input.len() - text.len());
        if walk.sequence(text, &trail, &mut |walk| walk.give(take)) {
            return walk.finish();
        }
    }
    let mut intake = read(input, choice);
    std::mem::take(&mut intake.found).into_iter().for_each(take);
    intake
}

/// The same, with a limit for the bytes that are unpacked.
fn read_within(input: &str, choice: Choice, most: usize) -> Intake<'_> {
    let mut walk = Walk::new(input, most);
    // A byte order mark says nothing, but its bytes count.
    let text = input.trim_start_matches('\u{feff}');
    let trail = Trail::new(input).at(input.len() - text.len());
    match choice {
        Choice::Auto => walk.text(text, &trail),
        Choice::Named(form) => {
            walk.named(form, text, &trail);
            if walk.is_empty() {
                let mut auto = Walk::new(input, most);
                auto.text(text, &trail);
                if let Some(fits) = auto.outermost().filter(|fits| *fits != form) {
                    let whole = trimmed(text);
                    let kind = Wrong::Needs {
                        form,
                        fits: Some(fits),
                    };
                    walk = Walk::new(input, most);
                    walk.problem(kind, whole, &trail);
                }
            }
        }
    }
    walk.finish()
}
