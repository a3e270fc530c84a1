//! Replies of the real `TestEventPattern`, recorded in September 2026 in us-east-1.

use crate::conformance::{cases, text};
use pattern_test::Mode;
use pattern_test::service::{Refusal, test_event_pattern};
use serde_json::Value;

/// What we answer, written as the recording writes it.
fn answer(case: &Value) -> Value {
    match test_event_pattern(text(case, "pattern"), text(case, "event"), Mode::Strict) {
        Ok(answer) => Value::Bool(answer.result),
        Err(Refusal::Exception { name, message }) => format!("{name}: {message}").into(),
        Err(Refusal::Undecided) => "undecided".into(),
    }
}

#[test]
fn every_reply() {
    let cases = cases("recorded", 391);
    let mut differences = Vec::new();
    for (line, case) in &cases {
        let (ours, theirs) = (answer(case), &case["reply"]);
        // Where the service fails, a refusal of our own is all that can be asked for.
        let failure = theirs == "InternalFailure: " && ours.is_string();
        if ours != *theirs && !failure {
            let name = text(case, "case");
            differences.push(format!(
                "line {line}, {name}\n ours: {ours}\n theirs: {theirs}"
            ));
        }
    }
    let of = cases.len();
    let shown = differences.join("\n\n");
    assert!(
        differences.is_empty(),
        "{} of {of} differ:\n\n{shown}",
        differences.len()
    );
}
