//! Matching allocates nothing once it has seen events of the kind.
//!
//! A test binary of its own, since the allocator is the whole process's. It counts, and asserts no
//! times: so it tells of a slip on any machine.
#![cfg(feature = "engine")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use pattern_test::Pattern;
use pattern_test::engine::{Modes, RuleSet, Scratch};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use std::path::Path;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The texts of the JSON files below a folder.
fn files(folder: &str) -> Vec<String> {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut texts = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(
                std::fs::read_dir(&path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
        } else if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            texts.push(std::fs::read_to_string(&path).unwrap());
        }
    }
    texts
}

/// Every operator, so that each part of the index has its turn.
const OPERATORS: &str = r#"{
    "source": [{"prefix": "aws."}, {"suffix": ".app"}, {"equals-ignore-case": "AWS.ECS"}, "x", "y", "z", "u", "v"],
    "detail": {
        "sourceIPAddress": [{"cidr": "10.0.0.0/8"}, {"cidr": "2001:db8::/32"}, "127.0.0.1"],
        "eventName": [{"anything-but": ["A", "B"]}, {"anything-but": {"wildcard": ["*x*y"]}}],
        "object": {"size": [{"numeric": [">", 0]}, 12345678901234567890], "key": [{"wildcard": "*a*b"}]},
        "containers": {"exitCode": [{"anything-but": [0]}, {"exists": false}], "name": [{"exists": true}]}
    }
}"#;

#[test]
fn matching_allocates_nothing() {
    let mut patterns: Vec<_> = files("patterns")
        .iter()
        .map(|text| Pattern::parse(text).unwrap())
        .collect();
    // Each condition alone too, so that all of them are reached.
    let all = Pattern::parse(OPERATORS).unwrap();
    for condition in all.conditions() {
        let keys: Vec<_> = condition.path.split('.').collect();
        let open: String = keys.iter().map(|key| format!("{{\"{key}\":")).collect();
        let text = format!(
            "{open}{}{}",
            condition.span.of(OPERATORS),
            "}".repeat(keys.len())
        );
        patterns.push(Pattern::parse(&text).unwrap());
    }
    patterns.push(all);
    for words in 0..20 {
        let text = format!(r#"{{"detail":{{"userAgent":[{{"wildcard":"*word{words}*"}}]}}}}"#);
        patterns.push(Pattern::parse(&text).unwrap());
    }
    let mut rules = RuleSet::builder();
    for pattern in &patterns {
        rules.add("", pattern);
    }
    let rules = rules.build();
    let mut events: Vec<_> = ["ecs", "ec2", "s3", "cloudtrail"]
        .iter()
        .flat_map(|service| files(&format!("fixtures/{service}")))
        .collect();
    events.push(
        r#"{"source": "\u0061ws.größe", "detail": {"sourceIPAddress": "2001:db8::1", "userAgent": "word3 WORD word19",
            "object": {"size": -122.422003528252475, "key": "a\"b"}, "containers": [{"name": "a"}, [{"name": "b", "exitCode": 1}]]}}"#
            .to_owned(),
    );
    let mut scratch = Scratch::new();
    for modes in [Modes::Flattened, Modes::Strict, Modes::Both] {
        let mut matched = 0;
        let mut pass = || {
            for event in &events {
                let matches = rules
                    .matches(event.as_bytes(), modes, &mut scratch)
                    .unwrap();
                matched += matches.flattened.len() + matches.strict.len();
            }
        };
        pass();
        let region = Region::new(ALLOCATOR);
        for _ in 0..20 {
            pass();
        }
        let stats = region.change();
        assert_eq!(
            stats.allocations + stats.reallocations,
            0,
            "{modes:?}: {stats:?}"
        );
        assert!(matched > 20 * events.len() / 2, "{matched}");
    }
}
