//! What the service answers, as the AWS CLI tells it.

use super::errors::Failure;
use crate::matching::{Evaluation, Mode};
use crate::service::{self, Refusal};

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
pub(super) fn decide(request: &Request, strict: bool) -> Result<Verdict, Failure> {
    let mode = if strict {
        Mode::Strict
    } else {
        Mode::Flattened
    };
    let answer = service::test_event_pattern(&request.event_pattern, &request.event, mode)
        .map_err(|refusal| match refusal {
            Refusal::Exception { name, message } => Failure::Service {
                exception: name,
                message,
            },
            Refusal::Undecided => Failure::Other(service::UNDECIDED.to_owned()),
        })?;
    Ok(Verdict {
        result: answer.result,
        note: answer
            .evaluation
            .disagree()
            .then(|| disagreement(&answer.evaluation)),
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
