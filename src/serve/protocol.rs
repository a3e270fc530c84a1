//! One request and its answer, without the network: the AWS JSON 1.1 protocol as far as
//! `TestEventPattern` needs it.

use super::body::{self, Parameters};
use super::tester::Tester;
use crate::service::{self, Refusal};
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::net::IpAddr;

/// The header that names the operation.
pub const TARGET_HEADER: &str = "x-amz-target";

/// The only operation that is answered.
pub const TARGET: &str = "AWSEvents.TestEventPattern";

/// The media type of the protocol.
pub const MEDIA_TYPE: &str = "application/x-amz-json-1.1";

/// What an answer consists of, apart from its request's id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The media type of the body.
    pub media_type: &'static str,
    /// The error's name, which also stands in the header `x-amzn-ErrorType`.
    pub error: Option<&'static str>,
    /// The body.
    pub body: Cow<'static, str>,
    /// The methods to name in a header `Allow`, where the request's is not among them.
    pub allow: Option<&'static str>,
}

impl Answer {
    fn text(status: u16, body: &'static str) -> Self {
        Self {
            status,
            media_type: "text/plain; charset=utf-8",
            error: None,
            body: body.into(),
            allow: None,
        }
    }

    /// An error in the protocol's form.
    pub fn error(status: u16, name: &'static str, message: &str) -> Self {
        Self {
            status,
            media_type: MEDIA_TYPE,
            error: Some(name),
            body: json!({"__type": name, "message": message})
                .to_string()
                .into(),
            allow: None,
        }
    }
}

/// What to do with a request, as far as its head tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// Read the body and hand it to [`test_event_pattern`].
    TestEventPattern,
    /// The answer is known.
    Answered(Answer),
}

/// Whether a request is meant for this machine, by what it says of the host that it is for: an
/// address, `localhost` or nothing. Another name may be somebody's who has it lead here, to have a
/// browser read the answers.
///
/// ```
/// use pattern_test::serve::protocol::is_for_this_machine;
///
/// assert!(is_for_this_machine(Some("localhost:8013")) && is_for_this_machine(Some("[::1]")));
/// assert!(!is_for_this_machine(Some("example.org:8013")));
/// ```
pub fn is_for_this_machine(host: Option<&str>) -> bool {
    let Some(host) = host.map(str::trim).filter(|host| !host.is_empty()) else {
        return true;
    };
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => match host.rsplit_once(':') {
            Some((name, port)) if is_port(port) => name,
            _ => host,
        },
    };
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name.parse::<IpAddr>().is_ok() || name == "localhost" || name.ends_with(".localhost")
}

/// The answer to a request that is not.
pub fn not_for_this_machine() -> Answer {
    Answer::error(
        403,
        "AccessDeniedException",
        "the header Host names neither localhost nor an address; serve answers to other names only \
         with --allow-remote",
    )
}

/// Decides by method, path and the header [`TARGET_HEADER`].
///
/// ```
/// use pattern_test::serve::protocol::{Route, route};
///
/// assert_eq!(route("POST", "/", Some("AWSEvents.TestEventPattern")), Route::TestEventPattern);
/// let Route::Answered(answer) = route("POST", "/", Some("AWSEvents.PutRule")) else { panic!() };
/// assert_eq!((answer.status, answer.error), (400, Some("UnknownOperationException")));
/// ```
pub fn route(method: &str, path: &str, target: Option<&str>) -> Route {
    Route::Answered(match (method, path) {
        ("POST", "/") => match target {
            Some(TARGET) => return Route::TestEventPattern,
            Some(_) => Answer::error(
                400,
                "UnknownOperationException",
                "this endpoint knows one operation, AWSEvents.TestEventPattern",
            ),
            None => Answer::error(
                400,
                "UnknownOperationException",
                "the header X-Amz-Target, which names the operation, is missing",
            ),
        },
        ("GET" | "HEAD", "/healthz") => Answer::text(200, "ok\n"),
        (_, "/healthz") => Answer {
            allow: Some("GET, HEAD"),
            ..Answer::text(405, "GET this\n")
        },
        (_, "/") => Answer {
            allow: Some("GET, HEAD, POST"),
            ..Answer::text(
                405,
                "POST requests for AWSEvents.TestEventPattern to this address: aws events \
                 test-event-pattern --endpoint-url …\n",
            )
        },
        _ => Answer::text(404, "there is nothing here but / and /healthz\n"),
    })
}

