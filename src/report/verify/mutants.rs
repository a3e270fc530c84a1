//! What the cases would not notice, for people: each mistake as a diff, with an event that would
//! tell.

use super::coverage::total_line;
use super::words::{percent, plural};
use crate::report::escape::{brief, visible};
use crate::report::match_human::wrapped;
use crate::report::style::{BAD, FAINT, GOOD, Look, STRONG};
use crate::suite::mutants::{
    Change, Diff, Killer, KillerEvent, Mutation, PatternMutation, Survivor,
};
use std::io::{self, Write};

/// Columns where the terminal's are unknown.
const USUAL_WIDTH: usize = 100;

/// How many survivors of one pattern are shown, and how many lines of a diff.
const SHOWN: usize = 20;
const LINES: usize = 12;

pub(super) fn write(
    mutation: &Mutation,
    least: Option<f64>,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Mutation { patterns } = mutation;
    writeln!(out, "\n{}", look.paint("mutants", STRONG))?;
    for pattern in patterns {
        write_pattern(pattern, look, out)?;
    }
    let total = mutation.total();
    let enough = least.is_none_or(|least| total.percent() >= least);
    total_line("noticed", total, least, enough, look, out)
}

fn write_pattern(pattern: &PatternMutation, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let PatternMutation {
        name,
        home: _,
        cases,
        killed: _,
        equivalent: _,
        survivors,
    } = pattern;
    let share = pattern.share();
    let (sign, style) = match survivors.is_empty() {
        true => ("✓", GOOD),
        false => ("✗", BAD),
    };
    writeln!(
        out,
        "{} {}  {} ({} of {}, {})",
        look.paint(sign, style.bold()),
        look.paint(&visible(name), STRONG),
        percent(share),
        share.part,
        share.of,
        plural(*cases, "case")
    )?;
    for survivor in survivors.iter().take(SHOWN) {
        write_survivor(name, survivor, look, out)?;
    }
    if survivors.len() > SHOWN {
        writeln!(out, "  and {} more", survivors.len() - SHOWN)?;
    }
    Ok(())
}

fn write_survivor(
    name: &str,
    survivor: &Survivor,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Survivor {
        kind,
        what,
        position,
        diff: Diff { line: _, old, new },
        killer,
    } = survivor;
    let width = look.width.unwrap_or(USUAL_WIDTH).max(40);
    let place = look.paint(&visible(&format!("{name}:{position}")), FAINT);
    let code = look.paint(&format!("[{}]", kind.name()), FAINT);
    let what = visible(what).into_owned();
    writeln!(out, "  {what} {code}  {place}")?;
    for (sign, lines, style) in [("-", old, BAD), ("+", new, GOOD)] {
        for line in lines.iter().take(LINES) {
            let line = look.paint(&format!("{sign} {}", brief(line, width)), style);
            writeln!(out, "    {line}")?;
        }
        if lines.len() > LINES {
            writeln!(out, "    {sign} and {} lines more", lines.len() - LINES)?;
        }
    }
    let told = match killer {
        Some(killer) => tell(killer),
        None => "whether an event tells it from the pattern was not found out".to_owned(),
    };
    for line in wrapped(&visible(&told), width.saturating_sub(4)) {
        writeln!(out, "    {line}")?;
    }
    Ok(())
}

/// The event that would tell, in words.
pub(super) fn tell(killer: &Killer) -> String {
    let Killer {
        event,
        mode,
        matches,
    } = killer;
    let event = match event {
        KillerEvent::Made(text) => brief(text, 400),
        KillerEvent::Variant {
            event,
            case: _,
            changes,
        } => {
            let mut told = event.clone();
            for Change { pointer, value } in changes {
                match value {
                    Some(value) => told.push_str(&format!(", {pointer} = {}", brief(value, 60))),
                    None => told.push_str(&format!(", without {pointer}")),
                }
            }
            told
        }
    };
    let verdict = if *matches { "match" } else { "no-match" };
    format!("to notice it: {event}: expect {verdict} ({})", mode.name())
}
