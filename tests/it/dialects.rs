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
        let told: Vec<_> = filter.faults().iter().map(|f| format!("{:?}", f.kind)).collect();
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
