//! Where the modes differ.

use super::{Page, element, index, place, value, wrapped};
use crate::explain::{Cell, Direction, Disagreement, ElementRow, Explanation, Taken};
use crate::report::style::{BAD, FAINT, GOOD, LOOK_HERE};
use crate::text::{spaces, visible};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr as _;

pub(super) fn write(
    explanation: &Explanation<'_>,
    disagreement: &Disagreement,
    page: Page,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Disagreement {
        direction,
        headline: _,
        alternative: _,
        array,
        taken,
        elements,
        more_elements,
        why,
        ways_out,
    } = disagreement;
    let look = page.look;
    let title = match direction {
        Direction::FlattenedOnly => "The values come from different elements",
        Direction::StrictOnly => "EventBridge today asks one element only",
    };
    writeln!(out, "{}", look.paint(title, LOOK_HERE.bold()))?;
    let names: Vec<_> = taken
        .iter()
        .filter_map(|taken| explanation.conditions.get(taken.condition))
        .map(|condition| visible(&condition.path).into_owned())
        .collect();
    // The table below has the same, with the other elements beside it.
    if elements.is_empty() {
        sources(taken, &names, page, out)?;
    }
    paragraph(&capital(&visible(why)), 2, page, out)?;
    table(
        &names,
        elements,
        *more_elements,
        array.as_deref(),
        page,
        out,
    )?;
    writeln!(out, "  What you can do")?;
    for (number, way) in ways_out.iter().enumerate() {
        let lead = format!("{}. ", number + 1);
        let room = page.width.saturating_sub(4 + lead.len());
        for (part, line) in wrapped(&visible(way), room).iter().enumerate() {
            let lead = if part == 0 { lead.as_str() } else { "   " };
            writeln!(out, "    {lead}{line}")?;
        }
    }
    Ok(())
}

/// Where each condition took its value from.
fn sources(taken: &[Taken], names: &[String], page: Page, out: &mut dyn Write) -> io::Result<()> {
    let widest = names.iter().map(|name| name.width()).max().unwrap_or(0);
    for (Taken { condition: _, from }, name) in taken.iter().zip(names) {
        let padding = widest - name.width();
        let from = match from {
            Some((at, what)) => format!("{}{}", value(what), place(at)),
            None => "no value, as asked".to_owned(),
        };
        let lead = format!("    {name}{}  ", spaces(padding));
        let room = page.width.saturating_sub(lead.width());
        if from.width() <= room {
            writeln!(out, "{lead}{from}")?;
        } else {
            writeln!(out, "    {name}")?;
            paragraph(&from, 6, page, out)?;
        }
    }
    Ok(())
}

/// The elements with what they have for each condition; one under the other where the columns do
/// not fit.
fn table(
    names: &[String],
    rows: &[ElementRow],
    more: usize,
    array: Option<&str>,
    page: Page,
    out: &mut dyn Write,
) -> io::Result<()> {
    let look = page.look;
    let below = |name: &String| {
        let array = array.map(|array| format!("{}.", visible(array)));
        let short = array.and_then(|array| name.strip_prefix(&array).map(str::to_owned));
        short.unwrap_or_else(|| name.clone())
    };
    let names: Vec<_> = names.iter().map(below).collect();
    let mut cells: Vec<Vec<(String, bool)>> = Vec::new();
    for ElementRow {
        element: of,
        cells: row,
    } in rows
    {
        let mut line = vec![(index(of), true)];
        line.extend(row.iter().map(|cell| (text(cell), cell.holds)));
        cells.push(line);
    }
    let mut widths = vec![0; names.len() + 1];
    for line in &cells {
        for (width, (cell, _)) in widths.iter_mut().zip(line) {
            *width = cell.width().max(*width);
        }
    }
    for (width, name) in widths.iter_mut().skip(1).zip(&names) {
        *width = name.width().max(*width);
    }
    let total: usize = widths.iter().map(|width| width + 2).sum();
    if total + 4 <= page.width {
        let first = widths.first().copied().unwrap_or(0);
        let mut header = format!("    {}", spaces(first));
        for (width, name) in widths.iter().skip(1).zip(&names) {
            let padding = width - name.width();
            header.push_str(&format!("  {name}{}", spaces(padding)));
        }
        writeln!(out, "{}", look.paint(header.trim_end(), FAINT))?;
        for line in &cells {
            let mut shown = String::from("    ");
            let last = line.len().saturating_sub(1);
            for (at, ((cell, holds), width)) in line.iter().zip(&widths).enumerate() {
                let style = if *holds { GOOD } else { BAD };
                let padding = if at == last {
                    0
                } else {
                    width - cell.width() + 2
                };
                let cell = if at == 0 {
                    cell.clone()
                } else {
                    look.paint(cell, style)
                };
                shown.push_str(&format!("{cell}{}", spaces(padding)));
            }
            writeln!(out, "{shown}")?;
        }
    } else {
        for (
            ElementRow {
                element: of,
                cells: _,
            },
            line,
        ) in rows.iter().zip(&cells)
        {
            writeln!(out, "    {}", element(of))?;
            for ((cell, holds), name) in line.iter().skip(1).zip(&names) {
                let style = if *holds { GOOD } else { BAD };
                writeln!(out, "      {name}: {}", look.paint(cell, style))?;
            }
        }
    }
    if more > 0 {
        writeln!(out, "    and {more} more elements")?;
    }
    Ok(())
}

fn text(cell: &Cell) -> String {
    let Cell {
        holds,
        value: what,
        more,
    } = cell;
    let sign = if *holds { "✓" } else { "✗" };
    let what = what.as_ref().map_or("none".to_owned(), value);
    let more = if *more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    format!("{sign} {what}{more}")
}

fn paragraph(text: &str, indent: usize, page: Page, out: &mut dyn Write) -> io::Result<()> {
    for line in wrapped(text, page.width.saturating_sub(indent)) {
        writeln!(out, "{}{line}", spaces(indent))?;
    }
    Ok(())
}

/// With a capital at the start.
pub(super) fn capital(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}
