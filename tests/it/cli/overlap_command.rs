//! `overlap`.

use super::{directory_with, pattern_test, pattern_test_in};
use insta_cmd::assert_cmd_snapshot;

#[test]
fn the_patterns_of_a_directory() {
    let directory = directory_with(&[
        ("patterns/all.json", br#"{"source":["aws.s3"]}"#),
        (
            "patterns/big.json",
            br#"{"source":["aws.s3"],"detail":{"size":[{"numeric":[">",100]}]}}"#,
        ),
        (
            "patterns/large.json",
            br#"{"detail":{"size":[{"numeric":[">",100.0]}]},"source":["aws.s3"]}"#,
        ),
        ("patterns/other.json", br#"{"source":["aws.ecs"]}"#),
        (
            "patterns/png.json",
            br#"{"source":["aws.s3"],"detail":{"key":[{"suffix":".png"}]}}"#,
        ),
        ("patterns/without.json", br#"{"source":[{"exists":false}]}"#),
    ]);
    let run = || pattern_test_in(directory.path());
    assert_cmd_snapshot!(run().arg("overlap"));
    assert_cmd_snapshot!(run().args(["overlap", "--scalar", "--jobs", "1"]));
    assert_cmd_snapshot!(run().args([
        "overlap",
        "patterns/all.json",
        "patterns/big.json",
        "--format",
        "json"
    ]));
}

#[test]
fn any_number_of_threads_says_the_same() {
    let output = |jobs: &str| {
        let mut command = pattern_test();
        command.args(["overlap", "patterns", "--format", "json", "--jobs", jobs]);
        command.output().unwrap().stdout
    };
    assert_eq!(output("1"), output("5"));
}

#[test]
fn one_alone() {
    assert_cmd_snapshot!(pattern_test().args(["overlap", r#"{"a":[1]}"#]));
}
