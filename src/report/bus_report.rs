//! What `verify --bus-log` found: for people, and as JSON.

use super::style::{BAD, GOOD, Look};
use crate::matching::Mode;
use crate::suite::bus::{BusVerdicts, RuleVerdicts};
use crate::text::visible;
use serde::Serialize;
use std::io::{self, Write};

/// How many differences of one rule are shown.
const SHOWN: usize = 5;

/// Writes the report for people.
///
/// # Errors
/// Those of the writer.
pub fn write_human(verdicts: &BusVerdicts, look: Look, out: &mut dyn Write) -> io::Result<()> {
    for rule in &verdicts.rules {
        write_rule(rule, look, out)?;
    }
    if !verdicts.rules.is_empty() {
        writeln!(out)?;
    }
    for (name, times) in &verdicts.unknown {
        let name = visible(name);
        writeln!(
            out,
            "rule `{name}` matched {times} {} and has no pattern here",
            events(*times)
        )?;
    }
    let compared = verdicts.compared();
    writeln!(
        out,
        "{compared} verdict{} on {} {} compared with the bus's own: {} differ flattened, {} differ strict",
        plural(compared),
        verdicts.events,
        events(verdicts.events),
        verdicts.differing(Mode::Flattened),
        verdicts.differing(Mode::Strict),
    )?;
    writeln!(out, "{}", conclusion(verdicts))
}

fn write_rule(rule: &RuleVerdicts, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let name = visible(&rule.name);
    if !rule.in_log {
        write!(out, "- {name}  the log names no such rule: not compared")?;
        return match rule.would_match {
            0 => writeln!(out),
            count => writeln!(out, "; here it matches {count} {}", events(count)),
        };
    }
    let (flattened, strict) = (
        rule.differing(Mode::Flattened),
        rule.differing(Mode::Strict),
    );
    let mark = match (flattened, strict) {
        (0, 0) => look.paint("✓", GOOD),
        _ => look.paint("✗", BAD),
    };
    writeln!(
        out,
        "{mark} {name}  matched {} of {} {}: flattened {}, strict {}",
        rule.matched,
        rule.events,
        events(rule.events),
        agreement(flattened),
        agreement(strict),
    )?;
    for difference in rule.differences.iter().take(SHOWN) {
        let id = visible(&difference.event_id);
        let word = |matched| if matched { "match" } else { "no match" };
        writeln!(
            out,
            "    event {id}: {} on the bus, {} flattened, {} strict",
            word(difference.service),
            word(difference.flattened),
            word(difference.strict),
        )?;
    }
    if rule.differences.len() > SHOWN {
        writeln!(out, "    and {} more", rule.differences.len() - SHOWN)?;
    }
    if rule.undecided > 0 {
        writeln!(
            out,
            "    {} strict verdicts could not be decided",
            rule.undecided
        )?;
    }
    Ok(())
}

fn agreement(differing: usize) -> String {
    match differing {
        0 => "agrees".to_owned(),
        1 => "differs on 1".to_owned(),
        count => format!("differs on {count}"),
    }
}

fn conclusion(verdicts: &BusVerdicts) -> String {
    match (verdicts.for_flattened, verdicts.for_strict) {
        (0, 0) => "no event in this log tells the modes apart".to_owned(),
        (count, 0) => format!(
            "this bus looks at array elements apart (flattened): {count} verdict{} show{} it, none the opposite",
            plural(count),
            if count == 1 { "s" } else { "" },
        ),
        (0, count) => format!(
            "this bus looks at array elements together (strict): {count} verdict{} show{} it, none the opposite",
            plural(count),
            if count == 1 { "s" } else { "" },
        ),
        (flattened, strict) => format!(
            "where the modes differ, the bus agrees with flattened {flattened} times and with strict {strict} times"
        ),
    }
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

fn events(count: usize) -> &'static str {
    if count == 1 { "event" } else { "events" }
}

#[derive(Serialize)]
struct Document<'v> {
    schema: u32,
    events: usize,
    unjudged: usize,
    incomplete: usize,
    modes: Modes,
    rules: Vec<RuleJson<'v>>,
    unknown_rules: &'v std::collections::BTreeMap<String, usize>,
}

/// On how many verdicts the service agrees with one mode and not with the other.
#[derive(Serialize)]
struct Modes {
    only_flattened: usize,
    only_strict: usize,
}

#[derive(Serialize)]
struct RuleJson<'v> {
    pattern: &'v str,
    in_log: bool,
    events: usize,
    matched: usize,
    would_match: usize,
    undecided: usize,
    differences: Vec<DifferenceJson<'v>>,
}

#[derive(Serialize)]
struct DifferenceJson<'v> {
    event_id: &'v str,
    service: bool,
    flattened: bool,
    strict: bool,
}

/// Writes the report as JSON.
///
/// # Errors
/// Those of the writer.
pub fn write_json(verdicts: &BusVerdicts, out: &mut dyn Write) -> io::Result<()> {
    let rules = verdicts.rules.iter().map(|rule| RuleJson {
        pattern: &rule.name,
        in_log: rule.in_log,
        events: rule.events,
        matched: rule.matched,
        would_match: rule.would_match,
        undecided: rule.undecided,
        differences: rule
            .differences
            .iter()
            .map(|difference| DifferenceJson {
                event_id: &difference.event_id,
                service: difference.service,
                flattened: difference.flattened,
                strict: difference.strict,
            })
            .collect(),
    });
    let document = Document {
        schema: 1,
        events: verdicts.events,
        unjudged: verdicts.unjudged,
        incomplete: verdicts.incomplete,
        modes: Modes {
            only_flattened: verdicts.for_flattened,
            only_strict: verdicts.for_strict,
        },
        rules: rules.collect(),
        unknown_rules: &verdicts.unknown,
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}
