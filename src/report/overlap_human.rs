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
    let of_pairs = match pairs.len() {
        1 => "1 pair".to_owned(),
        count => format!("{count} pairs"),
    };
    let count = format!("{} patterns, {of_pairs}", patterns.len());
    let count = look.paint(&count, STRONG);
    writeln!(out, "{count} ({}{scope})", mode.name())?;
    let names = short_names(patterns);
    if patterns.len() <= LARGEST_MATRIX {
        matrix(report, &names, look, out)?;
    }
    let of = |wanted: Cell| pairs.iter().filter(move |pair| pair.cell() == wanted);
    let name = |index: usize| names.get(index).cloned().unwrap_or_default();
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
    list("match only what another matches", &lines, all)?;
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
        let overlap = match arrays {
            1 => "1 pair overlaps".to_owned(),
            count => format!("{count} pairs overlap"),
        };
        let text = format!("{overlap} only if a field has several values (a in the matrix)");
        writeln!(out, "\n{}", look.paint(&text, FAINT))?;
    }
    Ok(())
}

fn matrix(
    report: &OverlapReport,
    names: &[String],
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
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
    for (row, name) in names.iter().enumerate() {
        write!(out, "{}", right(row + 1, digits))?;
        for column in 0..patterns.len() {
            let (sign, style) = sign(pairs, row, column);
            write!(out, "{}", look.paint(&right(sign, width), style))?;
        }
        writeln!(out, "  {}", brief(name, room))?;
    }
    let legend = "= the same events   < a part of the column's   > all of the column's and more
x some in common   a only if a field has several values   . none   ? not known";
    writeln!(out, "\n{}", look.paint(legend, FAINT))
}

/// The names without what all have in common, the folder and the ending; inline patterns by number.
fn short_names(names: &[String]) -> Vec<String> {
    let is_file = |name: &&String| !name.starts_with('<');
    let files = || names.iter().filter(is_file);
    let folder = |name: &str| name.rfind('/').map_or(0, |at| at + 1);
    let first = files()
        .next()
        .map_or("", |name| name.get(..folder(name)).unwrap_or(""));
    let mut prefix = first;
    while !files().all(|name| name.starts_with(prefix)) {
        let shorter = prefix.get(..prefix.len().saturating_sub(1)).unwrap_or("");
        prefix = prefix.get(..folder(shorter)).unwrap_or("");
    }
    let suffix = if files().all(|name| name.ends_with(".json")) {
        ".json"
    } else {
        ""
    };
    let mut inline = 0;
    let short = names.iter().map(|name| {
        if !is_file(&name) {
            inline += 1;
            return format!("#{inline}");
        }
        let name = name.strip_prefix(prefix).unwrap_or(name);
        visible(name.strip_suffix(suffix).unwrap_or(name)).into_owned()
    });
    short.collect()
}

/// What is in the matrix, seen from the row.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_as_short_as_they_can_be() {
        let short = |names: &[&str]| {
            let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
            short_names(&names)
        };
        assert_eq!(short(&["p/ecs/a.json", "p/s3/a.json"]), ["ecs/a", "s3/a"]);
        assert_eq!(
            short(&["p/a.json", "p/b.yaml#Rule"]),
            ["a.json", "b.yaml#Rule"]
        );
        assert_eq!(short(&["pa/x.json", "pb/x.json"]), ["pa/x", "pb/x"]);
        assert_eq!(
            short(&["<inline>", "d/a.json", "<inline>"]),
            ["#1", "a", "#2"]
        );
    }
}
