//! Every form of events and patterns with every command that reads them, and the table of it in
//! `docs/inputs.md`.

use super::{directory_with, pattern_test_in};
use pattern_test::intake::Form;
use pattern_test::template::carriers::{PatternForm, forms};
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// A pattern that every event matches, whatever its envelope.
const ANY: &[u8] = br#"{"$or": [{"source": [{"exists": true}]}, {"dynamodb": {"NewImage": {"id": {"S": ["7"]}}}}]}"#;

/// The commands that read events, and how each is run on a file of them.
const OF_EVENTS: [(&str, &[&str]); 6] = [
    ("`match`", &["match", "-q", "-p", "any.json", "FILE"]),
    ("`match -`", &["match", "-q", "-p", "any.json", "-"]),
    ("`explain`", &["explain", "-p", "any.json", "FILE"]),
    ("`scan`", &["scan", "-p", "any.json", "--count", "FILE"]),
    ("`scan -`", &["scan", "-p", "any.json", "--count", "-"]),
    ("`verify`", &["verify", "suite/patterns/any.json"]),
];

/// The commands that read patterns, and how each is run on a file of them.
const OF_PATTERNS: [(&str, &[&str]); 6] = [
    ("`match -p`", &["match", "-p", "FILE", "event.json"]),
    ("`match -p -`", &["match", "-p", "-", "event.json"]),
    ("`explain -p`", &["explain", "-p", "FILE", "event.json"]),
    (
        "`scan -p`",
        &["scan", "-p", "FILE", "--count", "event.json"],
    ),
    ("`check`", &["check", "FILE"]),
    ("`check -`", &["check", "-"]),
];

fn run(words: &[&str], file: &str, directory: &Path) -> Output {
    let words: Vec<_> = words
        .iter()
        .map(|word| word.replace("FILE", file))
        .collect();
    let mut command: Command = pattern_test_in(directory);
    command.args(&words);
    if words.iter().any(|word| word == "-") {
        command.stdin(Stdio::from(
            std::fs::File::open(directory.join(file)).unwrap(),
        ));
    }
    command.output().unwrap()
}

/// How many events an example holds.
fn events_in(form: Form) -> usize {
    match form {
        Form::Lines | Form::Concatenated => 2,
        _ => 1,
    }
}

fn reads_event(form: Form, words: &[&str], file: &str, directory: &Path) -> bool {
    let output = run(words, file, directory);
    let counted = match words.contains(&"--count") {
        true => String::from_utf8_lossy(&output.stdout).trim() == events_in(form).to_string(),
        false => true,
    };
    output.status.code() == Some(0) && counted
}

/// Whether the patterns of a file are read: what becomes of them is another matter.
fn reads_pattern(words: &[&str], file: &str, directory: &Path) -> bool {
    let output = run(words, file, directory);
    matches!(output.status.code(), Some(0 | 1))
}

fn sees_records(form: &PatternForm) -> bool {
    let found = pattern_test::template::carriers::read("x".as_ref(), form.example).unwrap();
    found
        .patterns
        .iter()
        .any(|found| !found.used_by.sees_envelopes())
}

fn table(head: &str, commands: &[(&str, &[&str])], rows: &[(String, Vec<bool>)]) -> String {
    let mut out = format!("| {head} | what it is |");
    for (name, _) in commands {
        let _ = write!(out, " {name} |");
    }
    out.push_str("\n| --- | --- |");
    out.push_str(&" --- |".repeat(commands.len()));
    out.push('\n');
    for (row, reads) in rows {
        out.push_str(row);
        for read in reads {
            out.push_str(if *read { " yes |" } else { " no |" });
        }
        out.push('\n');
    }
    out
}

