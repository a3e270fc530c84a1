//! What a case may expect, and that each expectation can fail.

use super::{project, verify};

/// The exit code and what is printed for a suite of this one case.
fn outcome(case: &str) -> (Option<i32>, String) {
    let suite = format!(
        "pattern: app.json\nevents:\n  base: ../fixtures/app-fails.json\n  ok:\n    event-from: base\n    set: {{/detail/containers/0/exitCode: 0}}\ncases:\n  - {case}\n"
    );
    let directory = project(&suite);
    let output = verify(&directory, &[]).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8(text).unwrap();
    // Where lines are broken is of no interest here.
    let words: Vec<_> = text.split_whitespace().collect();
    (output.status.code(), words.join(" "))
}

fn passes(case: &str) {
    let (code, text) = outcome(case);
    assert_eq!(code, Some(0), "{case}\n{text}");
}

fn fails(case: &str, because: &str) {
    let (code, text) = outcome(case);
    assert_eq!(code, Some(1), "{case}\n{text}");
    assert!(text.contains(because), "{case}\n{text}");
}

#[test]
fn verdicts() {
    passes("{event: base, expect: match}");
    fails(
        "{event: base, expect: no-match}",
        "expected no match, found match Match",
    );
    passes("{event: ok, expect: no-match}");
    fails(
        "{event: ok, expect: match}",
        "expected match, found no match No match",
    );
    passes("{event: base, expect: match, mode: both}");
    let apart = "set: {/detail/containers/1/exitCode: 2, /detail/containers/0/exitCode: 0}";
    passes(&format!(
        "{{event-from: base, {apart}, flattened: match, strict: no-match}}"
    ));
    fails(
        &format!("{{event-from: base, {apart}, flattened: match, strict: match}}"),
        "expected match, found no match (strict)",
    );
    fails(
        &format!("{{event-from: base, {apart}, expect: match, mode: both}}"),
        "expected match, found no match (strict)",
    );
    passes(&format!(
        "{{event-from: base, {apart}, expect: no-match, mode: strict}}"
    ));
    for expect in ["match", "no-match"] {
        fails(
            &format!("{{event-from: base, {apart}, expect: {expect}}}"),
            "the modes differ on this event: state `mode` (flattened: match; strict, EventBridge today: no match)",
        );
    }
}

#[test]
fn events_in_every_form() {
    passes("{event: ../fixtures/app-fails.json, expect: match}");
    passes("{event: ../fixtures/app-*.json, expect: match}");
    passes("{event: ../**/app-*.json, expect: match}");
    passes("{event: [base, ../fixtures/*.json], expect: match}");
    passes(
        r#"{event: '{"source": "aws.ecs", "detail": {"containers": {"name": "app", "exitCode": 1}}}', expect: match}"#,
    );
    passes(
        "{event: {source: aws.ecs, detail: {containers: {name: app, exitCode: 1}}}, expect: match}",
    );
    passes("{event-from: ok, set: {/detail/containers/0/exitCode: 3}, expect: match}");
    passes(
        "{event-from: ok, remove: /detail/containers/0, set: {/detail/containers/-: {name: app, exitCode: 3}}, expect: match, mode: flattened}",
    );
}

#[test]
fn patterns_in_every_form() {
    passes("{pattern: app.json, event: base, expect: match}");
    passes(r#"{pattern: '{"source": ["aws.ecs"]}', event: base, expect: match}"#);
    passes("{pattern: {source: [aws.ecs]}, event: base, expect: match}");
    fails(
        "{pattern: {source: [aws.ec2]}, event: base, expect: match}",
        "wants \"aws.ec2\"",
    );
    fails(
        "{pattern: {source: aws.ecs}, event: base, expect: match}",
        "the pattern is refused",
    );
}

#[test]
fn invalid_patterns() {
    let pattern = "pattern: {source: aws.ecs}, expect: invalid";
    let reason = r#""source" must be an object or an array"#;
    let place = r#"\n at [Source: (String)\"{\"source\": \"aws.ecs\"}\"; line: 1, column: 13]"#;
    passes(&format!("{{{pattern}}}"));
    passes(&format!("{{{pattern}, error: '{reason}'}}"));
    let escaped = reason.replace('"', "\\\"");
    passes(&format!("{{{pattern}, error: \"{escaped}{place}\"}}"));
    passes(&format!(
        "{{{pattern}, error: \"Event pattern is not valid. Reason: {escaped}{place}\"}}"
    ));
    fails(
        &format!(
            "{{{pattern}, error: \"{escaped}{}\"}}",
            place.replace("13", "14")
        ),
        "with another text",
    );
    fails(
        "{expect: invalid}",
        "expected an invalid pattern, it is accepted",
    );
}

#[test]
fn reasons() {
    let case =
        |because: &str| format!("{{event: base, expect: match, mode: both, because: [{because}]}}");
    passes(&case(
        "{path: source, pointer: /source}, {path: detail.containers.exitCode, pointer: /detail/containers/0/exitCode}",
    ));
    fails(
        &case("{path: detail.containers.exitCode, pointer: /detail/containers/1/exitCode}"),
        "it is satisfied by /detail/containers/0/exitCode",
    );
    fails(
        &case("{path: source, pointer: null}"),
        "the absence of any value",
    );
    fails(
        &case("{path: sauce, pointer: /source}"),
        "no condition on this path",
    );
    passes(
        "{pattern: {detail: {stopCode: [{exists: false}]}}, event: base, expect: match, because: [{path: detail.stopCode, pointer: null}]}",
    );
}
