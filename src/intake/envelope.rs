//! The envelope of an event, put together from what an input says.

use super::note::Note;
use super::put_events::{PLACEHOLDER_ID, PLACEHOLDER_TIME};
use crate::json::write_string;

/// A member of the envelope.
pub(super) enum Part {
    /// As the input has it.
    Given(String),
    /// Worked out from what is named.
    From(String, &'static str),
    /// The input does not say.
    Missing,
}

impl Part {
    pub(super) fn from(value: Option<String>, what: &'static str) -> Self {
        match value {
            Some(value) => Self::From(value, what),
            None => Self::Missing,
        }
    }
}

/// What an input says of an event. Texts are as they are, not as JSON spells them.
pub(super) struct Envelope {
    pub(super) id: Part,
    pub(super) detail_type: Part,
    pub(super) source: Part,
    pub(super) account: Part,
    pub(super) time: Part,
    pub(super) region: Part,
    /// JSON.
    pub(super) resources: Option<String>,
    /// JSON.
    pub(super) detail: String,
}

impl Envelope {
    /// The event, and what was made up in it.
    pub(super) fn build(self) -> (String, Vec<Note>) {
        let mut notes = Vec::new();
        let mut event = String::with_capacity(self.detail.len() + 512);
        event.push_str(r#"{"version":"0""#);
        for (member, part, placeholder) in [
            ("id", self.id, PLACEHOLDER_ID),
            ("detail-type", self.detail_type, "unknown"),
            ("source", self.source, "unknown"),
            ("account", self.account, "123456789012"),
            ("time", self.time, PLACEHOLDER_TIME),
            ("region", self.region, "us-east-1"),
        ] {
            let value = match part {
                Part::Given(value) => value,
                Part::From(value, from) => {
                    let from = from.to_owned();
                    notes.push(Note::Derived { member, from });
                    value
                }
                Part::Missing => {
                    let value = placeholder;
                    notes.push(Note::Placeholder { member, value });
                    value.to_owned()
                }
            };
            event.push(',');
            write_string(&mut event, member);
            event.push(':');
            write_string(&mut event, &value);
        }
        event.push_str(r#","resources":"#);
        event.push_str(self.resources.as_deref().unwrap_or("[]"));
        event.push_str(r#","detail":"#);
        event.push_str(&self.detail);
        event.push('}');
        (event, notes)
    }
}
