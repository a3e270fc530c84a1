//! What the service answers.

use super::errors::Failure;
use crate::matching::{Evaluation, Mode, evaluate};
use crate::{Event, Pattern};

/// The texts of a request that is put together well.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) event_pattern: String,
    pub(super) event: String,
}

pub(super) struct Verdict {
    pub(super) result: bool,
    /// A line on the modes' disagreement, if they disagree.
    pub(super) note: Option<String>,
}

/// The service's verdict, or in strict mode ours.
///
/// Pattern first: its length, its validity, then the event. That length comes first is what the
/// API's model promises; which of a wrong pattern and a wrong event the service reports where both
/// are wrong is not known.
pub(super) fn decide(request: &Request, strict: bool) -> Result<Verdict, Failure> {
    let pattern = Pattern::parse(&request.event_pattern).map_err(|error| Failure::Service {
        exception: error.exception(),
        message: error.service_text(),
    })?;
    let event = Event::parse(request.event.as_str())
        .ok()
        .filter(|event| event.missing_fields().is_empty())
        .ok_or_else(|| Failure::Service {
            exception: "ValidationException",
            message: "Parameter Event is not valid.".to_owned(),
        })?;
    let evaluation = evaluate(&pattern, &event);
    let mode = if strict {
        Mode::Strict
    } else {
        Mode::Flattened
    };
    let verdict = evaluation.verdict(mode);
    if verdict.gave_up {
        return Err(Failure::Other(
            "the search for a strict match was given up: too many ways through the event's arrays"
                .to_owned(),
        ));
    }
    Ok(Verdict {
        result: verdict.matched,
        note: evaluation.disagree().then(|| disagreement(&evaluation)),
    })
}

fn disagreement(evaluation: &Evaluation) -> String {
    let word = |mode| match evaluation.verdict(mode) {
        verdict if verdict.gave_up => "undecided",
        verdict if verdict.matched => "true",
        _ => "false",
    };
    format!(
        "note: the modes disagree: flattened, as in the service, {}; strict {}\n",
        word(Mode::Flattened),
        word(Mode::Strict)
    )
}
