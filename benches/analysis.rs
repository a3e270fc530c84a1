//! How long it takes to compare patterns.
//!
//! `cargo bench --features benches --bench analysis`. Patterns of 4 KB: lists of values, prefixes and wildcards on many
//! paths; `$or` branches that multiply to hundreds of alternatives; each against itself written
//! otherwise and against a changed one. And 300 rules of a made-up organisation against each other.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark fails by panicking"
)]

use divan::{Bencher, black_box};
use pattern_test::Pattern;
use pattern_test::analysis::{Options, Relation, compare, overlap, simplify, suite};
use std::fmt;
use std::num::NonZeroUsize;

fn main() {
    divan::main();
}

/// Two patterns of about 4 KB.
struct Pair {
    name: &'static str,
    first: Pattern,
    second: Pattern,
    expected: Relation,
}

impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

fn pattern(text: &str) -> Pattern {
    let pattern = Pattern::parse(text).unwrap();
    assert!(
        (3_400..=4_096).contains(&pattern.length()),
        "{}",
        pattern.length()
    );
    pattern
}

/// Many fields, each with a list.
fn fields(fields: usize, list: impl Fn(usize) -> String) -> String {
    let fields: Vec<_> = (0..fields)
        .map(|field| format!(r#""field-{field}":[{}]"#, list(field)))
        .collect();
    format!(
        r#"{{"source":["aws.s3"],"detail-type":["Object Created"],"detail":{{{}}}}}"#,
        fields.join(",")
    )
}

/// Strings, in this order.
fn strings(count: usize, backwards: bool, prefix: &str) -> String {
    let mut list: Vec<_> = (0..count).map(|n| format!(r#""{prefix}{n:04}""#)).collect();
    if backwards {
        list.reverse();
    }
    list.join(",")
}

fn mixed(field: usize, changed: bool) -> String {
    let number = if changed { field + 1 } else { field };
    match field % 8 {
        0 => format!(r#"{{"prefix":"team-{number}/"}},{{"suffix":".log"}}"#),
        1 => format!(r#"{{"wildcard":"arn:*:bucket-{number}/*"}}"#),
        2 => format!(r#"{{"anything-but":["a{number}","b","c"]}}"#),
        3 => format!(r#"{{"numeric":[">=",{number},"<",1000]}}"#),
        4 => format!(r#"{{"cidr":"10.{field}.0.0/16"}},{{"cidr":"10.{number}.0.0/24"}}"#),
        5 => format!(r#"{{"equals-ignore-case":"Production-{number}"}}"#),
        6 => format!(r#"{{"exists":false}},{{"anything-but":{{"prefix":"x{number}"}}}}"#),
        _ => format!(r#"true,null,{number},"{number}""#),
    }
}

/// Three `$or` of eight branches each, with 512 alternatives.
fn branches(backwards: bool, fewer: bool) -> String {
    let or = |key: &str| {
        let mut list: Vec<_> = (0..8)
            .map(|n| {
                format!(
                    r#"{{"detail":{{"{key}":[{}]}}}}"#,
                    strings(16, false, &format!("{key}{n}"))
                )
            })
            .collect();
        if backwards {
            list.reverse();
        }
        if fewer {
            list.pop();
        }
        format!(r#""$or":[{}]"#, list.join(","))
    };
    format!("{{{},{},{}}}", or("a"), or("b"), or("c"))
}

fn pairs() -> Vec<Pair> {
    let list = |backwards| fields(4, |field| strings(120, backwards, &format!("{field}")));
    let kinds = |changed| fields(80, |field| mixed(field, changed));
    [
        (
            "lists, otherwise ordered",
            list(false),
            list(true),
            Relation::Equivalent,
        ),
        (
            "lists, one value more",
            list(false),
            list(true)
                .replace(r#""00000","#, "")
                .replace(r#","00000""#, ""),
            Relation::Narrower,
        ),
        (
            "all kinds, the same",
            kinds(false),
            format!(" {}", kinds(false)),
            Relation::Equivalent,
        ),
        (
            "all kinds, changed",
            kinds(false),
            kinds(true),
            Relation::Overlapping,
        ),
        (
            "512 alternatives, otherwise ordered",
            branches(false, false),
            branches(true, false),
            Relation::Equivalent,
        ),
        (
            "512 alternatives against 343",
            branches(false, false),
            branches(false, true),
            Relation::Narrower,
        ),
    ]
    .map(|(name, first, second, expected)| Pair {
        name,
        first: pattern(&first),
        second: pattern(&second),
        expected,
    })
    .into()
}

#[divan::bench(name = "compare, 4 KB", args = pairs())]
fn compare_pair(bencher: Bencher<'_, '_>, pair: &Pair) {
    let options = Options::default();
    let found = compare(&pair.first, &pair.second, &options);
    assert_eq!(found.relation, pair.expected);
    bencher.bench(|| compare(black_box(&pair.first), black_box(&pair.second), &options));
}

/// Rules as an organisation has them: some services, some teams, some of the rules alike.
fn rules() -> Vec<Pattern> {
    let services = [
        "aws.ec2",
        "aws.ecs",
        "aws.s3",
        "aws.iam",
        "aws.rds",
        "com.example.orders",
    ];
    (0..300)
        .map(|n| {
            let service = services[n % services.len()];
            let team = n % 25;
            let detail = match n % 7 {
                0 => format!(r#""state":["stopped","terminated"],"team":["team-{team}"]"#),
                1 => format!(r#""bucket":{{"name":[{{"prefix":"team-{team}-"}}]}},"object":{{"size":[{{"numeric":[">",{n}]}}]}}"#),
                2 => format!(r#""object":{{"key":[{{"wildcard":"team-{team}/*/logs/*.gz"}}]}}"#),
                3 => r#""containers":{"exitCode":[{"anything-but":0}]}"#.to_owned(),
                4 => format!(r#""$or":[{{"user":["root"]}},{{"ip":[{{"cidr":"10.{team}.0.0/16"}}]}}]"#),
                5 => r#""errorCode":[{"exists":false}],"eventName":["CreateAccessKey"]"#.to_owned(),
                _ => format!(r#""order":{{"total":[{{"numeric":[">=",{team}]}}],"country":["DE","FR"]}}"#),
            };
            Pattern::parse(&format!(r#"{{"source":["{service}"],"detail":{{{detail}}}}}"#)).unwrap()
        })
        .collect()
}

#[divan::bench(name = "overlap of 300 rules", args = [1, 2], sample_count = 10)]
fn overlap_of_many(bencher: Bencher<'_, '_>, threads: usize) {
    let rules = rules();
    let rules: Vec<_> = rules.iter().collect();
    let options = Options {
        envelope: true,
        ..Options::default()
    };
    let threads = NonZeroUsize::new(threads).unwrap();
    bencher.bench(|| overlap(black_box(&rules), &options, threads));
}

#[divan::bench(name = "simplify, 4 KB", args = pairs(), sample_count = 10)]
fn simplify_one(bencher: Bencher<'_, '_>, pair: &Pair) {
    bencher.bench(|| simplify(black_box(&pair.first), &Options::default()));
}

#[divan::bench(name = "suite, a rule")]
fn suite_of_one(bencher: Bencher<'_, '_>) {
    let rule = &rules()[1];
    bencher.bench(|| suite(black_box(rule), std::iter::empty(), &Options::default()));
}