#[test]
fn every_form_with_every_command() {
    let mut events = Vec::new();
    for form in Form::all() {
        let directory = directory_with(&[
            ("any.json", ANY),
            ("suite/patterns/any.json", ANY),
            (
                "suite/fixtures/any/match/event.json",
                form.example().as_bytes(),
            ),
            ("events.txt", form.example().as_bytes()),
            (
                "pattern-test.toml",
                b"[paths]\npatterns = [\"suite/patterns\"]\nfixtures = [\"suite/fixtures\"]\n",
            ),
        ]);
        let reads: Vec<bool> = OF_EVENTS
            .iter()
            .map(|(_, words)| reads_event(*form, words, "events.txt", directory.path()))
            .collect();
        for ((name, words), read) in OF_EVENTS.iter().zip(&reads) {
            let output = run(words, "events.txt", directory.path());
            assert!(read, "{name} does not read {form}: {output:?}");
        }
        events.push((format!("| `{form}` | {} |", form.describe()), reads));
    }
    // An event of a bus, and how it comes through a queue and a topic.
    let event = br#"[{"source": "shop", "detail-type": "Paid", "detail": {"id": "7"}}, {"messageId": "1", "receiptHandle": "h", "body": "{\"source\": \"shop\", \"detail-type\": \"Paid\", \"detail\": {}}"}, {"Type": "Notification", "MessageId": "1", "TopicArn": "arn:aws:sns:eu-west-1:111122223333:t", "Message": "{\"source\": \"shop\", \"detail-type\": \"Paid\", \"detail\": {}}", "MessageAttributes": {}}]"#;
    // A message of a queue, which every place that filters records takes for one.
    let record =
        br#"{"messageId": "1", "receiptHandle": "h", "body": "{}", "eventSource": "aws:sqs"}"#;
    let mut patterns = Vec::new();
    for form in forms() {
        let event: &[u8] = match sees_records(&form) {
            true => record,
            false => event,
        };
        let directory =
            directory_with(&[("event.json", event), ("held.txt", form.example.as_bytes())]);
        let reads: Vec<bool> = OF_PATTERNS
            .iter()
            .map(|(_, words)| reads_pattern(words, "held.txt", directory.path()))
            .collect();
        for ((name, words), read) in OF_PATTERNS.iter().zip(&reads) {
            let output = run(words, "held.txt", directory.path());
            assert!(read, "{name} does not read {}: {output:?}", form.name);
        }
        patterns.push((format!("| `{}` | {} |", form.name, form.about), reads));
    }
    let events = table("events", &OF_EVENTS, &events);
    let patterns = table("patterns", &OF_PATTERNS, &patterns);
    compare("EVENTS", &events);
    compare("PATTERNS", &patterns);
}

/// Compares a table with what stands between its marks in the document; writes it there where that
/// is asked for.
fn compare(mark: &str, table: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/inputs.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (begin, end) = (
        format!("<!-- {mark} -->\n\n"),
        format!("\n<!-- end of {mark} -->"),
    );
    let from = text.find(&begin).unwrap() + begin.len();
    let to = text.find(&end).unwrap();
    if std::env::var_os("UPDATE_INPUTS").is_some() {
        let new = format!("{}{table}{}", text.split_at(from).0, text.split_at(to).1);
        std::fs::write(&path, new).unwrap();
        return;
    }
    let written = text.split_at(to).0.split_at(from).1;
    assert_eq!(
        written, table,
        "UPDATE_INPUTS=1 cargo test every_form writes it"
    );
}

#[test]
fn packed_events_are_unpacked_everywhere() {
    use std::io::Write as _;
    let event = Form::Event.example().as_bytes();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(event).unwrap();
    let gzip = encoder.finish().unwrap();
    let zstd = zstd::encode_all(event, 1).unwrap();
    for packed in [gzip, zstd] {
        let directory = directory_with(&[
            ("any.json", ANY),
            ("suite/patterns/any.json", ANY),
            ("suite/fixtures/any/match/event.json", &packed),
            ("events.txt", &packed),
            (
                "pattern-test.toml",
                b"[paths]\npatterns = [\"suite/patterns\"]\nfixtures = [\"suite/fixtures\"]\n",
            ),
        ]);
        for (name, words) in OF_EVENTS {
            let output = run(words, "events.txt", directory.path());
            assert_eq!(output.status.code(), Some(0), "{name}: {output:?}");
        }
    }
}
