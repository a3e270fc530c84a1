//! The examples that `--help` shows do what they say, or at least are understood.

use super::{directory_with, git, pattern_test};
use insta_cmd::get_cargo_bin;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const TEMPLATE: &str = "Resources:\n  Old:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern: {source: [aws.ecs], region: [!Ref AWS::Region]}\n  New:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern: {source: [aws.ecs, aws.ec2]}\n";

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        match entry.file_type().unwrap().is_dir() {
            true => copy(&from, &to),
            false => drop(fs::copy(&from, &to).unwrap()),
        }
    }
}

/// A project with everything in it that the examples name.
fn room() -> TempDir {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let event = fs::read(repository.join("fixtures/ecs/run-test-fails.json")).unwrap();
    let records = [b"{\"Records\":[", &*event, b"]}"].concat();
    let mut zipped = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    zipped.write_all(&event).unwrap();
    let zipped = zipped.finish().unwrap();
    let rule = br#"{"source": ["aws.ecs"]}"#;
    let room = directory_with(&[
        ("rule.json", rule),
        ("old.json", rule),
        ("new.json", br#"{"source": ["aws.ecs", "aws.ec2"]}"#),
        ("a.json", rule),
        ("b.json", br#"{"source": [{"prefix": "aws."}]}"#),
        ("event.json", &event),
        ("rules.json", RULES.as_bytes()),
        ("bus.log", BUS_LOG.as_bytes()),
        ("archive/day.json", &event),
        ("events.jsonl.gz", &zipped),
        ("CloudTrail/2026/11/log.json", &records),
        ("template.yaml", TEMPLATE.as_bytes()),
        ("infra/template.yaml", TEMPLATE.as_bytes()),
        (".local/share/bash-completion/completions/README", b""),
        (".zfunc/README", b""),
        (".config/fish/completions/README", b""),
    ]);
    for folder in ["patterns", "fixtures"] {
        copy(&repository.join(folder), &room.path().join(folder));
    }
    git(room.path(), &["init", "--quiet"]);
    git(room.path(), &["add", "."]);
    git(room.path(), &["commit", "--quiet", "-m", "all"]);
    room
}

fn help(words: &[&str]) -> String {
    let output = pattern_test().args(words).arg("--help").output().unwrap();
    assert!(output.status.success(), "{words:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The names in all groups.
fn commands() -> Vec<String> {
    let help = help(&[]);
    let (_, rest) = help.split_once("Understand:\n").unwrap();
    let (list, _) = rest.split_once("\nOptions:").unwrap();
    let names = list.lines().filter_map(|line| {
        let name = line.strip_prefix("  ")?;
        let first = name.split(' ').next().unwrap();
        // `help` is clap's, and has no examples.
        (!first.is_empty() && first != "help").then(|| first.to_owned())
    });
    names.collect()
}

/// The lines below `Examples:`.
fn examples(command: &str) -> Vec<String> {
    let help = help(&[command]);
    let Some((_, behind)) = help.split_once("Examples:\n") else {
        return Vec::new();
    };
    let lines = behind.lines().take_while(|line| line.starts_with("  "));
    lines.map(|line| line.trim().to_owned()).collect()
}

/// What `aws events list-rules` prints.
const RULES: &str =
    r#"{"Rules": [{"Name": "all", "EventPattern": "{\"source\":[{\"exists\":true}]}"}]}"#;

/// Two records of the log of a bus.
const BUS_LOG: &str = r#"{"resource_arn": "arn:aws:events:eu-west-1:111122223333:event-bus/shop", "event_id": "e1", "message_type": "RULE_MATCH_START", "details": {"source": "shop", "detail_type": "Paid", "event_detail": "{}"}}
{"resource_arn": "arn:aws:events:eu-west-1:111122223333:event-bus/shop", "event_id": "e1", "message_type": "RULE_MATCH", "details": {"rule_arn": "arn:aws:events:eu-west-1:111122223333:rule/shop/all"}}
"#;

/// Runs an example as a shell would; an event stands for what comes out of other programs, or rules
/// where a pattern is read from there.
fn run(example: &str, room: &Path) -> Output {
    let program = get_cargo_bin("pattern-test");
    let folder = program.parent().unwrap().to_str().unwrap();
    let piped = match example.contains("-p - ") {
        true => "rules.json",
        false => "event.json",
    };
    let event = fs::File::open(room.join(piped)).unwrap();
    let path = std::env::var("PATH").unwrap();
    Command::new("sh")
        .args(["-c", example])
        .current_dir(room)
        .env("PATH", format!("{folder}:{path}"))
        .env("HOME", room)
        .env("PROFILE", room.join("profile"))
        .env_remove("GITHUB_ACTIONS")
        .env_remove("GITHUB_STEP_SUMMARY")
        .stdin(Stdio::from(event))
        .output()
        .unwrap()
}

#[cfg(unix)]
#[test]
fn are_understood_and_do_something() {
    let mut count = 0;
    for command in commands() {
        let examples = examples(&command);
        // What answers as another program has that program's help.
        let is_ours = !matches!(&*command, "help" | "test-event-pattern");
        assert!(
            !is_ours || !examples.is_empty(),
            "{command} has no examples"
        );
        for example in examples {
            // Of a pipe only our part.
            let ours = match example.rsplit_once("| ") {
                Some((_, behind)) => behind,
                None => &example,
            };
            if !ours.starts_with("pattern-test ") {
                continue;
            }
            // These two do not come to an end: whether they are understood is all that is asked.
            let ends = match ours {
                "pattern-test serve" | "pattern-test serve --open" => format!("{ours} --help"),
                _ => ours.replace(" --watch", ""),
            };
            let room = room();
            let output = run(&ends, room.path());
            let told = String::from_utf8_lossy(&output.stderr);
            assert!(
                matches!(output.status.code(), Some(0 | 1)),
                "{example}\n{told}"
            );
            assert!(!told.contains("error:"), "{example}\n{told}");
            count += 1;
        }
    }
    assert!(count > 30, "{count}");
}

#[test]
fn the_short_help_fits_a_screen() {
    for command in commands()
        .iter()
        .filter(|name| *name != "test-event-pattern")
    {
        let output = pattern_test().args([command, "-h"]).output().unwrap();
        let lines = output.stdout.iter().filter(|byte| **byte == b'\n').count();
        assert!(lines <= 50, "{command}: {lines} lines");
    }
}
