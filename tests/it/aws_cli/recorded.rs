//! Replies of the real TestEventPattern, recorded in us-east-1 on 13 September 2026, through
//! `events test-event-pattern`.

use super::{env, run_in};
use crate::conformance::{cases, text};
use serde_json::Value;
use std::collections::BTreeSet;

/// Cases that are answered otherwise so far. Whoever mends one takes it out: the list must be exact.
const OPEN: [&str; 17] = [
    // How complex duplicates, several lists and `$or` make a pattern.
    "boundary-duplicate-20",
    "boundary-identical-negated-11",
    "boundary-identical-stars-10",
    "boundary-identical-stars-11",
    "boundary-mixture-18",
    "boundary-mixture-20",
    "boundary-mixture-negated-27",
    "boundary-negated-order-4",
    "boundary-negated-scalar-array-5",
    "boundary-or-common-wildcard-10",
    "boundary-or-common-wildcard-11",
    // Case beyond the basic plane of Unicode.
    "edge_depth_casefold_😀_??",
    "edge_depth_casefold_𐐀_??",
    "edge_depth_casefold_𐐀_𐐀",
    "edge_depth_casefold_𐐀_𐐨",
    "edge_depth_notcasefold_😀_😀",
    // The event's `time` must be one.
    "edge_envelope_type_time",
];

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
    let differs: BTreeSet<_> = differs.map(|(_, case)| text(case, "case")).collect();
    assert_eq!(differs, BTreeSet::from(OPEN));
}
