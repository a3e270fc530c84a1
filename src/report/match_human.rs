//! `match` for people.

use super::match_report::{MatchReport, PairResult, PatternResults};
use super::style::{BAD, FAINT, GOOD, LOOK_HERE, Look, STRONG, wrapped};
use crate::matching::Mode;
use crate::text::{spaces, visible};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr as _;

/// Names are aligned up to so many columns. One name may be very long, and a line for each event
/// that is as long would be more output than there is input.
const WIDEST_NAME: usize = 100;

/// Columns that a verdict takes.
const VERDICT: usize = "no match".len();

pub(super) fn write(report: &MatchReport, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let MatchReport {
        mode,
        patterns,
        // They were told before.
        warnings: _,
    } = report;
    for (index, PatternResults { pattern, results }) in patterns.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}", look.paint(&visible(pattern), STRONG))?;
        let [first, second] = columns(*mode).map(Mode::name);
        let header = format!("  {first:<9}  {second:<9}  event");
        writeln!(out, "{}", look.paint(&header, FAINT))?;
        let name_width = results
            .iter()
            .map(|r| visible(&r.event).width())
            .max()
            .unwrap_or(0)
            .min(WIDEST_NAME);
        for result in results {
            pair(result, *mode, name_width, look, out)?;
        }
    }
    summary(report, look, out)
}

/// The mode that decides comes first.
fn columns(mode: Mode) -> [Mode; 2] {
    match mode {
        Mode::Flattened => [Mode::Flattened, Mode::Strict],
        Mode::Strict => [Mode::Strict, Mode::Flattened],
    }
}

fn pair(
    result: &PairResult,
    mode: Mode,
    name_width: usize,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let PairResult {
        event,
        flattened: _,
        strict: _,
        undecided,
        unknown,
        place: _,
        documented: _,
        reason,
        details,
    } = result;
    let [first, second] = columns(mode).map(|mode| {
        let matched = result.verdict(mode);
        let word = match (mode, matched) {
            (Mode::Strict, _) if *undecided => "?",
            _ if *unknown => "?",
            (_, true) => "match",
            (_, false) => "no match",
        };
        let style = match (result.disagree(), matched) {
            (true, _) => LOOK_HERE,
            (false, true) => GOOD,
            (false, false) => FAINT,
        };
        look.paint(&format!("{word:<VERDICT$} "), style)
    });
    let name = visible(event);
    write!(out, "  {first}  {second}  {name}")?;
    if let Some(reason) = reason {
        let style = if result.disagree() { LOOK_HERE } else { FAINT };
        let indent = 2 + 2 * (VERDICT + 3);
        let padding = name_width.saturating_sub(name.width());
        let taken = indent + name_width.max(name.width());
        let fits = |width| taken + 2 + reason.width() <= width;
        if look.width.is_none_or(fits) {
            write!(out, "{}  {}", spaces(padding), look.paint(reason, style))?;
        } else {
            for line in wrapped(reason, look.width.unwrap_or(80).saturating_sub(6).max(20)) {
                write!(out, "\n      {}", look.paint(&line, style))?;
            }
        }
    }
    writeln!(out)?;
    for paragraph in details {
        let width = look.width.map_or(100, |width| width.min(100));
        for line in wrapped(paragraph, width.saturating_sub(6).max(20)) {
            writeln!(out, "      {line}")?;
        }
    }
    Ok(())
}

fn summary(report: &MatchReport, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let pairs = report.pairs().count();
    if pairs < 2 {
        return Ok(());
    }
    let matched = report
        .pairs()
        .filter(|pair| pair.verdict(report.mode))
        .count();
    let of_a_bus = |pair: &&PairResult| pair.place.is_none();
    let disagree = report.pairs().filter(of_a_bus);
    let disagree = disagree.filter(|pair| pair.disagree()).count();
    let counts = format!("{matched} of {pairs} match");
    let counts = look.paint(&counts, if matched > 0 { GOOD } else { BAD });
    write!(out, "\n{counts} ({})", report.mode.name())?;
    if disagree > 0 {
        let service = report.pairs().filter(|pair| pair.verdict(Mode::SERVICE));
        let text = format!("EventBridge today: {} of {pairs}", service.count());
        write!(out, "; {}", look.paint(&text, LOOK_HERE))?;
    }
    writeln!(out)
}
