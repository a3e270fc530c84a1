//! What the cases do not catch, for people: each mistake as a diff, with an event that catches it.

use super::coverage::{told, total_line};
use super::human::heading;
use crate::report::style::wrapped;
use crate::report::style::{BAD, FAINT, GOOD, Look, STRONG};
use crate::suite::mutants::{
    Change, Diff, Killer, KillerEvent, Mutation, PatternMutation, Survivor,
};
use crate::text::{brief, visible};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr as _;

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
    total_line("caught", total, least, enough, look, out)
}

fn write_pattern(pattern: &PatternMutation, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let PatternMutation {
        name,
        home,
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
    heading((sign, style), name, &told(share, *cases), look, out)?;
    if *cases == 0 {
        // Every mutant survives what nobody asks, and the list of them says nothing.
        let text = "no case passes yet: add one that must match, or fix those that fail";
        return writeln!(out, "  {}", look.paint(text, FAINT));
    }
    // The lines of a pattern inside a template are not those of the file.
    let home = home.as_ref().and_then(|home| {
        let position = home.position?;
        Some(format!("{}:{position}", home.file))
    });
    for survivor in survivors.iter().take(SHOWN) {
        write_survivor(name, home.as_deref(), survivor, look, out)?;
    }
    if survivors.len() > SHOWN {
        writeln!(out, "  and {} more", survivors.len() - SHOWN)?;
    }
    Ok(())
}

fn write_survivor(
    name: &str,
    home: Option<&str>,
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
    let width = look.columns();
    let place = match home {
        Some(home) => visible(home).into_owned(),
        None => visible(&format!("{name}:{position}")).into_owned(),
    };
    let code = format!("[{}]", kind.name());
    let what = visible(what);
    let columns = 2 + what.width() + 1 + code.width() + 2 + place.width();
    let (gap, code, place) = (
        look.gap(columns, 4),
        look.paint(&code, FAINT),
        look.paint(&place, FAINT),
    );
    writeln!(out, "  {what} {code}{gap}{place}")?;
    for (sign, lines, style) in [("-", old, BAD), ("+", new, GOOD)] {
        for line in lines.iter().take(LINES) {
            let line = look.paint(&format!("{sign} {}", brief(line, width)), style);
            writeln!(out, "    {line}")?;
        }
        if lines.len() > LINES {
            writeln!(out, "    {sign} and {} more lines", lines.len() - LINES)?;
        }
    }
    let told = match killer {
        Some(killer) => tell(killer),
        None => "no event that tells the two apart was found, and none was ruled out".to_owned(),
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
    format!("to catch it: {event}: expect {verdict} ({})", mode.name())
}
