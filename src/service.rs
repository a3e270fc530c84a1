//! What the service's `TestEventPattern` answers: a verdict, or the exception that refuses the request.

use crate::matching::{Evaluation, Mode, evaluate};
use crate::{Event, Pattern};

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The verdict in the mode asked for.
    pub result: bool,
    /// Both modes, with the witnesses.
    pub evaluation: Evaluation,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The service refuses the request.
    Exception {
        /// The exception's name: `InvalidEventPatternException` or `ValidationException`.
        name: &'static str,
        /// Its text, as the service words it.
        message: String,
    },
    /// The search for a strict match was given up: too many ways through the event's arrays. Never in
    /// flattened mode.
    Undecided,
}

/// What is said of [`Refusal::Undecided`].
pub const UNDECIDED: &str =
    "the search for a strict match was given up: too many ways through the event's arrays";

/// Answers as the service does: today in [`Mode::SERVICE`], before in the other one.
///
/// Pattern first: its length, its validity, then the event, which must be a JSON object with the
/// [required fields](crate::event::REQUIRED_FIELDS) of the envelope, of which `time` is a string. That length comes first is what
/// the API's model promises; which of a wrong pattern and a wrong event the service reports where
/// both are wrong is not known.
///
/// ```
/// use pattern_test::{Mode, service};
///
/// let event = r#"{"id": "1", "account": "1", "source": "orders", "time": "2026-11-02T00:00:00Z", "region": "",
///                 "detail-type": "Order"}"#;
/// let answer = service::test_event_pattern(r#"{"source": ["orders"]}"#, event, Mode::SERVICE);
/// assert!(answer.is_ok_and(|answer| answer.result));
///
/// let refusal = service::test_event_pattern("[]", event, Mode::SERVICE).unwrap_err();
/// assert!(matches!(
///     refusal,
///     service::Refusal::Exception { name: "InvalidEventPatternException", .. }
/// ));
/// ```
///
/// # Errors
/// See [`Refusal`].
pub fn test_event_pattern(pattern: &str, event: &str, mode: Mode) -> Result<Answer, Refusal> {
    answer(&compile(pattern)?, event, mode)
}

/// The first half of [`test_event_pattern`]: what depends on the pattern alone.
///
/// # Errors
/// The service refuses the pattern.
pub fn compile(pattern: &str) -> Result<Pattern, Refusal> {
    Pattern::parse(pattern).map_err(|error| Refusal::Exception {
        name: error.exception(),
        message: error.service_text(),
    })
}

/// The second half.
///
/// # Errors
/// The event is not valid, or strict mode gave up.
pub fn answer(pattern: &Pattern, event: &str, mode: Mode) -> Result<Answer, Refusal> {
    let refuse = |reason: &str| Refusal::Exception {
        name: "ValidationException",
        message: format!("Parameter Event is not valid.{reason}"),
    };
    let event = Event::parse(event)
        .ok()
        .filter(|event| event.missing_fields().is_empty())
        .ok_or_else(|| refuse(""))?;
    // Which strings the service takes for a time is not known.
    if event.field("time").is_none() {
        return Err(refuse(" Reason: Invalid time."));
    }
    let evaluation = evaluate(pattern, &event);
    let verdict = evaluation.verdict(mode);
    if verdict.gave_up {
        return Err(Refusal::Undecided);
    }
    Ok(Answer {
        result: verdict.matched,
        evaluation,
    })
}
