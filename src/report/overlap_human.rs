//! `overlap` for people.

use super::overlap_report::{Cell, OverlapReport, PairOverlap};
use super::style::{FAINT, LOOK_HERE, Look, STRONG};
use crate::text::{brief, right, spaces, visible};
use std::io::{self, Write};

/// The most patterns that are shown as a matrix.
const LARGEST_MATRIX: usize = 40;
/// How many pairs that share events are listed.
const LISTED: usize = 20;

pub(super) fn write(report: &OverlapReport, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let OverlapReport {
        mode,
        scalar,
        patterns,
        pairs,
    } = report;
    let scope = if *scalar { ", single values only" } else { "" };
    let count = format!("{} patterns, {} pairs", patterns.len(), pairs.len());
    let count = look.paint(&count, STRONG);
    writeln!(out, "{count} ({}{scope})", mode.name())?;
    if patterns.len() <= LARGEST_MATRIX {
        matrix(report, look, out)?;
    }
    let of = |wanted: Cell| pairs.iter().filter(move |pair| pair.cell() == wanted);
    let name = |index: usize| {
        let name = patterns.get(index).map_or("", String::as_str);
        visible(name).into_owned()
    };
    let mut list = |title: &str, lines: &[String], most: usize| -> io::Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n{}", look.paint(title, STRONG))?;
        for line in lines.iter().take(most) {
            writeln!(out, "  {line}")?;
        }
        if lines.len() > most {
            writeln!(out, "  and {} more: --format json", lines.len() - most)?;
        }
        Ok(())
    };
    let all = usize::MAX;
    let lines: Vec<_> = of(Cell::Same)
        .map(|pair| format!("{} = {}", name(pair.first), name(pair.second)))
        .collect();
    list("match the same events", &lines, all)?;
    let contained = |pair: &PairOverlap| match pair.cell() {
        Cell::Inside => Some((pair.first, pair.second)),
        Cell::Around => Some((pair.second, pair.first)),
        _ => None,
    };
    let lines: Vec<_> = pairs
        .iter()
        .filter_map(contained)
        .map(|(inside, around)| format!("{} in {}", name(inside), name(around)))
        .collect();
    list("match only what another one matches", &lines, all)?;
    let lines: Vec<_> = of(Cell::Shares)
        .map(|pair| format!("{} and {}", name(pair.first), name(pair.second)))
        .collect();
    list("can match the same event", &lines, LISTED)?;
    let lines: Vec<_> = of(Cell::Unknown)
        .map(|pair| {
            let why = pair.unknown.as_deref().unwrap_or("not known");
            let names = format!("{} and {}", name(pair.first), name(pair.second));
            format!("{names}: {}", visible(why))
        })
        .collect();
    list("not known", &lines, all)?;
    let arrays = of(Cell::SharesArrays).count();
    if arrays > 0 {
        let text = format!(
            "{arrays} pairs share only events that have several values at one path (a in the matrix)"
        );
        writeln!(out, "\n{}", look.paint(&text, FAINT))?;
    }
    Ok(())
}

fn matrix(report: &OverlapReport, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let OverlapReport {
        patterns, pairs, ..
    } = report;
    let digits = patterns.len().to_string().len();
    let width = digits + 1;
    writeln!(out)?;
    write!(out, "{}", spaces(digits))?;
    for number in 1..=patterns.len() {
        write!(out, "{}", right(number, width))?;
    }
    writeln!(out)?;
    let room = look.width.map_or(usize::MAX, |all| {
        all.saturating_sub(digits + 2 + width * patterns.len())
            .max(12)
    });
    for (row, name) in patterns.iter().enumerate() {
        write!(out, "{}", right(row + 1, digits))?;
        for column in 0..patterns.len() {
            let (sign, style) = sign(pairs, row, column);
            write!(out, "{}", look.paint(&right(sign, width), style))?;
        }
        writeln!(out, "  {}", brief(name, room))?;
    }
    let legend =
        "= the same events   < only what the column matches   > all that the column matches
x events in common   a only such with several values at one path   . none   ? not known";
    writeln!(out, "\n{}", look.paint(legend, FAINT))
}

/// What stands in the matrix, seen from the row.
fn sign(pairs: &[PairOverlap], row: usize, column: usize) -> (char, owo_colors::Style) {
    let (first, second) = (row.min(column), row.max(column));
    // The pairs stand in order, so that one can be looked up.
    let found = pairs.binary_search_by_key(&(first, second), |pair| (pair.first, pair.second));
    let Some(pair) = found.ok().and_then(|at| pairs.get(at)) else {
        return ('-', FAINT);
    };
    match (pair.cell(), row == first) {
        (Cell::Same, _) => ('=', LOOK_HERE),
        (Cell::Inside, true) | (Cell::Around, false) => ('<', LOOK_HERE),
        (Cell::Around, true) | (Cell::Inside, false) => ('>', LOOK_HERE),
        (Cell::Shares, _) => ('x', STRONG),
        (Cell::SharesArrays, _) => ('a', FAINT),
        (Cell::Apart, _) => ('.', FAINT),
        (Cell::Unknown, _) => ('?', LOOK_HERE),
    }
}
