//! What `scan` says: a record for each event, counts, and statistics for people.

use super::machine;
use super::style::{Look, STRONG};
use crate::engine::{RuleId, RuleSet};
use crate::scan::{Record, Totals};
use crate::text::visible;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use std::fmt::Write as _;
use std::io::{self, Write};
use std::time::Duration;

/// One line of `--format jsonl`.
#[derive(Serialize, JsonSchema)]
pub(super) struct Row<'r> {
    /// The file, or `<stdin>`.
    file: &'r str,
    /// Line at which it begins, from 1.
    line: usize,
    /// Bytes in front of it, unpacked.
    offset: u64,
    /// The patterns that match in the mode asked about.
    #[schemars(with = "Vec<String>")]
    patterns: Names<'r>,
    /// The patterns that match when each condition looks at its path on its own.
    #[schemars(with = "Vec<String>")]
    flattened: Names<'r>,
    /// The patterns that match when conditions on an array must hold in the same element.
    #[schemars(with = "Vec<String>")]
    strict: Names<'r>,
    /// Whether one of `patterns`, or of all where these are none, matches on EventBridge today; null
    /// where the search was given up, and where the modes differ for a filter of which AWS does not
    /// document the mode.
    service: Option<bool>,
    /// The patterns for which the search for the strict verdict was given up; only where there are
    /// some.
    #[serde(skip_serializing_if = "Names::is_empty")]
    #[schemars(with = "Vec<String>")]
    undecided: Names<'r>,
}

/// The names of rules.
pub(super) struct Names<'r> {
    rules: &'r RuleSet,
    ids: &'r [RuleId],
}

impl Names<'_> {
    fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
}

impl Serialize for Names<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.ids.iter().map(|id| self.rules.name(*id)))
    }
}

/// Appends the line of a chosen event.
pub fn write_record(record: &Record<'_>, rules: &RuleSet, file: &str, out: &mut Vec<u8>) {
    let Record {
        file: _,
        place,
        patterns,
        flattened,
        strict,
        undecided,
        undocumented,
    } = record;
    let names = |ids| Names { rules, ids };
    let row = Row {
        file,
        line: place.position.line,
        offset: place.offset,
        patterns: names(patterns),
        flattened: names(flattened),
        strict: names(strict),
        service: {
            let one_of = |ids: &[RuleId]| match patterns {
                [] => !ids.is_empty(),
                _ => patterns.iter().any(|id| ids.contains(id)),
            };
            let is_known = !one_of(undocumented) && (one_of(strict) || !one_of(undecided));
            is_known.then(|| one_of(strict))
        },
        undecided: names(undecided),
    };
    // Writing to memory cannot fail.
    let _ = machine::line(&row, out);
}

/// Writes for each rule how many events it matches, and its name.
///
/// # Errors
/// Those of the writer.
pub fn write_counts(totals: &Totals, rules: &RuleSet, out: &mut dyn Write) -> io::Result<()> {
    for (rule, count) in rules.rules().zip(&totals.by_rule) {
        writeln!(out, "{count}\t{}", visible(rules.name(rule)))?;
    }
    Ok(())
}

/// A scan that has ended, for its statistics.
#[derive(Debug)]
pub struct ScanReport<'r> {
    /// What was counted.
    pub totals: &'r Totals,
    /// The patterns.
    pub rules: &'r RuleSet,
    /// How long it took.
    pub time: Duration,
    /// Bytes read, before unpacking.
    pub read: u64,
    /// Number of threads.
    pub jobs: usize,
}

/// The statistics, for people.
pub fn statistics(report: &ScanReport<'_>, look: Look) -> String {
    let ScanReport {
        totals,
        rules,
        time,
        read,
        jobs,
    } = report;
    let Totals {
        bytes,
        events,
        matched,
        by_rule,
        bad,
        bad_lines,
        undecided,
        timeless,
        dropped,
        unknown,
        unread,
        files,
    } = totals;
    let seconds = time.as_secs_f64().max(1e-9);
    let mut out = String::new();
    let mut row = |name: &str, value: String| {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{}{value}", look.paint(&format!("{name:<10}"), STRONG));
    };
    row("files", grouped(*files));
    if *unread > 0 {
        row("unread", format!("{} not to their end", grouped(*unread)));
    }
    row("events", grouped(*events));
    row("matches", grouped(*matched));
    let unpacked = format!("{} bytes", grouped(*bytes));
    row(
        "data",
        if read == bytes {
            unpacked
        } else {
            format!("{unpacked} ({} bytes read)", grouped(*read))
        },
    );
    if *bad > 0 {
        row(
            "bad",
            format!("{} lines in {} pieces", grouped(*bad_lines), grouped(*bad)),
        );
    }
    if *undecided > 0 {
        row(
            "undecided",
            format!("{} events in strict mode", grouped(*undecided)),
        );
    }
    if *timeless > 0 {
        row("no time", format!("{} events left out", grouped(*timeless)));
    }
    if *dropped > 0 {
        row("dropped", format!("{} records", grouped(*dropped)));
    }
    if *unknown > 0 {
        row("unknown", format!("{} verdicts", grouped(*unknown)));
    }
    let rate = rate(*bytes, seconds);
    let threads = if *jobs == 1 { "thread" } else { "threads" };
    row(
        "time",
        format!("{seconds:.2} s, {rate} MB/s, {jobs} {threads}"),
    );
    row("patterns", grouped(rules.len() as u64));
    for (rule, count) in rules.rules().zip(by_rule).filter(|(_, count)| **count > 0) {
        let _ = writeln!(
            out,
            "{:>12}  {}",
            grouped(*count),
            visible(rules.name(rule))
        );
    }
    out
}

/// Millions of bytes a second.
fn rate(bytes: u64, seconds: f64) -> String {
    #[expect(
        clippy::cast_precision_loss,
        reason = "it is rounded for people anyway"
    )]
    let rate = bytes as f64 / seconds / 1e6;
    format!("{rate:.0}")
}

/// A number with its thousands set apart.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (12_345_678, "12,345,678"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }
}
