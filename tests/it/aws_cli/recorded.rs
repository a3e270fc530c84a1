//! Replies of the real TestEventPattern, recorded in us-east-1 on 13 September 2026, through
//! `events test-event-pattern`.

use super::{env, run_in};
use crate::conformance::{cases, text};
use serde_json::Value;

fn agrees(case: &Value) -> bool {
    let args = [
        "events",
        "test-event-pattern",
        "--output=text",
        "--event-pattern",
        text(case, "pattern"),
        "--event",
        text(case, "event"),
    ];
    let (code, stdout, stderr) = run_in(&args, &env());
    match &case["reply"] {
        Value::Bool(true) => (code, &*stdout) == (0, "True\n"),
        Value::Bool(false) => (code, &*stdout) == (0, "False\n"),
        reply => {
            let (name, message) = reply.as_str().unwrap().split_once(": ").unwrap();
            // The service broke down over what it should have refused.
            if name == "InternalFailure" {
                return code == 254;
            }
            let expected = format!(
                "\nAn error occurred ({name}) when calling the TestEventPattern operation: \
                 {message}\n"
            );
            (code, stderr) == (254, expected)
        }
    }
}

#[test]
fn as_the_service_replied() {
    let cases = cases("recorded", 391);
    let differs = cases.iter().filter(|(_, case)| !agrees(case));
    let differs: Vec<_> = differs.map(|(_, case)| text(case, "case")).collect();
    assert!(differs.is_empty(), "{differs:?}");
}
