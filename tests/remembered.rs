//! What `serve` remembers of patterns has a bound, whatever they are.
//!
//! A test binary of its own, with one test, since the allocator is the whole process's.
#![cfg(feature = "serve")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use pattern_test::serve::tester::{MOST_WEIGHT, Tester};
use pattern_test::{Mode, event::REQUIRED_FIELDS};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// As many pieces as fit into a pattern.
fn filled(room: usize, separator: &str, piece: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for number in 0.. {
        let piece = piece(number);
        if text.len() + separator.len() + piece.len() > room {
            break;
        }
        if number > 0 {
            text.push_str(separator);
        }
        text.push_str(&piece);
    }
    text
}

/// A name, and patterns of the kind by number.
type Kind = (&'static str, Box<dyn Fn(usize) -> String>);

/// Whatever patterns are asked about, no more memory is kept than was said.
#[test]
fn what_serve_remembers_is_bounded() {
    let fields = REQUIRED_FIELDS.map(|field| format!("\"{field}\": \"x\""));
    let event = format!("{{\"a\": [1, \"x\"], {}}}", fields.join(", "));
    let list = |piece: fn(usize) -> String| {
        let matchers = filled(4000, ",", piece);
        move |number: usize| format!("{{\"n\":[{number}],\"a\":[{matchers}]}}")
    };
    let letters = |from: &'static str| {
        filled(3900, "", move |at| {
            from.chars().nth(at % from.chars().count()).unwrap().into()
        })
    };
    let alternatives = |branches: usize, ors: usize, conditions: usize| {
        move |number: usize| {
            let ors: Vec<_> = (0..ors)
                .map(|or| {
                    let branches: Vec<_> = (0..branches)
                        .map(|branch| format!("{{\"o{or}\":[{branch}]}}"))
                        .collect();
                    format!("\"x{or}\":{{\"$or\":[{}]}}", branches.join(","))
                })
                .collect();
            let conditions: String = (0..conditions)
                .map(|at| format!("\"c{at}\":[1],"))
                .collect();
            format!("{{\"n\":[{number}],{conditions}{}}}", ors.join(","))
        }
    };
    let fold = letters("ßǆa");
    let (any_case, any_case_end) = (fold.clone(), fold.clone());
    let wide = letters("a*");
    let fields = filled(4000, ",", |at| format!("\"{at:x}\":[1]"));
    let deep = "{\"a\":".repeat(500);
    let refused = letters("x");
    let kinds: Vec<Kind> = vec![
        ("strings", Box::new(list(|at| format!("\"{at:x}\"")))),
        ("numbers", Box::new(list(|at| at.to_string()))),
        ("the same", Box::new(list(|_| "1".to_owned()))),
        (
            "prefixes",
            Box::new(list(|at| format!("{{\"prefix\":\"{at:x}\"}}"))),
        ),
        (
            "suffixes",
            Box::new(list(|at| format!("{{\"suffix\":\"{at:x}\"}}"))),
        ),
        ("addresses", Box::new(list(|at| format!("\"::{at:x}\"")))),
        (
            "blocks",
            Box::new(list(|at| format!("{{\"cidr\":\"::{at:x}/99\"}}"))),
        ),
        (
            "ranges",
            Box::new(list(|at| format!("{{\"numeric\":[\">\",{at}]}}"))),
        ),
        (
            "any case",
            Box::new(list(|at| format!("{{\"equals-ignore-case\":\"{at:x}\"}}"))),
        ),
        (
            "not listed",
            Box::new(move |number| {
                let listed = filled(3900, ",", |at| format!("\"{at:x}\""));
                format!("{{\"n\":[{number}],\"a\":[{{\"anything-but\":[{listed}]}}]}}")
            }),
        ),
        (
            "long, any case",
            Box::new(move |number| {
                format!("{{\"n\":[{number}],\"a\":[{{\"equals-ignore-case\":\"{any_case}\"}}]}}")
            }),
        ),
        (
            "long, any case, at the end",
            Box::new(move |number| {
                format!(
                    "{{\"n\":[{number}],\"a\":[{{\"suffix\":{{\"equals-ignore-case\":\"{any_case_end}\"}}}}]}}"
                )
            }),
        ),
        (
            "long, any case, not",
            Box::new(move |number| {
                format!(
                    "{{\"n\":[{number}],\"a\":[{{\"anything-but\":{{\"equals-ignore-case\":\"{fold}\"}}}}]}}"
                )
            }),
        ),
        (
            "too many stars",
            Box::new(move |number| {
                format!("{{\"n\":[{number}],\"a\":[{{\"wildcard\":\"{wide}\"}}]}}")
            }),
        ),
        (
            "wildcards",
            Box::new(move |number| {
                let wildcards = filled(3900, ",", |at| {
                    format!("\"a{at}\":[{{\"wildcard\":\"*{at}*x\"}}]")
                });
                format!("{{\"n\":[{number}],{wildcards}}}")
            }),
        ),
        (
            "fields",
            Box::new(move |number| format!("{{\"n\":[{number}],{fields}}}")),
        ),
        (
            "deep",
            Box::new(move |number| format!("{deep}[{number}]{}", "}".repeat(500))),
        ),
        ("some of both", Box::new(alternatives(5, 2, 300))),
        ("small", Box::new(|number| format!("{{\"n\":[{number}]}}"))),
        (
            "refused",
            Box::new(move |number| format!("{{\"n\":[{number}],\"{refused}\":1}}")),
        ),
        ("alternatives", Box::new(alternatives(10, 3, 0))),
        (
            "alternatives and conditions",
            Box::new(alternatives(10, 3, 40)),
        ),
        ("many small", Box::new(alternatives(2, 9, 0))),
    ];
    // The last three take longest by far, which is for `.ci/run`.
    let count = match std::env::var_os("PATTERN_TEST_WHOLE") {
        Some(_) => kinds.len(),
        None => kinds.len() - 3,
    };
    for (kind, pattern) in kinds.into_iter().take(count) {
        let region = Region::new(ALLOCATOR);
        let mut tester = Tester::new(Mode::Strict);
        let mut most = 0;
        let length = pattern(0).len();
        // Enough of them to reach the bound, were they as heavy as they are long.
        for number in 0..(MOST_WEIGHT / 128 / length).clamp(100, 20_000) {
            let pattern = pattern(number);
            assert!(pattern.chars().count() <= 4096, "{kind}: {}", pattern.len());
            for _ in 0..2 {
                let _ = tester.test(&pattern, &event);
            }
            let stats = region.change();
            most = most.max(
                stats
                    .bytes_allocated
                    .saturating_sub(stats.bytes_deallocated),
            );
        }
        eprintln!("{kind}: {most}");
        assert!(most < MOST_WEIGHT, "{kind}: {most}");
        drop(tester);
    }
}
