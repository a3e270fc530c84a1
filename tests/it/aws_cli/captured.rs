//! What version 2.9.19 of the AWS CLI prints, recorded.
//!
//! `captured.jsonl` holds command lines of every kind; `queries.jsonl` holds expressions that were
//! put together at random, in all output formats. Both were made by the AWS CLI itself with a
//! service in between that knows two patterns. `{MATCHING}`, `{OTHER}`, `{EVENT}` and `{USAGE}`
//! stand for the texts that come again and again.

use super::{EVENT, MATCHING, OTHER, Output, USAGE, env, run_in, test};
use serde_json::Value;

fn cases(name: &str, expected: usize) -> Vec<Value> {
    let path = format!(
        "{}/tests/it/aws_cli/{name}.jsonl",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(&path).unwrap();
    let cases: Vec<_> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(cases.len(), expected, "{path} is not whole");
    cases
}

fn text(case: &Value, key: &str) -> String {
    full(case[key].as_str().unwrap())
}

fn full(text: &str) -> String {
    let quoted = |text: &str| serde_json::to_string(text).unwrap();
    text.replace("{\"MATCHING\"}", &quoted(MATCHING))
        .replace("{\"EVENT\"}", &quoted(EVENT))
        .replace("{MATCHING}", MATCHING)
        .replace("{OTHER}", OTHER)
        .replace("{EVENT}", EVENT)
        .replace("{USAGE}", USAGE)
}

fn expected(case: &Value) -> Output {
    let code = u8::try_from(case["code"].as_u64().unwrap()).unwrap();
    (code, text(case, "stdout"), text(case, "stderr"))
}

fn compare(name: &str, ours: &Output, theirs: &Output, differences: &mut Vec<String>) {
    if ours != theirs {
        differences.push(format!("{name}\n ours:   {ours:?}\n theirs: {theirs:?}"));
    }
}

fn report(differences: &[String]) {
    assert!(
        differences.is_empty(),
        "{} differ:\n\n{}",
        differences.len(),
        differences[..differences.len().min(10)].join("\n\n")
    );
}

#[test]
fn command_lines() {
    let mut differences = Vec::new();
    for case in cases("captured", 601) {
        let args: Vec<_> = case["args"].as_array().unwrap().iter().collect();
        let args: Vec<_> = args.iter().map(|arg| full(arg.as_str().unwrap())).collect();
        let args: Vec<_> = args.iter().map(String::as_str).collect();
        let mut env = env();
        for (name, value) in case["env"].as_object().into_iter().flatten() {
            let value = value.as_str().unwrap().into();
            env.variables.insert(name.into(), value);
        }
        let ours = run_in(&args, &env);
        compare(
            &text(&case, "name"),
            &ours,
            &expected(&case),
            &mut differences,
        );
    }
    report(&differences);
}

#[test]
fn queries() {
    let mut differences = Vec::new();
    for case in cases("queries", 600) {
        let (query, format) = (text(&case, "query"), text(&case, "output"));
        let pattern = if case["result"] == true {
            MATCHING
        } else {
            OTHER
        };
        let query_option = format!("--query={query}");
        let ours = test(pattern, EVENT, &["--output", &format, &query_option]);
        let name = format!("{query} as {format}");
        compare(&name, &ours, &expected(&case), &mut differences);
    }
    report(&differences);
}
