//! What each place makes of filters and records: `tests/dialects/`.
//!
//! A line is a case: the place (`for`), the pattern, what is expected, where that is from (`fact`;
//! *recorded* is a reply of the service), maybe a record, the kinds of faults that are told
//! (`warns`), and a part of the refusal (`says`).

use pattern_test::Mode;
use pattern_test::dialect::Dialect;
use pattern_test::filter::{Filter, Judgement, records};
use pattern_test::json::Document;
use serde_json::Value;
use std::path::Path;

#[test]
fn every_case_has_its_verdict() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dialects");
    let (mut count, mut wrong) = (0, Vec::new());
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        for (number, line) in text.lines().enumerate() {
            count += 1;
            let case: Value = serde_json::from_str(line).unwrap();
            if let Err(what) = look(&case) {
                let name = path.file_name().unwrap().to_string_lossy();
                wrong.push(format!("{name}:{}: {what}: {line}", number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 300, "{count} cases");
}

fn look(case: &Value) -> Result<(), String> {
    let word = |name: &str| case[name].as_str();
    let place = word("for").unwrap();
    let dialect = Dialect::of_name(place).ok_or("no such place")?;
    let expected = word("expect").unwrap();
    assert!(!word("fact").unwrap().is_empty());
    let filter = match (Filter::compile(dialect, word("pattern").unwrap()), expected) {
        (Ok(filter), _) => filter,
        (Err(error), "refused") => {
            let says = word("says").unwrap_or_default();
            return match error.reason().contains(says) {
                true => Ok(()),
                false => Err(format!("says {error}")),
            };
        }
        (Err(error), _) => return Err(format!("refused: {error}")),
    };
    if let Some(warns) = case["warns"].as_array() {
        let told: Vec<_> = filter
            .faults()
            .iter()
            .map(|f| format!("{:?}", f.kind))
            .collect();
        let warns: Vec<_> = warns.iter().map(|kind| kind.as_str().unwrap()).collect();
        if told != warns {
            return Err(format!("warns {told:?}"));
        }
    }
    let Some(record) = case.get("record") else {
        return match expected {
            "accepted" => Ok(()),
            _ => Err("accepted".to_owned()),
        };
    };
    let text = record.to_string();
    let found = records::find(dialect, &text).ok_or("no record")?;
    let [record] = found.found.as_slice() else {
        return Err(format!("{} records, {:?}", found.found.len(), found.others));
    };
    let judgement = filter.judge(&Document::parse(record.text.as_str()).unwrap());
    let verdicts = [Mode::Flattened, Mode::Strict].map(|mode| judgement.verdict(mode));
    let got = match (&judgement, verdicts) {
        (Judgement::Dropped(_), _) => "dropped",
        (_, [None, _] | [_, None]) => "unknown",
        (_, [Some(true), Some(true)]) => "match",
        (_, [Some(false), Some(false)]) => "no match",
        _ => "differs",
    };
    match got == expected {
        true => Ok(()),
        false => Err(format!("{got}, {judgement:?}").chars().take(300).collect()),
    }
}

const PAGE: &str = "docs/dialects.md";

/// The page with its tables and the output of its commands made anew.
fn page(text: &str) -> String {
    let text = between(text, "<!-- table: places -->\n", &places());
    let text = between(&text, "<!-- table: operators -->\n", &operators());
    stories(&text)
}

#[test]
fn the_page_is_what_the_tables_and_the_program_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    let text = std::fs::read_to_string(&path).unwrap();
    let made = page(&text);
    if std::env::var_os("UPDATE_DIALECTS").is_some() {
        std::fs::write(&path, &made).unwrap();
        return;
    }
    assert_eq!(
        text, made,
        "UPDATE_DIALECTS=1 cargo test the_page_is writes it"
    );
}

fn between(text: &str, start: &str, new: &str) -> String {
    let (before, rest) = text.split_once(start).unwrap();
    let (_, after) = rest.split_once("<!-- end -->").unwrap();
    format!("{before}{start}{new}<!-- end -->{after}")
}

fn places() -> String {
    let mut out = "| `--for` | what filters | what the pattern sees | filters | size |\n| --- | --- | --- | --- | --- |\n".to_owned();
    for dialect in Dialect::all() {
        let Some(table) = dialect.table() else {
            continue;
        };
        if matches!(dialect, Dialect::Pipe(Some(_))) {
            continue;
        }
        let filters = match table.filters {
            (most, None) => most.to_string(),
            (most, Some(more)) => format!("{most}, or {more} on request"),
        };
        out.push_str(&format!(
            "| `{}` | {} | {} | {filters} | {} |\n",
            dialect.name(),
            dialect.title(),
            dialect.sees(),
            table.size.0.words(),
        ));
    }
    out.push_str("\nA pipe's source follows a colon: `pipe:sqs`, `pipe:kinesis` and so on.\n");
    out
}

fn operators() -> String {
    let columns = [
        "rule",
        "v2:data",
        "v2:system-metadata",
        "v2:metadata",
        "pipe",
        "mapping",
        "sns",
        "notifications",
        "rum",
    ];
    let mut out = format!(
        "| | {} |\n|{}\n",
        columns.join(" | "),
        " --- |".repeat(columns.len() + 1)
    );
    for operator in pattern_test::dialect::Operator::ALL {
        let cells: Vec<_> = columns
            .iter()
            .map(|name| {
                let table = Dialect::of_name(name).unwrap().table().unwrap();
                table.ruling(operator).name()
            })
            .collect();
        out.push_str(&format!(
            "| {} | {} |\n",
            operator.quoted(),
            cells.join(" | ")
        ));
    }
    out
}

/// Runs the commands of each story in a folder with its files.
fn stories(text: &str) -> String {
    let mut out = String::new();
    let mut folder = tempfile::tempdir().unwrap();
    let mut lines = text.lines();
    let mut file: Option<String> = None;
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        if line.starts_with("<!-- story:") {
            folder = tempfile::tempdir().unwrap();
        } else if let Some(name) = line.strip_prefix('`').and_then(|l| l.strip_suffix("`:")) {
            file = Some(name.to_owned());
        } else if line.starts_with("```console") {
            for line in lines.by_ref() {
                if line == "```" {
                    break;
                }
                let Some(command) = line.strip_prefix("$ pattern-test ") else {
                    continue;
                };
                out.push_str(line);
                out.push('\n');
                out.push_str(&run(folder.path(), command));
            }
            out.push_str("```\n");
        } else if line.starts_with("```") {
            let mut body = String::new();
            for line in lines.by_ref() {
                out.push_str(line);
                out.push('\n');
                if line == "```" {
                    break;
                }
                body.push_str(line);
                body.push('\n');
            }
            if let Some(name) = file.take() {
                std::fs::write(folder.path().join(name), body).unwrap();
            }
        }
    }
    out
}

fn run(folder: &Path, command: &str) -> String {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_pattern-test"))
        .args(command.split(' '))
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .output()
        .unwrap();
    let text = format!(
        "{}{}",
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap()
    );
    // How long it took differs.
    let lines = text.lines().map(|line| match line.rsplit_once(" (") {
        Some((line, time)) if time.ends_with(" ms)") || time.ends_with(" s)") => {
            format!("{line}\n")
        }
        _ => format!("{}\n", line.trim_end()),
    });
    lines.collect()
}
