//! `compare` for machines.

use super::compare_report::{
    Answer, CompareReport, Compared, Explained, Outcome, RuleComparison, Shown,
};
use super::generate_report::on_one_line;
use super::machine::{self, Problem};
use serde::Serialize;
use serde_json::value::RawValue;
use std::io::{self, Write};

#[derive(Serialize)]
struct Document<'r> {
    schema: u32,
    mode: &'static str,
    single_values_only: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<&'r str>,
    comparisons: Vec<Row<'r>>,
    errors: &'r [Problem],
}

#[derive(Serialize)]
struct Row<'r> {
    old: &'r str,
    new: &'r str,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    relation: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    relation_of_single_values: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    only_old: Option<Direction<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    only_new: Option<Direction<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    both: Option<Direction<'r>>,
}

#[derive(Serialize)]
#[serde(tag = "exists")]
enum Direction<'r> {
    #[serde(rename = "no")]
    No,
    #[serde(rename = "yes")]
    Yes {
        event: Box<RawValue>,
        #[serde(skip_serializing_if = "Option::is_none")]
        base: Option<&'r str>,
        words: &'r str,
        old: Verdict<'r>,
        new: Verdict<'r>,
    },
    #[serde(rename = "unknown")]
    Unknown { why: &'r str },
}

#[derive(Serialize)]
struct Verdict<'r> {
    matches: bool,
    why: &'r str,
}

pub(super) fn write(
    report: &CompareReport,
    errors: &[Problem],
    out: &mut dyn Write,
) -> io::Result<()> {
    let CompareReport {
        mode,
        scalar,
        revision,
        rules,
    } = report;
    let document = Document {
        schema: 1,
        mode: mode.name(),
        single_values_only: *scalar,
        revision: revision.as_deref(),
        comparisons: rules.iter().map(row).collect::<io::Result<_>>()?,
        errors,
    };
    machine::document(&document, out)
}

fn row(rule: &RuleComparison) -> io::Result<Row<'_>> {
    let RuleComparison { old, new, outcome } = rule;
    let mut row = Row {
        old,
        new,
        outcome: match outcome {
            Outcome::Compared(_) => "compared",
            other => other.name(),
        },
        relation: None,
        relation_of_single_values: None,
        only_old: None,
        only_new: None,
        both: None,
    };
    if let Outcome::Compared(compared) = outcome {
        let Compared {
            relation,
            relation_of_single_values,
            only_old,
            only_new,
            both,
        } = &**compared;
        row.relation = Some(relation.name());
        row.relation_of_single_values = Some(relation_of_single_values.name());
        row.only_old = Some(direction(only_old)?);
        row.only_new = Some(direction(only_new)?);
        row.both = Some(direction(both)?);
    }
    Ok(row)
}

fn direction(answer: &Answer) -> io::Result<Direction<'_>> {
    Ok(match answer {
        Answer::Nothing => Direction::No,
        Answer::Unknown(why) => Direction::Unknown { why },
        Answer::Event(shown) => {
            let Shown {
                event,
                base,
                words,
                old,
                new,
            } = &**shown;
            Direction::Yes {
                event: RawValue::from_string(on_one_line(event))?,
                base: base.as_deref(),
                words,
                old: verdict(old),
                new: verdict(new),
            }
        }
    })
}

fn verdict(explained: &Explained) -> Verdict<'_> {
    let Explained { matches, text } = explained;
    Verdict {
        matches: *matches,
        why: text,
    }
}
