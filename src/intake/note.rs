//! What was added or changed on the way to an event.

use super::Form;
use std::fmt;

/// Something that was completed, changed or left out, for people who ask.
///
/// ```
/// use pattern_test::intake::Note;
///
/// let note = Note::Placeholder { member: "region", value: "us-east-1" };
/// assert_eq!(note.to_string(), "`region` is a placeholder: us-east-1");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// The input says nothing about a member of the envelope: it has a fixed value.
    Placeholder {
        /// The member of the event.
        member: &'static str,
        /// Its value.
        value: &'static str,
    },
    /// A member of the envelope was worked out from something else.
    Derived {
        /// The member of the event.
        member: &'static str,
        /// What it was taken from.
        from: String,
    },
    /// A time was written anew.
    Time {
        /// Where it stands in the event's `detail`.
        member: String,
        /// As it was.
        from: String,
        /// As it is.
        to: String,
    },
    /// A time was not understood and left as it was.
    UnknownTime {
        /// Where it stands in the event's `detail`.
        member: String,
        /// As it is.
        text: String,
    },
    /// The service's own event has a member that the input lacks.
    Lacks {
        /// The member of `detail`.
        member: &'static str,
    },
    /// The input has a member that the service's own event does not, as documented; it was kept.
    Beyond {
        /// The member of `detail`.
        member: &'static str,
    },
    /// The service's own event spells a value differently; it was kept.
    Spelled {
        /// Where it stands in `detail`.
        member: String,
        /// As it is.
        here: String,
        /// As the service's event has it.
        there: &'static str,
    },
    /// An entry of `failures` in the output of `aws ecs describe-tasks`.
    Failure {
        /// The entry, as it stands.
        text: String,
    },
    /// Log messages, or objects in them, that are no events were passed over.
    PassedOver {
        /// The form they stand in.
        form: Form,
        /// How many.
        count: usize,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Placeholder { member, value } => {
                write!(f, "`{member}` is a placeholder: {value}")
            }
            Self::Derived { member, from } => write!(f, "`{member}` was taken from {from}"),
            Self::Time { member, from, to } => {
                write!(f, "`detail.{member}` was {from} and became {to}")
            }
            Self::UnknownTime { member, text } => write!(
                f,
                "`detail.{member}` is not a time known here and was kept: {text}"
            ),
            Self::Lacks { member } => {
                write!(f, "the service's own event also has `detail.{member}`")
            }
            Self::Beyond { member } => write!(
                f,
                "`detail.{member}` was kept, though the service's own event has none"
            ),
            Self::Spelled {
                member,
                here,
                there,
            } => write!(
                f,
                "`detail.{member}` was kept as `{here}`, though the service's own event has `{there}`"
            ),
            Self::Failure { text } => write!(f, "the output reports a failure: {text}"),
            Self::PassedOver { form, count } => {
                let (what, one) = match form {
                    Form::LogEvents | Form::Csv => ("log message", "holds no event"),
                    Form::LambdaLog => ("log entry", "holds no event"),
                    Form::Insights => ("row", "holds no event"),
                    Form::BusLog => ("record of the bus's log", "has no `event_detail`"),
                    Form::Python => ("object in the log", "is not an event"),
                    _ => ("record", "holds no event"),
                };
                match count {
                    1 => write!(f, "1 {what} {one}"),
                    _ => {
                        let several = match one {
                            "is not an event" => "are not events",
                            "has no `event_detail`" => "have no `event_detail`",
                            _ => "hold no event",
                        };
                        let what = match what.strip_suffix("entry") {
                            Some(front) => format!("{front}entries"),
                            None => match what.split_once(' ') {
                                Some(("object", rest)) => format!("objects {rest}"),
                                Some(("record", rest)) => format!("records {rest}"),
                                _ => format!("{what}s"),
                            },
                        };
                        write!(f, "{count} {what} {several}")
                    }
                }
            }
        }
    }
}
