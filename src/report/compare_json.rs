//! `compare` for machines.

use super::compare_report::{
    Answer, CompareReport, Compared, Explained, Outcome, RuleComparison, Shown,
};
use super::generate_report::on_one_line;
use super::machine::{self, Problem};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;
use std::io::{self, Write};

/// What `compare --format json` writes.
#[derive(Serialize, JsonSchema)]
pub(super) struct Document<'r> {
    /// The version of this format: within it members may be added, and none is renamed, removed or
    /// given another meaning.
    #[schemars(extend("const" = 1))]
    schema: u32,
    /// The mode compared in.
    #[schemars(extend("enum" = ["flattened","strict"]))]
    mode: &'static str,
    /// Whether only events were looked at in which every field has a single value.
    single_values_only: bool,
    /// The revision compared with, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<&'r str>,
    /// One for each pair, in order.
    comparisons: Vec<Row<'r>>,
    /// What could not be read, compiled or decided.
    errors: &'r [Problem],
}

/// A pattern and what it was compared with.
#[derive(Serialize, JsonSchema)]
struct Row<'r> {
    /// The old one.
    old: &'r str,
    /// The new one; the same where it is an earlier version.
    new: &'r str,
    /// What came out.
    #[schemars(extend("enum" = ["compared","unchanged","added","removed","was invalid","invalid","not known"]))]
    outcome: &'static str,
    /// What the new one matches, seen from the old one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = ["equivalent","wider","narrower","overlapping","disjoint","unknown"]))]
    relation: Option<&'static str>,
    /// The same for events in which every field has a single value.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = ["equivalent","wider","narrower","overlapping","disjoint","unknown"]))]
    relation_of_single_values: Option<&'static str>,
    /// Events that only the old one matches.
    #[serde(skip_serializing_if = "Option::is_none")]
    only_old: Option<Direction<'r>>,
    /// Events that only the new one matches.
    #[serde(skip_serializing_if = "Option::is_none")]
    only_new: Option<Direction<'r>>,
    /// Events that both match.
    #[serde(skip_serializing_if = "Option::is_none")]
    both: Option<Direction<'r>>,
}

/// Whether there are such events.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "exists")]
enum Direction<'r> {
    #[serde(rename = "no")]
    No,
    #[serde(rename = "yes")]
    Yes {
        /// One of them.
        event: Box<RawValue>,
        /// The event it was made from.
        #[serde(skip_serializing_if = "Option::is_none")]
        base: Option<&'r str>,
        /// Why one pattern refuses it, in a few words.
        words: &'r str,
        /// The verdict of the old pattern on it.
        old: Verdict<'r>,
        /// The verdict of the new pattern on it.
        new: Verdict<'r>,
    },
    #[serde(rename = "unknown")]
    Unknown {
        /// Why that is not known.
        why: &'r str,
    },
}

/// The verdict of one pattern on the event.
#[derive(Serialize, JsonSchema)]
struct Verdict<'r> {
    /// Whether it matches.
    matches: bool,
    /// Why, in a sentence.
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
        checkout: _,
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