/// Answers `TestEventPattern`. The body is the JSON object of its parameters.
///
/// | what | status | name |
/// | --- | --- | --- |
/// | answered | 200 | |
/// | the body is no JSON object, or a parameter no string | 400 | `SerializationException` |
/// | a parameter is missing, the pattern is too long, the event is not valid | 400 | `ValidationException` |
/// | the pattern is not valid | 400 | `InvalidEventPatternException` |
/// | strict mode gave up | 400 | `StrictVerdictUndecidedException` |
///
/// ```
/// use pattern_test::Mode;
/// use pattern_test::serve::{protocol::test_event_pattern, tester::Tester};
///
/// let answer = test_event_pattern(br#"{"Event": "{}"}"#, &mut Tester::new(Mode::Flattened));
/// assert_eq!((answer.status, answer.error), (400, Some("ValidationException")));
/// assert!(answer.body.contains("Value at 'eventPattern' failed to satisfy constraint"));
/// ```
pub fn test_event_pattern(body: &[u8], tester: &mut Tester) -> Answer {
    let Parameters { pattern, event } = match parameters(body) {
        Ok(parameters) => parameters,
        Err(answer) => return answer,
    };
    match tester.test(&pattern, &event) {
        Ok(result) => Answer {
            status: 200,
            media_type: MEDIA_TYPE,
            error: None,
            body: if result {
                r#"{"Result":true}"#.into()
            } else {
                r#"{"Result":false}"#.into()
            },
            allow: None,
        },
        Err(Refusal::Exception { name, message }) => Answer::error(400, name, &message),
        Err(Refusal::Undecided) => {
            Answer::error(400, "StrictVerdictUndecidedException", service::UNDECIDED)
        }
    }
}

fn parameters(body: &[u8]) -> Result<Parameters, Answer> {
    // Nearly all requests are like that. What another one holds, or what is wrong with it, is found out below.
    if let Some(parameters) = body::read(body) {
        return Ok(parameters);
    }
    let serialization = |message: &str| Answer::error(400, "SerializationException", message);
    let mut given = if body.is_empty() {
        Map::new()
    } else {
        match serde_json::from_slice(body) {
            Ok(Value::Object(given)) => given,
            Ok(_) => return Err(serialization("the body is not a JSON object")),
            Err(error) => return Err(serialization(&format!("the body is not JSON: {error}"))),
        }
    };
    let mut take = |name: &str| match given.remove(name) {
        Some(Value::String(text)) => Ok(Some(text)),
        Some(Value::Null) | None => Ok(None),
        Some(_) => Err(serialization(&format!("{name} is not a string"))),
    };
    match (take("EventPattern")?, take("Event")?) {
        (Some(pattern), Some(event)) => Ok(Parameters { pattern, event }),
        (pattern, event) => Err(missing(pattern.is_none(), event.is_none())),
    }
}

/// The service's words for parameters that are not there.
fn missing(pattern: bool, event: bool) -> Answer {
    let names: Vec<_> = [(pattern, "eventPattern"), (event, "event")]
        .into_iter()
        .filter_map(|(missing, name)| missing.then_some(name))
        .collect();
    let details: Vec<_> = names
        .iter()
        .map(|name| {
            format!("Value at '{name}' failed to satisfy constraint: Member must not be null")
        })
        .collect();
    let errors = match names.len() {
        1 => "1 validation error".to_owned(),
        count => format!("{count} validation errors"),
    };
    Answer::error(
        400,
        "ValidationException",
        &format!("{errors} detected: {}", details.join("; ")),
    )
}

#[cfg(test)]
mod tests;
